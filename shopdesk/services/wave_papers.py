"""A wave's papers as they would come out now, recording nothing: for the preview."""

from collections.abc import Sequence

from shopdesk.domain.documents import Document, Paper
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.papers import Progress, render
from shopdesk.queries.slip_papers import get_slip_papers
from shopdesk.services.desk import Desk


def preview_slips(
    desk: Desk,
    *,
    slip_ids: Sequence[int],
    paper: Paper,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
) -> bytes:
    """The slips' pages as a PDF. Raises what `render` raises."""
    papers = get_slip_papers(
        desk.on_paper, slip_ids=list(slip_ids), printed_at=desk.clock(), printed_by=desk.actor.name
    )
    return render(Document.SLIP, papers, paper, offset=offset, progress=progress)
