"""What happened, in words: one line a change (TEAM-03)."""

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.clock import shown
from shopdesk.domain.documents import Document
from shopdesk.domain.flags import NAMES, Colour
from shopdesk.domain.money import Money
from shopdesk.domain.settlements import METHOD_NAMES
from shopdesk.domain.statuses import STAGES, Stage
from shopdesk.i18n import N_, _
from shopdesk.printing.formats import TITLES
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_boxes import BOXES_SAID, ORDER_BOXES_SAID, WORDS
from shopdesk.services.trail_buyers import BUYERS_SAID, CARE_RULES_SAID
from shopdesk.services.trail_damage import DAMAGE_AMOUNTS, DAMAGE_BATCH_SAID, DAMAGE_SAID, ORDER_DAMAGE_SAID
from shopdesk.services.trail_deeds import DEEDS, FIELDS
from shopdesk.services.trail_intake import (
    BOX_CORRECTED_SAID,
    DAYS_SAID,
    FILES_SAID,
    GOODS_SAID,
    ORDER_GOODS_SAID,
)
from shopdesk.services.trail_library import LIBRARY_SAID, LIBRARY_WORDS, PRODUCT_SIZES_SAID
from shopdesk.services.trail_parcels import PARCELS_SAID, PUSHES_SAID
from shopdesk.services.trail_refunds import ORDER_REFUNDS_SAID, REFUNDS_SAID
from shopdesk.services.trail_repairs import ORDER_REPAIRS_SAID, REPAIR_AMOUNTS, REPAIR_WORDS, REPAIRS_SAID
from shopdesk.services.trail_reviews import ORDER_REVIEWS_SAID, RATINGS_SAID, REVIEW_WORDS, REVIEWS_SAID
from shopdesk.services.trail_shortages import SHORTAGE_WORDS, SHORTAGES_SAID
from shopdesk.services.trail_slips import SLIPS_SAID, said_plainly
from shopdesk.services.trail_team import COMPLAINTS_SAID, ORDER_COMPLAINTS_SAID, TEAM_WORDS
from shopdesk.services.trail_troubles import TROUBLE_AMOUNTS, TROUBLE_WORDS, TROUBLES_SAID

_AMOUNTS = (
    DAMAGE_AMOUNTS
    | REPAIR_AMOUNTS
    | TROUBLE_AMOUNTS
    | {"paid", "price", "cost", "amount", "goods", "postage", "surcharge", "cash"}
)
"""Kept in fen."""
_MOMENT = 10**12
"""No number but a moment is that large."""

PARTS = {name: FIELDS[name] for name in ("receiver", "phone", "province", "city", "district", "address")}
"""The parts of an address as people call them."""


def what_happened(row: TrailRow) -> str:
    """One change as a short sentence, with its reason if it has one."""
    if row.wiped_at is not None:
        return _("{deed} (what stood here was wiped on {day})").format(
            deed=_deed(row.action), day=shown(row.wiped_at).split(" ")[0]
        )
    said = _SAID_OF.get(row.kind, {}).get(row.action, _other)(row)
    return f"{said} ({row.reason})" if row.reason and row.action not in ("hold", "release") else said


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


def _check(row: TrailRow) -> str:
    """What the checks found and what they no longer find (ORD-12)."""
    lines = [_("Check: {reason}").format(reason=reason) for reason in row.after.values()]
    lines += [_("Check: no longer: {reason}").format(reason=reason) for reason in row.before.values()]
    return "\n".join(lines)


def _hold(row: TrailRow) -> str:
    return _("On hold: {reason}").format(reason=row.reason)


def _release(row: TrailRow) -> str:
    return _("Released: {reason}").format(reason=row.reason)


def _print(row: TrailRow) -> str:
    return _("Printed: {document}").format(document=_document(str(row.after.get("document", ""))))


def _stage(row: TrailRow) -> str:
    stage = row.after.get("stage")
    return _(STAGES[Stage(stage)]) if stage in set(Stage) else _other(row)


def _edited(row: TrailRow) -> str:
    """What an edit by hand changed, one line a thing (ORD-15)."""
    before, after = row.before, row.after
    lines = [_part(row, _(title), key) for key, title in {**PARTS, "carrier": N_("Carrier")}.items() if key in after]
    if "paid" in after:
        old, new = (Money(int(values.get("paid") or 0)).shown for values in (before, after))
        lines.append(_("{part}: {before} → {after}").format(part=_("Paid"), before=old, after=new))
    if "salesperson_id" in after:
        lines.append(_("Salesperson changed"))
    return "\n".join([_("Edited by hand"), *lines])


def _edited_lines(row: TrailRow) -> str:
    pairs = zip(row.before.get("lines", ()), row.after.get("lines", ()), strict=False)
    return "\n".join(_("{before} → {after}").format(before=old, after=new) for old, new in pairs)


def _part(row: TrailRow, title: str, key: str) -> str:
    return _("{part}: {before} → {after}").format(
        part=title, before=_text(row.before, key), after=_text(row.after, key)
    )


def _noted(row: TrailRow) -> str:
    said = _("{before} → {after}").format(before=_text(row.after, "wanted"), after=_text(row.after, "changed_to"))
    return _("Change noted: {change}").format(change=said)


def _note_taken_back(row: TrailRow) -> str:
    return _("Change taken back: {item}").format(item=_text(row.before, "changed_to"))


def _change_made(row: TrailRow) -> str:
    return _("Change packed: {item}").format(item=_text(row.after, "changed_to"))


def _extended(row: TrailRow) -> str:
    is_ship = row.after.get("kind") != "receipt"
    return _("Time to ship extended") if is_ship else _("Time to confirm extended")


def _owing(said: str) -> Callable[[TrailRow], str]:
    return lambda row: _(said).format(item=_text(row.after, "item"))


def _overpaid(row: TrailRow) -> str:
    amount = Money(int(row.after.get("amount") or 0)).shown
    is_goods = row.after.get("way") == "goods"
    said = _("Overpaid {amount} made good in goods") if is_goods else _("Overpaid {amount} paid out")
    return said.format(amount=amount)


def _forgotten(row: TrailRow) -> str:
    return _("Something owed was forgotten; flag: {colour}").format(colour=_colour(row.after))


def _entered(row: TrailRow) -> str:
    return _("Entered: {items}").format(items=_text(row.after, "items"))


def _received(row: TrailRow) -> str:
    return _("Received: {amount}").format(amount=Money(int(row.after.get("paid") or 0)).shown)


def _items(row: TrailRow) -> str:
    return _("Items: {before} → {after}").format(before=_text(row.before, "items"), after=_text(row.after, "items"))


def _contact(row: TrailRow) -> str:
    if row.after.get("kind") == "sent":
        return _("Buyer told")
    return _("Contact: {note}").format(note=_text(row.after, "note"))


def _carrier(row: TrailRow) -> str:
    return _part(row, _("Carrier"), "carrier")


def _postage_paid(row: TrailRow) -> str:
    return _("Postage paid: {amount}").format(
        amount=f"{row.after.get('amount', '')} {row.after.get('way', '')}".strip()
    )


def _settled(row: TrailRow) -> str:
    return _("Settled: {receipt}").format(receipt=_receipt(row.after))


def _unsettled(row: TrailRow) -> str:
    return _("Settlement taken back: {receipt}").format(receipt=_receipt(row.before))


def _other(row: TrailRow) -> str:
    """Any other change: what was done, and each field with what it was and what it became."""
    before, after = row.before, row.after
    fields = [key for key in {**before, **after} if key not in before or before[key] != after.get(key)]
    parts = [_field(key, before, after) for key in fields]
    return " ".join(filter(None, (_deed(row.action), _("; ").join(parts))))


def _deed(action: str) -> str:
    return _(DEEDS[action]) if action in DEEDS else action


def _field(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    name = _(FIELDS[key]) if key in FIELDS else key
    if key in before and key in after:
        old, new = (_value(key, values[key]) for values in (before, after))
        return _("{part}: {before} → {after}").format(part=name, before=old, after=new)
    return f"{name}: {_value(key, after.get(key, before.get(key)))}"


def told_values(values: Mapping[str, Any]) -> str:
    """What a row of the trail holds of before or after, as people read it: amounts in yuan, days as days."""
    return _("; ").join(_field(key, {}, {key: value}) for key, value in values.items())


def _value(key: str, value: Any) -> str:  # noqa: PLR0911 - one line a kind
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return _(", ").join(f"{name}: {_value(str(name), each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return _(", ").join(_value(key, each) for each in value)
    if key == "flag":
        return _colour({"flag": value})
    if key == "stage" and value in set(Stage):
        return _(STAGES[Stage(value)])
    if key in _WORDS and value in _WORDS[key]:
        return _(_WORDS[key][value])
    if key in _AMOUNTS and isinstance(value, int):
        return Money(value).shown
    return shown(value) if isinstance(value, int) and value > _MOMENT else str(value)


_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "register": said_plainly(N_("Registered")),
    "unregister": said_plainly(N_("Registering undone")),
    "settle": _settled,
    "unsettle": _unsettled,
    "check": _check,
    "flag": _flag,
    "memo": _memo,
    "address": _address,
    "hold": _hold,
    "hold undone": said_plainly(N_("Hold undone")),
    "release": _release,
    "postage paid": _postage_paid,
    "salesperson": said_plainly(N_("Salesperson changed")),
    "carrier": _carrier,
    "print": _print,
    "stage": _stage,
    "edit": _edited,
    "edit lines": _edited_lines,
    "change note": _noted,
    "note taken back": _note_taken_back,
    "change made": _change_made,
    "extend": _extended,
    "told": said_plainly(N_("Buyer told")),
    "owe": _owing(N_("Owed: {item}")),
    "put in": _owing(N_("{item} goes along")),
    "take out": _owing(N_("{item} does not go along")),
    "strike": _owing(N_("Struck off: {item}")),
    "overpaid": _overpaid,
    "forgotten": _forgotten,
    "entered": _entered,
    "received": _received,
    "cancel": said_plainly(N_("Cancelled")),
    "items": _items,
    "contact": _contact,
    "looked": said_plainly(N_("Looked at phone and address")),
    "contact undone": said_plainly(N_("Contact undone")),
    **SLIPS_SAID,
    **ORDER_REFUNDS_SAID,
    **ORDER_BOXES_SAID,
    **ORDER_GOODS_SAID,
    **ORDER_REPAIRS_SAID,
    **ORDER_REVIEWS_SAID,
    **ORDER_DAMAGE_SAID,
    **TROUBLES_SAID,
    **SHORTAGES_SAID,
    **ORDER_COMPLAINTS_SAID,
}
_WORDS = {**WORDS, **REPAIR_WORDS, **TROUBLE_WORDS, **SHORTAGE_WORDS, **LIBRARY_WORDS, **REVIEW_WORDS, **TEAM_WORDS}
"""Code words by the field they stand in."""
_SAID_OF: Mapping[str, Mapping[str, Callable[[TrailRow], str]]] = {
    "order": _SAID,
    "box": {**BOXES_SAID, **BOX_CORRECTED_SAID, **FILES_SAID, "print": _print},
    "box_item": GOODS_SAID,
    "intake_day": {**DAYS_SAID, "print": _print},
    "shop": {"print": _print},
    "buyer": BUYERS_SAID,
    "care_rule": CARE_RULES_SAID,
    "case": FILES_SAID,
    "tracking": PARCELS_SAID,
    "import": PUSHES_SAID,
    "refund": {**REFUNDS_SAID, **FILES_SAID},
    **dict.fromkeys(("interception", "detour"), TROUBLES_SAID),
    "claim": {**TROUBLES_SAID, **FILES_SAID},
    "shortage": {**SHORTAGES_SAID, **FILES_SAID},
    "repair": {**REPAIRS_SAID, **FILES_SAID, "print": _print},
    "review": {**REVIEWS_SAID, **FILES_SAID},
    "own_rating": RATINGS_SAID,
    "complaint": {**COMPLAINTS_SAID, **FILES_SAID, "contact": _contact},
    "damage": {**DAMAGE_SAID, **FILES_SAID},
    "repair_batch": {"print": _print},
    "damage_batch": {**DAMAGE_BATCH_SAID, "print": _print},
    **dict.fromkeys(("script", "size_table"), LIBRARY_SAID),
    "product": PRODUCT_SIZES_SAID,
}
"""By the kind of thing: whatever is not among them is told field by field."""


def _colour(values: Mapping[str, Any]) -> str:
    flag = values.get("flag", 0)
    return _(NAMES[Colour(flag)]) if flag in set(Colour) else str(flag)


def _document(document: str) -> str:
    return _(TITLES[Document(document)]) if document in set(Document) else document


def _receipt(values: Mapping[str, Any]) -> str:
    """`398.00 工商银行 Bank transfer`."""
    account, method, reference = (str(values.get(key) or "") for key in ("account", "method", "reference"))
    how = _(METHOD_NAMES[method]) if method in METHOD_NAMES else method
    return " ".join(filter(None, (Money(int(values.get("amount") or 0)).shown, account, how, reference)))


def _text(values: Mapping[str, Any], key: str) -> str:
    return str(values.get(key) or "–")
