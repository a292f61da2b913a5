"""Later times and the lists of what is near its end (ORD-18, ORD-23)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.extensions import (
    Deadline,
    confirmation_of,
    list_done_early,
    list_extensions,
    list_receipt_deadlines,
    list_ship_deadlines,
)
from shopdesk.queries.orders import get_order
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.extensions import NotLater, extend_orders, mark_told
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import CONFIRM_DAYS, EXTENSION_MESSAGE
from tests.factories import NOON, add_order, make_desk

HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


def test_the_message_is_the_shops_script_filled_in_for_each(desk: Desk) -> None:
    save_setting(desk, EXTENSION_MESSAGE, "{buyer}：{order_no} 到 {until}，{reason}。{odd}")
    ids = [add_order(desk, buyer=f"tb_{n}", order_no=f"N{n}") for n in (1, 2)]
    assert extend_orders(desk, order_ids=[*ids, ids[0]], until=NOON + 3 * DAY, reason=" 缺货 ") == 2
    assert [list_extensions(desk.database, each)[0].message for each in ids] == [
        "tb_1：N1 到 2024-03-05 10:00，缺货。{odd}",
        "tb_2：N2 到 2024-03-05 10:00，缺货。{odd}",
    ]
    with pytest.raises(ReasonMissing):
        extend_orders(desk, order_ids=ids, until=NOON + 3 * DAY, reason=" ")


def test_a_buyer_is_told_once(desk: Desk) -> None:
    order = add_order(desk)
    extend_orders(desk, order_ids=[order], until=NOON + 3 * DAY, reason="缺货")
    [row] = list_extensions(desk.database, order)
    assert mark_told(desk, extension_ids=[row.id]) == 1
    assert mark_told(desk, extension_ids=[row.id]) == 0
    assert list_extensions(desk.database, order)[0].told_at == NOON


def test_the_platforms_days_and_the_extension_count(desk: Desk) -> None:
    order = add_order(desk, status=int(Status.SHIPPED), shipped_at=NOON - 9 * DAY)
    assert confirmation_of(desk.database, get_order(desk.database, order)) == NOON + DAY
    assert [row.id for row in list_receipt_deadlines(desk.database, now=NOON)] == [order]
    save_setting(desk, CONFIRM_DAYS, {"taobao": 15})
    assert confirmation_of(desk.database, get_order(desk.database, order)) == NOON + 6 * DAY
    assert list_receipt_deadlines(desk.database, now=NOON) == []
    with pytest.raises(NotLater):
        extend_orders(desk, order_ids=[order], until=NOON + 5 * DAY, reason="慢", kind=Deadline.RECEIPT)
    extend_orders(desk, order_ids=[order], until=NOON + 9 * DAY, reason="慢", kind=Deadline.RECEIPT)
    assert confirmation_of(desk.database, get_order(desk.database, order)) == NOON + 9 * DAY
    assert confirmation_of(desk.database, get_order(desk.database, add_order(desk))) is None


def test_held_and_printed_orders_are_near_too_but_not_unpaid_or_gone_ones(desk: Desk) -> None:
    held = add_order(desk, ship_by=NOON + HOUR, held=1)
    printed = add_order(desk, ship_by=NOON + 2 * HOUR, stage=int(Stage.PRINTED))
    add_order(desk, ship_by=NOON, status=int(Status.UNPAID))
    add_order(desk, ship_by=NOON, stage=int(Stage.SHIPPED))
    add_order(desk, ship_by=NOON, status=int(Status.CLOSED))
    assert [row.id for row in list_ship_deadlines(desk.database, now=NOON)] == [held, printed]


@pytest.mark.parametrize(("state", "listed"), [("等待卖家处理", True), ("退款成功", False), ("退款关闭", False)])
def test_only_an_open_refund_says_that_the_goods_did_not_arrive(desk: Desk, state: str, listed: bool) -> None:
    add_order(desk, order_no="D1", status=int(Status.DONE), stage=int(Stage.SHIPPED), done_at=NOON)
    add_order(desk, order_no="OLD", status=int(Status.DONE), done_at=NOON)
    desk.database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, state) VALUES (1, 'R1', 'D1', ?)", (state,)
    )
    assert [row.order_no for row in list_done_early(desk.database)] == (["D1"] if listed else [])
