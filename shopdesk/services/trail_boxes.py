"""What happened to boxes, to what was in them, and to orders by them, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.intake import CONDITIONS, MATCHES, WISHES
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.trail import TrailRow

WORDS: Mapping[str, Mapping[str, str]] = {
    "condition": {key.value: words for key, words in CONDITIONS.items()},
    "wish": {key.value: words for key, words in WISHES.items()},
    "matched_by": {key.value: words for key, words in MATCHES.items()},
}
"""Code words that stand in the trail, by the field they stand in."""


def _opened(row: TrailRow) -> str:
    said = _("Opened as number {number} of {day}").format(number=row.after.get("number"), day=row.after.get("day"))
    waybill = " ".join(filter(None, (str(row.after.get("carrier") or ""), str(row.after.get("waybill") or ""))))
    return _("{part}: {rest}").format(part=said, rest=waybill) if waybill else said


def _matched(row: TrailRow) -> str:
    return _("Belongs to order {order_no} ({by})").format(order_no=row.after.get("order_no"), by=_by(row.after))


def _unmatched(row: TrailRow) -> str:
    return _("Does not belong to order {order_no}").format(order_no=row.before.get("order_no"))


def _put_in(row: TrailRow) -> str:
    return _("In it: {item}").format(item=said_thing(row.after))


def _changed(row: TrailRow) -> str:
    return _("{before} → {after}").format(before=said_thing(row.before), after=said_thing(row.after))


def _taken_out(row: TrailRow) -> str:
    return _("Not in it: {item}").format(item=said_thing(row.before))


def _looked_at(row: TrailRow) -> str:
    n = int(row.after.get("rows") or 0)
    said = ngettext("{n} item is there: {condition}", "{n} items are there: {condition}", n)
    return said.format(n=n, condition=_word("condition", row.after))


def _registered(row: TrailRow) -> str:
    n = int(row.after.get("pieces") or 0)
    said = ngettext("Registered with {n} piece", "Registered with {n} pieces", n).format(n=n)
    cases = _(", ").join(str(case) for case in row.after.get("cases") or ())
    return _("{part}: {rest}").format(part=said, rest=_("case {cases}").format(cases=cases)) if cases else said


def _order_matched(row: TrailRow) -> str:
    return _("Came back in box {box} ({by})").format(box=row.after.get("box"), by=_by(row.after))


def _order_box(said: str) -> Callable[[TrailRow], str]:
    return lambda row: _(said).format(box=row.after.get("box"))


def said_thing(values: Mapping[str, Any]) -> str:
    """`真皮单鞋 × 2, As new, Exchange W6`: something in a box as the trail keeps it."""
    condition, wish = _word("condition", values), f"{_word('wish', values)} {values.get('wish_to') or ''}".strip()
    more = (condition, wish, *(str(values.get(name) or "") for name in ("fault", "accessories", "note")))
    return _(", ").join(filter(None, (f"{values.get('item') or '–'} × {values.get('quantity')}", *more)))


def _word(field: str, values: Mapping[str, Any]) -> str:
    value = str(values.get(field) or "")
    return _(WORDS[field][value]) if value in WORDS[field] else value


def _by(values: Mapping[str, Any]) -> str:
    return _word("matched_by", values)


BOXES_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "open": _opened,
    "match": _matched,
    "unmatch": _unmatched,
    "item": _put_in,
    "item changed": _changed,
    "item out": _taken_out,
    "looked at": _looked_at,
    "register": _registered,
    "open again": lambda _row: _("Open again: something was added"),
    "strike out": lambda _row: _("Struck out"),
}
"""Of a box, by the action in the trail."""

ORDER_BOXES_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "box matched": _order_matched,
    "box unmatched": _order_box(N_("Box {box} is not of this order")),
    "box registered": _order_box(N_("Box {box} was registered")),
}
"""Of an order."""
