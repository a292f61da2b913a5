"""What the first rows of a file would become by a mapping, as text; no widgets here."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.clock import shown
from shopdesk.domain.money import Money
from shopdesk.i18n import _
from shopdesk.importing.mapping import FIELDS, LINE, Mapping, preview
from shopdesk.importing.reasons import REASONS
from shopdesk.importing.records import (
    Batch,
    Kind,
    LineRecord,
    OrderRecord,
    RefundRecord,
    ReviewRecord,
    TrackingRecord,
)

_PLACES = ("province", "city", "district", "address")
_MOMENTS = frozenset(
    {"at", "created_at", "paid_at", "ship_by", "shipped_at", "done_at", "requested_at", "deadline", "finished_at"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Headings and rows of text; `wrong` says in sentences which rows could not be read."""

    headings: list[str]
    rows: list[list[str]]
    wrong: list[str]


def read_by(mapping: Mapping, header: Sequence[str], sample: Sequence[list[str]], first_row: int) -> Shown:
    """The sample as the mapping reads it. Raises NoSuchColumn, IncompleteMapping."""
    read = preview(mapping, header, sample, first_row)
    fields = [name for name in FIELDS[mapping.kind] if mapping.columns.get(name)]
    headings = [_(FIELDS[mapping.kind][name]) for name in fields]
    rows = [[_text(name, record) for name in fields] for record in _records(mapping.kind, read.batch)]
    wrong = [
        _("Row {row}, {column}: {reason}").format(row=bad.row, column=bad.column, reason=_reason(bad.reason))
        for bad in read.rejected
    ]
    return Shown(headings, rows, wrong)


_REVIEWS = {"kind_text": "kind", "stars_text": "stars"}
"""Under which names a review has what was understood."""
Record = tuple[OrderRecord | None, LineRecord | RefundRecord | TrackingRecord | ReviewRecord | None]


def _records(kind: Kind, batch: Batch) -> list[Record]:
    """One for each row that is shown: a refund, an item with its order, or an order."""
    if kind is Kind.REFUNDS:
        return [(None, refund) for refund in batch.refunds]
    if kind is Kind.TRACKING:
        return [(None, event) for event in batch.events]
    if kind is Kind.REVIEWS:
        return [(None, review) for review in batch.reviews]
    if not batch.lines:
        return [(order, None) for order in batch.orders]
    orders = {order.order_no: order for order in batch.orders}
    return [(orders.get(line.order_no), line) for line in batch.lines]


def _text(name: str, record: Record) -> str:
    order, other = record
    if name.startswith(LINE) or isinstance(other, RefundRecord | TrackingRecord | ReviewRecord):
        return _value(other, _REVIEWS.get(name, name.removeprefix(LINE)))
    if name == "whole_address":
        return " ".join(filter(None, (_value(order, part) for part in _PLACES)))
    return _value(order, "address" if name == "street" else name)


def _value(record: object, name: str) -> str:
    value = getattr(record, name, "")
    if isinstance(value, Money):
        return value.shown
    if name in _MOMENTS and isinstance(value, int):
        return shown(value)
    if name == "line_no" and str(value).startswith("~"):
        return ""
    return "" if value is None else str(value)


def _reason(key: str) -> str:
    return _(REASONS[key]) if key in REASONS else key
