"""What happened to shortages, in words: with themselves, and beside their order."""

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.shortages import PACKAGINGS, REMEDIES, VERDICTS, Packaging, Remedy, Verdict
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow

SHORTAGE_KINDS: Mapping[str, str] = {"shortage": N_("Shortage")}
SHORTAGE_DEEDS: Mapping[str, str] = {
    "open shortage": N_("Something was missing"),
    "shortage evidence": N_("Evidence of the shortage"),
    "shortage judged": N_("Shortage judged anew"),
    "shortage remedy": N_("Shortage settled"),
    "close shortage": N_("Shortage closed"),
    "weights learned": N_("Weights learned from parcels"),
}
"""What was done, by the action."""
SHORTAGE_FIELDS: Mapping[str, str] = {
    "shortage": N_("Shortage"),
    "packaging": N_("Packaging"),
    "departed": N_("Weight when it left"),
    "arrived": N_("Weight where it arrived"),
    "expected": N_("Expected weight"),
    "spread": N_("Give or take"),
    "verdict": N_("Verdict"),
    "certainty": N_("Certainty"),
    "remedy": N_("Remedy"),
}
SHORTAGE_WORDS: Mapping[str, Mapping[str, str]] = {
    "packaging": {key.value: words for key, words in PACKAGINGS.items()},
    "verdict": {key.value: words for key, words in VERDICTS.items()},
    "remedy": {key.value: words for key, words in REMEDIES.items()},
}


def _opened(row: TrailRow) -> str:
    verdict = _verdict(row.after)
    said = _("Missing: {goods}").format(goods=row.after.get("items") or "–")
    return _("{part}: {rest}").format(part=said, rest=verdict) if verdict else said


def _verdict(values: Mapping[str, Any]) -> str:
    verdict = str(values.get("verdict") or "")
    return _(VERDICTS[Verdict(verdict)]) if verdict in set(Verdict) else ""


def _judged(row: TrailRow) -> str:
    words = row.after.get("certainty")
    said = _verdict(row.after) or _verdict(row.before)
    return _("Shortage judged anew: {verdict} ({certainty} %)").format(verdict=said, certainty=words or "–")


def _evidence(row: TrailRow) -> str:
    parts = []
    for name in ("packaging", "departed", "arrived"):
        if name in row.after and row.after[name] != row.before.get(name):
            parts.append(_("{part}: {rest}").format(part=_(SHORTAGE_FIELDS[name]), rest=_shown(name, row.after[name])))
    return "\n".join(parts) or _(SHORTAGE_DEEDS["shortage evidence"])


def _shown(name: str, value: Any) -> str:
    if name == "packaging":
        return _(PACKAGINGS[Packaging(value)]) if value in set(Packaging) else str(value)
    return _("{n} g").format(n=value) if value else "–"


def _settled(row: TrailRow) -> str:
    remedy = str(row.after.get("remedy") or "")
    words = _(REMEDIES[Remedy(remedy)]) if remedy in set(Remedy) else remedy
    return _("Shortage settled: {remedy}").format(remedy=words)


def _closed(_row: TrailRow) -> str:
    return _(SHORTAGE_DEEDS["close shortage"])


SHORTAGES_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "open shortage": _opened,
    "shortage evidence": _evidence,
    "shortage judged": _judged,
    "shortage remedy": _settled,
    "close shortage": _closed,
}
"""With the shortage itself, and beside its order."""
