"""The columns of the list of refunds, with the clock of REF-02."""

from collections.abc import Callable

from shopdesk.domain.refunds import ARRIVALS, REFUND_KINDS, REFUND_STATES, Channel, RefundState, reason_title
from shopdesk.i18n import N_, _
from shopdesk.queries.refunds import RefundRow
from shopdesk.ui.moments import exact_span, full_moment, short_moment, span
from shopdesk.ui.record_table import RecordColumn
from shopdesk.ui.refunds.reading import WAITS, Clock, Due, Wait, waits_for

_COLOURS = {Due.LATE: "danger", Due.TODAY: "warning", Due.ANY: ""}
LAST_DAYS = 48 * 3_600_000
"""Milliseconds: what is paid later than that shows its day and no clock."""


def clock_text(row: RefundRow, clock: Clock) -> str:
    """How long is left until it has to be paid, or how late it is."""
    if not row.is_open:
        return short_moment(row.paid_at, clock.now, clock.zone)
    if row.due_at is None:
        return _("goods on their way")
    left = row.due_at - clock.now
    if left >= LAST_DAYS:
        return short_moment(row.due_at, clock.now, clock.zone)
    return _("in {span}").format(span=span(left)) if left >= 0 else _("{span} late").format(span=span(-left))


def clock_tip(row: RefundRow, clock: Clock) -> str:
    """The same in full."""
    if not row.is_open or row.due_at is None:
        return full_moment(row.paid_at, clock.zone)
    left = row.due_at - clock.now
    told = _("Pay by {moment} ({span} left)") if left >= 0 else _("Was to be paid by {moment} ({span} late)")
    return told.format(moment=full_moment(row.due_at, clock.zone), span=exact_span(abs(left)))


def state_text(row: RefundRow) -> str:
    """Its state, and what an approved one waits for."""
    wait = waits_for(row)
    if wait in (Wait.GOODS, Wait.PAYEE, Wait.CHECK):
        return _(WAITS[wait])
    return _(REFUND_STATES[row.state])


def refund_columns(clock: Callable[[], Clock]) -> tuple[RecordColumn, ...]:
    """One refund a row; the reference of what is to be paid is typed into its cell."""

    def due(row: RefundRow) -> str:
        return clock_text(row, clock())

    def colour(row: RefundRow) -> str:
        return _COLOURS[clock().due(row)]

    def asked(row: RefundRow) -> str:
        return f"{row.asked_by} {full_moment(row.asked_at, clock().zone)}"

    return (
        RecordColumn("due", N_("Pay by"), 84, due, lambda row: clock_tip(row, clock()), colour=colour, is_figure=True),
        RecordColumn("id", N_("#"), 48, lambda row: str(row.id), is_figure=True, is_muted=True),
        RecordColumn("order_no", N_("Order"), 128, lambda row: row.order_no, cuts_middle=True, stretch=3),
        RecordColumn("buyer", N_("Buyer"), 88, lambda row: row.buyer, stretch=2),
        RecordColumn("kind", N_("Kind"), 118, lambda row: _(REFUND_KINDS[row.kind])),
        RecordColumn("reason", N_("Reason"), 96, lambda row: _(reason_title(row.reason)), stretch=2, is_muted=True),
        RecordColumn("amount", N_("Amount"), 80, lambda row: row.amount.shown, _freight_tip, is_figure=True),
        RecordColumn("channel", N_("Way"), 76, _way, _payee, is_muted=True, stretch=1),
        RecordColumn("state", N_("State"), 136, state_text, stretch=3),
        RecordColumn("asked", N_("Asked by"), 68, lambda row: row.asked_by, asked, is_muted=True),
        RecordColumn("reference", N_("Reference"), 104, lambda row: row.reference, edits=_payable, stretch=2),
    )  # fmt: skip


def _way(row: RefundRow) -> str:
    return _("Platform") if row.channel is Channel.PLATFORM else _(ARRIVALS[row.channel].title)


def _payee(row: RefundRow) -> str:
    """Where it goes in full."""
    title = _(ARRIVALS[row.channel].title)
    return " · ".join(filter(None, (title, row.payee, row.payee_account, row.refund_no)))


def _freight_tip(row: RefundRow) -> str:
    return _("Promised freight in it: {amount}").format(amount=row.freight.shown) if row.freight else ""


def _payable(row: RefundRow) -> str | None:
    """A reference is typed where a payment is due."""
    return row.reference if row.state is RefundState.APPROVED else None
