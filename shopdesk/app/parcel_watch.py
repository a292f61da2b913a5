"""Asks the tracking service where parcels are while a shop is open (SHP-08)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from shopdesk.domain.tracking import Failure
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.services.sign_in import make_ticket
from shopdesk.services.tracking_poll import is_poll_due
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Messages
from shopdesk.ui.processes import ProcessTask

AFTER, EVERY = 40_000, 120_000
"""Milliseconds after the start, and between two looks whether parcels are due."""
Start = Callable[[Desk, str], ProcessTask]


def poll_run(desk: Desk, address: str) -> ProcessTask:
    """A round as a run of our own command: it takes a second a parcel. Start it once it is connected."""
    arguments = ["--database", address, "tracking", "poll", "--json"]
    return ProcessTask(arguments, _("Asking where parcels are"), ticket=make_ticket(desk))


class ParcelWatch(QObject):
    """Looks in the background; what the service refuses stands in a banner, that it is away is nobody's business."""

    settings_requested = Signal(str)
    """Which section of the settings is to be opened."""

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, *, address: str, parent: QObject,
        run: Start = poll_run,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk, self._background, self._messages, self._address = desk, background, messages, address
        self._run = run
        self._every = QTimer(self, interval=EVERY)
        self._every.timeout.connect(self.look)
        self._is_running = False

    def start(self) -> None:
        """Look soon, and then as time goes by."""
        self._every.start()
        QTimer.singleShot(AFTER, self, self.look)

    def stop(self) -> None:
        """The window has ended."""
        self._every.stop()

    def look(self) -> None:
        """Ask about what is due."""
        if not self._is_running:
            self._background.run_task(lambda: is_poll_due(self._desk), self._begin, self._on_error, owner=self)

    def _begin(self, is_due: bool) -> None:
        if not is_due or self._is_running:
            return
        self._is_running = True
        run = self._run(self._desk, self._address)
        run.finished.connect(self._end)
        self._background.follow(run, self._on_done, self._on_error, owner=self)
        run.start()

    def _end(self) -> None:
        self._is_running = False

    def _on_done(self, answer: object) -> None:
        stopped = answer.get("stopped") if isinstance(answer, dict) else None
        if stopped == Failure.REFUSED.value:
            text = _("The tracking service refuses the account or its key. Correct them in Settings.")
            correct = (_("Open Settings"), lambda: self.settings_requested.emit("tracking"))
            self._messages.banner("tracking", text, "warning", action=correct)
        else:
            self._messages.clear_banner("tracking")

    def _on_error(self, error: Exception) -> None:
        """What isn't an expected refusal is said; a server that is away is said elsewhere."""
        if not isinstance(error, ShopdeskError):
            self._messages.error(error)
