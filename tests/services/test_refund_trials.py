"""What asking would come to is said as asking itself would (REF-04, REF-05, REF-08)."""

from pathlib import Path

import pytest

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import Channel, RefundKind, RefundState
from shopdesk.domain.statuses import Status
from shopdesk.errors import ShopdeskError
from shopdesk.queries.refund_sums import find_came_back, sum_refunds
from shopdesk.queries.refunds import list_refunds
from shopdesk.services.desk import Desk
from shopdesk.services.overpayments import AmountMissing
from shopdesk.services.refund_payments import fail_refund
from shopdesk.services.refund_refusals import AboveCeiling, AskedAlready, NoReturn, OrderClosed, WayMissing
from shopdesk.services.refund_trials import Trial, try_refund
from shopdesk.services.refunds import ask_refund, refuse_refund
from tests.factories import add_order
from tests.services.refunders import Refunders, add_case, approved, ask, make_refunders


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


def tried(desk: Desk, order: int, fen: int, **given: object) -> Trial:
    """Both say the same; the trial keeps nothing."""
    whole = {"order_id": order, "kind": RefundKind.ONLY, "reason": "quality", "amount": Money(fen)} | given
    trial = try_refund(desk, **whole)  # type: ignore[arg-type]
    before = list_refunds(desk.database)
    if trial.refusal is not None:
        with pytest.raises(type(trial.refusal)):
            ask_refund(desk, **whole)  # type: ignore[arg-type]
        assert list_refunds(desk.database) == before
    return trial


def refusal(trial: Trial) -> type[ShopdeskError]:
    assert trial.refusal is not None
    return type(trial.refusal)


def test_what_can_be_asked_for_says_what_it_comes_to(people: Refunders) -> None:
    order = add_order(people.owner, paid=19_900)
    small = tried(people.agent, order, 5_000)
    assert (small.refusal, small.is_second_needed, small.to_pay, small.fee) == (None, False, Money(5_000), ZERO)
    assert small.effect is not None and "goes on with the rest" in small.effect.trade
    assert tried(people.agent, order, 5_001).is_second_needed
    whole = tried(people.agent, order, 19_900)
    assert whole.effect is not None and "closes the trade" in whole.effect.trade
    assert list_refunds(people.owner.database) == []


def test_the_fee_of_a_transfer_and_who_bears_it(people: Refunders) -> None:
    order = add_order(people.owner, paid=30_000)
    direct = {"kind": RefundKind.TRANSFER, "channel": Channel.BANK}
    mine = tried(people.agent, order, 20_001, **direct)
    assert (mine.fee, mine.fee_by, mine.to_pay) == (Money(201), Party.SHOP, Money(20_001))
    theirs = tried(people.agent, order, 20_001, **direct, reason="size")
    assert (theirs.fee, theirs.fee_by, theirs.to_pay) == (Money(201), Party.BUYER, Money(19_800))
    assert refusal(tried(people.agent, order, 100, kind=RefundKind.TRANSFER)) is WayMissing


def test_what_a_supervisor_can_let_through_is_known(people: Refunders) -> None:
    order = add_order(people.owner, paid=19_900)
    above = tried(people.agent, order, 20_000)
    assert refusal(above) is AboveCeiling and above.can_be_let
    assert tried(people.supervisor, order, 20_000, above_reason="老顾客").refusal is None
    ask(people.agent, order, 1_000)
    twice = tried(people.other_agent, order, 1_000)
    assert refusal(twice) is AskedAlready and not twice.can_be_let
    closed = tried(people.agent, add_order(people.owner, status=int(Status.CLOSED)), 100)
    assert refusal(closed) is OrderClosed and closed.can_be_let
    assert refusal(tried(people.agent, order, 0)) is AmountMissing


def test_the_case_that_it_joins(people: Refunders) -> None:
    order = add_order(people.owner, paid=19_900)
    assert refusal(tried(people.agent, order, 500, kind=RefundKind.RETURN)) is NoReturn
    case = add_case(people.owner, order)
    assert tried(people.agent, order, 500, kind=RefundKind.RETURN).case_id == case


def test_sums_by_state_and_the_newest_first(people: Refunders) -> None:
    order = add_order(people.owner, paid=19_900)
    first, second = ask(people.agent, order, 1_000), approved(people, order, 2_500)
    sums = sum_refunds(people.owner.database)
    assert (sums[RefundState.ASKED].refunds, sums[RefundState.ASKED].amount) == (1, Money(1_000))
    assert (sums[RefundState.APPROVED].amount, sums[RefundState.PAID].refunds) == (Money(2_500), 0)
    assert [row.id for row in list_refunds(people.owner.database, newest=True)] == [second, first]
    assert [row.id for row in list_refunds(people.owner.database, newest=True, limit=1)] == [second]


def test_what_came_back_is_seen_to_until_it_is_asked_for_again_or_refused(people: Refunders) -> None:
    order, other = add_order(people.owner, paid=19_900), add_order(people.owner, paid=19_900)
    first, second = approved(people, order, 1_000), approved(people, other, 2_000)
    for number in (first, second):
        fail_refund(people.finance, refund_id=number, reason="账号已注销")
    assert find_came_back(people.owner.database) == {first: Money(1_000), second: Money(2_000)}
    ask(people.agent, order, 1_000)
    assert find_came_back(people.owner.database) == {second: Money(2_000)}
    refuse_refund(people.supervisor, refund_id=second, reason="买家放弃")
    assert find_came_back(people.owner.database) == {}
    assert people.row(second).state is RefundState.REFUSED
