"""Kinds of holds: what each is called, what the button that clears it says, and who may clear it (ORD-12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_


class Hold(StrEnum):
    """Why an order waits; the value is what the database keeps."""

    MANUAL = "manual"
    SALESPERSON = "salesperson"
    POSTAGE = "postage"
    CARRIER = "carrier"
    SIZE = "size"
    OTHER_STYLE = "other-style"
    OTHER_COLOUR = "other-colour"
    OTHER_SIZE = "other-size"
    OTHER_QUANTITY = "other-quantity"
    ADDRESS = "address"
    ADDRESSES = "addresses"
    TOGETHER = "together"
    UNDERPAID = "underpaid"
    DUPLICATE = "duplicate"
    BLOCKED = "blocked"
    OWED = "owed"
    REFUND = "refund"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class HoldKind:
    """What people read and who may clear it."""

    title: str
    clear: str
    """What the button says that clears it."""
    right: Right = Right.RELEASE


HOLD_KINDS: Mapping[Hold, HoldKind] = {
    Hold.MANUAL: HoldKind(N_("Held by hand"), N_("Release…")),
    Hold.SALESPERSON: HoldKind(N_("Whose customer"), N_("Say whose customer…"), Right.REGISTER),
    Hold.POSTAGE: HoldKind(N_("Postage due"), N_("Postage paid…"), Right.CONFIRM_MONEY),
    Hold.CARRIER: HoldKind(N_("Carrier unclear"), N_("Choose the carrier…")),
    Hold.SIZE: HoldKind(N_("Size missing"), N_("Size asked…")),
    Hold.OTHER_STYLE: HoldKind(N_("Another style asked for"), N_("Settled with the buyer…")),
    Hold.OTHER_COLOUR: HoldKind(N_("Another colour asked for"), N_("Settled with the buyer…")),
    Hold.OTHER_SIZE: HoldKind(N_("Another size asked for"), N_("Settled with the buyer…")),
    Hold.OTHER_QUANTITY: HoldKind(N_("Another quantity asked for"), N_("Settled with the buyer…")),
    Hold.ADDRESS: HoldKind(N_("Another address asked for"), N_("Use this address")),
    Hold.ADDRESSES: HoldKind(N_("Several addresses"), N_("Address checked…")),
    Hold.TOGETHER: HoldKind(N_("More orders to this address"), N_("Ship together…")),
    Hold.UNDERPAID: HoldKind(N_("Paid too little"), N_("Money is right…"), Right.CONFIRM_MONEY),
    Hold.DUPLICATE: HoldKind(N_("Bought twice"), N_("Both are wanted…")),
    Hold.BLOCKED: HoldKind(N_("Blocked buyer"), N_("Sell anyway…"), Right.OVERRULE),
    Hold.OWED: HoldKind(N_("Something is owed"), N_("Send it along…")),
    Hold.REFUND: HoldKind(N_("Refund asked for"), N_("Ship anyway…")),
    Hold.BANK: HoldKind(N_("Transfer not confirmed"), N_("Confirm transfer…"), Right.CONFIRM_MONEY),
}


def kind_of(word: str) -> HoldKind:
    """What is known of a kind; one that nobody declared is a hold by hand."""
    return HOLD_KINDS[Hold(word) if word in set(Hold) else Hold.MANUAL]
