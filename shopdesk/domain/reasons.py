"""Why something came back: who is responsible, and who pays the freight (RET-10, RET-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.errors import N_


class Party(StrEnum):
    """Who is responsible, or pays."""

    BUYER = "buyer"
    SHOP = "shop"
    COURIER = "courier"
    PLATFORM = "platform"


class Reason(StrEnum):
    """Categories of reasons; the value is what the database keeps and the command line says."""

    SIZE = "size"
    COLOUR = "colour"
    MIND = "mind"
    QUALITY = "quality"
    WRONG_ITEM = "wrong-item"
    MISSING = "missing"
    NOT_AS_SHOWN = "not-as-shown"
    LATE = "late"
    DAMAGE = "damage"
    THEFT = "theft"
    LOST = "lost"
    PRICE = "price"
    OTHER = "other"


class Cover(StrEnum):
    """What pays the way back (RET-11)."""

    NONE = ""
    INSURANCE = "insurance"
    """Freight insurance: for return and refund only, never for an exchange."""
    PLATFORM = "platform"
    """The platform's freight service: self-sent is refunded, or picked up at the door."""


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """What people read, and what follows from it."""

    title: str
    blame: Party | None
    """None where somebody has to decide."""
    needs_photos: bool = False
    """Before the goods travel."""


REASONS: Mapping[Reason, ReasonKind] = {
    Reason.SIZE: ReasonKind(N_("Size doesn't fit"), Party.BUYER),
    Reason.COLOUR: ReasonKind(N_("Colour not liked"), Party.BUYER),
    Reason.MIND: ReasonKind(N_("Changed mind"), Party.BUYER),
    Reason.QUALITY: ReasonKind(N_("Quality"), Party.SHOP, needs_photos=True),
    Reason.WRONG_ITEM: ReasonKind(N_("Wrong item sent"), Party.SHOP),
    Reason.MISSING: ReasonKind(N_("Something was missing"), Party.SHOP),
    Reason.NOT_AS_SHOWN: ReasonKind(N_("Not as shown"), Party.SHOP),
    Reason.LATE: ReasonKind(N_("Shipped late"), Party.SHOP),
    Reason.DAMAGE: ReasonKind(N_("Damaged on the way"), Party.COURIER, needs_photos=True),
    Reason.THEFT: ReasonKind(N_("Taken on the way"), Party.COURIER, needs_photos=True),
    Reason.LOST: ReasonKind(N_("Lost on the way"), Party.COURIER),
    Reason.PRICE: ReasonKind(N_("Price difference"), None),
    Reason.OTHER: ReasonKind(N_("Another reason"), None),
}

PARTIES: Mapping[Party, str] = {
    Party.BUYER: N_("Buyer"),
    Party.SHOP: N_("Our shop"),
    Party.COURIER: N_("Courier"),
    Party.PLATFORM: N_("The platform"),
}

COVERS: Mapping[Cover, str] = {
    Cover.NONE: N_("Nobody"),
    Cover.INSURANCE: N_("Freight insurance"),
    Cover.PLATFORM: N_("Platform's freight service"),
}
