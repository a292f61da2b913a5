"""What a table of products would change, before it does."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.money import Money
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.importing.product_tables import TITLES
from shopdesk.services.product_tables import Planned, TablePlan
from shopdesk.ui.controls import button, fit_on_screen, label
from shopdesk.ui.language import Retranslated
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.theme import Theme

SHOWN = 5_000
"""Changes that are listed one by one."""


class ChangeLine(NamedTuple):
    """One value that changes."""

    id: int
    row: int
    code: str
    what: str
    before: str
    after: str


COLUMNS = (
    RecordColumn("row", N_("Row"), 56, lambda line: str(line.row or ""), is_figure=True, is_muted=True),
    RecordColumn("code", N_("Code"), 150, lambda line: line.code, stretch=1),
    RecordColumn("what", N_("What"), 120, lambda line: line.what),
    RecordColumn("before", N_("Before"), 130, lambda line: line.before, is_muted=True, stretch=1),
    RecordColumn("after", N_("After"), 130, lambda line: line.after, stretch=1),
)


class TablePreview(Retranslated, QDialog):
    """`on_yes` is called when the changes are wanted."""

    def __init__(
        self, plan: TablePlan, on_yes: Callable[[], object], theme: Theme, parent: QWidget, *, because: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("products.preview")
        self._plan, self._because = plan, because
        self._summary = label("products.preview.summary", wrap=True, parent=self)
        self.table = RecordTable("products.preview.table", N_("Changes"), COLUMNS, theme)
        self._no = button("products.preview.cancel", parent=self)
        self._yes = button("products.preview.take-over", "main", self)
        self._yes.setDefault(True)
        self._no.clicked.connect(self.reject)
        self._yes.clicked.connect(self.accept)
        self.accepted.connect(lambda: on_yes() if not plan.is_empty else None)
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 760, 480)
        self._yes.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        plan = self._plan
        self.setWindowTitle(_("Import products"))
        self.table.show_rows(list(_lines(plan)))
        self._summary.setText("\n".join(filter(None, (self._because, self._said()))))
        self._no.setText(_("Cancel"))
        n = len(plan.new) + len(plan.changed)
        take = ngettext("Take {n} variant over", "Take {n} variants over", n).format(n=n)
        self._yes.setText(_("Close") if plan.is_empty else take if n else _("Take over"))
        self._no.setVisible(not plan.is_empty)
        self.table.setVisible(not plan.is_empty)

    def _said(self) -> str:
        plan = self._plan
        if plan.is_empty:
            said = ngettext(
                "{file}: nothing to change, {n} row says what is known already.",
                "{file}: nothing to change, all {n} rows say what is known already.",
                plan.rows,
            )
            return said.format(file=plan.file, n=plan.rows)
        parts = [
            ngettext("{n} new variant", "{n} new variants", len(plan.new)).format(n=len(plan.new)),
            ngettext("{n} changed", "{n} changed", len(plan.changed)).format(n=len(plan.changed)),
            ngettext("{n} as it was", "{n} as they were", plan.unchanged).format(n=plan.unchanged),
        ]
        if plan.new_suppliers:
            said = ngettext("{n} new supplier", "{n} new suppliers", plan.new_suppliers)
            parts.append(said.format(n=plan.new_suppliers))
        return f"{plan.file}: " + ", ".join(parts)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.addWidget(self._summary)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._no)
        foot.addWidget(self._yes)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)


def _lines(plan: TablePlan) -> Iterator[ChangeLine]:
    number = 0
    for name, days in plan.suppliers.items():
        number += 1
        yield ChangeLine(number, 0, name, _("Takes back (days)"), "", str(days or ""))
    for planned in (*plan.new, *plan.changed):
        for line in _planned_lines(planned, number):
            number += 1
            if number > SHOWN:
                return
            yield line


def _planned_lines(planned: Planned, number: int) -> Iterator[ChangeLine]:
    if planned.known is None:
        told = " ".join(str(value.after) for value in planned.differences if value.name in ("style", "colour", "size"))
        yield ChangeLine(number, planned.row, planned.sku, _("New variant"), "", told or planned.product)
        return
    for place, (name, before, after) in enumerate(planned.differences):
        shown = (_shown(name, before), _shown(name, after))
        yield ChangeLine(number + place, planned.row, planned.sku, _(TITLES[name]), *shown)


def _shown(name: str, value: Any) -> str:
    if name in ("price", "cost"):
        return Money(value).shown
    if name == "on_sale":
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
