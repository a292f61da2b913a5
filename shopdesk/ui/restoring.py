"""The moment in which a backup takes the shop's place: no shop is open, and the window says how far it is (DATA-01)."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout

from shopdesk.i18n import _
from shopdesk.services.backup_list import Where
from shopdesk.services.restoring import restore
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named

WIDTH = 360
_STEPS = 1000


class Restoring(QDialog):
    """Restores while it is shown; it can't be closed before that is done."""

    _told = Signal(float)

    def __init__(self, where: Where, backup: Path) -> None:
        super().__init__()
        self.setObjectName("restoring")
        self.setWindowTitle(_("Restoring"))
        self.setMinimumWidth(WIDTH)
        self._where, self._backup = where, backup
        self._error: Exception | None = None
        text = label("restoring.text", wrap=True, parent=self)
        text.setText(_("The backup takes the shop's place …"))
        self._bar = named(QProgressBar(self), "restoring.bar")
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(text)
        layout.addWidget(self._bar)
        self._told.connect(lambda part: self._bar.setValue(int(part * _STEPS)))

    def run(self) -> None:
        """Put the backup in place; returns once it is. Raises what services.restoring.restore raises."""
        background = Background(self)
        background.run_task(
            lambda: restore(self._where, self._backup, progress=self._told.emit),
            lambda _kept: self.accept(),
            self._on_error,
            owner=self,
        )
        self.exec()
        background.close()
        self.deleteLater()
        if self._error is not None:
            raise self._error

    def reject(self) -> None:
        """Esc and the window's own button: half a shop is none."""

    def _on_error(self, error: Exception) -> None:
        self._error = error
        self.accept()
