"""The items of a box: written down in their rows, each with its own wish (RET-02)."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shopdesk.domain.intake import CONDITIONS, WISHES, Condition, Wish
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.boxes import BoxDetail, BoxItemRow
from shopdesk.queries.orders import OrderNotFound, find_order_id
from shopdesk.queries.products import find_variant
from shopdesk.services.box_items import ItemEntry, add_item, change_item, item_base, remove_item
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.intake.item_words import first_word, name_key, read_cell, read_item
from shopdesk.ui.intake.pending import Pending
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.record_table import RecordColumn, RecordTable
from shopdesk.ui.rights import apply_right
from shopdesk.ui.saving import Saving
from shopdesk.ui.theme import Theme

WISH_KEYS = {Wish.REFUND: "F6", Wish.EXCHANGE: "F7", Wish.REPAIR: "F8", Wish.QUALITY: "F9"}
"""What buyers want most, said by one key for the chosen items, or for all."""


_END = 4


def _plain(key: str) -> Callable[[BoxItemRow], str | None]:
    return lambda item: getattr(item, key)


def _of_case(key: str) -> Callable[[BoxItemRow], str | None]:
    """What a case took over is changed there."""
    return lambda item: None if item.case_id is not None else str(getattr(item, key))


def _name(item: BoxItemRow) -> str:
    return str(getattr(item, name_key(item))) or "–"


def _edited_name(item: BoxItemRow) -> str | None:
    return None if item.case_id is not None else str(getattr(item, name_key(item)))


def _order(item: BoxItemRow) -> str:
    """The end of its number: enough to tell the orders of one box apart."""
    return f"…{item.order_no[-_END:]}" if len(item.order_no) > _END else item.order_no or "–"


def _condition(item: BoxItemRow) -> str:
    return _(CONDITIONS[item.condition]) if item.condition is not None else _("Not checked")


def _conditions() -> Sequence[str]:
    return [_(CONDITIONS[each]) for each in Condition]


def _wishes() -> Sequence[str]:
    return [_(WISHES[each]) for each in Wish]


COLUMNS = (
    RecordColumn("name", N_("Item"), 88, _name, tip=lambda item: " ".join(filter(None, (item.name, item.title))),
                 edits=_edited_name, stretch=2),
    RecordColumn("colour", N_("Colour"), 60, lambda item: item.colour, edits=_of_case("colour")),
    RecordColumn("size", N_("Size"), 48, lambda item: item.size, edits=_of_case("size")),
    RecordColumn("quantity", N_("Pcs"), 40, lambda item: str(item.quantity), edits=_of_case("quantity"),
                 is_figure=True),
    RecordColumn("condition", N_("Condition"), 90, _condition, edits=lambda item: "" if item.condition is None
                 else _condition(item), choices=_conditions,
                 colour=lambda item: "warning" if item.condition is None else ""),
    RecordColumn("fault", N_("Fault"), 56, lambda item: item.fault, edits=_plain("fault"), stretch=1),
    RecordColumn("wish", N_("Wants"), 80, lambda item: _(WISHES[item.wish]), choices=_wishes,
                 edits=lambda item: None if item.case_id is not None else _(WISHES[item.wish]),
                 colour=lambda item: "muted" if item.wish is Wish.UNKNOWN else ""),
    RecordColumn("wish_to", N_("For"), 88, lambda item: item.wish_to, edits=_of_case("wish_to"), stretch=1),
    RecordColumn("accessories", N_("With it"), 62, lambda item: item.accessories, edits=_plain("accessories"),
                 stretch=1),
    RecordColumn("order_id", N_("Order"), 64, _order, tip=lambda item: item.order_no,
                 edits=_of_case("order_no")),
)  # fmt: skip


class ItemRows(Retranslated, QWidget):
    """Type a new item into the line below; Delete takes one out, with Undo."""

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        name: str,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        theme: Theme,
        pending: Pending,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._desk, self._background, self._messages = desk, background, messages
        self._saving, self._pending = Saving(background, messages, self), pending
        self._asked_what_for: int | None = None
        self._box: BoxDetail | None = None
        self._is_locked, self._has_keys = False, True
        self._title = label(f"{name}.title", "section", parent=self)
        self.table = RecordTable(f"{name}.table", N_("Items in the box"), COLUMNS, theme)
        self.table.setMinimumHeight(96)
        self.add_line = named(QLineEdit(self), f"{name}.add")
        self.wishes = {wish: self._wish_action(name, wish, key) for wish, key in WISH_KEYS.items()}
        self._buttons = {wish: self._wish_button(action) for wish, action in self.wishes.items()}
        self._lay_out()
        self.table.records.typed.connect(self._typed)
        self.table.removed.connect(self.remove)
        self.add_line.returnPressed.connect(self._enter)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Items in the box"))
        hint = _("Another item: code, or style, colour, size, ×2")
        self.add_line.setPlaceholderText(hint)
        self.add_line.setAccessibleName(hint)
        for wish, action in self.wishes.items():
            action.setText(_("Wants: {wish}").format(wish=_(WISHES[wish])))
            self._buttons[wish].setAccessibleName(action.text())
        self.show_keys(are_shown=self._has_keys)
        self._show_title()

    def show_keys(self, *, are_shown: bool) -> None:
        """Whether the buttons of the wishes say their keys."""
        self._has_keys = are_shown
        for wish, made in self._buttons.items():
            made.setText(f"{_(WISHES[wish])}  {WISH_KEYS[wish] if are_shown else ''}".rstrip())
            made.setToolTip(WISH_KEYS[wish])

    def show_box(self, box: BoxDetail | None, *, is_locked: bool = False) -> None:
        """Show the items of this box; they are not to be changed any more where it `is_locked`."""
        is_other = box is None or self._box is None or box.row.id != self._box.row.id
        self._box, self._is_locked = box, is_locked
        if is_other:
            self.add_line.clear()
        self.table.show_rows(box.items if box is not None else (), again=not is_other)
        self.add_line.setEnabled(box is not None and not is_locked)
        for action in self.wishes.values():
            action.setEnabled(bool(self._free()) and not is_locked)
        self._show_title()

    def say_wish(self, wish: Wish) -> None:
        """The buyer wants this for the chosen items, or for all of them; for an exchange the next key says for what."""
        items = [item for item in self.table.chosen() if item.case_id is None] or self._free()
        if not items:
            return

        def write() -> None:
            for item in items:
                change_item(self._desk, item_id=item.id, values={"wish": wish}, base=item_base(item))

        def done() -> None:
            if wish is Wish.EXCHANGE:
                self.table.setFocus()
                self._asked_what_for = items[0].id
                self.table.edit_cell(items[0].id, "wish_to")

        self._write(write, done)

    def remove(self) -> None:
        """They aren't in the box after all."""
        items = [item for item in self.table.chosen() if item.case_id is None]
        if not items or self._is_locked:
            return

        def write() -> None:
            for item in items:
                remove_item(self._desk, item_id=item.id)

        def done() -> None:
            said = ngettext("{item} is out of the box", "{n} items are out of the box", len(items))
            self._messages.toast(said.format(item=items[0].name, n=len(items)), undo=lambda: self._put_back(items))

        self._write(write, done)

    # How

    def _put_back(self, items: Sequence[BoxItemRow]) -> None:
        def write() -> None:
            for item in items:
                add_item(self._desk, box_id=item.box_id, item=_entry_of(item))

        self._write(write, None)

    def _write(self, write: Callable[[], object], then: Callable[[], object] | None) -> None:
        """In the background; what goes on from the box waits for it."""

        def done(_result: object) -> None:
            self.changed.emit()
            if then is not None:
                then()
            self._pending.done()

        def refused(error: Exception) -> None:
            self._pending.refused()
            self._messages.error(error)

        self._pending.begin()
        self._background.run_task(write, done, refused, owner=self, in_order=True)

    def _free(self) -> list[BoxItemRow]:
        return [item for item in (self._box.items if self._box else ()) if item.case_id is None]

    def _enter(self) -> None:
        text, box = self.add_line.text().strip(), self._box
        if not text or box is None:
            self.left.emit()
            return

        def write() -> None:
            code = first_word(text)
            entry = read_item(text, is_code=find_variant(self._desk.seen, code) is not None)
            add_item(self._desk, box_id=box.row.id, item=entry)

        def done() -> None:
            if self.add_line.text().strip() == text:
                self.add_line.clear()

        self._write(write, done)

    def _typed(self, item_id: int, key: str, text: str) -> None:
        item = next((each for each in self._box.items if each.id == item_id), None) if self._box else None
        if item is None or self._is_locked:
            return

        def write(base: Base) -> bool:
            return change_item(self._desk, item_id=item_id, values=self._values(item, key, text), base=base)

        def saved(_result: bool) -> None:
            self.changed.emit()
            self._pending.done()

        def unsaved() -> None:
            self._pending.refused()
            self.table.keep_typed(item_id, key, text)

        self._pending.begin()
        self._saving.save(write, item_base(item), saved, on_unsaved=unsaved)
        if key == "wish_to" and self._asked_what_for == item_id:
            self.left.emit()  # that was asked by a key: back to where it was pressed
        self._asked_what_for = None

    def _values(self, item: BoxItemRow, key: str, text: str) -> dict[str, Any]:
        """In the worker's thread: an order is looked up by its number."""
        if key != "order_id":
            return read_cell(item, key, text)
        order_id = find_order_id(self._desk.seen, text)
        if order_id is None:
            raise OrderNotFound(order_no=text)
        return {"order_id": order_id}

    def _show_title(self) -> None:
        pieces = sum(item.quantity for item in self._box.items) if self._box else 0
        self._title.setText(_("Items: {n} pcs").format(n=pieces) if pieces else _("Items"))

    # Making

    def _wish_action(self, name: str, wish: Wish, key: str) -> QAction:
        action = QAction(self)
        action.setObjectName(f"{name}.wish.{wish.value}")
        action.setShortcut(QKeySequence(key))
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _on=False: self.say_wish(wish))
        apply_right(action, self._desk, Right.INTAKE)
        return action

    def _wish_button(self, action: QAction) -> QPushButton:
        made = button(f"{action.objectName()}.button", "quiet", self)
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: made.setEnabled(action.isEnabled()))
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        for made in self._buttons.values():
            head.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.add_line)


def _entry_of(item: BoxItemRow) -> ItemEntry:
    """The item as it was written down."""
    return ItemEntry(**{name: getattr(item, name) for name in asdict(ItemEntry())})
