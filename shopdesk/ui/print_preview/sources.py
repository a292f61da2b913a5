"""What the preview shows and prints: orders' papers, a wave's slips, its issue register. All have the same methods."""

from collections.abc import Callable, Sequence
from typing import Protocol

from shopdesk.domain.documents import Document, Paper
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, ngettext
from shopdesk.printing.formats import Offset
from shopdesk.printing.papers import Progress
from shopdesk.queries.slips import list_slips
from shopdesk.services.desk import Desk
from shopdesk.services.handovers import print_register
from shopdesk.services.papers import AlreadyPrinted, PrintJob, find_unprintable, preview_papers, print_papers
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


class RegisterPapers:
    """The issue register of a wave: A4, whatever paper is chosen."""

    document = Document.PACKING_LIST

    def __init__(self, desk: Desk, wave_id: int) -> None:
        self._desk, self._wave_id = desk, wave_id

    @property
    def title(self) -> str:
        """Which wave's."""
        return _("Issue register of wave {wave}").format(wave=self._wave_id)

    def counted(self, n: int) -> str:
        """One register."""
        return ""

    def is_again(self, error: Exception) -> bool:
        """It may be printed as often as wanted."""
        return False

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """Nothing stands in its way."""
        return {}

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw it."""
        return PrintJob(self.document, Paper.A4, tuple(ids), print_register(self._desk, wave_id=self._wave_id))

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress, deliver: Deliver
    ) -> PrintJob:
        """Draw it once more, for the printer or a file."""
        pdf = print_register(self._desk, wave_id=self._wave_id, deliver=deliver)
        return PrintJob(self.document, Paper.A4, tuple(ids), pdf)
