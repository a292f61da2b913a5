"""Whose box is it: how well an order fits what came with a box, with reasons (RET-03). Nothing is accepted by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from shopdesk.clock import Millis


@dataclass(frozen=True, slots=True)
class Goods:
    """One thing, as a box or an order tells of it; empty where nothing is said."""

    style: str = ""
    colour: str = ""
    size: str = ""
    code: str = ""
    """The SKU, or a barcode."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a box."""

    at: Millis
    """When it came."""
    waybill: str = ""
    phone: str = ""
    """Whole, its end only, with digits missing, or masked."""
    name: str = ""
    region: str = ""
    address: str = ""
    buyer: str = ""
    """The buyer's platform id as a paper in the box says it."""
    items: tuple[Goods, ...] = ()
    shop_id: int | None = None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is known of an order that a box may belong to."""

    order_id: int
    order_no: str
    shop_id: int
    receiver: str = ""
    phone: str = ""
    region: str = ""
    """Province, city and district."""
    address: str = ""
    buyer: str = ""
    goods: tuple[Goods, ...] = ()
    created: Millis = 0
    shipped_at: Millis | None = None
    own_waybills: tuple[str, ...] = ()
    return_waybills: tuple[str, ...] = ()
    """As the platform's refund file or a case names them."""
    is_expected: bool = False
    """A return was asked for, and the goods are still to come."""
    came_back: bool = False
    """A box of it was registered before."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order that a box may belong to."""

    order_id: int
    order_no: str
    score: int
    """0 to 100: in how many of a hundred such cases it is the right one."""
    reasons: tuple[str, ...]
    """In the language in use, the weightiest first. They tell of no phone more than its end, and of no street."""
    sure: bool
    """Wrong in at most 1 % of cases. Even then somebody has to take it."""
    facts: OrderFacts


def rank(clues: Clues, orders: Iterable[OrderFacts], *, limit: int = 5) -> list[Candidate]:
    """The orders that a box may belong to, likeliest first; those that hardly can be are left out."""
    raise NotImplementedError
