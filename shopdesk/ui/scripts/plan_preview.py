"""What a file of scripts or of tables of sizes would change, before it does."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.services.script_tables import ScriptPlan
from shopdesk.services.size_tables import SizePlan
from shopdesk.ui.controls import button, fit_on_screen, label
from shopdesk.ui.language import Retranslated
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.theme import Theme


class PlanLine(NamedTuple):
    """One thing that is new or changes."""

    id: int
    name: str
    is_new: bool
    text: str = ""


COLUMNS = (
    RecordColumn("name", N_("Title"), 180, lambda line: line.name, stretch=1),
    RecordColumn("what", N_("What"), 90, lambda line: _("New") if line.is_new else _("Changed"), is_muted=True),
    RecordColumn("text", N_("Text"), 300, lambda line: line.text, stretch=3),
)


class PlanPreview(Retranslated, QDialog):
    """`on_yes` is called when the changes are wanted."""

    def __init__(self, plan: ScriptPlan | SizePlan, on_yes: Callable[[], object], theme: Theme, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("scripts.plan")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._plan, self._lines = plan, lines_of(plan)
        self._summary = label("scripts.plan.summary", wrap=True, parent=self)
        self.table = RecordTable("scripts.plan.table", N_("Changes"), COLUMNS, theme)
        self.table.show_rows(self._lines)
        self.table.setVisible(bool(self._lines))
        self._no, self._yes = button("scripts.plan.cancel", parent=self), button("scripts.plan.yes", "main", self)
        self._yes.setDefault(True)
        self._no.clicked.connect(self.reject)
        self._yes.clicked.connect(self.accept)
        if self._lines:
            self.accepted.connect(on_yes)
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 720, 440)
        self._yes.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Import"))
        new = sum(line.is_new for line in self._lines)
        unchanged = self._plan.unchanged if isinstance(self._plan, ScriptPlan) else len(self._plan.unchanged)
        said = _("{file}: {created} new, {updated} changed, {unchanged} as they were")
        self._summary.setText(
            said.format(file=self._plan.file, created=new, updated=len(self._lines) - new, unchanged=unchanged)
        )
        self._no.setText(_("Cancel"))
        self._no.setVisible(bool(self._lines))
        self._yes.setText(_("Take over") if self._lines else _("Close"))

    def _lay_out(self) -> None:
        layout, foot = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        foot.addStretch(1)
        foot.addWidget(self._no)
        foot.addWidget(self._yes)
        layout.addWidget(self._summary)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)


def lines_of(plan: ScriptPlan | SizePlan) -> Sequence[PlanLine]:
    """Its changes one by one."""
    if isinstance(plan, SizePlan):
        told = [*((name, True, "") for name in plan.new), *((name, False, "") for name in plan.changed)]
    else:
        told = [
            (each.title, each.known is None, str(each.values.get("body", "")))
            for each in (*plan.new, *plan.changed)
        ]  # fmt: skip
    return [PlanLine(place, *each) for place, each in enumerate(told, 1)]
