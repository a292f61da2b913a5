"""The products page: what is sold, where it lies, what it weighs and who delivers it (PRD-01)."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.products import (
    Shows,
    SupplierRow,
    VariantFilter,
    VariantRow,
    count_variants,
    find_variant,
    list_shelves,
    list_suppliers,
    list_variants,
)
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Changed, Desk
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes, concerns
from shopdesk.ui.controls import label, named, rule
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.messages import Messages
from shopdesk.ui.newest import Newest
from shopdesk.ui.page import PageWidget
from shopdesk.ui.products.columns import variant_columns
from shopdesk.ui.products.commands import FOR_CHOSEN, ProductCommands
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.theme import Theme

SEARCH_AFTER = 150
"""Milliseconds after the last key."""
TABS: dict[Shows, str] = {
    Shows.ALL: N_("All"),
    Shows.ON_SALE: N_("On sale"),
    Shows.TAKEN_DOWN: N_("Taken down"),
    Shows.INCOMPLETE: N_("Incomplete"),
    Shows.ODD_WEIGHT: N_("Odd weight"),
}


class ProductsPage(PageWidget):
    """The whole list is in memory: 50,000 variants are read in the background and shown at once."""

    def __init__(
        self, *, desk: Desk, changes: Changes, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("products")
        self._desk, self._background, self._messages, self._theme = desk, background, messages, theme
        self._chosen, self._lists, self._is_stale = VariantFilter(), Newest(background, self), False
        self._awaited: int | None = None
        self._counts: dict[Shows, int] = {}
        self._build(theme)
        self._lay_out(theme)
        self._connect(changes)
        self.retranslate()
        self._read()

    # What the window asks of a page

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Products"))
        self.commands.retranslate()
        self.line.setPlaceholderText(_("Search code, product, style, shelf, supplier"))
        self.line.setAccessibleName(_("Search products"))
        self.shop.setAccessibleName(_("Shop"))
        self.tabs.setAccessibleName(_("Which products"))
        self._write_counts()

    def take_focus(self) -> None:
        """Into the list, or onto the button of an empty one."""
        (self.empty if self._middle.currentWidget() is self.empty else self.table).setFocus()

    def search(self, text: str) -> None:
        """Search everything, whatever was chosen before."""
        self.tabs.setCurrentIndex(0)
        self.line.setText(text)

    def scanned(self, code: str) -> bool:
        """A scanned barcode goes into a barcode cell that has the keys; else its variant is shown."""
        row, index = self.table.current(), self.table.currentIndex()
        if row is not None and index.column() == self.table.records.column_of("barcode") and not row.barcode:
            self.commands.type_in(row, "barcode", code)
            return True
        found = find_variant(self._desk.seen, code)
        if found is None:
            return False
        self.open_record("variant", found.id)
        return True

    def open_record(self, kind: str, record_id: object) -> None:
        """Choose this variant, in the list of all where this list hasn't got it."""
        if not isinstance(record_id, int) or self.table.go_to(record_id):
            return
        self._awaited = record_id
        self.line.setText("")
        self.tabs.setCurrentIndex(0)
        self._change(VariantFilter())

    def refresh(self) -> None:
        """Read everything again."""
        self._read(again=True)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read now."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    # How it is put together

    def _build(self, theme: Theme) -> None:
        columns = variant_columns(lambda: self.commands.suppliers, lambda: list_shelves(self._desk.seen))
        self.table = RecordTable("products.table", N_("Products"), columns, theme)
        self.empty = EmptyState("products.empty", theme)
        self.line = named(QLineEdit(self), "products.find")
        self.line.setClearButtonEnabled(True)
        self.shop = named(QComboBox(self), "products.shop")
        self.tabs = named(QTabBar(self), "products.tabs")
        for shows in TABS:
            self.tabs.setTabData(self.tabs.addTab(""), shows)
        self.count = label("products.count", parent=self)
        self.commands = ProductCommands(
            self, self.table, desk=self._desk, background=self._background, messages=self._messages, theme=theme
        )
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER)

    def _lay_out(self, theme: Theme) -> None:
        content = named(QFrame(self), "products.content")
        content.setProperty("surface", True)
        middle = named(QWidget(content), "products.middle")
        self._middle = QStackedLayout(middle)  # without its widget it would show its first page as a window
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        head, second, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        second.setContentsMargins(8, 0, 16, 0)
        foot.setContentsMargins(16, 8, 12, 8)
        for row in (head, second, foot):
            row.setSpacing(8)
        head.addWidget(self.line, 1)
        head.addWidget(self.shop)
        for name in ("suppliers", "learn", "import", "export", "add"):
            head.addWidget(self.commands.buttons[name])
        second.addWidget(self.tabs)
        second.addStretch(1)
        foot.addWidget(self.count)
        for name in FOR_CHOSEN:
            foot.addWidget(self.commands.buttons[name])
        foot.addStretch(1)
        foot.addLayout(self.commands.progress)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(second)
        column.addWidget(rule("products.rule", content))
        column.addWidget(middle, 1)
        column.addWidget(rule("products.foot.rule", content))
        column.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)

    def _connect(self, changes: Changes) -> None:
        changes.changed.connect(self._on_changed)
        self.line.textChanged.connect(lambda _text: self._timer.start())
        self.line.returnPressed.connect(self._go_to_table)
        self._timer.timeout.connect(lambda: self._change(replace(self._chosen, find=self.line.text().strip())))
        self.tabs.currentChanged.connect(
            lambda place: self._change(replace(self._chosen, shows=Shows(self.tabs.tabData(place))))
        )
        self.shop.currentIndexChanged.connect(
            lambda _place: self._change(replace(self._chosen, shop_id=self.shop.currentData()))
        )
        self.table.records.typed.connect(self._on_typed)
        self.table.chosen_changed.connect(self._show_possible)
        self.commands.added.connect(self._await)
        self.commands.by_name["find"].triggered.connect(self._start_search)
        self.empty.clicked.connect(self._on_empty)

    def _start_search(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    # Reading

    def _change(self, chosen: VariantFilter) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self._read()

    def _read(self, *, again: bool = False) -> None:
        """Find the list in the background; a later call overtakes an earlier one."""
        self.commands.chosen = self._chosen
        chosen, database = self._chosen, self._desk.seen
        self._is_stale = False
        self._show_shops()

        def find() -> tuple[list[VariantRow], dict[Shows, int], list[SupplierRow]]:
            return list_variants(database, chosen), count_variants(database, chosen), list_suppliers(database)

        def take(found: tuple[list[VariantRow], dict[Shows, int], list[SupplierRow]]) -> None:
            self._take(*found, again=again)

        self._lists.read(find, take, self._messages.error)

    def _take(
        self, rows: list[VariantRow], counts: dict[Shows, int], suppliers: Sequence[SupplierRow], *, again: bool
    ) -> None:
        self._counts, self.commands.suppliers = counts, suppliers
        self.table.show_rows(rows, again=again)
        self._middle.setCurrentWidget(self.table if rows else self.empty)
        self._write_counts()
        if not rows:
            self._say_empty()
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.table.go_to(awaited)
        elif rows and self.table.current_id() is None:
            self.table.go_to(rows[0].id)
        self._show_possible()

    def _say_empty(self) -> None:
        if self._chosen != VariantFilter():
            self.empty.say(N_("No product matches what is chosen here."), N_("Show all"), "plain")
        else:
            self.empty.say(
                N_("No products yet. They are learned from imported orders, or taken over from a table."),
                N_("Import table…"),
            )

    def _on_empty(self) -> None:
        if self._chosen == VariantFilter():
            self.commands.by_name["import"].trigger()
            return
        self.line.setText("")
        self.tabs.setCurrentIndex(0)
        self.shop.setCurrentIndex(0)
        self._change(VariantFilter())

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if not concerns(kinds, Changed.PRODUCTS, Changed.IMPORTS, Changed.SHOPS):
            return
        if self.isVisible():
            with self._messages.telling(asked=False):
                self.refresh()
        else:
            self._is_stale = True

    def _show_shops(self) -> None:
        shops = list_shops(self._desk.seen)
        self.shop.blockSignals(True)
        self.shop.clear()
        self.shop.addItem(_("All shops"), None)
        for shop in shops:
            self.shop.addItem(shop.name, shop.id)
        self.shop.setCurrentIndex(max(0, self.shop.findData(self._chosen.shop_id)))
        self.shop.blockSignals(False)
        self.shop.setVisible(len(shops) > 1)

    def _go_to_table(self) -> None:
        self._timer.stop()
        self._change(replace(self._chosen, find=self.line.text().strip()))
        self.table.setFocus()

    # What is shown about it

    def _write_counts(self) -> None:
        for place, (shows, text) in enumerate(TABS.items()):
            count = self._counts.get(shows)
            self.tabs.setTabText(place, _(text) if count is None else f"{_(text)}  {count:,}")
        chosen, n = len(self.table.chosen_ids()), len(self.table.records.rows)
        said = _("{chosen} of {n} chosen") if chosen else ngettext("{n} variant", "{n} variants", n)
        self.count.setText(said.format(chosen=f"{chosen:,}", n=f"{n:,}"))

    def _show_possible(self) -> None:
        self.commands.show_possible()
        self._write_counts()

    def _on_typed(self, variant_id: int, key: str, text: str) -> None:
        place = self.table.records.place_of(variant_id)
        if place is not None:
            self.commands.type_in(self.table.records.rows[place], key, text)

    def _await(self, variant_id: int) -> None:
        """Choose a variant as soon as it is listed."""
        self._awaited = variant_id
        self._change(VariantFilter())
