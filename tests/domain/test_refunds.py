"""Money that goes back, as rules on values (REF-04 to REF-08)."""

from datetime import date

import pytest

from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.refund_answers import ANSWERS, BLANKS, arrives
from shopdesk.domain.refunds import (
    ARRIVALS,
    Channel,
    Earlier,
    MoneyBack,
    RefundKind,
    RefundState,
    asked_together,
    effect_of,
    fee_bearer,
    folded_reason,
    goes_directly,
    same_again,
    transfer_fee,
)
from shopdesk.domain.scripts import blanks_in


def earlier(number: int, amount: int, state: RefundState = RefundState.PAID, **given: object) -> Earlier:
    return Earlier(number, state, RefundKind.ONLY, str(given.get("reason", "size")), Money(amount),
                   bool(given.get("direct")), int(str(given.get("by", 1))))  # fmt: skip


def test_what_is_left() -> None:
    refunds = (
        earlier(1, 3_000),
        earlier(2, 2_000, RefundState.ASKED),
        earlier(3, 9_000, RefundState.REFUSED),
        earlier(4, 9_000, RefundState.FAILED),
    )
    assert MoneyBack(Money(10_000), refunds, payouts=Money(500)).left == 4_500
    assert MoneyBack(Money(4_000), refunds).left == 0


def test_what_the_platform_paid_is_the_same_money_as_the_refund_that_asked_for_it() -> None:
    refunds = (earlier(1, 3_000), earlier(2, 1_000, direct=True))
    assert MoneyBack(Money(10_000), refunds, by_platform=Money(3_000)).gone() == 4_000
    assert MoneyBack(Money(10_000), refunds, by_platform=Money(5_000)).gone() == 6_000
    back = MoneyBack(Money(10_000), (), by_platform=Money(10_000))
    assert (back.over(Money(10_000), is_direct=False), back.over(Money(1), is_direct=True)) == (0, 1)


def test_what_was_asked_later_does_not_stop_what_was_asked_before() -> None:
    back = MoneyBack(Money(10_000), (earlier(1, 6_000), earlier(2, 8_000)))
    assert back.over(Money(6_000), is_direct=False, before=1) == 0
    assert back.over(Money(8_000), is_direct=False, before=2) == 4_000
    assert back.over(Money(1), is_direct=False) == 4_001


@pytest.mark.parametrize("reason", ["补差价", " 补差价 ", "补差价。", "补 差 价！"])
def test_the_same_reason_by_other_signs(reason: str) -> None:
    found = same_again([earlier(7, 100, RefundState.ASKED, reason="补差价")], reason=reason, amount=Money(100))
    assert found is not None and found.id == 7


def test_another_reason_or_amount() -> None:
    before = [earlier(7, 100, RefundState.ASKED, reason="补差价"), earlier(8, 200, RefundState.REFUSED)]
    assert same_again(before, reason="补差价2", amount=Money(100)) is None
    assert same_again(before, reason="补差价", amount=Money(101)) is None
    assert same_again(before, reason="size", amount=Money(200)) is None, "a refused one stops nothing"
    assert folded_reason("？！") != folded_reason("。。")


def test_what_one_person_asked_for_together() -> None:
    asked = [earlier(1, 100, by=1), earlier(2, 200, by=2), earlier(3, 400, by=1), earlier(4, 9, RefundState.FAILED)]
    assert asked_together(asked, asked_by=1) == 500


@pytest.mark.parametrize(
    ("kind", "channel", "account", "direct"),
    [
        (RefundKind.TRANSFER, Channel.WALLET, "", True),
        (RefundKind.ONLY, Channel.PLATFORM, "", False),
        (RefundKind.ONLY, Channel.CREDIT_CARD, "", False),
        (RefundKind.FREIGHT, Channel.WALLET, "13800000001", True),
        (RefundKind.FREIGHT, Channel.BANK, "", True),
        (RefundKind.FREIGHT, Channel.CASH, "", True),
    ],
)
def test_what_the_shop_pays_itself(kind: RefundKind, channel: Channel, account: str, direct: bool) -> None:
    assert goes_directly(kind, channel, account) is direct


def test_the_fee_is_rounded_up_to_whole_fen() -> None:
    fees = [transfer_fee(Money(amount), is_direct=True, channel=Channel.BANK) for amount in (1, 100, 101, 15_000)]
    assert fees == [1, 1, 2, 150]
    assert transfer_fee(Money(15_000), is_direct=True, channel=Channel.CASH) == 0
    assert transfer_fee(Money(15_000), is_direct=False, channel=Channel.WALLET) == 0
    bearers = [fee_bearer(blame, Money(10_001), Money(10_000)) for blame in (Party.BUYER, Party.COURIER, None)]
    assert bearers == [Party.BUYER, Party.SHOP, Party.SHOP]


def test_what_a_refund_does() -> None:
    assert "closes the trade" in effect_of(RefundKind.RETURN, is_full=True).trade
    assert "closes the trade" not in effect_of(RefundKind.RETURN, is_full=False).trade
    assert "can't review" in effect_of(RefundKind.ONLY, is_full=True).review
    assert "stays as it is" in effect_of(RefundKind.FREIGHT, is_full=True).trade
    assert "knows nothing" in effect_of(RefundKind.RETURN, is_full=True, is_direct=True).trade


def test_holidays_are_no_working_days() -> None:
    due = arrives(Channel.CREDIT_CARD, date(2026, 9, 30))  # the week from 1 October is free, 10 October is worked
    assert (due.since, due.until) == (date(2026, 10, 9), date(2026, 10, 20))


def test_each_answer_knows_its_blanks_and_each_channel_has_one() -> None:
    assert {
        name: blanks_in(text) - set(BLANKS) for name, text in ANSWERS.items() if blanks_in(text) - set(BLANKS)
    } == {}
    assert set(ARRIVALS) == set(Channel) <= set(ANSWERS)
    assert "name" not in BLANKS
