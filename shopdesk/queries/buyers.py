"""One buyer with what the desk knows: what shows beside an order (ORD-19)."""

import json
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, NotFound
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


_BUYER_SQL = """
SELECT b.id, b.version, s.name, b.platform_id, b.tier, b.discount, b.tags, b.blocked, b.note,
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
    row[6], row[10] = read_tags(row[6]), Money(row[10])
    owed = tuple(list_owed_items(database, buyer_id=buyer_id))
    return BuyerCard(*[*row, _past(database, buyer_id, but_order), owed])


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


def read_tags(text: str) -> tuple[str, ...]:
    """The tags as the database keeps them."""
    return tuple(json.loads(text)) if text else ()


def _past(database: Database, buyer_id: int, but_order: int | None) -> tuple[PastOrder, ...]:
    rows = rows_of(database, _PAST_SQL, (buyer_id, but_order, LAST_ORDERS))
    return tuple(
        PastOrder(*[*row[:5], Money(row[5]), Status(row[6]), Stage(row[7]), Colour(row[8]), Origin(row[9])])
        for row in rows
    )
