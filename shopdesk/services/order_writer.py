"""Writing the orders of one file: fast, repeatable, and never over what the shop itself did.

What a file has no column for stays as it was; a status never goes back; an empty cell wipes nothing; a receiver once
known in clear is not replaced by a masked one, nor one that was typed in while the platform says what it said before;
an order file's totals beat those added up from lines; amounts and lines that somebody edited stay (ORD-15).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.db.upsert import Upsert, fields_of, upsert_rows
from shopdesk.domain.flags import Colour, colour_of
from shopdesk.domain.statuses import Status
from shopdesk.importing.records import Batch, Kind, LineRecord, OrderRecord, Source
from shopdesk.queries.carrier_choice import START, CarrierChooser
from shopdesk.services.stored_orders import StoredOrders

RECEIVER = ("receiver", "phone", "province", "city", "district", "address", "postcode")
_TOTALS = ("goods", "postage", "paid", "titles", "pieces")
_WORDS = ("status_text", "buyer_message", "refund_state", "close_reason")
_TIMES = ("paid_at", "ship_by", "shipped_at", "done_at")
_PLAIN = (*RECEIVER, "masking", *_TOTALS, *_WORDS, *_TIMES)
"""Columns that take the record's field of the same name as it is."""
_ALWAYS = frozenset(("order_no", "status", "paid_at", "paid", "created_at"))
"""Fields that say what state a new order is in, whether the file has a column for them or not."""

WRITTEN_AT_ONCE = 10_000
"""Records a portion: the database's pages stay in the processor's cache for as long as it lasts. Reading is quicker in
small ones."""

_SEPARATORS = re.compile(r"[,，;；\s]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file's orders go."""

    shop_id: int
    import_id: int
    at: Millis
    labels: Mapping[str, Colour]
    carriers: CarrierChooser | None = None
    """Chooses for orders that are new and paid, as the checks would: they then change none of them once more."""


class OrderWriter:
    """Writes batches into the open transaction; end with `flush`.

    `changes` counts inserted or changed rows by table.
    """

    def __init__(self, database: Database, source: Source, target: Target) -> None:
        self._database = database
        self._target = target
        self._platform = source.platform
        self._flagged = "flag_text" in source.fields
        self._carriers = target.carriers
        self._colours: dict[str, Colour] = {}
        self._order = _order_upsert(source, target)
        told = (name for name in self._order.fields if name in OrderRecord._fields)
        self._told = itemgetter(*map(OrderRecord._fields.index, told))
        self._stored = StoredOrders(database, source, target.shop_id)
        self._line, self._made_line = (_line_upsert(source, target, made_numbers=made) for made in (False, True))
        self._parcel = _parcel_upsert(target)
        self._orders: list[OrderRecord] = []
        self._lines: list[LineRecord] = []
        self._parcels: list[tuple[Any, ...]] = []
        self.changes = {"orders": 0, "order_line": 0, "parcel": 0}

    def write(self, batch: Batch) -> None:
        """Take one batch; what it says that isn't stored just so is written with the next `flush`."""
        self._orders += self._stored.unlike_orders(batch.orders)
        self._lines += self._stored.unlike_lines(batch.lines)
        self._parcels += self._parcel_rows(batch.orders)
        if len(self._orders) + len(self._lines) + len(self._parcels) >= WRITTEN_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what was taken: buyers, then orders, their lines and their parcels."""
        buyers = dict.fromkeys(order.buyer for order in self._orders if order.buyer)
        upsert_rows(self._database, _BUYER, [(self._target.shop_id, buyer) for buyer in buyers])
        rows: Iterable[tuple[Any, ...]] = map(self._told, self._orders)
        if self._flagged:
            rows = ((*row, self._colour(order.flag_text)) for row, order in zip(rows, self._orders, strict=True))
        if self._carriers:
            rows = ((*row, *_sent_by(self._carriers, order)) for row, order in zip(rows, self._orders, strict=True))
        self.changes["orders"] += upsert_rows(self._database, self._order, rows)
        self.changes["order_line"] += self._write_lines()
        self.changes["parcel"] += upsert_rows(self._database, self._parcel, self._parcels)
        for taken in (self._orders, self._lines, self._parcels):
            taken.clear()

    def _write_lines(self) -> int:
        made = [line for line in self._lines if line.line_no[:1] == "~"]
        numbered = self._lines if not made else [line for line in self._lines if line.line_no[:1] != "~"]
        changed = upsert_rows(self._database, self._line, numbered)
        return changed + upsert_rows(self._database, self._made_line, made)

    def _colour(self, text: str) -> Colour:
        if text not in self._colours:
            found = colour_of(self._platform, text, self._target.labels)
            self._colours[text] = Colour.GREY if found is None else found
        return self._colours[text]

    def _parcel_rows(self, orders: list[OrderRecord]) -> Iterator[tuple[Any, ...]]:
        for order in orders:
            if order.waybill:
                for waybill in filter(None, _SEPARATORS.split(order.waybill)):
                    yield order.order_no, order.carrier, waybill


def _sent_by(carriers: CarrierChooser, order: OrderRecord) -> tuple[str, int]:
    """Carrier and surcharge of an order that waits to be sent; see `_status`."""
    if order.status not in (None, Status.PAID):
        return "", 0
    choice = carriers.choose(
        memo=order.memo, message=order.buyer_message, province=order.province, city=order.city,
        district=order.district, start="" if order.province else order.address[:START],
    )  # fmt: skip
    return choice.carrier, int(choice.surcharge)


def _status() -> str:
    """What a new order's status is, where the file says it or not."""
    paid = f"given.paid_at IS NOT NULL OR given.paid > 0 THEN {int(Status.PAID)} ELSE {int(Status.UNPAID)}"
    return f"coalesce(given.status, CASE WHEN {paid} END)"


def _order_upsert(source: Source, target: Target) -> Upsert:
    """Only what the file speaks of is written; the numbers put into the text are our own."""
    has = source.fields
    values = {
        "shop_id": str(target.shop_id),
        "import_id": str(target.import_id),
        "order_no": "given.order_no",
        "has_totals": str(int(source.kind is Kind.ORDERS)),
        "status": _status(),
        "created": f"coalesce(given.created_at, given.paid_at, {target.at})",
    }
    if "buyer" in has:
        of_shop = f"shop_id = {target.shop_id} AND platform_id = given.buyer"
        values["buyer_id"] = f"(SELECT id FROM buyer WHERE {of_shop})"
    values |= {column: f"given.{column}" for column in _PLAIN if column in has}
    if "memo" in has:
        values |= {"memo": "given.memo", "memo_native": "given.memo"}
    if "flag_text" in has:
        values |= {"flag_native": "given.flag_text", "flag": "given.flag"}
    told = _ALWAYS | has & {*_PLAIN, "buyer", "memo", "flag_text"}
    types = fields_of(OrderRecord, without=frozenset(OrderRecord._fields) - told)
    types |= {"flag": int} if "flag_text" in has else {}
    if target.carriers:
        is_paid = f"{_status()} = {int(Status.PAID)}"
        values["carrier"] = f"CASE WHEN {is_paid} THEN given.sent_by ELSE '' END"
        values["surcharge"] = f"CASE WHEN {is_paid} THEN given.surcharge ELSE 0 END"
        types |= {"sent_by": str, "surcharge": int}
    return Upsert(
        "orders",
        types,
        values,
        key=("shop_id", "order_no"),
        updates=_order_updates(source, target),
        unless="excluded.status < orders.status" if "status" in has else "",
        also={"import_id": "excluded.import_id", "version": "orders.version + 1"},
    )


def _order_updates(source: Source, target: Target) -> dict[str, str]:
    """The columns this file may change on an order already known, each with its rule."""
    fields = source.fields
    updates = {"has_totals": _larger("has_totals")}
    if "status" in fields:
        updates["status"] = _larger("status")
    if "created_at" in fields:
        updates["created"] = _created(target)
    if "buyer" in fields:
        updates["buyer_id"] = "coalesce(excluded.buyer_id, orders.buyer_id)"
    updates.update({word: _unless_empty(word) for word in _WORDS if word in fields})
    updates.update({time: f"coalesce(excluded.{time}, orders.{time})" for time in _TIMES if time in fields})
    updates.update(_receiver_updates([column for column in RECEIVER if column in fields]))
    for total in _TOTALS:
        if total in fields:
            updates[total] = _unless_edited("orders", total, _total(source, total))
    if "memo" in fields:
        changed = "excluded.memo <> '' AND excluded.memo <> orders.memo_native"
        updates["memo"] = f"CASE WHEN {changed} THEN excluded.memo ELSE orders.memo END"
        updates["memo_native"] = _unless_empty("memo_native")
    if "flag_text" in fields:
        changed = "excluded.flag_native <> '' AND excluded.flag_native <> orders.flag_native"
        updates["flag"] = f"CASE WHEN {changed} THEN excluded.flag ELSE orders.flag END"
        updates["flag_native"] = _unless_empty("flag_native")
    return updates


def _larger(column: str) -> str:
    return f"CASE WHEN excluded.{column} > orders.{column} THEN excluded.{column} ELSE orders.{column} END"


def _unless_empty(column: str, table: str = "orders") -> str:
    return f"CASE WHEN excluded.{column} = '' THEN {table}.{column} ELSE excluded.{column} END"


def _unless_edited(table: str, column: str, rule: str) -> str:
    return f"CASE WHEN {table}.edited = 1 THEN {table}.{column} ELSE {rule} END"


def _created(target: Target) -> str:
    """When the order was made. Where the file leaves that open, the payment or this import stood in for it (see
    `_order_statement`), which never beats an earlier moment."""
    stand_in = f"excluded.created = {target.at} OR excluded.created = excluded.paid_at"
    return f"CASE WHEN ({stand_in}) AND excluded.created > orders.created THEN orders.created ELSE excluded.created END"


def _receiver_updates(columns: list[str]) -> dict[str, str]:
    """The columns of the receiver that the file has, each with its rule. The place goes by the address: a province
    is not put before another one's street."""
    if not {"receiver", "phone", "address"} & set(columns):
        return {}
    known_better = "excluded.masking > orders.masking AND orders.receiver || orders.address <> ''"
    same = " AND ".join(f"excluded.{column} = json_extract(orders.receiver_native, '$.{column}')" for column in columns)
    empty = "excluded.receiver || excluded.address || excluded.phone = ''"
    kept = f"{empty} OR ({known_better}) OR (orders.receiver_native <> '' AND {same})"

    def rule(column: str, unless: str = "") -> str:
        return f"CASE WHEN {kept}{unless} THEN orders.{column} ELSE excluded.{column} END"

    said_by = {column: column if column in ("receiver", "phone") else "address" for column in columns}
    updates = {column: rule(column, f" OR excluded.{by} = ''") for column, by in said_by.items()}
    forgotten = f"CASE WHEN {kept} THEN orders.receiver_native ELSE '' END"
    return {**updates, "masking": rule("masking"), "receiver_native": forgotten}


def _total(source: Source, column: str) -> str:
    """An order file's totals hold; a line file's only until one is read. Sums over rows are settled after writing."""
    if column == "titles":
        return _unless_empty(column)
    if source.kind is not Kind.LINES:
        return f"excluded.{column}"
    if column in source.summed:
        return f"orders.{column}"
    return f"CASE WHEN orders.has_totals = 1 THEN orders.{column} ELSE excluded.{column} END"


_BUYER = Upsert(
    "buyer",
    {"shop": int, "name": str},
    {"shop_id": "given.shop", "platform_id": "given.name"},
    key=("shop_id", "platform_id"),
)

_LINE_COLUMN = {"product_id": "product_code"}
"""Columns that are called otherwise than the fields of LineRecord."""
_LINE_TEXTS = ("title", "sku", "properties", "product_code", "refund_state")
_LINE_EDITED = ("sku", "properties", "product_code", "quantity", "price", "goods", "paid")
"""What an edit by hand keeps for good."""


def _line_upsert(source: Source, target: Target, *, made_numbers: bool) -> Upsert:
    """Of a line already known it changes what the file speaks of. Lines known by their real sub-order number are not
    doubled by a file that has none (`made_numbers`)."""
    spoken = [_LINE_COLUMN.get(name, name) for name in LineRecord._fields if name in source.line_fields]
    of_order = f"o.shop_id = {target.shop_id} AND o.order_no = given.order_no"
    numbered = "SELECT 1 FROM order_line l WHERE l.order_id = o.id AND substr(l.line_no, 1, 1) <> '~'"
    return Upsert(
        "order_line",
        fields_of(LineRecord),
        {
            "order_id": "o.id",
            "import_id": str(target.import_id),
            **{_LINE_COLUMN.get(name, name): f"given.{name}" for name in LineRecord._fields[1:]},
        },
        key=("order_id", "line_no"),
        updates={column: _line_rule(column) for column in spoken if column not in ("order_no", "line_no", "position")},
        source="orders o",
        where=f"{of_order} AND NOT EXISTS ({numbered})" if made_numbers else of_order,
        also={"import_id": "excluded.import_id"},
    )


def _line_rule(column: str) -> str:
    rule = _unless_empty(column, "order_line") if column in _LINE_TEXTS else f"excluded.{column}"
    return _unless_edited("order_line", column, rule) if column in _LINE_EDITED else rule


def _parcel_upsert(target: Target) -> Upsert:
    return Upsert(
        "parcel",
        {"order_no": str, "carrier": str, "waybill": str},
        {
            "order_id": "o.id",
            "carrier": "given.carrier",
            "waybill": "given.waybill",
            "import_id": str(target.import_id),
        },
        key=("order_id", "waybill"),
        updates={"carrier": _unless_empty("carrier", "parcel")},
        source="orders o",
        where=f"o.shop_id = {target.shop_id} AND o.order_no = given.order_no",
        also={"import_id": "excluded.import_id"},
    )
