"""The buttons below the order, each with its key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui.controls import button, label, named, rule
from shopdesk.ui.language import Retranslated
from shopdesk.ui.registering.actions import RegisterActions

_SHOWN = {"register": "⏎", "skip": "↓", "hold": "", "copy_memo": ""}
"""Actions with a button; the keys of those that the queue itself understands."""


class Foot(Retranslated, QWidget):
    """Buttons follow their actions."""

    def __init__(self, actions: RegisterActions) -> None:
        super().__init__()
        named(self, "registering.foot")
        self._actions = actions
        self._buttons = {name: self._button(name, actions.by_name[name]) for name in _SHOWN}
        self._flag = button("registering.flag", parent=self)
        self._flag.setMenu(actions.flag_menu)
        for made in (*self._buttons.values(), self._flag):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click Enter is still the queue's
        self.copies = named(QCheckBox(self), "registering.copies")
        self._done = label("registering.done", "muted", parent=self)
        self._count = 0
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(8)
        for made in (self._buttons["register"], self._buttons["skip"], self._buttons["hold"], self._flag):
            line.addWidget(made)
        line.addWidget(self._buttons["copy_memo"])
        line.addWidget(self.copies)
        line.addStretch(1)
        line.addWidget(self._done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule("registering.foot.rule", self))
        layout.addLayout(line)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self._flag.setText(_("Flag") + "   ")
        self._flag.setAccessibleName(_("Flag"))
        self.copies.setText(_("Copy it when registering"))
        self.copies.setToolTip(_("Enter also copies the memo line, ready to paste into the platform."))
        for name in _SHOWN:
            self._follow(name)
        self.count(0)

    def count(self, more: int) -> None:
        """So many more were registered here."""
        self._count += more
        self._done.setText(_("{n} registered here").format(n=self._count) if self._count else "")

    def _button(self, name: str, action: QAction) -> QPushButton:
        made = button(f"{action.objectName()}.button", "main" if name == "register" else "plain", self)
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._follow(name))
        return made

    def _follow(self, name: str) -> None:
        action = self._actions.by_name[name]
        key = _SHOWN[name] or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made = self._buttons[name]
        text = action.text().rstrip("….")
        made.setText(f"{text}  {key}")
        made.setAccessibleName(text)
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip() if action.toolTip() != text else "")
