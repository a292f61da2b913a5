"""The columns of the lost register."""

from collections.abc import Callable

from shopdesk.domain.claims import KINDS, SOLUTIONS, STATES, State
from shopdesk.i18n import N_, _
from shopdesk.queries.claims import ClaimRow
from shopdesk.ui.moments import DAY, full_moment, span
from shopdesk.ui.parcels.reading import Clock
from shopdesk.ui.record_table import RecordColumn


def claim_columns(clock: Callable[[], Clock]) -> tuple[RecordColumn, ...]:
    """One parcel of the register a row."""

    def due(row: ClaimRow) -> str:
        return due_text(row, clock())

    def colour(row: ClaimRow) -> str:
        if not row.is_open or row.answer_by is None:
            return ""
        left = row.answer_by - clock().now
        return "danger" if left <= 0 else "warning" if left < DAY else ""

    return (
        RecordColumn(
            "due", N_("Ask by"), 76, due, lambda row: full_moment(row.answer_by, clock().zone), colour=colour,
            is_figure=True,
        ),
        RecordColumn("id", N_("#"), 40, lambda row: str(row.id), is_figure=True, is_muted=True),
        RecordColumn("kind", N_("Kind"), 72, lambda row: _(KINDS[row.kind]), lambda row: row.note),
        RecordColumn("waybill", N_("Waybill"), 136, lambda row: row.waybill, cuts_middle=True),
        RecordColumn("carrier", N_("Carrier"), 78, lambda row: row.carrier),
        RecordColumn("order_no", N_("Order"), 96, lambda row: row.order_no, cuts_middle=True, stretch=2),
        RecordColumn("buyer", N_("Buyer"), 76, lambda row: row.buyer, stretch=2),
        RecordColumn("amount", N_("Asked for"), 74, lambda row: row.amount.shown, is_figure=True),
        RecordColumn("paid", N_("Got"), 66, _got, is_figure=True),
        RecordColumn("state", N_("State"), 120, lambda row: _(STATES[row.state]), _answer, stretch=2),
        RecordColumn("solution", N_("Made good"), 104, _solution, colour=_solution_colour, stretch=2),
    )  # fmt: skip


def due_text(row: ClaimRow, clock: Clock) -> str:
    """How long the carrier has, or how late somebody is."""
    if not row.is_open or row.answer_by is None:
        return ""
    left = row.answer_by - clock.now
    return _("in {span}").format(span=span(left)) if left > 0 else _("{span} late").format(span=span(-left))


def _got(row: ClaimRow) -> str:
    return row.paid.shown if row.paid else row.answered.shown if row.answered else ""


def _answer(row: ClaimRow) -> str:
    return " · ".join(filter(None, (row.answer, row.reference)))


def _solution(row: ClaimRow) -> str:
    return "" if row.state is State.FOUND and not row.is_made_good else _(SOLUTIONS[row.solution])


def _solution_colour(row: ClaimRow) -> str:
    return "" if row.is_made_good else "warning"
