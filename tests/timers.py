"""The timers that the program made, so that tests can wait for what is about to be shown.

Qt's own are left alone: asking a window for all its children makes a Python object for each of them, and one that
outlives its timer ends in a crash somewhere else.
"""

from typing import Any
from weakref import WeakSet

from PySide6 import QtCore
from shiboken6 import Shiboken

SOON = 60
"""Milliseconds within which what was done a moment ago is shown."""

_made: "WeakSet[QtCore.QTimer]" = WeakSet()


class _Timer(QtCore.QTimer):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _made.add(self)


def watch_timers() -> None:
    """Before anything of the window is imported."""
    QtCore.QTimer = _Timer  # type: ignore[misc]


def something_is_about_to_happen() -> bool:
    """Whether a page reads in a moment, or keys are held in case a scanner typed them."""
    for timer in list(_made):
        if not Shiboken.isValid(timer):
            _made.discard(timer)  # of a window that is gone: thousands of them would be looked at again and again
        elif timer.isSingleShot() and timer.interval() <= SOON and timer.isActive():
            return True
    return False
