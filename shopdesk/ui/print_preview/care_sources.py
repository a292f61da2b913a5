"""Papers of repairs, damage and lost parcels as the preview shows and prints them (REP-01, REP-03, REP-04, SHP-08)."""

from collections.abc import Callable, Sequence
from typing import Any

from shopdesk.domain.documents import Document, Paper
from shopdesk.i18n import _, ngettext
from shopdesk.printing.formats import Offset
from shopdesk.printing.papers import Progress
from shopdesk.services.claim_papers import preview_loss_summary, print_loss_summary
from shopdesk.services.desk import Desk
from shopdesk.services.papers import PrintJob
from shopdesk.services.repair_papers import (
    preview_damage_return,
    preview_repair_dispatch,
    preview_repair_labels,
    print_damage_return,
    print_repair_dispatch,
    print_repair_labels,
)
from shopdesk.ui.papers import document_name
from shopdesk.ui.print_preview.sources import AsOftenAsWanted, Deliver


class RepairLabels(AsOftenAsWanted):
    """Labels of repairs; the ids are theirs (REP-01)."""

    document = Document.REPAIR_LABEL

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def title(self) -> str:
        """The document's name."""
        return document_name(self.document)

    def counted(self, n: int) -> str:
        """So many labels."""
        return ngettext("{n} label", "{n} labels", n).format(n=n)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_repair_labels(self._desk, repair_ids=ids, paper=paper, offset=offset, progress=progress)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record: what just came is labelled by it."""
        pdf = print_repair_labels(
            self._desk, repair_ids=ids, paper=paper, offset=offset, progress=progress, deliver=deliver
        )
        return PrintJob(self.document, paper, tuple(ids), pdf)


class RepairDispatchList(AsOftenAsWanted):
    """What goes to the factory with a batch (REP-03)."""

    document = Document.REPAIR_DISPATCH

    def __init__(self, desk: Desk, batch_id: int) -> None:
        self._desk, self._batch_id = desk, batch_id

    @property
    def title(self) -> str:
        """Which batch's."""
        return _("Dispatch list of repair batch {batch}").format(batch=self._batch_id)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_repair_dispatch(self._desk, batch_id=self._batch_id, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        pdf = _drawn(deliver, print_repair_dispatch, self._desk, batch_id=self._batch_id, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)


class DamageReturnList(AsOftenAsWanted):
    """What goes back to a supplier with a batch (REP-04)."""

    document = Document.DAMAGE_RETURN

    def __init__(self, desk: Desk, batch_id: int) -> None:
        self._desk, self._batch_id = desk, batch_id

    @property
    def title(self) -> str:
        """Which batch's."""
        return _("Return list of damage batch {batch}").format(batch=self._batch_id)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_damage_return(self._desk, batch_id=self._batch_id, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        pdf = _drawn(deliver, print_damage_return, self._desk, batch_id=self._batch_id, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)


class MonthLosses(AsOftenAsWanted):
    """What carriers lost, emptied or broke in a month (SHP-08); the id stands for the month and means nothing."""

    document = Document.LOSS_SUMMARY

    def __init__(self, desk: Desk, month: str) -> None:
        self._desk, self._month = desk, month

    @property
    def title(self) -> str:
        """Which month's."""
        return _("Lost parcels of {month}").format(month=self._month)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_loss_summary(self._desk, month=self._month, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        pdf = _drawn(deliver, print_loss_summary, self._desk, month=self._month, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)


def _drawn(deliver: Deliver, print_list: Callable[..., object], desk: Desk, **what: Any) -> bytes:
    """The pages that a service printed, which tells what is on them instead."""
    pages: list[bytes] = []

    def keep(pdf: bytes) -> None:
        pages.append(pdf)
        if deliver is not None:
            deliver(pdf)

    print_list(desk, **what, deliver=keep)
    return pages[0]
