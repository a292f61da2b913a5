"""Cases are opened by hand, by a box or by the platform's file, and what is known of them is filled in (RET-10, RET-11).

Their steps are in `case_steps`, who is in charge in `case_people`, what goes out again in `case_replacements`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.domain.cases import Kind, Source
from shopdesk.domain.intake import Wish
from shopdesk.services.desk import Desk, Work
from shopdesk.services.edits import Base


@dataclass(frozen=True, slots=True)
class CaseItem:
    """Pieces of a bought line that a case is about."""

    line_id: int | None = None
    title: str = ""
    sku: str = ""
    properties: str = ""
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class CameBack:
    """Something in a box, as `take_in` wants it; `item_id` is the box item's."""

    item_id: int
    order_id: int
    wish: Wish = Wish.UNKNOWN
    wish_to: str = ""
    line_id: int | None = None
    title: str = ""
    sku: str = ""
    properties: str = ""
    quantity: int = 1


def open_case(
    desk: Desk,
    *,
    kind: Kind,
    order_id: int | None = None,
    buyer_id: int | None = None,
    reason: str = "",
    asked: str = "",
    wanted: str = "",
    items: Iterable[CaseItem] = (),
    source: Source = Source.HAND,
) -> int:
    """Open a case for an order or a buyer; returns its id (SERVE). `reason` is a word of domain.reasons.Reason."""
    raise NotImplementedError


def enter_case(
    doing: Work,
    *,
    kind: Kind,
    order_id: int | None = None,
    buyer_id: int | None = None,
    reason: str = "",
    asked: str = "",
    wanted: str = "",
    items: Iterable[CaseItem] = (),
    source: Source = Source.HAND,
    refund_no: str = "",
    platform_due: Millis | None = None,
) -> int:
    """Open a case as part of a larger work."""
    raise NotImplementedError


def take_in(doing: Work, *, box_id: int, item: CameBack) -> int:
    """Goods in a box: the open case of their order takes them, or a new one by the buyer's wish; it stands at
    RECEIVED then, and the box item names it. A closed case of that very parcel is opened again. Returns the case's id.
    Part of registering or claiming a box."""
    raise NotImplementedError


def edit_case(desk: Desk, *, case_id: int, values: dict[str, Any], base: Base) -> bool:
    """Change kind, reason, cover, freight, amount, wanted, carrier, waybill, blame or one of the five lines
    (asked, verified, proposed, agreed, done); only what differs from `base` is written. False where nothing did.

    Raises Clash, InsuranceForExchange (RET-11), BuyerPaysFreight, CarrierNotPaid (RET-10)."""
    raise NotImplementedError
