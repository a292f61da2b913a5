"""One file of a record in full size; Left and Right go on to the others."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.queries.evidence import EvidenceRow, read_evidence
from shopdesk.services.desk import Desk
from shopdesk.services.exports import write_bytes
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.evidence_pictures import picture_of, text_of
from shopdesk.ui.file_dialogs import choose_target
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages

_MOST = QSize(2400, 2400)
"""Pixels: enough for any screen, little enough for the memory."""


class EvidenceViewer(Retranslated, QDialog):
    """Read only. Esc closes."""

    def __init__(
        self,
        name: str,
        rows: Sequence[EvidenceRow],
        place: int,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows, self._place = list(rows), place
        self._desk, self._background, self._messages = desk, background, messages
        self._image = QImage()
        self._picture = label(f"{name}.picture")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = named(QPlainTextEdit(self), f"{name}.text")
        self._text.setReadOnly(True)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._picture)
        self._stack.addWidget(self._text)
        self._about = label(f"{name}.about", "muted")
        self._before, self._next = button(f"{name}.before", "quiet", self), button(f"{name}.next", "quiet", self)
        self._save, self._close = button(f"{name}.save", parent=self), button(f"{name}.close", parent=self)
        self._before.clicked.connect(lambda *_args: self.go(-1))
        self._next.clicked.connect(lambda *_args: self.go(1))
        self._save.clicked.connect(lambda *_args: self.save())
        self._close.clicked.connect(self.reject)
        self._lay_out()
        self.retranslate()
        fit_on_screen(self, 960, 720)
        self._read()

    @property
    def row(self) -> EvidenceRow:
        """The file that is shown."""
        return self._rows[self._place]

    def retranslate(self) -> None:
        """Write every text again."""
        self._before.setText(_("Previous"))
        self._next.setText(_("Next"))
        self._save.setText(_("Save as…"))
        self._close.setText(_("Close"))
        self._picture.setAccessibleName(_("Picture"))
        self._text.setAccessibleName(_("Text"))
        self._show_row()

    def go(self, by: int) -> None:
        """To another file."""
        place = self._place + by
        if 0 <= place < len(self._rows):
            self._place = place
            self._show_row()
            self._read()

    def save(self) -> None:
        """Ask where to put a copy of the file."""
        row = self.row

        def write(target: Path) -> None:
            self._background.run_task(
                lambda: write_bytes(target, read_evidence(self._desk.seen, row.id)),
                lambda _result: self._messages.toast(_("{file} is written.").format(file=target.name)),
                owner=self,
            )

        choose_target(self, f"{self.objectName()}.target", _("Save as"), "", write, suggested=row.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go on; a text has no use for them here."""
        keys = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        by = keys.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.go(by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture takes the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _read(self) -> None:
        row = self.row

        def done(found: tuple[QImage, str]) -> None:
            if row == self.row:
                self._image, text = found
                self._text.setPlainText(text)
                self._stack.setCurrentWidget(self._text if text else self._picture)
                self._fit()

        def read() -> tuple[QImage, str]:
            content = read_evidence(self._desk.seen, row.id)
            return picture_of(content, row.media, _MOST), text_of(content, row.media)

        self._background.run_task(read, done, self._fail, owner=self)

    def _fail(self, error: Exception) -> None:
        self._image = QImage()
        self._fit()
        self._messages.error(error)

    def _fit(self) -> None:
        if self._image.isNull():
            self._picture.setPixmap(QPixmap())
            self._picture.setText(_("{file} can't be shown here. Save it to open it.").format(file=self.row.name))
            return
        ratio = self.devicePixelRatioF()
        room = self._stack.size() * ratio
        fits = self._image.width() <= room.width() and self._image.height() <= room.height()
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(self._image if fits else self._image.scaled(room, keep, smooth))
        pixmap.setDevicePixelRatio(ratio)
        self._picture.setPixmap(pixmap)

    def _show_row(self) -> None:
        row, n = self.row, len(self._rows)
        self.setWindowTitle(row.name)
        said = _("{place} of {n}, added by {person}").format(place=self._place + 1, n=n, person=row.person)
        self._about.setText(said)
        self._before.setEnabled(self._place > 0)
        self._next.setEnabled(self._place < n - 1)

    def _lay_out(self) -> None:
        self._picture.setMinimumSize(1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._about, 1)
        for each in (self._before, self._next, self._save, self._close):
            foot.addWidget(each)
        layout = QVBoxLayout(self)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
