"""What waits to be registered (ORD-01), and what registering has to know of an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.holds import Hold
from shopdesk.domain.statuses import Stage, Status, Tray
from shopdesk.queries.orders import OrderNotFound


class OpenHold(NamedTuple):
    """One open hold."""

    id: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order as registering sees it."""

    id: int
    order_no: str
    status: Status
    stage: Stage
    flag: Colour
    memo: str
    paid: int
    held: int
    why_closed: str
    registrar_id: int | None
    registrar: str
    registered_at: Millis | None
    salesperson_id: int | None
    holds: tuple[OpenHold, ...]


class QueueRow(NamedTuple):
    """One order that waits to be registered."""

    id: int
    order_no: str
    shop: str
    flag: int
    buyer: str
    goods_text: str
    lines: int
    paid: int
    paid_at: Millis
    """When it was paid, or made where the file doesn't tell."""
    hold_reason: str
    """Why it is held; "" for one that is ready."""


_CANDIDATES = f"""
SELECT o.id, o.order_no, o.status, o.stage, o.flag, o.memo, o.paid, o.held,
  CASE o.close_reason WHEN '' THEN o.status_text ELSE o.close_reason END AS close_reason, o.registrar_id,
  coalesce(p.name, '') AS name,
  o.registered_at, o.salesperson_id
FROM orders o LEFT JOIN person p ON p.id = o.registrar_id WHERE o.id IN {GIVEN}
"""

_QUEUE = """
SELECT o.id, o.order_no, s.name, o.flag, coalesce(b.platform_id, '') AS platform_id,
  coalesce((SELECT CASE sku WHEN '' THEN title ELSE sku END
      || CASE properties WHEN '' THEN '' ELSE ' ' || properties END
    FROM order_line WHERE order_id = o.id ORDER BY position, id LIMIT 1), o.titles) AS titles,
  (SELECT count(*) FROM order_line WHERE order_id = o.id), o.paid, coalesce(o.paid_at, o.created),
  CASE WHEN o.held > 0 THEN coalesce((SELECT CASE reason WHEN '' THEN '?' ELSE reason END FROM hold
    WHERE order_id = o.id AND released_at IS NULL AND kind <> ? ORDER BY id LIMIT 1), '') ELSE '' END AS reason
FROM orders o JOIN shop s ON s.id = o.shop_id LEFT JOIN buyer b ON b.id = o.buyer_id
WHERE o.tray IN (?, ?) AND o.stage = ? AND o.status <> ? ORDER BY coalesce(o.paid_at, o.created), o.id
"""


def list_queue(database: Database) -> list[QueueRow]:
    """Every paid order that is not registered, held ones too; oldest payment first. One that only waits for somebody to
    say whose customer it is counts as ready: that is asked while registering."""
    params = (Hold.SALESPERSON.value, int(Tray.TO_REGISTER), int(Tray.HELD), int(Stage.NEW), int(Status.UNPAID))
    return list(map(QueueRow._make, rows_of(database, _QUEUE, params)))


def count_queue(database: Database, *, late_before: Millis) -> tuple[int, int]:
    """How many orders `list_queue` holds, and how many of them were paid before `late_before`."""
    params = (late_before, int(Tray.TO_REGISTER), int(Tray.HELD), int(Stage.NEW), int(Status.UNPAID))
    rows = rows_of(
        database,
        "SELECT count(*), count(*) FILTER (WHERE coalesce(paid_at, created) < ?) FROM orders "
        "WHERE tray IN (?, ?) AND stage = ? AND status <> ?",
        params,
    )
    return int(rows[0][0]), int(rows[0][1])


def list_candidates(database: Database, order_ids: Sequence[int]) -> list[Candidate]:
    """These orders in this order, each once, in two reads; raises OrderNotFound for one that isn't there."""
    wanted = list(dict.fromkeys(order_ids))
    given = (listed(wanted),)
    holds: dict[int, list[OpenHold]] = {}
    for order_id, *hold in rows_of(
        database,
        f"SELECT order_id, id, kind, reason FROM hold WHERE order_id IN {GIVEN} AND released_at IS NULL ORDER BY id",
        given,
    ):
        holds.setdefault(order_id, []).append(OpenHold._make(hold))
    found = {row[0]: row for row in rows_of(database, _CANDIDATES, given)}
    missing = next((order_id for order_id in wanted if order_id not in found), None)
    if missing is not None:
        raise OrderNotFound(order_no=missing)
    return [_candidate(found[order_id], tuple(holds.get(order_id, ()))) for order_id in wanted]


def _candidate(row: tuple[object, ...], holds: tuple[OpenHold, ...]) -> Candidate:
    order_id, order_no, status, stage, flag, *rest = row
    return Candidate(order_id, order_no, Status(status), Stage(stage), Colour(flag), *rest, holds)  # type: ignore[arg-type, call-arg]
