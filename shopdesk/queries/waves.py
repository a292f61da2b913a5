"""Waves: what was printed for the warehouse when, and what is left at cut-off (ORD-16, SHP-01, SHP-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.slips import WaveKind, last_cut_off, minute_of, usual_kind
from shopdesk.domain.statuses import Stage, Tray
from shopdesk.errors import N_, NotFound
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import EVENING_CUT_OFF, NOON_CUT_OFF, ZONE

_MINUTE_MS = 60_000


class WaveNotFound(NotFound):
    template = N_("There is no wave {wave} here. `wave list` names them.")


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave with how far its slips are; cancelled slips count only in `cancelled`."""

    id: int
    version: int
    kind: WaveKind
    carrier: str
    """The only carrier it was made for; empty for all."""
    person: str
    at: Millis
    printed_at: Millis | None
    confirmed_at: Millis | None
    slips: int
    orders: int
    pieces: int
    waiting: int
    printed: int
    unconfirmed: int
    """Printed, and nobody said yet that the paper came out."""
    handed: int
    packed: int
    shipped: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class WaveCarrier:
    """A wave's slips of one carrier, and what the warehouse counted of them (SHP-03)."""

    carrier: str
    slips: int
    pieces: int
    waiting: int
    printed: int
    handed: int
    counted: int | None
    """None while nobody counted."""
    note: str
    counted_by: str
    counted_at: Millis | None


@dataclass(frozen=True, slots=True)
class UnprintedRow:
    """An order that should have been printed by now."""

    order_id: int
    order_no: str
    buyer: str
    carrier: str
    pieces: int
    registered_at: Millis | None
    slip_id: int | None
    wave_id: int | None
    hold: str
    """Why it waits; empty where it could go."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """Where the day stands (ORD-16)."""

    kind: WaveKind
    """The regular wave whose cut-off passed last."""
    at: Millis
    unprinted: int
    """Orders registered before it that are not printed yet, held ones too."""
    next_kind: WaveKind
    next_at: Millis


_SQL = """
SELECT w.id, w.version, w.kind, w.carrier, p.name, w.at, w.printed_at, w.confirmed_at,
  coalesce(c.slips, 0), coalesce(o.orders, 0), coalesce(o.pieces, 0), coalesce(c.waiting, 0), coalesce(c.printed, 0),
  (SELECT count(DISTINCT r.slip_id) FROM slip x JOIN print_record r ON r.slip_id = x.id
    WHERE x.wave_id = w.id AND r.unconfirmed = 1 AND r.spoilt = 0),
  coalesce(c.handed, 0), coalesce(c.packed, 0), coalesce(c.shipped, 0), coalesce(c.cancelled, 0)
FROM wave w JOIN person p ON p.id = w.person_id
LEFT JOIN (SELECT wave_id, {counts} FROM slip WHERE wave_id IN {given} GROUP BY wave_id) c ON c.wave_id = w.id
LEFT JOIN (SELECT s.wave_id, count(DISTINCT i.order_id) AS orders, sum(i.quantity) AS pieces FROM slip s
  JOIN slip_item i ON i.slip_id = s.id WHERE s.cancelled_at IS NULL AND s.wave_id IN {given} GROUP BY s.wave_id) o
  ON o.wave_id = w.id
WHERE w.id IN {given} ORDER BY w.id DESC
"""

_COUNTS = ", ".join((
    "count(*) FILTER (WHERE cancelled_at IS NULL) AS slips",
    "count(*) FILTER (WHERE cancelled_at IS NULL AND waybill = '') AS waiting",
    "count(*) FILTER (WHERE cancelled_at IS NULL AND printed_at IS NOT NULL) AS printed",
    "count(*) FILTER (WHERE cancelled_at IS NULL AND (handed_at IS NOT NULL OR packed_at IS NOT NULL)) AS handed",
    "count(*) FILTER (WHERE cancelled_at IS NULL AND packed_at IS NOT NULL) AS packed",
    "count(*) FILTER (WHERE cancelled_at IS NULL AND shipped_at IS NOT NULL) AS shipped",
    "count(*) FILTER (WHERE cancelled_at IS NOT NULL) AS cancelled",
))  # fmt: skip

_CARRIERS_SQL = f"""
SELECT c.carrier, c.slips, c.pieces, c.waiting, c.printed, c.handed, h.counted, coalesce(h.note, '') AS note,
  coalesce(p.name, '') AS name, h.at
FROM (SELECT carrier, min(position) AS first, {_COUNTS}, coalesce(sum(CASE WHEN cancelled_at IS NULL THEN
    (SELECT coalesce(sum(quantity), 0) FROM slip_item WHERE slip_id = slip.id) END), 0) AS pieces
  FROM slip WHERE wave_id = ? GROUP BY carrier) c
LEFT JOIN handover h ON h.wave_id = ? AND h.carrier = c.carrier LEFT JOIN person p ON p.id = h.person_id
ORDER BY c.first, c.carrier
"""

UNPRINTED = f"""
FROM orders o
LEFT JOIN slip s ON s.id = (SELECT min(x.id) FROM slip_item i JOIN slip x ON x.id = i.slip_id
  WHERE i.order_id = o.id AND x.cancelled_at IS NULL AND x.printed_at IS NULL)
WHERE o.tray IN ({int(Tray.HELD)}, {int(Tray.REGISTERED)}, {int(Tray.PRINTED)}) AND o.registered_at < ?
  AND (o.stage IN ({int(Stage.REGISTERED)}, {int(Stage.SETTLED)}) OR o.stage > {int(Stage.NEW)} AND s.id IS NOT NULL)
"""
"""Orders `o` registered before a moment and not on paper."""


def list_waves(database: Database, *, since: Millis | None = None, limit: int | None = None) -> list[WaveRow]:
    """Waves, the newest first; `since`: made then or later."""
    most = "" if limit is None else f"LIMIT {limit:d}"
    rows = rows_of(database, f"SELECT id FROM wave WHERE at >= ? ORDER BY id DESC {most}", (since or 0,))
    return _waves(database, [row[0] for row in rows])


def get_wave(database: Database, wave_id: int) -> WaveRow:
    """One wave; raises WaveNotFound."""
    found = _waves(database, [wave_id])
    if not found:
        raise WaveNotFound(wave=wave_id)
    return found[0]


def _waves(database: Database, wave_ids: Sequence[int]) -> list[WaveRow]:
    sql = _SQL.format(counts=_COUNTS, given=GIVEN)
    rows = rows_of(database, sql, (listed(wave_ids),) * 3)
    return [WaveRow(*[*row[:2], WaveKind(row[2]), *row[3:]]) for row in rows]


def list_wave_carriers(database: Database, wave_id: int) -> list[WaveCarrier]:
    """A wave's slips by carrier, in print order."""
    return [WaveCarrier(*row) for row in rows_of(database, _CARRIERS_SQL, (wave_id, wave_id))]


class CutOffTimes(NamedTuple):
    """Between which two cut-offs a moment lies."""

    kind: WaveKind
    at: Millis
    next_kind: WaveKind
    next_at: Millis


def get_cut_off_times(database: Database, *, now: Millis) -> CutOffTimes:
    """The last cut-off and the next, by the shop's clock."""
    local = to_local(now, get_setting(database, ZONE))
    times = [minute_of(get_setting(database, setting)) for setting in (NOON_CUT_OFF, EVENING_CUT_OFF)]
    noon, evening = times
    minute = local.hour * 60 + local.minute
    kind, ago = last_cut_off(minute, noon=noon, evening=evening)
    next_kind = usual_kind(minute, noon=noon, evening=evening)
    ahead = ((evening if next_kind is WaveKind.EVENING else noon) - minute) % (24 * 60)
    this_minute = now // _MINUTE_MS * _MINUTE_MS
    return CutOffTimes(kind, this_minute - ago * _MINUTE_MS, next_kind, this_minute + ahead * _MINUTE_MS)


def get_cut_off(database: Database, *, now: Millis) -> CutOff:
    """The last cut-off, what is still unprinted of what was registered before it, and the next cut-off."""
    times = get_cut_off_times(database, now=now)
    unprinted = rows_of(database, f"SELECT count(*) {UNPRINTED}", (times.at,))[0][0]
    return CutOff(times.kind, times.at, unprinted, times.next_kind, times.next_at)


def list_unprinted(database: Database, *, before: Millis) -> list[UnprintedRow]:
    """Orders registered before a moment and not printed yet, the oldest first (ORD-16)."""
    rows = rows_of(
        database,
        "SELECT o.id, o.order_no, coalesce((SELECT platform_id FROM buyer WHERE id = o.buyer_id), '') AS platform_id, "
        "coalesce(nullif(s.carrier, ''), o.carrier) AS carrier, CASE WHEN o.pieces > 1 THEN o.pieces ELSE 1 END, "
        "o.registered_at, s.id, s.wave_id, "
        "CASE WHEN o.held > 0 THEN coalesce((SELECT reason FROM hold WHERE order_id = o.id AND released_at IS NULL "
        f"ORDER BY id LIMIT 1), '') ELSE '' END AS reason {UNPRINTED} ORDER BY o.registered_at, o.id",
        (before,),
    )
    return [UnprintedRow(*row) for row in rows]
