"""What somebody may not do is greyed, with the reason in its tooltip (TEAM-01).

The services refuse it all the same; this only says so before anybody tries.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton

from shopdesk.domain.permissions import Right
from shopdesk.i18n import sentence
from shopdesk.services.desk import Desk, not_allowed


def why_not_allowed(desk: Desk, right: Right) -> str:
    """Why the acting person may not do it, as a sentence in the language in use; "" where they may."""
    refusal = not_allowed(desk.actor, right)
    return sentence(refusal) if refusal is not None else ""


def apply_right(target: QAction | QAbstractButton, desk: Desk, right: Right) -> bool:
    """Grey an action or a button for good where the acting person has not the right, whatever else enables it later;
    returns whether they have it. Its tooltip and status tip say who may."""
    if desk.actor.may(right):
        return True
    (_ActionGuard if isinstance(target, QAction) else _ButtonGuard)(target, desk, right)
    return False


class _Guard(QObject):
    """Keeps one action or button as it has to be; it lives as long as that."""

    def __init__(self, target: QAction | QAbstractButton, desk: Desk, right: Right) -> None:
        super().__init__(target)
        self._target, self._desk, self._right = target, desk, right
        self._is_busy = False
        self._watch()
        self._grey()

    def _watch(self) -> None:
        """Hear of every change of the target."""

    def _grey(self) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        try:
            said = why_not_allowed(self._desk, self._right)
            self._target.setEnabled(False)
            self._target.setToolTip(said)
            self._target.setStatusTip(said)
        finally:
            self._is_busy = False


class _ActionGuard(_Guard):
    """Actions tell of their changes by a signal."""

    def _watch(self) -> None:
        assert isinstance(self._target, QAction)
        self._target.changed.connect(self._grey)


_CHANGES = (QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange, QEvent.Type.LanguageChange)


class _ButtonGuard(_Guard):
    """Widgets tell of theirs by events."""

    def _watch(self) -> None:
        self._target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grey it again after whatever changed it."""
        if event.type() in _CHANGES:
            self._grey()
        return False
