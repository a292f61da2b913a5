"""Choosing files: dialogs that don't stop the program while they are open."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo, Qt
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QStyle, QWidget

from shopdesk.ui.controls import named


def choose_files(
    parent: QWidget, name: str, title: str, pattern: str, on_files: Callable[[list[Path]], object], *, folder: str = ""
) -> QFileDialog:
    """Ask for files that exist; `pattern` as Qt has it ("Tables (*.csv *.xlsx)"). Nothing is called on cancel."""
    dialog = _dialog(parent, name, title, pattern, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda chosen: on_files([Path(each) for each in chosen]))
    dialog.open()
    return dialog


def choose_file(
    parent: QWidget, name: str, title: str, pattern: str, on_file: Callable[[Path], object], *, folder: str = ""
) -> QFileDialog:
    """Ask for one file that exists."""
    dialog = _dialog(parent, name, title, pattern, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda chosen: on_file(Path(chosen)))
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, name: str, title: str, on_folder: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder that exists."""
    dialog = _dialog(parent, name, title, "", "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda chosen: on_folder(Path(chosen)))
    dialog.open()
    return dialog


def choose_target(
    parent: QWidget, name: str, title: str, pattern: str, on_file: Callable[[Path], object], *, suggested: str = ""
) -> QFileDialog:
    """Ask where to write a file; the ending of the first pattern is added where none is typed."""
    dialog = _dialog(parent, name, title, pattern, "")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))
    dialog.selectFile(suggested)
    dialog.fileSelected.connect(lambda chosen: on_file(Path(chosen)))
    dialog.open()
    return dialog


class PlainIcons(QAbstractFileIconProvider):
    """A folder or a file. Qt's own would open each file of a folder to see what is in it: closing the shop's file again
    lets go of every lock that this process holds on it (POSIX), and another program that closes the shop then takes
    away the log that this one still writes to."""

    def __init__(self) -> None:
        super().__init__()
        style = QApplication.style()  # asked here: Qt lists folders in a thread of its own
        self._folder = style.standardIcon(QStyle.StandardPixmap.SP_DirIcon)
        self._file = style.standardIcon(QStyle.StandardPixmap.SP_FileIcon)

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """By what the folder's list says."""
        is_folder = what.isDir() if isinstance(what, QFileInfo) else what == self.IconType.Folder
        return self._folder if is_folder else self._file

    def type(self, what: QFileInfo) -> str:
        """By its name."""
        return "" if what.isDir() else what.suffix()


def _dialog(parent: QWidget, name: str, title: str, pattern: str, folder: str) -> QFileDialog:
    dialog = named(QFileDialog(parent, title, folder, pattern), name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    icons = PlainIcons()
    dialog.setIconProvider(icons)
    dialog.destroyed.connect(lambda _gone, kept=icons: None)  # it lives as long: Qt doesn't own it
    # Qt's own dialog asks for these two with mnemonics that its catalogue of Chinese lacks.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, QCoreApplication.translate("QFileDialog", "Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, QCoreApplication.translate("QFileDialog", "Files of type:"))
    return dialog
