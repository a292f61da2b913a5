"""What can be done on the page of registering: texts, icons and keys."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.domain.flags import BASIC, Colour
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import named
from shopdesk.ui.flags import FLAG_KEYS, Pennants, flag_name
from shopdesk.ui.order_forms.hold_cards import KEYS
from shopdesk.ui.page_actions import add_action
from shopdesk.ui.registering.salesperson import MOST
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme

DECLARED: dict[str, tuple[str, str, str, Right | None]] = {
    "register": (N_("Register and next"), "check", "", Right.REGISTER),
    "skip": (N_("Skip"), "chevron-down", "", None),
    "hold": (N_("Hold…"), "player-pause", "H", Right.HOLD),
    "memo": (N_("Edit memo"), "pencil", "F2", Right.MARK),
    "copy_memo": (N_("Copy memo line"), "copy", "C", None),
    "all": (N_("Register all that are clear…"), "checks", "Ctrl+R", Right.REGISTER),
    "filter": (N_("Show ready, held or all"), "menu-2", "V", None),
    "open": (N_("Open in Orders"), "clipboard-list", "O", None),
}
"""Text, icon, key, and the right it needs. Enter registers and the arrows skip: those are the queue's own keys."""


class RegisterActions(QObject):
    """The page's actions by name; flags are `flags[colour]`."""

    def __init__(self, page: QWidget, desk: Desk, theme: Theme, pennants: Pennants) -> None:
        super().__init__(page)
        self._page, self._pennants, self._theme = page, pennants, theme
        self.by_name = {name: self._make(name, desk) for name in DECLARED}
        self.flags = {colour: self._make_flag(colour, desk) for colour in Colour}
        self.salespeople = [self._make_key(f"salesperson{n + 1}", str(n + 1)) for n in range(MOST)]
        self.checks = [self._make_key(f"clear{n + 1}", key) for n, key in enumerate(KEYS)]
        self.flag_menu = named(QMenu(page), "registering.flag.menu")
        for colour, action in self.flags.items():
            if colour in BASIC:
                self.flag_menu.addAction(action)
        theme.changed.connect(self._dress)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, *_rest) in DECLARED.items():
            self.by_name[name].setText(_(text))
        for colour, action in self.flags.items():
            action.setText(_("Flag: {colour}").format(colour=flag_name(colour)))
            action.setIconText(flag_name(colour))
        for n, action in enumerate(self.salespeople, 1):
            action.setText(_("Choose salesperson {n}").format(n=n))
        for n, action in enumerate(self.checks, 1):
            action.setText(_("Clear check {n}").format(n=n))
        self._dress()

    def reason_for(self, keys: QKeySequence) -> str:
        """Why the acting person may not do what these keys stand for; "" where they may."""
        known = [*self.by_name.values(), *self.flags.values()]
        return next((action.statusTip() for action in known if keys in action.shortcuts()), "")

    def _make(self, name: str, desk: Desk) -> QAction:
        _text, icon, key, right = DECLARED[name]
        action = self._make_key(name.replace("_", "-"), key)
        self._theme.icons.put(action, icon)
        if right is not None:
            apply_right(action, desk, right)
        return action

    def _make_flag(self, colour: Colour, desk: Desk) -> QAction:
        action = self._make_key(f"flag.{colour.code}", FLAG_KEYS.get(colour, ""))
        apply_right(action, desk, Right.MARK)
        return action

    def _make_key(self, name: str, key: str) -> QAction:
        return add_action(self._page, f"registering.{name}", key, is_within=True)

    def _dress(self) -> None:
        for colour, action in self.flags.items():
            action.setIcon(self._pennants.icon(colour))
