"""The one box at the top: scan, search and commands (Ctrl+K).

Plain text and Enter searches the page that is shown, or opens the order when the text is an order or waybill number.
Below the box the commands that match are listed, by words or by the initials of their pinyin.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from shopdesk.i18n import _
from shopdesk.ui.command_list import COMMAND, LISTED, CommandList, matching, warm_up
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page import Command
from shopdesk.ui.scanner import TAKES_SCAN
from shopdesk.ui.theme import Theme

WIDTH = 480


class CommandBox(Retranslated, QLineEdit):
    """`search_requested` carries the text of an Enter without a chosen command."""

    search_requested = Signal(str)

    def __init__(self, theme: Theme, commands: Callable[[], list[Command]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main.box")
        self.setMaximumWidth(WIDTH)
        self.setMinimumWidth(220)
        self.setClearButtonEnabled(True)
        self.setProperty(TAKES_SCAN, True)
        self._commands = commands
        self._hint = ""
        sign = self.addAction(theme.icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        theme.icons.put(sign, "search")
        self.list = CommandList(theme)
        self.list.itemClicked.connect(self._run)
        self.textEdited.connect(self.show_commands)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setPlaceholderText(self._hint or _("Scan, search or type a command"))
        self.setAccessibleName(_("Scan, search or command"))
        self.setToolTip(_("Scan, search or command ({key})").format(key="Ctrl+K"))

    def set_hint(self, hint: str) -> None:
        """What the page that is shown can search for, in the user's language."""
        self._hint = hint
        self.retranslate()

    def start(self) -> None:
        """Ctrl+K: take the focus and list the commands."""
        warm_up()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self.show_commands("")

    def show_commands(self, text: str) -> None:
        """List what matches. `>` in front means that only commands are meant."""
        only_commands = text.startswith(">")
        found = matching(self._commands(), text.removeprefix(">"))
        self.list.fill(found[:LISTED] if text else found, "" if only_commands else text.strip())
        if only_commands and found:
            self.list.setCurrentRow(0)
        self.list.place_below(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the list, Enter takes, Esc closes and then clears."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Away from the box there is no list."""
        self.list.hide()
        super().focusOutEvent(event)

    def _walk(self, step: int) -> None:
        if not self.list.isVisible():
            self.show_commands(self.text())
        count = self.list.count()
        if count:
            row = self.list.currentRow()
            first = 0 if step > 0 else count - 1
            self.list.setCurrentRow(first if row < 0 else (row + step) % count)

    def _enter(self) -> None:
        item = self.list.currentItem() if self.list.isVisible() else None
        if item is not None:
            self._run(item)
        else:
            self.list.hide()
            self.search_requested.emit(self.text().strip())

    def _escape(self) -> None:
        if self.list.isVisible():
            self.list.hide()
        elif self.text():
            self.clear()
            self.search_requested.emit("")
        else:
            self.clearFocus()

    def _run(self, item: QListWidgetItem) -> None:
        self.list.hide()
        command = item.data(COMMAND)
        if isinstance(command, Command):
            self.clear()
            self.clearFocus()
            command.action.trigger()
        else:
            self.search_requested.emit(self.text().strip())
