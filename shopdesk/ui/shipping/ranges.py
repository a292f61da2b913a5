"""The stock of courier numbers: what there is, a new range, closing one (SHP-02)."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import _
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.waybill_ranges import RangeRow, list_ranges
from shopdesk.services.desk import Desk
from shopdesk.services.waybill_ranges import add_range, close_range
from shopdesk.settings import CARRIERS
from shopdesk.ui.controls import button, fit_on_screen, label
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme


class RangeEntry(NamedTuple):
    """One line of the stock."""

    id: int
    range: RangeRow


def _left(entry: RangeEntry) -> str:
    if entry.range.closed_at is not None:
        return _("closed")
    return f"{entry.range.stock:,}" if entry.range.stock else _("used up")


COLUMNS = (
    RecordColumn("carrier", N_("Carrier"), 110, lambda entry: entry.range.carrier, stretch=1),
    RecordColumn("first", N_("First"), 150, lambda entry: entry.range.first, is_muted=True),
    RecordColumn("last", N_("Last"), 150, lambda entry: entry.range.last, is_muted=True),
    RecordColumn("next", N_("Next"), 150, lambda entry: entry.range.next),
    RecordColumn("left", N_("Left"), 76, _left, is_figure=True),
    RecordColumn("person", N_("Entered by"), 90, lambda entry: entry.range.person, is_muted=True),
)


class RangesDialog(Retranslated, QDialog):
    """`added` once there are more numbers."""

    added = Signal()

    def __init__(self, desk: Desk, messages: Messages, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shipping.ranges")
        self._desk, self._messages = desk, messages
        self.table = RecordTable("shipping.ranges.table", N_("Number ranges"), COLUMNS, theme)
        self._hint = label("shipping.ranges.hint", "muted", parent=self)
        self._add = button("shipping.ranges.add", "main", self)
        self._stop = button("shipping.ranges.stop", parent=self)
        self._close = button("shipping.ranges.close", parent=self)
        self._lay_out()
        self._add.clicked.connect(self.ask)
        self._stop.clicked.connect(self._close_chosen)
        self._close.clicked.connect(self.accept)
        self.table.chosen_changed.connect(self._show_possible)
        for made in (self._add, self._stop):
            apply_right(made, desk, Right.WAYBILL)
        self.retranslate()
        fit_on_screen(self, 820, 400)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Number ranges"))
        self._hint.setText(_("Numbers are taken from the oldest open range of each carrier."))
        self._add.setText(_("New range…"))
        self._stop.setText(_("Close range"))
        self._close.setText(_("Close"))
        self.refresh()

    def refresh(self) -> None:
        """Read the stock again."""
        rows = [RangeEntry(row.id, row) for row in list_ranges(self._desk.seen)]
        self.table.show_rows(rows, again=True)
        if not rows:
            self._hint.setText(_("No numbers in stock. Enter what a carrier gave you."))
        self._show_possible()

    def ask(self) -> None:
        """Ask for a new range."""
        names = [str(row["name"]) for row in get_setting(self._desk.seen, CARRIERS)]
        fields = (
            Field("carrier", N_("Carrier"), FieldKind.CHOICE, choices=[(name, name) for name in names]),
            Field("first", N_("First number"), required=True),
            Field("last", N_("Last number"), required=True),
            Field("step", N_("Step"), FieldKind.NUMBER, value=1, lowest=1, highest=1_000,
                  hint=N_("By how much one number follows another: mostly 1.")),
        )  # fmt: skip
        FormDialog("range", N_("New range"), fields, self._add_one, save=N_("Add"), parent=self).open()

    def _add_one(self, values: Values) -> None:
        add_range(
            self._desk,
            carrier=str(values["carrier"]),
            first=str(values["first"]),
            last=str(values["last"]),
            step=int(str(values["step"])),
        )
        self.refresh()
        self.added.emit()

    def _close_chosen(self) -> None:
        for entry in self.table.chosen():
            try:
                close_range(self._desk, range_id=entry.id)
            except ShopdeskError as error:
                self._messages.error(error)
        self.refresh()

    def _show_possible(self) -> None:
        rows = self.table.chosen()
        self._stop.setEnabled(bool(rows) and all(entry.range.stock for entry in rows))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        for made in (self._add, self._stop):
            foot.addWidget(made)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
