"""What can be done with a parcel: texts, keys and rights; what is next for it, and why something can't be done now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import FAILURES, State
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.tracking import ParcelRow
from shopdesk.ui.moments import short_moment, span
from shopdesk.ui.page_actions import Declared
from shopdesk.ui.parcels.columns import LONG
from shopdesk.ui.parcels.reading import Clock, Shown

NEXT, ASK, CALLED, FORWARD, NOTE = "next", "ask", "called", "forward", "note"
LOST, FOUND, CLOSE, REOPEN, POLL = "lost", "found", "close", "reopen", "poll"
INTERCEPT, DETOUR, SHORTAGE, BEGUN, ORDER, COPY = "interception", "detour", "shortage", "begun", "order", "copy"
GROUPS, DAYS, FIND, PANEL, BRING, EXPORT = "groups", "days", "find", "panel", "bring", "export"
DECLARED: Declared = {
    NEXT: (N_("Do what is next"), "N", None),
    ASK: (N_("Carrier asked…"), "A", Right.SERVE),
    CALLED: (N_("Buyer called…"), "C", Right.SERVE),
    FORWARD: (N_("Passed on…"), "F", Right.SERVE),
    NOTE: (N_("Note news…"), "M", Right.SERVE),
    LOST: (N_("Lost or broken…"), "L", Right.SERVE),
    FOUND: (N_("It turned up…"), "Shift+L", Right.SERVE),
    CLOSE: (N_("Watch no longer…"), "X", Right.SERVE),
    REOPEN: (N_("Watch again…"), "O", Right.SERVE),
    POLL: (N_("Ask service"), "Q", Right.SERVE),
    INTERCEPT: (N_("Call back…"), "I", Right.SERVE),
    DETOUR: (N_("Out of reach…"), "D", Right.SERVE),
    SHORTAGE: (N_("Shortage…"), "S", Right.SERVE),
    BEGUN: (N_("Go on with what was begun"), "B", None),
    ORDER: (N_("Show the order"), "G", None),
    COPY: (N_("Copy number"), "Y", None),
    GROUPS: (N_("Choose carrier and region"), "R", None),
    DAYS: (N_("Choose the days"), "T", None),
    FIND: (N_("Find a parcel"), "Ctrl+F", None),
    PANEL: (N_("Show or hide the panel"), "V", None),
    BRING: (N_("Take in a file of events…"), "", Right.IMPORT),
}
"""Text, key, and the right that it needs."""
ALWAYS = frozenset({GROUPS, DAYS, FIND, PANEL, BRING})
"""Those that need no parcel."""
OF_SEVERAL = frozenset({ASK, CALLED, LOST, CLOSE})
"""Those that can be done with several at once."""
_UNREACHED = re.compile(
    r"超(?:出|区|派|范围)|不(?:在|到)[^。;；,，]{0,6}(?:范围|服务)|(?:不|无法)派送|偏远|out of (?:range|area)", re.I
)
"""What carriers write where they don't go."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done now: an action ("" for nothing), what its button says, and why, each as it is shown."""

    action: str
    title: str
    why: str
    role: str = "muted"


def next_step(shown: Shown) -> Next:
    """What is next for a parcel (SHP-08, SHP-09)."""
    row, clock = shown.row, shown.clock
    if row.closed_at is not None:
        when = short_moment(row.closed_at, clock.now, clock.zone)
        return Next("", "", _("Not watched any more since {when}.").format(when=when))
    if begun := begun_of(shown):
        return Next(BEGUN, _(_GO_ON[begun[0]]).format(number=begun[1]), _said_state(shown))
    if row.order_id is None:
        return Next(CLOSE, _("Watch no longer"), _("No order of ours has this number."))
    return _of_state(row, clock)


def _of_state(row: ParcelRow, clock: Clock) -> Next:
    if row.state in (State.RETURNING, State.RETURNED):
        said = _("It comes back: the intake takes it in, by this number.")
        return Next(ORDER, _("Show the order"), said, "warning")
    if row.state is State.TROUBLE:
        return _of_trouble(row)
    if row.state is State.SIGNED:
        since = span(max(0, clock.now - (row.signed_at or clock.now)))
        said = _("Delivered {span} ago; the platform closes the trade by itself.").format(span=since)
        return Next(ORDER, _("Show the order"), said)
    return _on_the_way(row, clock)


def _of_trouble(row: ParcelRow) -> Next:
    if _UNREACHED.search(row.last_text):
        said = _("The carrier doesn't deliver there: bring it back, or hand it over to post.")
        return Next(DETOUR, _("Compare both ways"), said, "danger")
    return Next(ASK, _("Ask where it is"), _("The carrier says that something is wrong."), "danger")


def _on_the_way(row: ParcelRow, clock: Clock) -> Next:
    if row.state is State.PICKUP and row.called_at is None:
        return Next(CALLED, _("Call the buyer"), _("It waits to be fetched."), "warning")
    is_due = row.expected_at is not None and row.expected_at <= clock.now and row.called_at is None
    days, stalls_after = row.days_still(clock.now), clock.stalls_after(row.carrier)
    if row.look_again_at is not None and row.look_again_at > clock.now and not is_due:
        again = short_moment(row.look_again_at, clock.now, clock.zone)
        said = _("{person} asked the carrier; it comes again {when}.").format(person=row.looked_by, when=again)
        return Next("", "", said)
    if days >= max(LONG, stalls_after) and row.looked_at is not None:
        said = _("No news for {n} days, and the carrier was asked already.").format(n=days)
        return Next(LOST, _("Put it into the lost register"), said, "danger")
    if stalls_after and days >= stalls_after:
        return Next(ASK, _("Ask where it is"), _("No news for {n} days.").format(n=days), "warning")
    if is_due:
        return Next(CALLED, _("Call the buyer"), _("It should be there by now."), "warning")
    return Next("", "", _("It is on its way; nothing is due."))


def _said_state(shown: Shown) -> str:
    if shown.row.state is State.LOST:
        return _("It stands in the lost register.")
    return shown.row.last_text


_GO_ON = {
    "claim": N_("Go on with claim {number}"),
    "interception": N_("Go on with calling it back"),
    "detour": N_("Go on with the detour"),
    "shortage": N_("Go on with the shortage"),
}


def begun_of(shown: Shown) -> tuple[str, int] | None:
    """Kind and number of what was begun about it and isn't done: the lost register first."""
    if shown.open_claim is not None and (shown.open_claim.is_open or not shown.open_claim.is_made_good):
        return "claim", shown.open_claim.id
    for kind, rows in (
        ("interception", [each.id for each in shown.interceptions if each.is_open]),
        ("detour", [each.id for each in shown.detours if each.done_at is None]),
        ("shortage", [each.id for each in shown.shortages if each.is_open]),
        ("claim", [each.id for each in shown.claims if each.is_open]),
    ):
        if rows:
            return kind, rows[0]
    return None


def reasons(rows: Sequence[ParcelRow], shown: Shown | None) -> dict[str, str] | None:
    """Why which can't be done with the chosen parcels; None while none is chosen. `shown` is the one in the panel."""
    if not rows:
        return None
    if len(rows) > 1:
        alone = _("Choose one parcel only.")
        return {name: alone for name in DECLARED if name not in ALWAYS | OF_SEVERAL}
    row = rows[0]
    found = {**_while_watched(row), **_of_order(row), **_of_register(row)}
    seen = shown if shown is not None and shown.row.id == row.id else None
    if seen is None:
        found |= dict.fromkeys((NEXT, BEGUN, POLL), _("It is being read."))
    else:
        if begun_of(seen) is None:
            found[BEGUN] = _("Nothing that was begun about it is open.")
        step = next_step(seen)
        if not step.action:
            found[NEXT] = step.why
        found.setdefault(POLL, seen.no_service)
    return {name: said for name, said in found.items() if said}


def _while_watched(row: ParcelRow) -> dict[str, str]:
    if row.closed_at is None:
        return {REOPEN: _("It is being watched.")}
    return dict.fromkeys((ASK, CALLED, FORWARD, CLOSE, POLL), _("It is not watched any more."))


def _of_order(row: ParcelRow) -> dict[str, str]:
    if row.order_id is None:
        none = _("No order of ours has this number.")
        return dict.fromkeys((CALLED, INTERCEPT, DETOUR, SHORTAGE, ORDER), none)
    found = {}
    if row.called_at is not None:
        found[CALLED] = _("{person} called the buyer already.").format(person=row.called_by)
    if row.signed_at is not None:
        found |= dict.fromkeys((INTERCEPT, DETOUR), _("It is delivered already."))
    return found


def _of_register(row: ParcelRow) -> dict[str, str]:
    if row.state is State.LOST:
        return {LOST: _("It stands in the lost register already.")}
    return {FOUND: _("It doesn't stand in the lost register.")}


def said_of_service(row: ParcelRow, clock: Clock) -> str:
    """What the tracking service said last, and when it is asked again."""
    if row.polled_at is None:
        return ""
    asked = _("asked {when}").format(when=short_moment(row.polled_at, clock.now, clock.zone))
    failed = _(FAILURES[row.failure]) if row.failure in FAILURES else ""
    again = ""
    if row.poll_after is not None:
        again = _("again {when}").format(when=short_moment(row.poll_after, clock.now, clock.zone))
    return " · ".join(filter(None, (asked, failed, again)))
