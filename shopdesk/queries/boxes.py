"""Boxes that came back, and what was in them (RET-01 to RET-09)."""

from collections.abc import Collection
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.box_scans import box_code
from shopdesk.domain.intake import BoxState, Condition, Destination, MatchedBy, Wish
from shopdesk.domain.money import Money
from shopdesk.errors import N_, NotFound


class BoxNotFound(NotFound):
    template = N_("There is no box {number} here. Look at the day's list, or scan the box's label.")


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One box."""

    id: int
    version: int
    day: str
    """`2026-11-22`."""
    number: int
    state: BoxState
    shop_id: int | None
    shop: str
    order_id: int | None
    order_no: str
    buyer_id: int | None
    buyer: str
    """The platform id of the buyer it was matched to."""
    matched_by: MatchedBy | None
    carrier: str
    waybill: str
    sender_name: str
    sender_phone: str
    sender_region: str
    sender_address: str
    buyer_name: str
    """The buyer's platform id as the paper in the box says it."""
    postage: Money
    cash: Money
    note: str
    person_id: int
    person: str
    """Who opened it."""
    at: Millis
    registered_at: Millis | None
    asker_id: int | None
    asker: str
    ask_by: Millis | None
    escalated_at: Millis | None
    claimed_by: str
    claimed_at: Millis | None
    reason: str
    """Why it was given up or struck out."""
    items: int
    """Lines in it; `pieces` in all."""
    pieces: int

    @property
    def code(self) -> str:
        """`BX20261122-3`: what its label's bars say."""
        return box_code(self.day, self.number)


@dataclass(frozen=True, slots=True)
class BoxItemRow:
    """Some pieces of one thing in a box."""

    id: int
    version: int
    box_id: int
    order_id: int | None
    """Whose it is; the box's order where nobody said otherwise, None for nobody's."""
    order_no: str
    line_id: int | None
    variant_id: int | None
    case_id: int | None
    title: str
    sku: str
    style: str
    colour: str
    size: str
    quantity: int
    accessories: str
    condition: Condition | None
    """None while nobody looked at it: it was filled in from the order."""
    fault: str
    wish: Wish
    wish_to: str
    note: str
    good: int
    faulty: int
    goes_to: Destination | None
    faulty_to: Destination | None
    inspected_by_id: int | None
    inspected_by: str
    inspected_at: Millis | None
    approved_by_id: int | None
    approved_by: str
    approved_at: Millis | None


@dataclass(frozen=True, slots=True)
class BoxDetail:
    """A box with all that is in it."""

    row: BoxRow
    items: tuple[BoxItemRow, ...]


def get_box(database: Database, box_id: int) -> BoxDetail:
    """One box; raises BoxNotFound."""
    raise NotImplementedError


def get_box_item(database: Database, item_id: int) -> BoxItemRow:
    """One item; raises BoxItemNotFound."""
    raise NotImplementedError


def find_box(database: Database, *, day: str, number: int) -> int | None:
    """The box of that day and number (RET-01)."""
    raise NotImplementedError


def list_boxes(
    database: Database,
    *,
    day: str | None = None,
    states: Collection[BoxState] = (),
    find: str = "",
    limit: int | None = None,
) -> list[BoxRow]:
    """Boxes, the newest first; of a day, in these states. `find`: a part of waybill, order number, sender's name,
    phone, buyer or note, or a box's label."""
    raise NotImplementedError


def list_boxes_of(
    database: Database, *, order_id: int | None = None, buyer_id: int | None = None, case_id: int | None = None
) -> list[BoxRow]:
    """The boxes with something of an order, a buyer or a case in them, the newest first; struck-out ones are left
    out."""
    raise NotImplementedError
