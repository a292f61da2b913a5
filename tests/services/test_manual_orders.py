"""Orders entered by hand: what is booked, who gets them, and what is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.address_changes import Address
from shopdesk.domain.manual_orders import ManualItem, ManualOrder
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import ShopdeskError
from shopdesk.queries.order_links import list_linked, list_unlisted
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.services import order_contents as contents
from shopdesk.services.desk import Actor, Desk, NotAllowed
from shopdesk.services.edits import Clash, ReasonMissing
from shopdesk.services.manual_changes import (
    CancelledAlready,
    NotManual,
    PrintedAlready,
    cancel_order,
    change_order,
    undo_entry,
)
from shopdesk.services.manual_orders import AlreadySent, NumberTaken, enter_order
from shopdesk.services.orders import set_memo
from shopdesk.services.people import add_person
from shopdesk.services.products import learn_variants
from shopdesk.services.setup import make_shop
from tests.factories import add_order, make_desk

TO = Address("张三", "13812345678", "浙江省", "杭州市", "西湖区", "文三路1号")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A shop that knows the item S1 at 199.00."""
    made = make_desk(tmp_path)
    source = add_order(made, buyer="tb_1", flag=1, status=2, stage=5)
    made.database.execute_sql("UPDATE order_line SET sku = 'S1' WHERE order_id = ?", (source,))
    with made.database.atomic():
        learn_variants(made.database, shop_id=1, after_line=0)
    made.database.execute_sql("UPDATE variant SET price = 19900")
    return made


def an_order(kind: Origin, **fields: Any) -> ManualOrder:
    usual: dict[str, Any] = {"items": (ManualItem("S1"),), "shop_id": 1}
    usual |= {"source_id": 1} if kind >= Origin.EXCHANGE else {"receiver": TO, "paid": Money(19_900)}
    return ManualOrder(kind, **(usual | fields))


def entered(desk: Desk, kind: Origin, **fields: Any) -> OrderDetail:
    return get_order(desk.database, enter_order(desk, order=an_order(kind, **fields)))


def as_agent(desk: Desk) -> Desk:
    """The same shop with an agent at the desk, who may enter but not register."""
    return replace(desk, actor=add_person(desk, name="小李", role="agent"))


def test_a_bank_order_waits_for_its_money(desk: Desk) -> None:
    order = entered(
        desk, Origin.BANK, buyer="tb_9", memo="银：周一发", paid=Money(39_800), items=(ManualItem("S1", quantity=2),)
    )
    assert (order.order_no, order.memo) == ("YH20240302-001", "银:周一发 D")
    assert (order.stage, order.status) == (Stage.REGISTERED, Status.PAID)
    assert (order.goods, order.postage, order.paid) == (39_800, 0, 39_800)
    assert (order.buyer, order.registrar, order.salesperson) == ("tb_9", "Owner", "Owner")
    assert order.region == "浙江省 杭州市 西湖区"
    holds = {hold.kind: hold for hold in order.open_holds}
    assert holds["bank"].reason == "Bank transfer of 398.00 is not confirmed"
    assert holds["bank"].amount == 39_800


def test_a_line_is_filled_in_by_its_code(desk: Desk) -> None:
    (line,) = entered(desk, Origin.PHONE).lines
    assert (line.title, line.properties, line.price) == ("真皮单鞋", "颜色：深紫;尺码：W7", 19_900)
    (own,) = entered(desk, Origin.PHONE, items=(ManualItem("", "鞋垫", quantity=3, price=Money(500)),)).lines
    assert (own.sku, own.title, own.quantity, own.price, own.goods) == ("", "鞋垫", 3, 500, 1_500)


def test_wholesale_is_the_owners_and_a_large_one_needs_its_list(desk: Desk) -> None:
    small = entered(desk, Origin.WHOLESALE, items=(ManualItem("S1", quantity=10),), paid=Money(199_000))
    large = entered(desk, Origin.WHOLESALE, items=(ManualItem("S1", quantity=11),), paid=Money(218_900))
    assert (small.memo.split(" D")[0], large.memo.split(" D")[0]) == ("批发", "批发 附清单")
    assert {small.salesperson, large.salesperson} == {"Owner"}
    assert list_unlisted(desk.database, [small.id, large.id]) == {large.id}
    desk.database.execute_sql(
        "INSERT INTO print_record (order_id, document, paper, person_id, at) VALUES (?, 'packing-list', 'A4', 1, 1)",
        (large.id,),
    )
    assert list_unlisted(desk.database, [small.id, large.id]) == set()


@pytest.mark.parametrize("kind", [Origin.EXCHANGE, Origin.REISSUE])
def test_after_sales_orders_cost_nothing_and_are_linked(desk: Desk, kind: Origin) -> None:
    order = entered(desk, kind)
    assert (order.goods, order.postage, order.paid, order.lines[0].price) == (0, 0, 0, 0)
    assert (order.warehouse, order.source_id, order.buyer, order.flag) == ("503", 1, "tb_1", 1)
    assert (order.receiver, order.address) == ("张三", "示例路1号")
    assert [each.id for each in list_linked(desk.database, 1)] == [order.id]


def test_a_reissue_is_the_enterers_and_says_what_it_is(desk: Desk) -> None:
    order = get_order(desk.database, enter_order(as_agent(desk), order=an_order(Origin.REISSUE, memo="急")))
    assert order.memo == "补:S1 深紫 W7×1 急"
    assert (order.salesperson, order.stage, order.registrar) == ("小李", Stage.NEW, "")


def test_an_exchange_stays_with_whoever_sold_the_first_order(desk: Desk) -> None:
    person = add_person(desk, name="小王", role="agent")
    desk.database.execute_sql("UPDATE orders SET salesperson_id = ? WHERE id = 1", (person.id,))
    assert entered(desk, Origin.EXCHANGE).salesperson == "小王"


def test_numbers_go_on_within_a_shop_and_day(desk: Desk) -> None:
    numbers = [entered(desk, Origin.PHONE, buyer=f"b{n}").order_no for n in range(2)]
    assert numbers == ["DH20240302-001", "DH20240302-002"]
    desk.database.execute_sql("UPDATE orders SET order_no = 'DH20240302-999' WHERE order_no = 'DH20240302-002'")
    assert entered(desk, Origin.PHONE).order_no == "DH20240302-1000"
    assert entered(desk, Origin.PHONE).order_no == "DH20240302-1001"
    other = make_shop(desk, name="二号店", platform=Platform.JD)
    second = other if isinstance(other, int) else 2
    own = an_order(Origin.PHONE, shop_id=second, items=(ManualItem("", "茶"),))
    assert get_order(desk.database, enter_order(desk, order=own)).order_no == "DH20240302-001"


def test_a_phone_order_without_money_is_unpaid(desk: Desk) -> None:
    order = entered(desk, Origin.PHONE, paid=Money(0))
    assert (order.status, order.stage, order.paid_at) == (Status.UNPAID, Stage.NEW, None)


@pytest.mark.parametrize(
    ("kind", "fields", "refusal"),
    [
        (Origin.BANK, {"items": ()}, contents.NoItems),
        (Origin.BANK, {"items": (ManualItem("S1", quantity=0),)}, contents.OddQuantity),
        (Origin.BANK, {"items": (ManualItem("S1", quantity=9_999_999),)}, contents.OddQuantity),
        (Origin.BANK, {"items": (ManualItem("S9"),)}, contents.UnknownItem),
        (Origin.BANK, {"paid": Money(0)}, contents.NothingPaid),
        (Origin.WHOLESALE, {"paid": Money(0)}, contents.NothingPaid),
        (Origin.PHONE, {"receiver": None}, contents.ReceiverIncomplete),
        (Origin.PHONE, {"receiver": Address("张三", "", address="文三路1号")}, contents.ReceiverIncomplete),
        (Origin.PHONE, {"order_no": "OLD"}, NumberTaken),
        (Origin.EXCHANGE, {"source_id": None}, contents.SourceMissing),
        (Origin.EXCHANGE, {"shop_id": 2}, contents.SourceElsewhere),
        (Origin.REISSUE, {"paid": Money(1)}, contents.CostsNothing),
        (Origin.REISSUE, {"items": (ManualItem("S1", price=Money(100)),)}, contents.CostsNothing),
    ],
)
def test_what_is_refused_leaves_nothing(
    desk: Desk, kind: Origin, fields: dict[str, Any], refusal: type[ShopdeskError]
) -> None:
    desk.database.execute_sql("UPDATE orders SET order_no = 'OLD'")
    make_shop(desk, name="二号店", platform=Platform.JD)
    with pytest.raises(refusal):
        enter_order(desk, order=an_order(kind, **fields))
    assert desk.database.execute_sql("SELECT count(*) FROM orders").fetchone() == (1,)


def test_a_closed_or_hidden_source_is_refused(desk: Desk) -> None:
    desk.database.execute_sql("UPDATE orders SET masking = 2, receiver = '##x'")
    with pytest.raises(contents.ReceiverHidden):
        enter_order(desk, order=an_order(Origin.EXCHANGE))
    assert entered(desk, Origin.EXCHANGE, receiver=TO).receiver == "张三"
    desk.database.execute_sql("UPDATE orders SET status = 4, close_reason = '退款成功' WHERE id = 1")
    with pytest.raises(contents.SourceClosed, match="退款成功"):
        enter_order(desk, order=an_order(Origin.REISSUE))


def test_the_same_again_has_to_be_meant(desk: Desk) -> None:
    first = entered(desk, Origin.REISSUE)
    with pytest.raises(AlreadySent, match=f"{first.order_no}.*Owner"):
        enter_order(desk, order=an_order(Origin.REISSUE))
    assert entered(desk, Origin.EXCHANGE).origin is Origin.EXCHANGE
    enter_order(desk, order=an_order(Origin.REISSUE), again=True)
    cancel_order(desk, order_id=first.id, reason="x")
    assert len(list_linked(desk.database, 1)) == 3


def test_warehouse_people_enter_no_orders(desk: Desk) -> None:
    packer = replace(desk, actor=Actor(1, "小张", "warehouse"))
    with pytest.raises(NotAllowed):
        enter_order(packer, order=an_order(Origin.PHONE))


def test_an_entry_is_undone_while_nobody_touched_it(desk: Desk) -> None:
    order = entered(desk, Origin.BANK)
    set_memo(desk, order_id=order.id, memo="银:急")
    with pytest.raises(Clash):
        undo_entry(desk, order_id=order.id, version=order.version)
    undo_entry(desk, order_id=order.id, version=get_order(desk.database, order.id).version)
    gone = get_order(desk.database, order.id)
    assert (gone.stage, gone.status, gone.close_reason, gone.open_holds) == (
        Stage.CLOSED, Status.CLOSED, "Entry undone", (),
    )  # fmt: skip


def test_an_order_is_changed_with_a_reason(desk: Desk) -> None:
    order = entered(desk, Origin.REISSUE)
    other = an_order(Origin.REISSUE, items=(ManualItem("S1", quantity=2),), memo="急", receiver=TO)
    with pytest.raises(ReasonMissing):
        change_order(desk, order_id=order.id, order=other, reason=" ")
    change_order(desk, order_id=order.id, order=other, reason="漏发两只", version=order.version)
    changed = get_order(desk.database, order.id)
    assert (changed.memo, changed.pieces, changed.address) == ("补:S1 深紫 W7×2 急 D", 2, "文三路1号")
    assert [line.quantity for line in changed.lines] == [2]
    with pytest.raises(Clash):
        change_order(desk, order_id=order.id, order=other, reason="x", version=order.version)


def test_agents_change_and_cancel_only_what_is_not_registered(desk: Desk) -> None:
    agent = as_agent(desk)
    registered, own = entered(desk, Origin.PHONE), enter_order(agent, order=an_order(Origin.PHONE, buyer="b"))
    with pytest.raises(NotAllowed):
        cancel_order(agent, order_id=registered.id, reason="x")
    with pytest.raises(NotAllowed):
        change_order(agent, order_id=registered.id, order=an_order(Origin.PHONE), reason="x")
    cancel_order(agent, order_id=own, reason="不要了")
    assert get_order(desk.database, own).close_reason == "不要了"


def test_platform_printed_and_cancelled_orders_stay(desk: Desk) -> None:
    order = entered(desk, Origin.PHONE)
    with pytest.raises(ReasonMissing):
        cancel_order(desk, order_id=order.id, reason="")
    with pytest.raises(NotManual):
        cancel_order(desk, order_id=1, reason="x")
    desk.database.execute_sql("UPDATE orders SET stage = 3 WHERE id = ?", (order.id,))
    with pytest.raises(PrintedAlready):
        cancel_order(desk, order_id=order.id, reason="x")
    desk.database.execute_sql("UPDATE orders SET stage = 0 WHERE id = ?", (order.id,))
    cancel_order(desk, order_id=order.id, reason="x")
    with pytest.raises(CancelledAlready):
        cancel_order(desk, order_id=order.id, reason="x")
