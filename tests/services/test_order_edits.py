"""Editing orders by hand (ORD-15): who may, what is kept, and what later files leave alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.address_changes import Address
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right, Role
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.orders import Line, get_order
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Actor, Desk, NotAllowed
from shopdesk.services.edits import Clash, ReasonMissing
from shopdesk.services.order_contents import OddQuantity
from shopdesk.services.order_edits import (
    AmountBelowZero,
    LeftAlready,
    LineEdit,
    NoSuchLine,
    NoSuchSalesperson,
    OrderEdit,
    PrintedAlready,
    QuantityMissing,
    change_address,
    edit_order,
)
from shopdesk.services.orders import set_memo
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


def as_role(desk: Desk, role: Role, *extra: Right) -> Desk:
    return Desk(desk.database, Actor(desk.actor.id, "小王", role.value, frozenset(extra)), desk.clock)


def line_edit(line: Line, **changed: Any) -> LineEdit:
    given: dict[str, Any] = {
        "style": "",
        "colour": "深紫",
        "size": "W7",
        "quantity": line.quantity,
        "price": line.price,
    }
    return LineEdit(line.line_no, **{**given, **changed})


def test_goods_amounts_and_pieces_follow_the_line_and_both_sides_are_kept(desk: Desk) -> None:
    order = add_order(desk, lines=2)
    first = get_order(desk.database, order).lines[0]
    edit = OrderEdit(lines=[line_edit(first, size="W8", quantity=3, price=Money(10_000))])
    assert edit_order(desk, order_id=order, edit=edit, reason="买家加两件")
    after = get_order(desk.database, order)
    assert (after.pieces, after.goods) == (4, Money(49_900))
    assert (after.lines[0].quantity, after.lines[0].goods) == (3, Money(30_000))
    assert after.lines[0].properties == "颜色分类：深紫;尺码：W8"
    [row] = [row for row in list_trail(desk.database, kind="order", record_id=order) if row.action == "edit lines"]
    assert "W7 ×1 199.00" in row.before["lines"][0]
    assert "W8 ×3 100.00" in row.after["lines"][0]
    assert row.reason == "买家加两件"


def test_another_variant_gets_its_code_and_an_unknown_one_none(desk: Desk) -> None:
    order = add_order(desk)
    line = get_order(desk.database, order).lines[0]
    database = desk.database
    database.execute_sql("INSERT INTO product (id, shop_id, code, title) VALUES (1, 1, 'P', '鞋')")
    for sku, size in ((line.sku, "W7"), ("OTHER-W8", "W8")):
        database.execute_sql(
            "INSERT INTO variant (product_id, shop_id, sku, colour, size) VALUES (1, 1, ?, '深紫', ?)", (sku, size)
        )
    edit_order(desk, order_id=order, edit=OrderEdit(lines=[line_edit(line, size="W8")]), reason="换码")
    assert get_order(database, order).lines[0].sku == "OTHER-W8"
    edit_order(desk, order_id=order, edit=OrderEdit(lines=[line_edit(line, size="W9")]), reason="换码")
    assert get_order(database, order).lines[0].sku == ""


def test_the_same_again_changes_nothing_and_leaves_no_trace(desk: Desk) -> None:
    order = add_order(desk)
    before = get_order(desk.database, order)
    edit = OrderEdit(receiver=before.goes_to, paid=before.paid, lines=[line_edit(before.lines[0])])
    assert not edit_order(desk, order_id=order, edit=edit, reason="看看")
    assert get_order(desk.database, order).version == before.version
    assert [row for row in list_trail(desk.database, kind="order", record_id=order) if "edit" in row.action] == []


@pytest.mark.parametrize(
    ("stage", "role", "extra", "allowed"),
    [
        (Stage.NEW, Role.AGENT, (), True),
        (Stage.NEW, Role.WAREHOUSE, (), False),
        (Stage.REGISTERED, Role.AGENT, (), False),
        (Stage.REGISTERED, Role.AGENT, (Right.EDIT_REGISTERED,), True),
        (Stage.SETTLED, Role.SUPERVISOR, (), True),
        (Stage.SETTLED, Role.FINANCE, (), False),
    ],
)
def test_registered_orders_are_edited_by_supervisors_and_people_named_for_it(
    desk: Desk, stage: Stage, role: Role, extra: tuple[Right, ...], allowed: bool
) -> None:
    order = add_order(desk, stage=int(stage))
    acting = as_role(desk, role, *extra)
    if allowed:
        assert edit_order(acting, order_id=order, edit=OrderEdit(paid=Money(1)), reason="x")
        return
    with pytest.raises(NotAllowed):
        edit_order(acting, order_id=order, edit=OrderEdit(paid=Money(1)), reason="x")
    with pytest.raises(NotAllowed):
        change_address(acting, order_id=order, change=Address(address="新路1号"), reason="x")


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({"stage": int(Stage.PRINTED)}, PrintedAlready),
        ({"stage": int(Stage.PACKED)}, PrintedAlready),
        ({"stage": int(Stage.SHIPPED)}, LeftAlready),
        ({"status": int(Status.CLOSED)}, LeftAlready),
    ],
)
def test_what_the_warehouse_holds_is_not_edited(desk: Desk, columns: dict[str, Any], refusal: type[Exception]) -> None:
    order = add_order(desk, **columns)
    with pytest.raises(refusal):
        edit_order(desk, order_id=order, edit=OrderEdit(paid=Money(1)), reason="x")
    with pytest.raises(refusal):
        change_address(desk, order_id=order, change=Address(address="新路1号"), reason="x")


def test_bad_edits_are_refused_whole(desk: Desk) -> None:
    order = add_order(desk)
    before = get_order(desk.database, order)
    line = before.lines[0]
    for edit, refusal in (
        (OrderEdit(paid=Money(-1)), AmountBelowZero),
        (OrderEdit(salesperson="没人"), NoSuchSalesperson),
        (OrderEdit(lines=[LineEdit("none", "", "", "", 1, Money(1))]), NoSuchLine),
        (OrderEdit(carrier="顺丰速运", lines=[line_edit(line, quantity=0)]), QuantityMissing),
        (OrderEdit(lines=[line_edit(line, quantity=10**30)]), OddQuantity),
        (OrderEdit(lines=[line_edit(line, price=Money(-1))]), AmountBelowZero),
    ):
        with pytest.raises(refusal):
            edit_order(desk, order_id=order, edit=edit, reason="x")
    with pytest.raises(ReasonMissing):
        edit_order(desk, order_id=order, edit=OrderEdit(paid=Money(1)), reason="  ")
    assert get_order(desk.database, order) == before


def test_somebody_else_was_quicker(desk: Desk) -> None:
    order = add_order(desk)
    version = get_order(desk.database, order).version
    set_memo(desk, order_id=order, memo="新备注")
    line = get_order(desk.database, order).lines[0]
    for edit in (OrderEdit(paid=Money(1)), OrderEdit(lines=[line_edit(line, quantity=2)])):
        with pytest.raises(Clash, match="memo"):
            edit_order(desk, order_id=order, edit=edit, reason="x", version=version)
    assert get_order(desk.database, order).lines[0].quantity == 1


def test_a_carrier_chosen_by_hand_stays_when_the_order_is_checked(desk: Desk) -> None:
    order = add_order(desk)
    edit_order(desk, order_id=order, edit=OrderEdit(carrier="中通快递"), reason="买家要中通")
    assert get_order(desk.database, order).carrier == "中通快递"
    edit_order(desk, order_id=order, edit=OrderEdit(paid=Money(20_000)), reason="改价")
    assert get_order(desk.database, order).carrier == "中通快递"
