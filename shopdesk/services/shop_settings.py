"""Changing the shop's settings and its shops."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from shopdesk.db.database import Database, place_of
from shopdesk.db.errors import storage_errors
from shopdesk.domain.documents import Party
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.queries.shop_settings import find_odd_settings, get_setting
from shopdesk.queries.shops import ShopRow
from shopdesk.services.clashes import merge_change
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit
from shopdesk.settings import FLAG_LABELS, SETTINGS, Setting, label_colours

T = TypeVar("T")


class NameTaken(Refused):
    template = N_("There is a shop called {name} already. Choose another name.")


def setting_bases(database: Database) -> dict[str, Base]:
    """What a form about settings begins with, by their keys; without those that can't be read, which are set anew."""
    odd = find_odd_settings(database)
    known = [each for each in SETTINGS.values() if odd is None or each not in odd.odd]
    return {each.key: Base(None, _fields(each, get_setting(database, each))) for each in known}


def is_changed(setting: Setting[Any], value: object, base: Base | None) -> bool:
    """Whether a form changed a setting, or somebody chose about it; so too where nobody knows what it began with."""
    return base is None or bool(base.chosen) or _fields(setting, value) != base.values


def save_setting(desk: Desk, setting: Setting[T], value: T, *, base: Base | None = None) -> None:
    """Keep a shop setting for everybody; the same value again leaves no trace. With a `base` (`setting_bases`) what
    others changed of it meanwhile stays; raises Clash."""
    with work(desk, Right.SETTINGS, Changed.SETTINGS) as doing:
        _put(doing, setting, value, base)


def _put(doing: Work, setting: Setting[T], value: Any, base: Base | None = None) -> None:
    database = doing.desk.database
    before = get_setting(database, setting)
    if base is not None:
        value = _merged(doing, setting, before, value, base)
    odd = find_odd_settings(database)
    if before == value and (odd is None or setting not in odd.odd):
        return
    setting_id = database.execute_sql(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
        "RETURNING id",
        (setting.key, json.dumps(value, ensure_ascii=False)),
    ).fetchone()[0]
    doing.note("set", "setting", setting_id, before={setting.key: before}, after={setting.key: value})


def keep_state(database: Database, setting: Setting[T], value: T) -> None:
    """Keep what the program itself found out, for all PCs; it is nobody's deed and leaves no trail."""
    with storage_errors(place_of(database)), database.atomic():
        database.execute_sql(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (setting.key, json.dumps(value, ensure_ascii=False)),
        )


def _fields(setting: Setting[Any], value: Any) -> dict[str, Any]:
    """A table is one field a row, so that two people may change different rows; everything else is one field."""
    if not isinstance(setting.default, Mapping):
        return {setting.key: value}
    return {f"{setting.key}:{name}": each for name, each in value.items()}


def _merged(doing: Work, setting: Setting[Any], before: Any, value: Any, base: Base) -> Any:
    mine, now = _fields(setting, value), _fields(setting, before)
    names = dict.fromkeys([*base.values, *mine, *now])
    began = replace(base, values={**names, **base.values})
    write = merge_change(doing, "setting", 0, began, now={**names, **now}, mine={**names, **mine}, version=None)
    merged = {**now, **write}
    if not isinstance(setting.default, Mapping):
        return merged[setting.key]
    return {name.removeprefix(f"{setting.key}:"): each for name, each in merged.items() if each is not None}


def save_flag_labels(desk: Desk, labels: Mapping[str, str], *, base: Base | None = None) -> int:
    """Keep which flag a label text means, and give it to orders that carry the label but no flag; returns how many.
    The trail keeps one row for each label, not for each order."""
    with work(desk, Right.SETTINGS, Changed.SETTINGS, Changed.ORDERS) as doing:
        _put(doing, FLAG_LABELS, dict(labels), base)
        changed = 0
        for label, colour in label_colours(get_setting(desk.database, FLAG_LABELS)).items():
            sql = "UPDATE orders SET flag = ?, version = version + 1 WHERE flag = 0 AND flag_native = ? AND flag <> ?"
            count = desk.database.execute_sql(sql, (int(colour), label, int(colour))).rowcount
            if count:
                doing.note("flag by label", "label", 0, after={"label": label, "flag": int(colour), "orders": count})
            changed += count
    return changed


def shop_base(row: ShopRow) -> Base:
    """What the editing of a shop begins with."""
    return Base(row.version, _columns(row.name, row.sender, row.return_to))


def save_shop(
    desk: Desk,
    *,
    shop_id: int,
    name: str,
    sender: Party,
    return_to: Party,
    version: int | None = None,
    base: Base | None = None,
) -> bool:
    """Rename a shop or change the addresses that its papers carry; False where nothing differs. Raises NameTaken,
    Clash."""
    after = _columns(name, sender, return_to)
    with work(desk, Right.SETTINGS, Changed.SHOPS) as doing:
        taken = desk.database.execute_sql("SELECT 1 FROM shop WHERE name = ? AND id <> ?", (after["name"], shop_id))
        if taken.fetchone():
            raise NameTaken(name=after["name"])
        return save_edit(doing, "shop", shop_id, after, action="edit", kind="shop", version=version, base=base)


def _columns(name: str, sender: Party, return_to: Party) -> dict[str, Any]:
    after = {"name": name.strip()}
    for prefix, party in (("sender", sender), ("return", return_to)):
        after |= {
            f"{prefix}_name": party.name,
            f"{prefix}_phone": party.phone,
            f"{prefix}_region": party.region,
            f"{prefix}_address": party.address,
        }
    return after
