"""Saving in the background what somebody typed: a clash is decided, and nothing typed is lost (DATA-02)."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk.i18n import _
from shopdesk.services.clashes import Base, Conflict
from shopdesk.services.desk import MergedChange
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Chosen, decide
from shopdesk.ui.messages import Kind, Messages

Result = TypeVar("Result")


class Saving:
    """`parent` is the page over which the dialog lies; nothing is answered once it is gone."""

    def __init__(self, background: Background, messages: Messages, parent: QObject) -> None:
        self._background, self._messages, self._parent = background, messages, parent

    def save(
        self,
        write: Callable[[Base], Result],
        base: Base,
        on_saved: Callable[[Result], object],
        *,
        on_unsaved: Callable[[], object] | None = None,
    ) -> None:
        """Write over `base`. `on_unsaved` is called where it is not saved: refused, the server away, or gone back; what
        was typed is to be there then."""

        def unsaved() -> None:
            if on_unsaved is not None:
                on_unsaved()

        def refused(error: Exception) -> None:
            def again(conflict: Conflict, chosen: Chosen) -> None:
                self.save(write, base.decided(conflict, chosen), on_saved, on_unsaved=on_unsaved)

            if not decide(error, again, self._window(), on_back=unsaved):
                unsaved()
                self._messages.error(error)

        self._background.run_task(lambda: write(base), on_saved, refused, owner=self._parent, in_order=True)

    def _window(self) -> QWidget:
        return window_of(self._parent)


def window_of(parent: QObject) -> QWidget:
    """The window that a dialog belongs to: the open dialog, else that of the page."""
    found = QApplication.activeModalWidget()
    place: QObject | None = parent
    while found is None and place is not None:
        found = place.window() if isinstance(place, QWidget) else None
        place = place.parent()
    assert found is not None
    return found


class MergedNews(QObject):
    """Says that a change was saved beside somebody else's; told from any thread."""

    _told = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._messages: Messages | None = None
        self._told.connect(self._say, Qt.ConnectionType.QueuedConnection)

    def say_through(self, messages: Messages) -> None:
        """There is a window to say it in."""
        self._messages = messages

    def tell(self, merged: MergedChange) -> None:
        """As the desk tells it."""
        self._told.emit(merged)

    def _say(self, merged: MergedChange) -> None:
        if self._messages is not None:
            said = _("{person} had changed {record} meanwhile ({fields}); your change was saved with it.")
            values = {"person": merged.person, "record": merged.record, "fields": merged.fields}
            self._messages.toast(said.format(**values), Kind.INFO)
