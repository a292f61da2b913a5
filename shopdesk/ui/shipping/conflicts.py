"""Waybills that can't be given, each with its line, its order and the way out."""

from typing import NamedTuple

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.services.waybill_checks import Conflict, WaybillConflicts
from shopdesk.ui.controls import button, fit_on_screen, label
from shopdesk.ui.language import Retranslated
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.theme import Theme


class ConflictEntry(NamedTuple):
    """One of them."""

    id: int
    conflict: Conflict


COLUMNS = (
    RecordColumn("line", N_("Line"), 56, lambda entry: str(entry.conflict.line or ""), is_figure=True, is_muted=True),
    RecordColumn("text", N_("Waybill"), 150, lambda entry: entry.conflict.text),
    RecordColumn("order_no", N_("Order no."), 160, lambda entry: entry.conflict.order_no),
    RecordColumn("why", N_("What is wrong, and the way out"), 380, lambda entry: sentence(entry.conflict.why),
                 stretch=1),
)  # fmt: skip


class ConflictsDialog(Retranslated, QDialog):
    """Nothing was written: the whole column waits until these are put right."""

    def __init__(self, error: WaybillConflicts, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shipping.conflicts")
        self._error = error
        self._head = label("shipping.conflicts.head", wrap=True, parent=self)
        self.table = RecordTable("shipping.conflicts.table", N_("Waybills"), COLUMNS, theme)
        self._why = label("shipping.conflicts.why", wrap=True, parent=self)
        self._why.setMinimumHeight(40)
        self.table.chosen_changed.connect(self._show_why)
        self._close = button("shipping.conflicts.close", "main", self)
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 900, 420)
        self._close.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        n = len(self._error.conflicts)
        self.setWindowTitle(_("These waybills can't be given"))
        said = ngettext(
            "No waybill was given: {n} of them can't be. Put it right and give them again.",
            "No waybill was given: {n} of them can't be. Put these right and give them again.",
            n,
        )
        self._head.setText(said.format(n=n))
        self.table.show_rows([ConflictEntry(place, each) for place, each in enumerate(self._error.conflicts)])
        self._close.setText(_("Close"))
        self.table.go_to(0)

    def _show_why(self) -> None:
        """The whole sentence of the current line, which its cell may cut."""
        entry = self.table.current()
        self._why.setText("" if entry is None else sentence(entry.conflict.why))

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.addWidget(self._head)
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(16)
        foot.addWidget(self._why, 1)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
