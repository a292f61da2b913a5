"""One buyer with what the desk knows: what shows beside an order (ORD-19)."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, NotFound
from shopdesk.queries.buyer_joins import list_members
from shopdesk.queries.owed_items import OwedRow, list_owed_items

LAST_ORDERS = 8
"""Orders that a card shows."""


class BuyerNotFound(NotFound):
    template = N_("There is no buyer {buyer} here. Check the name as the platform writes it.")


class BuyerAmbiguous(NotFound):
    template = N_("Buyer {buyer} exists in several shops ({shops}). Name the shop as well.")


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One earlier order."""

    id: int
    order_no: str
    at: Millis
    """When it was made."""
    goods: str
    """The first item, or the titles that the file joined."""
    pieces: int
    paid: Money
    status: Status
    stage: Stage
    flag: Colour
    origin: Origin


class OtherName(NamedTuple):
    """Another record of the same person (CRM-01)."""

    id: int
    buyer: str
    shop: str
    blocked: str


@dataclass(frozen=True, slots=True)
class BuyerCard:
    """Everything about a buyer that helps with the order in view."""

    id: int
    version: int
    shop: str
    buyer: str
    """As the platform names them."""
    tier: str
    discount: int
    """Percent off."""
    tags: tuple[str, ...]
    blocked: str
    """Why nothing is sold to them; "" for a welcome buyer."""
    note: str
    birthday: str
    """`05-17`, or with its year; "" where nobody knows it."""
    orders: int
    """How many orders there are, the one in view included."""
    paid: Money
    """What they paid for orders that weren't closed."""
    refunds: int
    """Refund requests on the platform."""
    exchanges: int
    reissues: int
    repairs: int
    """Those called off left out."""
    past: tuple[PastOrder, ...]
    """The last orders without the one in view, newest first."""
    owed: tuple[OwedRow, ...]
    """Open owed items, oldest first."""
    others: tuple[OtherName, ...] = ()
    """What else they are called, where somebody joined their records."""


_BUYER_SQL = """
SELECT b.id, b.version, s.name, b.platform_id, b.tier, b.discount, b.tags, b.blocked, b.note, b.birthday,
  (SELECT count(*) FROM orders o WHERE o.buyer_id = b.id),
  (SELECT coalesce(sum(paid), 0) FROM orders o WHERE o.buyer_id = b.id AND o.status NOT IN (?, ?)),
  (SELECT count(*) FROM orders o JOIN refund_request r ON r.shop_id = o.shop_id AND r.order_no = o.order_no
   WHERE o.buyer_id = b.id),
  (SELECT count(*) FROM orders o WHERE o.buyer_id = b.id AND o.origin = ?),
  (SELECT count(*) FROM orders o WHERE o.buyer_id = b.id AND o.origin = ?),
  (SELECT count(*) FROM repair r WHERE r.buyer_id = b.id AND r.state <> 'cancelled')
FROM buyer b JOIN shop s ON s.id = b.shop_id WHERE b.id = ?
"""
_PAST_SQL = """
SELECT o.id, o.order_no, o.created, coalesce((SELECT l.title FROM order_line l WHERE l.order_id = o.id
  ORDER BY l.position, l.id LIMIT 1), o.titles) AS title, o.pieces, o.paid, o.status, o.stage, o.flag, o.origin
FROM orders o WHERE o.buyer_id = ? AND o.id IS DISTINCT FROM ? ORDER BY o.created DESC, o.id DESC LIMIT ?
"""


def get_buyer_card(database: Database, buyer_id: int, *, but_order: int | None = None) -> BuyerCard:
    """A buyer's card; `but_order` is the order in view, which isn't among the past ones. Raises BuyerNotFound."""
    params = (Status.UNPAID, Status.CLOSED, Origin.EXCHANGE, Origin.REISSUE, buyer_id)
    rows = rows_of(database, _BUYER_SQL, params)
    if not rows:
        raise BuyerNotFound(buyer=buyer_id)
    row = list(rows[0])
    row[6], row[11] = read_tags(row[6]), Money(row[11])
    owed = tuple(list_owed_items(database, buyer_id=buyer_id))
    return BuyerCard(*[*row, _past(database, buyer_id, but_order), owed, _others(database, buyer_id)])


def _others(database: Database, buyer_id: int) -> tuple[OtherName, ...]:
    members = [each for each in list_members(database, buyer_id) if each != buyer_id]
    if not members:
        return ()
    rows = rows_of(
        database,
        "SELECT b.id, b.platform_id, s.name AS shop, b.blocked AS why FROM buyer b JOIN shop s ON s.id = b.shop_id "
        f"WHERE b.id IN {GIVEN} ORDER BY b.id",
        (listed(members),),
    )
    return tuple(OtherName._make(row) for row in rows)


def find_buyer_of(database: Database, *, order_id: int | None = None, case_id: int | None = None) -> int | None:
    """Whose an order or a case is; None for nobody's."""
    rows = rows_of(
        database,
        "SELECT buyer_id FROM orders WHERE id = ? AND buyer_id IS NOT NULL "
        "UNION ALL SELECT buyer_id FROM cases WHERE id = ? AND buyer_id IS NOT NULL",
        (order_id, case_id),
    )
    return int(rows[0][0]) if rows else None


def find_buyer_id(database: Database, buyer: str, *, shop: str = "") -> int:
    """A buyer by the platform's name; raises BuyerNotFound, BuyerAmbiguous."""
    rows = rows_of(
        database,
        "SELECT b.id, s.name FROM shop s JOIN buyer b ON b.shop_id = s.id AND b.platform_id = ? "
        "WHERE ? IN ('', s.name) ORDER BY s.id",
        (buyer.strip(), shop),
    )
    if not rows:
        raise BuyerNotFound(buyer=buyer)
    if len(rows) > 1:
        raise BuyerAmbiguous(buyer=buyer, shops=", ".join(row[1] for row in rows))
    return int(rows[0][0])


@lru_cache(maxsize=1024)
def read_tags(text: str) -> tuple[str, ...]:
    """The tags as the database keeps them."""
    return tuple(json.loads(text)) if text else ()


def _past(database: Database, buyer_id: int, but_order: int | None) -> tuple[PastOrder, ...]:
    rows = rows_of(database, _PAST_SQL, (buyer_id, but_order, LAST_ORDERS))
    return tuple(
        PastOrder(*[*row[:5], Money(row[5]), Status(row[6]), Stage(row[7]), Colour(row[8]), Origin(row[9])])
        for row in rows
    )
