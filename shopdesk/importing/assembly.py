"""Rows of a known layout made into records, a batch at a time."""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import compress
from typing import Any

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.review_kinds import kind_named, stars_of
from shopdesk.domain.statuses import fold_status
from shopdesk.importing.cells import Remembered
from shopdesk.importing.layouts import Layout
from shopdesk.importing.plan import (
    Bad,
    Column,
    FieldReader,
    Picker,
    Readers,
    ReviewReaders,
    TrackingReaders,
    masking_column,
    place_columns,
    records,
)
from shopdesk.importing.reasons import Reason
from shopdesk.importing.records import (
    Batch,
    Kind,
    LineRecord,
    OrderRecord,
    RefundRecord,
    RejectedRow,
    ReviewRecord,
    TrackingRecord,
)
from shopdesk.importing.totals import PART, Grouped, Part, Totals

LONGEST_SHOWN = 100
"""Characters of a rejected cell that are kept to be shown."""
_ADDRESS = frozenset({"province", "city", "district", "address", "postcode"})
_AMOUNTS = ("goods", "postage", "paid")


class Assembler:
    """Makes records of one file's rows. `rejected` fills up on the way; call `batch` for consecutive rows."""

    def __init__(self, layout: Layout, header: Sequence[str]) -> None:
        readers = Readers()
        self._layout = layout
        self._header = header
        self._order = FieldReader(layout.order, header, readers)
        self._line = FieldReader(layout.line, header, readers)
        self._refund = FieldReader(layout.refund, header, readers)
        self._tracking = FieldReader(layout.tracking, header, TrackingReaders())
        self._review = FieldReader(layout.review, header, ReviewReaders())
        read = (self._order, self._line, self._refund, self._tracking, self._review)
        self._picker = Picker(place for each in read for place in each.places)
        self._statuses = Remembered(fold_status)
        self._digests = Remembered(_digest)
        self._totals = Totals(layout.repeated, self._statuses.__getitem__)
        self._broken: set[str] = set()
        self.rejected: list[RejectedRow] = []
        self.rows = 0

    @property
    def key_place(self) -> int | None:
        """Where rows of one order can be told by, if an order may have several."""
        return self._order.sources["order_no"][0] if self._layout.line else None

    @property
    def order_fields(self) -> frozenset[str]:
        """The fields of OrderRecord that this file speaks of."""
        found = set(self._order.sources)
        if found & {"whole_address", "province"}:
            found |= _ADDRESS | {"masking"}
        if found & {"receiver", "phone"}:
            found.add("masking")
        if "status_text" in found:
            found.add("status")
        if "goods" not in found and "paid" in found:
            found.add("goods")
        if "quantity" in self._line.sources:
            found.add("pieces")
        return frozenset(found & set(OrderRecord._fields))

    @property
    def summed(self) -> frozenset[str]:
        """Those of goods, paid and pieces that are in a file of lines and are sums over them."""
        if self._layout.kind is not Kind.LINES:
            return frozenset()
        order, line = self._order.sources, self._line.sources
        same = {name for name in ("goods", "paid") if name in order and order[name] == line.get(name)}
        if self.line_fields - self.order_fields >= {"goods"}:
            same.add("goods")  # the file has no total at all
        return frozenset(same - self._layout.repeated | ({"pieces"} if "quantity" in line else set()))

    @property
    def line_fields(self) -> frozenset[str]:
        """The fields of LineRecord that this file speaks of."""
        found = set(self._line.sources) | ({"order_no", "line_no", "position"} if self._layout.line else set())
        if "goods" not in found and self._goods_can_be_made():
            found.add("goods")
        return frozenset(found & set(LineRecord._fields))

    def _goods_can_be_made(self) -> bool:
        return self._layout.priced_lines and "price" in self._line.sources

    def batch(self, first_row: int, rows: Sequence[list[str]]) -> Batch:
        """The records of consecutive rows, the first of which is the file's row `first_row`."""
        numbers = [number for number, row in enumerate(rows, first_row) if any(row)]
        filled = rows if len(numbers) == len(rows) else [row for row in rows if any(row)]
        self.rows += len(filled)
        if not filled:
            return Batch([], [], [], self.rows)
        bad: list[Bad] = []
        columns = self._picker.columns(filled)
        order = self._order.read(columns, bad)
        line = self._line.read(columns, bad)
        other = self._other().read(columns, bad)
        if self._layout.kind is Kind.REVIEWS:
            self._complete_review(other, bad)
            other["row"] = list(numbers)
        if bad or self._broken:
            keep = self._reject(numbers, bad, order.get("order_no", []))
            order, line, other = (_compressed(fields, keep) for fields in (order, line, other))
        if self._layout.kind is Kind.TRACKING:
            return Batch([], [], [], self.rows, records(TrackingRecord, other, len(other["waybill"])))
        if self._layout.kind is Kind.REVIEWS:
            return Batch([], [], [], self.rows, reviews=records(ReviewRecord, other, len(other["order_no"])))
        if self._layout.kind is Kind.REFUNDS:
            return Batch([], [], self._refunds(other), self.rows)
        if self._layout.line:
            return self._from_lines(order, line)
        return Batch(self._orders(order), [], [], self.rows)

    def _reject(self, numbers: list[int], bad: list[Bad], order_nos: Column) -> list[bool]:
        """Note the rows that can't be taken, each once; rows of the same order go with them."""
        keep = [True] * len(numbers)
        for cell in sorted(bad, key=lambda cell: (cell.index, cell.place)):
            if keep[cell.index]:
                keep[cell.index] = False
                self._note(numbers[cell.index], cell.place, cell.value, cell.reason)
        if not self._layout.line:
            return keep
        self._broken.update(compress(order_nos, (not each for each in keep)))
        self._broken.discard(None)
        for index, order_no in enumerate(order_nos):
            if keep[index] and order_no in self._broken:
                keep[index] = False
                self._note(numbers[index], self._order.sources["order_no"][0], order_no, Reason.PART_REJECTED)
        self.rejected.sort()
        return keep

    def _note(self, row: int, place: int, value: str, reason: Reason) -> None:
        self.rejected.append(RejectedRow(row, self._header[place].strip(), value[:LONGEST_SHOWN], reason))

    def _orders(self, order: dict[str, Column]) -> list[OrderRecord]:
        self._complete_order(order)
        return _latest(records(OrderRecord, order, len(order["order_no"])))

    def _complete_order(self, order: dict[str, Column]) -> None:
        """Fill in what follows from the columns: status, place, masking, amounts."""
        count = len(order["order_no"])
        order.update(place_columns(order, count))
        if "receiver" in order or "phone" in order or "address" in order:
            order["masking"] = masking_column(order, count)
        if "status_text" in order:
            order["status"] = list(map(self._statuses.__getitem__, order["status_text"]))
        if "goods" not in order and "paid" in order:
            postage = order.get("postage", [ZERO] * count)
            order["goods"] = [paid - extra for paid, extra in zip(order["paid"], postage, strict=True)]
        self._drop_unpaid(order, order.get("paid_at"))

    def _drop_unpaid(self, fields: dict[str, Column], paid_at: Column | None) -> None:
        if self._layout.due_until_paid and "paid" in fields and paid_at is not None:
            fields["paid"] = [paid if at else ZERO for paid, at in zip(fields["paid"], paid_at, strict=True)]

    def _complete_line(self, line: dict[str, Column], order: dict[str, Column]) -> None:
        count = len(order["order_no"])
        line["order_no"] = order["order_no"]
        line.setdefault("quantity", [1] * count)
        self._drop_unpaid(line, order.get("paid_at"))
        if "goods" not in line and self._goods_can_be_made():
            line["goods"] = [price * quantity for price, quantity in zip(line["price"], line["quantity"], strict=True)]
        if "price" not in line and "goods" in line:
            line["price"] = [
                Money(goods // quantity) if quantity else goods
                for goods, quantity in zip(line["goods"], line["quantity"], strict=True)
            ]
        blank = [""] * count
        made = self._digests.__getitem__
        what = zip(*(line.get(name, blank) for name in ("sku", "title", "properties")), strict=True)
        numbers = zip(line.get("line_no", blank), map("\x1f".join, what), strict=True)
        line["line_no"] = [number or made(text) for number, text in numbers]

    def _from_lines(self, order: dict[str, Column], line: dict[str, Column]) -> Batch:
        self._complete_order(order)
        self._complete_line(line, order)
        grouped = self._group(order, line)
        lines = {**line, "line_no": grouped.line_nos, "position": grouped.positions}
        kept = _compressed(lines, grouped.kept) if not all(grouped.kept) else lines
        return Batch(
            self._grouped_orders(order, grouped),
            records(LineRecord, kept, len(kept["order_no"])),
            [],
            self.rows,
        )

    def _group(self, order: dict[str, Column], line: dict[str, Column]) -> Grouped:
        count = len(order["order_no"])
        pieces = line["quantity"]
        named: dict[str, Column] = {"rows": [1] * count, "status_text": [""] * count, "refund_state": [""] * count}
        named.update({name: order[name] for name in ("status_text", "refund_state") if name in order})
        named.update({name: list(map(int, order[name])) for name in _AMOUNTS if name in order}, pieces=pieces)
        parts: list[Part] = list(zip(*(named.get(name) or [0] * count for name in PART), strict=True))
        amounts = [line[name] for name in ("price", "goods", "paid") if name in line]
        prints = list(map(hash, zip(pieces, *amounts, strict=True)))
        return self._totals.group(order["order_no"], line["line_no"], prints, parts)

    def _grouped_orders(self, order: dict[str, Column], grouped: Grouped) -> list[OrderRecord]:
        rows = [indices for indices in grouped.orders.values() if indices]
        totals = [grouped.totals[order_no] for order_no, indices in grouped.orders.items() if indices]
        fields = {name: [_first_filled(column, indices) for indices in rows] for name, column in order.items()}
        spoken = self.order_fields
        for place, name in enumerate(PART):
            if name in spoken:
                total = [part[place] for part in totals]
                fields[name] = list(map(Money, total)) if name in _AMOUNTS else total
        if "status" in spoken:
            fields["status"] = list(map(self._statuses.__getitem__, fields["status_text"]))
        return records(OrderRecord, fields, len(rows))

    def _other(self) -> FieldReader:
        """What reads a file that is not about orders."""
        if self._layout.review:
            return self._review
        return self._tracking if self._layout.tracking else self._refund

    def _complete_review(self, review: dict[str, Column], bad: list[Bad]) -> None:
        """Good, neutral or bad, and its stars, from whichever of the two columns tell."""
        blank = [""] * len(review["order_no"])
        named, starred = review.pop("kind_text", blank), review.pop("stars_text", blank)
        review["stars"] = [stars_of(stars) or stars_of(name) for name, stars in zip(named, starred, strict=True)]
        review["kind"] = [kind_named(name, stars) for name, stars in zip(named, review["stars"], strict=True)]
        sources = self._review.sources
        place = (sources.get("kind_text") or sources.get("stars_text") or sources["at"])[0]
        for index, kind in enumerate(review["kind"]):
            if kind is None:
                bad.append(Bad(index, place, named[index] or starred[index], Reason.NO_KIND))

    def _refunds(self, refund: dict[str, Column]) -> list[RefundRecord]:
        freight = refund.pop("freight", None)
        if freight is not None and "amount" in refund:
            refund["amount"] = [amount + more for amount, more in zip(refund["amount"], freight, strict=True)]
        return _latest(records(RefundRecord, refund, len(refund["refund_no"])))


def _latest(made: list[Any]) -> list[Any]:
    """Of several records with the same number, which is their first field, the last."""
    by_number = {record[0]: record for record in made}
    return made if len(by_number) == len(made) else list(by_number.values())


def _first_filled(column: Column, indices: list[int]) -> Any:
    """The first value of an order's rows that says something."""
    value = column[indices[0]]
    if value or len(indices) == 1:
        return value
    return next((column[index] for index in indices if column[index]), value)


def _compressed(fields: dict[str, Column], keep: list[bool]) -> dict[str, Column]:
    return {name: list(compress(column, keep)) for name, column in fields.items()}


def _digest(text: str) -> str:
    return "~" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
