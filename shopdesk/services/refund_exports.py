"""What finance has to pay today, as a file to fill in and give back (REF-02, REF-03)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from shopdesk.clock import Millis, day_end, iso, to_local
from shopdesk.db.database import GIVEN, listed, rows_of
from shopdesk.db.trail import Entry
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import Party
from shopdesk.domain.refund_steps import RefundStep, doubt_about_refund
from shopdesk.domain.refunds import ARRIVALS, REFUND_KINDS, RefundState, reason_title
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.importing.payment_results import AMOUNT, REFERENCE, REFUND, REMARK, RESULT
from shopdesk.queries.refunds import RefundRow, list_refunds, refund_facts, refund_view
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk, need, work
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.refund_refusals import refusal_of
from shopdesk.settings import ZONE

LISTED = "refund listed"
"""What the trail calls that a refund was in a file for finance."""

_HEADER = (
    REFUND, N_("Order"), N_("Shop"), N_("Buyer"), N_("Kind"), N_("Reason"), N_("Amount"), N_("Fee"), N_("Fee borne by"),
    AMOUNT, N_("Way"), N_("Payee"), N_("Account"), N_("Payee checked by"), N_("Platform's request"), N_("Pay by"),
    N_("Asked by"), N_("Approved by"), REFERENCE, RESULT, REMARK,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An approved refund that can't be paid as it stands."""

    refund: RefundRow
    why: Refused


@dataclass(frozen=True, slots=True)
class ListedBefore:
    """A refund that was in an earlier file and that nobody has recorded as paid since."""

    refund: RefundRow
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class ToPay:
    """What is to be paid, and what is to be looked at first."""

    refunds: tuple[RefundRow, ...]
    left: tuple[LeftOut, ...]
    again: tuple[ListedBefore, ...]


def find_to_pay(desk: Desk, *, everything: bool = False) -> ToPay:
    """What has to be paid by the end of the shop's day, late ones first; `everything`: all that is approved. Reads
    only; who pays sees payees as they are."""
    need(desk, Right.PAY)
    end = day_end(to_local(desk.clock(), zone := get_setting(desk.database, ZONE)).date(), zone)
    approved = list_refunds(desk.database, states=(RefundState.APPROVED,))
    due, left = list[RefundRow](), list[LeftOut]()
    for refund in approved:
        if not everything and refund.due_at is not None and refund.due_at >= end:
            continue
        view = refund_view(desk.database, order_id=refund.order_id)
        facts = refund_facts(desk.database, refund, view)
        doubt = doubt_about_refund(RefundStep.PAY, facts, person_id=desk.actor.id)
        if doubt is None:
            due.append(refund)
        else:
            left.append(LeftOut(refund, refusal_of(desk, doubt, RefundStep.PAY, refund, view)))
    return ToPay(tuple(due), tuple(left), tuple(_listed_before(desk, due)))


def export_to_pay(desk: Desk, *, path: Path, everything: bool = False) -> ToPay:
    """Write what has to be paid today to a CSV or XLSX file that `take_results` reads back; that it was taken stands in
    the trail. Returns what it holds, what stayed out and why, and what an earlier file held already.

    Raises OutputFailed, UnknownFormat.
    """
    found = find_to_pay(desk, everything=everything)
    with work(desk, Right.PAY) as doing:
        zone = get_setting(desk.database, ZONE)

        def note(_rows: int) -> None:
            doing.note_all(LISTED, "refund", [Entry(each.id, {}, {"file": path.name}) for each in found.refunds])

        export_table(path, [_(title) for title in _HEADER], (_cells(each, zone) for each in found.refunds), note=note)
    return found


def _cells(refund: RefundRow, zone: str) -> list[Cell]:
    bearer = _("Buyer") if refund.fee_by is Party.BUYER else _("Shop")
    return [
        refund.id, refund.order_no, refund.shop, refund.buyer, _(REFUND_KINDS[refund.kind]),
        _(reason_title(refund.reason)), Decimal(refund.amount.yuan), Decimal(refund.fee.yuan),
        bearer if refund.fee else "", Decimal(refund.to_pay.yuan), _(ARRIVALS[refund.channel].title), refund.payee,
        refund.payee_account, refund.payee_checked_by, refund.refund_no, iso(refund.due_at, zone) or "",
        refund.asked_by, refund.approved_by, "", "", "",
    ]  # fmt: skip


def _listed_before(desk: Desk, refunds: list[RefundRow]) -> Iterator[ListedBefore]:
    rows = rows_of(
        desk.database,
        "SELECT t.record_id, p.name, max(t.at) FROM trail t JOIN person p ON p.id = t.person_id "
        f"WHERE t.kind = 'refund' AND t.action = ? AND t.record_id IN {GIVEN} GROUP BY t.record_id, p.name "
        "ORDER BY max(t.at)",
        (LISTED, listed(each.id for each in refunds)),
    )
    last = {number: (person, at) for number, person, at in rows}
    for refund in refunds:
        if refund.id in last:
            yield ListedBefore(refund, *last[refund.id])
