"""What a buyer is told who asks where the money is (REF-06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shopdesk.domain.refunds import ARRIVALS, OPEN, Channel, RefundState
from shopdesk.domain.scripts import fill_blanks
from shopdesk.domain.workdays import workday_after
from shopdesk.errors import N_

BLANKS = ("buyer", "order_no", "amount", "paid", "since", "until", "due", "reference", "reason")
"""What may stand between braces."""

OVERDUE = "overdue"
"""Paid, and the last day on which it should have come is over."""
WAITING = "waiting"
"""Asked or approved, and the goods are still to come."""

ANSWERS: Mapping[str, str] = {
    RefundState.ASKED: N_(
        "Hello, your refund of {amount} yuan for order {order_no} is being looked at. You will hear from us by {due}."
    ),
    RefundState.APPROVED: N_(
        "Hello, your refund of {amount} yuan for order {order_no} is granted; it will be paid by {due}."
    ),
    WAITING: N_(
        "Hello, your refund of {amount} yuan for order {order_no} is noted; it is paid within a day of your parcel's "
        "arrival here."
    ),
    RefundState.REFUSED: N_("Hello, the refund of {amount} yuan for order {order_no} was not granted: {reason}."),
    RefundState.FAILED: N_(
        "Hello, the {amount} yuan for order {order_no} came back to us ({reason}). "
        "Please send us the name and the number of the account once more."
    ),
    OVERDUE: N_(
        "Hello, {amount} yuan for order {order_no} were paid on {paid} and should have been with you by {until}. "
        "Please look through your statement; with the reference {reference} the payment can be traced. "
        "If it isn't there, tell us, and we ask for you."
    ),
    Channel.PLATFORM: N_(
        "Hello, {amount} yuan for order {order_no} went back on {paid} the way you paid them: to a wallet at once, "
        "to a card by {until} at the latest. The platform's order page shows where."
    ),
    Channel.WALLET: N_(
        "Hello, {amount} yuan for order {order_no} went to your wallet on {paid}; they are there by {until}. "
        "Reference: {reference}."
    ),
    Channel.CREDIT_CARD: N_(
        "Hello, {amount} yuan for order {order_no} went back to your credit card on {paid}. Banks take 2 to 10 working "
        "days: look for it between {since} and {until}, perhaps on the next statement. Reference: {reference}."
    ),
    Channel.DEBIT_CARD: N_(
        "Hello, {amount} yuan for order {order_no} went back to your bank card on {paid}. Banks take 1 to 5 working "
        "days: it is there between {since} and {until}. Reference: {reference}."
    ),
    Channel.BANK: N_(
        "Hello, {amount} yuan for order {order_no} were transferred to your account on {paid}. It takes 1 to 3 working "
        "days: they are there by {until}. Reference: {reference}."
    ),
    Channel.CASH: N_("Hello, {amount} yuan for order {order_no} were handed over in cash on {paid}."),
}
"""The usual texts: by state while it isn't paid, by channel afterwards."""


@dataclass(frozen=True, slots=True)
class Due:
    """Between which days money that was paid is with the buyer."""

    since: date
    until: date


def arrives(channel: Channel, paid_on: date) -> Due:
    """Working days after the payment, as the channel takes them."""
    arrival = ARRIVALS[channel]
    return Due(workday_after(paid_on, arrival.least), workday_after(paid_on, arrival.most))


def answer_name(state: RefundState, channel: Channel, *, today: date, paid_on: date | None, waits: bool) -> str:
    """Which of the answers fits: the state, the channel, that it is overdue, or that it waits for the goods."""
    if state in OPEN and waits:
        return WAITING
    if state is not RefundState.PAID or paid_on is None:
        return state.value
    is_over = channel is not Channel.CASH and today > arrives(channel, paid_on).until
    return OVERDUE if is_over else channel.value


def fill_answer(script: str, values: Mapping[str, object]) -> str:
    """The text with its blanks filled in."""
    return fill_blanks(script, **values)
