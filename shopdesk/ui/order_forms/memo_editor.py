"""The memo in the panel: always open for writing, saved by Ctrl+Enter or its button."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.services.clashes import Base
from shopdesk.ui.controls import button, named
from shopdesk.ui.language import Retranslated

LINES_HIGH = (2, 6)
"""At least and at most this many lines are shown."""
AROUND = 18
"""px above and below the text: the edge, the room inside it, and Qt's margin of a document."""


class MemoText(QPlainTextEdit):
    """As high as its text; Ctrl+Enter saves, Esc gives up."""

    save_pressed = Signal()
    cancel_pressed = Signal()
    lines_high = LINES_HIGH

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The two keys of its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            self.save_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel_pressed.emit()
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Take the height that the text needs."""
        block, text, lines = self.document().begin(), 0.0, 0
        while block.isValid() and lines < self.lines_high[1]:
            # Chinese lines are higher than the font says: the letters come from another one.
            text += self.blockBoundingRect(block).height()
            lines += max(block.layout().lineCount(), 1)
            block = block.next()
        line = text / lines
        self.setFixedHeight(ceil(min(max(lines, self.lines_high[0]), self.lines_high[1]) * line) + AROUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class MemoEditor(Retranslated, QWidget):
    """`saved` carries the order's id, what the editor began with (a `Base`), and the new memo. What was typed and not
    saved is kept for its order while others are shown."""

    saved = Signal(int, object, str)
    left = Signal()

    def __init__(self, name: str = "orders.memo", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._order_id, self._version, self._memo = 0, 0, ""
        self._drafts: dict[int, tuple[int, str, str]] = {}
        """By order: at which version, over which memo, and what was typed."""
        self._reason: Callable[[], str] = str
        self.text = named(MemoText(self), f"{name}.text")
        self.text.setTabChangesFocus(True)
        self._save = button(f"{name}.save", parent=self)
        self._cancel = button(f"{name}.cancel", "quiet", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        self._connect()
        self.retranslate()
        self._on_typed()

    def retranslate(self) -> None:
        """Write every text again."""
        self.text.setAccessibleName(_("Memo"))
        self.text.setPlaceholderText(_("Write a memo"))
        self._save.setText(_("Save"))
        self._save.setToolTip(_("Ctrl+Enter"))
        self._cancel.setText(_("Cancel"))
        self.text.setToolTip(self._reason())
        if self.text.isReadOnly():
            self.text.setPlaceholderText("")

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that isn't saved."""
        return self.text.toPlainText() != self._memo

    def show_memo(self, order_id: int, version: int, memo: str) -> None:
        """Show an order's memo. What was typed for this order and not saved yet stays."""
        if order_id == self._order_id and self.is_changed and memo != self.text.toPlainText():
            if memo == self._memo:
                self._version = version
            return
        if order_id != self._order_id:
            self._put_aside()
        began = version, memo, memo
        draft = self._drafts.pop(order_id, began)
        self._show(order_id, *(draft if draft[2] != memo else began))

    def not_saved(self, order_id: int, base: Base, memo: str) -> None:
        """What was handed over could not be saved: it is here again, to be saved once more or given up."""
        began = str(base.values["memo"])
        if order_id != self._order_id or self.is_changed:
            self._drafts.setdefault(order_id, (base.version or 0, began, memo))
        else:
            self._show(order_id, base.version or 0, began, memo)

    def _put_aside(self) -> None:
        if self._order_id and self.is_changed and not self.text.isReadOnly():
            self._drafts[self._order_id] = (self._version, self._memo, self.text.toPlainText())

    def _show(self, order_id: int, version: int, memo: str, text: str) -> None:
        self._order_id, self._version, self._memo = order_id, version, memo
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)
        self._on_typed()

    def forbid(self, reason: Callable[[], str]) -> None:
        """Let it be read only; `reason` says why in the language in use."""
        self._reason = reason
        self.text.setReadOnly(True)
        self.retranslate()

    def start(self) -> None:
        """Begin to write at the end."""
        self.text.setFocus()
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)

    def save(self) -> None:
        """Hand the memo over if it was changed."""
        if self.is_changed:
            memo = self.text.toPlainText().strip()
            base = Base(self._version, {"memo": self._memo})
            self._memo = memo
            self.text.setPlainText(memo)
            self.saved.emit(self._order_id, base, memo)
        self.left.emit()

    def cancel(self) -> None:
        """As it was."""
        self.text.setPlainText(self._memo)
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.text.fit()

    def _connect(self) -> None:
        self.text.textChanged.connect(self._on_typed)
        self.text.save_pressed.connect(self.save)
        self.text.cancel_pressed.connect(self.cancel)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.cancel)

    def _on_typed(self) -> None:
        self.text.fit()
        for made in (self._save, self._cancel):
            made.setVisible(self.is_changed)
