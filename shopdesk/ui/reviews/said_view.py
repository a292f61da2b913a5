"""What a buyer wrote: the words by which a good review complains stand out (REV-06)."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Theme

LEAST_HIGH, MOST_HIGH = 36, 260
"""px; a longer text scrolls."""


class SaidView(Retranslated, QTextEdit):
    """The text as it was written, to be read and copied from; as high as it needs."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name)
        self._theme = theme
        self._text, self._words = "", tuple[str, ...]()
        self.setReadOnly(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        theme.changed.connect(self._write)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("What the buyer wrote"))
        self._write()

    def show_said(self, text: str, words: tuple[str, ...] = ()) -> None:
        """Show this text; `words` in it stand out."""
        if (text, words) != (self._text, self._words):
            self._text, self._words = text, words
            self._write()

    def marked(self) -> list[str]:
        """What stands out now."""
        return [selection.cursor.selectedText() for selection in self.extraSelections()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _write(self) -> None:
        self.setPlainText(self._text or _("(no words)"))
        self.setAccessibleDescription(self._text)
        look = QTextCharFormat()
        look.setBackground(self._theme.colour("warning_tint"))
        look.setForeground(self._theme.colour("warning"))
        marks = []
        for word in self._words:
            cursor = QTextCursor(self.document())
            while not (cursor := self.document().find(word, cursor)).isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, look
                marks.append(mark)
        self.setExtraSelections(marks)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        high = int(self.document().size().height()) + 2 * self.frameWidth() + 4
        self.setFixedHeight(max(LEAST_HIGH, min(high, MOST_HIGH)))
