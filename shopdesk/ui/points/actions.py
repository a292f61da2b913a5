"""Everything that can be done on the page of points: texts, keys, rights, reasons (TEAM-02)."""

from PySide6.QtWidgets import QWidget

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.points import PointRow
from shopdesk.services.desk import Actor, Desk
from shopdesk.ui.messages import Messages
from shopdesk.ui.page_actions import Declared, ReasonedActions
from shopdesk.ui.points.reading import opening

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


def make_actions(page: QWidget, desk: Desk, messages: Messages) -> ReasonedActions:
    """The page's actions; some are for the entry that is chosen."""
    return ReasonedActions(page, desk, messages, DECLARED, always=ALWAYS, nothing=N_("Choose an entry first."))
