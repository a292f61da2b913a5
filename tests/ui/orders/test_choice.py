"""What was chosen, as a filter and as a saved view."""

from datetime import date

import pytest

from shopdesk.clock import DEFAULT_ZONE, day_end, day_start
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Tray
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.ui.orders.choice import Choice, Period, read_choice
from tests.factories import NOON

TODAY = date(2024, 3, 2)


def test_nothing_chosen_is_everything_newest_first() -> None:
    assert Choice().as_filter(NOON, DEFAULT_ZONE) == OrderFilter()
    assert not Choice(sort="paid").narrows


@pytest.mark.parametrize(
    "choice",
    [Choice(flags=frozenset({Colour.RED})), Choice(tray=Tray.UNPAID), Choice(find="x"), Choice(shop_id=1),
     Choice(period=Period.TODAY)],
)  # fmt: skip
def test_anything_else_narrows(choice: Choice) -> None:
    assert choice.narrows


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.TODAY, TODAY, TODAY),
        (Period.YESTERDAY, date(2024, 3, 1), date(2024, 3, 1)),
        (Period.WEEK, date(2024, 2, 25), TODAY),
        (Period.MONTH, date(2024, 2, 2), TODAY),
    ],
)
def test_periods_are_whole_days_of_the_shop(period: Period, first: date, last: date) -> None:
    chosen = Choice(period=period).as_filter(NOON, DEFAULT_ZONE)
    assert (chosen.since, chosen.until) == (day_start(first), day_end(last))


def test_sort_goes_by_column() -> None:
    chosen = Choice(sort="status", descending=False).as_filter(NOON, DEFAULT_ZONE)
    assert (chosen.sort, chosen.descending) == ("stage", False)


def test_a_view_comes_back_as_it_was_kept() -> None:
    choice = Choice(
        flags=frozenset({Colour.RED, Colour.LIGHT_BLUE}), tray=Tray.TO_REGISTER, period=Period.CUSTOM,
        first=date(2024, 1, 1), last=TODAY, shop_id=2, find="张", sort="paid", descending=False,
    )  # fmt: skip
    assert read_choice(choice.kept()) == choice
    assert choice.kept()["tray"] == "to-register"


def test_today_stays_today() -> None:
    assert "first" not in Choice(period=Period.TODAY).kept()


def test_a_view_of_a_newer_program_is_read_as_far_as_it_goes() -> None:
    kept = {"flags": ["red", "ultraviolet"], "tray": "moon", "period": "aeon", "first": "soon", "sort": "left", "x": 1}
    assert read_choice(kept) == Choice(flags=frozenset({Colour.RED}), sort="left")
    assert read_choice({"sort": "carrier", "shop_id": "two"}) == Choice()
