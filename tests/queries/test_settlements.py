"""Totals by account and day, settlements one by one, and what is not settled (ORD-13)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.settlements import list_accounts, list_due, list_unsettled, stream_settled, total_settled
from shopdesk.services.desk import Desk
from shopdesk.services.registering import register_orders
from shopdesk.services.settlement import settle_orders
from tests.factories import NOON, add_order, make_desk

DAY = 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three settled orders, the last a day later; two registered ones, of which one is closed; one new."""
    desk = make_desk(tmp_path)
    orders = [add_order(desk, order_no=f"S{n}", buyer=f"tb_{n}", paid=19_900 + n, postage=n) for n in range(1, 6)]
    add_order(desk, order_no="NEW")
    register_orders(desk, order_ids=orders)
    settle_orders(desk, order_ids=orders[:1])
    settle_orders(desk, order_ids=orders[1:2], account="工行", method="bank", amount=Money(15_000))
    settle_orders(replace(desk, clock=lambda: NOON + DAY), order_ids=orders[2:3])
    desk.database.execute_sql("UPDATE orders SET status = 4 WHERE order_no = 'S5'")
    return desk


def test_totals_are_by_account_and_method_the_largest_first(desk: Desk) -> None:
    totals = total_settled(desk.database, since=NOON, until=NOON + DAY)
    assert [tuple(total) for total in totals] == [("支付宝", "platform", 1, 19_901), ("工行", "bank", 1, 15_000)]
    assert total_settled(desk.database, since=NOON, until=NOON + DAY + 1)[0].orders == 2
    assert total_settled(desk.database, since=0, until=NOON) == []


def test_each_with_what_is_booked_and_what_the_platform_says(desk: Desk) -> None:
    rows = list(stream_settled(desk.database, since=NOON, until=NOON + DAY))
    assert [(row.order_no, row.amount, row.postage, row.paid, row.platform_postage) for row in rows] == [
        ("S1", 19_901, 0, 19_901, 1),
        ("S2", 15_000, 0, 19_902, 2),
    ]
    assert (rows[0].buyer, rows[0].settled_by, rows[0].settled_at) == ("tb_1", "Owner", NOON)
    of = [row.order_no for row in stream_settled(desk.database, since=0, until=NOON * 2, of=("支付宝", "platform"))]
    assert of == ["S1", "S3"]


def test_what_is_registered_and_not_settled(desk: Desk) -> None:
    (row,) = list_unsettled(desk.database)
    assert (row.order_no, row.origin, row.paid, row.registered_by) == ("S4", Origin.PLATFORM, 19_904, "Owner")


def test_accounts_that_somebody_chose(desk: Desk) -> None:
    assert list_accounts(desk.database) == ["工行", "支付宝"]
    desk.database.execute_sql("UPDATE settlement SET automatic = 1 WHERE account = '支付宝'")
    assert list_accounts(desk.database) == ["工行"]


def test_orders_as_settling_sees_them(desk: Desk) -> None:
    second, first = list_due(desk.database, [2, 1, 2])
    assert (second.order_no, second.account, second.received, second.paid) == ("S2", "工行", 15_000, 19_902)
    assert (first.order_no, first.on_slip) == ("S1", False)
    with pytest.raises(OrderNotFound):
        list_due(desk.database, [1, 99])
