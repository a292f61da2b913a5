"""What the preview shows and prints: orders' papers, a wave's slips and register, papers of what came back and of
refunds. All have the same methods. Those of repairs, damage and lost parcels: `care_sources.py`."""

from collections.abc import Callable, Sequence
from typing import Protocol

from shopdesk.domain.documents import Document, Paper
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, ngettext
from shopdesk.printing.formats import Offset
from shopdesk.printing.papers import Progress
from shopdesk.queries.slips import list_slips
from shopdesk.services.blank_forms import preview_blank_forms, print_blank_forms
from shopdesk.services.desk import Desk
from shopdesk.services.handovers import print_register
from shopdesk.services.intake_papers import (
    find_unlabelled,
    preview_box_labels,
    preview_intake_register,
    print_box_labels,
    print_intake_register,
)
from shopdesk.services.papers import AlreadyPrinted, PrintJob, find_unprintable, preview_papers, print_papers
from shopdesk.services.refund_papers import find_unlisted, preview_refund_list, print_refund_list
from shopdesk.services.wave_papers import preview_slips
from shopdesk.services.wave_printing import WavePrinted, preview_print, print_wave
from shopdesk.ui.papers import document_name

Deliver = Callable[[bytes], None] | None


class PrintSource(Protocol):
    """Ids are what the source is made of: orders, or slips. All but `title` and `counted` is called in a thread."""

    document: Document
    """Whose paper, printer and offset are remembered."""

    @property
    def title(self) -> str:
        """What is printed."""

    def counted(self, n: int) -> str:
        """So many of them, in words."""

    def is_again(self, error: Exception) -> bool:
        """Whether it was refused because it was printed before: a reason lets it through."""

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """Why some can't be printed."""

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""


class OrderPapers:
    """One document of some orders."""

    def __init__(self, desk: Desk, document: Document) -> None:
        self._desk, self.document = desk, document

    @property
    def title(self) -> str:
        """The document's name."""
        return document_name(self.document)

    def counted(self, n: int) -> str:
        """So many orders."""
        return ngettext("{n} order", "{n} orders", n).format(n=n)

    def is_again(self, error: Exception) -> bool:
        """Whether an order has this paper already."""
        return isinstance(error, AlreadyPrinted)

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """Orders that can't have this paper."""
        return find_unprintable(self._desk, order_ids=ids, document=self.document)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        return preview_papers(
            self._desk, order_ids=ids, document=self.document, paper=paper, offset=offset, progress=progress
        )

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        return print_papers(
            self._desk, order_ids=ids, document=self.document, paper=paper, offset=offset, reason=reason,
            progress=progress, deliver=deliver,
        )  # fmt: skip


class WavePapers:
    """Slips of a wave; with a `reason` they are printed again."""

    document = Document.SLIP

    def __init__(self, desk: Desk, wave_id: int, reason: str = "") -> None:
        self._desk, self._wave_id, self._reason = desk, wave_id, reason

    @property
    def title(self) -> str:
        """Which wave."""
        return _("Slips of wave {wave}").format(wave=self._wave_id)

    def counted(self, n: int) -> str:
        """So many slips."""
        return ngettext("{n} slip", "{n} slips", n).format(n=n)

    def is_again(self, error: Exception) -> bool:
        """Whether these were printed before."""
        return isinstance(error, WavePrinted)

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """Slips that stay behind: one of their orders is held, closed, or waits for its waybill."""
        _n, left = preview_print(self._desk, wave_id=self._wave_id, reason=self._reason, slip_ids=ids)
        why = {behind.order_id: behind.why for behind in reversed(left)}
        slips = list_slips(self._desk.seen, wave_id=self._wave_id)
        return {slip.id: why[order.id] for slip in slips for order in slip.orders if order.id in why}

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_slips(self._desk, slip_ids=ids, paper=paper, offset=offset, progress=progress)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        done = print_wave(
            self._desk, wave_id=self._wave_id, paper=paper, reason=reason or self._reason, slip_ids=ids, offset=offset,
            progress=progress, deliver=deliver,
        )  # fmt: skip
        return PrintJob(self.document, paper, done.slip_ids, done.pdf)


class AsOftenAsWanted:
    """What may be printed again without a reason, and nothing stands in its way."""

    def is_again(self, error: Exception) -> bool:
        """Never."""
        return False

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """None of them."""
        return {}

    def counted(self, n: int) -> str:
        """It is one."""
        return ""


class RegisterPapers(AsOftenAsWanted):
    """The issue register of a wave: A4, whatever paper is chosen."""

    document = Document.PACKING_LIST

    def __init__(self, desk: Desk, wave_id: int) -> None:
        self._desk, self._wave_id = desk, wave_id

    @property
    def title(self) -> str:
        """Which wave's."""
        return _("Issue register of wave {wave}").format(wave=self._wave_id)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw it."""
        return PrintJob(self.document, Paper.A4, tuple(ids), print_register(self._desk, wave_id=self._wave_id))

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw it once more, for the printer or a file."""
        pdf = print_register(self._desk, wave_id=self._wave_id, deliver=deliver)
        return PrintJob(self.document, Paper.A4, tuple(ids), pdf)


class IntakePapers(AsOftenAsWanted):
    """The register of a day of intake (RET-01); the id stands for the day and means nothing."""

    document = Document.INTAKE_REGISTER

    def __init__(self, desk: Desk, day: str) -> None:
        self._desk, self._day = desk, day

    @property
    def title(self) -> str:
        """Which day's."""
        return _("Intake register of {day}").format(day=self._day)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_intake_register(self._desk, day=self._day, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        pdf = print_intake_register(self._desk, day=self._day, offset=offset, deliver=deliver)
        return PrintJob(self.document, paper, tuple(ids), pdf)


class LabelPapers(AsOftenAsWanted):
    """Labels of boxes (RET-06)."""

    document = Document.BOX_LABEL

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def title(self) -> str:
        """The document's name."""
        return document_name(self.document)

    def counted(self, n: int) -> str:
        """So many boxes."""
        return ngettext("{n} box", "{n} boxes", n).format(n=n)

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """Boxes that were struck out, or with nothing written down."""
        return find_unlabelled(self._desk, box_ids=ids)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_box_labels(self._desk, box_ids=ids, paper=paper, offset=offset, progress=progress)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        pdf = print_box_labels(self._desk, box_ids=ids, paper=paper, offset=offset, progress=progress, deliver=deliver)
        return PrintJob(self.document, paper, tuple(ids), pdf)


class RefundPapers(AsOftenAsWanted):
    """What finance pays: these refunds, or with `today` whatever is to be paid today (REF-02, REF-03)."""

    document = Document.REFUND_LIST

    def __init__(self, desk: Desk, *, today: bool = False) -> None:
        self._desk, self._today = desk, today

    @property
    def title(self) -> str:
        """The document's name."""
        return document_name(self.document)

    def counted(self, n: int) -> str:
        """So many refunds."""
        return "" if self._today else ngettext("{n} payment", "{n} payments", n).format(n=n)

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """Refunds that can't be paid as they stand."""
        return {} if self._today else find_unlisted(self._desk, refund_ids=ids)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_refund_list(self._desk, refund_ids=self._chosen(ids), offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record: the next list warns of paying twice."""
        done = print_refund_list(self._desk, refund_ids=self._chosen(ids), offset=offset, deliver=deliver)
        return PrintJob(self.document, paper, tuple(ids), done.pdf)

    def _chosen(self, ids: Sequence[int]) -> Sequence[int]:
        return () if self._today else ids


class BlankForms(AsOftenAsWanted):
    """Return forms for nobody yet, one of each shop; the ids are those of shops (RET-14)."""

    document = Document.RETURN_FORM

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def title(self) -> str:
        """What they are."""
        return _("Blank return form")

    def counted(self, n: int) -> str:
        """So many shops."""
        return ngettext("{n} shop", "{n} shops", n).format(n=n)

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_blank_forms(self._desk, shop_ids=ids, paper=paper, offset=offset, progress=progress)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw and record."""
        pdf = print_blank_forms(
            self._desk, shop_ids=ids, paper=paper, offset=offset, progress=progress, deliver=deliver
        )
        return PrintJob(self.document, paper, tuple(ids), pdf)
