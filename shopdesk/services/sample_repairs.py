"""The sample shop's repairs: one in each state, a batch that is late, a fee that was agreed to and paid."""

from collections.abc import Iterator

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.money import Money
from shopdesk.domain.platforms import Platform
from shopdesk.domain.repairs import Step
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.queries.repairs import get_repair_row
from shopdesk.services.repair_batches import come_back, dispatch, make_batch
from shopdesk.services.repair_costs import answer_estimate, ask_estimate, pay_fee
from shopdesk.services.repair_news import told
from shopdesk.services.repair_steps import return_to_buyer, take_step
from shopdesk.services.repairs import edit_repair, open_repair, repair_base
from shopdesk.services.sample_desk import AGENT, FINANCE, PACKER, Sample
from shopdesk.services.sample_orders import DAY, HOUR, Way

_CARE = "鞋油"
"""Nobody has shoe polish mended."""


def mend(sample: Sample, now: Millis) -> None:
    """What buyers brought or sent to be mended since some days, up to now."""
    orders = _quiet_orders(sample)
    _mended(sample, next(orders), now - 5 * DAY)
    _at_factory(sample, (next(orders), next(orders)), now)
    _asked_about_cost(sample, next(orders), now - DAY)
    waiting = _enter(sample, next(orders), now - 20 * HOUR, "断跟")
    packer = sample.acting(PACKER, now - 19 * HOUR)
    take_step(packer, repair_id=waiting, step=Step.LABEL)
    _batch(sample, now - 18 * HOUR, waiting)
    _enter(sample, next(orders), now - 2 * HOUR, "拉链坏")


def _quiet_orders(sample: Sample) -> Iterator[int]:
    """Orders of shoes that left and of which nothing else is told, the newest first."""
    found = [order for order in sample.orders if order.platform is Platform.TAOBAO and order.way is Way.LEFT]
    for order_id in reversed(sample.order_ids(found)):
        sql = "SELECT 1 FROM cases WHERE order_id = ? UNION ALL SELECT 1 FROM box WHERE order_id = ? LIMIT 1"
        order = get_order(sample.desk.database, order_id)
        is_quiet = not rows_of(sample.desk.database, sql, (order_id, order_id))
        if is_quiet and order.stage is Stage.SHIPPED and not any(_CARE in line.title for line in order.lines):
            yield order_id


def _mended(sample: Sample, order_id: int, at: Millis) -> None:
    """The buyer agreed to a fee, paid it and has the shoes again."""
    repair_id = _enter(sample, order_id, at, "前掌开胶")
    agent = sample.acting(AGENT, at + HOUR)
    row = get_repair_row(agent.database, repair_id)
    edit_repair(agent, repair_id=repair_id, values={"warranty": "no"}, base=repair_base(row))
    ask_estimate(agent, repair_id=repair_id, amount=Money(15_00))
    told(agent, repair_id=repair_id)
    answer_estimate(sample.acting(AGENT, at + 2 * HOUR), repair_id=repair_id, agreed=True, note="可以，修吧")
    batch_id = _batch(sample, at + 3 * HOUR, repair_id)
    dispatch(sample.acting(PACKER, at + 4 * HOUR), batch_id=batch_id, carrier="德邦快递", waybill="DPK99000000011")
    packer = sample.acting(PACKER, at + 3 * DAY)
    come_back(packer, repair_ids=[repair_id], batch_id=batch_id)
    take_step(packer, repair_id=repair_id, step=Step.CHECK, note="胶牢了")
    pay_fee(sample.acting(FINANCE, at + 3 * DAY + HOUR), repair_id=repair_id, reference="微信 4200001899")
    packer = sample.acting(PACKER, at + 3 * DAY + 2 * HOUR)
    return_to_buyer(packer, repair_id=repair_id, carrier="圆通速递", waybill="YT9900000000190")
    told(sample.acting(AGENT, at + 3 * DAY + 3 * HOUR), repair_id=repair_id)


def _at_factory(sample: Sample, order_ids: tuple[int, int], now: Millis) -> None:
    """A batch that should be back since yesterday: one of it is, the other isn't."""
    at = now - 6 * DAY
    repair_ids = [_enter(sample, each, at, fault) for each, fault in zip(order_ids, ("掉跟", "鞋面破损"), strict=True)]
    batch_id = _batch(sample, at + HOUR, *repair_ids, due_at=now - DAY)
    dispatch(sample.acting(PACKER, at + 2 * HOUR), batch_id=batch_id, carrier="德邦快递", waybill="DPK99000000012")
    told(sample.acting(AGENT, at + 3 * HOUR), repair_id=repair_ids[0])
    come_back(sample.acting(PACKER, now - 3 * HOUR), repair_ids=repair_ids[:1], batch_id=batch_id)


def _asked_about_cost(sample: Sample, order_id: int, at: Millis) -> None:
    """The buyer has not answered yet."""
    repair_id = _enter(sample, order_id, at, "断底")
    agent = sample.acting(AGENT, at + HOUR)
    row = get_repair_row(agent.database, repair_id)
    edit_repair(agent, repair_id=repair_id, values={"warranty": "no"}, base=repair_base(row))
    ask_estimate(agent, repair_id=repair_id, amount=Money(45_00))


def _enter(sample: Sample, order_id: int, at: Millis, fault: str) -> int:
    """The first line of an order, brought in by hand."""
    desk = sample.acting(PACKER, at)
    sql = "SELECT id FROM order_line WHERE order_id = ? ORDER BY position, id LIMIT 1"
    line_id = int(rows_of(desk.database, sql, (order_id,))[0][0])
    return open_repair(desk, order_id=order_id, line_id=line_id, fault=fault)


def _batch(sample: Sample, at: Millis, *repair_ids: int, due_at: Millis | None = None) -> int:
    desk = sample.acting(PACKER, at)
    supplier_id = get_repair_row(desk.database, repair_ids[0]).supplier_id
    assert supplier_id is not None, "the sample's shoes have a maker"
    return make_batch(desk, supplier_id=supplier_id, repair_ids=repair_ids, due_at=due_at)
