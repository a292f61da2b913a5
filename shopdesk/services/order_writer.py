"""Writing the orders of one file: fast, repeatable, and never over what the shop itself did.

What a file has no column for stays as it was; a status never goes back; an empty cell wipes nothing; a receiver once
known in clear is not replaced by a masked one; an order file's totals beat those added up from lines.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.db.tables import FROM_LINE_FILE, FROM_ORDER_FILE
from shopdesk.db.upsert import execute_many, upsert_sql
from shopdesk.domain.flags import Colour, colour_of
from shopdesk.domain.statuses import Status
from shopdesk.importing.records import Batch, Kind, LineRecord, OrderRecord, Source

_RECEIVER = ("receiver", "phone", "province", "city", "district", "address", "postcode")
_TOTALS = ("goods", "postage", "paid", "titles", "pieces")
_WORDS = ("status_text", "buyer_message", "refund_state", "close_reason")
_TIMES = ("paid_at", "ship_by", "shipped_at", "done_at")

_ORDER_COLUMNS = (
    "shop_id", "order_no", "status", "status_text", "flag", "flag_native", "receiver", "phone", "province", "city",
    "district", "address", "postcode", "masking", "goods", "postage", "paid", "buyer_message", "memo", "memo_native",
    "titles", "pieces", "created", "paid_at", "ship_by", "shipped_at", "done_at", "refund_state", "close_reason",
    "sources", "import_id",
)  # fmt: skip

_LINE_COLUMNS = (
    "line_no", "position", "title", "sku", "properties", "product_code", "quantity", "price", "goods", "paid",
    "refund_state", "import_id",
)  # fmt: skip

_SEPARATORS = re.compile(r"[,，;；\s]+")


class OrderWriter:
    """Writes batches into the open transaction. `changes` counts inserted or changed rows by table."""

    def __init__(
        self,
        database: Database,
        source: Source,
        *,
        shop_id: int,
        import_id: int,
        at: Millis,
        labels: Mapping[str, Colour],
    ) -> None:
        self._database = database
        self._source = source
        self._shop_id = shop_id
        self._import_id = import_id
        self._at = at
        self._labels = labels
        self._colours: dict[str, Colour] = {}
        self._sources = FROM_LINE_FILE if source.kind is Kind.LINES else FROM_ORDER_FILE
        self._order_sql = _order_sql(source)
        self.changes = {"orders": 0, "order_line": 0, "parcel": 0}

    def write(self, batch: Batch) -> None:
        """Write one batch: buyers, then orders, their lines and their parcels."""
        buyers = {order.buyer for order in batch.orders if order.buyer}
        execute_many(self._database, _BUYER_SQL, [(self._shop_id, buyer) for buyer in buyers])
        self.changes["orders"] += execute_many(self._database, self._order_sql, map(self._order_row, batch.orders))
        if batch.lines:
            sql = _DIGEST_LINE_SQL if batch.lines[0].line_no.startswith("~") else _LINE_SQL
            self.changes["order_line"] += execute_many(self._database, sql, map(self._line_row, batch.lines))
        self.changes["parcel"] += execute_many(self._database, _PARCEL_SQL, self._parcel_rows(batch.orders))

    def _order_row(self, order: OrderRecord) -> tuple[Any, ...]:
        status = order.status
        if status is None:
            status = Status.PAID if order.paid_at or order.paid else Status.UNPAID
        flag = self._colour(order.flag_text) if order.flag_text else Colour.GREY
        return (
            self._shop_id, order.order_no, int(status), order.status_text, int(flag), order.flag_text, order.receiver,
            order.phone, order.province, order.city, order.district, order.address, order.postcode, int(order.masking),
            order.goods, order.postage, order.paid, order.buyer_message, order.memo, order.memo, order.titles,
            order.pieces, order.created_at or order.paid_at or self._at, order.paid_at, order.ship_by, order.shipped_at,
            order.done_at, order.refund_state, order.close_reason, self._sources, self._import_id,
            self._shop_id, order.buyer,
        )  # fmt: skip

    def _colour(self, text: str) -> Colour:
        if text not in self._colours:
            found = colour_of(self._source.platform, text, self._labels)
            self._colours[text] = Colour.GREY if found is None else found
        return self._colours[text]

    def _line_row(self, line: LineRecord) -> tuple[Any, ...]:
        return (
            line.line_no, line.position, line.title, line.sku, line.properties, line.product_id, line.quantity,
            line.price, line.goods, line.paid, line.refund_state, self._import_id, self._shop_id, line.order_no,
        )  # fmt: skip

    def _parcel_rows(self, orders: list[OrderRecord]) -> Iterator[tuple[Any, ...]]:
        for order in orders:
            if order.waybill:
                for waybill in filter(None, _SEPARATORS.split(order.waybill)):
                    yield order.carrier, waybill, self._import_id, self._shop_id, order.order_no


def _order_sql(source: Source) -> str:
    values = dict.fromkeys(_ORDER_COLUMNS, "?")
    values["buyer_id"] = "(SELECT id FROM buyer WHERE shop_id = ? AND platform_id = ?)"
    return upsert_sql(
        "orders",
        values,
        key=("shop_id", "order_no"),
        updates=_order_updates(source),
        unless="excluded.status < orders.status" if "status" in source.fields else "",
        also={"import_id": "excluded.import_id", "version": "orders.version + 1"},
    )


def _order_updates(source: Source) -> dict[str, str]:
    """The columns this file may change on an order already known, each with its rule."""
    fields = source.fields
    updates = {"sources": "orders.sources | excluded.sources"}
    if "status" in fields:
        updates["status"] = "max(orders.status, excluded.status)"
    if "created_at" in fields:
        updates["created"] = "excluded.created"
    if "buyer" in fields:
        updates["buyer_id"] = "coalesce(excluded.buyer_id, orders.buyer_id)"
    updates.update({word: _unless_empty(word) for word in _WORDS if word in fields})
    updates.update({time: f"coalesce(excluded.{time}, orders.{time})" for time in _TIMES if time in fields})
    if "receiver" in fields or "address" in fields or "phone" in fields:
        updates.update({column: _keep_clear(column) for column in _RECEIVER if column in fields})
        updates["masking"] = _keep_clear("masking")
    updates.update({total: _total(source, total) for total in _TOTALS if total in fields})
    if "memo" in fields:
        changed = "excluded.memo <> '' AND excluded.memo <> orders.memo_native"
        updates["memo"] = f"CASE WHEN {changed} THEN excluded.memo ELSE orders.memo END"
        updates["memo_native"] = _unless_empty("memo_native")
    if "flag_text" in fields:
        changed = "excluded.flag_native <> '' AND excluded.flag_native <> orders.flag_native"
        updates["flag"] = f"CASE WHEN {changed} THEN excluded.flag ELSE orders.flag END"
        updates["flag_native"] = _unless_empty("flag_native")
    return updates


def _unless_empty(column: str) -> str:
    return f"CASE WHEN excluded.{column} = '' THEN orders.{column} ELSE excluded.{column} END"


def _keep_clear(column: str) -> str:
    known_better = "excluded.masking > orders.masking AND orders.receiver || orders.address <> ''"
    empty = "excluded.receiver || excluded.address || excluded.phone = ''"
    return f"CASE WHEN ({known_better}) OR {empty} THEN orders.{column} ELSE excluded.{column} END"


def _total(source: Source, column: str) -> str:
    """An order file's totals hold; a line file's only until one is read. Sums over rows are settled after writing."""
    if source.kind is not Kind.LINES:
        return f"excluded.{column}"
    if column in source.summed:
        return f"orders.{column}"
    keep = f"orders.sources & {FROM_ORDER_FILE}"
    return f"CASE WHEN {keep} THEN orders.{column} ELSE excluded.{column} END"


_BUYER_SQL = upsert_sql("buyer", {"shop_id": "?", "platform_id": "?"}, key=("shop_id", "platform_id"), updates={})

_OF_ORDER = "FROM orders o WHERE o.shop_id = ? AND o.order_no = ?"
_LINE_VALUES = {**dict.fromkeys(_LINE_COLUMNS, "?"), "order_id": "o.id"}
_LINE_UPDATES = {
    column: f"excluded.{column}" for column in _LINE_COLUMNS if column not in ("line_no", "import_id", "position")
}
_IMPORT_MARK = {"import_id": "excluded.import_id"}

_LINE_SQL = upsert_sql(
    "order_line", _LINE_VALUES, key=("order_id", "line_no"), updates=_LINE_UPDATES, source=_OF_ORDER, also=_IMPORT_MARK
)
# Lines known by their real sub-order number are not doubled by a file that has none.
_DIGEST_LINE_SQL = upsert_sql(
    "order_line",
    _LINE_VALUES,
    key=("order_id", "line_no"),
    updates=_LINE_UPDATES,
    source=f"{_OF_ORDER} AND NOT EXISTS "
    "(SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.line_no NOT LIKE '~%')",
    also=_IMPORT_MARK,
)
_PARCEL_SQL = upsert_sql(
    "parcel",
    {"carrier": "?", "waybill": "?", "import_id": "?", "order_id": "o.id"},
    key=("order_id", "waybill"),
    updates={"carrier": "CASE WHEN excluded.carrier = '' THEN parcel.carrier ELSE excluded.carrier END"},
    source=_OF_ORDER,
    also=_IMPORT_MARK,
)
