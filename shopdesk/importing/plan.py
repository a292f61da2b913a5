"""A layout compiled for one header: which places of a row are read, and how.

A batch is read column by column, not cell by cell: a column is a list, its reader one `map` over it, and records are
made by zipping the columns. That is several times faster than visiting the cells of each row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from shopdesk.domain.statuses import Masking
from shopdesk.importing import cells
from shopdesk.importing.addresses import Place, join_address, split_address
from shopdesk.importing.cells import BadCell, Remembered
from shopdesk.importing.columns import index_columns, present
from shopdesk.importing.layouts import Columns
from shopdesk.importing.reasons import Reason

Column = list[Any]
Read = Callable[[str], Any]

PLACE_PARTS = ("province", "city", "district", "street", "whole_address")


class Readers:
    """The reader of each field, with what they remember of one file. Fields not named here are plain text."""

    def __init__(self) -> None:
        amounts = Remembered(cells.money).__getitem__
        counts = Remembered(cells.quantity).__getitem__
        moments = cells.moment
        self.by_field: dict[str, Read] = {
            "order_no": cells.required_order_number,
            "line_no": cells.order_number,
            "refund_no": cells.required_refund_number,
            "waybill": cells.waybill,
            "return_waybill": cells.waybill,
            "carrier": Remembered(cells.clean).__getitem__,
            "phone": cells.code,
            "product_id": Remembered(cells.product_code).__getitem__,
            "buyer": cells.key,
            "sku": cells.key,
            "goods": amounts,
            "postage": amounts,
            "paid": amounts,
            "price": amounts,
            "amount": amounts,
            "freight": amounts,
            "quantity": counts,
            "pieces": Remembered(cells.whole_number).__getitem__,
            "created_at": moments,
            "paid_at": moments,
            "shipped_at": moments,
            "done_at": moments,
            "requested_at": moments,
            "finished_at": moments,
            "ship_by": cells.moment_within,
            "deadline": cells.moment_within,
        }


class TrackingReaders(Readers):
    """The same for what carriers tell: a parcel's number is what a row is about there."""

    def __init__(self) -> None:
        super().__init__()
        self.by_field = {
            "waybill": Remembered(cells.required_waybill).__getitem__,
            "at": cells.required_moment,
            "carrier": self.by_field["carrier"],
        }


class ReviewReaders(Readers):
    """The same for what buyers write: an order number may be missing, a moment may not."""

    def __init__(self) -> None:
        super().__init__()
        self.by_field = {
            "order_no": cells.order_number,
            "review_no": cells.code,
            "at": cells.required_moment,
            "buyer": cells.key,
        }


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell of a batch that could not be read: `index` is the row's in the batch, `place` the column's."""

    index: int
    place: int
    value: str
    reason: Reason


def texts(column: Sequence[str]) -> list[str]:
    """A column of plain text."""
    if not any(column):
        return list(column)
    odd, clean = cells.ODD_STARTS, cells.clean
    return [text if text[:1] not in odd and text[-1:] not in odd else clean(text) for text in column]


class Picker:
    """Takes the wanted places out of rows of any length: short rows are padded, long ones cut, nothing shifts."""

    def __init__(self, places: Iterable[int]) -> None:
        self.places = tuple(sorted(set(places)))
        self._width = self.places[-1] + 1
        self._pick = itemgetter(*self.places) if len(self.places) > 1 else None

    def columns(self, rows: Sequence[list[str]]) -> dict[int, Sequence[str]]:
        """Each wanted place and its cells."""
        width = self._width
        if min(map(len, rows)) < width:
            rows = [row + [""] * (width - len(row)) for row in rows]
        if self._pick is None:
            return {self.places[0]: [row[self.places[0]] for row in rows]}
        return dict(zip(self.places, zip(*map(self._pick, rows), strict=True), strict=True))


class FieldReader:
    """Reads the fields of one record type from a batch's columns."""

    def __init__(self, columns: Columns, header: Sequence[str], readers: Readers) -> None:
        places = index_columns(header)
        found = {name: present(names, places) for name, names in columns.items()}
        self.sources = {name: each for name, each in found.items() if each}
        self._readers = readers.by_field

    @property
    def places(self) -> set[int]:
        """All places it reads."""
        return {place for each in self.sources.values() for place in each}

    def read(self, columns: dict[int, Sequence[str]], bad: list[Bad]) -> dict[str, Column]:
        """A list of values for each field that the file speaks of; what can't be read is added to `bad`."""
        return {name: self._column(name, places, columns, bad) for name, places in self.sources.items()}

    def _column(self, name: str, places: tuple[int, ...], columns: dict[int, Sequence[str]], bad: list[Bad]) -> Column:
        column = columns[places[0]]
        for other in places[1:]:
            column = texts(column)
            if all(column):
                break
            column = [one or two for one, two in zip(column, columns[other], strict=True)]
        read = self._readers.get(name)
        if read is None:
            return texts(column)
        try:
            return list(map(read, column))
        except BadCell:
            return _read_carefully(read, column, places[0], bad)


def _read_carefully(read: Read, column: Sequence[str], place: int, bad: list[Bad]) -> Column:
    values: Column = []
    for index, text in enumerate(column):
        try:
            values.append(read(text))
        except BadCell as error:
            bad.append(Bad(index, place, text, error.reason))
            values.append(None)
    return values


def place_columns(fields: dict[str, Column], count: int) -> dict[str, Column]:
    """Province, city, district, address and postcode from whichever address columns there are; empty without any."""
    given = [fields.pop(name, None) for name in PLACE_PARTS]
    if all(column is None for column in given):
        return {}
    if not count:
        return {name: [] for name in Place._fields}
    if given[0] is None and given[3] is None and given[4] is not None:
        places = map(split_address, given[4])
    else:
        blank = [""] * count
        places = map(join_address, *(column if column is not None else blank for column in given))
    return dict(zip(Place._fields, map(list, zip(*places, strict=True)), strict=True))


def masking_column(fields: dict[str, Column], count: int) -> Column:
    """Whether each receiver is hidden; one look at the whole batch settles the usual case."""
    blank = [""] * count
    hidden = [fields.get(name, blank) for name in ("receiver", "phone", "address")]
    together = "\n".join("\n".join(column) for column in hidden)
    if "*" not in together and "##" not in together and "$$" not in together and "~" not in together:
        return [Masking.CLEAR] * count
    return list(map(cells.masking_of, *hidden))


def records(record: type[Any], fields: dict[str, Column], count: int) -> list[Any]:
    """`count` records of a NamedTuple type; a field without a column has its default."""
    defaults = record._field_defaults
    columns = [fields[name] if name in fields else [defaults[name]] * count for name in record._fields]
    make = partial(tuple.__new__, record)
    return list(map(make, zip(*columns, strict=True)))
