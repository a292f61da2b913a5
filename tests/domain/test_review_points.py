"""Points that a closed review proposes (REV-07)."""

import pytest

from shopdesk.domain.review_points import propose_points
from shopdesk.domain.reviews import Result


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (Result.SOLVED, [(1, 2), (2, 2)]), (Result.CHANGED, [(1, 2), (2, 2)]), (Result.DELETED, [(1, 2), (2, 2)]),
        (Result.FAILED, [(1, -2)]), (Result.NOT_WORKED, [(1, -3)]), (Result.EXPLAINED, []),
    ],
)  # fmt: skip
def test_for_who_followed_it_and_who_helped(result: Result, told: list[tuple[int, int]]) -> None:
    found = propose_points(result, follower_id=1, helpers=(2, 1, 2))
    assert [(each.person_id, each.points) for each in found] == told


def test_nobody_followed_it() -> None:
    assert propose_points(Result.NOT_WORKED, follower_id=None) == ()


def test_the_shops_own_table_counts() -> None:
    (found,) = propose_points(Result.FAILED, follower_id=1, worth={"review-failed": -5})
    assert found.points == -5
