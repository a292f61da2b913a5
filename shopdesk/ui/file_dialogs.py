"""Choosing files: dialogs that don't stop the program while they are open."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

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


def _dialog(parent: QWidget, name: str, title: str, pattern: str, folder: str) -> QFileDialog:
    dialog = named(QFileDialog(parent, title, folder, pattern), name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # Qt's own dialog asks for these two with mnemonics that its catalogue of Chinese lacks.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, QCoreApplication.translate("QFileDialog", "Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, QCoreApplication.translate("QFileDialog", "Files of type:"))
    return dialog
