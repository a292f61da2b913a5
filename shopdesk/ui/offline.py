"""While the shop's data can't be reached one banner says so; what was typed meanwhile is stored afterwards."""

from PySide6.QtCore import QObject, QTime

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.ui.background import Background
from shopdesk.ui.changes import Changes
from shopdesk.ui.messages import Kind, Messages


class Offline(QObject):
    """Made with the window."""

    def __init__(self, changes: Changes, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._messages = messages
        changes.lost.connect(self._say_lost)
        changes.found.connect(lambda: messages.clear_banner("offline"))
        changes.found.connect(background.try_again)
        background.kept_back.connect(self._say_kept_back)

    def _say_lost(self, error: Exception) -> None:
        if isinstance(error, ShopdeskError) and error.is_quiet:
            said = _(
                "The server hasn't answered since {time}. Nothing that was stored is lost, what you are typing stays, "
                "and it goes on by itself."
            ).format(time=QTime.currentTime().toString("HH:mm"))
        else:
            text = sentence(error) if isinstance(error, ShopdeskError) else str(error)
            said = _("The shop's data can't be reached just now: {reason}").format(reason=text)
        self._messages.banner("offline", said, "danger")

    def _say_kept_back(self) -> None:
        said = _("What you typed is not stored yet: it will be once the server answers. Don't close the window.")
        self._messages.toast(said, Kind.WARNING, topic="banner")
