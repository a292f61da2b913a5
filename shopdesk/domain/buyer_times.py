"""What there is on a buyer's time line, and what its states are called (CRM-01)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.domain import cases, complaints, intake, refunds, repairs, reviews, tracking
from shopdesk.domain.owed_items import Owed, owed_name
from shopdesk.domain.statuses import STAGES, Stage
from shopdesk.errors import N_


class EntryKind(StrEnum):
    """A kind of entry; those of one moment stand in this order."""

    COMPLAINT = "complaint"
    CASE = "case"
    REVIEW = "review"
    REFUND = "refund"
    REQUEST = "request"
    REPAIR = "repair"
    BOX = "box"
    CONTACT = "contact"
    OWED = "owed"
    DEED = "deed"
    PARCEL = "parcel"
    ORDER = "order"

    @property
    def rank(self) -> int:
        """Its place among entries of one moment."""
        return _RANKS[self]


_RANKS: Mapping[EntryKind, int] = {kind: place for place, kind in enumerate(EntryKind)}
ENTRY_KINDS: Mapping[EntryKind, str] = {
    EntryKind.COMPLAINT: N_("Complaint"),
    EntryKind.CASE: N_("Case"),
    EntryKind.REVIEW: N_("Review"),
    EntryKind.REFUND: N_("Refund"),
    EntryKind.REQUEST: N_("Refund request on the platform"),
    EntryKind.REPAIR: N_("Repair"),
    EntryKind.BOX: N_("Box that came back"),
    EntryKind.CONTACT: N_("Spoken with"),
    EntryKind.OWED: N_("Owed item"),
    EntryKind.DEED: N_("Noted about the buyer"),
    EntryKind.PARCEL: N_("Parcel"),
    EntryKind.ORDER: N_("Order placed"),
}
"""What they are called."""
_STATES: Mapping[EntryKind, Mapping[str, str]] = {
    EntryKind.COMPLAINT: {each.value: name for each, name in complaints.STATES.items()},
    EntryKind.CASE: {each.value: name for each, name in cases.STATES.items()},
    EntryKind.REVIEW: {each.value: name for each, name in reviews.KINDS.items()},
    EntryKind.REFUND: {each.value: name for each, name in refunds.REFUND_STATES.items()},
    EntryKind.REPAIR: {each.value: name for each, name in repairs.STATES.items()},
    EntryKind.BOX: {each.value: name for each, name in intake.BOX_STATES.items()},
    EntryKind.OWED: {each.value: owed_name(each.value) for each in Owed},
    EntryKind.DEED: {
        "edit": N_("Changed"), "block": N_("Blocked"), "unblock": N_("No longer blocked"),
        "join": N_("Joined"), "let go": N_("Let go again"),
        "no care": N_("Wants no messages"), "care again": N_("Messages are welcome again"),
    },
    EntryKind.PARCEL: {each.value: name for each, name in tracking.STATES.items()},
    EntryKind.ORDER: {each.code: name for each, name in STAGES.items()},
}  # fmt: skip
DEEDS = tuple(_STATES[EntryKind.DEED])
"""Actions of the trail that are told of a buyer; the others stand there as what they made."""


def state_name(kind: EntryKind, state: str) -> str:
    """What a state is called, to be translated; a platform's own word as it is."""
    return _STATES.get(kind, {}).get(state, state)


def stage_code(number: int) -> str:
    """An order's stage as its entry tells it."""
    return Stage(number).code if number in set(Stage) else ""
