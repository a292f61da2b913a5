"""The menu at the top right and the keys that work on every page."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from shopdesk.i18n import LANGUAGES, N_, _
from shopdesk.ui.controls import named, say
from shopdesk.ui.language import Retranslated
from shopdesk.ui.theme import Scheme, Theme

LOOKS = {
    Scheme.SYSTEM: N_("Look: as the system"),
    Scheme.LIGHT: N_("Look: light"),
    Scheme.DARK: N_("Look: dark"),
}
KEYS = {
    "search": (N_("Scan, search or command"), "search", "Ctrl+K"),
    "refresh": (N_("Refresh"), "refresh", "F5"),
    "settings": (N_("Settings"), "settings", "Ctrl+,"),
    "help": (N_("Help"), "help", "F1"),
    "shortcuts": (N_("Keys"), "keyboard", "Shift+F1"),
    "quit": (N_("Quit"), "logout", "Ctrl+Q"),
}
"""Action by name: text, icon, key."""


class WindowMenu(Retranslated, QToolButton):
    """The menu's button; its `actions_by_name` are the window's commands (`search`, `refresh`, ...)."""

    look_chosen = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("main.menu")
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.icons.put(self, "menu-2")
        self._texts: list[tuple[QAction, str]] = []
        self.actions_by_name = {name: self._action(name, theme) for name in KEYS}
        self._looks = self._choices("look", LOOKS)
        self._languages = self._choices("language", LANGUAGES, translated=False)
        self._looks.triggered.connect(lambda action: self.look_chosen.emit(Scheme(action.data())))
        self._languages.triggered.connect(lambda action: self.language_chosen.emit(str(action.data())))
        menu = named(QMenu(self), "main.menu.list")
        self._fill(menu)
        self.setMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        say(self, _("Menu"))
        for action, text in self._texts:
            action.setText(_(text))

    def commands(self) -> list[QAction]:
        """Everything in the menu, for the command list."""
        return [*self.actions_by_name.values(), *self._looks.actions(), *self._languages.actions()]

    def show_chosen(self, look: Scheme, language: str) -> None:
        """Tick what is in force."""
        for action in (*self._looks.actions(), *self._languages.actions()):
            action.setChecked(action.data() in (look.value, language))

    def add(self, action: QAction) -> None:
        """One more action, above those that are always there."""
        menu = self.menu()
        menu.insertAction(menu.actions()[0], action)

    def _fill(self, menu: QMenu) -> None:
        menu.addActions([self.actions_by_name["refresh"], self.actions_by_name["settings"]])
        menu.addSeparator()
        menu.addActions(self._looks.actions())
        menu.addSeparator()
        menu.addActions(self._languages.actions())
        menu.addSeparator()
        menu.addActions([self.actions_by_name[name] for name in ("help", "shortcuts", "quit")])

    def _action(self, name: str, theme: Theme) -> QAction:
        text, icon, key = KEYS[name]
        action = QAction(self)
        action.setObjectName(f"main.{name}")
        action.setShortcut(QKeySequence(key))
        theme.icons.put(action, icon)
        self._texts.append((action, text))
        return action

    def _choices(self, name: str, texts: Iterable[str], *, translated: bool = True) -> QActionGroup:
        group = QActionGroup(self)
        for value in texts:
            action = QAction(group)
            action.setObjectName(f"main.{name}.{value}")
            action.setCheckable(True)
            action.setData(str(value))
            if translated:
                self._texts.append((action, LOOKS[Scheme(value)]))
            else:
                action.setText(LANGUAGES[value])
        return group
