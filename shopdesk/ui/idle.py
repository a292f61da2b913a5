"""Notices that nobody has touched the PC for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

MINUTE = 60_000
LOCK_AFTER = "lock_after_minutes"
"""PC setting: minutes without a touch after which somebody has to sign in again; 0 for never."""
_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
    )
)  # fmt: skip


class IdleWatch(QObject):
    """`idle` is emitted once nobody has touched keyboard or mouse for so many minutes."""

    idle = Signal()

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)

    def watch(self, minutes: int) -> None:
        """Watch from now on; 0 watches no more, and costs nothing then."""
        self._app.removeEventFilter(self)
        self._timer.stop()
        if minutes > 0:
            self._app.installEventFilter(self)
            self._timer.start(minutes * MINUTE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every touch begins the time anew; nothing is held back."""
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False
