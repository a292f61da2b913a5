"""What was missing in a parcel, and whose fault that is (SHP-12). Grams throughout."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class Packaging(StrEnum):
    """How the parcel looked when it arrived."""

    UNKNOWN = ""
    INTACT = "intact"
    OPENED = "opened"
    """Opened, torn or taped anew, as a photo shows."""


class Verdict(StrEnum):
    """The likely fault; the value is what the database keeps and the command line says."""

    PACKED_SHORT = "packed-short"
    LOST_ON_THE_WAY = "lost-on-the-way"
    COMPLETE = "complete"
    """All weights say that everything was in it: ask the buyer to look again."""
    UNDECIDED = "undecided"


class Remedy(StrEnum):
    """What is done about it."""

    REISSUE = "reissue"
    REFUND = "refund"
    CLAIM = "claim"
    """A reissue or refund, and the carrier is asked to pay."""
    LOOK_AGAIN = "look-again"
    """The buyer, or the carrier, is asked for what is still unknown."""


PACKAGINGS: Mapping[Packaging, str] = {
    Packaging.UNKNOWN: N_("Not known"),
    Packaging.INTACT: N_("Untouched"),
    Packaging.OPENED: N_("Had been opened"),
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.PACKED_SHORT: N_("We packed too little"),
    Verdict.LOST_ON_THE_WAY: N_("Lost on the way"),
    Verdict.COMPLETE: N_("Everything was in it"),
    Verdict.UNDECIDED: N_("Undecided"),
}

REMEDIES: Mapping[Remedy, str] = {
    Remedy.REISSUE: N_("Send it again"),
    Remedy.REFUND: N_("Pay it back"),
    Remedy.CLAIM: N_("Make it good and ask the courier to pay"),
    Remedy.LOOK_AGAIN: N_("Ask for what is not known"),
}
