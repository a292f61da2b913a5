"""No key does two things: neither on a page, nor on a page and in the window (a key that fits two does neither)."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.app.pages import ShopPages
from shopdesk.app.presence import KEY as SWITCH_PERSON
from shopdesk.ui.parcels.shows import Show
from tests.factories import make_desk
from tests.window_stand import WindowStand, window_on

VIEWS = {
    "packing": ("Ctrl+1", "Ctrl+2"), "intake": ("F4", "F3"), "damage": ("2", "3", "4", "1"),
    "buyers": ("Ctrl+2", "Ctrl+1"), "scripts": ("Ctrl+2", "Ctrl+3", "Ctrl+1"),
}  # fmt: skip
"""Keys that go through the parts of a page, each with keys of its own."""
NEVER_BOTH = (
    {"reviews.order", "reviews.rate-order"},
    {"buyers.found.stop_care", "buyers.found.allow_care"},
    {"buyers.found.block", "buyers.found.unblock"},
)
"""Of which one is always off: the page enables the one that fits what is chosen."""
_WINDOW = Qt.ShortcutContext.WindowShortcut


class Live(NamedTuple):
    """A key that is heard where its widget is shown."""

    name: str
    key: str
    is_within: bool
    places: tuple[QWidget, ...]


@pytest.fixture
def stand(tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    desk = make_desk(tmp_path)
    with window_on(desk, tmp_path, qtbot) as made:
        yield made
    desk.database.close()


def live_in(stand: WindowStand) -> list[Live]:
    """Every key that could be heard now, be what it does enabled or not."""
    found = []
    for action in stand.window.findChildren(QAction):
        places = [each for each in action.associatedObjects() if isinstance(each, QWidget) and each.isVisible()]
        keys = {each.toString() for each in action.shortcuts()}
        within = action.shortcutContext() is not _WINDOW
        found += [Live(action.objectName(), key, within, tuple(places)) for key in keys if places]
    for short in stand.window.findChildren(QShortcut):
        place = short.parent()
        if isinstance(place, QWidget) and place.isVisible():
            keys = {each.toString() for each in short.keys()}  # noqa: SIM118
            within = short.context() is not _WINDOW
            found += [Live(short.objectName() or place.objectName(), key, within, (place,)) for key in keys]
    return found


def meet(one: Live, other: Live) -> bool:
    """Whether there is a place for the keys to go where both are heard."""
    if not (one.is_within and other.is_within):
        return True
    pairs = ((a, b) for a in one.places for b in other.places)
    return any(a is b or a.isAncestorOf(b) or b.isAncestorOf(a) for a, b in pairs)


def clashes_in(live: list[Live]) -> set[tuple[str, ...]]:
    """Key and the two that are on it."""
    by_key: dict[str, list[Live]] = {}
    for each in live:
        by_key.setdefault(each.key, []).append(each)
    return {
        (key, *sorted((one.name, other.name)))
        for key, several in by_key.items()
        for one, other in combinations(several, 2)
        if meet(one, other) and {one.name, other.name} not in NEVER_BOTH
    }


def test_no_key_does_two_things(stand: WindowStand) -> None:
    found = set[tuple[str, ...]]()
    for page in ShopPages(stand.shop).declared():
        stand.open(page.key)
        for key in ("", *VIEWS.get(page.key, ())):
            stand.keys(*filter(None, [key]))
            live = live_in(stand)
            found |= clashes_in(live)
            assert SWITCH_PERSON not in {each.key for each in live}, page.key
    assert found == set()


def test_every_list_of_parcels_has_its_keys_once(stand: WindowStand) -> None:
    page, found = stand.open("parcels"), set[tuple[str, ...]]()
    for show in Show:
        page.open_record("parcel-list", show.value)
        stand.settle()
        found |= clashes_in(live_in(stand))
    assert found == set()
