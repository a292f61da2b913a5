"""Orders that reviews name by their number, with whose customers they are (REV-01)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from shopdesk.db.database import GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.salespeople import salespeople_of
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import FLAG_SALESPEOPLE

SEVERAL = " / "
"""Between the names where nobody decided whose customer somebody is."""


class ReviewOrder(NamedTuple):
    """An order as reviews need it."""

    id: int
    order_no: str
    shop_id: int
    buyer_id: int | None
    salesperson: str
    """Whose customer: who it was registered for, else by flag and memo (ORD-02); "" where that is the owner's."""
    lines: int


_SQL = (
    "SELECT o.id, o.order_no, o.shop_id, o.buyer_id, coalesce(p.name, '') AS person, o.flag, o.memo, "
    "(SELECT count(*) FROM order_line l WHERE l.order_id = o.id) "
)


def find_review_orders(
    database: Database, order_nos: Iterable[str], *, shop_id: int | None = None
) -> dict[str, ReviewOrder]:
    """The orders of these numbers; a number that several shops have is left out where none of them is `shop_id`."""
    numbers = sorted({number for number in order_nos if number})
    rows = rows_of(
        database,
        # Shops outside, of which there are few: each looks its orders up in the index, which begins with the shop.
        f"{_SQL} FROM shop s CROSS JOIN orders o ON o.shop_id = s.id AND o.order_no IN {GIVEN_TEXTS} "
        "LEFT JOIN person p ON p.id = o.salesperson_id ORDER BY o.id",
        (listed(numbers),),
    )
    found: defaultdict[str, list[ReviewOrder]] = defaultdict(list)
    table = get_setting(database, FLAG_SALESPEOPLE)
    for row in rows:
        found[row[1]].append(_order(row, table))
    chosen = {number: _one_of(orders, shop_id) for number, orders in found.items()}
    return {number: order for number, order in chosen.items() if order is not None}


def get_review_order(database: Database, order_id: int) -> ReviewOrder | None:
    """The order of this id; None where there is none."""
    rows = rows_of(
        database, f"{_SQL} FROM orders o LEFT JOIN person p ON p.id = o.salesperson_id WHERE o.id = ?", (order_id,)
    )
    return _order(rows[0], get_setting(database, FLAG_SALESPEOPLE)) if rows else None


def list_orders_that_came(database: Database) -> list[tuple[int, str, int | None]]:
    """Reviews without an order whose order is there by now: their ids, the number, the shop that they named."""
    rows = rows_of(
        database,
        "SELECT DISTINCT r.id, r.order_no, r.shop_id FROM review r JOIN shop s ON s.id > 0 CROSS JOIN orders o "
        "ON o.shop_id = s.id AND o.order_no = r.order_no WHERE r.order_id IS NULL AND r.order_no <> '' ORDER BY r.id",
    )
    return [(int(review_id), order_no, shop_id) for review_id, order_no, shop_id in rows]


def _one_of(orders: list[ReviewOrder], shop_id: int | None) -> ReviewOrder | None:
    named = [order for order in orders if order.shop_id == shop_id]
    return (named or orders)[0] if named or len(orders) == 1 else None


def _order(row: tuple[Any, ...], table: Mapping[str, list[str]]) -> ReviewOrder:
    order_id, order_no, shop_id, buyer_id, name, flag, memo, lines = row
    colour = Colour(flag) if flag in set(Colour) else Colour.GREY
    whose = str(name) or SEVERAL.join(salespeople_of(colour, memo, table))
    return ReviewOrder(order_id, order_no, shop_id, buyer_id, whose, int(lines))
