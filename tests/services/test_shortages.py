"""Shortages from the buyer's complaint to what follows (SHP-12)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.claims import Kind, Solution
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party, Reason
from shopdesk.domain.shortage_reasons import Question
from shopdesk.domain.shortage_triage import NoWeight, WrongUnit
from shopdesk.domain.shortages import Packaging, Remedy, Verdict
from shopdesk.domain.statuses import Stage
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.claims import get_claim
from shopdesk.queries.evidence import list_evidence
from shopdesk.queries.orders import get_order
from shopdesk.queries.refunds import get_refund
from shopdesk.queries.shortages import (
    ShortageNotFound,
    ShortageRow,
    count_shortages,
    get_shortage,
    list_shortage_items,
    list_shortages,
)
from shopdesk.queries.trail import list_trail
from shopdesk.services import shortages
from shopdesk.services.claims import NothingToGiveBack, RegisteredBefore
from shopdesk.services.desk import Desk, NotAllowed
from shopdesk.services.edits import Clash, ReasonMissing
from shopdesk.services.evidence import add_evidence, remove_evidence, restore_evidence
from shopdesk.services.parcel_numbers import NoParcelNamed
from shopdesk.services.shortage_traces import (
    Missing,
    NoSuchParcel,
    NothingMissing,
    NotInParcel,
    TooManyMissing,
    WhichParcel,
)
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order, add_slip
from tests.pictures import png
from tests.services.refunders import Refunders, at_once, make_refunders
from tests.services.short_parcels import GONE, WAYBILL, lines, send, shoes


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def order(people: Refunders) -> int:
    """Boots of 800 g and shoes of 300 g: 1,200 g with everything in it."""
    return send(people.owner)


def enter(people: Refunders, order: int, **known: Any) -> ShortageRow:
    made = shortages.open_shortage(people.agent, order_id=order, missing=shoes(people.owner, order), **known)
    return get_shortage(people.owner.database, made)


def row(people: Refunders, shortage_id: int) -> ShortageRow:
    return get_shortage(people.owner.database, shortage_id)


def test_it_is_entered_with_what_is_known_and_judged(people: Refunders, order: int) -> None:
    found = enter(people, order, departed=1190, arrived=900)
    assert (found.verdict, found.waybill, found.carrier) == (Verdict.LOST_ON_THE_WAY, WAYBILL, "圆通速递")
    assert (found.expected, found.departed, found.arrived, found.packed) == (1200, 1190, 900, None)
    assert found.why.splitlines()[1] == "The courier's scale showed 1,190 g when it left: as with everything in it."
    assert (found.person, found.is_open, found.remedy) == ("小王", True, None)
    (item,) = list_shortage_items(people.owner.database, shortage_id=found.id)
    assert (item.quantity, item.grams, item.in_parcel) == (1, 300, True)
    trail = list_trail(people.owner.database, kind="order", record_id=order)[0]
    assert what_happened(trail).endswith("Lost on the way")


def test_weights_are_learned_before_it_is_judged(people: Refunders) -> None:
    order = send(people.owner, weights=(None, None))
    assert enter(people, order, departed=900).verdict is Verdict.UNDECIDED
    other = send(people.owner, weights=(None,), waybill="YT7453244865604", weight=900)
    sku = rows_of(people.owner.database, "SELECT sku FROM order_line WHERE order_id = ?", (other,))[0][0]
    for _ in range(2):
        again = add_order(people.owner, **GONE)
        add_slip(people.owner, again, packed_at=NOON, weight=905)
        with people.owner.database.atomic():
            people.owner.database.execute_sql("UPDATE order_line SET sku = ? WHERE order_id = ?", (sku, again))
    found = enter(people, other, departed=100)
    assert (found.expected, found.packed) == (905, 900)
    assert found.verdict is Verdict.LOST_ON_THE_WAY  # our scale saw it, the courier's an empty box


def test_an_order_that_came_by_a_file_has_no_slip(people: Refunders) -> None:
    order = add_order(people.owner, buyer="tb_2", lines=2, waybill="YT7453244865699", **GONE)
    found = enter(people, order)
    assert (found.slip_id, found.waybill, found.verdict) == (None, "YT7453244865699", Verdict.UNDECIDED)
    triage = shortages.triage_of(people.agent, shortage_id=found.id)
    assert triage.questions == tuple(Question) and triage.proposal.remedy is Remedy.LOOK_AGAIN


def test_an_order_without_lines_has_no_expected_weight(people: Refunders) -> None:
    order = add_order(people.owner, lines=0, waybill="YT7453244865698", **GONE)
    made = shortages.open_shortage(people.agent, order_id=order, missing=[Missing(None, 2, "鞋垫", 40)], departed=900)
    assert (row(people, made).expected, row(people, made).goods) == (None, "鞋垫 ×2")
    started = shortages.choose_remedy(people.agent, shortage_id=made, remedy=Remedy.REISSUE, reason="老客户")
    assert [line.title for line in get_order(people.owner.database, started.order_id or 0).lines] == ["鞋垫"]


def test_what_is_no_evidence_is_refused(people: Refunders, order: int) -> None:
    agent, line = people.agent, lines(people.owner, order)[0]
    for grams, error in ((0, NoWeight), (-3, NoWeight), (1, WrongUnit), (1_200_000, NoWeight)):
        with pytest.raises(error):
            enter(people, order, departed=grams)
        with pytest.raises(error):
            enter(people, order, arrived=grams)
    with pytest.raises(NothingMissing):
        shortages.open_shortage(agent, order_id=order, missing=[])
    with pytest.raises(NothingMissing):
        shortages.open_shortage(agent, order_id=order, missing=[Missing(title=" ")])
    with pytest.raises(TooManyMissing, match="1 were"):
        shortages.open_shortage(agent, order_id=order, missing=[Missing(line, 2)])
    with pytest.raises(TooManyMissing):
        shortages.open_shortage(agent, order_id=order, missing=[Missing(line), Missing(line)])
    with pytest.raises(NotInParcel):
        shortages.open_shortage(agent, order_id=order, missing=[Missing(999)])
    with pytest.raises(NoSuchParcel, match=WAYBILL):
        enter(people, order, waybill="YT0000000000000")
    with pytest.raises(ShortageNotFound):
        shortages.triage_of(agent, shortage_id=77)
    with pytest.raises(shortages.NotSentYet):
        enter(people, add_order(people.owner))
    assert list_shortages(people.owner.database) == []


def test_of_several_parcels_the_one_with_the_missing_piece_is_meant(people: Refunders) -> None:
    order = send(people.owner, weights=(800, 300))
    first, second = lines(people.owner, order)
    other = add_slip(people.owner, order, waybill="YT7453244865610")
    with people.owner.database.atomic():
        database = people.owner.database
        database.execute_sql("DELETE FROM slip_item WHERE slip_id <> ? AND line_id = ?", (other, first))
        database.execute_sql("DELETE FROM slip_item WHERE slip_id = ? AND line_id = ?", (other, second))
        database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (int(Stage.SHIPPED), order))
    assert enter(people, order).waybill == WAYBILL
    with pytest.raises(WhichParcel, match="YT7453244865610"):
        shortages.open_shortage(people.agent, order_id=order, missing=[Missing(title="鞋垫")])
    made = shortages.open_shortage(
        people.agent, order_id=order, missing=[Missing(title="鞋垫", grams=40)], waybill="yt 7453244865610"
    )
    assert (row(people, made).waybill, row(people, made).expected) == ("YT7453244865610", 940)


def test_the_same_parcel_is_entered_once(people: Refunders, order: int) -> None:
    first = enter(people, order)
    with pytest.raises(shortages.ShortageHere, match=f"小王.*number {first.id}"):
        shortages.open_shortage(people.other_agent, order_id=order, missing=shoes(people.owner, order))
    shortages.close_shortage(people.agent, shortage_id=first.id, reason="在鞋盒里找到了")
    enter(people, order)  # something else is missing now


def test_two_at_once_enter_it_once(people: Refunders, order: int, tmp_path: Path) -> None:
    def deed(desk: Desk) -> int:
        return shortages.open_shortage(desk, order_id=order, missing=shoes(desk, order))

    assert at_once(tmp_path, [people.agent, people.other_agent], deed) == ["", "ShortageHere"]


def test_new_evidence_is_judged_anew(people: Refunders, order: int) -> None:
    found = enter(people, order, departed=1190)
    assert found.verdict is Verdict.UNDECIDED
    base = shortages.evidence_base(found)
    assert shortages.change_evidence(people.agent, shortage_id=found.id, values={"arrived": 905}, base=base)
    again = row(people, found.id)
    assert (again.verdict, again.arrived) == (Verdict.LOST_ON_THE_WAY, 905)
    assert not shortages.change_evidence(
        people.agent, shortage_id=found.id, values={"arrived": 905}, base=shortages.evidence_base(again)
    )
    with pytest.raises(WrongUnit):
        shortages.change_evidence(
            people.agent, shortage_id=found.id, values={"arrived": 1}, base=shortages.evidence_base(again)
        )
    assert row(people, found.id).arrived == 905
    said = [what_happened(each) for each in list_trail(people.owner.database, kind="shortage", record_id=found.id)]
    assert said[0].startswith("Shortage judged anew: Lost on the way")
    assert said[1] == "Weight where it arrived: 905 g"


def test_two_who_tell_different_things_are_asked(people: Refunders, order: int) -> None:
    found = enter(people, order)
    base = shortages.evidence_base(found)
    shortages.change_evidence(people.agent, shortage_id=found.id, values={"departed": 1190}, base=base)
    shortages.change_evidence(people.other_agent, shortage_id=found.id, values={"packaging": "opened"}, base=base)
    both = row(people, found.id)
    assert (both.departed, both.packaging) == (1190, Packaging.OPENED)
    with pytest.raises(Clash):
        shortages.change_evidence(people.other_agent, shortage_id=found.id, values={"departed": 900}, base=base)


def test_a_photo_counts_and_counts_no_longer_once_it_is_gone(people: Refunders, order: int) -> None:
    found = enter(people, order, packaging=Packaging.OPENED, departed=1190, arrived=1200)
    assert found.verdict is Verdict.UNDECIDED
    photo = add_evidence(people.agent, kind="shortage", record_id=found.id, file=png(), name="封箱.png")
    shown = row(people, found.id)
    assert (shown.verdict, shown.photos) == (Verdict.LOST_ON_THE_WAY, 1)
    assert "A photo shows that somebody had opened the parcel." in shown.why.splitlines()
    remove_evidence(people.agent, evidence_id=photo)
    assert row(people, found.id).verdict is Verdict.UNDECIDED
    restore_evidence(people.agent, evidence_id=photo)
    assert row(people, found.id).verdict is Verdict.LOST_ON_THE_WAY


def test_packed_short_is_sent_again(people: Refunders, order: int) -> None:
    found = enter(people, order, departed=890, arrived=905)
    assert found.verdict is Verdict.PACKED_SHORT
    started = shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.REISSUE)
    case = get_case_row(people.owner.database, started.case_id or 0)
    assert (case.kind, case.reason, case.responsible) == (CaseKind.REISSUE, Reason.MISSING, Party.SHOP)
    again = get_order(people.owner.database, started.order_id or 0)
    assert [line.sku for line in again.lines] == [found.goods.split(" ")[0]]
    done = row(people, found.id)
    assert (done.remedy, done.case_id, done.claim_id, done.is_open) == (Remedy.REISSUE, case.id, None, False)
    assert "left out" in started.text and again.paid == 0


def test_lost_on_the_way_becomes_a_claim_on_the_courier(people: Refunders, order: int) -> None:
    found = enter(people, order, departed=1190, arrived=900, packaging=Packaging.OPENED)
    add_evidence(people.agent, kind="shortage", record_id=found.id, file=png(), name="封箱.png")
    started = shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.CLAIM)
    claim = get_claim(people.owner.database, started.claim_id or 0)
    assert (claim.kind, claim.waybill, claim.amount, claim.solution) == (Kind.SHORT, WAYBILL, 19_900, Solution.RESHIP)
    case = get_case_row(people.owner.database, started.case_id or 0)
    assert (case.kind, case.responsible, claim.case_id) == (CaseKind.REISSUE, Party.COURIER, case.id)
    assert case.state is CaseState.RELEASED and started.order_id is not None
    assert [each.name for each in list_evidence(people.owner.database, kind="case", record_id=case.id)] == ["封箱.png"]
    (claimed,) = list_evidence(people.owner.database, kind="claim", record_id=started.claim_id or 0)
    assert claimed.name == "封箱.png"
    assert row(people, found.id).claim_id == claim.id


def test_the_money_may_go_back_and_the_courier_pays(people: Refunders, order: int) -> None:
    found = enter(people, order, departed=1190, arrived=900)
    started = shortages.choose_remedy(
        people.agent, shortage_id=found.id, remedy=Remedy.CLAIM, solution=Solution.REFUND, claimed=Money(15_000)
    )
    refund = get_refund(people.owner.database, started.refund_id or 0)
    assert (refund.amount, refund.case_id) == (19_900, started.case_id)
    assert get_claim(people.owner.database, started.claim_id or 0).amount == 15_000
    assert get_claim(people.owner.database, started.claim_id or 0).solution is Solution.REFUND


def test_what_is_not_sold_any_more_is_paid_back(people: Refunders, order: int) -> None:
    with people.owner.database.atomic():
        people.owner.database.execute_sql("UPDATE product SET on_sale = FALSE")
    found = enter(people, order, departed=890)
    proposal = shortages.triage_of(people.agent, shortage_id=found.id).proposal
    assert proposal.remedy is Remedy.REFUND and "isn't sold any more" in proposal.why
    started = shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.REFUND, amount=Money(10_000))
    assert get_refund(people.owner.database, started.refund_id or 0).amount == 10_000


def test_who_does_otherwise_says_why(people: Refunders, order: int) -> None:
    found = enter(people, order, departed=1190, arrived=900)
    with pytest.raises(ReasonMissing):
        shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.REFUND)
    shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.REFUND, reason="快递已停运")
    assert row(people, found.id).reason == "快递已停运"


def test_no_piece_is_made_good_twice_but_by_a_supervisor(people: Refunders, order: int) -> None:
    first = enter(people, order, departed=890)
    shortages.choose_remedy(people.agent, shortage_id=first.id, remedy=Remedy.REISSUE)
    again = enter(people, order, departed=890)
    with pytest.raises(shortages.MadeGoodBefore, match=f"shortage {first.id} .Send it again"):
        shortages.choose_remedy(people.agent, shortage_id=again.id, remedy=Remedy.REFUND, reason="又少了")
    with pytest.raises(shortages.MadeGoodBefore):
        shortages.choose_remedy(people.supervisor, shortage_id=again.id, remedy=Remedy.REISSUE)
    shortages.choose_remedy(people.supervisor, shortage_id=again.id, remedy=Remedy.REFUND, reason="补寄也丢了")
    assert not row(people, again.id).is_open


def test_asking_first_leaves_it_open(people: Refunders, order: int) -> None:
    found = enter(people, order)
    started = shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.LOOK_AGAIN)
    assert started.case_id is None and "photos" in started.text
    assert row(people, found.id).is_open and row(people, found.id).remedy is Remedy.LOOK_AGAIN
    counts = count_shortages(people.owner.database)
    assert (counts.undecided, counts.asked) == (0, 1)
    shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.REISSUE, reason="老客户")
    assert not row(people, found.id).is_open


def test_who_comes_second_hears_who_was_first(people: Refunders, order: int) -> None:
    found = enter(people, order, departed=890)
    shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.REISSUE)
    with pytest.raises(shortages.ShortageOver, match=r"小王.*Send it again"):
        shortages.choose_remedy(people.other_agent, shortage_id=found.id, remedy=Remedy.REISSUE)
    with pytest.raises(shortages.ShortageOver, match="小王"):
        shortages.close_shortage(people.other_agent, shortage_id=found.id, reason="x")
    with pytest.raises(shortages.ShortageOver):
        base = shortages.evidence_base(row(people, found.id))
        shortages.change_evidence(people.other_agent, shortage_id=found.id, values={"departed": 900}, base=base)


def test_two_at_once_start_it_once(people: Refunders, order: int, tmp_path: Path) -> None:
    found = enter(people, order, departed=890)

    def deed(desk: Desk) -> object:
        return shortages.choose_remedy(desk, shortage_id=found.id, remedy=Remedy.REISSUE)

    assert at_once(tmp_path, [people.agent, people.other_agent], deed) == ["", "ShortageOver"]
    assert len(rows_of(people.owner.database, "SELECT id FROM cases")) == 1


def test_all_or_nothing(people: Refunders, order: int) -> None:
    first = enter(people, order, departed=1190, arrived=900)
    shortages.choose_remedy(people.agent, shortage_id=first.id, remedy=Remedy.CLAIM)
    second = shortages.open_shortage(
        people.agent, order_id=order, missing=[Missing(lines(people.owner, order)[0])], departed=1190, arrived=400
    )
    cases, orders = (rows_of(people.owner.database, f"SELECT count(*) FROM {table}") for table in ("cases", "orders"))
    with pytest.raises(RegisteredBefore):  # one claim a parcel
        shortages.choose_remedy(people.agent, shortage_id=second, remedy=Remedy.CLAIM, reason="x")
    assert rows_of(people.owner.database, "SELECT count(*) FROM cases") == cases
    assert rows_of(people.owner.database, "SELECT count(*) FROM orders") == orders
    assert row(people, second).is_open


def test_nothing_is_left_to_pay_back(people: Refunders, order: int) -> None:
    with people.owner.database.atomic():
        people.owner.database.execute_sql("UPDATE order_line SET paid = 0 WHERE order_id = ?", (order,))
    found = enter(people, order, departed=890)
    with pytest.raises(NothingToGiveBack):
        shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.REFUND, reason="x")


def test_no_courier_is_asked_for_a_parcel_without_a_number(people: Refunders) -> None:
    order = send(people.owner, waybill="")
    found = enter(people, order, departed=1190, arrived=900)
    with pytest.raises(NoParcelNamed):
        shortages.choose_remedy(people.agent, shortage_id=found.id, remedy=Remedy.CLAIM)


def test_finance_enters_none(people: Refunders, order: int) -> None:
    with pytest.raises(NotAllowed):
        shortages.open_shortage(people.finance, order_id=order, missing=shoes(people.owner, order))


def test_a_preview_writes_nothing(people: Refunders, order: int) -> None:
    triage = shortages.preview_shortage(
        people.agent, order_id=order, missing=shoes(people.owner, order), departed=1190, arrived=900
    )
    assert (triage.judgement.verdict, triage.value, triage.proposal.remedy) == (
        Verdict.LOST_ON_THE_WAY, 19_900, Remedy.CLAIM,
    )  # fmt: skip
    assert list_shortages(people.owner.database) == []


def test_found_by_order_waybill_buyer(people: Refunders, order: int) -> None:
    found = enter(people, order)
    database = people.owner.database
    for text in ("4001", WAYBILL[-6:], "tb_1"):
        assert [each.id for each in list_shortages(database, find=text)] == [found.id]
    assert list_shortages(database, find="%") == list_shortages(database, verdicts=[Verdict.COMPLETE]) == []
    assert list_shortages(database, only_open=True, order_id=order, verdicts=[Verdict.UNDECIDED], limit=1) == [found]


def test_a_sum_that_is_known_once(people: Refunders) -> None:
    """Two pieces of one line cost half of it each."""
    order = send(people.owner)
    line = lines(people.owner, order)[-1]
    with people.owner.database.atomic():
        people.owner.database.execute_sql("UPDATE order_line SET quantity = 2 WHERE id = ?", (line,))
        people.owner.database.execute_sql("UPDATE slip_item SET quantity = 2, packed = 2 WHERE line_id = ?", (line,))
    preview = shortages.preview_shortage(replace(people.agent), order_id=order, missing=[Missing(line)])
    assert (preview.value, preview.traces.expected, preview.traces.missing) == (9_950, 1500, 300)
