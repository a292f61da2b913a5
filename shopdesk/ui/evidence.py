"""The files of one record, shown by several pages: dropped, pasted or chosen, looked at, removed with Undo (RET-10)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopdesk.domain.evidence import RIGHTS, EvidenceOf
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.queries.evidence import EvidenceRow, list_evidence, read_evidence
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence, remove_evidence, restore_evidence
from shopdesk.ui.background import Background
from shopdesk.ui.controls import button, label, named
from shopdesk.ui.evidence_pictures import file_of, picture_of
from shopdesk.ui.evidence_viewer import EvidenceViewer
from shopdesk.ui.file_dialogs import choose_files
from shopdesk.ui.file_drop import FileDrop, files_in
from shopdesk.ui.icons import Icons
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.rights import apply_right

THUMBNAIL = 96
"""px of a picture's longer side in the list."""
_ID = Qt.ItemDataRole.UserRole
_Source = Path | bytes | QImage


class FilesRefused(Refused):
    """Several at once."""

    template = N_("{n} files were not added: {why}")


@dataclass(frozen=True, slots=True)
class _Added:
    ids: list[int]
    refused: list[ShopdeskError]


class EvidencePane(Retranslated, QWidget):
    """Thumbnails with their names. Enter looks at a file, Delete removes it, Ctrl+V pastes from anywhere in its window;
    files are dropped anywhere on it. Call `show_record` when another record is shown, `refresh` when one was
    changed."""

    counted = Signal(int)
    """How many files the record has, whenever that was read."""

    def __init__(
        self,
        name: str,
        of: EvidenceOf,
        *,
        desk: Desk,
        background: Background,
        messages: Messages,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        """`name` begins the object names: `intake.files`."""
        super().__init__(parent)
        named(self, name)
        self._of, self._desk, self._background, self._messages = of, desk, background, messages
        self._icons = icons
        self._record_id: int | None = None
        self._rows: list[EvidenceRow] = []
        self._pictures: dict[str, QIcon] = {}
        self._title = label(f"{name}.title", "section", parent=self)
        self._empty = label(f"{name}.empty", "muted", wrap=True, parent=self)
        self._list = self._make_list(f"{name}.list")
        self._choose = button(f"{name}.choose", "quiet", self)
        self._paste = button(f"{name}.paste", "quiet", self)
        self._remove = button(f"{name}.remove", "quiet", self)
        self._connect()
        self._lay_out()
        self.retranslate()
        self._show([])

    def retranslate(self) -> None:
        """Write every text again."""
        self._choose.setText(_("Add files…"))
        self._paste.setText(_("Paste"))
        self._remove.setText(_("Remove"))
        self._empty.setText(_("Drop photos here, paste them with Ctrl+V, or choose files."))
        self._list.setAccessibleName(_("Files"))
        self.setAccessibleName(_("Files"))
        self._show_count()

    def show_record(self, record_id: int | None) -> None:
        """Show the files of this record; of none while there is none."""
        if record_id != self._record_id:
            self._record_id = record_id
            self._show([])
        self.refresh()

    def refresh(self) -> None:
        """Read them again."""
        record_id, of = self._record_id, self._of
        if record_id is None:
            self._show([])
            return

        def done(rows: list[EvidenceRow]) -> None:
            if record_id == self._record_id:
                self._show(rows)
                self.counted.emit(len(rows))

        self._background.run_task(
            lambda: list_evidence(self._desk.seen, kind=of.value, record_id=record_id), done, owner=self
        )

    def choose(self) -> QFileDialog:
        """Ask for files."""
        pattern = _("Pictures, PDF, text ({patterns})").format(
            patterns="*.jpg *.jpeg *.png *.gif *.bmp *.webp *.heic *.pdf *.txt"
        )
        return choose_files(self, f"{self.objectName()}.files", _("Add files"), pattern, self.add_files)

    def paste(self) -> None:
        """Add what lies in the clipboard: files, a picture, or a text."""
        held = QGuiApplication.clipboard().mimeData()
        files = files_in(held) if held is not None else []
        if files:
            self.add_files(files)
        elif held is not None and held.hasImage():
            self._add([(QImage(QGuiApplication.clipboard().image()), _("Pasted picture"))])
        elif held is not None and held.hasText() and held.text().strip():
            self._add([(held.text().encode(), _("Pasted text") + ".txt")])
        else:
            self._messages.toast(_("There is no picture, file or text to paste."), Kind.INFO)

    def add_files(self, files: Iterable[Path]) -> None:
        """Keep these files with the record; each that can't be kept is told by its name."""
        self._add([(file, file.name) for file in files])

    def remove(self) -> None:
        """Remove the chosen files; Undo puts them back."""
        chosen = {item.data(_ID) for item in self._list.selectedItems()}
        rows = [row for row in self._rows if row.id in chosen]
        if not rows or not self._remove.isEnabled():
            return
        n, ids = len(rows), [row.id for row in rows]
        said = ngettext("{file} was removed", "{n} files were removed", n).format(n=n, file=rows[0].name)
        self._change(lambda: _each(remove_evidence, self._desk, ids), said, lambda: self._put_back(ids))

    def look(self) -> None:
        """Look at the current file."""
        row = self._list.currentRow()
        if 0 <= row < len(self._rows):
            viewer = EvidenceViewer(
                f"{self.objectName()}.viewer", self._rows, row, desk=self._desk, background=self._background,
                messages=self._messages, parent=self,
            )  # fmt: skip
            viewer.open()

    # Writing

    def _add(self, sources: Sequence[tuple[_Source, str]]) -> None:
        record_id, of = self._record_id, self._of
        if record_id is None or not sources or not self._choose.isEnabled():
            return

        def write() -> _Added:
            added = _Added([], [])
            for source, name in sources:
                called, content = name, source
                if isinstance(content, QImage):
                    at = self._desk.shown(self._desk.clock()).replace(":", ".")  # a name on Windows too
                    content, called = file_of(content), f"{name} {at}.png"
                try:
                    made = add_evidence(self._desk, kind=of.value, record_id=record_id, file=content, name=called)
                    added.ids.append(made)
                except ShopdeskError as error:
                    if error.is_quiet:
                        raise
                    added.refused.append(error)
            return added

        title = ngettext("Keeping {n} file", "Keeping {n} files", len(sources)).format(n=len(sources))
        self._background.run_task(write, self._say_added, owner=self, title=title)

    def _say_added(self, added: _Added) -> None:
        n, ids = len(added.ids), added.ids
        if ids:
            said = ngettext("{n} file was added", "{n} files were added", n).format(n=n)
            self._messages.toast(said, undo=lambda: self._take_away(ids))
        if len(added.refused) == 1:
            self._messages.error(added.refused[0])
        elif added.refused:
            self._messages.error(FilesRefused(n=len(added.refused), why=tuple(added.refused)))
        self.refresh()

    def _take_away(self, ids: Sequence[int]) -> None:
        said = ngettext("The file is gone again", "The files are gone again", len(ids))
        self._change(lambda: _each(remove_evidence, self._desk, ids), said, None)

    def _put_back(self, ids: Sequence[int]) -> None:
        said = ngettext("The file is there again", "The files are there again", len(ids))
        self._change(lambda: _each(restore_evidence, self._desk, ids), said, None)

    def _change(self, write: Callable[[], None], said: str, undo: Callable[[], object] | None) -> None:
        def done(_result: None) -> None:
            self._messages.toast(said, Kind.GOOD if undo else Kind.INFO, undo=undo)
            self.refresh()

        self._background.run_task(write, done, owner=self)

    # Showing

    def _show(self, rows: list[EvidenceRow]) -> None:
        kept = {item.data(_ID) for item in self._list.selectedItems()}
        place = self._list.currentRow()
        self._rows = rows
        self._list.clear()
        for row in rows:
            item = QListWidgetItem(self._icon(row), row.name)
            item.setData(_ID, row.id)
            item.setToolTip(f"{row.name}\n{row.person}")
            self._list.addItem(item)
            item.setSelected(row.id in kept)
        if rows and place >= 0:
            self._list.setCurrentRow(min(place, len(rows) - 1))
        self._show_count()
        self._enable()

    def _icon(self, row: EvidenceRow) -> QIcon:
        """The picture where it was read before, else a sign until it is."""
        if row.hash in self._pictures:
            return self._pictures[row.hash]
        if row.media != "text/plain":
            self._read_picture(row)
        return self._sign(row)

    def _sign(self, row: EvidenceRow) -> QIcon:
        return self._icons.icon("message" if row.media == "text/plain" else "clipboard-list")

    def _read_picture(self, row: EvidenceRow) -> None:
        ratio = self.devicePixelRatioF()
        size = QSize(THUMBNAIL, THUMBNAIL) * ratio

        def done(image: QImage) -> None:
            if image.isNull():
                self._mark(row, self._sign(row), _("{file} can't be shown here.").format(file=row.name))
                return
            self._mark(row, QIcon(_squared(image, size, ratio)))

        def lost(error: Exception) -> None:
            if isinstance(error, ShopdeskError):
                self._mark(row, self._icons.icon("alert-triangle", "danger"), sentence(error))
            else:
                self._messages.error(error)

        self._background.run_task(
            lambda: picture_of(read_evidence(self._desk.seen, row.id), row.media, size), done, lost, owner=self
        )

    def _mark(self, row: EvidenceRow, icon: QIcon, said: str = "") -> None:
        self._pictures[row.hash] = icon
        for place, shown in enumerate(self._rows):
            item = self._list.item(place)
            if shown.hash == row.hash and item is not None:
                item.setIcon(icon)
                item.setToolTip(said or item.toolTip())

    def _show_count(self) -> None:
        n = len(self._rows)
        self._title.setText(_("Files ({n})").format(n=n) if n else _("Files"))
        self._empty.setVisible(not n)
        self._list.setVisible(bool(n))
        self._remove.setVisible(bool(n))

    def _enable(self) -> None:
        is_there = self._record_id is not None
        for each in (self._choose, self._paste):
            each.setEnabled(is_there)
        self._remove.setEnabled(is_there and bool(self._list.selectedItems()))

    # Making

    def _make_list(self, name: str) -> QListWidget:
        made = named(QListWidget(self), name)
        made.setViewMode(QListWidget.ViewMode.IconMode)
        made.setResizeMode(QListWidget.ResizeMode.Adjust)
        made.setMovement(QListWidget.Movement.Static)
        made.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        made.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        made.setGridSize(QSize(THUMBNAIL + 40, THUMBNAIL + 32))
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        made.setMinimumHeight(THUMBNAIL + 40)
        return made

    def _connect(self) -> None:
        right = next((each for each in RIGHTS[self._of] if self._desk.actor.may(each)), RIGHTS[self._of][0])
        for each, act in ((self._choose, self.choose), (self._paste, self.paste), (self._remove, self.remove)):
            apply_right(each, self._desk, right)
            each.clicked.connect(lambda *_args, act=act: act())
        self._list.itemSelectionChanged.connect(self._enable)
        self._list.itemActivated.connect(lambda *_args: self.look())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        removing = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self, self.remove)
        removing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # PySide ignores it as an argument
        FileDrop(self, N_("Drop to keep these files")).dropped.connect(self.add_files)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        for each in (self._choose, self._paste):
            head.addWidget(each)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self._list, 1)
        layout.addLayout(foot)


def _squared(image: QImage, size: QSize, ratio: float) -> QPixmap:
    """The picture amid a square, so that all names stand in one line."""
    square = QPixmap(size)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.drawImage((size.width() - image.width()) // 2, (size.height() - image.height()) // 2, image)
    painter.end()
    square.setDevicePixelRatio(ratio)
    return square


def _each(act: Callable[..., bool], desk: Desk, ids: Iterable[int]) -> None:
    for evidence_id in ids:
        act(desk, evidence_id=evidence_id)
