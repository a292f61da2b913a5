"""Changing the shop's settings and its shops."""

import json
from collections.abc import Mapping
from typing import TypeVar

from shopdesk.domain.documents import Party
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.queries.shop_settings import find_odd_settings, get_setting
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import save_edit
from shopdesk.settings import FLAG_LABELS, Setting, label_colours

T = TypeVar("T")


class NameTaken(Refused):
    template = N_("There is a shop called {name} already. Choose another name.")


def save_setting(desk: Desk, setting: Setting[T], value: T) -> None:
    """Keep a shop setting for everybody; the same value again leaves no trace."""
    with work(desk, Right.SETTINGS, Changed.SETTINGS) as doing:
        _put(doing, setting, value)


def _put(doing: Work, setting: Setting[T], value: T) -> None:
    database = doing.desk.database
    before = get_setting(database, setting)
    odd = find_odd_settings(database)
    if before == value and (odd is None or setting not in odd.odd):
        return
    setting_id = database.execute_sql(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
        "RETURNING id",
        (setting.key, json.dumps(value, ensure_ascii=False)),
    ).fetchone()[0]
    doing.note("set", "setting", setting_id, before={setting.key: before}, after={setting.key: value})


def save_flag_labels(desk: Desk, labels: Mapping[str, str]) -> int:
    """Keep which flag a label text means, and give it to orders that carry the label but no flag; returns how many.
    The trail keeps one row for each label, not for each order."""
    with work(desk, Right.SETTINGS, Changed.SETTINGS, Changed.ORDERS) as doing:
        _put(doing, FLAG_LABELS, dict(labels))
        changed = 0
        for label, colour in label_colours(labels).items():
            sql = "UPDATE orders SET flag = ?, version = version + 1 WHERE flag = 0 AND flag_native = ? AND flag <> ?"
            count = desk.database.execute_sql(sql, (int(colour), label, int(colour))).rowcount
            if count:
                doing.note("flag by label", "label", 0, after={"label": label, "flag": int(colour), "orders": count})
            changed += count
    return changed


def save_shop(desk: Desk, *, shop_id: int, version: int, name: str, sender: Party, return_to: Party) -> bool:
    """Rename a shop or change the addresses that its papers carry; False where nothing differs. Raises NameTaken,
    Clash."""
    after = {"name": name.strip()}
    for prefix, party in (("sender", sender), ("return", return_to)):
        after |= {
            f"{prefix}_name": party.name,
            f"{prefix}_phone": party.phone,
            f"{prefix}_region": party.region,
            f"{prefix}_address": party.address,
        }
    with work(desk, Right.SETTINGS, Changed.SHOPS) as doing:
        taken = desk.database.execute_sql("SELECT 1 FROM shop WHERE name = ? AND id <> ?", (after["name"], shop_id))
        if taken.fetchone():
            raise NameTaken(name=after["name"])
        return save_edit(doing, "shop", shop_id, after, action="edit", kind="shop", version=version)
