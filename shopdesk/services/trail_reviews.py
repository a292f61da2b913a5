"""What happened to reviews and to our own ratings, in words: with themselves, and beside their order."""

from collections.abc import Callable, Mapping

from shopdesk.domain.complaints import CAUSES as COMPLAINT_CAUSES
from shopdesk.domain.reviews import CAUSES, DEEDS, KINDS, RESULTS, RULES, STATES, Kind, State, Step
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

REVIEW_KINDS: Mapping[str, str] = {"review": N_("Review"), "own_rating": N_("Own rating")}
REVIEW_DEEDS: Mapping[str, str] = {
    **{deed.value: words for deed, words in DEEDS.items()},
    "review": N_("Review"),
    "rated": N_("We rated the buyer"),
    "rating undone": N_("Our rating taken back"),
    "decide rating": N_("Decided whether to rate the buyer"),
    "file": N_("Told anew by a file"),
}
REVIEW_FIELDS: Mapping[str, str] = {
    "review": N_("Review"),
    "stars": N_("Stars"),
    "said": N_("What the buyer wrote"),
    "later_said": N_("What the buyer added later"),
    "cause": N_("Cause"),
    "kind_before": N_("Before"),
    "changed_at": N_("Changed by the buyer"),
    "deleted_at": N_("Deleted by the buyer"),
    "but": N_("Complains though it is good"),
    "but_words": N_("By these words"),
    "assigned_at": N_("Assigned"),
    "assigned_by_id": N_("Assigned by"),
    "raised_at": N_("Before the supervisor"),
    "reply": N_("Answer in public"),
    "replied_at": N_("Answered"),
    "replied_by_id": N_("Answered by"),
    "result": N_("Result"),
    "explanation": N_("Explanation"),
    "decision": N_("Decision"),
    "decided_at": N_("Decided"),
    "decided_by_id": N_("Decided by"),
    "rated_at": N_("Rated"),
    "rated_by_id": N_("Rated by"),
}
REVIEW_WORDS: Mapping[str, Mapping[str, str]] = {
    "result": {key.value: words for key, words in RESULTS.items()},
    "kind_before": {key.value: words for key, words in KINDS.items()},
    "cause": {key.value: words for causes in (COMPLAINT_CAUSES, CAUSES) for key, words in causes.items()},
}


def _kind(row: TrailRow) -> str:
    kind = str(row.after.get("kind") or "")
    return _(KINDS[Kind(kind)]) if kind in set(Kind) else ""


def _came(row: TrailRow) -> str:
    parts = (_kind(row), str(row.after.get("order_no") or ""))
    said, what = _("The review came"), _(", ").join(filter(None, parts))
    return _("{part}: {rest}").format(part=said, rest=what) if what else said


def _of_order(row: TrailRow) -> str:
    """Beside its order: that it came, or where it stands."""
    state = str(row.after.get("state") or "")
    said = _(STATES[State(state)]) if state in set(State) else _kind(row)
    return _("{part}: {rest}").format(part=_("Review"), rest=said) if said else _("Review")


def _contacted(row: TrailRow) -> str:
    """What was said stands in the contact's own row; the step's has it as its reason."""
    said, note = _(RULES[Step.CONTACT].title).rstrip("…"), str(row.after.get("note") or "")
    return _("{part}: {rest}").format(part=said, rest=note) if note else said


def _step(step: Step) -> Callable[[TrailRow], str]:
    return lambda _row: _(RULES[step].title).rstrip("…")


REVIEWS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    **{deed.value: said_plainly(words) for deed, words in DEEDS.items()},
    **{step.value: _step(step) for step in Step},
    "come": _came,
    "contact": _contacted,
    "file": said_plainly(REVIEW_DEEDS["file"]),
}
"""With the review itself; whatever else is told field by field."""
RATINGS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    action: said_plainly(REVIEW_DEEDS[action]) for action in ("rated", "rating undone")
}
ORDER_REVIEWS_SAID: Mapping[str, Callable[[TrailRow], str]] = {"review": _of_order}
