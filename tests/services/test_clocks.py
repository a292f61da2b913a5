"""A clock that was set back is noticed; one that differs a little is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.permissions import Right
from shopdesk.services.clocks import find_clock_behind
from shopdesk.services.desk import Desk, work
from shopdesk.services.setup import create_desk
from tests.engines import shop_address
from tests.factories import NOON, make_desk

MINUTE = 60_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.mark.parametrize("minutes", [60, 0, -9])
def test_a_clock_that_is_about_right(desk: Desk, minutes: int) -> None:
    assert find_clock_behind(replace(desk, clock=lambda: NOON + minutes * MINUTE)) is None


def test_a_clock_set_back_is_said_with_both_times(desk: Desk) -> None:
    behind = find_clock_behind(replace(desk, clock=lambda: NOON - 11 * MINUTE))
    assert behind is not None
    assert "says 2024-03-02 09:49" in str(behind) and "made at 2024-03-02 10:00" in str(behind)


def test_an_entry_by_the_wrong_clock_does_not_hide_it(desk: Desk) -> None:
    early = replace(desk, clock=lambda: NOON - 86_400_000)
    with work(early, Right.VIEW) as doing:
        doing.note("look", "shop", 1)
    assert find_clock_behind(early) is not None


def test_an_empty_trail_says_nothing(tmp_path: Path) -> None:
    desk = create_desk(shop_address(tmp_path), clock=lambda: 0)
    assert find_clock_behind(desk) is None
