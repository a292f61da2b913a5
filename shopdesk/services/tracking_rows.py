"""Parcels that are watched from the moment they leave, until their trade is over (SHP-08, SHP-09)."""

from collections.abc import Mapping, Sequence
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.db.upsert import Upsert, upsert_rows
from shopdesk.domain.arrival import Home, days_to, expected_at, home_of
from shopdesk.domain.carriers import area_of
from shopdesk.domain.statuses import Status
from shopdesk.domain.tracking import State
from shopdesk.domain.waybills import fold_waybill
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Work
from shopdesk.services.tracking_standing import restand
from shopdesk.settings import ARRIVAL_DAYS, TRACKING_HOURS

FOLLOWED_DAYS = 60
"""An order that left longer ago, as a file tells it, is not watched any more."""
_DAY, _HOUR = 86_400_000, 3_600_000
_START = 8
"""So many characters of an address tell the area where no province is known."""

_FIELDS = {
    "waybill": str, "carrier": str, "shop_id": int, "order_id": int, "area": str, "state": str, "left_at": int,
    "expected_at": int, "poll_after": int,
}  # fmt: skip
_ROW = Upsert(
    "tracking",
    _FIELDS,
    {**{name: f"given.{name}" for name in _FIELDS}, "moved_at": "given.left_at"},
    key=("waybill",),
    updates={
        "carrier": "CASE WHEN tracking.carrier = '' THEN excluded.carrier ELSE tracking.carrier END",
        **{
            name: f"coalesce(tracking.{name}, excluded.{name})"
            for name in ("shop_id", "order_id", "left_at", "moved_at", "expected_at", "poll_after")
        },
        "area": "CASE WHEN tracking.area = '' THEN excluded.area ELSE tracking.area END",
    },
)
_PARCELS = (
    f"SELECT p.waybill, p.carrier, o.shop_id, o.id, o.province, o.city, substr(o.address, 1, {_START}) AS start, "
    "o.shipped_at, o.created FROM parcel p JOIN orders o ON o.id = p.order_id "
    "LEFT JOIN tracking t ON t.waybill = p.waybill WHERE p.waybill <> '' AND t.order_id IS NULL AND "
)


def follow_slip(doing: Work, slip_id: int) -> None:
    """A parcel left with the courier: from now on it is watched."""
    sql = f"{_PARCELS} p.order_id IN (SELECT order_id FROM slip_item WHERE slip_id = ?) AND p.slip_id = ? ORDER BY o.id"
    _follow(doing, rows_of(doing.desk.database, sql, (slip_id, slip_id)), left_at=doing.at)


def unfollow_slip(doing: Work, waybill: str) -> None:
    """It was taken back on the day it left: nobody watches it, unless a carrier told of it."""
    number = fold_waybill(waybill)
    doing.desk.database.execute_sql(
        "DELETE FROM tracking WHERE waybill = ? AND NOT EXISTS "
        "(SELECT 1 FROM tracking_event e WHERE e.tracking_id = tracking.id)",
        (number,),
    )
    doing.kinds.add(Changed.PARCELS)


def follow_parcel(doing: Work, *, waybill: str, carrier: str, order_id: int) -> None:
    """Watch a parcel that left without a slip: one that went back to its buyer, or on again from a carrier."""
    sql = (
        f"SELECT CAST(? AS TEXT) AS waybill, CAST(? AS TEXT) AS carrier, o.shop_id, o.id, o.province, o.city, "
        f"substr(o.address, 1, {_START}) AS start, NULL, o.created FROM orders o WHERE o.id = ?"
    )
    _follow(doing, rows_of(doing.desk.database, sql, (waybill, carrier, order_id)), left_at=doing.at)


def follow_orders(doing: Work, *, after: int, touched: Sequence[int]) -> None:
    """What a platform's files say has left: orders with ids above `after`, and known ones that changed. A parcel whose
    trade is over is not watched any more, unless it is in trouble or on its way back."""
    database, ids = doing.desk.database, listed(touched)
    since = doing.at - FOLLOWED_DAYS * _DAY
    sql = (
        f"{_PARCELS} (o.id > ? OR o.id IN {GIVEN}) AND o.status = ? AND coalesce(o.shipped_at, o.created) > ? "
        "ORDER BY o.id"
    )
    _follow(doing, rows_of(database, sql, (after, ids, int(Status.SHIPPED), since)))
    if touched:
        sql = (
            "UPDATE tracking SET closed_at = ? WHERE closed_at IS NULL AND state NOT IN ('trouble', 'returning', "
            f"'lost') AND order_id IN (SELECT o.id FROM orders o WHERE o.id IN {GIVEN} AND o.status >= ? "
            "AND coalesce(o.done_at, tracking.left_at, 0) >= coalesce(tracking.left_at, 0))"
        )  # what left after the trade was over, such as a repaired shoe, is a way of its own
        database.execute_sql(sql, (doing.at, ids, int(Status.DONE)))


def watch_parcels(database: Database, waybills: Sequence[str], *, now: Millis) -> bool:
    """Watch those of these numbers that are an order's; whether there are any."""
    rows = rows_of(database, f"{_PARCELS} p.waybill IN {GIVEN_TEXTS} ORDER BY o.id", (listed(waybills),))
    make = _RowMaker(database, now)
    upsert_rows(
        database, _ROW, list({row[0]: row for row in (make.row(each, None) for each in reversed(rows))}.values())
    )
    return bool(rows)


def _follow(doing: Work, parcels: Sequence[tuple[Any, ...]], left_at: Millis | None = None) -> None:
    """Make rows of _PARCELS into rows that are watched; of several orders in one parcel the first counts."""
    if not parcels:
        return
    database = doing.desk.database
    make = _RowMaker(database, doing.at)
    rows = {row[0]: row for row in map(make.row, reversed(parcels), [left_at] * len(parcels))}
    told = _known(database, list(rows))
    upsert_rows(database, _ROW, list(rows.values()))
    if told:
        restand(database, told, now=doing.at)
    doing.kinds.add(Changed.PARCELS)


def _known(database: Database, waybills: Sequence[str]) -> list[int]:
    """Those that a carrier told of before we did."""
    if not rows_of(database, "SELECT 1 FROM tracking WHERE order_id IS NULL AND closed_at IS NULL LIMIT 1"):
        return []
    found = rows_of(database, "SELECT id, waybill FROM tracking WHERE order_id IS NULL AND closed_at IS NULL")
    wanted = set(waybills)
    return [tracking_id for tracking_id, waybill in found if waybill in wanted]


class _RowMaker:
    """Makes rows of _ROW, by the shop's settings."""

    def __init__(self, database: Database, now: Millis) -> None:
        self._now = now
        self._days: Mapping[str, list[int]] = get_setting(database, ARRIVAL_DAYS)
        self._wait = get_setting(database, TRACKING_HOURS) * _HOUR
        homes = rows_of(database, "SELECT id, sender_region FROM shop")
        self._homes: dict[int, Home] = {shop_id: home_of(region) for shop_id, region in homes}
        self._takes: dict[tuple[object, ...], tuple[str, range]] = {}

    def row(self, parcel: tuple[Any, ...], left_at: Millis | None) -> tuple[Any, ...]:
        """The row of one parcel of _PARCELS."""
        waybill, carrier, shop_id, order_id, province, city, start, shipped_at, created = parcel
        left = left_at or shipped_at or created
        area, days = self._way(shop_id, province, city, start, carrier)
        expected = expected_at(left, days)
        poll = max(self._now, left + self._wait)
        return (
            fold_waybill(waybill), carrier, shop_id, order_id, area, State.LEFT.value, left, expected, poll,
        )  # fmt: skip

    def _way(self, shop_id: int, province: str, city: str, start: str, carrier: str) -> tuple[str, range]:
        key = (shop_id, province, city, start if not province else "", carrier)
        if key not in self._takes:
            area = area_of(province, start)
            self._takes[key] = (area, days_to(self._homes[shop_id], area, city, carrier, self._days))
        return self._takes[key]
