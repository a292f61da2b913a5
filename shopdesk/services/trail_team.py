"""What happened to complaints and to points, in words: with themselves, and a complaint beside its order."""

from collections.abc import Callable, Mapping

from shopdesk.domain.complaints import CAUSES, DEEDS, DONE, STATES, Cause, State
from shopdesk.domain.points import RULES as POINT_RULES
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

TEAM_KINDS: Mapping[str, str] = {"complaint": N_("Complaint"), "points": N_("Points")}
TEAM_DEEDS: Mapping[str, str] = {
    "complaint": N_("Complaint"),
    "open complaint": N_("The complaint came"),
    "see": N_("Taken note"),
    "draft": N_("Appeal written"),
    "send-back": N_("Back to its writer"),
    "win": N_("Decided for us"),
    "lose": N_("Decided against us"),
    "book": N_("Points booked"),
    "dispute": N_("Points disputed"),
}
TEAM_FIELDS: Mapping[str, str] = {
    "complaint": N_("Complaint"),
    "seen_at": N_("Seen by a supervisor"),
    "seen_by_id": N_("Seen by"),
    "appeal": N_("Appeal"),
    "appeal_at": N_("Appeal written"),
    "appeal_by_id": N_("Appeal written by"),
    "approved_by_id": N_("Approved by"),
    "points": N_("Points"),
    "record": N_("On"),
    "month": N_("Month"),
    "dispute": N_("Why it is disputed"),
    "disputed_at": N_("Disputed on"),
    "settled_points": N_("Counts"),
    "settlement": N_("How it was settled"),
    "settled_at": N_("Settled on"),
    "settled_by_id": N_("Settled by"),
}
TEAM_WORDS: Mapping[str, Mapping[str, str]] = {"rule": POINT_RULES}


def _came(row: TrailRow) -> str:
    cause = str(row.after.get("cause") or "")
    said = _("The complaint came")
    return _("{part}: {rest}").format(part=said, rest=_(CAUSES[Cause(cause)])) if cause in set(Cause) else said


def _drafted(row: TrailRow) -> str:
    said, appeal = _("Appeal written"), str(row.after.get("appeal") or "")
    return _("{part}: {rest}").format(part=said, rest=appeal) if appeal else said


def _of_order(row: TrailRow) -> str:
    """Beside its order: where it stands."""
    state = str(row.after.get("state") or "")
    said = _(STATES[State(state)]) if state in set(State) else ""
    return _("{part}: {rest}").format(part=_("Complaint"), rest=said) if said else _("Complaint")


COMPLAINTS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    **{deed.value: said_plainly(words) for deed, words in DEEDS.items()},
    **{step.value: said_plainly(words) for step, words in DONE.items()},
    "open complaint": _came,
    "draft": _drafted,
}
"""With the complaint itself; whatever else is told field by field."""
ORDER_COMPLAINTS_SAID: Mapping[str, Callable[[TrailRow], str]] = {"complaint": _of_order}
