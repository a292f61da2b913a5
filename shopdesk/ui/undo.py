"""The one way to take something back: what was done and can be undone, newest first, for as long as the window lives.

A toast offers its own Undo while it is shown; Ctrl+Z takes back the newest entry even after that. In a text that is
being written the key is the text's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _
from shopdesk.ui.icons import Icons

KEPT = 50
"""Entries; what was done longer ago is changed back by hand."""
KEYS = QKeySequence("Ctrl+Z")


@dataclass(frozen=True, slots=True, eq=False)
class Undoable:
    """One thing that was done: what was said about it, and what takes it back."""

    text: str
    take_back: Callable[[], object]


class UndoQueue(QObject):
    """`action` is the command everywhere in `host`'s window; `refused` carries why something could not be taken back,
    where that is known at once. A refusal that comes later is said by whoever does it; the entry is gone either way."""

    left = Signal(object)
    """This entry is no longer in the queue."""
    refused = Signal(object)

    def __init__(self, host: QWidget, icons: Icons) -> None:
        super().__init__(host)
        self._entries: list[Undoable] = []
        self.action = QAction(self)
        self.action.setObjectName("main.undo")
        self.action.setShortcut(KEYS)
        self.action.setAutoRepeat(False)
        icons.put(self.action, "arrow-back-up")
        self.action.triggered.connect(lambda *_args: self.undo())
        host.addAction(self.action)
        self.retranslate()

    @property
    def entries(self) -> list[Undoable]:
        """What can be taken back, newest first."""
        return self._entries[::-1]

    def retranslate(self) -> None:
        """Say what the key would undo."""
        newest = self._entries[-1] if self._entries else None
        self.action.setEnabled(newest is not None)
        said = newest.text.replace("&", "&&") if newest else ""  # no mnemonic
        self.action.setText(_("Undo: {what}").format(what=said) if newest else _("Undo"))

    def push(self, text: str, take_back: Callable[[], object]) -> Undoable:
        """Something was done that can be taken back."""
        entry = Undoable(text, take_back)
        self._entries.append(entry)
        for old in self._entries[:-KEPT]:
            self._remove(old)
        self.retranslate()
        return entry

    def undo(self, entry: Undoable | None = None) -> None:
        """Take back this entry, or else the newest; once, whatever comes of it."""
        entry = entry or (self._entries[-1] if self._entries else None)
        if entry is None or entry not in self._entries:
            return
        self._remove(entry)
        try:
            entry.take_back()
        except ShopdeskError as error:
            self.refused.emit(error)

    def _remove(self, entry: Undoable) -> None:
        self._entries.remove(entry)
        self.retranslate()
        self.left.emit(entry)
