"""What can be done with a review now: the next action, and why the others can't be (REV-02 to REV-06)."""

from collections.abc import Sequence

from shopdesk.domain.permissions import Right
from shopdesk.domain.reviews import RULES, STATES, But, Kind, State, Step
from shopdesk.i18n import N_, _
from shopdesk.queries.own_ratings import RateRow
from shopdesk.queries.reviews import ReviewRow
from shopdesk.services.desk import Actor

NEXT_ACTION, NEW, PASTE, IMPORT, FIND, PANEL, VIEW = "next", "new", "paste", "import", "find", "panel", "view"
REPLY, COPY, EDIT, BUT_YES, BUT_NO = "reply", "copy", "edit", "but-yes", "but-no"
CHANGED, DELETED, ORDER, BUYER, CASE = "changed", "deleted", "order", "buyer", "case"
RATED, DECIDE, WHY, RATE_ORDER = "rated", "decide", "why", "rate-order"
ASSIGN, CONTACT, RAISE, CLOSE, REOPEN = (
    step.value for step in (Step.ASSIGN, Step.CONTACT, Step.RAISE, Step.CLOSE, Step.REOPEN)
)
_TITLES = {
    ASSIGN: N_("Assign it"),
    CONTACT: N_("Speak with the buyer"),
    REPLY: N_("Answer it"),
    RAISE: N_("To the supervisor"),
    CLOSE: N_("Close it"),
}
"""What the large button says."""


def next_action(row: ReviewRow, actor: Actor) -> str:
    """Which action the large button does; "" for a closed review."""
    if not row.is_open:
        return ""
    closes = actor.may(Right.OVERRULE)
    if row.changed_at is not None or row.deleted_at is not None:
        return CLOSE if closes else RAISE if row.state in RULES[Step.RAISE].came_from else CONTACT
    if row.kind is Kind.GOOD and row.state is not State.RAISED:
        return REPLY
    if row.state is State.NEW:
        return ASSIGN
    if row.state is State.ASSIGNED or not closes or (row.state is State.IN_WORK and row.next_at is not None):
        return CONTACT
    return CLOSE


def next_title(action: str) -> str:
    """What the large button says."""
    return _(_TITLES[action]) if action else ""


def find_reasons(rows: Sequence[ReviewRow]) -> dict[str, str]:
    """Why each action can't be done with these, at least one, as a sentence; what can be is left out."""
    found = {step.value: _why_no_step(rows, step) for step in Step}
    found |= {BUT_YES: _why_no_but(rows, But.SAID), BUT_NO: _why_no_but(rows, But.DENIED)}
    if len(rows) > 1:
        single = _("Choose one review only.")
        found |= {
            name: single
            for name in (
                NEXT_ACTION,
                CONTACT,
                RAISE,
                CLOSE,
                REOPEN,
                REPLY,
                COPY,
                EDIT,
                CHANGED,
                DELETED,
                ORDER,
                BUYER,
                CASE,
            )
        }
        return {name: said for name, said in found.items() if said}
    row = rows[0]
    no_order = "" if row.order_id is not None else _("Its order isn't here.")
    found |= {
        COPY: "" if row.reply else _("It was not answered yet."),
        DELETED: "" if row.deleted_at is None else _("That the buyer deleted it is noted already."),
        CHANGED: "" if row.deleted_at is None else _("The buyer deleted it."),
        ORDER: no_order,
        CASE: "" if row.case_id is not None else no_order,
        BUYER: "" if row.buyer_id is not None else _("Nothing is known of its buyer."),
    }
    return {name: said for name, said in found.items() if said}


def find_rate_reasons(rows: Sequence[RateRow]) -> dict[str, str]:
    """The same for trades to rate (REV-04)."""
    if not rows:
        return dict.fromkeys((RATED, DECIDE, WHY, RATE_ORDER), _("Choose a trade first."))
    found = {
        RATED: "" if any(row.may_rate for row in rows) else _("None of these can be rated now."),
        DECIDE: "" if all(_is_to_decide(row) for row in rows) else _("No bad review is in sight of this buyer."),
        WHY: "" if len(rows) == 1 and rows[0].review_id is not None else _("No review stops it."),
        RATE_ORDER: "" if len(rows) == 1 else _("Choose one trade only."),
    }
    return {name: said for name, said in found.items() if said}


def _is_to_decide(row: RateRow) -> bool:
    return row.is_stopped or row.review_id is not None


def _why_no_step(rows: Sequence[ReviewRow], step: Step) -> str:
    wrong = next((row for row in rows if row.state not in RULES[step].came_from), None)
    if wrong is None:
        return ""
    states = [_(STATES[state]) for state in State if state in RULES[step].came_from]
    return _("It stands at “{state}”; this is for: {states}.").format(
        state=_(STATES[wrong.state]), states=_(", ").join(states)
    )


def _why_no_but(rows: Sequence[ReviewRow], but: But) -> str:
    if any(row.kind is not Kind.GOOD for row in rows):
        return _("Only of good reviews it is to be said whether they complain.")
    return _("That is said of it already.") if all(row.but is but for row in rows) else ""
