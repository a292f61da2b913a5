"""Later times promised to buyers, and the lists of what is near its end (ORD-18, ORD-23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain import deadlines
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.refund_states import is_refund_underway
from shopdesk.domain.statuses import Stage, Status, Tray
from shopdesk.queries.orders import OrderDetail
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import CONFIRM_DAYS, CONFIRM_NEAR_DAYS, SHIP_NEAR_HOURS, SHIP_WITHIN_HOURS

USUAL_CONFIRM_DAYS = 10
"""Where a platform isn't in the setting."""


class Deadline(StrEnum):
    """What a time is for; the value is the command line's word and what the database keeps."""

    SHIP = "ship"
    RECEIPT = "receipt"
    DONE = "done"
    """Not a time to come: completed without the goods having arrived."""


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """One later time promised."""

    id: int
    kind: str
    until: Millis
    reason: str
    message: str
    told_at: Millis | None
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One order in a list of what is near its end."""

    order_id: int
    order_no: str
    shop: str
    platform: str
    buyer: str
    goods: str
    due: Millis
    """When it is to be shipped, confirms itself, or was completed."""
    stage: Stage
    status: Status
    extension_id: int | None
    until: Millis | None
    """What was promised last."""
    reason: str
    told_at: Millis | None
    why: str = ""
    """DONE: `not-shipped` or `refund-open`."""

    @property
    def id(self) -> int:
        """The order's."""
        return self.order_id


_COLUMNS = """o.id, o.order_no, s.name, s.platform, coalesce(b.platform_id, '') AS platform_id, coalesce((SELECT l.title
  FROM order_line l WHERE l.order_id = o.id ORDER BY l.position, l.id LIMIT 1), o.titles) AS title,
  {due}, o.stage, o.status, e.id, e.until, coalesce(e.reason, '') AS reason, e.told_at"""
_JOINS = """FROM orders o JOIN shop s ON s.id = o.shop_id LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN extension e ON e.id = (SELECT max(id) FROM extension x WHERE x.order_id = o.id AND x.kind = '{kind}')"""

_OF_REFUNDS = "FROM refund_request r CROSS JOIN orders o ON o.shop_id = r.shop_id AND o.order_no = r.order_no"
"""There are fewer refunds than orders: each looks its order up."""
_AT_THE_DESK = f"o.tray IN ({Tray.TO_REGISTER:d}, {Tray.HELD:d}, {Tray.REGISTERED:d}, {Tray.PRINTED:d})"


def list_extensions(database: Database, order_id: int) -> list[ExtensionRow]:
    """The later times promised for one order, newest first."""
    rows = rows_of(
        database,
        "SELECT e.id, e.kind, e.until, e.reason, e.message, e.told_at, p.name, e.at FROM extension e "
        "JOIN person p ON p.id = e.person_id WHERE e.order_id = ? ORDER BY e.id DESC",
        (order_id,),
    )
    return [ExtensionRow(*row) for row in rows]


def list_ship_deadlines(database: Database, *, now: Millis) -> list[DeadlineRow]:
    """Orders not shipped whose time to ship is near or past: those without an extension first, then by time."""
    within, near = get_setting(database, SHIP_WITHIN_HOURS), get_setting(database, SHIP_NEAR_HOURS)
    due = f"coalesce(o.ship_by, o.paid_at + {within * HOUR_MS:d})"
    rows = rows_of(
        database,
        f"SELECT {_COLUMNS.format(due=due)} {_JOINS.format(kind=Deadline.SHIP.value)} "
        f"WHERE {_AT_THE_DESK} AND o.status = ? AND {due} <= ? ORDER BY e.id IS NOT NULL, {due}, o.id",
        (int(Status.PAID), now + near * HOUR_MS),
    )
    return [_row(row) for row in rows]


def list_receipt_deadlines(database: Database, *, now: Millis) -> list[DeadlineRow]:
    """Shipped orders that the platform will soon confirm by itself, the nearest first."""
    near = get_setting(database, CONFIRM_NEAR_DAYS) * DAY_MS
    usual = f"o.shipped_at + {_days_sql(get_setting(database, CONFIRM_DAYS))}"
    due = f"CASE WHEN e.until > {usual} THEN e.until ELSE {usual} END"
    rows = rows_of(
        database,
        f"SELECT {_COLUMNS.format(due=due)} {_JOINS.format(kind=Deadline.RECEIPT.value)} "
        f"WHERE o.tray = ? AND o.status = ? AND {due} <= ? ORDER BY {due}, o.id",
        (int(Tray.SHIPPED), int(Status.SHIPPED), now + near),
    )
    return [_row(row) for row in rows]


def list_done_early(database: Database) -> list[DeadlineRow]:
    """Orders that the platform says are completed while the goods have not arrived as far as anybody knows: the desk
    has not shipped them, or a refund is open. The newest first."""
    columns = _COLUMNS.format(due="coalesce(o.done_at, o.created)")
    joins = _JOINS.format(kind=Deadline.RECEIPT.value)
    waiting = rows_of(
        database,
        f"SELECT {columns} {joins} WHERE o.status = 3 AND o.stage BETWEEN {Stage.REGISTERED:d} AND {Stage.PACKED:d}",
    )
    asked = rows_of(
        database,
        f"SELECT {columns}, r.state {joins.replace('FROM orders o', _OF_REFUNDS)} "
        f"WHERE o.status = {Status.DONE:d} AND r.finished_at IS NULL",
    )
    found = {row[0]: _row(row, "not-shipped") for row in waiting}
    for *row, state in asked:
        if is_refund_underway(state) and not _is_paid_back(state):
            found.setdefault(row[0], _row(tuple(row), "refund-open"))
    return sorted(found.values(), key=lambda row: (-row.due, row.order_id))


def confirmation_of(database: Database, order: OrderDetail) -> Millis | None:
    """When the platform will confirm this order by itself (ORD-23); None unless it is on its way."""
    if order.status is not Status.SHIPPED:
        return None
    days = get_setting(database, CONFIRM_DAYS).get(order.platform, USUAL_CONFIRM_DAYS)
    until = [row.until for row in list_extensions(database, order.id) if row.kind == Deadline.RECEIPT]
    return deadlines.confirm_by(order.shipped_at, days, until[0] if until else None)


def _days_sql(by_platform: Mapping[str, int]) -> str:
    """Days by the shop's platform, in milliseconds; the words are our own (domain.platforms), never typed."""
    cases = " ".join(f"WHEN '{word}' THEN {days * DAY_MS:d}" for word, days in by_platform.items() if word.isalpha())
    usual = USUAL_CONFIRM_DAYS * DAY_MS
    return f"CASE s.platform {cases} ELSE {usual:d} END" if cases else f"{usual:d}"


def _is_paid_back(state: str) -> bool:
    return any(word in state for word in ("成功", "完成", "已退款"))


def _row(row: tuple[object, ...], why: str = "") -> DeadlineRow:
    values: list[object] = list(row)
    values[7], values[8] = Stage(int(str(row[7]))), Status(int(str(row[8])))
    return DeadlineRow(*[*values, why])  # type: ignore[arg-type]
