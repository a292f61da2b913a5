"""Everything that can be done with chosen orders: texts, keys, and why something can't be done just now."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.domain.flags import BASIC, Colour
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.settlements import CONFIRMED_BY_HAND
from shopdesk.domain.statuses import Masking, Stage, Status, is_over
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
    "clear1": (N_("Clear the first hold…"), "player-play", "A", _TABLE),
    "clear2": (N_("Clear the second hold…"), "player-play", "S", _TABLE),
    "clear3": (N_("Clear the third hold…"), "player-play", "D", _TABLE),
    "clear4": (N_("Clear the fourth hold…"), "player-play", "F", _TABLE),
    "clear5": (N_("Clear the fifth hold…"), "player-play", "G", _TABLE),
    "slip": (N_("Print slip…"), "printer", "P", _TABLE),
    "packing_list": (N_("Packing list…"), "clipboard-list", "Shift+P", _TABLE),
    "return_form": (N_("Return form…"), "arrow-back-up", "", _TABLE),
    "edit": (N_("Edit order…"), "pencil", "E", _TABLE),
    "change_note": (N_("Change note…"), "arrows-exchange", "N", _TABLE),
    "print_change_note": (N_("Print change note…"), "printer", "Shift+N", _TABLE),
    "extend": (N_("Extend the time to ship…"), "calendar-check", "T", _TABLE),
    "extend_receipt": (N_("Extend the time to confirm…"), "calendar-check", "Shift+T", _TABLE),
    "owe": (N_("Owe something…"), "package", "O", _TABLE),
    "leave_out": (N_("Send nothing owed this time"), "x", "", _TABLE),
    "overpaid": (N_("Overpaid postage…"), "cash", "", _TABLE),
    "deadlines": (N_("Deadlines…"), "calendar-check", "Ctrl+D", _PAGE),
    "copy_number": (N_("Copy order number"), "copy", "Ctrl+C", _TABLE),
    "copy_address": (N_("Copy address"), "map-pin", "Ctrl+Shift+C", _PAGE),
    "lost_form": (N_("Copy the text for a lost return form"), "copy", "L", _TABLE),
    "memo": (N_("Edit memo"), "pencil", "F2", _TABLE),
    "new_order": (N_("New order…"), "plus", "Ctrl+N", _WINDOW),
    "new_bank": (N_("New bank order…"), "cash", "", _PAGE),
    "new_wholesale": (N_("New wholesale order…"), "building-store", "", _PAGE),
    "new_phone": (N_("New phone order…"), "phone", "", _PAGE),
    "exchange": (N_("Exchange…"), "arrows-exchange", "X", _TABLE),
    "reissue": (N_("Reissue…"), "package-export", "Shift+X", _TABLE),
    "new_case": (N_("New case…"), "arrows-exchange", "C", _TABLE),
    "new_refund": (N_("New refund…"), "receipt-refund", "Shift+C", _TABLE),
    "shortage": (N_("Something was missing…"), "search", "Shift+M", _TABLE),
    "call_back": (N_("Call a parcel back…"), "arrow-back-up", "Shift+I", _TABLE),
    "out_of_reach": (N_("Out of the carrier's reach…"), "map-pin", "Shift+D", _TABLE),
    "together": (N_("Ship together"), "package", "Shift+O", _TABLE),
    "split": (N_("Split into parcels…"), "package-export", "Shift+S", _TABLE),
    "confirm_transfer": (N_("Confirm transfer…"), "cash", "", _TABLE),
    "settle": (N_("Settle…"), "cash", "", _TABLE),
    "cancel_order": (N_("Cancel order…"), "ban", "", _TABLE),
    "which_number": (N_("Which number?"), "hash", "Ctrl+Shift+F", _WINDOW),
    "unclaimed": (N_("Among the unclaimed?"), "package", "U", _TABLE),
    "untold": (N_("Buyers to tell…"), "speakerphone", "", _PAGE),
    "export": (N_("Export list…"), "file-export", "Ctrl+E", _WINDOW),
    "find": (N_("Search orders"), "search", "Ctrl+F", _WINDOW),
    "import": (N_("Import orders…"), "file-import", "", _PAGE),
}
"""Text, icon, key, and where the key works: plain letters only in the table, searching and
exporting wherever the focus is while the page is shown. Keys that differ by machine are Qt's."""

PARCEL_GUIDES = {"shortage": "shortage-new", "call_back": "interception-new", "out_of_reach": "detour-new"}
"""What the page of parcels begins for an order, by the kind that opens it there."""
NEED_ORDERS = frozenset(
    ("register", "hold", "release", "slip", "packing_list", "return_form", "copy_number", "copy_address", "memo",
     "exchange", "reissue", "together", "split", "confirm_transfer", "settle", "cancel_order",
     "edit", "change_note", "print_change_note", "extend", "extend_receipt", "owe", "leave_out", "overpaid",
     "lost_form", "new_case", "new_refund", "unclaimed", *PARCEL_GUIDES)
)  # fmt: skip
ONE_AT_A_TIME = frozenset(
    ("memo", "exchange", "reissue", "split", "confirm_transfer", "cancel_order",
     "edit", "change_note", "owe", "leave_out", "overpaid", "lost_form", "new_case", "new_refund", "unclaimed",
     *PARCEL_GUIDES)
)  # fmt: skip

RIGHTS: dict[str, Right] = {
    "register": Right.REGISTER,
    "hold": Right.HOLD,
    "release": Right.RELEASE,
    "slip": Right.PRINT,
    "packing_list": Right.PRINT,
    "return_form": Right.PRINT,
    "memo": Right.MARK,
    **dict.fromkeys(("new_order", "new_bank", "new_wholesale", "new_phone", "exchange", "reissue"), Right.ENTER),
    "cancel_order": Right.ENTER,
    "together": Right.WAVE,
    "split": Right.WAVE,
    "confirm_transfer": Right.CONFIRM_MONEY,
    "settle": Right.SETTLE,
    "edit": Right.EDIT_NEW,
    **dict.fromkeys(("change_note", "extend", "extend_receipt", "owe", "leave_out", "overpaid"), Right.SERVE),
    **dict.fromkeys(("new_case", "new_refund", *PARCEL_GUIDES), Right.SERVE),
    "print_change_note": Right.PRINT,
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
        right = RIGHTS.get(name)
        if name == "edit" and any(row.stage != Stage.NEW for row in rows):
            right = Right.EDIT_REGISTERED
        said = why_not_allowed(self._desk, right) if right is not None else ""
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
    if name in ONE_AT_A_TIME and count > 1:
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
    return _("On hold ({reason}). Release it first.").format(reason=row.hold_reason) if row.held else ""


def _not_settled(row: OrderRow) -> str:
    if row.stage == Stage.NEW:
        return _("Not registered yet.")
    return _("Settled already.") if row.stage != Stage.REGISTERED else ""


def _not_released(row: OrderRow) -> str:
    return "" if row.held else _("Not on hold.")


def _not_held(row: OrderRow) -> str:
    if row.stage < Stage.PRINTED and row.status == Status.CLOSED:
        return _("Closed on the platform.") if row.origin == Origin.PLATFORM else _("It is cancelled.")
    return _("It has left the shop already.") if is_over(status=row.status, stage=row.stage) else ""


def _not_printed(row: OrderRow) -> str:
    if row.masking != Masking.CIPHER:
        return ""
    return _("The platform hides the receiver. Print the slip there, or type the receiver in.")


def _no_source(row: OrderRow) -> str:
    return _("Closed: nothing is exchanged or sent again for it.") if row.status == Status.CLOSED else ""


def _not_confirmed(row: OrderRow) -> str:
    if row.origin not in CONFIRMED_BY_HAND:
        return _("Only bank, wholesale and phone orders wait for a transfer.")
    if row.status == Status.CLOSED:
        return _("It is cancelled.")
    return _("The transfer is confirmed already.") if row.stage >= Stage.SETTLED else ""


def _not_changed(row: OrderRow) -> str:
    if row.origin == Origin.PLATFORM:
        return _("It comes from a platform's file: only orders entered by hand are changed here.")
    if row.status == Status.CLOSED:
        return _("It is cancelled.")
    return _("It was printed already.") if row.stage >= Stage.PRINTED else ""


def _not_left(row: OrderRow) -> str:
    return "" if row.status >= Status.SHIPPED or row.stage >= Stage.SHIPPED else _("It has not left the shop yet.")


def _not_parcelled(row: OrderRow) -> str:
    return _("It was printed already.") if row.stage >= Stage.PRINTED else ""


def _not_edited(row: OrderRow) -> str:
    if row.stage >= Stage.SHIPPED or row.status >= Status.SHIPPED:
        return _("It has left the shop already.")
    return _("Printed already: make a change note instead.") if row.stage >= Stage.PRINTED else ""


def _not_extended(row: OrderRow) -> str:
    return _("It has left the shop already.") if row.stage >= Stage.SHIPPED or row.status >= Status.SHIPPED else ""


def _not_confirming(row: OrderRow) -> str:
    return "" if row.status == Status.SHIPPED else _("Not on its way.")


_REASONS = {
    "register": _not_registered, "release": _not_released, "hold": _not_held, "slip": _not_printed,
    "exchange": _no_source, "reissue": _no_source, "together": _not_parcelled, "split": _not_parcelled,
    "confirm_transfer": _not_confirmed, "settle": _not_settled,
    "cancel_order": _not_changed, **dict.fromkeys(PARCEL_GUIDES, _not_left),
    "edit": _not_edited, "extend": _not_extended, "extend_receipt": _not_confirming,
}  # fmt: skip
