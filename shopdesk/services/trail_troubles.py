"""What happened to claims, interceptions and detours, in words: with themselves, and beside their order."""

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.clock import shown
from shopdesk.domain.claims import KINDS, SOLUTIONS, Kind, Solution
from shopdesk.domain.detours import WAYS, Way
from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

TROUBLE_KINDS: Mapping[str, str] = {
    "claim": N_("Claim on the courier"),
    "interception": N_("Interception"),
    "detour": N_("Detour"),
}
TROUBLE_DEEDS: Mapping[str, str] = {
    "register claim": N_("In the lost register"),
    "ask carrier": N_("The carrier is asked to pay"),
    "carrier answered": N_("The carrier offers"),
    "carrier paid": N_("The carrier paid"),
    "carrier refused": N_("The carrier pays nothing"),
    "parcel found": N_("The parcel turned up"),
    "made good": N_("The buyer is made good"),
    "ask interception": N_("The carrier is asked to bring it back"),
    "intercept again": N_("The carrier is asked again"),
    "interception promised": N_("The carrier promised to bring it back"),
    "interception succeeded": N_("It comes back"),
    "interception failed": N_("It could not be stopped"),
    "told to refuse": N_("The buyer is asked to refuse it"),
    "buyer refused": N_("The buyer refused it"),
    "buyer kept": N_("The buyer took it"),
    "interception withdrawn": N_("It goes on to the buyer"),
    "decide detour": N_("The carrier doesn't reach the address"),
    "change detour": N_("It goes the other way after all"),
    "detour done": N_("It went on"),
}
"""What was done, by the action."""
TROUBLE_FIELDS: Mapping[str, str] = {
    "claim": N_("Claim on the courier"),
    "interception": N_("Interception"),
    "answered": N_("Offered"),
    "answer": N_("Answer"),
    "answer_by": N_("Answer by"),
    "asked_of": N_("Asked of"),
    "promised_by": N_("Promised by"),
    "promised_at": N_("Promised for"),
    "result": N_("Result"),
    "solution": N_("Made good by"),
    "way": N_("Way"),
    "new_carrier": N_("Goes on by"),
    "new_waybill": N_("New waybill"),
    "escalated_at": N_("Before the supervisor"),
}
TROUBLE_WORDS: Mapping[str, Mapping[str, str]] = {
    "solution": {key.value: words for key, words in SOLUTIONS.items()},
}
TROUBLE_AMOUNTS = frozenset({"answered"})
"""Kept in fen."""


def _kind(values: Mapping[str, Any]) -> str:
    kind = str(values.get("kind") or "")
    return _(KINDS[Kind(kind)]) if kind in set(Kind) else ""


def _way(values: Mapping[str, Any]) -> str:
    way = str(values.get("way") or "")
    return _(WAYS[Way(way)]) if way in set(Way) else ""


def _solution(values: Mapping[str, Any]) -> str:
    solution = str(values.get("solution") or "")
    return _(SOLUTIONS[Solution(solution)]) if solution in set(Solution) else ""


def _amount(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda values: Money(int(values[name])).shown if values.get(name) else ""


def _text(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda values: str(values.get(name) or "")


def _moment(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda values: shown(values[name]) if values.get(name) else ""


_PARCEL = (_text("carrier"), _text("waybill"))
_PARTS: Mapping[str, tuple[Callable[[Mapping[str, Any]], str], ...]] = {
    "register claim": (_kind, *_PARCEL, _amount("amount")),
    "carrier answered": (_amount("answered"),),
    "carrier paid": (_amount("paid"),),
    "made good": (_solution,),
    "ask interception": (*_PARCEL, _text("asked_of")),
    "interception promised": (_text("promised_by"), _moment("promised_at")),
    "decide detour": (_way, _text("new_carrier"), _text("waybill")),
    "change detour": (_way, _text("new_carrier")),
    "detour done": (_text("carrier"), _text("waybill"), _text("new_carrier"), _text("new_waybill")),
}
"""What is told beside the deed."""


def _said(action: str) -> Callable[[TrailRow], str]:
    parts = _PARTS.get(action)
    if parts is None:
        return said_plainly(TROUBLE_DEEDS[action])

    def say(row: TrailRow) -> str:
        what = _(", ").join(filter(None, (part(row.after) for part in parts)))
        deed = _(TROUBLE_DEEDS[action])
        return _("{deed}: {what}").format(deed=deed, what=what) if what else deed

    return say


TROUBLES_SAID: Mapping[str, Callable[[TrailRow], str]] = {action: _said(action) for action in TROUBLE_DEEDS}
"""With the record itself, and beside the order."""
