"""Trades whose buyers we have still to rate, the nearest end first, and why some have to wait (REV-03, REV-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.origins import Origin
from shopdesk.domain.reviews import Decision, Kind
from shopdesk.domain.statuses import Status
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import REVIEW_RATE_DAYS


@dataclass(frozen=True, slots=True)
class RateRow:
    """A completed trade without our rating."""

    order_id: int
    order_no: str
    shop_id: int
    shop: str
    buyer_id: int | None
    buyer: str
    done_at: Millis
    rate_by: Millis
    """Until when we can rate."""
    trades: int
    """Of the same buyer that are still to be rated."""
    first_no: str
    """The trade of this buyer that is to be rated first; "" where this one may be (REV-04)."""
    review_id: int | None
    """The newest neutral or bad review of this buyer that stands, or can still be changed."""
    review_kind: Kind | None
    decision: Decision
    """A supervisor's about this trade, made since that review came."""
    decided_by: str
    note: str
    version: int | None
    """Of the decision; None while there is none."""

    @property
    def is_stopped(self) -> bool:
        """A supervisor has to decide before it is rated (REV-04)."""
        return self.decision is not Decision.RATE and (self.review_id is not None or self.decision is Decision.WAIT)

    @property
    def may_rate(self) -> bool:
        """Whether it can be rated together with others now."""
        return not self.is_stopped and not self.first_no


_TO_RATE = f"""
WITH due AS (
  SELECT o.id, o.order_no, o.shop_id, o.buyer_id, o.done_at, w.decision, w.decided_by_id, w.decided_at, w.note,
    w.version, count(*) OVER (PARTITION BY coalesce(o.buyer_id, -o.id)) AS trades,
    first_value(o.id) OVER (PARTITION BY coalesce(o.buyer_id, -o.id) ORDER BY o.done_at, o.id) AS first_id
  FROM orders o LEFT JOIN own_rating w ON w.order_id = o.id
  WHERE o.done_at > ? AND o.done_at <= ? AND o.status = {int(Status.DONE)} AND o.origin = {int(Origin.PLATFORM)}
    AND w.rated_at IS NULL
), bad AS (
  SELECT v.buyer_id, max(v.id) AS review_id, max(coalesce(v.changed_at, v.came_at)) AS since FROM review v
  WHERE v.buyer_id IN (SELECT buyer_id FROM due) AND v.kind <> 'good' AND v.deleted_at IS NULL
    AND (v.closed_at IS NULL OR v.change_until > ?) GROUP BY v.buyer_id
)
SELECT d.id, d.order_no, d.shop_id, s.name AS shop, d.buyer_id, coalesce(b.platform_id, '') AS platform_id, d.done_at,
  d.trades, CASE WHEN d.first_id <> d.id AND NOT EXISTS (SELECT 1 FROM orders e JOIN own_rating x ON x.order_id = e.id
    WHERE e.buyer_id = d.buyer_id AND e.done_at > ? AND x.rated_at IS NOT NULL) THEN f.order_no ELSE '' END AS order_no,
  bad.review_id, coalesce(v.kind, '') AS state,
  CASE WHEN bad.since IS NULL OR d.decided_at >= bad.since THEN coalesce(d.decision, '') ELSE '' END AS state,
  coalesce(p.name, '') AS person, coalesce(d.note, '') AS note, d.version
FROM due d JOIN shop s ON s.id = d.shop_id JOIN orders f ON f.id = d.first_id LEFT JOIN buyer b ON b.id = d.buyer_id
LEFT JOIN bad ON bad.buyer_id = d.buyer_id LEFT JOIN review v ON v.id = bad.review_id
LEFT JOIN person p ON p.id = d.decided_by_id
"""


def list_to_rate(
    database: Database,
    *,
    now: Millis,
    shop_id: int | None = None,
    order_ids: Sequence[int] | None = None,
    limit: int | None = None,
) -> list[RateRow]:
    """Completed trades that we can still rate, those whose time ends first at the top; only these orders of them, or
    all."""
    days = get_setting(database, REVIEW_RATE_DAYS)
    since = now - days * DAY_MS
    where, params = ["TRUE"], list[Any]((since, now, now, since))
    if shop_id is not None:
        where.append("d.shop_id = ?")
        params.append(shop_id)
    if order_ids is not None:
        where.append(f"d.id IN {GIVEN}")
        params.append(listed(order_ids))
    tail = f"WHERE {' AND '.join(where)} ORDER BY d.done_at, d.id"
    if limit is not None:
        tail += " LIMIT ?"
        params.append(limit)
    return [_row(row, days) for row in rows_of(database, f"{_TO_RATE} {tail}", params)]


def _row(row: tuple[Any, ...], days: int) -> RateRow:
    values = list(row)
    values[10], values[11] = Kind(values[10]) if values[10] else None, Decision(values[11])
    values.insert(7, values[6] + days * DAY_MS)
    return RateRow(*values)


@dataclass(frozen=True, slots=True)
class RateCounts:
    """How many trades are to be rated."""

    waiting: int
    soon: int
    """Whose time ends within a day."""
    stopped: int
    """Before the supervisor (REV-04)."""


def count_to_rate(database: Database, *, now: Millis) -> RateCounts:
    """How many there are, are pressing, and wait for the supervisor."""
    days = get_setting(database, REVIEW_RATE_DAYS)
    since = now - days * DAY_MS
    waiting, soon, stopped = rows_of(database, _COUNT, (now, since + DAY_MS, since, now))[0]
    return RateCounts(int(waiting), int(soon), int(stopped))


BAD = """
WITH bad AS (
  SELECT v.buyer_id, max(coalesce(v.changed_at, v.came_at)) AS since FROM review v
  WHERE v.kind <> 'good' AND v.deleted_at IS NULL AND v.buyer_id IS NOT NULL
    AND (v.closed_at IS NULL OR v.change_until > ?) GROUP BY v.buyer_id
)"""
"""Buyers with a neutral or bad review in sight of a moment, and since when."""
TO_RATE = f"""FROM orders o LEFT JOIN own_rating w ON w.order_id = o.id
WHERE o.done_at > ? AND o.done_at <= ? AND o.status = {int(Status.DONE)} AND o.origin = {int(Origin.PLATFORM)}
  AND w.rated_at IS NULL"""
"""Trades that were completed between two moments and wait for our rating."""
STOPPED = """CASE WHEN NOT EXISTS (SELECT 1 FROM bad WHERE bad.buyer_id = o.buyer_id)
  THEN coalesce(w.decision, '') = 'wait'
  ELSE NOT (coalesce(w.decision, '') = 'rate'
    AND w.decided_at >= (SELECT bad.since FROM bad WHERE bad.buyer_id = o.buyer_id)) END"""
"""A supervisor has to decide about it first: see `RateRow.is_stopped`."""
_COUNT = f"""{BAD}
SELECT count(*), coalesce(sum(CASE WHEN o.done_at <= ? THEN 1 ELSE 0 END), 0),
  coalesce(sum(CASE WHEN {STOPPED} THEN 1 ELSE 0 END), 0) {TO_RATE}
"""
