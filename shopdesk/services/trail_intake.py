"""What happened to a day of intake, to goods that were inspected, and to files, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.intake import DESTINATIONS, Destination
from shopdesk.domain.intake_days import read_left_open
from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow

_Said = Mapping[str, Callable[[TrailRow], str]]


def _handed(row: TrailRow) -> str:
    said = _("Cash handed over: {counted}, {expected} by the boxes' entries")
    return said.format(counted=_yuan(row.after, "counted"), expected=_yuan(row.after, "expected"))


def _confirmed(row: TrailRow) -> str:
    return _("Cash confirmed: {amount}").format(amount=_yuan(row.after, "confirmed"))


def _closed(row: TrailRow) -> str:
    left = read_left_open(str(row.after.get("left_open") or "")).lines()
    return _("Closed; still open: {open}").format(open=_(", ").join(left)) if left else _("Closed")


def _corrected(row: TrailRow) -> str:
    before, after = row.before.get("value") or "–", row.after.get("value")
    return _("Corrected: {what}: {before} → {after}").format(what=row.after.get("what"), before=before, after=after)


def _inspected(row: TrailRow) -> str:
    return _("Inspected: {pieces}").format(pieces=_pieces(row.after))


def _order_approved(row: TrailRow) -> str:
    said = _("{item} came back: {pieces}")
    return said.format(item=row.after.get("item") or "–", pieces=_pieces(row.after))


def _file(said: str) -> Callable[[TrailRow], str]:
    return lambda row: _(said).format(file=row.after.get("file") or row.before.get("file"))


def _pieces(values: Mapping[str, Any]) -> str:
    """`2 good to Stock, 1 faulty to Damage list`."""
    parts = (
        (_("{n} good to {place}"), "good", "goes_to"),
        (_("{n} faulty to {place}"), "faulty", "faulty_to"),
    )
    said = [
        text.format(n=values[count], place=_place(str(values.get(place) or "")))
        for text, count, place in parts
        if values.get(count)
    ]
    return _(", ").join(said) or _("nothing")


def _place(word: str) -> str:
    return _(DESTINATIONS[Destination(word)]) if word in set(Destination) else word or "–"


def _yuan(values: Mapping[str, Any], name: str) -> str:
    return Money(int(values.get(name) or 0)).shown


FILES_SAID: _Said = {
    "file added": _file(N_("File added: {file}")),
    "file removed": _file(N_("File removed: {file}")),
    "file put back": _file(N_("File put back: {file}")),
}
"""Of a box, a case or a refund, by the action in the trail."""

DAYS_SAID: _Said = {
    "cash handed over": _handed,
    "cash confirmed": _confirmed,
    "day closed": _closed,
    "correct": _corrected,
}
"""Of a day of intake."""

GOODS_SAID: _Said = {"inspect": _inspected, "approve goods": lambda _row: _("Approved")}
"""Of an item of a box."""

BOX_CORRECTED_SAID: _Said = {"correct": _corrected}
ORDER_GOODS_SAID: _Said = {"approve goods": _order_approved}
