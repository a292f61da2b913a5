"""What happened to buyers and to the rules of care, in words (CRM-01, CRM-05)."""

from collections.abc import Callable, Mapping

from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

CARE_RULE_KINDS: Mapping[str, str] = {"care_rule": N_("Care rule")}
BUYER_DEEDS: Mapping[str, str] = {
    "join": N_("Joined"),
    "let go": N_("Let go again"),
    "no care": N_("Wants no messages"),
    "care again": N_("Messages are welcome again"),
    "care skipped": N_("Not written to this time"),
    "care undone": N_("Message taken back"),
    "pause": N_("Paused"),
    "resume": N_("Runs again"),
}
BUYER_FIELDS: Mapping[str, str] = {
    "with": N_("The other record"),
    "birthday": N_("Birthday"),
    "no_care_at": N_("Wants no messages since"),
    "no_care_reason": N_("Why they want no messages"),
    "script_id": N_("Script"),
    "tag": N_("Tag"),
    "days": N_("Days"),
    "paused_at": N_("Paused"),
}


def _joined(row: TrailRow) -> str:
    return _("One buyer with {buyer}").format(buyer=row.after.get("with") or "–")


def _let_go(row: TrailRow) -> str:
    return _("No longer one buyer with {buyer}").format(buyer=row.after.get("with") or "–")


def _skipped(row: TrailRow) -> str:
    return _("Not written to this time: {title}").format(title=row.after.get("title") or "–")


BUYERS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "join": _joined,
    "let go": _let_go,
    "care skipped": _skipped,
    **{action: said_plainly(BUYER_DEEDS[action]) for action in ("no care", "care again", "care undone")},
}
CARE_RULES_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    action: said_plainly(BUYER_DEEDS[action]) for action in ("pause", "resume")
}
