"""The lost register and a month's sums as files (SHP-08)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from shopdesk.clock import iso
from shopdesk.domain.claims import KINDS, SOLUTIONS, STATES
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.claims import ClaimRow, ClaimTotal, list_claims, total_claims
from shopdesk.queries.months import get_month
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk, need
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.privacy import note_export
from shopdesk.settings import ZONE

_HEADER = (
    N_("Claim number"), N_("Registered"), N_("Kind"), N_("State"), N_("Carrier"), N_("Waybill"), N_("Order"),
    N_("Shop"), N_("Buyer"), N_("Asked for"), N_("Offered"), N_("Carrier paid"), N_("Reference"), N_("It said"),
    N_("To answer by"), N_("Made good"), N_("Case"), N_("Person"), N_("Note"),
)  # fmt: skip
_SUMS = (
    N_("Carrier"), N_("Kind"), N_("Number of parcels"), N_("Asked for"), N_("Offered"), N_("Carrier paid"),
    N_("Lost to the shop"), N_("Still open"), N_("Carrier refused"), N_("Turned up"),
)  # fmt: skip


def export_claims(desk: Desk, *, path: Path, claim_ids: Sequence[int] = (), month: str = "") -> int:
    """Write these claims, or all that were registered in a month `2026-11`, to a CSV or XLSX file; returns how many.
    Raises NotAMonth, OutputFailed, UnknownFormat."""
    need(desk, Right.EXPORT)
    rows: Iterable[ClaimRow]
    if month:
        found = get_month(desk.seen, name=month)
        rows = list_claims(desk.seen, since=found.since, until=found.until)
    else:
        wanted = set(claim_ids)
        rows = [row for row in list_claims(desk.seen) if row.id in wanted]
    zone, header = get_setting(desk.seen, ZONE), [_(title) for title in _HEADER]
    return export_table(
        path, header, (_cells(row, zone) for row in rows), note=lambda n: note_export(desk, "claims", n)
    )


def export_claim_totals(desk: Desk, *, path: Path, month: str) -> int:
    """Write a month's sums by carrier and kind. Raises NotAMonth, OutputFailed, UnknownFormat."""
    need(desk, Right.EXPORT)
    found = get_month(desk.seen, name=month)
    totals = total_claims(desk.seen, since=found.since, until=found.until)
    return export_table(path, [_(title) for title in _SUMS], map(_sum_cells, totals))


def _cells(row: ClaimRow, zone: str) -> list[Cell]:
    return [
        row.id, iso(row.at, zone) or "", _(KINDS[row.kind]), _(STATES[row.state]), row.carrier, row.waybill,
        row.order_no, row.shop, row.buyer, Decimal(row.amount.yuan), Decimal(row.answered.yuan),
        Decimal(row.paid.yuan), row.reference, row.answer, iso(row.answer_by, zone) or "",
        _(SOLUTIONS[row.solution]), "" if row.case_id is None else row.case_id, row.person, row.note,
    ]  # fmt: skip


def _sum_cells(row: ClaimTotal) -> list[Cell]:
    return [
        row.carrier, _(KINDS[row.kind]), row.parcels, Decimal(row.asked.yuan), Decimal(row.offered.yuan),
        Decimal(row.paid.yuan), Decimal(row.lost.yuan), row.is_open, row.refused, row.found,
    ]  # fmt: skip
