"""Where parcels stand, made anew from all that is known of them (SHP-08)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.db.upsert import Upsert, upsert_rows
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Status as OrderStatus
from shopdesk.domain.tracking import Event, Standing, State, Status, stand
from shopdesk.domain.tracking_words import forwarded_to

_STANDING = {
    "waybill": str, "state": str, "moved_at": int, "last_text": str, "last_place": str, "signed_at": int,
    "closed_at": int, "forwarded_carrier": str, "forwarded_waybill": str, "poll_after": int,
}  # fmt: skip
_STAND = Upsert(
    "tracking",
    _STANDING,
    {name: f"given.{name}" for name in _STANDING},
    key=("waybill",),
    updates={name: f"excluded.{name}" for name in _STANDING if name != "waybill"},
)
_OVER = frozenset({State.SIGNED, State.RETURNED})
_OPENS = frozenset({State.RETURNING, State.TROUBLE})
"""What makes a parcel worth watching again whose trade is closed."""


def restand(database: Database, tracking_ids: Iterable[int], *, now: Millis) -> None:
    """Make anew where these parcels stand, from all their events."""
    ids = (listed(tracking_ids),)
    sql = (
        "SELECT t.id, t.waybill, t.state, t.left_at, t.moved_at, t.closed_at, t.forwarded_carrier, "
        "t.forwarded_waybill, t.poll_after, o.status, o.origin FROM tracking t LEFT JOIN orders o ON o.id = t.order_id "
        f"WHERE t.id IN {GIVEN}"
    )
    parcels = {row[0]: row[1:] for row in rows_of(database, sql, ids)}
    upsert_rows(
        database,
        _STAND,
        [
            _standing(parcels[tracking_id], stand(events, now=now), now)
            for tracking_id, events in _events(database, ids)
        ],
    )


def join_forwarded(database: Database, tracking_ids: Iterable[int], *, now: Millis) -> None:
    """What was told of another carrier's number before anybody knew that it is the way on of one of these parcels
    belongs to that parcel. Carriers hand on once more, and name each other's numbers in turn."""
    sql = (
        "SELECT t.id, n.id FROM tracking t JOIN tracking n ON n.waybill = t.forwarded_waybill "
        f"WHERE t.id IN {GIVEN} AND t.forwarded_waybill <> '' AND n.order_id IS NULL AND n.id <> t.id "
        "ORDER BY t.order_id IS NULL, t.id"
    )
    went_into: dict[int, int] = {}
    for named, nobodys in rows_of(database, sql, (listed(tracking_ids),)):
        parcel = named
        while parcel in went_into:
            parcel = went_into[parcel]
        if parcel != nobodys and nobodys not in went_into:
            _join(database, parcel, nobodys)
            went_into[nobodys] = parcel
    if went_into:
        restand(database, set(went_into.values()) - went_into.keys(), now=now)


def _join(database: Database, parcel: int, nobodys: int) -> None:
    """All events of a number that is nobody's go to the parcel, and the number goes."""
    sql = (
        "UPDATE tracking_event SET tracking_id = ? WHERE tracking_id = ? AND key NOT IN "
        "(SELECT key FROM tracking_event WHERE tracking_id = ?)"
    )
    database.execute_sql(sql, (parcel, nobodys, parcel))
    database.execute_sql("DELETE FROM tracking_event WHERE tracking_id = ?", (nobodys,))
    database.execute_sql("DELETE FROM tracking WHERE id = ?", (nobodys,))


def _events(database: Database, ids: tuple[str]) -> Iterator[tuple[int, list[Event]]]:
    sql = f"SELECT tracking_id, at, said, place, status FROM tracking_event WHERE tracking_id IN {GIVEN} ORDER BY 1"
    for tracking_id, rows in groupby(rows_of(database, sql, ids), key=itemgetter(0)):
        yield tracking_id, [Event(at, said, place, _STATUSES[status]) for _id, at, said, place, status in rows]


_STATUSES = {status.value: status for status in Status}


def _standing(parcel: tuple[Any, ...], now_it_stands: Standing, now: Millis) -> tuple[Any, ...]:
    """A row of _STAND."""
    waybill, state, left_at, moved_at, closed_at, other_carrier, other, poll_after, order_status, origin = parcel
    stands, moved = now_it_stands, now_it_stands.moved_at
    found = next(filter(None, (_other(said, waybill) for said in reversed(stands.forwards))), None)
    carrier, number = found or (other_carrier, other)
    is_over = order_status is not None and (order_status >= OrderStatus.DONE or origin != Origin.PLATFORM)
    if stands.state is State.RETURNED or (stands.state is State.SIGNED and is_over):
        closed_at = closed_at or moved or now
    elif stands.state in _OPENS and state != stands.state.value:
        closed_at = None
    return (
        waybill,
        State.LOST.value if state == State.LOST.value else stands.state.value,
        max(moved or 0, left_at or 0) or moved_at,
        stands.said,
        stands.place,
        stands.signed_at,
        closed_at,
        carrier,
        number,
        None if stands.state in _OVER else poll_after,
    )


def _other(said: str, waybill: str) -> tuple[str, str] | None:
    carrier, number = forwarded_to(said)
    return (carrier, number) if number and number != waybill else None
