"""What can be done with a claim of the lost register: texts, keys, rights; what is next, and why something can't be."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.domain.claims import MOVES, STATES, Kind, State
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.claims import ClaimRow
from shopdesk.ui.moments import short_moment, span
from shopdesk.ui.page_actions import Declared
from shopdesk.ui.parcels.reading import Clock

NEXT, ASK, ANSWER, PAID, REFUSED, FOUND = "next", "ask", "answer", "paid", "refused", "found"
RESHIP, REFUND, EDIT, ORDER, CASE, COPY = "reship", "refund", "edit", "order", "case", "copy"
NEW, MONTH, EXPORT, FIND, PANEL = "new", "month", "export", "find", "panel"
DECLARED: Declared = {
    NEXT: (N_("Do what is next"), "N", None),
    ASK: (N_("Carrier asked…"), "A", Right.SERVE),
    ANSWER: (N_("It answered…"), "W", Right.SERVE),
    PAID: (N_("It paid…"), "P", Right.CONFIRM_MONEY),
    REFUSED: (N_("It refuses…"), "R", Right.SERVE),
    FOUND: (N_("It turned up…"), "U", Right.SERVE),
    RESHIP: (N_("Send it again…"), "S", Right.ENTER),
    REFUND: (N_("Pay back…"), "B", Right.SERVE),
    EDIT: (N_("Change…"), "E", Right.SERVE),
    ORDER: (N_("Show the order"), "G", None),
    CASE: (N_("Show the case"), "K", None),
    COPY: (N_("Copy number"), "Y", None),
    NEW: (N_("Register a parcel…"), "Ctrl+N", Right.SERVE),
    MONTH: (N_("A month…"), "Ctrl+M", None),
    EXPORT: (N_("Export the list…"), "Ctrl+E", Right.EXPORT),
    FIND: (N_("Search the register"), "Ctrl+F", None),
    PANEL: (N_("Show or hide the panel"), "V", None),
}
"""Text, key, and the right that it needs."""
ALWAYS = frozenset({NEW, MONTH, EXPORT, FIND, PANEL})
"""Those that need no claim."""
_GOES_TO = {ASK: State.ASKED, ANSWER: State.ANSWERED, PAID: State.PAID, REFUSED: State.REFUSED, FOUND: State.FOUND}


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done now: an action ("" for nothing), and why, as it is shown."""

    action: str
    why: str
    role: str = "muted"


def next_step(row: ClaimRow, clock: Clock) -> Next:
    """The carrier is asked, the buyer made good, the carrier asked again, its money noted."""
    if row.state is State.REGISTERED:
        return Next(ASK, _("The carrier wasn't asked yet."), "warning")
    if not row.is_made_good and row.state is not State.FOUND and row.order_id is not None:
        return Next(RESHIP, _("The buyer has neither goods nor money: send it again, or pay it back."), "warning")
    if row.is_late(clock.now):
        late = span(clock.now - (row.answer_by or clock.now))
        return Next(ASK, _("The carrier was to answer {span} ago: ask again.").format(span=late), "danger")
    until = short_moment(row.answer_by, clock.now, clock.zone)
    if row.state is State.ASKED:
        return Next(ANSWER, _("The carrier has until {when} to answer.").format(when=until))
    if row.state is State.ANSWERED:
        said = _("The carrier offers {amount}; its money should be here by {when}.")
        return Next(PAID, said.format(amount=row.answered.shown, when=until))
    return Next("", _("Nothing more is due."))


def reasons(rows: Sequence[ClaimRow]) -> dict[str, str] | None:
    """Why which can't be done with the chosen claim; None while none is chosen."""
    if not rows:
        return None
    if len(rows) > 1:
        return {name: _("Choose one claim only.") for name in DECLARED if name not in ALWAYS}
    row = rows[0]
    found = {}
    for name, state in _GOES_TO.items():
        if state not in MOVES[row.state]:
            found[name] = _("It stands at “{state}”.").format(state=_(STATES[row.state]))
    if row.is_made_good:
        found |= dict.fromkeys((RESHIP, REFUND), _("The buyer is made good already."))
    if row.order_id is None:
        found |= dict.fromkeys((RESHIP, REFUND, ORDER), _("It belongs to no order."))
    if row.case_id is None:
        found[CASE] = _("It belongs to no case.")
    if not row.waybill:
        found[COPY] = _("It has no waybill.")
    if row.kind is not Kind.LOST:
        found.setdefault(FOUND, _("It was not lost."))
    return found
