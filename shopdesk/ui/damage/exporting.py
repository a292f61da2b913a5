"""The damage list and its losses as files (REP-04, DATA-05)."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from shopdesk.clock import Millis
from shopdesk.domain.damage_list import STATES
from shopdesk.i18n import N_, _
from shopdesk.queries.damage_list import DamageRow
from shopdesk.services.exports import Cell, export_table
from shopdesk.ui.damage.columns import day_of
from shopdesk.ui.damage.reading import LossLine, Moment
from shopdesk.ui.file_dialogs import choose_target

ENTRIES = (
    N_("#"), N_("Goods"), N_("Code"), N_("Pieces"), N_("Fault"), N_("Supplier"), N_("State"), N_("Batch"),
    N_("Cost"), N_("Credited"), N_("Loss"), N_("Supplier says"), N_("Came here"), N_("Taken back until"), N_("Sent"),
    N_("Order no."), N_("Box"), N_("Repair"), N_("Note"),
)  # fmt: skip
LOSSES = (
    N_("Month"), N_("Product"), N_("Pieces"), N_("Cost"), N_("Credited"), N_("Replaced by goods"), N_("Not credited"),
    N_("Of it undecided"), N_("Cost unknown"),
)  # fmt: skip


def ask_target(
    parent: QWidget, name: str, moment: Moment, write: Callable[[Path], object]
) -> QFileDialog:  # fmt: skip
    """Ask where to write; `name` has a blank {day}."""
    suggested = name.format(day=day_of(moment.now, moment)) + ".xlsx"
    return choose_target(
        parent, "damage.export.file", _("Export"), "Excel (*.xlsx);;CSV (*.csv)", write, suggested=suggested
    )


def write_entries(path: Path, rows: Sequence[DamageRow], moment: Moment) -> int:
    """These entries as they are listed; returns how many. Raises OutputFailed, UnknownFormat."""
    return export_table(path, [_(title) for title in ENTRIES], (_entry(row, moment) for row in rows))


def write_losses(path: Path, rows: Iterable[LossLine]) -> int:
    """These lines of the losses; returns how many. Raises OutputFailed, UnknownFormat."""
    return export_table(path, [_(title) for title in LOSSES], map(_loss, rows))


def _entry(row: DamageRow, moment: Moment) -> list[Cell]:
    def day(at: Millis | None) -> str:
        return "" if at is None else day_of(at, moment)

    amounts = [Decimal(amount.yuan) for amount in (row.worth, row.credited, row.loss)]
    return [
        row.id, row.name, row.sku, row.quantity, row.fault, row.supplier, _(STATES[row.state]), row.batch_id, *amounts,
        row.answer, day(row.received_at), day(row.expires_at), day(row.sent_at), row.order_no, row.box, row.repair_id,
        row.note,
    ]  # fmt: skip


def _loss(row: LossLine) -> list[Cell]:
    loss = row.loss
    amounts = (loss.worth, loss.credited, loss.replaced, loss.lost, loss.undecided)
    return [loss.month, loss.title, loss.pieces, *(Decimal(amount.yuan) for amount in amounts), loss.unpriced]
