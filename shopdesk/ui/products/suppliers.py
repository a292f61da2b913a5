"""The suppliers: edited in their rows, in a dialog of their own."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, ShopdeskError
from shopdesk.i18n import _
from shopdesk.queries.products import SupplierRow, list_suppliers
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import Conflict
from shopdesk.services.desk import Desk
from shopdesk.services.suppliers import SUPPLIER_FIELDS, remove_supplier, save_supplier, supplier_base
from shopdesk.settings import DAMAGE_RETURN_DAYS
from shopdesk.ui.clash_dialog import Chosen, Opened, decide
from shopdesk.ui.controls import button, fit_on_screen, label
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme

_MOST_DAYS = 3_650
_DAYS = frozenset({"return_days", "repair_days", "warranty_days"})


class NotDays(BadInput):
    template = N_("“{text}” is no number of days. Write whole days, such as 30; 0 while it isn't known.")


def _text(key: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, key))


COLUMNS = (
    RecordColumn("name", N_("Supplier name"), 140, _text("name"), edits=_text("name"), stretch=2),
    RecordColumn("contact", N_("Contact"), 100, _text("contact"), edits=_text("contact"), stretch=1),
    RecordColumn("phone", N_("Phone"), 110, _text("phone"), edits=_text("phone"), stretch=1),
    RecordColumn("return_days", N_("Takes back (days)"), 124, lambda row: str(row.return_days or ""),
                 edits=lambda row: str(row.return_days), is_figure=True),
    RecordColumn("repair_days", N_("Mends in (days)"), 110, lambda row: str(row.repair_days or ""),
                 edits=lambda row: str(row.repair_days), is_figure=True),
    RecordColumn("warranty_days", N_("Warranty (days)"), 110, lambda row: str(row.warranty_days or ""),
                 edits=lambda row: str(row.warranty_days), is_figure=True),
    RecordColumn("note", N_("Note"), 120, _text("note"), edits=_text("note"), stretch=2),
    RecordColumn("products", N_("Products"), 76, _text("products"), is_figure=True, is_muted=True),
)  # fmt: skip


class SuppliersDialog(Retranslated, QDialog):
    """Each edit is saved at once."""

    def __init__(self, desk: Desk, messages: Messages, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("suppliers")
        self._desk, self._messages = desk, messages
        self.table = RecordTable("suppliers.table", N_("Suppliers"), COLUMNS, theme)
        self._hint = label("suppliers.hint", "muted", parent=self)
        self._add = button("suppliers.add", parent=self)
        self._remove = button("suppliers.remove", parent=self)
        self._close = button("suppliers.close", parent=self)
        self._lay_out()
        self._connect()
        self.refresh()
        self.retranslate()
        fit_on_screen(self, 980, 440)

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Suppliers"))
        self._hint.setText(_("The return limit decides what faulty goods go back first."))
        self._add.setText(_("Add…"))
        self._remove.setText(_("Remove"))
        self._close.setText(_("Close"))

    def refresh(self) -> None:
        """Read them again."""
        self.table.show_rows(list_suppliers(self._desk.seen), again=True)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        for made in (self._add, self._remove):
            foot.addWidget(made)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.table.records.typed.connect(self._save)
        self.table.chosen_changed.connect(self._show_possible)
        self.table.removed.connect(self._remove_chosen)
        self._add.clicked.connect(self._ask)
        self._remove.clicked.connect(self._remove_chosen)
        self._close.clicked.connect(self.accept)
        for made in (self._add, self._remove):
            apply_right(made, self._desk, Right.PRODUCTS)
        self._show_possible()

    def _show_possible(self) -> None:
        self._remove.setEnabled(len(self.table.chosen_ids()) == 1)

    def _save(self, supplier_id: int, key: str, text: str) -> None:
        place = self.table.records.place_of(supplier_id)
        if place is None:
            return
        row: SupplierRow = self.table.records.rows[place]
        self._write(row, key, text, Opened(supplier_base(row)))

    def _write(self, row: SupplierRow, key: str, text: str, opened: Opened) -> None:
        """Save a cell; where it can't be, what was typed stays in it."""

        def again(conflict: Conflict, chosen: Chosen) -> None:
            opened.decide(conflict, chosen)
            self._write(row, key, text, opened)

        def back() -> None:
            self.table.keep_typed(row.id, key, text)

        try:
            save_supplier(self._desk, supplier_id=row.id, base=opened.base, **_values(row, key, text))
        except ShopdeskError as error:
            if not decide(error, again, self, on_back=back):
                self._messages.error(error)
                back()
        self.refresh()

    def _remove_chosen(self) -> None:
        rows: Sequence[SupplierRow] = self.table.chosen()
        if len(rows) != 1:
            return
        try:
            remove_supplier(self._desk, supplier_id=rows[0].id, version=rows[0].version)
        except ShopdeskError as error:
            self._messages.error(error)
        self.refresh()

    def _ask(self) -> None:
        usual: int = get_setting(self._desk.seen, DAMAGE_RETURN_DAYS)
        fields = (
            Field("name", N_("Supplier name"), required=True),
            Field("contact", N_("Contact")),
            Field("phone", N_("Phone")),
            _days("return_days", N_("Takes faulty goods back for (days)"), N_("0 while it isn't known."), usual),
            _days("repair_days", N_("Mends in (days)"), N_("0: as Settings say.")),
            _days("warranty_days", N_("Warranty (days)"), N_("0: as Settings say.")),
            Field("note", N_("Note")),
        )
        FormDialog("supplier", N_("New supplier"), fields, self._add_one, save=N_("Add"), parent=self).open()

    def _add_one(self, values: Values) -> None:
        told: dict[str, Any] = {key: values[key] for key in SUPPLIER_FIELDS}
        made = save_supplier(self._desk, **told)
        self.refresh()
        self.table.go_to(made)


def _days(key: str, text: str, hint: str, value: int = 0) -> Field:
    return Field(key, text, FieldKind.NUMBER, value=value, highest=_MOST_DAYS, hint=hint)


def _values(row: SupplierRow, key: str, text: str) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(row, name) for name in SUPPLIER_FIELDS}
    if key in _DAYS:
        if not (text or "0").isdecimal() or len(text) > len(str(_MOST_DAYS)) or int(text or 0) > _MOST_DAYS:
            raise NotDays(text=text)
        return values | {key: int(text or 0)}
    return values | {key: text}
