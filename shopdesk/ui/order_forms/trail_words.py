"""What happened to an order, in words: one line a change."""

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Stage
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.ui.flags import flag_name
from shopdesk.ui.order_forms.words import STAGES, document_name

PARTS: Mapping[str, str] = {
    "receiver": N_("Receiver"),
    "phone": N_("Phone"),
    "province": N_("Province"),
    "city": N_("City"),
    "district": N_("District"),
    "address": N_("Address"),
}
"""The parts of an address as people call them."""


def what_happened(row: TrailRow) -> str:
    """One change as a short sentence, with its reason if it has one."""
    said = _SAID.get(row.action, _other)(row)
    return f"{said} ({row.reason})" if row.reason and row.action not in ("hold", "release") else said


def _registered(_row: TrailRow) -> str:
    return _("Registered")


def _flag(row: TrailRow) -> str:
    return _("Flag: {before} → {after}").format(before=_colour(row.before), after=_colour(row.after))


def _memo(row: TrailRow) -> str:
    return _("Memo: {before} → {after}").format(before=_text(row.before, "memo"), after=_text(row.after, "memo"))


def _address(row: TrailRow) -> str:
    parts = [
        _("{part}: {before} → {after}").format(part=_(title), before=_text(row.before, key), after=row.after[key])
        for key, title in PARTS.items()
        if key in row.after and row.after[key] != row.before.get(key)
    ]
    return "\n".join(parts) or _("Address checked")


def _hold(row: TrailRow) -> str:
    return _("On hold: {reason}").format(reason=row.reason)


def _release(row: TrailRow) -> str:
    return _("Released: {reason}").format(reason=row.reason)


def _print(row: TrailRow) -> str:
    return _("Printed: {document}").format(document=document_name(str(row.after.get("document", ""))))


def _stage(row: TrailRow) -> str:
    stage = row.after.get("stage")
    return _(STAGES[Stage(stage)]) if stage in set(Stage) else _other(row)


def _other(row: TrailRow) -> str:
    changed = ", ".join(f"{key}: {value}" for key, value in row.after.items())
    return f"{row.action} {changed}".strip()


_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "register": _registered,
    "flag": _flag,
    "memo": _memo,
    "address": _address,
    "hold": _hold,
    "release": _release,
    "print": _print,
    "stage": _stage,
}


def _colour(values: Mapping[str, Any]) -> str:
    flag = values.get("flag", 0)
    return flag_name(Colour(flag)) if flag in set(Colour) else str(flag)


def _text(values: Mapping[str, Any], key: str) -> str:
    return str(values.get(key) or "–")
