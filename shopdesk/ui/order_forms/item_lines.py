"""The lines of an order entered by hand: found by code, title or initials, or typed; ticked where they come from
another order. Everything by keyboard: type, Enter, then quantity and price in the table; Delete takes a line out."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHeaderView,
    QLineEdit,
    QListView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.manual_orders import MOST_PIECES, ManualItem, fold_digits, read_amount
from shopdesk.domain.money import Money
from shopdesk.domain.properties import read_properties
from shopdesk.i18n import _
from shopdesk.queries.products import VariantRow
from shopdesk.services.order_contents import OddQuantity
from shopdesk.ui.background import Background
from shopdesk.ui.controls import named
from shopdesk.ui.form_inputs import PAIR_HIGH, Field, Input

FIND_AFTER = 120
"""Milliseconds after the last key."""
OFFERED = 30
SHOWN = 3
"""Lines that are seen without scrolling."""
_QUANTITY_WIDTH, _PRICE_WIDTH = 72, 96
_ITEM, _QUANTITY, _PRICE = range(3)
_DATA = Qt.ItemDataRole.UserRole

Find = Callable[[str], Callable[[], list[VariantRow]]]
"""Given a text, what to run in a worker's thread to find items by it."""


class TypedLine(NamedTuple):
    """A line as it was typed."""

    sku: str
    title: str
    properties: str
    quantity: str
    price: str = ""


def read_lines(lines: Sequence[TypedLine]) -> tuple[ManualItem, ...]:
    """The items of typed lines; raises OddQuantity, AmountUnreadable."""
    return tuple(
        ManualItem(
            line.sku,
            line.title,
            line.properties,
            _quantity(line),
            read_amount(line.price) if line.price.strip() else None,
        )
        for line in lines
    )


def _quantity(line: TypedLine) -> int:
    text = fold_digits(line.quantity).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise OddQuantity(quantity=line.quantity or "–", item=line.sku or line.title, most=MOST_PIECES)
    return int(text)


class ItemSearch(QLineEdit):
    """Enter takes what was typed; on an empty line it is the dialog's."""

    taken = Signal(str)
    entered = Signal()

    def __init__(self, is_offering: Callable[[], bool], parent: QWidget) -> None:
        """`is_offering` says whether Enter is the list's that is open below."""
        super().__init__(parent)
        self._is_offering = is_offering

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter with a text goes no further."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self._is_offering():
            event.ignore()
            return
        if is_enter and self.text().strip():
            self.taken.emit(self.text().strip())
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What was found meanwhile can be shown now."""
        super().focusInEvent(event)
        self.entered.emit()


class LineTable(QTableWidget):
    """Delete takes the current line out."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete; Enter edits what can be edited."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.removeRow(self.currentRow())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ItemLines(Input):
    """The field; its value are the lines that are ticked."""

    def __init__(
        self,
        field: Field,
        parent: QWidget,
        *,
        find: Find,
        background: Background,
        lines: Sequence[TypedLine] = (),
        is_ticked: bool = False,
        all_ticked: bool = False,
        has_prices: bool = True,
    ) -> None:
        """`lines` stand in it from the start, with boxes to tick where `is_ticked`; `all_ticked` ticks them."""
        self._box = QWidget(parent)
        super().__init__(field, self._box)
        self._find, self._background = find, background
        self._has_prices = has_prices
        self._offered: list[VariantRow] = []
        self._waiting: tuple[str, list[VariantRow]] | None = None
        """What was found while the keys were elsewhere."""
        self._build(parent.objectName())
        for line in lines:
            self._add(line, ticked=all_ticked if is_ticked else None)
        if lines:
            self.table.setCurrentCell(0, _ITEM if is_ticked else _QUANTITY)
            self._box.setFocusProxy(self.table)

    def value(self) -> tuple[TypedLine, ...]:
        """The lines, without those that are not ticked."""
        rows = range(self.table.rowCount())
        return tuple(self._line(row) for row in rows if self._is_wanted(row))

    def retranslate(self) -> None:
        """Headings and names."""
        super().retranslate()
        self.search.setPlaceholderText(_("Code, title or initials"))
        self.search.setAccessibleName(_("Find an item"))
        self.table.setAccessibleName(_(self.field.label))
        self.table.setHorizontalHeaderLabels([_("Item"), _("Quantity"), _("Price")][: self.table.columnCount()])

    def take(self, text: str) -> None:
        """Enter: the item of that code; several are offered, and what nobody knows is taken as it was typed. What is
        typed before it is found is the next item's."""
        self._timer.stop()
        self._popup.hide()
        self._background.run_task(self._find(text), lambda found: self._settle(text, found), owner=self._box)

    # How it is put together

    def _build(self, prefix: str) -> None:
        self.search = named(ItemSearch(self._is_offering, self._box), f"{prefix}.search")
        self.table = named(LineTable(0, 3 if self._has_prices else 2, self._box), f"{prefix}.lines")
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(PAIR_HIGH)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setFixedHeight(PAIR_HIGH)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_ITEM, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(_QUANTITY, _QUANTITY_WIDTH)
        if self._has_prices:
            self.table.setColumnWidth(_PRICE, _PRICE_WIDTH)
        self.table.setFixedHeight(PAIR_HIGH * (SHOWN + 1) + 2 * self.table.frameWidth())
        layout = QVBoxLayout(self._box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self.table)
        self._box.setFocusProxy(self.search)
        self._connect()

    def _connect(self) -> None:
        self._texts = QStringListModel(self._box)
        self._completer = QCompleter(self._texts, self._box)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.search)
        self._popup = named(QListView(), f"{self.search.objectName()}.offered")
        self._completer.setPopup(self._popup)
        self._completer.activated[QModelIndex].connect(lambda index: self._choose(index.row()))  # type: ignore[index]
        self._timer = QTimer(self._box, singleShot=True, interval=FIND_AFTER)
        self._timer.timeout.connect(self._look)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.taken.connect(self.take)
        self.search.entered.connect(self._offer_again)

    # Finding

    def _is_offering(self) -> bool:
        """What is offered is of the text as it stands; Enter typed sooner than that takes the text."""
        return self._popup.isVisible() and not self._timer.isActive()

    def _look(self) -> None:
        text = self.search.text().strip()
        if len(text) < 2:
            self._popup.hide()
            return
        self._background.run_task(self._find(text), lambda found: self._offer(text, found), owner=self._box)

    def _offer(self, text: str, found: list[VariantRow]) -> None:
        if self.search.text().strip() != text:
            return  # typed on meanwhile: that is looked for by itself
        if not self.search.hasFocus():
            self._waiting = text, found  # shown once the keys are here again
            return
        self._show_offered(text, found)

    def _offer_again(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._offer(*waiting)

    def _show_offered(self, text: str, found: list[VariantRow]) -> None:
        self._offered = sorted(found, key=lambda row: row.sku != text)[:OFFERED]
        self._texts.setStringList([_offered_text(row) for row in self._offered])
        if not self._offered:
            self._popup.hide()
            return
        self._completer.complete()
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _settle(self, text: str, found: list[VariantRow]) -> None:
        exact = [row for row in found if text in (row.sku, row.barcode)] or (found if len(found) == 1 else [])
        if len(exact) == 1:
            self._add_variant(exact[0], text)
        elif found:
            self._offer(text, found)
        else:
            self._add(TypedLine("", text, "", "1"))
            self._take_away(text)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._offered):
            self._add_variant(self._offered[place], self.search.text().strip())

    def _add_variant(self, row: VariantRow, text: str) -> None:
        price = Money(row.price).yuan if row.price else ""
        values = ";".join(
            f"{name}：{value}" for name, value in zip(("款式", "颜色", "尺码"), row[9:12], strict=True) if value
        )
        self._add(TypedLine(row.sku, row.title, values, "1", price))
        self._popup.hide()
        self._take_away(text)

    def _take_away(self, text: str) -> None:
        """This text is a line now; what was typed behind it since stays to be found."""
        typed = self.search.text()
        if typed.strip() == text:
            self.search.clear()
        elif typed.lstrip().startswith(text):
            self.search.setText(typed.lstrip().removeprefix(text).lstrip())
            self._timer.start()

    # Lines

    def _add(self, line: TypedLine, *, ticked: bool | None = None) -> None:
        self.table.setRowCount(self.table.rowCount() + 1)
        row = self.table.rowCount() - 1
        item = QTableWidgetItem(_line_text(line))
        item.setData(_DATA, tuple(line))
        item.setToolTip(" ".join(filter(None, (line.sku, line.title, line.properties))))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if ticked is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setFlags(flags)
        self.table.setItem(row, _ITEM, item)
        self.table.setItem(row, _QUANTITY, QTableWidgetItem(line.quantity))
        if self._has_prices:
            self.table.setItem(row, _PRICE, QTableWidgetItem(line.price))
        self.table.setCurrentCell(row, _ITEM if ticked is not None else _QUANTITY)

    def _is_wanted(self, row: int) -> bool:
        item = self.table.item(row, _ITEM)
        can_tick = item is not None and item.flags() & Qt.ItemFlag.ItemIsUserCheckable
        return not can_tick or (item is not None and item.checkState() is Qt.CheckState.Checked)

    def _line(self, row: int) -> TypedLine:
        item = self.table.item(row, _ITEM)
        sku, title, properties, *_rest = item.data(_DATA) if item is not None else ("", "", "")
        return TypedLine(sku, title, properties, self._text(row, _QUANTITY), self._text(row, _PRICE))

    def _text(self, row: int, column: int) -> str:
        cell = self.table.item(row, column) if column < self.table.columnCount() else None
        return cell.text() if cell is not None else ""


def _line_text(line: TypedLine) -> str:
    values = [value for value in read_properties(line.properties) if value and value not in line.sku]
    return " ".join(filter(None, (line.sku, *values))) if line.sku else " ".join((line.title, *values)).strip()


def _offered_text(row: VariantRow) -> str:
    price = Money(row.price).shown if row.price else ""
    values = " ".join(filter(None, (row.style, row.colour, row.size)))
    return "  ·  ".join(filter(None, (row.sku, row.title, values, price)))
