"""What the table shows, row by row, without holding it: windows of rows are fetched when they come into view.

A keyed listing runs in the order of creation and costs the same at any depth: a window is fetched behind the nearest
anchor, a key remembered every ANCHOR rows once somebody has been there. A listing by ids serves searches and other
sort orders.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import replace

from shopdesk.domain.flags import Colour
from shopdesk.errors import ShopdeskError
from shopdesk.queries.order_lists import (
    Key,
    OrderFilter,
    OrderRow,
    count_orders,
    fetch_by_ids,
    fetch_keys,
    fetch_page,
    find_key,
    find_place,
)
from shopdesk.services.desk import Desk

WINDOW, KEPT, ANCHOR = 128, 64, 4096
"""Rows fetched at once; windows kept; rows between two anchors."""
NEAR = 2 * WINDOW
"""How far around its old place a row is looked for after a change."""
WIDEST = 20_000
"""Rows looked through for moved ones at most."""


class Listing(ABC):
    """`count` rows of one filter, as they were when the listing was made."""

    def __init__(self, desk: Desk, chosen: OrderFilter, count: int) -> None:
        self.chosen = chosen
        self.count = count
        self._database = desk.seen
        self._windows: OrderedDict[int, list[OrderRow | None]] = OrderedDict()

    def row(self, place: int) -> OrderRow | None:
        """The row at a place; None for an order that is gone meanwhile, or while the server is away."""
        number, offset = divmod(place, WINDOW)
        window = self._windows.get(number)
        if window is None:
            try:
                window = self._keep(number, self._fetch(number))
            except ShopdeskError as error:
                if error.is_quiet:
                    return None
                raise
        return window[offset] if offset < len(window) else None

    def flags_shown(self) -> dict[int, Colour]:
        """The flag of each order that came into view, as it was read."""
        return {row.id: Colour(row.flag) for window in self._windows.values() for row in window if row is not None}

    @abstractmethod
    def ids(self, first: int, last: int) -> list[int]:
        """The ids of the rows `first` to `last`, both included."""

    def places(self, ids: Collection[int], first: int, last: int) -> dict[int, int]:
        """Where these orders stand now, which stood between `first` and `last` before; ones that left are missing."""
        start, end = max(0, first - NEAR), min(self.count - 1, last + NEAR)
        if not ids or end < start or end - start > WIDEST:
            return {}
        wanted = set(ids)
        return {order_id: start + n for n, order_id in enumerate(self.ids(start, end)) if order_id in wanted}

    @abstractmethod
    def place(self, order_id: int) -> int | None:
        """Where one order stands, wherever that is."""

    @abstractmethod
    def _fetch(self, number: int) -> list[OrderRow | None]:
        """A window's rows."""

    def _keep(self, number: int, rows: list[OrderRow | None]) -> list[OrderRow | None]:
        self._windows[number] = rows
        if len(self._windows) > KEPT:
            self._windows.popitem(last=False)
        return rows


class KeyedListing(Listing):
    """The order of creation, by key."""

    def __init__(self, desk: Desk, chosen: OrderFilter) -> None:
        super().__init__(desk, chosen, count_orders(desk.seen, chosen))
        self._backwards = replace(chosen, descending=not chosen.descending)
        self._anchors: dict[int, Key | None] = {0: None}
        self._ends: dict[int, Key] = {}

    def ids(self, first: int, last: int) -> list[int]:
        """By the index alone."""
        after, skip = self._before(first)
        limit = last - first + 1
        return [key.id for key in fetch_keys(self._database, self.chosen, after=after, skip=skip, limit=limit)]

    def place(self, order_id: int) -> int | None:
        """Counted."""
        return find_place(self._database, self.chosen, order_id)

    def _fetch(self, number: int) -> list[OrderRow | None]:
        after, skip = self._before(number * WINDOW)
        rows = fetch_page(self._database, self.chosen, after=after, skip=skip, limit=WINDOW)
        if rows:
            self._ends[number] = Key(rows[-1].created, rows[-1].id)
        return list(rows)

    def _before(self, place: int) -> tuple[Key | None, int]:
        """The nearest known key in front of a place, and how many rows lie between them."""
        number, rest = divmod(place, WINDOW)
        end = self._ends.get(number - 1)
        if end is not None:
            return end, rest
        anchor = place // ANCHOR
        return self._anchor(anchor), place - anchor * ANCHOR

    def _anchor(self, number: int) -> Key | None:
        """The key of the last row before `number` x ANCHOR rows."""
        if number not in self._anchors:
            self._anchors[number] = self._find_anchor(number)
        return self._anchors[number]

    def _find_anchor(self, number: int) -> Key | None:
        nearest = max(known for known in self._anchors if known < number)
        place, behind = number * ANCHOR - 1, self.count - number * ANCHOR
        if behind < (number - nearest) * ANCHOR:
            return find_key(self._database, self._backwards, after=None, skip=behind)
        skip = place - nearest * ANCHOR
        return find_key(self._database, self.chosen, after=self._anchors[nearest], skip=skip)


class IdListing(Listing):
    """Any order, by ids found before."""

    def __init__(self, desk: Desk, chosen: OrderFilter, ids: array[int], *, has_more: bool = False) -> None:
        super().__init__(desk, chosen, len(ids))
        self._ids = ids
        self.has_more = has_more
        """True where a search found more than it lists."""

    def ids(self, first: int, last: int) -> list[int]:
        """As found."""
        return list(self._ids[first : last + 1])

    def place(self, order_id: int) -> int | None:
        """Looked up."""
        try:
            return self._ids.index(order_id)
        except ValueError:
            return None

    def _fetch(self, number: int) -> list[OrderRow | None]:
        wanted = self._ids[number * WINDOW : (number + 1) * WINDOW]
        return _in_order(wanted, fetch_by_ids(self._database, wanted))


def _in_order(ids: Iterable[int], rows: list[OrderRow]) -> list[OrderRow | None]:
    found = {row.id: row for row in rows}
    return [found.get(order_id) for order_id in ids]


def places_now(listing: Listing, ids: list[int], first: int, last: int) -> dict[int, int]:
    """Where orders stand that stood between two rows; if all have moved, where the first of them went tells how far."""
    found = listing.places(ids, first, last)
    if found:
        return found
    place = listing.place(ids[0])
    return {} if place is None else listing.places(ids, place, place + last - first)


def runs(places: list[int]) -> list[tuple[int, int]]:
    """Places in their order as (first, last) of those that follow each other."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
