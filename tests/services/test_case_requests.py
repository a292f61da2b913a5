"""Refund files open cases and bring them on by themselves, and never twice (RET-10, RET-13)."""

import time
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.cases import Kind, Source, State, Step
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.importing.records import RefundRecord
from shopdesk.queries.cases import CaseRow, get_case, list_cases
from shopdesk.queries.extensions import list_extensions
from shopdesk.queries.trail import list_trail
from shopdesk.services.case_requests import follow_requests
from shopdesk.services.case_steps import take_step
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.refund_writer import write_refunds
from tests.factories import NOON, add_order, make_desk

LATER = 10**9
ASKED = RefundRecord(
    "R1", "1001", kind="退货退款", state="买家已经申请退款，等待卖家同意", goods_state="买家已收到货",
    amount=Money(19_900), reason="尺码不合适", requested_at=NOON, deadline=NOON + 5 * HOUR_MS,
)  # fmt: skip
AGREED = ASKED._replace(state="卖家已经同意退款，等待买家退货", deadline=NOON + 7 * DAY_MS)
SENT = ASKED._replace(state="买家已经退货，等待卖家确认收货", return_carrier="圆通速递", return_waybill="yt 0001")
CLOSED = ASKED._replace(state="退款关闭", finished_at=NOON + 9)
PAID = ASKED._replace(state="退款成功", finished_at=NOON + 9)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def order(desk: Desk) -> int:
    return add_order(
        desk, buyer="tb_1", order_no="1001", status=int(Status.SHIPPED), stage=int(Stage.SHIPPED),
        shipped_at=NOON - DAY_MS,
    )  # fmt: skip


_imports = iter(range(1, 10**6))


def take(desk: Desk, *requests: RefundRecord, new_orders_after: int = LATER) -> int:
    """One import of these requests; returns how many cases it opened."""
    run = next(_imports)
    with work(desk, Right.IMPORT, Changed.CASES) as doing:
        write_refunds(desk.database, list(requests), shop_id=1, import_id=run)
        return follow_requests(doing, [run], new_orders_after=new_orders_after)


def only(desk: Desk) -> CaseRow:
    [row] = list_cases(desk.database)
    return row


def test_a_request_opens_a_case_once(desk: Desk, order: int) -> None:
    assert take(desk, ASKED) == 1
    row = only(desk)
    assert (row.kind, row.state, row.source, row.reason) == (Kind.RETURN, State.ASKED, Source.PLATFORM, "size")
    assert (row.order_id, row.buyer, row.refund_no, row.amount, row.questions) == (order, "tb_1", "R1", 19_900, 1)
    assert row.due_at == row.platform_due == NOON + 5 * HOUR_MS
    assert row.items == "真皮单鞋 ×1"
    assert len(list_extensions(desk.database, order)) == 1
    assert take(desk, ASKED) == take(desk, ASKED._replace(amount=Money(9_900))) == 0
    assert only(desk).amount == 9_900
    assert [each.action for each in list_trail(desk.database, kind="case", record_id=row.id)] == [
        "platform",
        "open case",
    ]


def test_a_case_follows_its_request(desk: Desk, order: int) -> None:
    take(desk, ASKED)
    take(desk, AGREED)
    assert only(desk).state is State.AGREED
    take(desk, SENT)
    row = only(desk)
    assert (row.state, row.carrier, row.waybill, row.sent_at) == (State.SENT, "圆通速递", "YT0001", NOON)
    take(desk, PAID)
    assert only(desk).state is State.SENT, "the goods are still to come"
    steps = [each.step for each in get_case(desk.database, row.id).steps]
    assert steps == ["platform", "send", "agree", "open"]


def test_a_file_that_tells_all_at_once(desk: Desk, order: int) -> None:
    assert take(desk, SENT) == 1
    assert only(desk).state is State.SENT


def test_a_request_withdrawn_closes_its_case_and_made_again_opens_it(desk: Desk, order: int) -> None:
    take(desk, ASKED)
    take(desk, ASKED._replace(state="退款关闭"))
    row = only(desk)
    assert (row.state, row.outcome, row.closed_at, row.due_at) == (State.CLOSED, "退款关闭", NOON, None)
    take(desk, AGREED)
    row = only(desk)
    assert (row.state, row.outcome, row.closed_at) == (State.AGREED, "", None)


def test_what_somebody_closed_stays_closed(desk: Desk, order: int) -> None:
    take(desk, ASKED)
    take_step(desk, case_id=only(desk).id, step=Step.CLOSE, note="电话里说好了")
    take(desk, AGREED)
    assert only(desk).state is State.CLOSED


def test_money_only_is_done_when_the_platform_paid(desk: Desk, order: int) -> None:
    take(desk, ASKED._replace(kind="仅退款"))
    assert only(desk).kind is Kind.REFUND
    take(desk, PAID._replace(kind="仅退款"))
    row = only(desk)
    assert row.state is State.DONE and row.call_at is not None


def test_a_refund_of_ours_is_not_passed_over(desk: Desk, order: int) -> None:
    take(desk, ASKED._replace(kind="仅退款"))
    desk.database.execute_sql(
        "INSERT INTO refund (order_id, case_id, kind, amount, state, asked_by_id, asked_at) "
        "VALUES (?, ?, 'only', 100, 'asked', 1, ?)",
        (order, only(desk).id, NOON),
    )
    take(desk, CLOSED)
    assert only(desk).state is State.ASKED
    assert get_case(desk.database, only(desk).id).steps[0].note == "退款关闭"


def test_what_was_over_and_what_nobody_knows_opens_none(desk: Desk, order: int) -> None:
    assert take(desk, PAID, CLOSED._replace(refund_no="R2"), ASKED._replace(refund_no="R3", order_no="9999")) == 0
    assert list_cases(desk.database) == []


def test_an_order_that_comes_later_brings_its_request_along(desk: Desk) -> None:
    assert take(desk, ASKED) == 0
    before = rows_of(desk.database, "SELECT coalesce(max(id), 0) FROM orders")[0][0]
    add_order(desk, order_no="1001")
    assert take(desk, new_orders_after=before) == 1
    assert take(desk, new_orders_after=before) == 0


def test_a_case_entered_by_hand_is_the_requests(desk: Desk, order: int) -> None:
    by_hand = open_case(desk, kind=Kind.RETURN, order_id=order)
    assert take(desk, AGREED) == 0
    row = only(desk)
    assert (row.id, row.refund_no, row.state) == (by_hand, "R1", State.AGREED)
    assert take(desk, AGREED._replace(refund_no="R2")) == 1


def test_the_buyers_person_is_in_charge_while_there_is_room(desk: Desk, order: int) -> None:
    desk.database.execute_sql("UPDATE buyer SET person_id = 1")
    desk.database.execute_sql("UPDATE person SET case_limit = 1")
    assert take(desk, ASKED, ASKED._replace(refund_no="R2")) == 2
    assert sorted(row.person for row in list_cases(desk.database)) == ["", "Owner"]


def test_ten_thousand_requests_take_seconds(desk: Desk) -> None:
    n = 10_000
    with desk.database.atomic():
        desk.database.execute_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO orders (shop_id, order_no, status, created) SELECT 1, 'N' || CAST(i AS TEXT), 2, 1 FROM n",
            (n,),
        )
    requests = [ASKED._replace(refund_no=f"Q{i}", order_no=f"N{i}") for i in range(1, n + 1)]
    began = time.monotonic()
    assert take(desk, *requests) == n
    assert take(desk, *(each._replace(state=AGREED.state) for each in requests)) == 0
    assert time.monotonic() - began < 20
