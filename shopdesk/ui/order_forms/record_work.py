"""What is done with the record of a page: forms are opened, services run in the background, a toast says what came of
it."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.order_forms.writing_form import WritingForm

Outcome = TypeVar("Outcome")


class RecordWork(QObject):
    """`page` is the widget over which forms lie; what is written is announced by the desk itself."""

    written = Signal(int)
    """Something was done with this record: it is to be shown as it is now."""

    def __init__(self, desk: Desk, background: Background, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._background, self._messages, self._page = desk, background, messages, page

    def _open(self, form: WritingForm, number: int, say: Callable[[Any], object]) -> None:
        def written(result: object) -> None:
            say(result)
            self.written.emit(number)

        form.written.connect(written)
        form.open()

    def _run(self, write: Callable[[], Outcome], number: int, say: Callable[[Outcome], object]) -> None:
        def done(result: Outcome) -> None:
            say(result)
            self.written.emit(number)

        def refused(error: Exception) -> None:
            self._messages.error(error)
            self.written.emit(number)  # somebody else was quicker: what is so now is shown

        self._background.run_task(write, done, refused, owner=self)

    def _toast(self, text: str, kind: Kind = Kind.GOOD) -> None:
        self._messages.toast(text, kind)
