"""The way into importing: one action, and files dropped on the window. The dialog is loaded when it is opened."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.ui.background import Background
from shopdesk.ui.file_drop import FileDrop
from shopdesk.ui.language import Language
from shopdesk.ui.messages import Messages
from shopdesk.ui.rights import apply_right
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Theme

if TYPE_CHECKING:
    from shopdesk.ui.importing.dialog import ImportDialog


class Imports(QObject):
    """Made once for the window, which offers `action` (`import.open`) as a command."""

    imported = Signal()
    """Something is in the shop that was not there before."""

    def __init__(
        self,
        window: QWidget,
        *,
        desk: Desk,
        database: str,
        theme: Theme,
        language: Language,
        background: Background,
        messages: Messages,
        settings: SettingsStore,
    ) -> None:
        """`database` is the address that our command line is given."""
        super().__init__(window)
        self._window, self._desk, self._database = window, desk, database
        self._theme, self._background, self._messages, self._settings = theme, background, messages, settings
        self._dialog: ImportDialog | None = None
        self.action = QAction(self)
        self.action.setObjectName("import.open")
        self.action.setShortcut(QKeySequence("Ctrl+O"))
        theme.icons.put(self.action, "file-import")
        self.action.triggered.connect(lambda *_args: self.open())
        language.changed.connect(self.retranslate)
        if apply_right(self.action, desk, Right.IMPORT):
            FileDrop(window, N_("Drop to import")).dropped.connect(self.open)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.action.setText(_("Import files…"))

    def open(self, files: Sequence[Path] = ()) -> "ImportDialog":
        """Open the dialog, or give the files to the one that is open; without files it asks for some."""
        from shopdesk.ui.importing.dialog import ImportDialog

        if self._dialog is None:
            self._dialog = ImportDialog(
                desk=self._desk,
                database=self._database,
                theme=self._theme,
                background=self._background,
                messages=self._messages,
                settings=self._settings,
                parent=self._window,
            )
            self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._dialog.imported.connect(self.imported)
            self._dialog.destroyed.connect(self._forget)
            self._dialog.open()
        if files:
            self._dialog.add_files(files)
        return self._dialog

    def _forget(self) -> None:
        self._dialog = None
