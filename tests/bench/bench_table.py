"""The order table under the hand: a wheel step, a page, a jump and a filter switch, painted, in a large shop."""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Tray
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.services.desk import Desk
from shopdesk.services.setup import open_desk
from shopdesk.ui.flags import Pennants
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.orders.listing import KeyedListing
from shopdesk.ui.orders.table import OrderTable
from shopdesk.ui.orders.table_model import OrdersModel
from shopdesk.ui.theme import Scheme, Theme
from tests.bench.big_shop import START, STEP, make_big_shop
from tests.bench.results import Result, at_most, orders

SIZE = (1100, 760)
"""px of the table: a page of 24 rows."""
FILTERS = [
    OrderFilter(),
    OrderFilter(flags=frozenset({Colour.RED})),
    OrderFilter(tray=Tray.TO_REGISTER),
    OrderFilter(flags=frozenset({Colour.RED, Colour.BLUE})),
    OrderFilter(tray=Tray.CLOSED),
    OrderFilter(flags=frozenset({Colour.PURPLE}), tray=Tray.CLOSED),
]


class _Settings(dict[str, object]):
    def set(self, key: str, value: object) -> None:
        self[key] = value


class Scene:
    """The real table over the large shop, painted without a screen."""

    def __init__(self, desk: Desk, app: QApplication) -> None:
        self.app, self.desk = app, desk
        self.theme = Theme(app, Scheme.LIGHT)
        clocks = Clocks(START + orders() * STEP, DEFAULT_ZONE, 24, 4)
        self.table = OrderTable(OrdersModel(clocks), self.theme, Pennants(self.theme), _Settings())
        self.table.resize(*SIZE)
        self.table.show_listing(KeyedListing(desk, OrderFilter()))
        self.table.show()
        self.settle()

    def settle(self) -> None:
        """Everything asked for is painted."""
        self.app.processEvents()

    def slowest(self, steps: Iterable[Callable[[], object]]) -> float:
        """The 95th percentile of steps, each with its painting, in ms."""
        taken = []
        for step in steps:
            started = time.perf_counter()
            step()
            self.settle()
            taken.append((time.perf_counter() - started) * 1000)
        return statistics.quantiles(taken, n=20)[-1]

    def wheel(self) -> None:
        """One notch of the wheel, downwards."""
        at = QPointF(200, 200)
        event = QWheelEvent(
            at, self.table.viewport().mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self.app.sendEvent(self.table.viewport(), event)

    def page(self) -> None:
        """One page down."""
        bar = self.table.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())

    def jump(self, share: float) -> None:
        """To any place of the list."""
        bar = self.table.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))

    def switch(self, chosen: OrderFilter) -> None:
        """To another list, from its top."""
        self.table.show_listing(KeyedListing(self.desk, chosen))

    def choose_all(self) -> None:
        """All rows, from none."""
        self.table.clearSelection()
        self.table.selectAll()


def run() -> list[Result]:
    """Needs no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    desk = open_desk(make_big_shop(orders()))
    scene = Scene(desk, app)
    chance = random.Random(5)
    jumps = [partial(scene.jump, chance.random()) for _ in range(200)]
    switches = [partial(scene.switch, chosen) for chosen in FILTERS] * 15
    floor = f"{orders():,} orders, {SIZE[0]} x {SIZE[1]} px"
    results = [
        at_most("wheel step in the table", scene.slowest([scene.wheel] * 400), 5, "ms", floor),
        at_most("page in the table", scene.slowest([scene.page] * 200), 16, "ms", floor),
        at_most("jump in the table", scene.slowest(jumps), 40, "ms", floor),
        at_most("filter switch in the table", scene.slowest(switches), 30, "ms", floor),
        at_most("choosing every row", scene.slowest([scene.choose_all] * 20), 16, "ms", floor),
    ]
    scene.table.close()
    desk.database.close()
    return results
