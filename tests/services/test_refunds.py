"""Refunds are asked for once, within what was paid, and approved by another (REF-01 to REF-04)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import Party
from shopdesk.domain.refunds import Channel, RefundKind, RefundState
from shopdesk.domain.statuses import Status
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.queries.orders import get_order
from shopdesk.queries.overpayments import left_to_return
from shopdesk.queries.refunds import list_refunds, refund_view
from shopdesk.queries.trail import list_trail
from shopdesk.services import refund_refusals as refusals
from shopdesk.services.desk import Desk, NotAllowed
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.overpayments import AmountMissing, NothingOverpaid, TooMuchReturned, pay_out
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refunds import approve_refund, let_refund_through, refuse_refund, withdraw_refund
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, add_case, add_request, approved, ask, at_once, make_refunders

HOUR = 3_600_000


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def order(people: Refunders) -> int:
    """199.00 were paid for it."""
    return add_order(people.owner, buyer="tb_1", order_no="T1")


def test_asked_approved_paid_each_by_another(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 10_000)
    approve_refund(people.supervisor, refund_id=number, note="看过照片")
    pay_refund(people.finance, refund_id=number, reference="ZF0302-1")
    row = people.row(number)
    assert (row.state, row.asked_by, row.approved_by, row.paid_by) == (RefundState.PAID, "小王", "老李", "小赵")
    assert (row.reference, row.paid_at, row.amount) == ("ZF0302-1", NOON, 10_000)
    said = [what_happened(each) for each in list_trail(people.owner.database, kind="refund", record_id=number)]
    assert sorted(said) == [
        "Refund approved (看过照片)",
        "Refund asked for: 100.00, Refund only, Quality, The way it was paid",
        "Refund paid (ZF0302-1)",
    ]
    told = [what_happened(each) for each in list_trail(people.owner.database, kind="order", record_id=order)]
    assert "Refund paid: 100.00, Refund only, Quality (ZF0302-1)" in told


def test_above_the_limit_nobody_approves_what_he_asked_for(people: Refunders, order: int) -> None:
    number = ask(people.supervisor, order, 5_001)
    with pytest.raises(refusals.SecondPersonNeeded, match="老李 asked for refund"):
        approve_refund(people.supervisor, refund_id=number)
    approve_refund(people.owner, refund_id=number)
    with pytest.raises(NotAllowed):
        approve_refund(people.agent, refund_id=number)


def test_up_to_the_limit_one_person_is_enough_but_not_in_slices(people: Refunders, order: int) -> None:
    first = ask(people.supervisor, order, 5_000)
    approve_refund(people.supervisor, refund_id=first)
    second = ask(people.supervisor, order, 4_000, reason="size")
    with pytest.raises(refusals.SecondPersonNeeded):
        approve_refund(people.supervisor, refund_id=second)


def test_the_same_order_reason_and_amount_twice_is_stopped(people: Refunders, order: int) -> None:
    ask(people.agent, order, 2_000, reason="补差价")
    with pytest.raises(refusals.AskedAlready, match=r"小王 asked for 20\.00 of order T1 .* \(refund 1, To approve\)"):
        ask(people.other_agent, order, 2_000, reason=" 补差价。")
    with pytest.raises(refusals.AskedAlready):  # not even with a supervisor's reason
        ask(people.supervisor, order, 2_000, reason="补差价", above_reason="算了")
    assert ask(people.other_agent, order, 2_001, reason="补差价")
    assert ask(people.other_agent, order, 2_000, reason="quality")


@pytest.mark.parametrize("end", [refuse_refund, withdraw_refund])
def test_what_was_refused_or_withdrawn_counts_no_longer(
    people: Refunders, order: int, end: Callable[..., None]
) -> None:
    number = ask(people.supervisor, order, 19_900)
    end(people.supervisor, refund_id=number, reason="买家不要了")
    assert refund_view(people.owner.database, order_id=order).money.left == 19_900
    assert ask(people.agent, order, 19_900)


def test_only_who_asked_withdraws_and_only_before_it_is_approved(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 1_000)
    with pytest.raises(refusals.NotYours, match="小王"):
        withdraw_refund(people.other_agent, refund_id=number, reason="错了")
    approve_refund(people.supervisor, refund_id=number)
    with pytest.raises(refusals.NotAtThisStep, match=r"“To pay” .老李"):
        withdraw_refund(people.agent, refund_id=number, reason="错了")
    with pytest.raises(ReasonMissing):
        refuse_refund(people.supervisor, refund_id=number, reason=" ")
    refuse_refund(people.supervisor, refund_id=number, reason="重复")
    assert people.row(number).decision == "重复"


def test_all_refunds_together_never_exceed_what_was_paid(people: Refunders, order: int) -> None:
    approved(people, order, 10_000)
    ask(people.agent, order, 5_000, reason="size")
    with pytest.raises(refusals.AboveCeiling, match=r"199\.00 was paid, 150\.00 .* at most 49\.00 is left, not 49\.01"):
        ask(people.agent, order, 4_901)
    with pytest.raises(NotAllowed):
        ask(people.agent, order, 4_901, above_reason="买家投诉")
    number = ask(people.supervisor, order, 4_901, above_reason="买家投诉")
    row = people.row(number)
    assert (row.is_let_through, row.decision) == (True, "买家投诉")
    approve_refund(people.owner, refund_id=number)
    with pytest.raises(refusals.AboveCeiling):
        ask(people.agent, order, 1)


def test_what_was_asked_before_goes_on_beside_one_that_was_let_through(people: Refunders, order: int) -> None:
    first = approved(people, order, 10_000)
    ask(people.supervisor, order, 15_000, above_reason="买家投诉")
    pay_refund(people.finance, refund_id=first, reference="Z1")
    assert people.row(first).state is RefundState.PAID


def test_less_was_paid_than_thought(people: Refunders, order: int) -> None:
    """An import or a settlement after the asking says that less came in."""
    number = ask(people.agent, order, 15_000)
    later = ask(people.agent, order, 4_000)
    people.owner.database.execute_sql("UPDATE orders SET paid = 10000 WHERE id = ?", (order,))
    with pytest.raises(refusals.AboveCeiling):
        approve_refund(people.supervisor, refund_id=number)
    with pytest.raises(NotAllowed):
        let_refund_through(people.agent, refund_id=number, reason="好评客户")
    let_refund_through(people.supervisor, refund_id=number, reason="好评客户")
    approve_refund(people.supervisor, refund_id=number)
    with pytest.raises(refusals.NothingToLet):
        let_refund_through(people.supervisor, refund_id=number, reason="好评客户")
    with pytest.raises(refusals.AboveCeiling):
        approve_refund(people.supervisor, refund_id=later)


def test_what_nobody_paid_is_not_paid_back(people: Refunders) -> None:
    unpaid = add_order(people.owner, status=int(Status.UNPAID))
    transfer = add_order(people.owner, origin=1)
    for each in (unpaid, transfer):  # a bank order's money is there once somebody has seen it
        with pytest.raises(refusals.AboveCeiling, match=r"0\.00 was paid"):
            ask(people.agent, each, 100, channel=Channel.BANK)
    people.owner.database.execute_sql(
        "INSERT INTO settlement (order_id, account, amount, person_id, at) VALUES (?, '工行', 19900, 1, ?)",
        (transfer, NOON),
    )
    assert ask(people.agent, transfer, 100, channel=Channel.BANK)


def test_a_cancelled_order_needs_a_supervisor(people: Refunders) -> None:
    order = add_order(people.owner, status=int(Status.CLOSED), order_no="T9")
    with pytest.raises(refusals.OrderClosed, match="T9 was cancelled or closed"):
        ask(people.agent, order, 100)
    number = ask(people.supervisor, order, 100, above_reason="平台没退运费")
    approve_refund(people.supervisor, refund_id=number)


def test_a_trade_that_the_platform_closes_by_paying_back_is_recorded(people: Refunders, order: int) -> None:
    number = approved(people, order, 19_900, refund_no="R1001")
    add_request(people.owner, "T1", state="退款成功")
    people.owner.database.execute_sql("UPDATE orders SET status = 4 WHERE id = ?", (order,))
    assert refund_view(people.owner.database, order_id=order).money.gone() == 19_900, "the same money, once"
    pay_refund(people.finance, refund_id=number)
    assert (people.row(number).reference, people.row(number).state) == ("R1001", RefundState.PAID)


def test_what_the_platform_paid_back_by_itself_counts(people: Refunders, order: int) -> None:
    add_request(people.owner, "T1", state="退款成功", amount=15_000)
    with pytest.raises(refusals.AboveCeiling, match=r"150\.00 went back"):
        ask(people.agent, order, 5_000, kind=RefundKind.TRANSFER, channel=Channel.BANK)
    assert ask(people.agent, order, 4_900, kind=RefundKind.TRANSFER, channel=Channel.BANK)


def test_one_request_of_the_platform_is_answered_once(people: Refunders, order: int) -> None:
    add_request(people.owner, "T1", state="买家已经申请退款，等待卖家同意")
    add_request(people.owner, "别的订单", refund_no="R2", state="买家已经申请退款，等待卖家同意")
    ask(people.agent, order, 1_000, refund_no="R1001")
    with pytest.raises(refusals.RequestAnswered, match=r"R1001 is answered by refund 1 of order T1 .*小王"):
        ask(people.other_agent, order, 1_500, refund_no="R1001")
    with pytest.raises(refusals.RequestElsewhere, match="别的订单"):
        ask(people.agent, order, 1_700, refund_no="R2")


def test_a_case_of_another_order_shop_or_buyer(people: Refunders, order: int) -> None:
    other = add_order(people.owner, buyer="tb_2", order_no="T2")
    case = add_case(people.owner, other)
    with pytest.raises(refusals.OtherOrder, match=f"Case {case} belongs to order T2, not to order T1"):
        ask(people.agent, order, 100, case_id=case)
    buyer = get_order(people.owner.database, other).buyer_id
    with pytest.raises(refusals.OtherShop):
        ask(people.agent, order, 100, case_id=add_case(people.owner, None, buyer_id=buyer))
    with pytest.raises(refusals.OtherOrder):
        ask(people.agent, order, 100, case_id=99)
    with pytest.raises(refusals.CaseOver):
        ask(people.agent, order, 100, case_id=add_case(people.owner, order, state="closed", closed_at=NOON))


def test_a_return_is_paid_once_its_goods_are_approved(people: Refunders, order: int) -> None:
    with pytest.raises(refusals.NoReturn, match="No goods are expected back of order T1"):
        ask(people.agent, order, 19_900, kind=RefundKind.RETURN)
    case = add_case(people.owner, order, state="agreed")
    number = approved(people, order, 19_900, kind=RefundKind.RETURN)
    assert (people.row(number).case_id, people.row(number).due_at) == (case, None)
    with pytest.raises(refusals.GoodsNotApproved):
        pay_refund(people.finance, refund_id=number, reference="Z1")
    people.owner.database.execute_sql(
        "UPDATE cases SET state = 'released', received_at = ?, approved_at = ? WHERE id = ?",
        (NOON - 2 * HOUR, NOON, case),
    )
    assert people.row(number).due_at == NOON + 22 * HOUR, "24 hours from the goods' receipt (REF-02)"
    pay_refund(people.finance, refund_id=number, reference="Z1")


def test_the_clock_and_what_is_late(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 100)
    assert people.row(number).due_at == NOON + 24 * HOUR
    late = add_case(people.owner, order, received_at=NOON - 25 * HOUR, state="received")
    other = ask(people.agent, order, 200, kind=RefundKind.RETURN, case_id=late)
    rows = list_refunds(people.owner.database, due_before=NOON)
    assert [row.id for row in rows] == [other]


def test_overpaid_postage_counts_both_ways(people: Refunders) -> None:
    order = add_order(people.owner, paid=21_400, postage=1_500, order_no="T5")
    detail = get_order(people.owner.database, order)
    with pytest.raises(TooMuchReturned, match=r"15\.00"):
        ask(people.agent, order, 1_501, kind=RefundKind.OVERPAID, reason="多付运费")
    ask(people.agent, order, 1_000, kind=RefundKind.OVERPAID, reason="多付运费")
    assert left_to_return(people.owner.database, detail) == 500
    with pytest.raises(TooMuchReturned):
        pay_out(people.finance, order_id=order, amount=Money(501), reference="T1")
    pay_out(people.finance, order_id=order, amount=Money(500), reference="T1")
    with pytest.raises(NothingOverpaid):
        ask(people.agent, order, 1, kind=RefundKind.OVERPAID, reason="多付运费")
    assert refund_view(people.owner.database, order_id=order).money.left == 19_900, "what was paid out counts"
    ask(people.agent, order, 19_900)
    with pytest.raises(refusals.AboveCeiling):
        ask(people.agent, order, 1, reason="size")


def test_nothing_is_paid_out_that_is_asked_for_as_a_refund(people: Refunders) -> None:
    order = add_order(people.owner, paid=21_400, postage=1_500)
    ask(people.agent, order, 21_400)
    with pytest.raises(TooMuchReturned, match=r"at most 0\.00"):
        pay_out(people.finance, order_id=order, amount=Money(100), reference="T1")


def test_promised_freight(people: Refunders, order: int) -> None:
    add_case(people.owner, order, freight=800)
    with pytest.raises(refusals.TooMuchFreight):
        ask(people.agent, order, 500, freight=Money(501))
    ask(people.agent, order, 5_000, freight=Money(300))
    view = refund_view(people.owner.database, order_id=order)
    assert (view.promised_freight, view.freight_given, view.freight_left) == (800, 300, 500)
    number = ask(people.agent, order, 500, kind=RefundKind.FREIGHT, reason="垫付运费")
    assert people.row(number).freight == 500
    assert refund_view(people.owner.database, order_id=order).freight_left == 0


@pytest.mark.parametrize(
    ("given", "amount", "refusal"),
    [
        ({}, 0, AmountMissing),
        ({}, -5, AmountMissing),
        ({"reason": "  "}, 5, ReasonMissing),
        ({"kind": RefundKind.TRANSFER}, 5, refusals.WayMissing),
        ({"kind": RefundKind.TRANSFER, "channel": Channel.BANK, "payee": "张**"}, 5, refusals.PayeeUnclear),
        ({"kind": RefundKind.TRANSFER, "channel": Channel.BANK, "account": "6222****0001"}, 5, refusals.AccountUnclear),
    ],
)
def test_what_can_not_be_read(
    people: Refunders, order: int, given: dict[str, object], amount: int, refusal: type[ShopdeskError]
) -> None:
    with pytest.raises(refusal):
        ask(people.agent, order, amount, **given)
    assert list_refunds(people.owner.database) == []


def test_a_payment_that_came_back_is_asked_for_again(people: Refunders, order: int) -> None:
    number = approved(people, order, 19_900)
    pay_refund(people.finance, refund_id=number, reference="Z1")
    fail_refund(people.finance, refund_id=number, reason="账号不存在")
    assert (people.row(number).state, people.row(number).decision) == (RefundState.FAILED, "账号不存在")
    with pytest.raises(refusals.StepTaken, match="小赵 did this"):
        fail_refund(people.finance, refund_id=number, reason="账号不存在")
    assert approved(people, order, 19_900) != number


def test_a_reference_stands_once(people: Refunders, order: int) -> None:
    first, second = approved(people, order, 100), approved(people, order, 200)
    pay_refund(people.finance, refund_id=first, reference="Z1")
    with pytest.raises(refusals.ReferenceTaken, match="refund 1 of order T1, entered by 小赵"):
        pay_refund(people.finance, refund_id=second, reference=" Z1 ")
    assert people.row(second).state is RefundState.APPROVED


@pytest.mark.parametrize("step", ["approve", "pay", "refuse"])
def test_whoever_comes_second_hears_who_was_first(people: Refunders, order: int, step: str) -> None:
    number = ask(people.agent, order, 100) if step != "pay" else approved(people, order, 100)
    deeds: dict[str, Callable[[Desk], object]] = {
        "approve": lambda who: approve_refund(who, refund_id=number),
        "pay": lambda who: pay_refund(who, refund_id=number, reference=f"Z-{who.actor.name}"),
        "refuse": lambda who: refuse_refund(who, refund_id=number, reason="不行"),
    }
    deeds[step](people.supervisor)
    with pytest.raises(refusals.StepTaken) as caught:
        deeds[step](people.owner)
    assert "老李 did this on 2024-03-02 10:00" in sentence(caught.value)


def test_two_pcs_ask_for_the_same_at_once(people: Refunders, order: int, tmp_path: Path) -> None:
    both = [people.agent, people.other_agent]
    assert at_once(tmp_path, both, lambda who: ask(who, order, 2_000)) == ["", "AskedAlready"]
    by_name = at_once(tmp_path, both, lambda who: ask(who, order, 10_000, reason=who.actor.name))
    assert by_name == ["", "AboveCeiling"], "together they would be more than was paid"
    assert sum(row.amount for row in list_refunds(people.owner.database)) == 12_000


def test_two_pcs_approve_and_pay_at_once(people: Refunders, order: int, tmp_path: Path) -> None:
    number = ask(people.agent, order, 10_000)
    two = [people.supervisor, people.owner]
    assert at_once(tmp_path, two, lambda who: approve_refund(who, refund_id=number)) == ["", "StepTaken"]
    payers = [people.finance, people.owner]
    paid = at_once(tmp_path, payers, lambda who: pay_refund(who, refund_id=number, reference=f"Z-{who.actor.name}"))
    assert paid == ["", "StepTaken"]
    rows = list_trail(people.owner.database, kind="refund", record_id=number)
    assert [row.action for row in rows].count("refund paid") == 1


def test_a_refund_and_a_payout_at_once_stay_below_what_was_paid(people: Refunders, tmp_path: Path) -> None:
    order = add_order(people.owner, paid=21_400, postage=1_500)

    def deed(who: Desk) -> None:
        if who.actor.may(Right.SERVE):
            ask(who, order, 20_000)
        else:
            pay_out(who, order_id=order, amount=Money(1_500), reference="T1")

    assert "" in (heard := at_once(tmp_path, [people.agent, people.finance], deed))
    assert heard in (["", "AboveCeiling"], ["", "TooMuchReturned"])


def test_the_fee_by_reason_and_size(people: Refunders) -> None:
    order = add_order(people.owner, paid=100_000)
    way = {"kind": RefundKind.TRANSFER, "channel": Channel.BANK}
    small = people.row(ask(people.agent, order, 10_000, reason="size", **way))
    large = people.row(ask(people.agent, order, 10_001, reason="size", **way))
    ours = people.row(ask(people.agent, order, 20_000, reason="quality", **way))
    platform = people.row(ask(people.agent, order, 10_002, reason="size"))
    assert [(row.fee, row.fee_by) for row in (small, large, ours, platform)] == [
        (100, Party.SHOP), (101, Party.BUYER), (200, Party.SHOP), (0, Party.BUYER),
    ]  # fmt: skip
    assert [row.to_pay for row in (small, large)] == [10_000, 9_900]
