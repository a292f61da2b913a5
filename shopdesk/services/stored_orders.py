"""What is stored already: records that say exactly that need no writing, which makes reading a file again cheap.

Only a shortcut: whatever differs in any way goes the whole way through order_writer and its rules.
"""

from collections.abc import Callable, Hashable
from operator import itemgetter

from shopdesk.db.database import Database, listed
from shopdesk.importing.records import Kind, LineRecord, OrderRecord, Source

_COLUMNS = {
    "buyer": "coalesce(b.platform_id, '')",
    "memo": "o.memo_native",
    "flag_text": "o.flag_native",
    "created_at": "o.created",
}
"""Fields of OrderRecord that are stored otherwise than under their own name."""
_ELSEWHERE = {"order_no", "shop", "carrier", "waybill"}

_KNOWN = """
(SELECT (SELECT id FROM orders WHERE shop_id = ?2 AND order_no = said.value) AS id FROM json_each(?1, '$') said) known
CROSS JOIN orders o ON o.id = known.id
"""
"""Number by number: a server that has just got 100,000 orders thinks that there are few and would read them all."""
_LINES_SQL = f"""
SELECT o.order_no, l.line_no, l.position, l.title, l.sku, l.properties, l.product_code, l.quantity, l.price, l.goods,
  l.paid, l.refund_state
FROM {_KNOWN} CROSS JOIN order_line l ON l.order_id = o.id
"""


class StoredOrders:
    """The orders and lines that a shop has had since before this file."""

    def __init__(self, database: Database, source: Source, shop_id: int) -> None:
        self._database = database
        self._shop_id = shop_id
        told = sorted(source.fields - source.summed - _ELSEWHERE)
        columns = ", ".join(["o.order_no", "o.order_no", *(_COLUMNS.get(name, f"o.{name}") for name in told)])
        self._orders_sql = (
            f"SELECT {columns} FROM {_KNOWN} LEFT JOIN buyer b ON b.id = o.buyer_id "
            f"WHERE o.has_totals >= {int(source.kind is Kind.ORDERS)}"
        )
        self._told: Callable[[OrderRecord], Hashable] = itemgetter(0, 0, *map(OrderRecord._fields.index, told))
        self._any_orders, self._any_lines = (self._has_rows(table) for table in ("orders", "order_line"))

    def unlike_orders(self, orders: list[OrderRecord]) -> list[OrderRecord]:
        """Those of a batch that say anything else than what is stored."""
        if not self._any_orders:
            return orders
        stored = self._read(self._orders_sql, {order.order_no for order in orders})
        return [order for order in orders if self._told(order) not in stored]

    def unlike_lines(self, lines: list[LineRecord]) -> list[LineRecord]:
        """Those lines of a batch that aren't stored just so."""
        if not self._any_lines:
            return lines
        stored = self._read(_LINES_SQL, {line.order_no for line in lines})
        return [line for line in lines if line not in stored]

    def _read(self, sql: str, order_nos: set[str]) -> set[Hashable]:
        return set(self._database.execute_sql(sql, (listed(order_nos), self._shop_id)).fetchall())

    def _has_rows(self, table: str) -> bool:
        return self._database.execute_sql(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
