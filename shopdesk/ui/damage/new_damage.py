"""New damage by hand: found among orders and products, or said in words, then what is wrong with it (REP-04)."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.domain.manual_orders import MOST_PIECES
from shopdesk.domain.money import Money
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.services.damage_list import open_damage
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named, number_box
from shopdesk.ui.damage.finding import FoundGoods, find_goods, goods_given
from shopdesk.ui.damage.reading import Known, read_known
from shopdesk.ui.damage.typed import came_on, what_is_wrong_with_day
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount
from shopdesk.ui.order_forms.rows_table import RowsTable
from shopdesk.ui.search_line import FindLine

FIND_AFTER = 200
"""Milliseconds after the last key."""
_HEADINGS = (N_("Whose"), N_("Goods"), N_("Pieces"), N_("Supplier"))
_GOODS = 1
_TITLES = {
    "fault": N_("Fault"), "quantity": N_("Pieces"), "supplier": N_("Supplier"), "cost": N_("Cost of a piece (yuan)"),
    "came": N_("Came on"), "note": N_("Note"),
}  # fmt: skip


class NewDamage(Retranslated, QDialog):
    """Type what it is, Enter, Enter, the fault, Enter: what isn't found is listed in the words that were typed."""

    written = Signal(int)
    """The new entry."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        messages: Messages,
        given: Mapping[str, Any],
        *,
        parent: QWidget | None = None,
    ) -> None:
        """`given`: what `open_damage` takes of what another page says is damaged; nothing has to be looked for then."""
        super().__init__(parent)
        self.setObjectName("new-damage")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._background, self._messages, self._given = desk, background, messages, given
        self._found: list[FoundGoods] = []
        self._known: Known | None = None
        self._asked = ""
        self._timer = QTimer(self, singleShot=True, interval=FIND_AFTER)
        self._names = {key: label(f"new-damage.{key}.name", "muted", parent=self) for key in _TITLES}
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()
        fit_on_screen(self, 720, 540)
        self._background.run_task(lambda: read_known(desk), self._take_known, messages.error, owner=self)
        self.what.setFocus()
        if given:
            self._read(lambda: goods_given(desk, given), "")
            self.fault.setFocus()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("New damage"))
        self.setAccessibleName(_("New damage"))
        self.what.setPlaceholderText(_("Order, phone, buyer, code, product; or say in words what it is"))
        self.what.setAccessibleName(_("What is damaged"))
        self.found.setAccessibleName(_("What was found"))
        self.found.show_headings([_(heading) for heading in _HEADINGS])
        parts = (self.fault, self.quantity, self.supplier, self.cost, self.came, self.note)
        for (key, title), part in zip(_TITLES.items(), parts, strict=True):
            self._names[key].setText(_(title))
            part.setAccessibleName(_(title))
        self.cost.setPlaceholderText(_("As the product table has it"))
        self.came.setPlaceholderText(_("Today, or the day on which its box came"))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("List it"))
        self._show()

    def save(self) -> None:
        """List it, or say why not."""
        if not self._save.isEnabled():
            return
        values = self._values()
        if values is None:
            return
        self._save.setEnabled(False)
        self._background.run_task(
            lambda: open_damage(self._desk, **values), self._done, self._refused, owner=self
        )  # fmt: skip

    # What is chosen

    @property
    def goods(self) -> FoundGoods | None:
        """What was found and is chosen; None: what was typed is what it is."""
        place = self.found.currentRow()
        return self._found[place] if 0 <= place < len(self._found) else None

    def _values(self) -> dict[str, Any] | None:
        """What `open_damage` is told; None where something is wrong, which is said then."""
        goods, cost, came = self.goods, self.cost.text().strip(), self.came.text().strip()
        if goods is None and not self.what.text().strip():
            self._wrong(_("Say what is damaged."), self.what)
            return None
        for text, check, part in (
            (cost, what_is_wrong_with_amount, self.cost), (came, what_is_wrong_with_day, self.came)
        ):  # fmt: skip
            said = check(text) if text else None
            if said:
                self._wrong(said, part)
                return None
        zone, supplier = self._known.zone if self._known else DEFAULT_ZONE, self.supplier.currentData()
        told: dict[str, Any] = dict(goods.given) if goods else {"title": self.what.text().strip()}
        return told | {
            "fault": self.fault.text(), "quantity": self.quantity.value(), "note": self.note.text(),
            "supplier_id": int(supplier) if supplier else None, "cost": Money.typed(cost) if cost else None,
            "received_at": came_on(came, zone, self._desk.clock()),
        }  # fmt: skip

    def _wrong(self, said: str, part: QWidget) -> None:
        self._refuse(said)
        part.setFocus()

    def _done(self, damage_id: int) -> None:
        self.accept()
        self.written.emit(damage_id)

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, ShopdeskError):
            self._refuse(sentence(error))
        else:
            self._messages.error(error)

    def _refuse(self, said: str) -> None:
        self._refusal.setText(said)
        self._refusal.setVisible(bool(said))

    # Finding

    def _look(self) -> None:
        self._timer.stop()
        find = self.what.text().strip()
        self._read(lambda: find_goods(self._desk, find), find)

    def _read(self, read: Callable[[], list[FoundGoods]], find: str) -> None:
        self._asked = find

        def take(found: list[FoundGoods]) -> None:
            if find != self.what.text().strip():
                return  # typed on meanwhile
            self._found = found
            self._refuse("")
            self._show()
            self._offer()

        self._background.run_task(read, take, self._messages.error, owner=self)

    def _show(self) -> None:
        rows = [
            (goods.where, goods.name, str(goods.quantity or "–"), goods.supplier or "–") for goods in self._found
        ]  # fmt: skip
        self.found.show_rows(rows)
        words = self.what.text().strip()
        self._hint.setText(
            _("Nothing of that name is known: it is listed as “{words}”.").format(words=words)
            if words and not self._found and self._asked == words
            else ""
        )

    def _offer(self) -> None:
        """What is known of the chosen goods."""
        goods = self.goods
        self.quantity.setMaximum(goods.quantity if goods and goods.quantity else MOST_PIECES)
        if goods is not None and goods.fault and not self.fault.text():
            self.fault.setText(goods.fault)
        known = goods.cost.shown if goods and goods.cost else ""
        self.cost.setPlaceholderText(known or _("As the product table has it"))
        made_by = goods.supplier if goods and goods.supplier else _("Who makes it")
        self.supplier.setItemText(0, made_by)

    def _take_known(self, known: Known) -> None:
        self._known = known
        for each in known.suppliers:
            self.supplier.addItem(each.name, str(each.id))
        completer = QCompleter(list(known.faults), self.fault)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.fault.setCompleter(completer)

    # How it is put together

    def _build(self) -> None:
        self.what = named(FindLine(self), "new-damage.what")
        self.found = RowsTable("new-damage.found", _GOODS, self)
        self.fault = named(QLineEdit(self), "new-damage.fault")
        self.quantity = number_box("new-damage.quantity", 1, MOST_PIECES, self)
        self.supplier = named(QComboBox(self), "new-damage.supplier")
        self.supplier.addItem(_("Who makes it"), "")
        self.cost = named(QLineEdit(self), "new-damage.cost")
        self.came = named(QLineEdit(self), "new-damage.came")
        self.note = named(QLineEdit(self), "new-damage.note")
        self._hint = label("new-damage.hint", "small", wrap=True, parent=self)
        self._refusal = label("new-damage.refusal", "danger", wrap=True, parent=self)
        self._refusal.hide()
        self._cancel = button("new-damage.cancel", parent=self)
        self._save = button("new-damage.save", "main", self)
        self._save.setDefault(True)

    def _connect(self) -> None:
        self.what.textEdited.connect(lambda _text: self._timer.start())
        self.what.left.connect(self._go_on)
        self._timer.timeout.connect(self._look)
        self.found.used.connect(lambda _place: self.fault.setFocus())
        self.found.currentCellChanged.connect(lambda *_places: self._offer())
        for part in (self.fault, self.cost, self.came, self.note):
            part.returnPressed.connect(self.save)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)

    def _go_on(self) -> None:
        if self._timer.isActive():
            self._look()
        elif self._found:
            self.found.setFocus()
        else:
            self.fault.setFocus()

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        parts = (self.fault, self.quantity, self.supplier, self.cost, self.came, self.note)
        for place, (key, part) in enumerate(zip(_TITLES, parts, strict=True)):
            form.addWidget(self._names[key], place, 0)
            form.addWidget(part, place, 1)
        form.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._refusal, 1)
        foot.addStretch(0)
        for made in (self._cancel, self._save):
            made.setMinimumWidth(80)
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.what)
        layout.addWidget(self.found, 1)
        layout.addWidget(self._hint)
        layout.addLayout(form)
        layout.addLayout(foot)
