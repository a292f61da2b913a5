"""Everything that can be done on the products page: texts, keys, rights, and what follows."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from shopdesk.clock import to_local
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.products import SupplierRow, VariantFilter, VariantRow, list_shelves
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.product_tables import TablePlan
from shopdesk.settings import ZONE
from shopdesk.ui.background import Background, Task
from shopdesk.ui.controls import button, named
from shopdesk.ui.file_dialogs import choose_file, choose_target
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.products.forms import shelf_form, sizes_form, supplier_form, variant_form, weight_form
from shopdesk.ui.products.suppliers import SuppliersDialog
from shopdesk.ui.products.table_preview import TablePreview
from shopdesk.ui.products.work import ProductWork
from shopdesk.ui.progress import inline_progress
from shopdesk.ui.record_table import RecordTable
from shopdesk.ui.rights import apply_right, why_not_allowed
from shopdesk.ui.theme import Theme

DECLARED: dict[str, tuple[str, str, Right | None]] = {
    "add": (N_("New variant…"), "Ctrl+N", Right.PRODUCTS),
    "shelf": (N_("Shelf…"), "Ctrl+L", Right.PRODUCTS),
    "weight": (N_("Weight…"), "Ctrl+G", Right.PRODUCTS),
    "supplier": (N_("Supplier…"), "Ctrl+U", Right.PRODUCTS),
    "sizes": (N_("Table of sizes…"), "Ctrl+T", Right.PRODUCTS),
    "take-down": (N_("Take down"), "Ctrl+D", Right.PRODUCTS),
    "put-on-sale": (N_("Put on sale"), "Ctrl+Shift+D", Right.PRODUCTS),
    "suppliers": (N_("Suppliers…"), "", None),
    "learn": (N_("Learn weights"), "Ctrl+Shift+G", Right.SERVE),
    "import": (N_("Import table…"), "Ctrl+I", Right.PRODUCTS),
    "export": (N_("Export table…"), "Ctrl+E", Right.EXPORT),
    "find": (N_("Search products"), "Ctrl+F", None),
}
"""Text, key, and the right that it needs."""
FOR_CHOSEN = ("shelf", "weight", "supplier", "sizes", "take-down", "put-on-sale")
_PATTERN = "*.csv *.xlsx *.xls"


class ProductCommands(QObject):
    """Actions by name, a button for each, and what they do with what is chosen in the table."""

    added = Signal(int)
    """A variant was entered by hand: its id."""

    def __init__(
        self, page: QWidget, table: RecordTable, *, desk: Desk, background: Background, messages: Messages, theme: Theme
    ) -> None:
        super().__init__(page)
        self._desk, self._messages, self._theme, self._page, self._table = desk, messages, theme, page, table
        self.suppliers: Sequence[SupplierRow] = ()
        self.chosen = VariantFilter()
        """What is listed, and thus exported."""
        self.progress = QHBoxLayout()
        self._work = ProductWork(desk, background, messages, self)
        self.by_name = {name: self._action(name) for name in DECLARED}
        self.buttons = {
            name: button(f"products.{name}.button", "main" if name == "add" else "plain", page)
            for name in DECLARED
            if name != "find"
        }
        self._connect()

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _key, _right) in DECLARED.items():
            self.by_name[name].setText(_(text))
        self._write_buttons()

    def show_possible(self) -> None:
        """Enable what can be done with the chosen variants."""
        rows = self._table.chosen()
        for name in FOR_CHOSEN:
            self.by_name[name].setEnabled(bool(rows))
        if rows:
            self.by_name["take-down"].setEnabled(any(row.on_sale for row in rows))
            self.by_name["put-on-sale"].setEnabled(any(not row.on_sale for row in rows))

    def type_in(self, row: VariantRow, key: str, text: str) -> None:
        """Save what was typed into a row."""
        reason = why_not_allowed(self._desk, Right.PRODUCTS)
        if reason:
            self._messages.toast(reason, Kind.WARNING)
        else:
            back = lambda: self._table.keep_typed(row.id, key, text)  # noqa: E731
            self._work.type_in(row, key, text, self.suppliers, not_saved=back)

    def open_suppliers(self) -> SuppliersDialog:
        """Show the suppliers."""
        dialog = SuppliersDialog(self._desk, self._messages, self._theme, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def preview_table(self, path: Path, because: str = "") -> None:
        """Show what a table would change, and take it over from there; `because` says why it is shown again."""

        def show(plan: TablePlan) -> None:
            again = lambda reason: self.preview_table(path, reason)  # noqa: E731
            take_over = lambda: self._show_progress(self._work.take_over(path, plan, again))  # noqa: E731
            preview = TablePreview(plan, take_over, self._theme, self._page, because=because)
            preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            preview.open()

        self._show_progress(self._work.plan(path, show))

    def export_to(self, path: Path) -> None:
        """Write what is listed to a file, by its ending."""
        self._show_progress(self._work.export(path, self.chosen))

    def _action(self, name: str) -> QAction:
        action = QAction(self._page)
        action.setObjectName(f"products.{name}")
        _text, key, right = DECLARED[name]
        if key:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page.addAction(action)
        if right is not None:
            apply_right(action, self._desk, right)
        return action

    def _connect(self) -> None:
        does = {
            "add": self._add,
            "shelf": self._ask_shelf,
            "weight": self._ask_weight,
            "supplier": self._ask_supplier,
            "sizes": self._ask_sizes,
            "take-down": lambda: self._set_on_sale(False),
            "put-on-sale": lambda: self._set_on_sale(True),
            "suppliers": self.open_suppliers,
            "learn": self._work.learn,
            "import": self._ask_import,
            "export": self._ask_export,
        }
        for name, do in does.items():
            self.by_name[name].triggered.connect(lambda _checked=False, do=do: do())
        for name, made in self.buttons.items():
            made.clicked.connect(self.by_name[name].trigger)
            self.by_name[name].changed.connect(self._write_buttons)
        self._table.customContextMenuRequested.connect(self._open_menu)

    def _write_buttons(self) -> None:
        for name, made in self.buttons.items():
            action = self.by_name[name]
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            made.setText(action.text())
            made.setEnabled(action.isEnabled())
            made.setToolTip(f"{action.text().rstrip('…')}  {keys}" if action.isEnabled() else action.toolTip())

    def _open_menu(self, at: QPoint) -> None:
        menu = named(QMenu(self._page), "products.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in FOR_CHOSEN:
            menu.addAction(self.by_name[name])
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _add(self) -> None:
        save = lambda variant: self._work.add(variant, self.added.emit)  # noqa: E731
        variant_form(list_shops(self._desk.seen), self.suppliers, save, self._page).open()

    def _ask_shelf(self) -> None:
        rows = self._table.chosen()
        save = lambda shelf: self._work.set_values(rows, {"shelf": shelf})  # noqa: E731
        shelf_form(list_shelves(self._desk.seen), save, self._page).open()

    def _ask_weight(self) -> None:
        rows = self._table.chosen()
        weight_form(lambda grams: self._work.set_values(rows, {"weight": grams}), self._page).open()

    def _ask_supplier(self) -> None:
        rows = self._table.chosen()
        save = lambda supplier_id: self._work.set_values(rows, {"supplier_id": supplier_id})  # noqa: E731
        supplier_form(self.suppliers, save, self._page).open()

    def _ask_sizes(self) -> None:
        rows = self._table.chosen()
        save = lambda table_id: self._work.give_sizes(rows, table_id)  # noqa: E731
        self._work.read_sizes(rows, lambda tables, now: sizes_form(tables, now, save, self._page).open())

    def _set_on_sale(self, on_sale: bool) -> None:
        self._work.set_values(self._table.chosen(), {"on_sale": on_sale})

    def _ask_import(self) -> None:
        pattern = _("Tables") + f" ({_PATTERN})"
        choose_file(self._page, "products.import.file", _("Import products"), pattern, self.preview_table)

    def _ask_export(self) -> None:
        today = to_local(self._desk.clock(), get_setting(self._desk.seen, ZONE)).date().isoformat()
        suggested = _("products {day}").format(day=today) + ".xlsx"
        title, pattern = _("Export products"), "Excel (*.xlsx);;CSV (*.csv)"
        choose_target(self._page, "products.export.file", title, pattern, self.export_to, suggested=suggested)

    def _show_progress(self, task: Task) -> None:
        self.progress.addWidget(inline_progress(task, self._theme.icons, "products.progress", self._page))
