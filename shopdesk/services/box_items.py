"""What is in a box: pieces of a thing with their condition and what the buyer wants for them (RET-02)."""

from dataclasses import dataclass
from typing import Any

from shopdesk.domain.intake import Condition, Wish
from shopdesk.services.desk import Desk, Work
from shopdesk.services.edits import Base


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """Something in a box, as it is written down. A line of an order fills in what is left empty; without one it is
    called by title, SKU or style."""

    order_id: int | None = None
    """Whose it is; the box's order if left out."""
    line_id: int | None = None
    title: str = ""
    sku: str = ""
    """Or a barcode: what is known of that variant is filled in."""
    style: str = ""
    colour: str = ""
    size: str = ""
    quantity: int = 1
    accessories: str = ""
    condition: Condition | None = Condition.GOOD
    """None: nobody looked at it yet."""
    fault: str = ""
    wish: Wish = Wish.UNKNOWN
    wish_to: str = ""
    note: str = ""


def add_item(desk: Desk, *, box_id: int, item: ItemEntry) -> int:
    """Write down something that is in a box; returns the item's id. A registered box is open again then, until it is
    registered once more.

    Raises ItemUnnamed, OddQuantity, LineOfOther, BoxOver, DayClosed.
    """
    raise NotImplementedError


def enter_item(doing: Work, box_id: int, item: ItemEntry) -> int:
    """The same as part of a larger work."""
    raise NotImplementedError


def change_item(desk: Desk, *, item_id: int, values: dict[str, Any], base: Base) -> bool:
    """Change fields of `ItemEntry` (order_id, line_id, title ... note); only what differs from `base` (`item_base`) is
    written. False where nothing did. An item that a case has taken keeps what the case is about.

    Raises Clash, ItemInCase, InspectedBefore, ItemUnnamed, OddQuantity, LineOfOther, BoxOver, DayClosed.
    """
    raise NotImplementedError


def look_at_items(desk: Desk, *, box_id: int, condition: Condition = Condition.GOOD) -> int:
    """All that was filled in from the order is really there, in this condition; returns how many items."""
    raise NotImplementedError


def remove_item(desk: Desk, *, item_id: int) -> None:
    """It isn't in the box after all. Raises ItemInCase, BoxOver, DayClosed."""
    raise NotImplementedError
