"""What a shop owes its buyers besides what they bought (ORD-20, ORD-21)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class Owed(StrEnum):
    """Why something is owed; the value is the command line's word."""

    GIFT = "gift"
    SAMPLE = "sample"
    MISSING = "missing"
    POSTAGE = "postage"


OWED_NAMES: Mapping[Owed, str] = {
    Owed.GIFT: N_("Gift"),
    Owed.SAMPLE: N_("Sample"),
    Owed.MISSING: N_("Missed item"),
    Owed.POSTAGE: N_("For postage"),
}


def owed_name(kind: str) -> str:
    """The English source of a kind's name; a word that nobody declared is its own."""
    return OWED_NAMES[Owed(kind)] if kind in set(Owed) else kind
