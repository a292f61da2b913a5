"""What a box that came back can hold, and how far the desk has come with it (RET-01 to RET-09)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class BoxState(StrEnum):
    """How far a box has come; the value is what the database keeps and the command line says."""

    OPENED = "opened"
    """Numbered, and still being written down."""
    REGISTERED = "registered"
    """Everything in it is written down, and whose it is, is known."""
    UNCLAIMED = "unclaimed"
    """Nobody knows whose it is (RET-03)."""
    GIVEN_UP = "given-up"
    """Nobody could find out; a supervisor said so."""
    VOID = "void"
    """Its number was given by mistake; it stays in the register, struck out."""


class MatchedBy(StrEnum):
    """What the match of a box with its order rests on."""

    CODE = "code"
    """The return form's code (RET-14)."""
    RETURN_WAYBILL = "return-waybill"
    """The platform's refund file or a case names the waybill."""
    OWN_WAYBILL = "own-waybill"
    """The shop's own parcel came back."""
    PROPOSAL = "proposal"
    """Somebody took what the desk proposed."""
    HAND = "hand"
    """Somebody named the order."""


class Condition(StrEnum):
    """What state something is in that came back."""

    GOOD = "good"
    WORN = "worn"
    FAULTY = "faulty"
    BROKEN = "broken"
    WRONG = "wrong"
    EMPTY = "empty"


class Wish(StrEnum):
    """What the buyer wants for something in a box (RET-02)."""

    UNKNOWN = "unknown"
    EXCHANGE = "exchange"
    REFUND = "refund"
    REPAIR = "repair"
    QUALITY = "quality"
    BACK = "back"
    """To have it back as it is."""


class Destination(StrEnum):
    """Where pieces go after the inspection (RET-09, RET-12)."""

    STOCK = "stock"
    REPAIR = "repair"
    DAMAGE = "damage"
    BUYER = "buyer"


BOX_STATES: Mapping[BoxState, str] = {
    BoxState.OPENED: N_("Being registered"),
    BoxState.REGISTERED: N_("Registered"),
    BoxState.UNCLAIMED: N_("Unclaimed"),
    BoxState.GIVEN_UP: N_("Given up"),
    BoxState.VOID: N_("Struck out"),
}

MATCHES: Mapping[MatchedBy, str] = {
    MatchedBy.CODE: N_("Code on the return form"),
    MatchedBy.RETURN_WAYBILL: N_("Waybill of the return"),
    MatchedBy.OWN_WAYBILL: N_("Our own waybill"),
    MatchedBy.PROPOSAL: N_("Proposal taken"),
    MatchedBy.HAND: N_("Named by hand"),
}

CONDITIONS: Mapping[Condition, str] = {
    Condition.GOOD: N_("As new"),
    Condition.WORN: N_("Worn"),
    Condition.FAULTY: N_("Faulty"),
    Condition.BROKEN: N_("Broken on the way"),
    Condition.WRONG: N_("Not what was sent"),
    Condition.EMPTY: N_("Nothing in it"),
}

WISHES: Mapping[Wish, str] = {
    Wish.UNKNOWN: N_("Not said"),
    Wish.EXCHANGE: N_("Exchange"),
    Wish.REFUND: N_("Refund"),
    Wish.REPAIR: N_("Repair"),
    Wish.QUALITY: N_("Quality complaint"),
    Wish.BACK: N_("Back to the buyer"),
}

DESTINATIONS: Mapping[Destination, str] = {
    Destination.STOCK: N_("Stock"),
    Destination.REPAIR: N_("Repair"),
    Destination.DAMAGE: N_("Damage list"),
    Destination.BUYER: N_("Back to the buyer"),
}

NEEDS_LABEL = frozenset({Wish.REPAIR, Wish.QUALITY})
"""Boxes with such a wish get a label (RET-06)."""
