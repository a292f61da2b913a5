"""The inputs that a form may have, one class a kind, all with the same three methods."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from shopdesk.i18n import _
from shopdesk.ui.controls import named, number_box

PAIR_HIGH, PAIRS_SHOWN = 30, 20
"""px of a row of a table of pairs, and how many it shows before it scrolls: the empty one below must be seen."""


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    PASSWORD = "password"
    NUMBER = "number"
    CHOICE = "choice"
    MULTILINE = "multiline"
    CHECK = "check"
    PAIRS = "pairs"
    """A table of two columns that grows by itself, such as label text and flag."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Texts are English sources, marked by N_."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: object = None
    required: bool = False
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    """CHOICE: (value, text); the second column of PAIRS too, where it is a choice. Texts come as they are shown."""
    lowest: int = 0
    highest: int = 1_000_000
    columns: tuple[str, str] = ("", "")
    """PAIRS: the headings."""
    make: "Callable[[Field, QWidget], Input] | None" = field(default=None, compare=False)
    """Makes an input of its own, where no kind will do."""
    check: Callable[[object], str | None] | None = field(default=None, compare=False)
    """A sentence saying what is wrong with a value, None if nothing is."""

    def what_is_wrong(self, value: object) -> str | None:
        """The sentence to show under the field; None if the value will do."""
        if self.required and value in ("", (), None):
            return _("This is needed.")
        return self.check(value) if self.check is not None else None


class Input:
    """An input of a form: a widget, and its value."""

    def __init__(self, field: Field, widget: QWidget) -> None:
        self.field = field
        self.widget = widget

    def value(self) -> object:
        """What is in it."""
        return None

    def retranslate(self) -> None:
        """The label is the accessible name."""
        self.widget.setAccessibleName(_(self.field.label))


class LineInput(Input):
    """One line of text, or a password."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._line = QLineEdit(str(field.value or ""), parent)
        super().__init__(field, self._line)
        if field.kind is FieldKind.PASSWORD:
            self._line.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        """The text without blanks around it; a password as it is."""
        text = self._line.text()
        return text if self.field.kind is FieldKind.PASSWORD else text.strip()


class NumberInput(Input):
    """A whole number within its limits."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._spin = number_box("", field.lowest, field.highest, parent)
        super().__init__(field, self._spin)
        self._spin.setValue(field.value if isinstance(field.value, int) else field.lowest)

    def value(self) -> int:
        """The number."""
        return self._spin.value()


class ChoiceInput(Input):
    """One of a few."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._combo = QComboBox(parent)
        super().__init__(field, self._combo)
        for value, text in field.choices:
            self._combo.addItem(text, value)
        self._combo.setCurrentIndex(max(0, self._combo.findData(field.value)))

    def value(self) -> str:
        """The chosen value, "" where there is nothing to choose from."""
        return str(self._combo.currentData() or "")


class TextInput(Input):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._text = QPlainTextEdit(str(field.value or ""), parent)
        super().__init__(field, self._text)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(88)
        self._text.moveCursor(QTextCursor.MoveOperation.End)  # one writes on, not before what is there

    def value(self) -> str:
        """The text without blanks around it."""
        return self._text.toPlainText().strip()


class CheckInput(Input):
    """Yes or no; its label stands beside it."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._check = QCheckBox(parent)
        super().__init__(field, self._check)
        self._check.setChecked(bool(field.value))

    def value(self) -> bool:
        """Whether it is checked."""
        return self._check.isChecked()

    def retranslate(self) -> None:
        """The label is the box's own text."""
        super().retranslate()
        self._check.setText(_(self.field.label))


class PairsTable(QTableWidget):
    """Typing changes a cell, Enter as well; Delete takes the whole row out; Tab goes on to the next field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 2, parent)
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The last row, which is empty, stays. Enter would press the dialog's main button."""
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Delete:
            if 0 <= row < self.rowCount() - 1:
                self.removeRow(row)
                self.setCurrentCell(row, 0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            if self.state() is not self.State.EditingState:  # else it ends the typing, and comes here afterwards
                self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)


class PairsInput(Input):
    """A table of two columns with always one empty row at the end; rows emptied are left out."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        self._table = PairsTable(parent)
        super().__init__(field, self._table)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(PAIR_HIGH)
        self._table.horizontalHeader().setFixedHeight(PAIR_HIGH)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.setShowGrid(False)
        pairs = field.value if isinstance(field.value, Sequence) and not isinstance(field.value, str) else ()
        for first, second in (*pairs, ("", "")):
            self._add(str(first), str(second))
        self._table.itemChanged.connect(self._grow)
        for changed in (self._table.model().rowsInserted, self._table.model().rowsRemoved):
            changed.connect(lambda *_args: self._fit())
        self._fit()

    def value(self) -> tuple[tuple[str, str], ...]:
        """The rows that have something in the first column."""
        rows = ((self._cell(row, 0), self._cell(row, 1)) for row in range(self._table.rowCount()))
        return tuple(pair for pair in rows if pair[0])

    def half_filled(self) -> str:
        """Which row says something in its second column only, and would be lost; "" for none."""
        for row in range(self._table.rowCount() if not self.field.choices else 0):
            if self._cell(row, 1) and not self._cell(row, 0):
                said = _("Row {row}: fill in “{column}” too, or take the row out with Delete.")
                return said.format(row=row + 1, column=_(self.field.columns[0]))
        return ""

    def retranslate(self) -> None:
        """Headings too."""
        super().retranslate()
        self._table.setAccessibleDescription(_("Type to change a cell; Delete takes a row out."))
        self._table.setHorizontalHeaderLabels([_(column) if column else "" for column in self.field.columns])

    def _add(self, first: str, second: str) -> None:
        row = self._table.rowCount()
        self._table.setRowCount(row + 1)
        self._table.setItem(row, 0, QTableWidgetItem(first))
        if self.field.choices:
            self._table.setCellWidget(row, 1, self._choice(row, second))
        else:
            self._table.setItem(row, 1, QTableWidgetItem(second))

    def _choice(self, row: int, value: str) -> QComboBox:
        combo = named(QComboBox(self._table), f"{self._table.objectName()}.choice{row}")
        combo.setAccessibleName(_(self.field.columns[1]) if self.field.columns[1] else "")
        for choice, text in self.field.choices:
            combo.addItem(text, choice)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        return combo

    def _cell(self, row: int, column: int) -> str:
        chosen = self._table.cellWidget(row, column)
        if isinstance(chosen, QComboBox):
            return str(chosen.currentData() or "")
        item = self._table.item(row, column)
        return item.text().strip() if item is not None else ""

    def _fit(self) -> None:
        """Every row is seen, up to a number."""
        shown = min(self._table.rowCount(), PAIRS_SHOWN) + 1  # and the headings
        self._table.setFixedHeight(PAIR_HIGH * shown + 2 * self._table.frameWidth())

    def _grow(self) -> None:
        if self._cell(self._table.rowCount() - 1, 0):
            self._add("", "")


_INPUTS: dict[FieldKind, Callable[[Field, QWidget], Input]] = {
    FieldKind.TEXT: LineInput,
    FieldKind.PASSWORD: LineInput,
    FieldKind.NUMBER: NumberInput,
    FieldKind.CHOICE: ChoiceInput,
    FieldKind.MULTILINE: TextInput,
    FieldKind.CHECK: CheckInput,
    FieldKind.PAIRS: PairsInput,
}


def make_input(field: Field, name: str, parent: QWidget) -> Input:
    """The input for a field."""
    made = (field.make or _INPUTS[field.kind])(field, parent)
    named(made.widget, name)
    return made
