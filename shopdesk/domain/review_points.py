"""Which points a closed review proposes, and for whom (REV-07); what each rule is worth stands in the shop's table."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shopdesk.domain.reviews import Result

SOLVED, FAILED, NOT_WORKED, HELPED = "review-solved", "review-failed", "review-not-worked", "review-helped"
"""Rules of the table of points."""
USUAL: Mapping[str, int] = {SOLVED: 2, FAILED: -2, NOT_WORKED: -3, HELPED: 2}
"""What they are worth where the shop didn't say otherwise."""
_RULES: Mapping[Result, str] = {
    Result.CHANGED: SOLVED,
    Result.DELETED: SOLVED,
    Result.SOLVED: SOLVED,
    Result.FAILED: FAILED,
    Result.NOT_WORKED: NOT_WORKED,
}
"""An answer in public is nobody's merit or fault."""


class PointProposal(NamedTuple):
    """Points that a supervisor may book for somebody."""

    person_id: int
    rule: str
    points: int


def propose_points(
    result: Result, *, follower_id: int | None, helpers: Iterable[int] = (), worth: Mapping[str, int] = USUAL
) -> tuple[PointProposal, ...]:
    """What is proposed on closing: for who followed it up, and for others who spoke with the buyer where it was
    solved."""
    rule = _RULES.get(result)
    if rule is None or follower_id is None:
        return ()
    also = dict.fromkeys(each for each in helpers if each != follower_id) if rule == SOLVED else {}
    found = [(follower_id, rule), *((each, HELPED) for each in also)]
    return tuple(PointProposal(person, name, worth.get(name, USUAL[name])) for person, name in found)
