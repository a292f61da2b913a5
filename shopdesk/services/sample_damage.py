"""The sample shop's damaged goods: some that run out, a batch that went back and was answered, one that is packed."""

from shopdesk.clock import Millis
from shopdesk.domain.damage_list import Answer
from shopdesk.domain.money import Money
from shopdesk.domain.platforms import Platform
from shopdesk.queries.orders import get_order
from shopdesk.queries.products import VariantRow, list_variants
from shopdesk.services.damage_batches import answer_damage, credit_damage, make_damage_batch, send_damage_batch
from shopdesk.services.damage_list import open_damage
from shopdesk.services.damage_states import write_off
from shopdesk.services.sample_desk import FINANCE, PACKER, SHOPS, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR, Way


def spoil(sample: Sample, now: Millis) -> None:
    """What could not be sold any more since some weeks, up to now."""
    shoes, clothes = (_variants(sample, SHOPS[each]) for each in (Platform.TAOBAO, Platform.DOUYIN))
    if not (shoes and clothes):
        return
    _returned(sample, shoes, now)
    _list(sample, shoes[0], "鞋面划伤", came=now - 13 * DAY, at=now - 3 * DAY)
    _list(sample, shoes[-1], "断底", came=now - 20 * DAY, at=now - 5 * DAY)
    _list_of_order(sample, {row.sku for row in shoes}, now)
    packed = _list(sample, clothes[0], "拉链头脱落", came=now - 4 * DAY, at=now - 2 * DAY, quantity=2)
    desk = sample.acting(PACKER, now - DAY)
    assert clothes[0].supplier_id is not None, "the sample's clothes have a maker"
    make_damage_batch(desk, supplier_id=clothes[0].supplier_id, damage_ids=[packed], note="请换货")


def _returned(sample: Sample, shoes: list[VariantRow], now: Millis) -> None:
    """Three went back: one was credited, one refused and written off, one is accepted."""
    at = now - 9 * DAY
    came = [_list(sample, shoes[place % len(shoes)], fault, came=at - 5 * DAY, at=at)
            for place, fault in enumerate(("开胶", "色差", "左右不一只"))]  # fmt: skip
    supplier_id = shoes[0].supplier_id
    assert supplier_id is not None, "the sample's shoes have a maker"
    batch_id = make_damage_batch(sample.acting(PACKER, at + HOUR), supplier_id=supplier_id, damage_ids=came)
    packer = sample.acting(PACKER, at + 2 * HOUR)
    send_damage_batch(packer, batch_id=batch_id, carrier="德邦快递", waybill="DPK99000000021")
    packer = sample.acting(PACKER, at + 4 * DAY)
    answer_damage(packer, damage_ids=[came[0], came[2]], answer=Answer.ACCEPTED, said="认，下次对账扣")
    answer_damage(packer, damage_ids=[came[1]], answer=Answer.REFUSED, said="色差不退")
    credit_damage(sample.acting(FINANCE, at + 5 * DAY), damage_id=came[0], amount=Money(40_00), said="对账单 11 月")
    write_off(sample.acting(SUPERVISOR, at + 5 * DAY), damage_id=came[1], reason="厂家不认，报损")


def _list(sample: Sample, variant: VariantRow, fault: str, *, came: Millis, at: Millis, quantity: int = 1) -> int:
    desk = sample.acting(PACKER, at)
    return open_damage(desk, variant_id=variant.id, fault=fault, quantity=quantity, received_at=came)


def _list_of_order(sample: Sample, codes: set[str], now: Millis) -> None:
    """What a buyer of one pair gave back at the counter."""
    left = [order for order in sample.orders if order.platform is Platform.TAOBAO and order.way is Way.LEFT]
    for order_id in sample.order_ids(left):
        lines = get_order(sample.desk.database, order_id).lines
        if len(lines) == 1 and lines[0].sku in codes:
            desk = sample.acting(PACKER, now - 6 * HOUR)
            open_damage(desk, order_id=order_id, fault="后跟断裂", received_at=now - DAY, note="买家送来的")
            return


def _variants(sample: Sample, shop: str) -> list[VariantRow]:
    """Those of a shop that have a maker, a code and a cost."""
    rows = list_variants(sample.desk.database)
    return sorted(
        (row for row in rows if row.shop == shop and row.supplier_id is not None and row.sku and row.cost > 40_00),
        key=lambda row: row.sku,
    )
