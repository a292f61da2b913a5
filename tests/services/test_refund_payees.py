"""Direct transfers go to a checked payee with a real name (REF-05)."""

from pathlib import Path

import pytest

from shopdesk.db.masking import masked
from shopdesk.domain.refunds import Channel, RefundKind, RefundState, read_account, read_payee
from shopdesk.queries.refunds import get_refund
from shopdesk.queries.trail import list_trail
from shopdesk.services import refund_refusals as refusals
from shopdesk.services.clashes import Base, Clash
from shopdesk.services.desk import NotAllowed
from shopdesk.services.refund_payees import change_payee, check_payee, see_payee
from shopdesk.services.refund_payments import pay_refund
from shopdesk.services.refunds import approve_refund, let_refund_through
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, add_request, approved, ask, make_refunders

NAME, ACCOUNT = "张三丰", "6222020200001234567"
WAY = {"kind": RefundKind.TRANSFER, "channel": Channel.BANK, "reason": "size"}


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def order(people: Refunders) -> int:
    return add_order(people.owner, order_no="T1")


def test_it_is_paid_once_the_payee_is_checked(people: Refunders, order: int) -> None:
    number = approved(people, order, 10_000, **WAY)
    with pytest.raises(refusals.PayeeMissing):
        pay_refund(people.finance, refund_id=number, reference="Z1")
    with pytest.raises(refusals.PayeeMissing):
        check_payee(people.finance, refund_id=number, payee=NAME, account=ACCOUNT)
    change_payee(people.agent, refund_id=number, payee=NAME, account=ACCOUNT, channel=Channel.BANK)
    assert people.row(number).state is RefundState.ASKED, "another payee is approved anew"
    approve_refund(people.supervisor, refund_id=number)
    with pytest.raises(refusals.PayeeUnchecked):
        pay_refund(people.finance, refund_id=number, reference="Z1")
    check_payee(people.finance, refund_id=number, payee=" 张三丰", account="6222 0202 0000 1234 567")
    with pytest.raises(refusals.CheckedAlready, match="小赵 checked"):
        check_payee(people.owner, refund_id=number, payee=NAME, account=ACCOUNT)
    pay_refund(people.finance, refund_id=number, reference="Z1")
    row = people.row(number)
    assert (row.payee_checked_by, row.payee_checked_at, row.state) == ("小赵", NOON, RefundState.PAID)


def test_what_was_checked_has_to_be_what_stands_there(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 10_000, payee=NAME, account=ACCOUNT, **WAY)
    with pytest.raises(refusals.PayeeDiffers, match="the name"):
        check_payee(people.finance, refund_id=number, payee="张三", account=ACCOUNT)
    with pytest.raises(refusals.PayeeDiffers, match="the account"):
        check_payee(people.finance, refund_id=number, payee=NAME, account="6222020200001234568")
    assert people.row(number).payee_checked_at is None


def test_above_the_limit_who_asked_does_not_check(people: Refunders, order: int) -> None:
    number = ask(people.owner, order, 10_000, payee=NAME, account=ACCOUNT, **WAY)
    with pytest.raises(refusals.SecondPersonNeeded):
        check_payee(people.owner, refund_id=number, payee=NAME, account=ACCOUNT)
    with pytest.raises(NotAllowed):
        check_payee(people.agent, refund_id=number, payee=NAME, account=ACCOUNT)
    check_payee(people.finance, refund_id=number, payee=NAME, account=ACCOUNT)
    small = ask(people.supervisor, order, 100, payee=NAME, account=ACCOUNT, **WAY)
    check_payee(people.supervisor, refund_id=small, payee=NAME, account=ACCOUNT)


def test_above_the_limit_who_named_the_payee_neither_approves_nor_checks(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 10_000, payee=NAME, account=ACCOUNT, **WAY)
    change_payee(people.supervisor, refund_id=number, payee="李四", account=ACCOUNT)
    with pytest.raises(refusals.PayeeByYou, match="You said who gets refund 1 of order T1"):
        approve_refund(people.supervisor, refund_id=number)
    with pytest.raises(refusals.PayeeByYou):
        check_payee(people.supervisor, refund_id=number, payee="李四", account=ACCOUNT)
    approve_refund(people.owner, refund_id=number)
    check_payee(people.finance, refund_id=number, payee="李四", account=ACCOUNT)
    small = ask(people.agent, add_order(people.owner), 100, payee=NAME, account=ACCOUNT, **WAY)
    change_payee(people.supervisor, refund_id=small, payee="李四")
    approve_refund(people.supervisor, refund_id=small)


def test_what_was_let_through_by_the_platform_is_not_let_through_past_it(people: Refunders, order: int) -> None:
    add_request(people.owner, "T1", state="买家已经申请退款，等待卖家同意")
    number = ask(people.supervisor, order, 20_000, above_reason="多赔一元")
    approve_refund(people.owner, refund_id=number)
    change_payee(people.agent, refund_id=number, payee=NAME, account=ACCOUNT, channel=Channel.BANK)
    with pytest.raises(refusals.RequestOpen):
        approve_refund(people.owner, refund_id=number)
    let_refund_through(people.supervisor, refund_id=number, reason="买家马上撤销")
    change_payee(people.agent, refund_id=number, payee="李四")
    approve_refund(people.owner, refund_id=number)


def test_another_account_is_checked_and_approved_anew(people: Refunders, order: int) -> None:
    number = approved(people, order, 10_000, payee=NAME, account=ACCOUNT, **WAY)
    check_payee(people.finance, refund_id=number, payee=NAME, account=ACCOUNT)
    assert not change_payee(people.agent, refund_id=number, payee=NAME, account=ACCOUNT, channel=Channel.BANK)
    change_payee(people.agent, refund_id=number, payee=NAME, account="zhang@example.com", channel=Channel.WALLET)
    row = people.row(number)
    assert (row.state, row.payee_checked_by, row.approved_by) == (RefundState.ASKED, "", "")
    with pytest.raises(refusals.WayMissing):
        change_payee(people.agent, refund_id=number, payee=NAME, account=ACCOUNT, channel=Channel.PLATFORM)


def test_two_people_name_a_payee(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 10_000, payee=NAME, account=ACCOUNT, **WAY)
    row = people.row(number)
    base = Base(row.version, {"payee": NAME, "payee_account": ACCOUNT, "channel": "bank"})
    change_payee(people.other_agent, refund_id=number, payee="李四", account=ACCOUNT, channel=Channel.BANK, base=base)
    with pytest.raises(Clash, match="小陈 changed refund of order T1"):
        change_payee(people.agent, refund_id=number, payee="王五", account=ACCOUNT, channel=Channel.BANK, base=base)
    assert people.row(number).payee == "李四"


def test_a_platform_refund_has_no_payee_to_check(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 10_000)
    with pytest.raises(refusals.PaidByPlatform):
        check_payee(people.finance, refund_id=number, payee=NAME, account=ACCOUNT)


def test_cash_needs_a_name_only(people: Refunders, order: int) -> None:
    number = approved(people, order, 1_000, kind=RefundKind.FREIGHT, channel=Channel.CASH, payee=NAME)
    check_payee(people.finance, refund_id=number, payee=NAME, account="")
    pay_refund(people.finance, refund_id=number, reference="收据12")
    assert people.row(number).fee == 0


def test_nothing_is_paid_beside_an_open_request_of_the_platform(people: Refunders, order: int) -> None:
    number = approved(people, order, 10_000, payee=NAME, account=ACCOUNT, **WAY)
    check_payee(people.finance, refund_id=number, payee=NAME, account=ACCOUNT)
    add_request(people.owner, "T1", state="买家已经申请退款，等待卖家同意")
    with pytest.raises(refusals.RequestOpen, match="could be paid twice"):
        pay_refund(people.finance, refund_id=number, reference="Z1")
    let_refund_through(people.supervisor, refund_id=number, reason="买家马上撤销")
    pay_refund(people.finance, refund_id=number, reference="Z1")


def test_who_pays_sees_the_payee_and_it_is_noted(people: Refunders, order: int) -> None:
    number = ask(people.agent, order, 10_000, payee=NAME, account="13800000001", **WAY)
    assert see_payee(people.finance, refund_id=number).account == "13800000001"
    with pytest.raises(NotAllowed):
        see_payee(people.agent, refund_id=number)
    rows = list_trail(people.owner.database, kind="refund", record_id=number)
    assert [(row.action, row.person) for row in rows if row.action == "looked"] == [("looked", "小赵")]
    seen = get_refund(masked(people.owner.database), number)
    assert (seen.payee, seen.payee_account) == ("张**", "****0001")


@pytest.mark.parametrize("text", ["张*", "张**丰", "13800000000", "Z", "张三 #", "买家1"])
def test_no_real_name(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_payee(text)


@pytest.mark.parametrize(
    ("text", "read"), [(" 张三 ", "张三"), ("阿依古丽·买买提", "阿依古丽·买买提"), ("Li  Wei", "Li Wei"), ("", "")]
)
def test_a_real_name(text: str, read: str) -> None:
    assert read_payee(text) == read


@pytest.mark.parametrize("text", ["6222 **** 0001", "12", "帐号", "6222,0001234"])
def test_no_account(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_account(text)


def test_an_account() -> None:
    assert read_account(" ６２２２ 0202 0000 1234 ") == "6222020200001234"
    assert read_account("li.wei+shop@example.com") == "li.wei+shop@example.com"


def test_what_no_platform_stands_between_is_paid_directly(people: Refunders) -> None:
    order = add_order(people.owner, origin=3, order_no="D1")
    for channel in (Channel.PLATFORM, Channel.WALLET):
        with pytest.raises(refusals.WayMissing):
            ask(people.agent, order, 100, channel=channel)
    number = ask(people.agent, order, 100, channel=Channel.WALLET, account="13800000001", payee=NAME)
    assert people.row(number).is_direct
    with pytest.raises(refusals.WayMissing):
        change_payee(people.agent, refund_id=number, account="")
