"""A form whose answer is written in the background: it stays open, with what was typed, until that is done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopdesk.errors import ShopdeskError
from shopdesk.i18n import N_
from shopdesk.ui.background import Background
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.form_dialog import WIDTH, Field, FormDialog, Values
from shopdesk.ui.messages import Messages


class WritingForm(FormDialog):
    """`write` runs in a worker's thread; a refusal is said in the form."""

    written = Signal(object)
    """What `write` returned."""

    def __init__(
        self,
        name: str,
        title: str,
        fields: Sequence[Field],
        write: Callable[[Values], object],
        *,
        background: Background,
        messages: Messages,
        save: str = N_("Save"),
        width: int = WIDTH,
        opened: Opened | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, title, fields, write, save=save, width=width, opened=opened, parent=parent)
        self._write, self._background, self._messages = write, background, messages

    def save(self) -> None:
        """Check every field, write, close."""
        values = self.check()
        if values is None or not self._save.isEnabled():
            return
        self._save.setEnabled(False)
        self._background.run_task(lambda: self._write(values), self._done, self._refused, owner=self)

    def _done(self, result: object) -> None:
        self.written.emit(result)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, ShopdeskError):
            self.refuse(error)
        else:
            self._messages.error(error)
