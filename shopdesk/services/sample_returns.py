"""What came back to the sample shop: boxes of a closed day, of yesterday and of today, unclaimed ones, cash in one, and
what was inspected and approved."""

from shopdesk.clock import Millis, to_local
from shopdesk.domain.intake import Condition, Destination, MatchedBy, Wish
from shopdesk.domain.money import Money
from shopdesk.queries.boxes import get_box, list_box_items
from shopdesk.queries.orders import get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.box_items import ItemEntry, add_item, change_item, item_base, look_at_items
from shopdesk.services.box_matches import match_box
from shopdesk.services.boxes import box_base, fill_box, open_box, register_box, void_box
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.intake_days import close_day, confirm_cash, count_cash
from shopdesk.services.sample_desk import AGENT, PACKER, SUPERVISOR, Sample
from shopdesk.services.sample_shipping import MINUTE
from shopdesk.services.unclaimed import leave_unclaimed
from shopdesk.settings import ZONE

CASH_FOUND = Money(10_00)
_CHAT = "10:02 买家：前掌开胶了，穿了两次\n10:05 客服：麻烦拍一下照片，寄回来给您处理\n10:06 买家：好的，照片发你了\n"


def take_back(sample: Sample, order_id: int, waybill: str, at: Millis, *, wish: Wish, wish_to: str = "") -> int:
    """A box with everything of an order, as new, opened and registered; returns its id. A waybill that a case names
    is matched by itself."""
    packer = sample.acting(PACKER, at)
    box_id = open_box(packer, scan=waybill, carrier="圆通速递")
    if get_box(packer.database, box_id).row.order_id is None:
        match_box(packer, box_id=box_id, order_id=order_id, by=MatchedBy.HAND)
    look_at_items(packer, box_id=box_id)
    for item in list_box_items(packer.database, box_id=box_id):
        change_item(packer, item_id=item.id, values={"wish": wish, "wish_to": wish_to}, base=item_base(item))
    register_box(sample.acting(PACKER, at + 2 * MINUTE), box_id=box_id)
    return box_id


def approve(sample: Sample, box_id: int, at: Millis) -> None:
    """What is in a box goes into stock: the warehouse looks, the supervisor approves."""
    items = list_box_items(sample.desk.database, box_id=box_id)
    for item in items:
        inspect_item(sample.acting(PACKER, at), item_id=item.id, good=item.quantity)
    approve_items(sample.acting(SUPERVISOR, at + 20 * MINUTE), item_ids=[item.id for item in items])


def find_cash(sample: Sample, box_id: int, at: Millis) -> None:
    """A note of ten in a box, for the postage of an exchange."""
    values = {"cash": int(CASH_FOUND), "note": "夹了 10 元，换货补邮费"}
    _fill(sample.acting(PACKER, at), box_id, values)


def hand_over_cash_and_close(sample: Sample, at: Millis) -> None:
    """The cash agrees, everything is registered: the day is closed."""
    day = _day(sample, at)
    count_cash(sample.acting(PACKER, at), day=day, counted=CASH_FOUND)
    confirm_cash(sample.acting(SUPERVISOR, at + 5 * MINUTE), day=day, confirmed=CASH_FOUND)
    close_day(sample.acting(SUPERVISOR, at + 6 * MINUTE), day=day)


def leave_older_unclaimed(sample: Sample, at: Millis) -> None:
    """No paper in it, and the sender's phone can't be read: by now the supervisor has to see to it."""
    sender = {"sender_name": "何女士", "sender_phone": "****3308", "sender_region": "江苏省 苏州市"}
    _leave(sample, "75310000009001", at, sender, ItemEntry(style="5815", colour="黑色", size="W6"))


def leave_unclaimed_of(sample: Sample, order_id: int, at: Millis) -> None:
    """No paper, but the sender wrote name and phone as the order has them: the desk proposes it."""
    _leave(
        sample,
        "75310000009002",
        at,
        _sender(sample, order_id),
        ItemEntry(title="鞋，没有吊牌", condition=Condition.WORN),
    )


def complain(sample: Sample, order_id: int, at: Millis) -> int:
    """A quality complaint with its chat log: inspected, to be approved by a second person. Returns the box."""
    box_id = take_back(sample, order_id, "YT9900000000104", at, wish=Wish.QUALITY)
    packer = sample.acting(PACKER, at + 10 * MINUTE)
    add_evidence(packer, kind="box", record_id=box_id, file=_CHAT.encode(), name="聊天记录.txt")
    for item in list_box_items(packer.database, box_id=box_id):
        inspect_item(
            packer,
            item_id=item.id,
            good=item.quantity - 1,
            faulty=1,
            faulty_to=Destination.REPAIR,
            note="右脚前掌开胶",
        )
    return box_id


def strike_out(sample: Sample, at: Millis) -> None:
    """A number that was given by mistake."""
    box_id = open_box(sample.acting(PACKER, at), carrier="中通快递")
    void_box(sample.acting(PACKER, at + MINUTE), box_id=box_id, reason="同一箱点了两次")


def begin_box(sample: Sample, order_id: int, at: Millis) -> None:
    """On the table just now: the sender is written down, the desk proposes whose it may be."""
    packer = sample.acting(PACKER, at)
    box_id = open_box(packer, scan="YT9900000000108", carrier="圆通速递")
    _fill(packer, box_id, _sender(sample, order_id))
    line = get_order(packer.database, order_id).lines[0]
    add_item(packer, box_id=box_id, item=ItemEntry(sku=line.sku, title=line.title, wish=Wish.EXCHANGE))


def _sender(sample: Sample, order_id: int) -> dict[str, str]:
    """A buyer as the label names them."""
    order = get_order(sample.desk.database, order_id)
    return {"sender_name": order.receiver, "sender_phone": order.phone, "sender_region": order.region}


def _leave(sample: Sample, waybill: str, at: Millis, sender: dict[str, str], item: ItemEntry) -> None:
    packer = sample.acting(PACKER, at)
    box_id = open_box(packer, scan=waybill, carrier="中通快递")
    _fill(packer, box_id, sender)
    add_item(packer, box_id=box_id, item=item)
    leave_unclaimed(packer, box_id=box_id, asker_id=sample.people[AGENT].id)


def _fill(desk: Desk, box_id: int, values: dict[str, object] | dict[str, str]) -> None:
    fill_box(desk, box_id=box_id, values=dict(values), base=box_base(get_box(desk.database, box_id).row))


def _day(sample: Sample, at: Millis) -> str:
    return to_local(at, get_setting(sample.desk.database, ZONE)).date().isoformat()
