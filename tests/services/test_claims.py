"""The register of parcels that carriers lost, emptied or broke, and what becomes of them (SHP-08)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import add_row, rows_of
from shopdesk.domain import tracking
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.claims import ENDED, MOVES, Kind, Solution, State, moves_from
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.claims import ClaimNotFound, ClaimRow, count_claims, get_claim, list_claims, total_claims
from shopdesk.queries.refunds import get_refund
from shopdesk.queries.trail import list_trail
from shopdesk.services import claims
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.services.edits import AmountBelowZero, Clash, ReasonMissing
from shopdesk.services.overpayments import AmountMissing
from shopdesk.services.parcel_numbers import NoParcelNamed, OrdersParcelIs, SeveralParcels
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, at_once, make_refunders

WAYBILL = "YT7453244865603"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - 5 * DAY_MS}


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def order(people: Refunders) -> int:
    return add_order(people.owner, order_no="4001", buyer="tb_1", waybill=WAYBILL, **GONE)


def row(people: Refunders, claim_id: int) -> ClaimRow:
    return get_claim(people.owner.database, claim_id)


def follow(desk: Desk, order_id: int, state: tracking.State = tracking.State.MOVING) -> int:
    """The carrier told of it once."""
    with desk.database.atomic():
        found = add_row(
            desk.database,
            "INSERT INTO tracking (waybill, carrier, order_id, state, left_at, moved_at) "
            "VALUES (?, '圆通速递', ?, ?, ?, ?)",
            (WAYBILL, order_id, state.value, NOON - 5 * DAY_MS, NOON - 4 * DAY_MS),
        )
        desk.database.execute_sql(
            "INSERT INTO tracking_event (tracking_id, at, said, place, status, source, key) "
            "VALUES (?, ?, '到达杭州', '杭州', 'moving', 'file', 'k1')",
            (found, NOON - 4 * DAY_MS),
        )
    return found


def state_of(desk: Desk) -> tuple[str, int | None]:
    found = rows_of(desk.database, "SELECT state, closed_at FROM tracking WHERE waybill = ?", (WAYBILL,))[0]
    return found[0], found[1]


def test_a_lost_parcel_is_registered_with_what_is_known(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order, note="查无下文")
    found = row(people, number)
    assert (found.waybill, found.order_no, found.buyer, found.state) == (WAYBILL, "4001", "tb_1", State.REGISTERED)
    assert (found.amount, found.person, found.is_open, found.answer_by) == (19_900, "小王", True, NOON + DAY_MS)
    assert list_trail(people.owner.database, kind="order", record_id=order)[0].action == "register claim"


def test_the_waybill_alone_tells_the_order(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.BROKEN, waybill=" yt 7453244865603", amount=Money(5_000))
    assert (row(people, number).order_id, row(people, number).amount) == (order, 5_000)


def test_a_number_of_nobody_is_registered_as_it_is(people: Refunders) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, waybill="SF1234567890123", carrier="顺丰速运")
    assert (row(people, number).order_id, row(people, number).carrier) == (None, "顺丰速运")
    with pytest.raises(claims.NobodysParcel):
        claims.reship(people.supervisor, claim_id=number)


def test_what_is_unclear_is_asked(people: Refunders, order: int) -> None:
    without = add_order(people.owner, **GONE)
    with pytest.raises(NoParcelNamed):
        claims.register_claim(people.agent, kind=Kind.LOST, order_id=without)
    with pytest.raises(NoParcelNamed):
        claims.register_claim(people.agent, kind=Kind.LOST)
    with pytest.raises(OrdersParcelIs, match="4001"):
        claims.register_claim(people.agent, kind=Kind.LOST, order_id=without, waybill=WAYBILL)
    with people.owner.database.atomic():
        people.owner.database.execute_sql(
            "INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, '圆通速递', 'YT7453244865604')", (order,)
        )
    with pytest.raises(SeveralParcels, match="YT7453244865604"):
        claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    with pytest.raises(AmountMissing):
        claims.register_claim(people.agent, kind=Kind.LOST, waybill=WAYBILL, amount=Money(0))
    with pytest.raises(ClaimNotFound):
        claims.note_found(people.agent, claim_id=99)


def test_the_same_parcel_is_registered_once(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    with pytest.raises(claims.RegisteredBefore, match="小王"):
        claims.register_claim(people.other_agent, kind=Kind.LOST, order_id=order)
    claims.register_claim(people.agent, kind=Kind.SHORT, order_id=order)  # another matter
    claims.note_found(people.agent, claim_id=number)
    claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)  # lost again


def test_two_at_once_register_it_once(people: Refunders, order: int, tmp_path: Path) -> None:
    def register(desk: Desk) -> int:
        return claims.register_claim(desk, kind=Kind.LOST, order_id=order)

    assert at_once(tmp_path, [people.agent, people.other_agent], register) == ["", "RegisteredBefore"]


def test_asked_answered_paid(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order, amount=Money(15_000))
    claims.ask_carrier(people.agent, claim_id=number, note="客服 3021")
    assert (row(people, number).state, row(people, number).answer_by) == (State.ASKED, NOON + 3 * DAY_MS)
    claims.note_answer(people.agent, claim_id=number, offered=Money(9_000), answer="赔 90 元")
    assert (row(people, number).answered, row(people, number).answer) == (9_000, "赔 90 元")
    claims.note_paid(people.finance, claim_id=number, amount=Money(9_000), reference="理赔-88")
    found = row(people, number)
    assert (found.state, found.paid, found.reference, found.is_open) == (State.PAID, 9_000, "理赔-88", False)
    assert found.closed_at == NOON and found.answer_by is None
    said = [each.action for each in list_trail(people.owner.database, kind="claim", record_id=number)]
    assert said == ["carrier paid", "carrier answered", "ask carrier", "register claim"]


def test_who_comes_second_is_told_who_was_first(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    claims.ask_carrier(people.agent, claim_id=number)
    claims.note_paid(people.finance, claim_id=number, amount=Money(100))
    with pytest.raises(claims.ClaimStands, match="小赵"):
        claims.note_refused(people.agent, claim_id=number, reason="不赔")


@pytest.mark.parametrize("state", list(State))
def test_only_the_moves_of_the_table(people: Refunders, order: int, state: State) -> None:
    deeds: dict[State, Callable[[int], None]] = {
        State.ASKED: lambda at: claims.ask_carrier(people.owner, claim_id=at),
        State.ANSWERED: lambda at: claims.note_answer(people.owner, claim_id=at, offered=Money(1), answer=""),
        State.PAID: lambda at: claims.note_paid(people.owner, claim_id=at, amount=Money(1)),
        State.REFUSED: lambda at: claims.note_refused(people.owner, claim_id=at, reason="不赔"),
        State.FOUND: lambda at: claims.note_found(people.owner, claim_id=at),
    }
    number = claims.register_claim(people.owner, kind=Kind.LOST, order_id=order)
    for to, deed in deeds.items():
        with people.owner.database.atomic():
            people.owner.database.execute_sql("UPDATE claim SET state = ? WHERE id = ?", (state.value, number))
        if to in MOVES[state]:
            deed(number)
            assert row(people, number).state is to
            assert (row(people, number).closed_at is not None) == (to in ENDED)
        else:
            with pytest.raises(claims.ClaimStands):
                deed(number)
    assert set(moves_from(state)) == MOVES[state]


def test_refusals_need_reasons_and_answers_amounts(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    with pytest.raises(ReasonMissing):
        claims.note_refused(people.agent, claim_id=number, reason=" ")
    claims.ask_carrier(people.agent, claim_id=number)
    with pytest.raises(AmountMissing):
        claims.note_answer(people.agent, claim_id=number, offered=Money(0), answer="不赔")
    with pytest.raises(AmountMissing):
        claims.note_paid(people.finance, claim_id=number, amount=Money(0))


def test_a_lost_parcel_stands_in_the_lost_list_until_it_turns_up(people: Refunders, order: int) -> None:
    follow(people.owner, order)
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    assert state_of(people.owner) == ("lost", None)
    assert row(people, number).tracking_state is tracking.State.LOST
    claims.note_found(people.agent, claim_id=number)
    assert state_of(people.owner) == ("moving", None)
    claims.ask_carrier(people.agent, claim_id=number)
    assert state_of(people.owner) == ("lost", None)


def test_a_lost_parcel_is_watched_until_carrier_and_buyer_have_theirs(people: Refunders, order: int) -> None:
    follow(people.owner, order)
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    claims.pay_back(people.agent, claim_id=number)
    assert state_of(people.owner) == ("lost", None)
    claims.note_refused(people.agent, claim_id=number, reason="超时")
    assert state_of(people.owner) == ("lost", NOON)


def test_the_goods_are_sent_again(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    made = claims.reship(people.supervisor, claim_id=number)
    found = row(people, number)
    case = get_case_row(people.owner.database, found.case_id or 0)
    assert (found.solution, case.kind, case.state) == (Solution.RESHIP, CaseKind.REISSUE, CaseState.RELEASED)
    assert case.replacement_id == made and case.order_id == order
    with pytest.raises(claims.MadeGood, match="老李"):
        claims.pay_back(people.agent, claim_id=number)


def test_the_money_is_given_back(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    refund = get_refund(people.owner.database, claims.pay_back(people.agent, claim_id=number))
    assert (refund.kind, refund.amount, refund.state) == (RefundKind.ONLY, 19_900, RefundState.ASKED)
    assert (refund.case_id, row(people, number).solution) == (row(people, number).case_id, Solution.REFUND)
    assert refund.reason == "lost"
    other = claims.register_claim(people.agent, kind=Kind.BROKEN, order_id=order)
    with pytest.raises(claims.NothingToGiveBack):
        claims.pay_back(people.agent, claim_id=other)
    assert row(people, other).case_id is None  # all or nothing


def test_an_open_case_of_the_buyer_is_joined(people: Refunders, order: int) -> None:
    asked = open_case(people.agent, kind=CaseKind.REFUND, order_id=order, asked="没收到")
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    claims.pay_back(people.agent, claim_id=number, amount=Money(100))
    assert row(people, number).case_id == asked
    assert get_case_row(people.owner.database, asked).state is CaseState.RELEASED


def test_edits_keep_others_work(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    mine, theirs = claims.claim_base(row(people, number)), claims.claim_base(row(people, number))
    claims.edit_claim(people.agent, claim_id=number, values={"amount": 5_000}, base=mine)
    claims.edit_claim(people.other_agent, claim_id=number, values={"note": "要发票"}, base=theirs)
    assert (row(people, number).amount, row(people, number).note) == (5_000, "要发票")
    with pytest.raises(Clash):
        claims.edit_claim(people.other_agent, claim_id=number, values={"amount": 6_000}, base=theirs)
    with pytest.raises(AmountMissing):
        claims.edit_claim(people.agent, claim_id=number, values={"amount": 0}, base=theirs)


def test_the_register_is_listed_and_summed(people: Refunders, order: int) -> None:
    other = add_order(people.owner, order_no="4002", buyer="tb_2", waybill="YT7453244865604", **GONE)
    first = claims.register_claim(
        people.agent, kind=Kind.LOST, order_id=order, amount=Money(15_000), carrier="圆通速递"
    )
    second = claims.register_claim(
        people.agent, kind=Kind.SHORT, order_id=other, amount=Money(5_000), carrier="圆通速递"
    )
    claims.ask_carrier(people.agent, claim_id=second)
    claims.note_paid(people.finance, claim_id=second, amount=Money(4_000))
    database = people.owner.database
    assert [each.id for each in list_claims(database)] == [first, second]
    assert [each.id for each in list_claims(database, only_open=True, find="4001")] == [first]
    assert [each.id for each in list_claims(database, due_before=NOON + 2 * DAY_MS)] == [first]
    assert [each.id for each in list_claims(database, states=[State.PAID], kinds=[Kind.SHORT], limit=5)] == [second]
    assert len(list_claims(database, not_made_good=True, since=NOON, until=NOON + 1)) == 2
    assert list_claims(database, carrier="顺丰速运", buyer_id=1) == list_claims(database, case_id=7) == []
    counts = count_claims(database, now=NOON + 2 * DAY_MS)
    assert (counts.by_state[State.PAID], counts.late, counts.not_made_good) == (1, 1, 2)
    short, lost = sorted(total_claims(database, since=0, until=NOON + 1), key=lambda each: each.asked)
    assert (short.parcels, short.paid, short.lost, short.is_open) == (1, 4_000, 1_000, 0)
    assert (lost.carrier, lost.kind, lost.lost, lost.is_open) == ("圆通速递", Kind.LOST, 15_000, 1)


def test_a_late_answer_is_seen(people: Refunders, order: int) -> None:
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    later = replace(people.agent, clock=lambda: NOON + 2 * DAY_MS)
    assert row(people, number).is_late(later.clock()) and not row(people, number).is_late(NOON)


def test_no_amount_is_beyond_what_a_shop_counts(people: Refunders, order: int) -> None:
    huge = Money(10**15)
    with pytest.raises(AmountBelowZero):
        claims.register_claim(people.agent, kind=Kind.LOST, order_id=order, amount=huge)
    number = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    with pytest.raises(AmountBelowZero):
        base = claims.claim_base(row(people, number))
        claims.edit_claim(people.agent, claim_id=number, values={"amount": huge}, base=base)
    claims.ask_carrier(people.agent, claim_id=number)
    with pytest.raises(AmountBelowZero):
        claims.note_answer(people.agent, claim_id=number, offered=huge, answer="")
    with pytest.raises(AmountBelowZero):
        claims.note_paid(people.owner, claim_id=number, amount=huge)
    assert (row(people, number).amount, row(people, number).state) == (19_900, State.ASKED)


def test_who_was_made_good_is_so_in_the_next_claim_for_the_parcel(people: Refunders, order: int) -> None:
    first = claims.register_claim(people.agent, kind=Kind.LOST, order_id=order)
    claims.pay_back(people.agent, claim_id=first, amount=Money(10_000))
    claims.note_refused(people.agent, claim_id=first, reason="超期")
    again = claims.register_claim(people.other_agent, kind=Kind.LOST, order_id=order, note="换人再问")
    found = row(people, again)
    assert (found.solution, found.case_id, found.is_made_good) == (Solution.REFUND, row(people, first).case_id, True)
    with pytest.raises(claims.MadeGood, match="小陈"):
        claims.pay_back(people.agent, claim_id=again, amount=Money(9_900))
    with pytest.raises(claims.MadeGood):
        claims.reship(people.owner, claim_id=again)
