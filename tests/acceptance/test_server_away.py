"""The server goes away while somebody works: said once, nothing is lost, and it goes on by itself (DATA-02)."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.services.orders import set_flag
from shopdesk.services.setup import create_desk, make_shop, open_desk
from tests.factories import NOON, add_order
from tests.postgres_server import Server
from tests.slow_network import SlowNetwork
from tests.window_stand import WindowStand, window_on

pytestmark = [pytest.mark.rule("DATA-02"), pytest.mark.postgres]

ORDERS = 5
NEVER_STILL_S = 2.0
"""No turn of the window takes longer, on a busy machine either, while connecting alone would take longer than that."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server.make(quick=False) as made:
        url = made.create_database("shop")
        desk = create_desk(url, clock=lambda: NOON)
        make_shop(desk, name="一号店", platform=Platform.TAOBAO)
        for _number in range(ORDERS):
            add_order(desk)
        desk.database.close()
        yield made


@pytest.fixture
def network(server: Server) -> Iterator[SlowNetwork]:
    with SlowNetwork(server.port) as made:
        yield made


@pytest.fixture
def stand(network: SlowNetwork, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    desk = open_desk(network.url("shop"), clock=lambda: NOON)
    with window_on(desk, tmp_path, qtbot, live=True) as made:
        made.open("orders")
        yield made


class Pulse:
    """Watches for how long the window stands still."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now

    def stop(self) -> None:
        self._timer.stop()


def banner(stand: WindowStand) -> str:
    label = stand.window.findChild(QLabel, "main.banner.offline.text")
    return label.text() if label is not None and "offline" in stand.window.banners.keys() else ""  # noqa: SIM118


def flag_of(server: Server, order_id: int) -> int:
    return int(server.execute(f"SELECT flag FROM orders WHERE id = {order_id}", "shop")[0][0])


def test_a_server_that_is_killed_and_comes_back(server: Server, stand: WindowStand) -> None:
    page: Any = stand.window.page
    page.table.choose_row(2)
    order_id = page.table.chosen_ids()[0]
    stand.settle()
    page.panel.memo.text.setPlainText("half a memo")
    server.kill()
    pulse = Pulse()
    stand.wait_for(lambda: bool(banner(stand)))
    assert "hasn't answered since" in banner(stand)
    assert stand.news() == []
    page.commands.work.flag([order_id], Colour.RED, shown=page.table.orders.flags_shown())
    stand.settle()
    stand.keys("F5", "Alt+3", "Alt+1")
    stand.settle()
    assert len(stand.window.banners.keys()) == 1
    assert "can't be reached" in stand.news()[-1] and len(stand.window.messages.toasts.shown) <= 1
    pulse.stop()
    assert pulse.longest < NEVER_STILL_S
    server.start()
    assert flag_of(server, order_id) == Colour.GREY
    stand.wait_for(lambda: not banner(stand))
    stand.settle()
    assert page.table.chosen_ids() == [order_id]
    assert page.panel.memo.text.toPlainText() == "half a memo"
    page.commands.work.flag([order_id], Colour.RED, shown=page.table.orders.flags_shown())
    stand.settle()
    assert flag_of(server, order_id) == Colour.RED
    other = open_desk(server.url("shop"), clock=lambda: NOON)
    set_flag(other, order_ids=[order_id], colour=Colour.GREEN)
    stand.wait_for(lambda: page.table.orders.row_at(2).flag == Colour.GREEN)
    other.database.close()


def test_what_was_typed_meanwhile_is_stored_afterwards(server: Server, stand: WindowStand) -> None:
    page: Any = stand.window.page
    row = page.table.orders.row_at(1)
    server.kill()
    stand.wait_for(lambda: bool(banner(stand)))
    page.commands.work.save_memo(row.id, "typed while it was away")
    page.commands.work.save_memo(row.id, "and once more")  # never before the first, whenever the server comes back
    stand.wait_for(lambda: any("not stored yet" in said for said in stand.news()))
    stand.window.close()
    assert stand.window.isVisible()  # it asks first
    server.start()
    stand.wait_for(lambda: page.table.orders.row_at(1).memo == "and once more")


def test_a_cable_that_is_pulled(network: SlowNetwork, stand: WindowStand, server: Server) -> None:
    network.is_cut = True
    stand.wait_for(lambda: bool(banner(stand)))
    pulse = Pulse()
    page: Any = stand.window.page
    page.commands.work.flag([1], Colour.RED, shown=page.table.orders.flags_shown())
    stand.keys("F5")
    pulse.stop()
    assert pulse.longest < NEVER_STILL_S
    network.is_cut = False
    stand.wait_for(lambda: not banner(stand))
    assert flag_of(server, 1) == Colour.GREY
    page.commands.work.flag([1], Colour.RED, shown=page.table.orders.flags_shown())
    stand.settle()
    assert flag_of(server, 1) == Colour.RED
