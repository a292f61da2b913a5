"""Papers of repairs, damage and lost parcels as the preview shows and prints them (REP-01, REP-03, REP-04, SHP-08)."""

from collections.abc import Callable, Sequence

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


class OneList(AsOftenAsWanted):
    """A list on A4, told by `what` its services are asked for."""

    def __init__(
        self,
        desk: Desk,
        document: Document,
        title: str,
        *,
        preview: Callable[..., bytes],
        print_list: Callable[..., object],
        **what: int | str,
    ) -> None:
        self._desk, self.document, self._title = desk, document, title
        self._preview, self._print_list, self._what = preview, print_list, what

    @property
    def title(self) -> str:
        """Whose, or of which month."""
        return self._title

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = self._preview(self._desk, **self._what, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record; the service tells what is on the pages, and hands over the pages."""
        pages: list[bytes] = []

        def keep(pdf: bytes) -> None:
            pages.append(pdf)
            if deliver is not None:
                deliver(pdf)

        self._print_list(self._desk, **self._what, offset=offset, deliver=keep)
        return PrintJob(self.document, paper, tuple(ids), pages[0])


def repair_dispatch_list(desk: Desk, batch_id: int) -> OneList:
    """What goes to the factory with a batch (REP-03)."""
    title = _("Dispatch list of repair batch {batch}").format(batch=batch_id)
    return OneList(
        desk, Document.REPAIR_DISPATCH, title, preview=preview_repair_dispatch, print_list=print_repair_dispatch,
        batch_id=batch_id,
    )  # fmt: skip


def damage_return_list(desk: Desk, batch_id: int) -> OneList:
    """What goes back to a supplier with a batch (REP-04)."""
    title = _("Return list of damage batch {batch}").format(batch=batch_id)
    return OneList(
        desk, Document.DAMAGE_RETURN, title, preview=preview_damage_return, print_list=print_damage_return,
        batch_id=batch_id,
    )  # fmt: skip


def month_losses(desk: Desk, month: str) -> OneList:
    """What carriers lost, emptied or broke in a month (SHP-08)."""
    title = _("Lost parcels of {month}").format(month=month)
    return OneList(
        desk, Document.LOSS_SUMMARY, title, preview=preview_loss_summary, print_list=print_loss_summary, month=month
    )  # fmt: skip
