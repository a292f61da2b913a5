"""The overview of all keys (Shift+F1), made from the actions themselves, so that it can't be out of date."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.language import Retranslated
from shopdesk.ui.page import Command

_NATIVE = QKeySequence.SequenceFormat.NativeText


def keys_by_group(commands: Iterable[Command]) -> dict[str, list[tuple[str, str]]]:
    """Text and keys of every command that has any, by where it belongs, in the order in which they came."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in commands:
        keys = " · ".join(key.toString(_NATIVE) for key in command.action.shortcuts())
        if keys:
            groups.setdefault(command.group, []).append((command.text, keys))
    return groups


class ShortcutsDialog(Retranslated, QDialog):
    """Lists every key in two columns; Esc or Enter closes it."""

    def __init__(self, commands: list[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main.shortcuts")
        self.resize(720, 480)
        self._groups = keys_by_group(commands)
        self._title = label("main.shortcuts.title", "title", parent=self)
        self._note = label("main.shortcuts.note", "muted", wrap=True, parent=self)
        self._close = button("main.shortcuts.close", "main", self)
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Keys"))
        self.setAccessibleName(_("Keys"))
        self._title.setText(_("Keys"))
        self._note.setText(
            _("A scanner works anywhere: scan an order number, a waybill or a return form and its order opens.")
        )
        self._close.setText(_("Close"))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._note)
        layout.addWidget(self._columns(), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        layout.addLayout(foot)

    def _columns(self) -> QScrollArea:
        inner = named(QWidget(), "main.shortcuts.keys")
        inner.setAutoFillBackground(False)
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(32)
        sides = [QVBoxLayout(), QVBoxLayout()]
        heights = [0, 0]
        for number, (group, keys) in enumerate(self._groups.items()):
            side = heights.index(min(heights))
            heights[side] += len(keys) + 2
            sides[side].addWidget(self._group(group, keys, number))
        for side_layout in sides:
            side_layout.addStretch(1)
            columns.addLayout(side_layout, 1)
        area = named(QScrollArea(self), "main.shortcuts.area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inner)
        return area

    def _group(self, group: str, keys: list[tuple[str, str]], number: int) -> QWidget:
        name = f"main.shortcuts.group{number}"
        made = named(QWidget(), name)
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setVerticalSpacing(6)
        heading = label(f"{name}.title", "section")
        heading.setText(group)
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, (text, key) in enumerate(keys, 1):
            grid.addWidget(_plain(f"{name}.text{row}", text), row, 0)
            grid.addWidget(_plain(f"{name}.key{row}", key, muted=True), row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        return made


def _plain(name: str, text: str, *, muted: bool = False) -> QLabel:
    made = label(name, "muted" if muted else "body")
    made.setText(text)
    return made
