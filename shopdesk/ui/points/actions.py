"""Everything that can be done on the page of points: texts, keys, rights, reasons (TEAM-02)."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.points import PointRow
from shopdesk.services.desk import Actor, Desk
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.page_actions import Declared, PageActions
from shopdesk.ui.points.reading import opening
from shopdesk.ui.rights import why_not_allowed

NEXT_ACTION, RECORD, DISPUTE, SETTLE = "next", "record", "dispute", "settle"
BOOK, PRINT, EXPORT, EARLIER, LATER, FIND, PANEL = "book", "print", "export", "earlier", "later", "find", "panel"
ALWAYS: Declared = {
    BOOK: (N_("Book points…"), "Ctrl+N", Right.OVERRULE),
    PRINT: (N_("Print the month…"), "Ctrl+P", Right.PRINT),
    EXPORT: (N_("Export…"), "Ctrl+E", None),
    EARLIER: (N_("The month before"), "Ctrl+Left", None),
    LATER: (N_("The month after"), "Ctrl+Right", None),
    PANEL: (N_("Show or hide the panel"), "V", None),
    FIND: (N_("Search points"), "Ctrl+F", None),
}
"""What is always possible."""
DECLARED: Declared = {
    NEXT_ACTION: (N_("Do what is next"), "N", None),
    RECORD: (N_("Show what it is about"), "G", None),
    DISPUTE: (N_("That is wrong…"), "D", None),
    SETTLE: (N_("Settle it…"), "S", Right.OVERRULE),
    **ALWAYS,
}
"""Text, key, and the right that it needs."""


def next_action(row: PointRow, actor: Actor) -> str:
    """What Enter and the large button do."""
    return SETTLE if row.is_disputed and actor.may(Right.OVERRULE) and row.person_id != actor.id else RECORD


def find_reasons(row: PointRow, actor: Actor) -> dict[str, str]:
    """Why what can't be done with an entry."""
    found = {RECORD: "" if opening(row) is not None else _("There is no page for this.")}
    if row.person_id != actor.id:
        found[DISPUTE] = _("These are the points of {person}, who alone can dispute them.").format(person=row.person)
    elif row.settled_at is not None:
        found[DISPUTE] = _("{person} settled these points already.").format(person=row.settled_by)
    elif row.disputed_at is not None:
        found[DISPUTE] = _("You disputed these points already. A supervisor settles them.")
    return {name: said for name, said in found.items() if said}


class PointActions(PageActions):
    """One that can't be done now says why when its key is pressed; its button is greyed with the same reason."""

    def __init__(self, page: QWidget, desk: Desk, messages: Messages) -> None:
        super().__init__(page, desk, DECLARED, is_within=False)
        self._desk, self._messages = desk, messages
        self._reasons: Mapping[str, str] | None = None

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each does, where it can be done."""
        super().connect_all({name: partial(self._try, name, do) for name, do in does.items()})

    def show_reasons(self, reasons: Mapping[str, str] | None) -> None:
        """Why which can't be done with what is chosen; None while nothing is."""
        self._reasons = reasons
        self.retranslate()

    def why_not(self, name: str) -> str:
        """Why it can't be done now; "" where it can."""
        right = DECLARED[name][2]
        if right is not None and not self._desk.actor.may(right):
            return why_not_allowed(self._desk, right)
        if self._reasons is None:
            return "" if name in ALWAYS else _("Choose an entry first.")
        return self._reasons.get(name, "")

    def follow(self, made: QPushButton, action: QAction) -> None:
        """As its action, and greyed where it can't be done."""
        super().follow(made, action)
        said = self.why_not(action.objectName().rpartition(".")[2])
        if said:
            made.setEnabled(False)
            made.setToolTip(said)
            made.setAccessibleDescription(said)

    def _try(self, name: str, do: Callable[[], object]) -> None:
        said = self.why_not(name)
        if said:
            self._messages.toast(said, Kind.WARNING, topic="points")
        else:
            do()
