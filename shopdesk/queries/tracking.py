"""Parcels on their way: which stand still, went on elsewhere, are there, or should be (SHP-08, SHP-09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.tracking import Failure, Source, State, Status
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, NotFound
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import STALLED_BY_CARRIER, STALLED_DAYS

_DAY = 86_400_000
MOST = 200
"""Rows of a list, where nobody says otherwise."""


class NoSuchParcel(NotFound):
    template = N_(
        "No parcel with the number {waybill} is watched. Watched are parcels that left, and what carriers told."
    )


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel on its way."""

    id: int
    version: int
    waybill: str
    carrier: str
    order_id: int | None
    """The first order in it; None for a number that no order of ours has."""
    order_no: str
    shop: str
    buyer: str
    area: str
    state: State
    left_at: Millis | None
    moved_at: Millis | None
    last_text: str
    last_place: str
    expected_at: Millis | None
    signed_at: Millis | None
    closed_at: Millis | None
    forwarded_carrier: str
    forwarded_waybill: str
    polled_at: Millis | None
    poll_after: Millis | None
    failures: int
    failure: Failure
    called_by: str
    called_at: Millis | None
    looked_by: str
    looked_at: Millis | None
    look_again_at: Millis | None

    @property
    def numbers(self) -> str:
        """Both numbers, where another carrier goes on with it: `YT123 → 987`."""
        other = " ".join(filter(None, (self.forwarded_carrier, self.forwarded_waybill)))
        return f"{self.waybill} → {other}" if other else self.waybill

    def days_still(self, now: Millis) -> int:
        """Whole days without news."""
        return max(0, now - (self.moved_at or now)) // _DAY


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that a carrier told."""

    id: int
    at: Millis
    said: str
    place: str
    status: Status
    source: Source


@dataclass(frozen=True, slots=True)
class StalledGroup:
    """How many parcels of one carrier stand still on their way to one region."""

    carrier: str
    area: str
    parcels: int
    oldest: Millis
    """Since when the one that stands longest has not moved."""


@dataclass(frozen=True, slots=True)
class ParcelCounts:
    """How many there are of each kind that somebody should look at."""

    stalled: int
    troubled: int
    forwarded: int
    returning: int
    unclosed: int
    calls: int
    nobodys: int


_COLUMNS = (
    "t.id, t.version, t.waybill AS waybill, t.carrier AS carrier, t.order_id, coalesce(o.order_no, '') AS order_no, "
    "coalesce(s.name, '') AS shop, coalesce(b.platform_id, '') AS buyer, t.area AS area, t.state AS state, t.left_at, "
    "t.moved_at, t.last_text AS last_text, t.last_place AS last_place, t.expected_at, t.signed_at, t.closed_at, "
    "t.forwarded_carrier AS carrier, t.forwarded_waybill AS waybill, t.polled_at, t.poll_after, t.failures, "
    "t.failure AS failure, coalesce(c.name, '') AS called_by, t.called_at, coalesce(l.name, '') AS looked_by, "
    "t.looked_at, t.look_again_at"
)
_JOINS = (
    "LEFT JOIN orders o ON o.id = t.order_id LEFT JOIN shop s ON s.id = t.shop_id "
    "LEFT JOIN buyer b ON b.id = o.buyer_id LEFT JOIN person c ON c.id = t.called_by_id "
    "LEFT JOIN person l ON l.id = t.looked_by_id"
)
_STATE, _FAILURE = 9, 22
"""Their places among the columns."""
_MOVING = "closed_at IS NULL AND signed_at IS NULL AND order_id IS NOT NULL AND state <> 'lost'"
"""As the index says it."""
_STILL = f"{_MOVING} AND moved_at < ? AND (look_again_at IS NULL OR look_again_at <= ?)"
CALLS = (
    "called_at IS NULL AND closed_at IS NULL AND signed_at IS NULL AND order_id IS NOT NULL AND expected_at <= ? "
    "AND state NOT IN ('lost', 'returning')"
)
UNCLOSED = "signed_at IS NOT NULL AND closed_at IS NULL AND signed_at <= ? AND order_id IS NOT NULL"
FORWARDED = "forwarded_waybill <> '' AND closed_at IS NULL AND signed_at IS NULL"
NOBODYS = "order_id IS NULL AND closed_at IS NULL"


def list_stalled(
    database: Database,
    *,
    now: Millis,
    carrier: str | None = None,
    area: str | None = None,
    days: int | None = None,
    limit: int = MOST,
) -> list[ParcelRow]:
    """Parcels without news for so many days (setting), the longest first; what somebody asked the carrier about comes
    again when it is due (SHP-08)."""
    where, params = stalled(database, now, days)
    for column, value in (("carrier", carrier), ("area", area)):
        if value is not None:
            where, params = f"{where} AND {column} = ?", (*params, value)
    return _list(database, where, params, "moved_at", limit)


def count_stalled(database: Database, *, now: Millis, days: int | None = None) -> list[StalledGroup]:
    """The same by carrier and region, the most first."""
    where, params = stalled(database, now, days)
    sql = (
        "SELECT carrier AS carrier, area AS area, count(*), min(moved_at) FROM tracking "
        f"WHERE {where} GROUP BY carrier, area ORDER BY 3 DESC, 4, 1, 2"
    )
    return [StalledGroup(*row) for row in rows_of(database, sql, params)]


def list_troubled(
    database: Database, *, states: Sequence[State] = (State.TROUBLE, State.RETURNING), limit: int = MOST
) -> list[ParcelRow]:
    """Parcels that carriers say something is wrong with, or that come back; the oldest news first."""
    sql = f"closed_at IS NULL AND state IN {GIVEN_TEXTS}"
    return _list(database, sql, (listed(state.value for state in states),), "moved_at", limit)


def list_forwarded(database: Database, *, limit: int = MOST) -> list[ParcelRow]:
    """Parcels on their way that another carrier took on, with both numbers; the oldest news first."""
    return _list(database, FORWARDED, (), "moved_at", limit)


def list_unclosed(database: Database, *, now: Millis, days: int = 0, limit: int = MOST) -> list[ParcelRow]:
    """Signed for at least so many days ago, though their trade is still open; the longest first."""
    return _list(database, UNCLOSED, (now - days * _DAY,), "signed_at", limit)


def list_calls(database: Database, *, now: Millis, limit: int = MOST) -> list[ParcelRow]:
    """Parcels that should be there by now and aren't signed for: their buyers get a courtesy call (SHP-09)."""
    return _list(database, CALLS, (now,), "expected_at", limit)


def list_nobodys(database: Database, *, limit: int = MOST) -> list[ParcelRow]:
    """What carriers told of numbers that no order of ours has."""
    return _list(database, NOBODYS, (), "moved_at", limit)


def count_parcels(database: Database, *, now: Millis) -> ParcelCounts:
    """How long each list is."""
    still, params = stalled(database, now, None)
    of_state = "closed_at IS NULL AND state = ?"
    asked = (
        (still, params),
        (of_state, (State.TROUBLE.value,)),
        (FORWARDED, ()),
        (of_state, (State.RETURNING.value,)),
        (UNCLOSED, (now,)),
        (CALLS, (now,)),
        (NOBODYS, ()),
    )
    return ParcelCounts(*(_count(database, where, each) for where, each in asked))


def get_parcel(database: Database, waybill: str) -> ParcelRow:
    """A parcel by either of its numbers. Raises NoSuchParcel."""
    found = find_parcel(database, waybill)
    if found is None:
        raise NoSuchParcel(waybill=waybill.strip() or "?")
    return found


def find_parcel(database: Database, waybill: str) -> ParcelRow | None:
    """A parcel by either of its numbers, its own first; None where it isn't watched."""
    number = fold_waybill(waybill)
    for where in ("waybill = ?", "forwarded_waybill = ? AND forwarded_waybill <> ''"):
        if found := _list(database, where, (number,), "id", 1):
            return found[0]
    return None


def find_newest(database: Database, *, asked_before: Millis) -> ParcelRow | None:
    """The parcel on its way that was entered last and no service was asked about since `asked_before`: one to try a
    service with; None for none."""
    where = f"{_MOVING} AND (polled_at IS NULL OR polled_at < ?)"
    found = _list(database, where, (asked_before,), "id DESC", 1)
    return found[0] if found else None


def get_parcel_by_id(database: Database, tracking_id: int) -> ParcelRow:
    """A parcel by its id. Raises NoSuchParcel."""
    found = _list(database, "id = ?", (tracking_id,), "id", 1)
    if not found:
        raise NoSuchParcel(waybill=str(tracking_id))
    return found[0]


def list_parcels_of(database: Database, *, order_id: int) -> list[ParcelRow]:
    """The parcels of an order, those that it shares with others as well."""
    rows = rows_of(database, "SELECT waybill FROM parcel WHERE order_id = ?", (order_id,))
    numbers = listed(fold_waybill(row[0]) for row in rows)
    return _list(database, f"order_id = ? OR waybill IN {GIVEN_TEXTS}", (order_id, numbers), "left_at", MOST)


def find_parcels(database: Database, *, find: str, limit: int = MOST) -> list[ParcelRow]:
    """Parcels of either number, or of the orders that a search for the text finds (order, buyer, receiver, phone,
    product); watched or not any more, what left last first."""
    number = fold_waybill(find)
    if not number:
        return []
    orders = listed(find_order_ids(database, find, most=limit))
    where = (
        f"order_id IN {GIVEN} OR waybill IN (SELECT waybill FROM parcel WHERE order_id IN {GIVEN}) "
        "OR waybill = ? OR (forwarded_waybill = ? AND forwarded_waybill <> '')"
    )
    return _list(database, where, (orders, orders, number, number), "left_at DESC NULLS LAST", limit)


def list_events(database: Database, *, tracking_id: int) -> list[EventRow]:
    """What carriers told of a parcel, the newest first."""
    sql = (
        "SELECT id, at, said AS said, place AS place, status AS status, source AS source FROM tracking_event "
        "WHERE tracking_id = ? ORDER BY at DESC, id DESC"
    )
    return [
        EventRow(event_id, at, said, place, Status(status), Source(source))
        for event_id, at, said, place, status, source in rows_of(database, sql, (tracking_id,))
    ]


def stalled(database: Database, now: Millis, days: int | None) -> tuple[str, tuple[Any, ...]]:
    """SQL of what stands still, with the values of its marks."""
    if days is not None:
        return _STILL, (now - days * _DAY, now)
    usual, own = get_setting(database, STALLED_DAYS), get_setting(database, STALLED_BY_CARRIER)
    if not own:
        return _STILL, (now - usual * _DAY, now)
    # The index is entered by the shortest wait; each carrier's own then thins out what it gave.
    each = " ".join("WHEN ? THEN CAST(? AS BIGINT)" for _carrier in own)
    waits = [value for carrier, wait in own.items() for value in (carrier, now - wait * _DAY)]
    where = f"{_STILL} AND moved_at < CASE carrier {each} ELSE CAST(? AS BIGINT) END"
    return where, (now - min(usual, *own.values()) * _DAY, now, *waits, now - usual * _DAY)


def _count(database: Database, where: str, params: tuple[Any, ...]) -> int:
    return int(rows_of(database, f"SELECT count(*) FROM tracking WHERE {where}", params)[0][0])


def _list(database: Database, where: str, params: tuple[Any, ...], order: str, limit: int) -> list[ParcelRow]:
    # The few that are listed are found by the index alone, then what stands beside them is looked up.
    ids = f"SELECT id FROM tracking WHERE {where} ORDER BY {order}, id LIMIT ?"
    sql = f"SELECT {_COLUMNS} FROM ({ids}) f JOIN tracking t ON t.id = f.id {_JOINS} ORDER BY t.{order}, t.id"
    return [_row(row) for row in rows_of(database, sql, (*params, limit))]


def _row(row: tuple[Any, ...]) -> ParcelRow:
    values = list(row)
    values[_STATE], values[_FAILURE] = State(row[_STATE]), Failure(row[_FAILURE])
    return ParcelRow(*values)
