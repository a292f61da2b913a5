"""Finding lists: at once by key, else in the background."""

from collections.abc import Callable

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.queries import order_lists
from shopdesk.services.desk import Desk
from shopdesk.ui.orders import list_reader
from shopdesk.ui.orders.listing import IdListing, KeyedListing
from tests.factories import add_order
from tests.ui.orders.conftest import Window

Open = Callable[[], Window]


def test_more_hits_than_are_listed_are_said(window: Open, three: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "MOST", 2)
    shown = window()
    shown.page.search("3821")
    shown.settle()
    assert shown.numbers("id") == [three[2], three[1]]
    assert shown.page.bar._said.text() == "Newest 2 hits; there are more · 398.00"


def test_a_later_search_overtakes_an_earlier_one(window: Open, three: list[int]) -> None:
    shown = window()
    shown.page.search("tb_one")
    shown.page.search("tb_two")
    shown.settle()
    assert shown.numbers("id") == [three[1]]
    shown.page.search("tb_one")
    shown.page.search("")
    shown.settle()
    assert len(shown.numbers()) == 3


def test_the_old_list_stays_while_the_new_one_is_looked_for(window: Open, three: list[int]) -> None:
    shown = window()
    shown.page.search("tb_one")
    assert len(shown.numbers()) == 3
    assert shown.page.filters.busy.isVisible()
    shown.settle()
    assert not shown.page.filters.busy.isVisible()


def test_a_list_that_no_index_serves_is_found_whole_behind_the_scenes(
    window: Open, desk: Desk, three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_reader, "ANCHOR", 1)
    shown = window()
    shown.choose(1)
    shown.page.filters.change(flags=frozenset({Colour.RED, Colour.YELLOW}))
    assert isinstance(shown.page.table.orders.listing, KeyedListing)
    shown.settle()
    assert isinstance(shown.page.table.orders.listing, IdListing)
    assert shown.numbers("id") == three[::-1]


def test_a_search_is_refreshed_in_place(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.page.search("3821")
    shown.settle()
    shown.choose(1)
    add_order(desk)
    shown.page.refresh()
    shown.settle()
    assert len(shown.numbers()) == 4
    assert shown.page.table.chosen_ids() == [three[1]]
