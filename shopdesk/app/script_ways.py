"""Words to say from anywhere: one key over every page, and over the dialogs of it (CRM-02)."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from shopdesk.i18n import _
from shopdesk.ui.page import InView
from shopdesk.ui.scripts.actions import PICK

if TYPE_CHECKING:
    # Loaded when they are opened: the window is there sooner.
    from shopdesk.app.shop_window import ShopWindow
    from shopdesk.ui.scripts.picker import Picker

_SHORTCUT = "scripts.pick.key"


class ScriptWays(QObject):
    """The action of the window, and the same key in each dialog that comes over it."""

    def __init__(self, shop: "ShopWindow") -> None:
        super().__init__(shop.window)
        self._shop = shop
        self._picker: Picker | None = None
        self.action = made = QAction(self)
        made.setObjectName("scripts.pick")
        made.setShortcut(QKeySequence(PICK))
        made.setAutoRepeat(False)
        shop.look.theme.icons.put(made, "message")
        made.triggered.connect(lambda *_args: self.open())
        shop.window.add_command(made, in_menu=True)
        shop.look.language.changed.connect(lambda *_args: self._retranslate())
        self._retranslate()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def open(self, over: QWidget | None = None) -> "Picker | None":
        """Show the words for what is in view on the page; one picker at a time."""
        from shopdesk.ui.scripts.picker import Picker

        shop = self._shop
        if self._picker is not None and shiboken6.isValid(self._picker):
            return self._picker
        page = shop.window.page
        self._picker = picker = Picker(
            desk=shop.desk, background=shop.background, messages=shop.window.messages, theme=shop.look.theme,
            view=page.in_view() if page is not None else InView(), parent=over or shop.window,
        )  # fmt: skip
        picker.finished.connect(lambda _result: self._forget())
        picker.opened.connect(self._show_script)
        picker.open()
        return picker

    def _forget(self) -> None:
        self._picker = None

    def _show_script(self, script_id: int) -> None:
        if QApplication.activeModalWidget() in (None, self._picker):
            self._shop.window.open_record("script", script_id)

    def _retranslate(self) -> None:
        self.action.setText(_("Words to say…"))

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """A dialog of this window hears the key as well: a modal one keeps it from the window."""
        dialog = now.window() if now is not None else None
        if not isinstance(dialog, QDialog) or dialog is self._picker or not dialog.isModal():
            return
        if not _belongs(dialog, self._shop.window):
            return
        if dialog.findChild(QShortcut, _SHORTCUT, Qt.FindChildOption.FindDirectChildrenOnly) is None:
            made = QShortcut(QKeySequence(PICK), dialog)
            made.setObjectName(_SHORTCUT)
            made.activated.connect(lambda: self.open(dialog))


def _belongs(dialog: QDialog, window: QWidget) -> bool:
    """Whether it was opened from this window, however many dialogs lie between."""
    above = dialog.parent()
    while above is not None and above is not window:
        above = above.parent()
    return above is window
