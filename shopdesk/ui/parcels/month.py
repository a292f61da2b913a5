"""What carriers lost, emptied or broke in a month, by carrier and kind: looked at, printed, exported (SHP-08)."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.claims import KINDS
from shopdesk.domain.money import ZERO
from shopdesk.domain.permissions import Right
from shopdesk.i18n import _, ngettext
from shopdesk.queries.claims import ClaimTotal
from shopdesk.services.claim_exports import export_claim_totals
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.rows_table import RowsTable
from shopdesk.ui.parcels.claim_reading import read_month
from shopdesk.ui.rights import apply_right

WIDTH, HEIGHT, MONTHS = 820, 420, 24
_DECEMBER = 12


def months_before(month: str, count: int) -> list[str]:
    """`2026-11`, `2026-10` …"""
    year, number = (int(part) for part in month.split("-"))
    whole = year * _DECEMBER + number - 1
    return [f"{each // _DECEMBER}-{each % _DECEMBER + 1:02}" for each in range(whole, whole - count, -1)]


class MonthDialog(Retranslated, QDialog):
    """`papers_requested` carries the month whose summary is to be printed."""

    papers_requested = Signal(str)

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, *, month: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, "claims.month").setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._background, self._messages = desk, background, messages
        self._totals: list[ClaimTotal] = []
        self.months = named(QComboBox(self), "claims.month.which")
        self.months.addItems(months_before(month, MONTHS))
        self.table = RowsTable("claims.month.table", 1, self)
        self._said = label("claims.month.said", wrap=True, parent=self)
        self._print = button("claims.month.print", "main", self)
        self._export = button("claims.month.export", parent=self)
        self._close = button("claims.month.close", parent=self)
        self.months.currentTextChanged.connect(lambda _month: self.read())
        self._print.clicked.connect(lambda: self.papers_requested.emit(self.month))
        self._export.clicked.connect(self._ask_file)
        self._close.clicked.connect(self.reject)
        apply_right(self._print, desk, Right.PRINT)
        apply_right(self._export, desk, Right.EXPORT)
        self._lay_out()
        self.retranslate()
        self.read()

    @property
    def month(self) -> str:
        """The one that is shown."""
        return self.months.currentText()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Lost parcels of a month"))
        self.setAccessibleName(self.windowTitle())
        self.months.setAccessibleName(_("Month"))
        self.table.setAccessibleName(_("By carrier and kind"))
        self._print.setText(_("Print…"))
        self._export.setText(_("Export…"))
        self._close.setText(_("Close"))
        self.table.show_headings([
            _("Carrier"), _("Kind"), _("Number of parcels"), _("Asked for"), _("Offered"), _("Carrier paid"),
            _("Lost to the shop"), _("Still open"), _("Carrier refused"), _("Turned up"),
        ])  # fmt: skip
        self._write()

    def read(self) -> None:
        """Read the month that is chosen."""
        month = self.month
        self._background.run_task(
            lambda: (month, read_month(self._desk, month)), self._take, self._messages.error, owner=self
        )

    def write(self, path: Path) -> None:
        """The sums as a file."""
        month = self.month
        self._background.run_task(
            lambda: export_claim_totals(self._desk, path=path, month=month),
            lambda _n: self._messages.toast(_("{month} is in {file}").format(month=month, file=path.name)),
            self._messages.error, owner=self,
        )  # fmt: skip

    def _take(self, read: tuple[str, list[ClaimTotal]]) -> None:
        if read[0] == self.month:
            self._totals = read[1]
            self._write()

    def _write(self) -> None:
        totals = self._totals
        self.table.show_rows([
            (
                each.carrier or "–", _(KINDS[each.kind]), str(each.parcels),
                *(money.shown if money else "–" for money in (each.asked, each.offered, each.paid, each.lost)),
                *(str(count or "–") for count in (each.is_open, each.refused, each.found)),
            )
            for each in totals
        ])  # fmt: skip
        self._align()
        n = sum(each.parcels for each in totals)
        asked, paid, lost = (sum((getattr(each, name) for each in totals), ZERO) for name in ("asked", "paid", "lost"))
        said = ngettext(
            "{n} parcel: asked for {asked}, paid {paid}, lost to the shop {lost}",
            "{n} parcels: asked for {asked}, paid {paid}, lost to the shop {lost}", n,
        )  # fmt: skip
        nothing = _("Nothing was registered in this month.")
        told = said.format(n=n, asked=asked.shown, paid=paid.shown, lost=lost.shown)
        self._said.setText(told if totals else nothing)
        self._print.setEnabled(bool(totals))
        self._export.setEnabled(bool(totals))

    def _align(self) -> None:
        """Figures stand at the right, below their headings."""
        table, right = self.table, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column in range(2, table.columnCount()):
            items = [table.horizontalHeaderItem(column), *(table.item(row, column) for row in range(table.rowCount()))]
            for item in items:
                if item is not None:
                    item.setTextAlignment(right)

    def _ask_file(self) -> None:
        name = _("lost parcels {month}").format(month=self.month) + ".xlsx"
        choose_target(
            self, "claims.month.target", _("The month as a file"), "Excel (*.xlsx);;CSV (*.csv)", self.write,
            suggested=name,
        )  # fmt: skip

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.months)
        above.addStretch(1)
        below.addWidget(self._said, 1)
        for made in (self._close, self._export, self._print):
            below.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self.resize(WIDTH, HEIGHT)
