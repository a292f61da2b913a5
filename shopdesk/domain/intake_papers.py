"""Papers of what came back: the day's register, and the labels of boxes. Frozen snapshots (RET-01, RET-06).

Neither has a telephone number or an address on it: they lie about in the shop, and nobody needs those there (DATA-06).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.clock import Millis
from shopdesk.domain.box_scans import box_code
from shopdesk.domain.intake import BoxState, Condition, Destination, Wish
from shopdesk.domain.money import ZERO, Money
from shopdesk.errors import N_


class Place(StrEnum):
    """Where a box goes that has a label; the value is the word in the settings."""

    REPAIR = "repair"
    QUALITY = "quality"
    STOCK = "stock"
    DAMAGE = "damage"
    BUYER = "buyer"
    INSPECTION = "inspection"


PLACES: Mapping[Place, str] = {
    Place.REPAIR: N_("Repair"),
    Place.QUALITY: N_("Quality complaints"),
    Place.STOCK: N_("Stock"),
    Place.DAMAGE: N_("Damage list"),
    Place.BUYER: N_("Back to the buyer"),
    Place.INSPECTION: N_("To inspect"),
}
"""What people call each."""

_BY_WISH: Mapping[Wish, Place] = {Wish.REPAIR: Place.REPAIR, Wish.QUALITY: Place.QUALITY}
_BY_DESTINATION: Mapping[Destination, Place] = {
    Destination.STOCK: Place.STOCK,
    Destination.REPAIR: Place.REPAIR,
    Destination.DAMAGE: Place.DAMAGE,
    Destination.BUYER: Place.BUYER,
}


def place_for(
    wish: Wish, *, good: int = 0, faulty: int = 0, goes_to: Destination | None = None,
    faulty_to: Destination | None = None,
) -> Place:  # fmt: skip
    """Where it goes: as the inspection said, else by what the buyer wants, else to whoever inspects. Of pieces that
    part ways the faulty ones are what the label is for."""
    said = faulty_to if faulty else goes_to if good else None
    return _BY_DESTINATION[said] if said is not None else _BY_WISH.get(wish, Place.INSPECTION)


@dataclass(frozen=True, slots=True)
class PaperItem:
    """Some pieces of one thing in a box."""

    name: str
    quantity: int
    sku: str = ""
    accessories: str = ""
    condition: Condition | None = None
    fault: str = ""
    wish: Wish = Wish.UNKNOWN
    wish_to: str = ""
    order_no: str = ""
    """Whose it is, where the box holds things of another order than its own."""


@dataclass(frozen=True, slots=True)
class BoxLabel:
    """One label: what of a box goes to one place (RET-06)."""

    day: str
    number: int
    buyer: str
    """The buyer's platform id, "" where nobody knows."""
    order_no: str
    items: tuple[PaperItem, ...]
    place: Place
    shelf: str
    """As the shop calls it in its settings, "" where it said nothing."""
    printed_at: Millis
    printed_by: str

    @property
    def code(self) -> str:
        """What its bars say; scanned at intake it opens the box."""
        return box_code(self.day, self.number)


@dataclass(frozen=True, slots=True)
class RegisterBox:
    """One box in the day's register."""

    number: int
    state: BoxState
    buyer: str
    order_no: str
    sender: str
    """From whom it came, in part only, where nobody knows whose it is."""
    carrier: str
    waybill: str
    items: tuple[PaperItem, ...]
    postage: Money
    cash: Money
    note: str
    person: str
    at: Millis

    @property
    def pieces(self) -> int:
        """How many pieces are in it."""
        return sum(item.quantity for item in self.items)

    @property
    def counts(self) -> bool:
        """Whether it was there at all: struck-out numbers stay in the register, and count for nothing."""
        return self.state is not BoxState.VOID


@dataclass(frozen=True, slots=True)
class RegisterCorrection:
    """What was put right after the day was closed."""

    number: int | None
    what: str
    was: str
    should_be: str
    reason: str
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class IntakeRegister:
    """The cover sheet of a day's boxes (RET-01)."""

    day: str
    shops: tuple[str, ...]
    boxes: tuple[RegisterBox, ...]
    counted: Money
    """Handed over of the cash, by `handed_by`; nobody did where that is empty."""
    handed_by: str
    confirmed: Money
    confirmed_by: str
    explanation: str
    closed_by: str
    closed_at: Millis | None
    left_open: tuple[str, ...]
    """What was open when it was closed; what is open now, while it isn't."""
    reason: str
    corrections: tuple[RegisterCorrection, ...]
    printed_at: Millis
    printed_by: str

    @property
    def there(self) -> tuple[RegisterBox, ...]:
        """Without what was struck out."""
        return tuple(box for box in self.boxes if box.counts)

    @property
    def pieces(self) -> int:
        """How many pieces came."""
        return sum(box.pieces for box in self.there)

    @property
    def cash(self) -> Money:
        """Money found in the boxes (RET-07)."""
        return sum((box.cash for box in self.there), ZERO)

    @property
    def postage(self) -> Money:
        """Paid at the door."""
        return sum((box.postage for box in self.there), ZERO)

    @property
    def wishes(self) -> Mapping[Wish, int]:
        """How many pieces are to be exchanged, repaired ..., in the order of `Wish`."""
        found = {
            wish: sum(item.quantity for box in self.there for item in box.items if item.wish is wish) for wish in Wish
        }
        return {wish: pieces for wish, pieces in found.items() if pieces}
