"""Registering orders (ORD-02, ORD-03, ORD-05)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Tray
from shopdesk.errors import Refused
from shopdesk.queries.orders import OrderNotFound, get_order
from shopdesk.queries.trail import list_trail
from shopdesk.services.checks import check_orders
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.holds import OnHold, hold_orders
from shopdesk.services.people import add_person
from shopdesk.services.registering import (
    AlreadyRegistered,
    NotPaid,
    OrderClosed,
    SalespersonUnclear,
    find_refusals,
    register_orders,
)
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE, REGISTERED_MARK
from tests.factories import NOON, add_order, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    save_setting(made, FLAG_SALESPEOPLE, {"red": ["小王"], "blue": ["小李", "小赵"], "green": []})
    return made


def test_by_whom_when_and_with_the_mark(desk: Desk) -> None:
    clerk = replace(desk, actor=add_person(desk, name="小陈", role="registrar"))
    order = add_order(desk, memo="发顺丰", flag=1, flag_native="1")
    done = register_orders(clerk, order_ids=[order])
    assert (done.registered, done.refused) == ([order], [])
    now = get_order(desk.database, order)
    assert (now.stage, now.tray, now.registrar, now.registered_at) == (Stage.REGISTERED, Tray.REGISTERED, "小陈", NOON)
    assert (now.memo, now.flag, now.flag_native, now.salesperson) == ("发顺丰 D", Colour.RED, "1", "小王")
    assert find_order_ids(desk.database, "顺丰 D") == [order]
    (row,) = list_trail(desk.database, kind="order", record_id=order)
    assert (row.action, row.person, row.before["memo"]) == ("register", "小陈", "发顺丰")


def test_the_mark_is_the_shops_own_and_stands_once(desk: Desk) -> None:
    save_setting(desk, REGISTERED_MARK, "已登")
    orders = [add_order(desk, memo=memo) for memo in ("急 已登", "")]
    register_orders(desk, order_ids=orders)
    assert [get_order(desk.database, order).memo for order in orders] == ["急 已登", "已登"]


@pytest.mark.parametrize(
    ("flag", "memo", "who"),
    [
        (Colour.RED, "", "小王"), (Colour.RED, "小李的客", "小王"), (Colour.BLUE, "小赵 急", "小赵"),
        (Colour.BLUE, "小李", "小李"),
        (Colour.GREY, "小李", "Owner"), (Colour.GREEN, "", "Owner"), (Colour.YELLOW, "", "Owner"),
    ],
)  # fmt: skip
def test_the_flag_names_the_salesperson(desk: Desk, flag: Colour, memo: str, who: str) -> None:
    order = add_order(desk, flag=int(flag), memo=memo)
    register_orders(desk, order_ids=[order])
    assert get_order(desk.database, order).salesperson == who


@pytest.mark.parametrize("memo", ["", "急", "小李和小赵"])
def test_several_people_and_no_name_has_to_be_asked(desk: Desk, memo: str) -> None:
    order = add_order(desk, flag=4, memo=memo)
    with pytest.raises(SalespersonUnclear, match=r"share its flag \(小李, 小赵\)"):
        register_orders(desk, order_ids=[order])
    register_orders(desk, order_ids=[order], salesperson=" 小赵 ")
    assert get_order(desk.database, order).salesperson == "小赵"


def test_a_new_salesperson_is_entered_once_and_with_a_trace(desk: Desk) -> None:
    register_orders(desk, order_ids=[add_order(desk, flag=1), add_order(desk, flag=1)])
    assert rows_of(desk.database, "SELECT name, role FROM person ORDER BY id") == [
        ("Owner", "owner"),
        ("小王", "agent"),
    ]
    (row,) = list_trail(desk.database, kind="person", record_id=2)
    assert (row.action, row.after) == ("added", {"name": "小王", "role": "agent"})


def test_twice_says_who_did_it_and_when(desk: Desk) -> None:
    order = add_order(desk, order_no="T1")
    register_orders(desk, order_ids=[order])
    later = replace(desk, actor=add_person(desk, name="小陈", role="registrar"), clock=lambda: NOON + 3_600_000)
    before = everything(desk)
    with pytest.raises(AlreadyRegistered, match="Order T1 was registered by Owner on 2024-03-02 10:00"):
        register_orders(later, order_ids=[order])
    assert everything(desk) == before


def refused(desk: Desk) -> dict[int, type[Refused]]:
    """An order for each reason."""
    held = add_order(desk)
    hold_orders(desk, order_ids=[held], reason="补差价")
    return {
        add_order(desk, status=0, paid_at=None): NotPaid,
        add_order(desk, status=4, close_reason="买家不要了"): OrderClosed,
        held: OnHold, add_order(desk, stage=3): AlreadyRegistered, add_order(desk, flag=4): SalespersonUnclear,
    }  # fmt: skip


def test_what_may_not_be_registered(desk: Desk) -> None:
    orders = refused(desk)
    with work(desk, Right.VIEW) as doing:
        check_orders(doing, list(orders))  # which an import has done before
    for order, why in orders.items():
        before = everything(desk)
        with pytest.raises(why):
            register_orders(desk, order_ids=[order])
        assert everything(desk) == before


def test_refusals_name_their_reason(desk: Desk) -> None:
    told = [str(why) for _order, why in find_refusals(desk, order_ids=list(refused(desk)))]
    words = ("not paid", "买家不要了", "补差价", "?", "小赵")
    assert [word for word, text in zip(words, told, strict=True) if word not in text] == []


def test_one_refusal_refuses_them_all(desk: Desk) -> None:
    good, bad = add_order(desk), add_order(desk, status=0)
    before = everything(desk)
    with pytest.raises(NotPaid):
        register_orders(desk, order_ids=[good, bad])
    assert everything(desk) == before


def test_or_they_are_skipped_and_told(desk: Desk) -> None:
    bad = refused(desk)
    good = [add_order(desk), add_order(desk, flag=1)]
    done = register_orders(desk, order_ids=[good[0], *bad, good[1]], skip_refused=True)
    assert done.registered == good
    assert {order: type(why) for order, why in done.refused} == bad


def test_what_would_be_refused_is_told_beforehand_without_writing(desk: Desk) -> None:
    bad, good = refused(desk), add_order(desk)
    before = everything(desk)
    assert {order: type(why) for order, why in find_refusals(desk, order_ids=[good, *bad])} == bad
    assert everything(desk) == before


def test_an_order_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(OrderNotFound):
        register_orders(desk, order_ids=[99], skip_refused=True)


def test_open_pages_are_told(desk: Desk) -> None:
    told: list[frozenset[Changed]] = []
    register_orders(replace(desk, announce=told.append), order_ids=[add_order(desk)])
    assert told == [frozenset({Changed.ORDERS})]
