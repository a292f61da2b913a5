"""Two people, one record: who changed what meanwhile, and what is left for somebody to decide (DATA-02)."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.merging import Difference, Merged, Values, joined, merge
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.services.clash_words import field_names, said_values
from shopdesk.services.desk import Desk, MergedChange, Work
from shopdesk.settings import SETTINGS

RECEIVER_UNIT = ("receiver", "phone", "province", "city", "district", "address")
UNITS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "order": (RECEIVER_UNIT,),
    "shop": (
        ("sender_name", "sender_phone", "sender_region", "sender_address"),
        ("return_name", "return_phone", "return_region", "return_address"),
    ),
    "buyer": (("tier", "discount"),),
    "supplier": (("contact", "phone"),),
    "person": (("role", "rights"),),
    "refund": (("payee", "payee_account", "channel"),),
    "size_table": (("measures", "rows"),),
}
"""Fields that only mean something together, by kind of record."""

_RECORDS: Mapping[str, tuple[str, str]] = {
    "order": (N_("order {name}"), "SELECT order_no FROM orders WHERE id = ?"),
    "shop": (N_("shop {name}"), "SELECT name FROM shop WHERE id = ?"),
    "variant": (N_("variant {name}"), "SELECT sku FROM variant WHERE id = ?"),
    "product": (N_("product {name}"), "SELECT CASE title WHEN '' THEN code ELSE title END FROM product WHERE id = ?"),
    "supplier": (N_("supplier {name}"), "SELECT name FROM supplier WHERE id = ?"),
    "buyer": (N_("buyer {name}"), "SELECT platform_id FROM buyer WHERE id = ?"),
    "owed_item": (N_("owed item {name}"), "SELECT item FROM owed_item WHERE id = ?"),
    "slip": (
        N_("slip of order {name}"),
        "SELECT min(o.order_no) FROM slip_item i JOIN orders o ON o.id = i.order_id WHERE i.slip_id = ?",
    ),
    "change_note": (
        N_("change note of order {name}"),
        "SELECT o.order_no FROM change_note n JOIN orders o ON o.id = n.order_id WHERE n.id = ?",
    ),
    "box": (N_("box {name}"), "SELECT day || ' #' || CAST(number AS TEXT) FROM box WHERE id = ?"),
    "box_item": (
        N_("item of box {name}"),
        "SELECT b.day || ' #' || CAST(b.number AS TEXT) || ' ' || i.title FROM box_item i "
        "JOIN box b ON b.id = i.box_id WHERE i.id = ?",
    ),
    "intake_day": (N_("intake of {name}"), "SELECT day FROM intake_day WHERE id = ?"),
    "case": (N_("case {name}"), "SELECT id FROM cases WHERE id = ?"),
    "person": (N_("entry of {name}"), "SELECT name FROM person WHERE id = ?"),
    "refund": (
        N_("refund of order {name}"),
        "SELECT o.order_no FROM refund r JOIN orders o ON o.id = r.order_id WHERE r.id = ?",
    ),
    "claim": (N_("claim for parcel {name}"), "SELECT waybill FROM claim WHERE id = ?"),
    "interception": (N_("interception of parcel {name}"), "SELECT waybill FROM interception WHERE id = ?"),
    "detour": (N_("detour of parcel {name}"), "SELECT waybill FROM detour WHERE id = ?"),
    "shortage": (
        N_("shortage of order {name}"),
        "SELECT o.order_no FROM shortage s JOIN orders o ON o.id = s.order_id WHERE s.id = ?",
    ),
    "repair": (
        N_("repair {name}"),
        "SELECT CAST(id AS TEXT) || ' ' || title || ' ' || colour || ' ' || size FROM repair WHERE id = ?",
    ),
    "damage": (
        N_("damage {name}"),
        "SELECT CAST(id AS TEXT) || ' ' || title || ' ' || colour || ' ' || size FROM damage WHERE id = ?",
    ),
    "damage_batch": (N_("return batch {name}"), "SELECT id FROM damage_batch WHERE id = ?"),
    "repair_batch": (N_("repair batch {name}"), "SELECT id FROM repair_batch WHERE id = ?"),
    "review": (
        N_("review of order {name}"),
        "SELECT CASE order_no WHEN '' THEN CAST(id AS TEXT) ELSE order_no END FROM review WHERE id = ?",
    ),
    "own_rating": (
        N_("own rating of order {name}"),
        "SELECT o.order_no FROM own_rating w JOIN orders o ON o.id = w.order_id WHERE w.id = ?",
    ),
    "complaint": (N_("complaint {name}"), "SELECT id FROM complaint WHERE id = ?"),
    "points": (N_("points {name}"), "SELECT id FROM point_entry WHERE id = ?"),
    "tracking": (N_("parcel {name}"), "SELECT waybill FROM tracking WHERE id = ?"),
    "care_rule": (N_("care rule {name}"), "SELECT title FROM care_rule WHERE id = ?"),
    "script": (N_("script {name}"), "SELECT title FROM script WHERE id = ?"),
    "size_table": (N_("table of sizes {name}"), "SELECT name FROM size_table WHERE id = ?"),
    "view": (N_("view {name}"), "SELECT name FROM saved_view WHERE id = ?"),
    "wave": (N_("wave {name}"), "SELECT id FROM wave WHERE id = ?"),
    "mapping": (N_("mapping {name}"), "SELECT name FROM import_mapping WHERE id = ?"),
}
"""What a record is called, and how its name is found."""

JOINABLE = frozenset({"memo", "note", "asked", "verified", "proposed", "agreed", "done"})
"""Running text: both can stay, one below the other."""
_RULE = re.compile(r"\s*\([A-Z]+-\d+\)|[.。]$")
_LOOKED_AT = 200
"""So many of a record's last changes are looked through for who changed a field."""


@dataclass(frozen=True, slots=True)
class Base:
    """What an editor was opened with: the record's version, and the values of the fields that it shows.

    At that version nothing was changed since. Without a version (Undo) the values alone tell.
    """

    version: int | None
    values: Values
    chosen: Values = field(default_factory=dict)
    """What somebody decided where two had changed a field: it counts in place of what the editor holds."""

    def decided(self, conflict: "Conflict", chosen: Values) -> "Base":
        """The base after somebody saw what the other has written, and chose for each field that differs."""
        theirs = {name: value for each in conflict.choices for name, value in each.difference.theirs.items()}
        return Base(conflict.version, {**self.values, **theirs}, {**self.chosen, **chosen})


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that two people changed: one or the other is to stay."""

    name: str
    """`memo`, in the language in use."""
    theirs: str
    mine: str
    difference: Difference
    person: str = ""
    at: Millis | None = None

    @property
    def can_join(self) -> bool:
        """Whether both may stay."""
        return len(self.difference.fields) == 1 and self.difference.fields[0] in JOINABLE

    def values(self, side: str) -> dict[str, Any]:
        """What is to be written for `theirs`, `mine` or `both`."""
        if side == "both":
            (name,) = self.difference.fields
            return {name: joined(str(self.difference.theirs[name]), str(self.difference.mine[name]))}
        return dict(self.difference.mine if side == "mine" else self.difference.theirs)


@dataclass(frozen=True, slots=True)
class Conflict:
    """All that is to be decided about one record."""

    kind: str
    record_id: int
    record: str
    """`order 1234`, in the language in use."""
    version: int | None
    """At which the record stands now."""
    person: str
    when: str
    choices: tuple[Choice, ...]


class Clash(Refused):
    """`conflict` tells both values of each field where they are known; else the editor has to be opened again."""

    template = N_("{person} changed {record} meanwhile ({fields}; {when}). Look at it again, then repeat your change.")
    conflict: Conflict | None = None


def name_of(desk: Desk, kind: str, record_id: int) -> str:
    """What people call a record: `order 1234`."""
    if kind == "setting":
        return _("the shop's settings")
    called, sql = _RECORDS[kind]
    row = desk.database.execute_sql(sql, (record_id,)).fetchone()
    return _(called).format(name=row[0] if row else record_id)


def merge_change(
    doing: Work, kind: str, record_id: int, base: Base, *, now: Values, mine: Values, version: int | None
) -> dict[str, Any]:
    """What is to be written of `mine`, where the record stands `now` at `version`: only what the editor changed.

    Fields that others changed stay, and whoever saves is told; where both changed one, nothing may be written: Clash.
    `now` is what the acting person may see.
    """
    wanted = {**mine, **{name: value for name, value in base.chosen.items() if name in mine or name in base.values}}
    unchanged = base.version is not None and base.version == version
    theirs = {**now, **base.values} if unchanged else now
    merged = merge(base.values, theirs, wanted, UNITS.get(kind, ()))
    if merged.differences:
        raise differing_clash(doing.desk, kind, record_id, version, merged.differences)
    _tell_merged(doing, kind, record_id, merged)
    return merged.write


def differing_clash(
    desk: Desk, kind: str, record_id: int, version: int | None, differences: Iterable[Difference]
) -> Clash:
    """The refusal that lets somebody choose."""
    choices = tuple(_choice(desk, kind, record_id, each) for each in differences)
    people = ", ".join(dict.fromkeys(each.person for each in choices if each.person)) or "?"
    when = desk.shown(max((each.at for each in choices if each.at is not None), default=None))
    conflict = Conflict(kind, record_id, name_of(desk, kind, record_id), version, people, when, choices)
    clash = Clash(person=people, record=conflict.record, when=when, fields=", ".join(each.name for each in choices))
    clash.conflict = conflict
    return clash


def strict_clash(desk: Desk, kind: str, record_id: int) -> Clash:
    """The refusal where nobody knows what the editor began with: who changed the record last, and what."""
    edits = _edits(desk, kind, record_id, 1)
    changes = [(at, person, field_names(_touched(old, new))) for at, person, old, new in edits]
    changes += _imports(desk, kind, record_id)
    at, person, fields = max(changes, default=(None, "?", "?"))
    return Clash(person=person, record=name_of(desk, kind, record_id), when=desk.shown(at), fields=fields)


def who_changed(desk: Desk, kind: str, record_id: int, fields: Iterable[str]) -> tuple[str, Millis | None]:
    """Who wrote one of these fields last, and when; of an order that may be an import. ("", None) if nobody knows."""
    wanted = set(fields)
    if kind == "setting":
        return _who_set(desk, min(wanted).partition(":")[0])
    edits = _edits(desk, kind, record_id, _LOOKED_AT)
    found = next(((person, at) for at, person, old, new in edits if wanted & set(_touched(old, new))), None)
    if found is not None:
        return found
    others = [(at, person) for at, person, _file in _imports(desk, kind, record_id)] or [
        (at, person) for at, person, _old, _new in edits[:1]
    ]
    at, person = max(others, default=(None, ""))
    return person, at


def changed_by_others(desk: Desk, kind: str, record_id: int) -> bool:
    """Whether anybody but the acting person has done something to a record."""
    sql = "SELECT 1 FROM trail WHERE kind = ? AND record_id = ? AND person_id <> ? LIMIT 1"
    return desk.database.execute_sql(sql, (kind, record_id, desk.actor.id)).fetchone() is not None


def _who_set(desk: Desk, key: str) -> tuple[str, Millis | None]:
    rows = rows_of(
        desk.database,
        "SELECT p.name, t.at FROM setting s JOIN trail t ON t.kind = 'setting' AND t.record_id = s.id "
        "JOIN person p ON p.id = t.person_id WHERE s.key = ? ORDER BY t.id DESC LIMIT 1",
        (key,),
    )
    return (rows[0][0], rows[0][1]) if rows else ("", None)


def last_deed(desk: Desk, kind: str, record_id: int, *actions: str) -> tuple[str, str]:
    """Who did one of these to a record last, and when, as refusals say it; ("?", "–") if nobody knows."""
    marks = ", ".join("?" * len(actions))
    rows = rows_of(
        desk.database,
        "SELECT p.name, t.at FROM trail t JOIN person p ON p.id = t.person_id "
        f"WHERE t.kind = ? AND t.record_id = ? AND t.action IN ({marks}) ORDER BY t.id DESC LIMIT 1",
        (kind, record_id, *actions),
    )
    return (rows[0][0], desk.shown(rows[0][1])) if rows else ("?", "–")


def _tell_merged(doing: Work, kind: str, record_id: int, merged: Merged) -> None:
    if not merged.write or not merged.kept:
        return
    desk = doing.desk
    person, _at = who_changed(desk, kind, record_id, _stored(merged.kept))
    if person and person != desk.actor.name:
        fields = field_names(merged.kept)
        doing.merged.append(MergedChange(kind, record_id, name_of(desk, kind, record_id), person, fields))


def _choice(desk: Desk, kind: str, record_id: int, difference: Difference) -> Choice:
    person, at = who_changed(desk, kind, record_id, _stored(difference.fields))
    said = {
        side: said_values(desk, values) for side, values in (("theirs", difference.theirs), ("mine", difference.mine))
    }
    return Choice(_unit_name(difference.fields), said["theirs"], said["mine"], difference, person, at)


def _unit_name(fields: Iterable[str]) -> str:
    """A line of goods is called by its number."""
    (first, *_others) = fields
    kind, _colon, rest = first.partition(":")
    if kind in SETTINGS:
        meaning = _RULE.sub("", _(SETTINGS[kind].meaning))
        return _("{part}: {rest}").format(part=meaning, rest=rest) if rest else meaning
    return _("goods, line {n}").format(n=rest) if kind == "line" else field_names(fields)


def _stored(fields: Iterable[str]) -> list[str]:
    """By which names the trail knows fields."""
    names = {"salesperson": ("salesperson_id",)}
    lines = ("lines", "items")
    return [name for each in fields for name in (lines if each.startswith("line:") else names.get(each, (each,)))]


def _edits(desk: Desk, kind: str, record_id: int, most: int) -> list[tuple[Millis, str, Values, Values]]:
    """A record's last changes by people, the newest first."""
    rows = rows_of(
        desk.database,
        "SELECT t.at, p.name, t.before, t.after FROM trail t JOIN person p ON p.id = t.person_id "
        "WHERE t.kind = ? AND t.record_id = ? ORDER BY t.id DESC LIMIT ?",
        (kind, record_id, most),
    )
    return [(at, person, json.loads(before), json.loads(after)) for at, person, before, after in rows]


def _imports(desk: Desk, kind: str, record_id: int) -> list[tuple[Millis, str, str]]:
    """The import that wrote an order last."""
    if kind != "order":
        return []
    rows = rows_of(
        desk.database,
        "SELECT r.at, p.name, r.file FROM orders o JOIN import_run r ON r.id = o.import_id "
        "JOIN person p ON p.id = r.person_id WHERE o.id = ?",
        (record_id,),
    )
    return [(at, person, _("import of {file}").format(file=file)) for at, person, file in rows]


def _touched(before: Values, after: Values) -> list[str]:
    """The fields that a change wrote otherwise than they were."""
    return [name for name, value in after.items() if value != before.get(name)]


def without(base: Base, *names: str) -> Base:
    """A base that leaves these fields to others."""
    return replace(base, values={name: value for name, value in base.values.items() if name not in names})
