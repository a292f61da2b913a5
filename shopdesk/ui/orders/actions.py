"""Everything that can be done with chosen orders: texts, keys, and why something can't be done just now."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.domain.flags import BASIC, Colour
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.i18n import N_, _
from shopdesk.queries.order_lists import OrderRow
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import named
from shopdesk.ui.flags import FLAG_KEYS, Pennants, flag_name
from shopdesk.ui.orders.table import MOST_CHOSEN
from shopdesk.ui.rights import apply_right, why_not_allowed
from shopdesk.ui.theme import Theme

LOOKED_AT = 200
"""So many of the chosen orders are looked at to say what can be done with them."""

_TABLE, _PAGE = Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut
_WINDOW = Qt.ShortcutContext.WindowShortcut

DECLARED: dict[str, tuple[str, str, str, Qt.ShortcutContext]] = {
    "register": (N_("Register"), "check", "R", _TABLE),
    "hold": (N_("Hold…"), "player-pause", "H", _TABLE),
    "release": (N_("Release…"), "player-play", "Shift+H", _TABLE),
    "slip": (N_("Print slip…"), "printer", "P", _TABLE),
    "packing_list": (N_("Packing list…"), "clipboard-list", "Shift+P", _TABLE),
    "return_form": (N_("Return form…"), "arrow-back-up", "", _TABLE),
    "copy_number": (N_("Copy order number"), "copy", "Ctrl+C", _TABLE),
    "copy_address": (N_("Copy address"), "map-pin", "Ctrl+Shift+C", _PAGE),
    "memo": (N_("Edit memo"), "pencil", "F2", _TABLE),
    "export": (N_("Export list…"), "file-export", "Ctrl+E", _WINDOW),
    "find": (N_("Search orders"), "search", "Ctrl+F", _WINDOW),
    "import": (N_("Import orders…"), "file-import", "", _PAGE),
}
"""Text, icon, key, and where the key works: plain letters only in the table, searching and
exporting wherever the focus is while the page is shown. Keys that differ by machine are Qt's."""

NEED_ORDERS = frozenset(
    ("register", "hold", "release", "slip", "packing_list", "return_form", "copy_number", "copy_address", "memo")
)

RIGHTS: dict[str, Right] = {
    "register": Right.REGISTER,
    "hold": Right.HOLD,
    "release": Right.RELEASE,
    "slip": Right.PRINT,
    "packing_list": Right.PRINT,
    "return_form": Right.PRINT,
    "memo": Right.MARK,
    "flag": Right.MARK,
    "export": Right.EXPORT,
    "import": Right.IMPORT,
}
"""What somebody needs for an action (TEAM-01); whoever sees orders may do the others."""


class OrderActions(QObject):
    """The page's actions by name; flags are `flag(colour)`."""

    def __init__(self, page: QWidget, table: QWidget, desk: Desk, theme: Theme, pennants: Pennants) -> None:
        super().__init__(page)
        self._desk, self._theme, self._pennants = desk, theme, pennants
        self.by_name = {name: self._make(name, page, table) for name in DECLARED}
        self.by_name["memo"].setShortcuts([QKeySequence("F2"), QKeySequence("M")])
        self._flags = {colour: self._make_flag(colour, page) for colour in Colour}
        self.flag_menu = named(QMenu(page), "orders.flag.menu")
        self._reasons: dict[str, str] = {}
        for name in DECLARED.keys() & RIGHTS.keys() - NEED_ORDERS:
            apply_right(self.by_name[name], desk, RIGHTS[name])
        theme.changed.connect(self._dress)
        self.show_colours(frozenset(BASIC))
        self._dress()

    def colours(self) -> list[Colour]:
        """The flags that can be given."""
        return list(self._flags)

    def flag(self, colour: Colour) -> QAction:
        """The action that gives a flag."""
        return self._flags[colour]

    def retranslate(self) -> None:
        """Write every text again."""
        for name, (text, _icon, _key, _where) in DECLARED.items():
            self.by_name[name].setText(_(text))
        for colour, action in self._flags.items():
            action.setText(_("Flag: {colour}").format(colour=flag_name(colour)))
            action.setIconText(flag_name(colour))
        self.flag_menu.setTitle(_("Flag"))
        self._dress()
        self._write_tips()

    def show_colours(self, seen: frozenset[Colour]) -> None:
        """Offer the basic colours and those that orders carry."""
        self.flag_menu.clear()
        for colour, action in self._flags.items():
            if colour in BASIC or colour in seen:
                self.flag_menu.addAction(action)

    def show_possible(self, rows: Sequence[OrderRow], count: int) -> None:
        """Enable what can be done with the chosen orders, of which `rows` are the first."""
        self._reasons = {}
        for name in NEED_ORDERS:
            self._set(self.by_name[name], name, self._why_not(name, rows, count))
        for colour, action in self._flags.items():
            self._set(action, f"flag.{colour.code}", self._why_not("flag", rows, count))
        self._write_tips()

    def reason(self, name: str) -> str:
        """Why an action can't be done now, "" where it can."""
        if name in self._reasons or name not in RIGHTS:
            return self._reasons.get(name, "")
        return why_not_allowed(self._desk, RIGHTS[name])

    def reason_for(self, keys: QKeySequence) -> str:
        """Why what these keys do can't be done now, "" where they do nothing here."""
        known = {**self.by_name, **{f"flag.{colour.code}": action for colour, action in self._flags.items()}}
        return next((self.reason(name) for name, action in known.items() if keys in action.shortcuts()), "")

    def _why_not(self, name: str, rows: Sequence[OrderRow], count: int) -> str:
        """The rights' reason first: choosing other orders would not help."""
        said = why_not_allowed(self._desk, RIGHTS[name]) if name in RIGHTS else ""
        return said or why_not(name, rows, count)

    def _set(self, action: QAction, name: str, reason: str) -> None:
        action.setEnabled(not reason)
        if reason:
            self._reasons[name] = reason

    def _write_tips(self) -> None:
        for name, action in self.by_name.items():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            text = f"{action.text()}  {keys}".strip()
            action.setToolTip(self.reason(name) or text)

    def _make(self, name: str, page: QWidget, table: QWidget) -> QAction:
        _text, icon, key, where = DECLARED[name]
        action = QAction(page)
        action.setObjectName(f"orders.{name.replace('_', '-')}")
        action.setAutoRepeat(False)
        self._theme.icons.put(action, icon)
        if key:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(where)
        page.addAction(action)
        if where == _TABLE:
            table.addAction(action)
        return action

    def _make_flag(self, colour: Colour, page: QWidget) -> QAction:
        action = QAction(page)
        action.setObjectName(f"orders.flag.{colour.code}")
        action.setAutoRepeat(False)
        action.setShortcutContext(_PAGE)
        if colour in FLAG_KEYS:
            action.setShortcut(QKeySequence(FLAG_KEYS[colour]))
        page.addAction(action)
        return action

    def _dress(self) -> None:
        for colour, action in self._flags.items():
            action.setIcon(self._pennants.icon(colour))


def why_not(name: str, rows: Sequence[OrderRow], count: int) -> str:
    """Why something can't be done with the chosen orders, as a sentence; "" where it can."""
    if count == 0:
        return _("Choose an order first.")
    if count > MOST_CHOSEN:
        return _("At most {n} orders at once.").format(n=f"{MOST_CHOSEN:,}")
    if name == "memo" and count > 1:
        return _("One order at a time.")
    if count > len(rows):
        return ""  # not all were looked at; the service says the rest
    reasons = [_REASONS[name](row) for row in rows] if name in _REASONS else [""]
    return "" if not all(reasons) else reasons[0]


def _not_registered(row: OrderRow) -> str:
    if row.stage != Stage.NEW:
        return _("Registered already.")
    if row.status == Status.UNPAID:
        return _("Not paid yet.")
    if row.status == Status.CLOSED:
        return _("Closed on the platform.")
    return _("On hold: {reason}. Release it first.").format(reason=row.hold_reason) if row.held else ""


def _not_released(row: OrderRow) -> str:
    return "" if row.held else _("Not on hold.")


def _not_held(row: OrderRow) -> str:
    return _("It has left the shop already.") if row.stage >= Stage.SHIPPED else ""


def _not_printed(row: OrderRow) -> str:
    if row.masking != Masking.CIPHER:
        return ""
    return _("The platform hides the receiver. Print the slip there, or type the receiver in.")


_REASONS = {"register": _not_registered, "release": _not_released, "hold": _not_held, "slip": _not_printed}
