"""The label that hangs on goods for the factory: its number, bars that open the repair, what is wrong (REP-01)."""

from collections.abc import Sequence

from shopdesk.domain.documents import Paper
from shopdesk.domain.intake_papers import PaperItem
from shopdesk.domain.repair_papers import RepairLabel
from shopdesk.domain.repairs import WARRANTIES, Warranty
from shopdesk.i18n import _
from shopdesk.printing.box_label import ShownLabel, draw_labels
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.papers import Progress
from shopdesk.printing.rows import joined


def render_repair_labels(
    labels: Sequence[RepairLabel], paper: Paper, *, offset: Offset = NO_OFFSET, progress: Progress | None = None
) -> bytes:
    """The labels as one PDF in the order given, in the language in use; the same input gives the same bytes."""
    return draw_labels(_("Repair label"), list(map(_shown, labels)), paper, offset=offset, progress=progress)


def _shown(label: RepairLabel) -> ShownLabel:
    item = PaperItem(label.name, label.quantity, label.sku, label.accessories, fault=label.fault)
    warranty = "" if label.warranty is Warranty.UNKNOWN else _(WARRANTIES[label.warranty])
    return ShownLabel(
        label.number, label.code, _("Came on"), label.day, label.supplier or _("Supplier unknown"), label.order_no,
        (item,), joined((_("Repair"), warranty), "  "), label.printed_at, label.printed_by,
    )  # fmt: skip
