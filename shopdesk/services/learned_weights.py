"""Products learn what a piece weighs from the parcels that packers weigh (SHP-12)."""

from collections import Counter
from collections.abc import Mapping

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.db.trail import Entry
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.learned_weights import Learned, learn
from shopdesk.domain.permissions import Right
from shopdesk.queries.learned_weights import list_typed_weights, list_weighed_parcels, newest_learning
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.settings import PACKAGING_GRAMS

_PORTION = 200
"""Rows in one statement."""


def learn_weights(desk: Desk, *, again: bool = False) -> int:
    """Learn what pieces weigh from the newest weighed parcels, once a day, or `again`; returns how many weights are
    otherwise now. Typed weights stay as they are. Parcels are read before the shop's lock is taken."""
    last = newest_learning(desk.database)
    if last is not None and not again and last <= desk.clock() < last + DAY_MS:
        return 0
    parcels = list_weighed_parcels(desk.database)
    found = learn(parcels, list_typed_weights(desk.database), get_setting(desk.database, PACKAGING_GRAMS))
    with work(desk, Right.SERVE) as doing:
        changed = _differing(desk.database, found)
        _write(doing, changed)
        desk.database.execute_sql("UPDATE learned_weight SET at = ?", (doing.at,))
        if changed:
            doing.kinds.add(Changed.PRODUCTS)
            shops = _shops(desk.database, changed)
            doing.note_all("weights learned", "shop", [Entry(shop, {}, {"items": n}) for shop, n in shops.items()])
    return len(changed)


def _differing(database: Database, found: Mapping[int, Learned]) -> dict[int, Learned]:
    """What isn't known like this, of variants that are still there."""
    known = {
        row[0]: row[1:] for row in rows_of(database, "SELECT variant_id, grams, spread, parcels FROM learned_weight")
    }
    there = {row[0] for row in rows_of(database, f"SELECT id FROM variant WHERE id IN {GIVEN}", (listed(found),))}
    return {
        variant: each
        for variant, each in found.items()
        if variant in there and known.get(variant) != (each.grams, each.spread, each.parcels)
    }


def _write(doing: Work, found: Mapping[int, Learned]) -> None:
    rows = [(variant, each.grams, each.spread, each.parcels, doing.at) for variant, each in sorted(found.items())]
    for start in range(0, len(rows), _PORTION):
        part = rows[start : start + _PORTION]
        marks = ", ".join(["(?, ?, ?, ?, ?)"] * len(part))
        values: list[Millis] = [value for row in part for value in row]
        doing.desk.database.execute_sql(
            f"INSERT INTO learned_weight (variant_id, grams, spread, parcels, at) VALUES {marks} "
            "ON CONFLICT (variant_id) DO UPDATE SET grams = excluded.grams, spread = excluded.spread, "
            "parcels = excluded.parcels, at = excluded.at",
            values,
        )


def _shops(database: Database, found: Mapping[int, Learned]) -> Counter[int]:
    rows = rows_of(database, f"SELECT shop_id FROM variant WHERE id IN {GIVEN}", (listed(found),))
    return Counter(int(row[0]) for row in rows)
