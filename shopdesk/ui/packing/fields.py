"""The two fields of the table: one for codes, one for the scale. Neither wakes an input method for Chinese."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import points

HIGH = 44
"""px."""


class CodeField(Retranslated, QLineEdit):
    """Typed codes; scans come from anywhere. Up, down and Space, where nothing is typed yet, are handed on."""

    entered = Signal(str)
    stepped = Signal(int)
    ticked = Signal()
    left = Signal()

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        """`hint` is English source text, marked by N_."""
        super().__init__(parent)
        named(self, name)
        self._hint = hint
        _set_up(self)
        self.returnPressed.connect(self._enter)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setPlaceholderText(_(self._hint))
        self.setAccessibleName(_(self._hint))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the pieces, Space ticks, Esc clears and then leaves."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space and not self.text():
            self.ticked.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        text = self.text().strip()
        self.clear()
        self.entered.emit(text)


class WeightField(Retranslated, QLineEdit):
    """What the scale says: typed, or sent by a scale that types like a keyboard. `entered` carries the text."""

    entered = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name)
        _set_up(self)
        self.setFixedWidth(160)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.returnPressed.connect(lambda: self.entered.emit(self.text().strip()))
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setPlaceholderText(_("Weight, g"))
        self.setAccessibleName(_("Weight of the parcel in grams"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the pieces; Esc clears and then leaves."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
        else:
            super().keyPressEvent(event)


def tall(kind: str, pixels: int = 15) -> str:
    """A style sheet for a field or button that is seen and hit from a step away; text in px."""
    inner = HIGH - 2
    return (
        f"{kind} {{ min-height: {inner}px; font-size: {points(pixels)}pt; }} "
        f"{kind}:focus {{ min-height: {inner - 2}px; }}"
    )


def _set_up(field: QLineEdit) -> None:
    field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    field.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)
    field.setStyleSheet(tall("QLineEdit", 20))
