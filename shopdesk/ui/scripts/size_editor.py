"""Writing a table of sizes: name, shop, note, what it goes by, and its sizes (PRD-02)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from shopdesk.domain.sizes import MEASURES, Measure, SizeChart
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.queries.shops import ShopRow
from shopdesk.queries.size_tables import SizeTableRow
from shopdesk.services.clashes import Base
from shopdesk.services.size_tables import check_chart, size_table_base
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.layouts import fill
from shopdesk.ui.scripts.size_grid import Cells, SizeGrid, cells_of
from shopdesk.ui.scripts.size_line import SizeLine

_COLUMNS = 4
NOTE_HIGH = 48
"""px: two lines."""
USUAL = (Measure.HEIGHT, Measure.WEIGHT)
"""What a new table goes by, until somebody says otherwise."""


@dataclass(slots=True)
class Draft:
    """A table as it is being written, over what it was opened with."""

    row: SizeTableRow | None = None
    base: Base | None = None
    name: str = ""
    shop_id: int | None = None
    note: str = ""
    measures: tuple[Measure, ...] = USUAL
    cells: list[Cells] = field(default_factory=list)


def draft_of(row: SizeTableRow) -> Draft:
    """A table as it is kept."""
    cells = [{key: text for key, text in cells_of(each).items() if text} for each in row.chart.rows]
    return Draft(row, size_table_base(row), row.name, row.shop_id, row.note, row.chart.measures, cells)


class SizeEditor(Retranslated, QWidget):
    """Always open for writing; Ctrl+Enter saves, Esc gives up."""

    saved = Signal(object, object, str, object)
    """The `Draft`, the chart, the note, the shop's id."""
    left = Signal()
    changed = Signal()
    """Something was typed: it may be saved, or no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scripts.sizes.editor")
        self.opened, self._is_filling = Draft(), False
        self.name = named(QLineEdit(self), "scripts.sizes.name")
        self.note = named(QPlainTextEdit(self), "scripts.sizes.note")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(NOTE_HIGH)
        self.shop = named(QComboBox(self), "scripts.sizes.shop")
        self.measures = {
            each: named(QCheckBox(self), f"scripts.sizes.{each.value.partition(' ')[0]}") for each in Measure
        }
        self.grid = SizeGrid(self)
        self.said = label("scripts.sizes.said", "danger", wrap=True, parent=self)
        self.said.hide()
        self.tried = SizeLine("scripts.sizes.try", self)
        self._products = label("scripts.sizes.products", "small", wrap=True, parent=self)
        self.save_button, self.back = button("scripts.sizes.save", "main", self), button("scripts.sizes.back", "plain")
        self._names = {key: label(f"scripts.sizes.{key}.name", "small") for key in ("name", "shop", "note", "measures")}
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for widget, key, text in (
            (self.name, "name", _("Table of sizes")), (self.shop, "shop", _("Shop")),
            (self.note, "note", _("What to say with it")),
        ):  # fmt: skip
            self._names[key].setText(text)
            widget.setAccessibleName(text)
        self._names["measures"].setText(_("Goes by"))
        for each, check in self.measures.items():
            check.setText(MEASURES[each].heading)
        self.shop.setItemText(0, _("All shops"))
        self.save_button.setText(_("Save"))
        self.save_button.setToolTip(_("Ctrl+Enter"))
        self.back.setText(_("Take back"))

    def show_shops(self, shops: Sequence[ShopRow]) -> None:
        """Shops to choose from; where there is one only nobody is asked."""
        chosen = self.shop.currentData()
        self.shop.blockSignals(True)
        self.shop.clear()
        self.shop.addItem(_("All shops"), None)
        for shop in shops:
            self.shop.addItem(shop.name, shop.id)
        self.shop.setCurrentIndex(max(0, self.shop.findData(chosen)))
        self.shop.blockSignals(False)
        for widget in (self.shop, self._names["shop"]):
            widget.setVisible(len(shops) > 1)

    def open_draft(self, draft: Draft, opened: Draft | None = None) -> None:
        """Write this from now on; `opened` is how it was when the draft was begun."""
        self.opened, self._is_filling = opened or draft, True
        self.name.setText(draft.name)
        self.note.setPlainText(draft.note)
        self.shop.setCurrentIndex(max(0, self.shop.findData(draft.shop_id)))
        for each, check in self.measures.items():
            check.setChecked(each in draft.measures)
        self.grid.show_rows(draft.measures, draft.cells)
        self._is_filling = False
        self._on_changed()

    def draft(self) -> Draft:
        """As it stands."""
        measures = tuple(each for each, check in self.measures.items() if check.isChecked())
        return Draft(self.opened.row, self.opened.base, self.name.text().strip(), self.shop.currentData(),
                     self.note.toPlainText().strip(), measures, self.grid.cells())  # fmt: skip

    @property
    def is_dirty(self) -> bool:
        """Whether something would be lost."""
        now, then = self.draft(), self.opened
        return (now.name, now.note, now.shop_id, set(now.measures), now.cells) != (
            then.name, then.note, then.shop_id, set(then.measures), then.cells
        )  # fmt: skip

    def show_products(self, names: Sequence[str]) -> None:
        """Which products go by this table."""
        said = _("Products that go by it: {names}").format(names=_(", ").join(names))
        self._products.setText(said if names else _("No product goes by it yet: give it to products on their page."))

    def save(self) -> None:
        """Hand it over, if it can be a table."""
        draft = self.draft()
        try:
            chart = self._chart(draft)
            check_chart(chart)
        except ShopdeskError as error:
            self._say(sentence(error))
            return
        self._say("")
        self.saved.emit(draft, chart, draft.note, draft.shop_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # How it is put together

    def _lay_out(self) -> None:
        form, checks, foot, outer = QFormLayout(), QGridLayout(), QHBoxLayout(), QFormLayout()
        for key, widget in (("name", self.name), ("shop", self.shop), ("note", self.note)):
            form.addRow(self._names[key], widget)
        for place, check in enumerate(self.measures.values()):
            checks.addWidget(check, place // _COLUMNS, place % _COLUMNS)
        form.addRow(self._names["measures"], checks)
        form.setContentsMargins(16, 12, 16, 8)
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(12)
        outer.setContentsMargins(16, 8, 16, 4)
        outer.addRow(self.said)
        outer.addRow(self.tried)
        outer.addRow(self._products)
        foot.setContentsMargins(16, 4, 16, 10)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.save_button)
        fill(self, form, self.grid, outer, foot, tall=self.grid)

    def _connect(self) -> None:
        self.name.textChanged.connect(lambda _text: self._on_changed())
        self.note.textChanged.connect(self._on_changed)
        self.shop.currentIndexChanged.connect(lambda _place: self._on_changed())
        for check in self.measures.values():
            check.toggled.connect(lambda _on: self._on_measures())
        self.grid.changed.connect(self._on_changed)
        self.save_button.clicked.connect(self.save)
        self.back.clicked.connect(lambda: self.open_draft(self.opened))
        self.tried.left.connect(self.grid.setFocus)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.save_button.click, context=within)

    # What is typed

    def _on_measures(self) -> None:
        if self._is_filling:
            return
        draft = self.draft()
        self.grid.show_rows(draft.measures, draft.cells)
        self._on_changed()

    def _on_changed(self) -> None:
        if self._is_filling:
            return
        draft = self.draft()
        try:
            chart, problem = self._chart(draft), ""
        except ShopdeskError as error:
            chart, problem = None, sentence(error)
        self._say(problem)
        self.tried.show_chart(chart)
        for made in (self.save_button, self.back):
            made.setEnabled(self.is_dirty)
        self.changed.emit()

    def _chart(self, draft: Draft) -> SizeChart:
        return SizeChart(" ".join(draft.name.split()), draft.measures, self.grid.rows(draft.name))

    def _say(self, problem: str) -> None:
        self.said.setText(problem)
        self.said.setVisible(bool(problem))
