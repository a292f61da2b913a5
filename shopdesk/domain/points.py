"""Points for mistakes and merits, by the shop's table of rules (TEAM-02, REV-07)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.clock import Millis, to_local
from shopdesk.domain.review_points import FAILED, HELPED, NOT_WORKED, SOLVED, USUAL
from shopdesk.errors import N_

MISTAKES: Mapping[str, int] = {
    "salesperson": 1,
    "amount": 2,
    "size": 2,
    "carrier": 2,
    "goods": 2,
    "address": 2,
    "waybill": 2,
    "flag": 1,
    "memo": 1,
    "late": 1,
    "promise": 2,
    FAILED: -USUAL[FAILED],
    NOT_WORKED: -USUAL[NOT_WORKED],
}
"""What each mistake takes, where the shop's table doesn't say otherwise."""
MERITS: Mapping[str, int] = {SOLVED: USUAL[SOLVED], HELPED: USUAL[HELPED], "helped": 2, "noticed": 1, "praised": 1}
"""What each merit gives, where the shop's table doesn't say otherwise."""
RULES: Mapping[str, str] = {
    "salesperson": N_("Wrong salesperson"),
    "amount": N_("Wrong amount"),
    "size": N_("Size entered wrongly"),
    "carrier": N_("Wrong carrier"),
    "goods": N_("Wrong goods"),
    "address": N_("Wrong address"),
    "waybill": N_("Wrong waybill"),
    "flag": N_("Wrong flag"),
    "memo": N_("Memo forgotten"),
    "late": N_("Registered too late"),
    "promise": N_("Promise not kept"),
    FAILED: N_("Review not solved"),
    NOT_WORKED: N_("Review not worked"),
    SOLVED: N_("Review solved"),
    HELPED: N_("Helped with a review"),
    "helped": N_("Helped a colleague"),
    "noticed": N_("Noticed a mistake in time"),
    "praised": N_("Praised by a buyer"),
}
"""What the usual rules are called; a rule of the shop's own is called as it is written."""
MOST = 100
"""Points that one entry can have."""
LONGEST_RULE = 40


class PointKind(StrEnum):
    """What points can be booked on; the value is the trail's kind of record."""

    ORDER = "order"
    CASE = "case"
    REVIEW = "review"
    COMPLAINT = "complaint"
    REFUND = "refund"
    REPAIR = "repair"
    BOX = "box"
    SLIP = "slip"
    CLAIM = "claim"
    INTERCEPTION = "interception"
    SHORTAGE = "shortage"


KINDS: Mapping[PointKind, str] = {
    PointKind.ORDER: N_("order"),
    PointKind.CASE: N_("Case"),
    PointKind.REVIEW: N_("Review"),
    PointKind.COMPLAINT: N_("Complaint"),
    PointKind.REFUND: N_("Refund"),
    PointKind.REPAIR: N_("Repair"),
    PointKind.BOX: N_("Box"),
    PointKind.SLIP: N_("Slip"),
    PointKind.CLAIM: N_("Claim against a carrier"),
    PointKind.INTERCEPTION: N_("Interception"),
    PointKind.SHORTAGE: N_("Shortage"),
}


def worth_of(mistakes: Mapping[str, int], merits: Mapping[str, int]) -> dict[str, int]:
    """What each rule counts: mistakes below 0, merits above. A rule that counts 0 is out of use; one that stands in
    both tables is a mistake."""
    table = {rule: -points for rule, points in mistakes.items() if points}
    return table | {rule: points for rule, points in merits.items() if points and rule not in table}


def can_book(points: int, usual: int) -> bool:
    """Whether so many points can be booked by a rule that counts `usual`: of its sign, and not absurdly many."""
    return points * usual > 0 and abs(points) <= MOST


def can_settle(booked: int, settled: int) -> bool:
    """Whether booked points can come to so many after all: as many, fewer or none, never of the other sign."""
    return min(booked, 0) <= settled <= max(booked, 0)


def counted(booked: int, settled: int | None) -> int:
    """What an entry counts for its month."""
    return booked if settled is None else settled


def month_of(at: Millis, zone: str) -> str:
    """The month that a moment belongs to, `2026-11`."""
    return f"{to_local(at, zone):%Y-%m}"


def signed(points: int) -> str:
    """`+2`, `−3`, `0`: as points are read."""
    return f"+{points}" if points > 0 else f"−{-points}" if points else "0"
