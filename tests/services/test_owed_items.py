"""Owed items: what goes along, what is left out, what was forgotten (ORD-20)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage
from shopdesk.queries.notices import list_notices
from shopdesk.queries.orders import get_order
from shopdesk.queries.owed_items import get_owed_item, list_owed_items
from shopdesk.queries.trail import list_trail
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.order_contents import OddQuantity
from shopdesk.services.owed_items import (
    LeftTheDesk,
    StruckAlready,
    add_owed_item,
    leave_out,
    mark_forgotten,
    put_in,
    strike_by_hand,
    strike_off,
    take_out,
)
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def first(desk: Desk) -> int:
    """An order of tb_1 that has left."""
    return add_order(desk, buyer="tb_1", stage=int(Stage.SHIPPED), created=NOON - 9_000_000)


@pytest.fixture
def later(desk: Desk, first: int) -> int:
    """The buyer's next order, made after something was promised."""
    add_owed_item(desk, kind=Owed.GIFT, item="袜子", order_id=first)
    return add_order(desk, buyer="tb_1", created=NOON + 1)


def slip_of(desk: Desk, order_id: int) -> int:
    row = desk.database.execute_sql("INSERT INTO slip (shop_id, created_at) VALUES (1, 1) RETURNING id").fetchone()
    desk.database.execute_sql("INSERT INTO slip_item (slip_id, order_id) VALUES (?, ?)", (row[0], order_id))
    return int(row[0])


def ship(desk: Desk, *order_ids: int) -> list[int]:
    with work(desk, Right.SHIP) as doing:
        return mark_forgotten(doing, order_ids)


def test_what_travels_stands_in_the_notice_until_it_is_taken_out(desk: Desk, first: int, later: int) -> None:
    [item] = list_owed_items(desk.database)
    assert list_notices(desk.database, [first, later]) == {}
    put_in(desk, owed_ids=[item.id], order_id=later)
    assert list_notices(desk.database, [first, later]) == {later: ("PUT IN: Gift 袜子 ×1",)}
    assert take_out(desk, owed_id=item.id)
    assert not take_out(desk, owed_id=item.id)
    assert list_notices(desk.database, [later]) == {}


def test_packing_strikes_off_what_travels_in_the_slip_and_no_more(desk: Desk, first: int, later: int) -> None:
    other = add_owed_item(desk, kind=Owed.SAMPLE, item="样品", order_id=first)
    [sock, _sample] = list_owed_items(desk.database)
    put_in(desk, owed_ids=[sock.id], order_id=later)
    slip = slip_of(desk, later)
    with work(desk, Right.PACK, Changed.SLIPS) as doing:
        assert strike_off(doing, slip) == [sock.id]
        assert strike_off(doing, slip) == []
    struck = get_owed_item(desk.database, sock.id)
    assert (struck.slip_id, struck.struck_by, struck.struck_reason) == (slip, "Owner", "")
    assert get_owed_item(desk.database, other).is_open
    assert any(row.action == "strike" for row in list_trail(desk.database, kind="order", record_id=later))
    with pytest.raises(StruckAlready):
        put_in(desk, owed_ids=[sock.id], order_id=later)
    with pytest.raises(StruckAlready):
        strike_by_hand(desk, owed_id=sock.id, reason="x")


def test_a_packed_parcel_takes_nothing_more(desk: Desk, first: int, later: int) -> None:
    [item] = list_owed_items(desk.database)
    desk.database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (int(Stage.PACKED), later))
    with pytest.raises(LeftTheDesk):
        put_in(desk, owed_ids=[item.id], order_id=later)


def test_nobody_decided_is_forgotten_too(desk: Desk, first: int, later: int) -> None:
    assert ship(desk, first, later) == [later]
    assert get_order(desk.database, later).flag is Colour.YELLOW
    assert get_order(desk.database, first).flag is Colour.GREY


def test_not_this_time_is_a_decision(desk: Desk, first: int, later: int) -> None:
    with work(desk, Right.RELEASE) as doing:
        check_orders(doing, [later])
    assert [hold.kind for hold in get_order(desk.database, later).open_holds] == ["owed"]
    assert leave_out(desk, order_id=later, reason="下次")
    assert not leave_out(desk, order_id=later)
    assert ship(desk, later) == []
    assert list_owed_items(desk.database)[0].is_open


def test_more_than_anybody_sends_is_a_slip_of_the_finger(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_one")
    with pytest.raises(OddQuantity, match="between 1 and 9999"):
        add_owed_item(desk, kind=Owed.GIFT, item="袜子", quantity=5_000_000_000, order_id=order)
