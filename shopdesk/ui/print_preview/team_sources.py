"""What the preview shows and prints of the people who work here: a month's points (TEAM-02)."""

from collections.abc import Callable, Sequence

from shopdesk.domain.documents import Document, Paper
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _
from shopdesk.printing.formats import Offset
from shopdesk.printing.papers import Progress
from shopdesk.services.desk import Desk
from shopdesk.services.papers import PrintJob
from shopdesk.services.point_sheets import preview_points_sheet, print_points_sheet


class PointsPapers:
    """A month's points: of everybody for a supervisor, else one's own. It may be printed as often as wanted."""

    document = Document.POINTS_SHEET

    def __init__(self, desk: Desk, month: str) -> None:
        self._desk, self._month = desk, month

    @property
    def title(self) -> str:
        """Which month."""
        return _("Points of {month}").format(month=self._month)

    def counted(self, n: int) -> str:
        """It is one sheet."""
        return ""

    def is_again(self, error: Exception) -> bool:
        """Never."""
        return False

    def unprintable(self, ids: Sequence[int]) -> dict[int, ShopdeskError]:
        """Nothing stands in its way."""
        return {}

    def preview(self, ids: Sequence[int], paper: Paper, offset: Offset, progress: Progress) -> PrintJob:
        """Draw, recording nothing."""
        pdf = preview_points_sheet(self._desk, month=self._month, offset=offset)
        return PrintJob(self.document, paper, tuple(ids), pdf)

    def print(
        self, ids: Sequence[int], paper: Paper, offset: Offset, *, reason: str, progress: Progress,
        deliver: Callable[[bytes], None] | None,
    ) -> PrintJob:  # fmt: skip
        """Draw and record."""
        drawn: list[bytes] = []

        def hand_over(pdf: bytes) -> None:
            drawn.append(pdf)
            if deliver is not None:
                deliver(pdf)

        print_points_sheet(self._desk, month=self._month, offset=offset, deliver=hand_over)
        return PrintJob(self.document, paper, tuple(ids), drawn[0])
