"""Settlements: what an order's money did, totals by account and day, and what is still unsettled (ORD-13)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of, stream
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.orders import OrderNotFound


@dataclass(frozen=True, slots=True)
class Due:
    """An order as settling sees it."""

    id: int
    order_no: str
    platform: str
    origin: Origin
    status: Status
    stage: Stage
    paid: Money
    postage: Money
    """As the platform names it; it is booked as 0 (ORD-04)."""
    account: str
    method: str
    received: Money
    settled_by: str
    settled_at: Millis | None
    on_slip: bool
    """In a wave, or on a slip that was printed."""


_DUE = f"""
SELECT o.id, o.order_no, s.platform, o.origin, o.status, o.stage, o.paid, o.postage, coalesce(t.account, '') AS account,
  coalesce(t.method, '') AS method, coalesce(t.amount, 0), coalesce(p.name, '') AS name, t.at,
  EXISTS (SELECT 1 FROM slip_item i JOIN slip l ON l.id = i.slip_id WHERE i.order_id = o.id AND l.cancelled_at IS NULL)
FROM orders o JOIN shop s ON s.id = o.shop_id LEFT JOIN settlement t ON t.order_id = o.id
LEFT JOIN person p ON p.id = t.person_id WHERE o.id IN {GIVEN}
"""


def list_due(database: Database, order_ids: Sequence[int]) -> list[Due]:
    """These orders in this order, each once; raises OrderNotFound for one that isn't there."""
    wanted = list(dict.fromkeys(order_ids))
    rows = rows_of(database, _DUE, (listed(wanted),))
    kinds = {3: Origin, 4: Status, 5: Stage, 6: Money, 7: Money, 10: Money, 13: bool}
    found = {row[0]: Due(*_typed(row, kinds)) for row in rows}
    missing = next((order_id for order_id in wanted if order_id not in found), None)
    if missing is not None:
        raise OrderNotFound(order_no=missing)
    return [found[order_id] for order_id in wanted]


def _typed(row: Sequence[Any], kinds: Mapping[int, Callable[[Any], Any]]) -> list[Any]:
    """The row with what is more than a number or a text made so, by its place."""
    return [kinds[place](value) if place in kinds else value for place, value in enumerate(row)]


class Total(NamedTuple):
    """What came to one account in one way."""

    account: str
    method: str
    orders: int
    amount: Money


class SettledRow(NamedTuple):
    """One settlement, for lists and exports: `amount` is booked for the goods, `postage` is booked as 0 (ORD-04)."""

    id: int
    """The order's."""
    order_no: str
    shop: str
    buyer: str
    account: str
    method: str
    amount: Money
    postage: Money
    paid: Money
    platform_postage: Money
    reference: str
    settled_by: str
    settled_at: Millis


class UnsettledRow(NamedTuple):
    """A registered order whose money nobody has settled yet."""

    id: int
    """The order's."""
    order_no: str
    shop: str
    buyer: str
    origin: Origin
    stage: Stage
    paid: Money
    registered_by: str
    registered_at: Millis | None


def total_settled(database: Database, *, since: Millis, until: Millis) -> list[Total]:
    """Totals by account and method of what was settled from `since` on and before `until`; the largest first."""
    rows = rows_of(
        database,
        "SELECT account, method, count(*), sum(amount) FROM settlement WHERE at >= ? AND at < ? "
        "GROUP BY account, method ORDER BY sum(amount) DESC, account, method",
        (since, until),
    )
    return [Total(account, method, n, Money(amount)) for account, method, n, amount in rows]


_SETTLED = """
SELECT o.id, o.order_no, s.name, coalesce(b.platform_id, '') AS platform_id, t.account, t.method, t.amount, 0, o.paid,
  o.postage,
  t.reference, p.name, t.at
FROM settlement t JOIN orders o ON o.id = t.order_id JOIN shop s ON s.id = o.shop_id
LEFT JOIN buyer b ON b.id = o.buyer_id JOIN person p ON p.id = t.person_id
WHERE t.at >= ? AND t.at < ? AND (? IS NULL OR (t.account = ? AND t.method = ?)) ORDER BY t.at, t.id
"""


def stream_settled(
    database: Database, *, since: Millis, until: Millis, of: tuple[str, str] | None = None
) -> Iterator[SettledRow]:
    """What was settled from `since` on and before `until`, oldest first; of one account and method if given."""
    account, method = of or (None, None)
    for row in stream(database, _SETTLED, (since, until, account, account, method)):
        yield SettledRow(*_typed(row, {6: Money, 7: Money, 8: Money, 9: Money}))


def list_unsettled(database: Database) -> list[UnsettledRow]:
    """Registered orders without a settlement, those registered first at the top (ORD-13)."""
    rows = rows_of(
        database,
        "SELECT o.id, o.order_no, s.name, coalesce(b.platform_id, '') AS platform_id, o.origin, o.stage, o.paid, "
        "coalesce(p.name, '') AS name, o.registered_at FROM orders o JOIN shop s ON s.id = o.shop_id "
        "LEFT JOIN buyer b ON b.id = o.buyer_id LEFT JOIN person p ON p.id = o.registrar_id "
        "LEFT JOIN settlement t ON t.order_id = o.id "
        "WHERE o.tray IN (2, 3) AND o.stage = ? AND o.status <> ? AND t.id IS NULL "
        "ORDER BY o.registered_at NULLS FIRST, o.id",
        (int(Stage.REGISTERED), int(Status.CLOSED)),
    )
    return [UnsettledRow(*_typed(row, {4: Origin, 5: Stage, 6: Money})) for row in rows]


def list_accounts(database: Database) -> list[str]:
    """Every account that somebody chose for a settlement, by name."""
    rows = rows_of(
        database, "SELECT DISTINCT account FROM settlement WHERE automatic = 0 AND account <> '' ORDER BY account"
    )
    return [row[0] for row in rows]
