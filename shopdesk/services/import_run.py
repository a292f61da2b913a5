"""Writing one opened file inside the open transaction, and counting what it did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from shopdesk.db.database import Database
from shopdesk.domain.tracking import Event, Source, Told
from shopdesk.domain.tracking_words import meaning, status_named
from shopdesk.importing.aside import ReadAside
from shopdesk.importing.reader import Reader
from shopdesk.importing.records import Batch, Kind, TrackingRecord
from shopdesk.services.order_writer import OrderWriter, Target
from shopdesk.services.products import learn_variants
from shopdesk.services.refund_writer import write_refunds
from shopdesk.services.tracking_writer import EventWriter

_WATCHED = ("orders", "order_line", "parcel")
AFTER_SALES_OF_LINES = ("case_item", "box_item", "repair", "shortage_item")
"""What may hang on an order's line beside slips."""
_STAND_INS = (
    "SELECT id FROM order_line WHERE substr(line_no, 1, 1) = '~' AND order_id IN "
    "(SELECT order_id FROM order_line WHERE id > ? AND substr(line_no, 1, 1) <> '~' AND order_id <= ?)"
)
"""Lines without a real number of orders that were there before and have got real ones."""


@dataclass(slots=True)
class Tally:
    """Distinct orders (or refund requests, or events of parcels) of a file: made, changed, left as they were.

    `touched` are the old orders that changed, `unknown` the waybills or order numbers that no order has."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    touched: set[int] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)


class ImportRun:
    """One file on its way into the database."""

    def __init__(self, database: Database, reader: Reader | ReadAside, target: Target) -> None:
        self._database = database
        self._reader = reader
        self._shop_id = target.shop_id
        self._import_id = target.import_id
        self._now = target.at
        self._before = {table: self._last_id(table) for table in _WATCHED}
        self._writer = OrderWriter(database, reader.source, target)

    def write(self, on_batch: Callable[[Batch], None]) -> Tally:
        """Write every batch; `on_batch` is told of each and may raise to give up."""
        if self._reader.source.kind is Kind.REFUNDS:
            return self._write_refunds(on_batch)
        if self._reader.source.kind is Kind.TRACKING:
            return self._write_events(on_batch)
        seen: set[str] = set()
        for batch in self._reader.batches():
            on_batch(batch)
            self._writer.write(batch)
            seen.update(order.order_no for order in batch.orders)
        self._writer.flush()
        self._settle()
        return self._tally(len(seen))

    def _write_refunds(self, on_batch: Callable[[Batch], None]) -> Tally:
        tally = Tally()
        for batch in self._reader.batches():
            on_batch(batch)
            made, changed = write_refunds(
                self._database, batch.refunds, shop_id=self._shop_id, import_id=self._import_id
            )
            tally.created += made
            tally.updated += changed
            tally.unchanged += len({r.refund_no for r in batch.refunds}) - made - changed
        return tally

    def _write_events(self, on_batch: Callable[[Batch], None]) -> Tally:
        writer = EventWriter(self._database, now=self._now, source=Source.FILE)
        for batch in self._reader.batches():
            on_batch(batch)
            writer.write(map(_told, batch.events))
        written = writer.finish()
        return Tally(written.events, 0, written.known, unknown=written.unknown)

    def _settle(self) -> None:
        """What can only be said once all lines are in."""
        if not self._writer.changes["order_line"]:
            return
        self._drop_stand_ins()
        if self._reader.source.summed:
            self._add_up_lines()
        learn_variants(self._database, shop_id=self._shop_id, after_line=self._before["order_line"])

    def _drop_stand_ins(self) -> None:
        """Lines without a real number give way once the real ones are known; what hangs on them (slips, cases, boxes,
        repairs, shortages) follows to the line at their place."""
        since = (self._before["order_line"], self._before["orders"])
        if not self._run(f"SELECT 1 FROM ({_STAND_INS}) f LIMIT 1", *since).fetchone():
            return
        for table in ("slip_item", *AFTER_SALES_OF_LINES):
            self._run(
                f"UPDATE {table} SET line_id = (SELECT n.id FROM order_line m JOIN order_line n "
                "ON n.order_id = m.order_id AND n.position = m.position AND substr(n.line_no, 1, 1) <> '~' "
                f"WHERE m.id = {table}.line_id ORDER BY n.id LIMIT 1) WHERE line_id IN ({_STAND_INS})",
                *since,
            )
        self._run(f"DELETE FROM order_line WHERE id IN ({_STAND_INS})", *since)

    def _add_up_lines(self) -> None:
        sums = {"goods": "sum(goods)", "paid": "sum(paid)", "pieces": "sum(quantity)"}
        sums = {column: total for column, total in sums.items() if column in self._reader.source.summed}
        added = ", ".join(f"{total} AS {column}" for column, total in sums.items())
        old, new = (", ".join(f"{table}.{column}" for column in sums) for table in ("orders", "added"))
        lines = "l.id > ?"
        if self._changed_old("order_line"):
            lines += f" OR l.import_id = {self._import_id}"
        changed = (
            "SELECT l.order_id FROM order_line l CROSS JOIN orders o ON o.id = l.order_id "
            f"WHERE ({lines}) AND o.has_totals = 0 AND o.edited = 0"
        )
        self._run(
            f"UPDATE orders SET {', '.join(f'{column} = added.{column}' for column in sums)}, "
            f"import_id = {self._import_id} FROM (SELECT order_id, {added} FROM order_line "
            f"WHERE order_id IN ({changed}) GROUP BY order_id) added WHERE orders.id = added.order_id "
            f"AND ({old}) IS DISTINCT FROM ({new})",
            self._before["order_line"],
        )

    def _tally(self, distinct: int) -> Tally:
        created = self._count("SELECT count(*) FROM orders WHERE id > ?", self._before["orders"])
        touched = self._touched()
        return Tally(created, len(touched), distinct - created - len(touched), touched)

    def _touched(self) -> set[int]:
        """Orders known before this file that it changed, by themselves or by a line or parcel. The whole table is read
        only where counting says that there is something to find."""
        old = self._before["orders"]
        found: set[int] = set()
        if self._changed_old("orders"):
            found |= self._ids("SELECT id FROM orders WHERE import_id = ? AND id <= ?", self._import_id, old)
        for table in ("order_line", "parcel"):
            new = f"SELECT DISTINCT order_id FROM {table} WHERE id > ? AND order_id <= ?"
            found |= self._ids(new, self._before[table], old)
            if self._changed_old(table):
                changed = f"SELECT DISTINCT order_id FROM {table} WHERE import_id = ? AND order_id <= ?"
                found |= self._ids(changed, self._import_id, old)
        return found

    def _changed_old(self, table: str) -> bool:
        new = self._count(f"SELECT count(*) FROM {table} WHERE id > ?", self._before[table])
        return self._writer.changes[table] > new

    def _last_id(self, table: str) -> int:
        return self._count(f"SELECT coalesce(max(id), 0) FROM {table}")

    def _count(self, sql: str, *params: Any) -> int:
        return int(self._run(sql, *params).fetchone()[0])

    def _ids(self, sql: str, *params: Any) -> set[int]:
        return {row[0] for row in self._run(sql, *params)}

    def _run(self, sql: str, *params: Any) -> Any:
        return self._database.execute_sql(sql, params)


def _told(record: TrackingRecord) -> Told:
    """A row's event; what it says in a column of its own counts as words where it has no others."""
    said = record.said or record.status_text
    status = meaning(said, status_named(record.status_text))
    return Told(record.waybill, record.carrier, Event(record.at, said, record.place, status))
