"""What one PC changes shows on the others within a second, and nobody loses his place (DATA-02)."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import Colour
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag
from shopdesk.services.setup import open_desk
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import WindowStand, window_on

pytestmark = pytest.mark.rule("DATA-02")

HOUR = 3_600_000
ORDERS = 60


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    for number in range(ORDERS):
        add_order(made, buyer=f"buyer {number}", receiver=f"收件人{number}", created=NOON - number * 60_000)
    return made


@pytest.fixture
def other(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Another PC on the same shop."""
    made = open_desk(shop_address(tmp_path), clock=lambda: NOON)
    yield made
    made.database.close()


@pytest.fixture
def stand(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot, live=True) as made:
        yield made


def seconds_until(stand: WindowStand, shown: Callable[[], bool]) -> float:
    begun = time.monotonic()
    stand.wait_for(shown)
    return time.monotonic() - begun


def test_a_flag_changed_elsewhere_is_seen_within_a_second(stand: WindowStand, other: Desk) -> None:
    page: Any = stand.open("orders")
    table = page.table
    table.choose_row(40)
    row = table.orders.row_at(40)
    scrolled = table.verticalScrollBar().value()
    set_flag(other, order_ids=[row.id], colour=Colour.GREEN)
    assert seconds_until(stand, lambda: table.orders.row_at(40).flag == Colour.GREEN) < 1
    assert table.chosen_ids() == [row.id] and table.currentIndex().row() == 40
    assert table.verticalScrollBar().value() == scrolled > 0
