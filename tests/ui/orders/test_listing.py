"""Windows of rows, at any depth, in both directions."""

from array import array

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.services.desk import Desk
from shopdesk.ui.orders import listing as listings
from shopdesk.ui.orders.listing import IdListing, KeyedListing
from tests.factories import NOON, add_order


@pytest.fixture
def ids(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Forty orders, newest first; small windows and anchors so that few orders need many."""
    monkeypatch.setattr(listings, "WINDOW", 4)
    monkeypatch.setattr(listings, "ANCHOR", 8)
    monkeypatch.setattr(listings, "KEPT", 3)
    monkeypatch.setattr(listings, "NEAR", 4)
    made = [add_order(desk, created=NOON + n // 3, flag=1 + n % 2) for n in range(40)]
    return made[::-1]


def row_ids(listing: listings.Listing, places: list[int]) -> list[int]:
    return [row.id for place in places if (row := listing.row(place)) is not None]


@pytest.mark.parametrize("places", [list(range(40)), list(range(39, -1, -1)), [37, 2, 18, 39, 0, 25, 24, 23]])
def test_rows_come_by_place_in_any_order(desk: Desk, ids: list[int], places: list[int]) -> None:
    listing = KeyedListing(desk, OrderFilter())
    assert listing.count == 40
    assert row_ids(listing, places) == [ids[place] for place in places]


@pytest.mark.parametrize("descending", [True, False])
def test_both_directions(desk: Desk, ids: list[int], descending: bool) -> None:
    listing = KeyedListing(desk, OrderFilter(descending=descending))
    wanted = ids if descending else ids[::-1]
    assert row_ids(listing, [35, 9, 17]) == [wanted[35], wanted[9], wanted[17]]
    assert listing.ids(10, 30) == wanted[10:31]


def test_past_the_end_there_is_nothing(desk: Desk, ids: list[int]) -> None:
    assert KeyedListing(desk, OrderFilter()).row(40) is None


def test_only_a_few_windows_are_kept(desk: Desk, ids: list[int]) -> None:
    listing = KeyedListing(desk, OrderFilter())
    row_ids(listing, list(range(40)))
    assert len(listing._windows) == 3


def test_places_of_orders_after_a_change(desk: Desk, ids: list[int]) -> None:
    listing = KeyedListing(desk, OrderFilter())
    assert listing.places([ids[10], ids[12]], 9, 11) == {ids[10]: 10, ids[12]: 12}
    assert listing.places([ids[30]], 9, 11) == {}
    assert (listing.place(ids[30]), listing.place(10**9)) == (30, None)


def test_a_place_counts_within_the_filter(desk: Desk, ids: list[int]) -> None:
    red = KeyedListing(desk, OrderFilter(flags=frozenset({Colour.RED})))
    reds = row_ids(red, list(range(20)))
    assert [red.place(order_id) for order_id in reds] == list(range(20))
    assert red.place(next(order_id for order_id in ids if order_id not in reds)) is None


def test_a_listing_by_ids_keeps_their_order_and_bears_gaps(desk: Desk, ids: list[int]) -> None:
    wanted = array("q", [ids[5], ids[0], 10**9, ids[7], ids[1]])
    listing = IdListing(desk, OrderFilter(find="x"), wanted, has_more=True)
    assert row_ids(listing, [0, 1, 2, 3, 4]) == [ids[5], ids[0], ids[7], ids[1]]
    assert listing.row(2) is None
    assert (listing.place(ids[7]), listing.place(-1), listing.ids(1, 2)) == (3, None, [ids[0], 10**9])
    assert listing.has_more
