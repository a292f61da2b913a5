"""A month's lost parcels on paper (SHP-08)."""

from collections.abc import Callable

from shopdesk.clock import Millis
from shopdesk.domain.documents import Document
from shopdesk.domain.loss_summary import LossLine, LossSummary
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.queries.claims import list_claims
from shopdesk.services.desk import Changed, Desk, work


class NothingLost(Refused):
    template = N_("Nothing stands in the lost register of {month}.")


def preview_loss_summary(desk: Desk, *, month: str, since: Millis, until: Millis, offset: Offset = NO_OFFSET) -> bytes:
    """The summary as it would be printed now, recording nothing. Raises NothingLost."""
    return _draw(_read(desk, month, since, until), offset)


def print_loss_summary(
    desk: Desk,
    *,
    month: str,
    since: Millis,
    until: Millis,
    offset: Offset = NO_OFFSET,
    deliver: Callable[[bytes], None] | None = None,
) -> LossSummary:
    """What was registered between two moments, on A4; returns what it tells. `month` is its name, `2026-11`. Raises
    NothingLost."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        summary = _read(desk, month, since, until)
        pdf = _draw(summary, offset)
        told = {"document": Document.LOSS_SUMMARY.value, "list": month}
        doing.note("print", "shop", 0, after=told)
        if deliver is not None:
            deliver(pdf)
    return summary


def _read(desk: Desk, month: str, since: Millis, until: Millis) -> LossSummary:
    rows = sorted(list_claims(desk.on_paper, since=since, until=until), key=lambda row: row.id)
    if not rows:
        raise NothingLost(month=month)
    lines = tuple(
        LossLine(
            row.id, row.at, row.kind, row.state, row.carrier, row.waybill, row.order_no, row.buyer, row.amount,
            row.answered, row.paid, row.solution, row.answer,
        )
        for row in rows
    )  # fmt: skip
    return LossSummary(month, lines, desk.clock(), desk.actor.name)


def _draw(summary: LossSummary, offset: Offset) -> bytes:
    from shopdesk.printing.loss_summary import render_loss_summary  # reportlab takes longer than most commands

    return render_loss_summary(summary, offset=offset)
