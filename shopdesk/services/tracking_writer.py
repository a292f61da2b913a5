"""Writing what carriers tell, many events at a time, and where each parcel stands by them (SHP-08).

Events come out of order, twice, from files and services; each is kept once, and a parcel's standing is made anew from
all that is known of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.db.upsert import Upsert, upsert_rows
from shopdesk.domain.tracking import Source, State, Told, event_key
from shopdesk.services.tracking_rows import watch_parcels
from shopdesk.services.tracking_standing import join_forwarded, restand

PORTION = 5_000
"""Events written at a time."""

_EVENT = Upsert(
    "tracking_event",
    {"tracking_id": int, "at": int, "said": str, "place": str, "status": str, "source": str, "key": str},
    {name: f"given.{name}" for name in ("tracking_id", "at", "said", "place", "status", "source", "key")},
    key=("tracking_id", "key"),
)
_NEW = Upsert(
    "tracking",
    {"waybill": str, "carrier": str, "state": str, "moved_at": int},
    {name: f"given.{name}" for name in ("waybill", "carrier", "state", "moved_at")},
    key=("waybill",),
)


@dataclass(slots=True)
class Written:
    """What came of events: how many were new, how many parcels they moved, and the numbers that are nobody's."""

    events: int = 0
    known: int = 0
    parcels: int = 0
    unknown: list[str] = field(default_factory=list)


class EventWriter:
    """Events on their way into the open transaction: `write` them, then `finish`."""

    def __init__(self, database: Database, *, now: Millis, source: Source) -> None:
        self._database = database
        self._now, self._source = now, source
        self._waiting: list[Told] = []
        self._ids: dict[str, int] = {}
        self._before = int(rows_of(database, "SELECT coalesce(max(id), 0) FROM tracking_event")[0][0])
        self._given = 0

    def write(self, told: Iterable[Told]) -> None:
        """Take more events."""
        self._waiting.extend(told)
        if len(self._waiting) >= PORTION:
            self._flush()

    def finish(self) -> Written:
        """Write what waits, and where the parcels stand now."""
        self._flush()
        sql = "SELECT count(*) FROM tracking_event WHERE id > ?"
        events = int(rows_of(self._database, sql, (self._before,))[0][0])
        sql = "SELECT DISTINCT tracking_id FROM tracking_event WHERE id > ?"
        moved = [row[0] for row in rows_of(self._database, sql, (self._before,))] if events else []
        for start in range(0, len(moved), PORTION):
            portion = moved[start : start + PORTION]
            restand(self._database, portion, now=self._now)
            join_forwarded(self._database, portion, now=self._now)
        return Written(events, self._given - events, len(moved), self._unknown())

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self._given += len(waiting)
        self._know({told.waybill: told for told in reversed(waiting) if told.waybill not in self._ids})
        source = self._source.value
        upsert_rows(
            self._database,
            _EVENT,
            [
                (self._ids[waybill], event.at, event.said, event.place, event.status.value, source,
                 event_key(event.at, event.said))
                for waybill, _carrier, event in waiting
            ],
        )  # fmt: skip

    def _know(self, new: dict[str, Told]) -> None:
        """The parcels of these numbers: ours, one that went on under another carrier's number, or one that is
        nobody's yet."""
        self._ids |= self._find("waybill", new)
        missing = [waybill for waybill in new if waybill not in self._ids]
        self._ids |= self._find("forwarded_waybill", missing)
        missing = [waybill for waybill in missing if waybill not in self._ids]
        if missing and watch_parcels(self._database, missing, now=self._now):
            self._ids |= self._find("waybill", missing)
            missing = [waybill for waybill in missing if waybill not in self._ids]
        rows = [(new[each].waybill, new[each].carrier, State.LEFT.value, new[each].event.at) for each in missing]
        if rows:
            upsert_rows(self._database, _NEW, rows)
            self._ids |= self._find("waybill", missing)

    def _find(self, column: str, waybills: Iterable[str]) -> dict[str, int]:
        sql = f"SELECT {column} AS waybill, id FROM tracking WHERE {column} IN {GIVEN_TEXTS} AND {column} <> ''"
        return dict(rows_of(self._database, sql, (listed(waybills),)))

    def _unknown(self) -> list[str]:
        sql = f"SELECT waybill FROM tracking WHERE id IN {GIVEN} AND order_id IS NULL ORDER BY waybill"
        return [row[0] for row in rows_of(self._database, sql, (listed(set(self._ids.values())),))]
