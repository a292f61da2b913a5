"""The import dialog: files, what would come of them, and what came of them (ORD-01, DATA-04).

Dropped or chosen files are looked through at once by a dry run; Enter takes them in. What was refused says why, and
what was rejected is listed row by row.
"""

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.errors import OutputFailed, ShopdeskError
from shopdesk.i18n import N_, _, ngettext
from shopdesk.services.desk import Desk
from shopdesk.services.exports import export_table
from shopdesk.ui.background import Background, Task
from shopdesk.ui.controls import button, fit_on_screen, label, named
from shopdesk.ui.empty_state import EmptyState
from shopdesk.ui.file_dialogs import choose_files, choose_target
from shopdesk.ui.file_drop import FileDrop
from shopdesk.ui.importing.files import ImportFile
from shopdesk.ui.importing.mapping_dialog import MappingDialog
from shopdesk.ui.importing.problem import ProblemBar
from shopdesk.ui.importing.run import ImportPass, Start
from shopdesk.ui.importing.tables import FILE_COLUMNS, REJECTED_COLUMNS, RowsModel, fit_rows, rejected_cells, table_view
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.progress import SHOWN_AFTER, ProgressRow
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

AT_ONCE = "import.at_once"
"""PC setting: import without asking where nothing stands in the way."""


class Step(Enum):
    """How far the dialog has come."""

    EMPTY = auto()
    CHECKING = auto()
    CHECKED = auto()
    IMPORTING = auto()
    DONE = auto()


class ImportDialog(Retranslated, QDialog):
    """Open it with files, or empty to be asked for some."""

    imported = Signal()
    """Something is in the shop that was not there before."""

    def __init__(
        self,
        *,
        desk: Desk,
        database: str,
        theme: Theme,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
        start: Start | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`database` is the address that our command line is given; `start` runs it."""
        super().__init__(parent)
        self.setObjectName("import.dialog")
        self._desk, self._database = desk, database
        self._theme, self._background, self._messages, self._settings = theme, background, messages, settings
        self._start = start
        self.files: list[ImportFile] = []
        self.step = Step.EMPTY
        self._run: ImportPass | None = None
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()
        fit_on_screen(self, 940, 560)

    # What others use

    def add_files(self, paths: Sequence[Path]) -> None:
        """Take more files and look through them; those that are there already stay as they are."""
        known = {file.path for file in self.files}
        fresh = [ImportFile(path.absolute()) for path in dict.fromkeys(paths) if path.absolute() not in known]
        if not fresh or self._run is not None:
            return
        self.files += fresh
        self._files_model.set_rows(self.files)
        fit_rows(self._files_view, len(self.files))
        self.check()

    def check(self) -> None:
        """Look through all files that are not in the shop yet, changing nothing."""
        self._begin(Step.CHECKING, [file for file in self.files if not file.done])

    def take_in(self) -> None:
        """Import every file that can be imported."""
        self._begin(Step.IMPORTING, [file for file in self.files if file.ready])

    def retranslate(self) -> None:
        """Write every text again."""
        self.setWindowTitle(_("Import"))
        self.setAccessibleName(_("Import"))
        self._add.setText(_("Add files…"))
        self._at_once.setText(_("Import at once when nothing stands in the way"))
        self._rejected_title.setText(_("Rejected rows"))
        self._export.setText(_("Save as a list…"))
        self._files_view.setAccessibleName(_("Files"))
        self._rejected_view.setAccessibleName(_("Rejected rows"))
        self._files_model.refresh()
        self._rejected_model.refresh()
        self._show()

    def reject(self) -> None:
        """Esc and Close: work under way is stopped first."""
        if self._run is not None:
            self._run.cancel()
        else:
            super().reject()

    # How it is put together

    def _build(self) -> None:
        self._title = label("import.title", "title", parent=self)
        self._summary = label("import.summary", "muted", wrap=True, parent=self)
        self._empty = EmptyState("import.empty", self._theme, "file-import", self)
        self._empty.say(
            N_("Drop export files here, several at once: orders, items, refunds, reviews, tracking."),
            N_("Choose files…"),
        )
        self._files_model = RowsModel(FILE_COLUMNS, self._theme, self)
        self._files_view = table_view("import.files", self._files_model, self)
        self._problem = ProblemBar(self)
        self._rejected_model = RowsModel(REJECTED_COLUMNS, self._theme, self)
        self._rejected_view = table_view("import.rejected", self._rejected_model, self)
        self._rejected_title: QLabel = label("import.rejected.title", "section", parent=self)
        self._export = button("import.rejected.export", "link", self)
        self._rejected = named(QWidget(self), "import.rejected.part")
        self._at_once = named(QCheckBox(self), "import.at_once")
        self._at_once.setChecked(bool(self._settings.get(AT_ONCE, False)))
        self._add = button("import.add", parent=self)
        self._close = button("import.close", parent=self)
        self._go = button("import.go", "main", self)
        self._go.setDefault(True)
        self._open = QAction(self)
        self._open.setShortcut(QKeySequence("Ctrl+O"))
        self.addAction(self._open)

    def _lay_out(self) -> None:
        content = named(QFrame(self), "import.content")
        content.setProperty("surface", True)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(_indented(self._files_view))
        inner.addWidget(self._problem)
        inner.addWidget(self._rejected, 1)
        inner.addStretch(0)
        self._lay_out_rejected()
        self._pages = named(QStackedWidget(self), "import.pages")
        self._pages.addWidget(self._empty)
        self._pages.addWidget(content)
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 12)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        layout.addLayout(self._foot())

    def _lay_out_rejected(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(20, 10, 12, 2)
        line.addWidget(self._rejected_title)
        line.addStretch(1)
        line.addWidget(self._export)
        layout = QVBoxLayout(self._rejected)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addLayout(_indented(self._rejected_view), 1)

    def _foot(self) -> QVBoxLayout:
        self._work = QVBoxLayout()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._add)
        buttons.addWidget(self._at_once)
        buttons.addStretch(1)
        for made in (self._close, self._go):
            made.setMinimumWidth(88)
            buttons.addWidget(made)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.setSpacing(8)
        foot.addLayout(self._work)
        foot.addLayout(buttons)
        return foot

    def _connect(self) -> None:
        self._empty.clicked.connect(self.choose)
        self._add.clicked.connect(self.choose)
        self._open.triggered.connect(self.choose)
        self._close.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        self._export.clicked.connect(self.choose_export)
        self._at_once.toggled.connect(lambda wanted: self._keep(AT_ONCE, wanted))
        self._files_view.selectionModel().currentRowChanged.connect(lambda *_args: self._show_chosen())
        self._problem.mapping_requested.connect(self.open_mapping)
        self._problem.shop_chosen.connect(self.use_shop)
        FileDrop(self, N_("Drop to import")).dropped.connect(self.add_files)

    # What the user does

    def choose(self) -> None:
        """Ask for files."""
        pattern = _("Export files (*.csv *.xlsx *.xls *.zip);;All files (*)")
        folder = str(self._settings.get("import.folder", ""))
        choose_files(self, "import.choose", _("Files to import"), pattern, self._on_chosen, folder=folder)

    def choose_export(self) -> None:
        """Ask where to write the rejected rows."""
        pattern = _("Workbook (*.xlsx);;CSV (*.csv)")
        suggested = _("Rejected rows") + ".xlsx"
        choose_target(self, "import.target", _("Save the rejected rows"), pattern, self.export, suggested=suggested)

    def export(self, target: Path) -> None:
        """Write the rejected rows to a file."""
        header = [_(column.title) for column in REJECTED_COLUMNS]
        try:
            export_table(target, header, rejected_cells(self._rejected_model.rows))
        except ShopdeskError as error:
            self._messages.error(error)
            return
        self._messages.toast(_("Rejected rows are in {file}").format(file=target.name))

    def open_mapping(self, file: ImportFile) -> None:
        """Ask which column of a file is what; the file is looked through again afterwards."""
        if file.unknown is None:
            return
        dialog = MappingDialog(desk=self._desk, layout=file.unknown, theme=self._theme, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(lambda shop: self._retry(file, shop))
        dialog.open()

    def use_shop(self, file: ImportFile, shop: str) -> None:
        """A file belongs to this shop."""
        self._retry(file, shop)

    def _retry(self, file: ImportFile, shop: str) -> None:
        file.shop = shop
        file.forget()
        self.check()

    def _on_chosen(self, paths: list[Path]) -> None:
        self._keep("import.folder", str(paths[0].parent))
        self.add_files(paths)

    def _on_go(self) -> None:
        if self.step is Step.CHECKED and any(file.ready for file in self.files):
            self.take_in()
        elif any(not file.checked for file in self.files):
            self.check()
        elif not self.files:
            self.choose()
        else:
            self.accept()

    def _keep(self, key: str, value: object) -> None:
        try:
            self._settings.set(key, value)
        except OutputFailed as error:
            self._messages.error(error)

    # The work

    def _begin(self, step: Step, files: list[ImportFile]) -> None:
        if not files or self._run is not None:
            return
        self._run = ImportPass(
            files,
            desk=self._desk,
            database=self._database,
            background=self._background,
            dry_run=step is Step.CHECKING,
            start=self._start,
            parent=self,
        )
        self.step = step
        self._run.started.connect(self._show_work)
        self._run.finished.connect(self._on_finished)
        self._show()
        self._run.go()

    def _show_work(self, task: Task) -> None:
        self._work.addWidget(ProgressRow(task, self._theme.icons, name="import.work", since=SHOWN_AFTER, parent=self))

    def _on_finished(self, whole: bool) -> None:
        was, run = self.step, self._run
        self._run = None
        if run is not None:
            run.deleteLater()
        self.step = Step.DONE if was is Step.IMPORTING and whole else Step.CHECKED
        if any(file.done for file in self.files) and was is Step.IMPORTING:
            self.imported.emit()
        self._choose_first_problem()
        self._show()
        if not any(file.ready for file in self.files):
            self._problem.take_focus()
        if was is Step.CHECKING and whole and self._at_once.isChecked() and self._nothing_in_the_way():
            self.take_in()

    def _nothing_in_the_way(self) -> bool:
        return all(file.done or (file.ready and not file.rejected) for file in self.files)

    # What is shown

    def _choose_first_problem(self) -> None:
        wrong = [row for row, file in enumerate(self.files) if file.problem]
        if wrong:
            self._files_view.selectRow(wrong[0])
        else:
            self._files_view.clearSelection()

    def _show(self) -> None:
        busy = self._run is not None
        self._pages.setCurrentIndex(1 if self.files else 0)
        self._files_model.refresh()
        rejected = [bad for file in self.files for bad in file.rejected]
        if list(self._rejected_model.rows) != rejected:
            self._rejected_model.set_rows(rejected)
        self._rejected.setVisible(bool(rejected))
        self._show_chosen()
        self._title.setText(self._title_text())
        self._summary.setText(self._summary_text())
        self._add.setVisible(bool(self.files))
        self._add.setEnabled(not busy)
        self._go.setVisible(bool(self.files) and not busy)
        self._go.setText(self._go_text())
        self._close.setText(_("Cancel") if busy or any(file.ready for file in self.files) else _("Close"))
        self._close.setVisible(busy or not self.files or self._go_text() != _("Close"))

    def _show_chosen(self) -> None:
        row = self._files_view.currentIndex().row()
        file = self.files[row] if 0 <= row < len(self.files) else None
        self._problem.show_file(file, busy=self._run is not None)

    def _go_text(self) -> str:
        ready = sum(1 for file in self.files if file.ready)
        if self.step is Step.IMPORTING or ready:
            return ngettext("Import {n} file", "Import {n} files", max(ready, 1)).format(n=max(ready, 1))
        if self.step is Step.CHECKING or any(not file.checked for file in self.files):
            return _("Look through them")
        return _("Close")

    def _title_text(self) -> str:
        return {
            Step.EMPTY: _("Import"),
            Step.CHECKING: _("Looking through the files"),
            Step.CHECKED: _("What the files hold"),
            Step.IMPORTING: _("Importing"),
            Step.DONE: _("Imported"),
        }[self.step]

    def _summary_text(self) -> str:
        if self.step is Step.EMPTY:
            return _("The same file can be imported again: nothing is doubled, and what the shop did stays.")
        if self.step is Step.CHECKING:
            return _("Nothing is changed yet.")
        sums = {what: sum(file.count(what) for file in self.files) for what in ("created", "updated", "unchanged")}
        rejected = sum(len(file.rejected) for file in self.files)
        text = _("{created} new, {updated} changed, {unchanged} as before, {rejected} rows rejected")
        parts = [text.format(**sums, rejected=rejected)]
        refused = sum(1 for file in self.files if file.problem)
        if refused:
            parts.append(ngettext("{n} file left out", "{n} files left out", refused).format(n=refused))
        nobodys = sum(file.nobodys for file in self.files)
        if nobodys:
            said = ngettext("{n} number of no order of ours", "{n} numbers of no order of ours", nobodys)
            parts.append(said.format(n=nobodys))
        if self.step is Step.CHECKED and not any(file.done for file in self.files):
            parts.append(_("Nothing is changed yet."))
        return " · ".join(parts)


def _indented(widget: QWidget) -> QHBoxLayout:
    """So that the cells of a table begin where the title does."""
    made = QHBoxLayout()
    made.setContentsMargins(12, 0, 12, 0)
    made.addWidget(widget)
    return made
