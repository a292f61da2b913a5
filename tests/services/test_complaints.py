"""Complaints: they reach the supervisor at once, an appeal is approved by another and sent in time (CMP-01, CMP-02)."""

from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.complaints import Cause, State, Step
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.money import Money
from shopdesk.queries.buyers import BuyerNotFound
from shopdesk.queries.complaints import (
    ComplaintNotFound,
    ComplaintRow,
    count_complaints,
    find_complaint,
    get_complaint,
    get_complaint_row,
    list_complaints,
)
from shopdesk.queries.contacts import list_next_contacts
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.trail import list_trail
from shopdesk.services.case_people import NoteMissing, TimePast, finish_contact
from shopdesk.services.clashes import Clash
from shopdesk.services.complaint_steps import (
    AppealEmpty,
    AppealTooLate,
    AppealWithoutEvidence,
    ComplaintOver,
    ComplaintStepNeedsMore,
    ComplaintStepNotPossible,
    OwnAppeal,
    close_complaint,
    take_step,
    write_appeal,
)
from shopdesk.services.complaints import (
    CaseOfComplaintGone,
    ComplaintEmpty,
    ComplaintThere,
    DeadlineBefore,
    DeadlineMissing,
    DeadlinePast,
    NobodyForComplaints,
    assign_complaint,
    complaint_base,
    edit_complaint,
    note_complaint_contact,
    open_complaint,
)
from shopdesk.services.desk import Changed, Desk, NotAllowed
from shopdesk.services.edits import AmountBelowZero, ReasonMissing
from shopdesk.services.evidence import add_evidence, remove_evidence
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, Time, add_case, at_once, make_refunders, refused


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def people(tmp_path: Path, clock: Time) -> Refunders:
    return make_refunders(tmp_path, clock=clock)


def enter(desk: Desk, **given: object) -> int:
    told = {"cause": Cause.NOT_RECEIVED, "said": "一直没收到", **given}
    return open_complaint(desk, **told)  # type: ignore[arg-type]


def row_of(people: Refunders, complaint: int) -> ComplaintRow:
    return get_complaint_row(people.owner.database, complaint)


def drafted(people: Refunders, *, proof: bool = True, **given: object) -> int:
    complaint = enter(people.agent, order_id=add_order(people.owner, buyer="tb_li"), **given)
    if proof:
        prove(people.agent, complaint)
    write_appeal(people.agent, complaint_id=complaint, text="物流显示已签收，附底单")
    return complaint


def prove(desk: Desk, complaint: int) -> int:
    return add_evidence(desk, kind="complaint", record_id=complaint, file=b"chat log", name="chat.txt")


def step(desk: Desk, complaint: int, what: Step, note: str = "") -> State:
    return take_step(desk, complaint_id=complaint, step=what, note=note)


def test_it_reaches_the_supervisor_at_once(people: Refunders, clock: Time) -> None:
    announced: list[frozenset[Changed]] = []
    object.__setattr__(people.agent, "announce", announced.append)
    order = add_order(people.owner, buyer="tb_li")
    complaint = enter(people.agent, order_id=order, number="TS20240302001")
    assert announced == [frozenset({Changed.COMPLAINTS})]
    counts = count_complaints(people.owner.database, now=NOON)
    assert (counts.unseen, counts.loud, counts.by_state[State.NEW], counts.late) == (1, 1, 1, 0)
    row = row_of(people, complaint)
    assert (row.buyer, row.shop, row.state, row.opened_by, row.seen_at) == ("tb_li", "一号店", State.NEW, "小王", None)
    assert row.due_at is not None and row.due_at > NOON + 3 * DAY_MS
    with pytest.raises(NotAllowed):
        step(people.agent, complaint, Step.SEE)
    assert step(people.supervisor, complaint, Step.SEE) is State.OPEN
    assert (row_of(people, complaint).seen_by, row_of(people, complaint).seen_at) == ("老李", NOON)
    assert count_complaints(people.owner.database, now=NOON).loud == 0
    said = refused(lambda: step(people.owner, complaint, Step.SEE))
    assert "老李" in said and "In work" in said
    assert count_complaints(people.owner.database, now=NOON + 5 * DAY_MS).late == 1


def test_what_a_supervisor_enters_is_seen(people: Refunders) -> None:
    row = row_of(people, enter(people.supervisor))
    assert (row.state, row.seen_by) == (State.OPEN, "老李")


def test_whatever_a_supervisor_does_about_it_shows_it_was_seen(people: Refunders) -> None:
    first, second, third = (enter(people.agent) for _ in range(3))
    note_complaint_contact(people.supervisor, complaint_id=first, note="电话说明")
    base = complaint_base(row_of(people, second))
    edit_complaint(people.supervisor, complaint_id=second, values={"number": "TS1"}, base=base)
    assign_complaint(people.supervisor, complaint_id=third, person_id=people.agent.actor.id)
    for complaint in (first, second, third):
        assert (row_of(people, complaint).state, row_of(people, complaint).seen_by) == (State.OPEN, "老李")


def test_case_and_buyer_tell_the_rest(people: Refunders) -> None:
    order = add_order(people.owner, buyer="tb_li")
    buyer = rows_of(people.owner.database, "SELECT buyer_id FROM orders WHERE id = ?", (order,))[0][0]
    case = add_case(people.owner, order, buyer_id=buyer, person_id=people.other_agent.actor.id)
    row = row_of(people, enter(people.agent, case_id=case))
    assert (row.order_id, row.buyer_id, row.case_id, row.person) == (order, buyer, case, "小陈")
    assert row_of(people, enter(people.agent, buyer_id=buyer)).shop == "一号店"
    with pytest.raises(CaseOfComplaintGone):
        enter(people.agent, case_id=999)
    with pytest.raises(OrderNotFound):
        enter(people.agent, order_id=999)
    with pytest.raises(BuyerNotFound):
        enter(people.agent, buyer_id=999)


def test_what_cannot_be_entered(people: Refunders) -> None:
    with pytest.raises(ComplaintEmpty):
        enter(people.agent, said=" ")
    with pytest.raises(DeadlinePast):
        enter(people.agent, due_at=NOON)
    with pytest.raises(NobodyForComplaints):
        enter(people.agent, person_id=people.finance.actor.id)
    first = enter(people.agent, number="TS1", shop_id=1)
    said = refused(lambda: enter(people.other_agent, number=" TS1 ", shop_id=1))
    assert "小王" in said and str(first) in said
    assert find_complaint(people.owner.database, "TS1") == first
    assert find_complaint(people.owner.database, "") is None
    with pytest.raises(ComplaintNotFound):
        row_of(people, 999)


def test_put_right(people: Refunders, clock: Time) -> None:
    enter(people.agent, number="TS1", shop_id=1)
    complaint = enter(people.agent)
    order = add_order(people.owner, buyer="tb_li")
    base = complaint_base(row_of(people, complaint))
    values = {"order_id": order, "cause": Cause.LATE, "due_at": NOON + DAY_MS, "number": "TS2"}
    assert edit_complaint(people.agent, complaint_id=complaint, values=values, base=base)
    row = row_of(people, complaint)
    assert (row.order_id, row.buyer, row.shop_id, row.cause, row.due_at) == (
        order, "tb_li", 1, Cause.LATE, NOON + DAY_MS,
    )  # fmt: skip
    base = complaint_base(row)
    assert not edit_complaint(people.agent, complaint_id=complaint, values=base.values, base=base)
    with pytest.raises(DeadlineMissing):
        edit_complaint(people.agent, complaint_id=complaint, values={"due_at": None}, base=base)
    with pytest.raises(ComplaintThere):
        edit_complaint(people.agent, complaint_id=complaint, values={"number": "TS1"}, base=base)
    edit_complaint(people.other_agent, complaint_id=complaint, values={"said": "没发货"}, base=base)
    edit_complaint(people.agent, complaint_id=complaint, values={"cause": "service"}, base=base)
    assert (row_of(people, complaint).said, row_of(people, complaint).cause) == ("没发货", Cause.SERVICE)
    with pytest.raises(Clash, match="小陈"):
        edit_complaint(people.agent, complaint_id=complaint, values={"said": "别的"}, base=base)


def test_what_cannot_be_put_right(people: Refunders, clock: Time) -> None:
    complaint = enter(people.agent, number="TS1", shop_id=1, said="")
    base = complaint_base(row_of(people, complaint))
    clock.at += 3 * HOUR_MS
    for values, refusal in (
        ({"due_at": NOON - 1}, DeadlineBefore), ({"order_id": 999}, OrderNotFound), ({"number": " "}, ComplaintEmpty),
    ):  # fmt: skip
        with pytest.raises(refusal):
            edit_complaint(people.agent, complaint_id=complaint, values=values, base=base)
    assert complaint_base(row_of(people, complaint)) == base
    assert edit_complaint(people.agent, complaint_id=complaint, values={"due_at": NOON + HOUR_MS}, base=base)


def test_two_change_the_deadline(people: Refunders) -> None:
    complaint = enter(people.agent)
    base = complaint_base(row_of(people, complaint))
    edit_complaint(people.agent, complaint_id=complaint, values={"due_at": NOON + HOUR_MS}, base=base)
    with pytest.raises(Clash) as caught:
        edit_complaint(people.other_agent, complaint_id=complaint, values={"due_at": NOON + DAY_MS}, base=base)
    assert caught.value.conflict is not None
    (choice,) = caught.value.conflict.choices
    assert (choice.name, choice.theirs, choice.mine) == ("deadline", "2024-03-02 11:00", "2024-03-03 10:00")


def test_two_at_once(people: Refunders, tmp_path: Path) -> None:
    complaint = drafted(people)
    both = [people.supervisor, people.owner]
    heard = at_once(tmp_path, both, lambda who: step(who, complaint, Step.APPROVE))
    assert heard == ["", "ComplaintStepNotPossible"]
    two = [people.agent, people.other_agent]
    heard = at_once(tmp_path, two, lambda who: enter(who, number="TS9", shop_id=1))
    assert heard == ["", "ComplaintThere"]
    heard = at_once(tmp_path, two, lambda who: step(who, complaint, Step.SEND))
    assert heard == ["", "ComplaintStepNotPossible"]


def test_what_is_over_is_said_to_be_over(people: Refunders) -> None:
    complaint = enter(people.agent)
    close_complaint(people.supervisor, complaint_id=complaint, step=Step.WITHDRAW, result="")
    with pytest.raises(ComplaintOver, match=r"is over .*老李.*Open it again"):
        note_complaint_contact(people.agent, complaint_id=complaint, note="问过了")


def test_an_appeal_from_writing_to_won(people: Refunders, clock: Time) -> None:
    complaint = drafted(people)
    assert (row_of(people, complaint).state, row_of(people, complaint).appeal_by) == (State.DRAFTED, "小王")
    assert count_complaints(people.owner.database, now=NOON).loud == 1
    with pytest.raises(NotAllowed):
        step(people.agent, complaint, Step.APPROVE)
    clock.at += HOUR_MS
    assert step(people.supervisor, complaint, Step.APPROVE) is State.APPROVED
    row = row_of(people, complaint)
    assert (row.approved_by, row.approved_at, row.seen_by) == ("老李", clock.at, "老李")
    assert step(people.agent, complaint, Step.SEND) is State.SENT
    assert row_of(people, complaint).sent_at == clock.at
    assert not row_of(people, complaint).is_late(clock.at + 90 * DAY_MS)
    with pytest.raises(NotAllowed):
        close_complaint(people.agent, complaint_id=complaint, step=Step.WIN, result="平台支持我们")
    with pytest.raises(ReasonMissing):
        close_complaint(people.supervisor, complaint_id=complaint, step=Step.WIN, result="")
    close_complaint(people.supervisor, complaint_id=complaint, step=Step.WIN, result="平台支持我们")
    row = row_of(people, complaint)
    assert (row.state, row.result, row.closed_by, row.is_open) == (State.WON, "平台支持我们", "老李", False)
    steps = [each.step for each in get_complaint(people.owner.database, complaint).steps]
    assert steps == ["come", "draft", "approve", "send", "win"]


def test_an_appeal_needs_its_evidence(people: Refunders) -> None:
    complaint = drafted(people, proof=False)
    with pytest.raises(AppealWithoutEvidence):
        step(people.supervisor, complaint, Step.APPROVE)
    file = prove(people.agent, complaint)
    step(people.supervisor, complaint, Step.APPROVE)
    remove_evidence(people.agent, evidence_id=file)
    with pytest.raises(AppealWithoutEvidence):
        step(people.agent, complaint, Step.SEND)


def test_nobody_approves_what_they_wrote(people: Refunders) -> None:
    complaint = enter(people.supervisor)
    prove(people.supervisor, complaint)
    write_appeal(people.supervisor, complaint_id=complaint, text="理由")
    with pytest.raises(OwnAppeal, match=people.owner.actor.name):
        step(people.supervisor, complaint, Step.APPROVE)
    people.owner.database.execute_sql("UPDATE person SET active = FALSE WHERE role = 'owner'")
    assert step(people.supervisor, complaint, Step.APPROVE) is State.APPROVED  # nobody else could


def test_what_is_late_is_not_sent(people: Refunders, clock: Time) -> None:
    complaint = drafted(people, due_at=NOON + 2 * HOUR_MS)
    step(people.supervisor, complaint, Step.APPROVE)
    clock.at += 3 * HOUR_MS
    with pytest.raises(AppealTooLate, match="12:00"):
        step(people.agent, complaint, Step.SEND)
    base = complaint_base(row_of(people, complaint))
    edit_complaint(people.agent, complaint_id=complaint, values={"due_at": clock.at + HOUR_MS}, base=base)
    assert step(people.agent, complaint, Step.SEND) is State.SENT


def test_written_anew_it_is_approved_anew(people: Refunders) -> None:
    complaint = drafted(people)
    step(people.supervisor, complaint, Step.APPROVE)
    with pytest.raises(AppealEmpty):
        write_appeal(people.agent, complaint_id=complaint, text=" ")
    write_appeal(people.other_agent, complaint_id=complaint, text="另一个理由")
    row = row_of(people, complaint)
    assert (row.state, row.appeal_by, row.approved_by, row.approved_at) == (State.DRAFTED, "小陈", "", None)
    with pytest.raises(ReasonMissing):
        step(people.supervisor, complaint, Step.SEND_BACK)
    assert step(people.supervisor, complaint, Step.SEND_BACK, "写清楚时间") is State.OPEN
    assert refused(lambda: step(people.agent, complaint, Step.SEND))
    version = row.version
    with pytest.raises(Clash, match="老李"):
        write_appeal(people.agent, complaint_id=complaint, text="x", version=version)


def test_steps_that_need_more(people: Refunders) -> None:
    complaint = enter(people.supervisor)
    with pytest.raises(ComplaintStepNeedsMore):
        step(people.agent, complaint, Step.DRAFT)
    with pytest.raises(ComplaintStepNeedsMore):
        step(people.supervisor, complaint, Step.LOSE, "x")
    with pytest.raises(ComplaintStepNotPossible):
        close_complaint(people.supervisor, complaint_id=complaint, step=Step.WIN, result="x")
    with pytest.raises(ComplaintStepNeedsMore, match="Settled"):
        close_complaint(people.supervisor, complaint_id=enter(people.agent), step=Step.SEE, result="x")
    with pytest.raises(AmountBelowZero):
        close_complaint(people.supervisor, complaint_id=complaint, step=Step.LOSE, result="x", cost=Money(-1))


def test_settled_with_the_buyer_costs_something(people: Refunders, clock: Time) -> None:
    complaint = enter(people.agent, order_id=add_order(people.owner, buyer="tb_li"))
    note_complaint_contact(people.agent, complaint_id=complaint, note="考虑一下", next_at=NOON + HOUR_MS)
    assert row_of(people, complaint).next_at == NOON + HOUR_MS
    assert row_of(people, complaint).state is State.NEW
    close_complaint(people.supervisor, complaint_id=complaint, step=Step.SETTLE, result="补 20", cost=Money(2_000))
    row = row_of(people, complaint)
    assert (row.state, row.cost, row.next_at, row.contacts) == (State.SETTLED, 2_000, None, 1)
    for deed in (
        lambda: note_complaint_contact(people.agent, complaint_id=complaint, note="x"),
        lambda: assign_complaint(people.supervisor, complaint_id=complaint, person_id=people.agent.actor.id),
        lambda: write_appeal(people.agent, complaint_id=complaint, text="x"),
    ):
        assert "老李" in refused(deed)
    assert step(people.supervisor, complaint, Step.REOPEN, "买家又投诉") is State.OPEN
    row = row_of(people, complaint)
    assert (row.closed_at, row.result, row.cost, row.closed_by) == (None, "", 0, "")


def test_spoken_about_and_handed_over(people: Refunders) -> None:
    complaint = enter(people.agent)
    with pytest.raises(NoteMissing):
        note_complaint_contact(people.agent, complaint_id=complaint, note=" ")
    with pytest.raises(TimePast):
        note_complaint_contact(people.agent, complaint_id=complaint, note="x", next_at=NOON)
    note_complaint_contact(people.agent, complaint_id=complaint, note="打了电话")
    with pytest.raises(NotAllowed):
        assign_complaint(people.agent, complaint_id=complaint, person_id=people.agent.actor.id)
    with pytest.raises(NobodyForComplaints):
        assign_complaint(people.supervisor, complaint_id=complaint, person_id=people.finance.actor.id)
    version = row_of(people, complaint).version
    assert assign_complaint(people.supervisor, complaint_id=complaint, person_id=people.agent.actor.id, note="熟客")
    assert not assign_complaint(people.supervisor, complaint_id=complaint, person_id=people.agent.actor.id)
    with pytest.raises(Clash, match="老李"):
        note_complaint_contact(people.agent, complaint_id=complaint, note="x", version=version)
    found = get_complaint(people.owner.database, complaint)
    assert [each.note for each in found.contacts] == ["打了电话"]
    assert [each.step for each in found.steps] == ["come", "contact", "assign"]
    assert count_complaints(people.owner.database, now=NOON, person_id=people.agent.actor.id).mine == 1


def test_whoever_has_it_now_speaks_with_the_buyer_next(people: Refunders) -> None:
    complaint = enter(people.agent)
    contact = note_complaint_contact(people.agent, complaint_id=complaint, note="明天再说", next_at=NOON + HOUR_MS)
    assign_complaint(people.supervisor, complaint_id=complaint, person_id=people.other_agent.actor.id)
    (one,) = list_next_contacts(people.owner.database)
    assert (one.id, one.person, one.complaint_id, one.review_id) == (contact, "小陈", complaint, None)
    assert list_next_contacts(people.owner.database, person_id=people.agent.actor.id) == []
    assert finish_contact(people.other_agent, contact_id=contact)
    assert not finish_contact(people.agent, contact_id=contact)
    assert list_next_contacts(people.owner.database) == []
    done = list_trail(people.owner.database, kind="complaint", record_id=complaint)[0]
    assert (done.action, done.person) == ("next contact done", "小陈")


def test_lists(people: Refunders) -> None:
    order = add_order(people.owner, buyer="tb_li")
    seen = enter(people.supervisor, order_id=order, due_at=NOON + HOUR_MS, person_id=people.agent.actor.id)
    unseen = enter(people.agent, number="TS_1", said="发货慢 100%", cause=Cause.LATE)
    over = enter(people.agent)
    close_complaint(people.supervisor, complaint_id=over, step=Step.WITHDRAW, result="")
    database = people.owner.database

    def ids(**asked: object) -> list[int]:
        return [row.id for row in list_complaints(database, **asked)]  # type: ignore[arg-type]

    assert ids() == [unseen, seen, over]
    assert ids(only_open=True, limit=1) == ids(unseen=True) == ids(find="100%") == ids(find="ts_1") == [unseen]
    assert ids(states=[State.WITHDRAWN]) == [over]
    assert ids(causes=[Cause.LATE]) == [unseen]
    assert ids(due_before=NOON + 2 * HOUR_MS) == ids(order_id=order) == ids(find="tb_l") == [seen]
    assert ids(person_id=people.agent.actor.id) == [seen]
    assert ids(since=NOON + 1) == ids(until=NOON) == []
    assert ids(shop_id=1) == [seen]


def test_the_trail_and_the_order_tell_of_it(people: Refunders) -> None:
    complaint = drafted(people)
    order = row_of(people, complaint).order_id or 0
    step(people.supervisor, complaint, Step.APPROVE)
    said = [what_happened(row) for row in list_trail(people.owner.database, kind="order", record_id=order)]
    assert said[::-1] == ["Complaint: Not seen yet", "Complaint: Appeal to approve", "Complaint: Appeal to send"]
    own = [what_happened(row) for row in list_trail(people.owner.database, kind="complaint", record_id=complaint)]
    assert own[::-1][0] == "The complaint came: Not received"
