"""Finding an order by its number, a phone's digits or the buyer's name, for the forms that begin with one."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopdesk.domain.money import Money
from shopdesk.i18n import _
from shopdesk.queries.order_lists import OrderFilter, OrderRow, fetch_by_ids, find_ids
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.search_line import FindLine

FIND_AFTER = 60
"""Milliseconds after the last key."""
MOST, HIGH = 8, 28
"""Orders that are offered, and px of each."""
_ID = Qt.ItemDataRole.UserRole


class OrderFinder(Retranslated, QWidget):
    """`chosen` carries the order's id. Enter takes the only one that was found, or goes into the list."""

    chosen = Signal(int)

    def __init__(self, name: str, desk: Desk, background: Background, messages: Messages) -> None:
        super().__init__()
        named(self, name)
        self._desk, self._background, self._messages = desk, background, messages
        self._found: list[OrderRow] = []
        self._is_hurried = False
        self.line = named(FindLine(self), f"{name}.line")
        self.list = named(QListWidget(self), f"{name}.list")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._said = label(f"{name}.said", "muted", wrap=True, parent=self)
        self._timer = QTimer(self, singleShot=True, interval=FIND_AFTER)
        self._timer.timeout.connect(self._look)
        self.line.textEdited.connect(lambda _text: self._timer.start())
        self.line.left.connect(self._go_on)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(_ID)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.line, self.list, self._said):
            layout.addWidget(part)
        self.setFocusProxy(self.line)
        self.retranslate()
        self._show()

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setPlaceholderText(_("Order number, phone, buyer"))
        self.line.setAccessibleName(_("Which order"))
        self.list.setAccessibleName(_("Orders found"))

    def take_code(self, code: str) -> None:
        """A code that was scanned: the only order that it finds is taken."""
        self.line.setText(code)
        self._is_hurried = True
        self._look()

    def clear(self) -> None:
        """Begin anew."""
        self.line.clear()
        self._found = []
        self._show()

    def _look(self) -> None:
        text = self.line.text().strip()

        def find() -> list[OrderRow]:
            database = self._desk.seen
            ids = find_ids(database, OrderFilter(find=text)) if text else []
            return fetch_by_ids(database, list(ids)[:MOST])

        self._background.run_task(find, lambda rows: self._take(text, rows), self._messages.error, owner=self)

    def _take(self, text: str, rows: list[OrderRow]) -> None:
        if text != self.line.text().strip():
            return  # typed on meanwhile
        self._found = rows
        self._show()
        hurried, self._is_hurried = self._is_hurried, False
        if hurried:
            self._go_on()

    def _go_on(self) -> None:
        """Enter before everything is found waits for it."""
        if self._timer.isActive():
            self._timer.stop()
            self._is_hurried = True
            self._look()
        elif len(self._found) == 1:
            self.chosen.emit(self._found[0].id)
        elif self._found:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _show(self) -> None:
        self.list.clear()
        for row in self._found:
            goods = row.goods_text.split("\n")[0]
            told = " · ".join(filter(None, (row.order_no, row.buyer or row.receiver, Money(row.paid).shown, goods)))
            item = QListWidgetItem(told, self.list)
            item.setData(_ID, row.id)
            item.setToolTip(told)
        self.list.setVisible(bool(self._found))
        self.list.setFixedHeight(max(1, len(self._found)) * HIGH + 8)
        is_asked = bool(self.line.text().strip())
        self._said.setText(_("No order of this number, phone or buyer.") if is_asked and not self._found else "")
        self._said.setVisible(bool(self._said.text()))
