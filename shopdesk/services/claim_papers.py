"""A month's lost parcels on paper (SHP-08)."""

from collections.abc import Callable

from shopdesk.domain.documents import Document
from shopdesk.domain.loss_summary import LossLine, LossSummary
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.queries.claims import list_claims
from shopdesk.queries.months import get_month
from shopdesk.services.desk import Changed, Desk, work


class NothingLost(Refused):
    template = N_("Nothing stands in the lost register of {month}.")


def preview_loss_summary(desk: Desk, *, month: str, offset: Offset = NO_OFFSET) -> bytes:
    """The summary as it would be printed now, recording nothing. Raises NotAMonth, NothingLost."""
    return _draw(_read(desk, month), offset)


def print_loss_summary(
    desk: Desk,
    *,
    month: str,
    offset: Offset = NO_OFFSET,
    deliver: Callable[[bytes], None] | None = None,
) -> LossSummary:
    """What was registered in a month, `2026-11`, on A4; returns what it tells. Raises NotAMonth, NothingLost."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        summary = _read(desk, month)
        pdf = _draw(summary, offset)
        told = {"document": Document.LOSS_SUMMARY.value, "list": summary.month}
        doing.note("print", "shop", 0, after=told)
        if deliver is not None:
            deliver(pdf)
    return summary


def _read(desk: Desk, name: str) -> LossSummary:
    month = get_month(desk.on_paper, name=name)
    rows = sorted(list_claims(desk.on_paper, since=month.since, until=month.until), key=lambda row: row.id)
    if not rows:
        raise NothingLost(month=month.name)
    lines = tuple(
        LossLine(
            row.id, row.at, row.kind, row.state, row.carrier, row.waybill, row.order_no, row.buyer, row.amount,
            row.answered, row.paid, row.solution, row.answer,
        )
        for row in rows
    )  # fmt: skip
    return LossSummary(month.name, lines, desk.clock(), desk.actor.name)


def _draw(summary: LossSummary, offset: Offset) -> bytes:
    from shopdesk.printing.loss_summary import render_loss_summary  # reportlab takes longer than most commands

    return render_loss_summary(summary, offset=offset)
