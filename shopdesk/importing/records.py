"""What comes out of a platform's file: plain records, in batches.

A file that has no column for something says nothing about it, which is not the same as saying it is empty: `fields`
of a `Source` names what its records speak of, and writing leaves the rest as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.platforms import Platform
from shopdesk.domain.reviews import Kind as Rating
from shopdesk.domain.statuses import Masking, Status


class Kind(StrEnum):
    """What one file is about; the value is the command line's `--kind`."""

    ORDERS = "orders"
    LINES = "lines"
    REFUNDS = "refunds"
    REVIEWS = "reviews"
    TRACKING = "tracking"


class OrderRecord(NamedTuple):
    """An order as a file tells it. Empty text, None and ZERO stand for "the cell is empty"."""

    order_no: str
    shop: str = ""
    status: Status | None = None
    status_text: str = ""
    buyer: str = ""
    receiver: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    """The rest of the address, after province, city and district."""
    postcode: str = ""
    masking: Masking = Masking.CLEAR
    goods: Money = ZERO
    """What the goods cost the buyer, before postage."""
    postage: Money = ZERO
    paid: Money = ZERO
    """What the buyer really paid."""
    buyer_message: str = ""
    memo: str = ""
    flag_text: str = ""
    """The flag cell as written: a colour word, the platform's code, or the shop's own label."""
    titles: str = ""
    """All item titles in one cell, where a file has no lines of its own."""
    pieces: int = 0
    created_at: Millis | None = None
    paid_at: Millis | None = None
    ship_by: Millis | None = None
    shipped_at: Millis | None = None
    done_at: Millis | None = None
    refund_state: str = ""
    close_reason: str = ""
    carrier: str = ""
    """The carrier as the platform names it: 圆通速递."""
    waybill: str = ""


class LineRecord(NamedTuple):
    """One bought item. `line_no` is the platform's sub-order number, or `~` and a digest of what was bought where the
    file has none, so that reading the same file again finds the same line."""

    order_no: str
    line_no: str
    position: int
    title: str = ""
    sku: str = ""
    properties: str = ""
    """As the platform writes them: `颜色分类：黑色;尺码：L`."""
    product_id: str = ""
    quantity: int = 1
    price: Money = ZERO
    goods: Money = ZERO
    paid: Money = ZERO
    refund_state: str = ""


class RefundRecord(NamedTuple):
    """One request in a platform's refund or after-sales file."""

    refund_no: str
    order_no: str
    kind: str = ""
    state: str = ""
    goods_state: str = ""
    amount: Money = ZERO
    reason: str = ""
    explanation: str = ""
    title: str = ""
    sku: str = ""
    return_carrier: str = ""
    return_waybill: str = ""
    requested_at: Millis | None = None
    deadline: Millis | None = None
    finished_at: Millis | None = None


class TrackingRecord(NamedTuple):
    """One thing that a carrier told of a parcel (SHP-08)."""

    waybill: str
    at: Millis
    said: str = ""
    place: str = ""
    status_text: str = ""
    """The carrier's own word for what it means: 派件."""
    carrier: str = ""


class ReviewRecord(NamedTuple):
    """What a buyer wrote about an order (REV-01)."""

    order_no: str
    at: Millis
    kind: Rating
    """Good, neutral or bad, by its word or its stars."""
    stars: int = 0
    review_no: str = ""
    """The platform's number of it, where the file has one."""
    said: str = ""
    later_said: str = ""
    buyer: str = ""
    title: str = ""
    reply: str = ""
    """What the shop answered on the platform."""
    state_text: str = ""
    """The platform's word for what became of it: 已删除."""
    row: int = 0
    """Where it stands in its file, as a spreadsheet counts."""


class RejectedRow(NamedTuple):
    """A row that could not be taken: `row` as a spreadsheet counts it (the first line of the file is 1)."""

    row: int
    column: str
    value: str
    reason: str
    """A key of importing.reasons.REASONS; translated where it is shown."""


class Batch(NamedTuple):
    """Some records, in file order. An order may come in several batches; its totals are then those up to there."""

    orders: list[OrderRecord]
    lines: list[LineRecord]
    refunds: list[RefundRecord]
    rows_read: int
    """Data rows read so far."""
    events: Sequence[TrackingRecord] = ()
    reviews: Sequence[ReviewRecord] = ()


@dataclass(slots=True)
class Source:
    """An opened file whose layout is understood. Iterate `batches()` of the reader once; `rejected` and `rows` are
    complete afterwards."""

    file: str
    platform: Platform
    kind: Kind
    encoding: str
    header: tuple[str, ...]
    fields: frozenset[str]
    """Field names of OrderRecord that this file's columns speak of."""
    line_fields: frozenset[str] = frozenset()
    summed: frozenset[str] = frozenset()
    """Those of an order's goods, paid and pieces that are sums over its lines: writing adds the lines up, so that an
    order whose lines are in several files comes out right."""
    rows: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
