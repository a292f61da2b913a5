"""Parcels that are to be brought back while they are on their way, and the refunds that wait for them (SHP-11)."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import add_row
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import DueKind
from shopdesk.domain.intake import Condition
from shopdesk.domain.interceptions import MOVES, OPEN, State, moves_from
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import ShopdeskError
from shopdesk.queries.cases import CaseRow, get_case_row
from shopdesk.queries.due import list_due
from shopdesk.queries.interceptions import (
    InterceptionNotFound,
    InterceptionRow,
    count_interceptions,
    get_interception,
    get_refuse_text,
    list_interceptions,
)
from shopdesk.services import interceptions as deeds
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.boxes import open_box, register_box
from shopdesk.services.case_people import TimePast
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.refund_payments import pay_refund
from shopdesk.services.refund_refusals import GoodsNotApproved, ParcelIntercepted
from shopdesk.services.refunds import let_refund_through
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import REFUSE_TEXT
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, add_request, approved, at_once, make_refunders

WAYBILL = "YT7453244865603"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - DAY_MS}


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def order(people: Refunders) -> int:
    return add_order(people.owner, order_no="4001", buyer="tb_1", waybill=WAYBILL, **GONE)


def row(people: Refunders, number: int) -> InterceptionRow:
    return get_interception(people.owner.database, number)


def case_of(people: Refunders, number: int) -> CaseRow:
    return get_case_row(people.owner.database, row(people, number).case_id or 0)


def asked(people: Refunders, order: int, **given: Any) -> int:
    return deeds.ask_interception(people.agent, order_id=order, reason="买家不要了", **given)


def follow(desk: Desk, state: str, **columns: Any) -> None:
    told = {"waybill": WAYBILL, "carrier": "圆通速递", "state": state, "order_id": 1} | columns
    with desk.database.atomic():
        add_row(
            desk.database,
            f"INSERT INTO tracking ({', '.join(told)}) VALUES ({', '.join('?' * len(told))})",
            list(told.values()),
        )


def test_the_carrier_is_asked(people: Refunders, order: int) -> None:
    number = asked(people, order, asked_of="圆通客服 工单 88")
    found = row(people, number)
    assert (found.waybill, found.state, found.asked_of, found.person) == (
        WAYBILL,
        State.ASKED,
        "圆通客服 工单 88",
        "小王",
    )
    assert found.due_at == NOON + 12 * HOUR_MS and found.is_open
    assert (case_of(people, number).kind, case_of(people, number).state) == (CaseKind.REFUND, CaseState.ASKED)


def test_asking_needs_a_reason_and_a_parcel_on_its_way(people: Refunders, order: int) -> None:
    with pytest.raises(ReasonMissing):
        deeds.ask_interception(people.agent, order_id=order, reason=" ")
    with pytest.raises(deeds.NoOrdersParcel):
        deeds.ask_interception(people.agent, waybill="SF1234567890123", reason="不要了")
    follow(people.owner, "signed", signed_at=NOON - HOUR_MS)
    with pytest.raises(deeds.SignedFor):
        asked(people, order)


def test_a_parcel_is_asked_for_once(people: Refunders, order: int, tmp_path: Path) -> None:
    def ask(desk: Desk) -> int:
        return deeds.ask_interception(desk, order_id=order, reason="不要了")

    assert at_once(tmp_path, [people.agent, people.other_agent], ask) == ["", "InterceptedBefore"]
    with pytest.raises(deeds.InterceptedBefore, match=WAYBILL):
        asked(people, order)
    deeds.withdraw_interception(people.agent, interception_id=1, reason="又要了")
    asked(people, order)


def test_the_refund_waits_for_the_parcel_and_success_releases_it(people: Refunders, order: int) -> None:
    refund = approved(people, order, 19_900)
    number = asked(people, order)
    assert row(people, number).refund_id == refund
    with pytest.raises(ParcelIntercepted):
        pay_refund(people.finance, refund_id=refund, reference="T1")
    deeds.note_promise(people.agent, interception_id=number, promised_by="小刘", promised_at=NOON + DAY_MS)
    with pytest.raises(ParcelIntercepted):
        pay_refund(people.finance, refund_id=refund, reference="T1")
    deeds.note_success(people.agent, interception_id=number, result="已退回")
    assert (row(people, number).state, row(people, number).closed_by) == (State.SUCCEEDED, "小王")
    assert case_of(people, number).state is CaseState.RELEASED
    pay_refund(people.finance, refund_id=refund, reference="T1")
    assert people.row(refund).state is RefundState.PAID


def test_a_return_scan_releases_it(people: Refunders, order: int) -> None:
    refund = approved(people, order, 19_900)
    number = asked(people, order)
    open_box(people.owner, scan=WAYBILL)
    found = row(people, number)
    assert (found.state, found.is_open) == (State.SUCCEEDED, False) and "#1" in found.result
    pay_refund(people.finance, refund_id=refund, reference="T1")


def test_a_box_of_another_parcel_releases_nothing(people: Refunders, order: int) -> None:
    number = asked(people, order)
    open_box(people.owner, scan="YT7453244865699")
    open_box(people.owner)
    assert row(people, number).state is State.ASKED


def test_the_return_of_goods_is_released_before_they_are_approved(people: Refunders, order: int) -> None:
    case = open_case(people.agent, kind=CaseKind.RETURN, order_id=order)
    refund = approved(people, order, 19_900, kind=RefundKind.RETURN, case_id=case)
    number = asked(people, order, refund_id=refund)
    assert row(people, number).case_id == case
    deeds.withdraw_interception(people.agent, interception_id=number, reason="晚了")
    with pytest.raises(GoodsNotApproved):
        pay_refund(people.finance, refund_id=refund, reference="T1")
    again = asked(people, order)
    deeds.note_success(people.agent, interception_id=again)
    stands = case_of(people, again)
    assert (stands.state, stands.waybill, stands.sent_at) == (CaseState.SENT, WAYBILL, NOON)
    pay_refund(people.finance, refund_id=refund, reference="T1")


def test_one_that_fails_becomes_a_refusal(people: Refunders, order: int) -> None:
    refund = approved(people, order, 19_900)
    number = asked(people, order)
    deeds.note_failure(people.agent, interception_id=number, result="已派送")
    assert count_interceptions(people.owner.database, now=NOON).to_tell == 1
    text = get_refuse_text(people.owner.database, number)
    assert all(word in text for word in ("tb_1", WAYBILL, "4001")) and "{" not in text
    deeds.note_told(people.agent, interception_id=number)
    assert (row(people, number).told_at, count_interceptions(people.owner.database, now=NOON).to_tell) == (NOON, 0)
    with pytest.raises(deeds.ToldAlready, match="小王"):
        deeds.note_told(people.other_agent, interception_id=number)
    deeds.note_refusal(people.agent, interception_id=number, result="买家拒收")
    stands = case_of(people, number)
    assert (stands.kind, stands.state, stands.waybill) == (CaseKind.REFUSAL, CaseState.SENT, WAYBILL)
    assert row(people, number).due_at == NOON + 7 * DAY_MS
    with pytest.raises(ParcelIntercepted):  # the buyer's word is no parcel
        pay_refund(people.finance, refund_id=refund, reference="T1")
    open_box(people.owner, scan=WAYBILL)
    assert row(people, number).state is State.SUCCEEDED
    pay_refund(people.finance, refund_id=refund, reference="T1")


def test_what_the_buyer_kept_is_for_somebody_to_decide(people: Refunders, order: int) -> None:
    refund = approved(people, order, 19_900)
    number = asked(people, order)
    deeds.note_failure(people.agent, interception_id=number, result="已签收")
    deeds.note_kept(people.agent, interception_id=number, result="买家收下")
    assert people.row(refund).state is RefundState.APPROVED
    with pytest.raises(ParcelIntercepted):
        pay_refund(people.finance, refund_id=refund, reference="T1")
    let_refund_through(people.supervisor, refund_id=refund, reason="老客户")
    pay_refund(people.finance, refund_id=refund, reference="T1")


def test_a_refund_asked_for_after_the_buyer_kept_it_is_another_matter(people: Refunders, order: int) -> None:
    number = asked(people, order)
    deeds.note_failure(people.agent, interception_id=number, result="已签收")
    deeds.note_kept(people.agent, interception_id=number)
    later = replace(people, **{
        name: replace(getattr(people, name), clock=lambda: NOON + DAY_MS)
        for name in ("owner", "agent", "other_agent", "supervisor", "finance")
    })  # fmt: skip
    refund = approved(later, order, 1_000)
    pay_refund(later.finance, refund_id=refund, reference="T2")
    assert people.row(refund).state is RefundState.PAID


def test_goods_that_were_approved_release_it_whatever_was_noted(people: Refunders, order: int) -> None:
    refund = approved(people, order, 19_900)
    number = asked(people, order, refund_id=refund)
    case = row(people, number).case_id
    with people.owner.database.atomic():
        people.owner.database.execute_sql("UPDATE refund SET case_id = ? WHERE id = ?", (case, refund))
        people.owner.database.execute_sql("UPDATE cases SET approved_at = ? WHERE id = ?", (NOON, case))
    assert not people.row(refund).is_intercepted
    pay_refund(people.finance, refund_id=refund, reference="T1")


def test_a_box_that_is_registered_counts_as_a_return_too(people: Refunders, order: int) -> None:
    number = asked(people, order)
    box = open_box(people.owner)
    with people.owner.database.atomic():  # as it stands once its waybill was typed in by hand after it was matched
        people.owner.database.execute_sql(
            "UPDATE box SET waybill = ?, order_id = ? WHERE id = ?", (WAYBILL, order, box)
        )
    add_item(people.owner, box_id=box, item=ItemEntry(title="真皮单鞋", condition=Condition.GOOD))
    register_box(people.owner, box_id=box)
    assert row(people, number).state is State.SUCCEEDED


def test_other_money_of_the_order_does_not_wait(people: Refunders, order: int) -> None:
    asked(people, order)
    price = approved(people, order, 500, kind=RefundKind.PRICE, reason="price")
    pay_refund(people.finance, refund_id=price, reference="T1")
    assert people.row(price).state is RefundState.PAID


def test_finance_sees_what_waits(people: Refunders, order: int) -> None:
    refund = approved(people, order, 19_900)

    def to_pay() -> tuple[int, int]:
        listed = list_due(people.owner.database, now=NOON, person_id=people.finance.actor.id, rights=set(Right))
        found = {row.kind: row.shop.count for row in listed}
        return found[DueKind.REFUNDS_TO_PAY], found[DueKind.REFUNDS_WAITING]

    assert to_pay() == (1, 0)
    before = people.row(refund)
    asked(people, order)
    assert (before.is_intercepted, people.row(refund).is_intercepted) == (False, True)
    assert to_pay() == (0, 1)
    let_refund_through(people.supervisor, refund_id=refund, reason="老客户")
    assert to_pay() == (1, 0)


@pytest.mark.parametrize("state", list(State))
def test_only_the_moves_of_the_table(people: Refunders, order: int, state: State) -> None:
    number = asked(people, order)
    for to, deed in _DEEDS.items():
        with people.owner.database.atomic():
            people.owner.database.execute_sql(
                "UPDATE interception SET state = ?, told_at = NULL WHERE id = ?", (state.value, number)
            )
        if to in MOVES[state]:
            deed(people.owner, number)
            assert row(people, number).state is to
            assert (row(people, number).closed_at is None) == (to in OPEN) == (row(people, number).due_at is not None)
        else:
            with pytest.raises(deeds.InterceptionStands):
                deed(people.owner, number)
    assert set(moves_from(state)) == MOVES[state]


_DEEDS: dict[State, Callable[[Desk, int], None]] = {
    State.ASKED: lambda desk, at: deeds.ask_again(desk, interception_id=at, asked_of="站点"),
    State.PROMISED: lambda desk, at: deeds.note_promise(
        desk, interception_id=at, promised_by="小刘", promised_at=desk.clock() + DAY_MS
    ),
    State.SUCCEEDED: lambda desk, at: deeds.note_success(desk, interception_id=at),
    State.FAILED: lambda desk, at: deeds.note_failure(desk, interception_id=at, result="没拦住"),
    State.REFUSED: lambda desk, at: deeds.note_refusal(desk, interception_id=at),
    State.KEPT: lambda desk, at: deeds.note_kept(desk, interception_id=at),
    State.WITHDRAWN: lambda desk, at: deeds.withdraw_interception(desk, interception_id=at, reason="又要了"),
}


@pytest.mark.parametrize("seed", range(12))
def test_nothing_here_refuses_or_pays_a_refund_by_itself(people: Refunders, order: int, seed: int) -> None:
    chance, hour = random.Random(seed), [0]
    desk = replace(people.owner, clock=lambda: NOON + hour[0] * HOUR_MS)
    refund = approved(people, order, 19_900)
    number = asked(people, order, platform_due=NOON + 2 * DAY_MS)
    for _step in range(25):
        hour[0] += chance.randrange(0, 9)
        with suppress(ShopdeskError):
            chance.choice([*_DEEDS.values(), _tell, _escalate])(desk, number)
        found = get_interception(desk.database, number)
        assert people.row(refund).state is RefundState.APPROVED
        is_held = people.row(refund).is_intercepted
        assert is_held == (found.state in OPEN or found.state is State.KEPT)
        if found.is_open and desk.clock() >= NOON + DAY_MS:
            assert found.is_escalated(desk.clock())  # a day before the platform decides
        assert found.is_open or not found.is_escalated(desk.clock())


def _tell(desk: Desk, number: int) -> None:
    deeds.note_told(desk, interception_id=number)


def _escalate(desk: Desk, number: int) -> None:
    deeds.escalate_interception(desk, interception_id=number)


def test_it_escalates_before_the_platform_decides(people: Refunders, order: int) -> None:
    add_request(people.owner, "4001", state="等待卖家同意", deadline=NOON + 2 * DAY_MS)
    number = asked(people, order)
    found = row(people, number)
    assert (found.platform_due, found.escalates_at) == (NOON + 2 * DAY_MS, NOON + DAY_MS)
    assert not found.is_escalated(NOON) and found.is_escalated(NOON + DAY_MS)
    database = people.owner.database
    assert [each.id for each in list_interceptions(database, escalated_at=NOON + DAY_MS)] == [number]
    assert list_interceptions(database, escalated_at=NOON) == []
    counts = count_interceptions(database, now=NOON + DAY_MS)
    assert (counts.escalated, counts.late, counts.by_state[State.ASKED]) == (1, 1, 1)


def test_a_broken_promise_escalates(people: Refunders, order: int) -> None:
    number = asked(people, order)
    with pytest.raises(TimePast):
        deeds.note_promise(people.agent, interception_id=number, promised_by="小刘", promised_at=NOON)
    deeds.note_promise(people.agent, interception_id=number, promised_by="小刘", promised_at=NOON + DAY_MS)
    assert row(people, number).due_at == NOON + DAY_MS
    assert row(people, number).is_late(NOON + DAY_MS) and not row(people, number).is_escalated(NOON + DAY_MS)
    assert row(people, number).is_escalated(NOON + 2 * DAY_MS)


def test_it_is_brought_before_the_supervisor_by_hand_once(people: Refunders, order: int) -> None:
    number = asked(people, order)
    deeds.escalate_interception(people.agent, interception_id=number, note="站点不接电话")
    assert row(people, number).is_escalated(NOON)
    with pytest.raises(deeds.EscalatedAlready):
        deeds.escalate_interception(people.agent, interception_id=number)
    deeds.withdraw_interception(people.agent, interception_id=number, reason="又要了")
    with pytest.raises(deeds.InterceptionStands, match="小王"):
        deeds.escalate_interception(people.agent, interception_id=number)


def test_the_carriers_own_news_are_shown_and_decide_nothing(people: Refunders, order: int) -> None:
    number = asked(people, order)
    follow(people.owner, "returning", last_text="已拦截，退回中", moved_at=NOON)
    found = row(people, number)
    assert (found.seems_back, found.last_text, found.state) == (True, "已拦截，退回中", State.ASKED)


def test_refunds_of_others_and_odd_steps_are_refused(people: Refunders, order: int) -> None:
    other = add_order(people.owner, order_no="4002", **GONE)
    refund = approved(people, other, 100)
    with pytest.raises(deeds.OtherOrdersRefund, match="4002"):
        asked(people, order, refund_id=refund)
    assert list_interceptions(people.owner.database) == []
    number = asked(people, order)
    with pytest.raises(deeds.NothingToTell):
        deeds.note_told(people.agent, interception_id=number)
    with pytest.raises(ReasonMissing):
        deeds.note_failure(people.agent, interception_id=number, result="")
    with pytest.raises(InterceptionNotFound):
        deeds.note_success(people.agent, interception_id=99)


def test_the_shops_own_words_are_told(people: Refunders, order: int) -> None:
    save_setting(people.owner, REFUSE_TEXT, "亲 {buyer}，{waybill} 请拒收")
    number = asked(people, order)
    assert get_refuse_text(people.owner.database, number) == f"亲 tb_1，{WAYBILL} 请拒收"
    assert [each.id for each in list_interceptions(people.owner.database, find="8656", order_id=order)] == [number]
    assert list_interceptions(people.owner.database, states=[State.KEPT], case_id=1, buyer_id=1, limit=1) == []
    assert list_interceptions(people.owner.database, due_before=NOON) == []
