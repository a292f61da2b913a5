"""A day at one keyboard: from the platform's files to the courier without a mouse (the window's half of test_day.py).

Pictures of every step: see tests/hands.py.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.queries.packing import get_pack_slip
from shopdesk.queries.slips import SlipRow, list_slips
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import FLAG_SALESPEOPLE
from shopdesk.ui.importing.dialog import Step
from tests.factories import make_desk
from tests.hands import Hands, NoMouse, wanted_look
from tests.platform_files import MadeOrder, made_orders, write_taobao_orders
from tests.window_stand import window_on

COUNT = 20
SHOPS_ZONE = ZoneInfo("Asia/Shanghai")


def paid(order: MadeOrder, at: datetime, **changes: Any) -> MadeOrder:
    """Paid at this moment, one plain item, nothing to remark."""
    line = order.lines[0]._replace(sku="5815-W7", properties="颜色分类：深紫;尺码：W7", quantity=1, price=23_900)
    plain = order._replace(
        status_text="买家已付款，等待卖家发货", status=1, lines=(line,), goods=23_900, postage=0, paid=23_900, memo="",
        message="", province="浙江省", city="杭州市", district="余杭区", carrier="", waybill="",
        created_at=f"{at:%Y-%m-%d %H:%M:%S}", paid_at=f"{at + timedelta(seconds=9):%Y-%m-%d %H:%M:%S}",
    )  # fmt: skip
    return plain._replace(**changes)


def day_orders() -> list[MadeOrder]:
    """Twenty orders of this morning; some have to be looked at before they may go."""
    start = datetime.now(SHOPS_ZONE) - timedelta(hours=3)
    orders = [paid(order, start + timedelta(minutes=n)) for n, order in enumerate(made_orders(COUNT, seed=7))]
    doubtful: dict[int, dict[str, Any]] = {
        1: {"province": "香港特别行政区", "city": "香港岛", "district": "中西区"},
        3: {"message": "要W8不要W7"},
        5: {"message": "颜色换黑色"},
        7: {"memo": "改地址：浙江省 杭州市 西湖区 文二路88号"},
        9: {"paid": 10_000},
        12: {name: getattr(orders[11], name) for name in ("buyer", "receiver", "phone", "address", "postcode")},
        15: {"memo": "发顺丰"},
    }
    for place, changes in doubtful.items():
        orders[place] = orders[place]._replace(**changes)
    return orders


class Day(Hands):
    """Hands on the window, and what they want to know of the orders."""

    def orders_at(self, stage: Stage) -> int:
        """How many stand there."""
        row = self.stand.desk.database.execute_sql("SELECT count(*) FROM orders WHERE stage = ?", (int(stage),))
        return int(row.fetchone()[0])

    def until_orders_at(self, stage: Stage, count: int) -> None:
        """So many have come there."""
        self.until(lambda: self.orders_at(stage) == count)

    def until_packed(self, slip_id: int) -> None:
        """It is closed."""
        self.until(lambda: get_pack_slip(self.stand.desk.database, slip_id).packed_at)

    def slips(self) -> list[SlipRow]:
        return list_slips(self.stand.desk.database, wave_id=1)


@pytest.fixture
def day(tmp_path: Path, qtbot: QtBot) -> Iterator[Day]:
    desk = make_desk(tmp_path, clock=now, shop="示例店铺")
    save_setting(desk, FLAG_SALESPEOPLE, {"yellow": ["小李", "小赵"]})
    language, scheme = wanted_look()
    with window_on(desk, tmp_path, qtbot, language=language, scheme=scheme) as stand:
        yield Day(stand)


def take_in(day: Day, folder: Path) -> None:
    """Ctrl+O, the names of the two files, Enter, Enter."""
    pair = write_taobao_orders(folder, day_orders(), datetime.now(SHOPS_ZONE))
    day.keys("Ctrl+O", "Ctrl+O")
    chooser = day.stand.dialog()
    assert isinstance(chooser, QFileDialog)
    names = chooser.findChild(QLineEdit)
    assert names is not None
    names.setFocus()
    day.keys(f'text:"{pair.orders}" "{pair.lines}"', "Return")
    shown: Any = day.stand.dialog()
    day.until(lambda: shown.step is Step.CHECKED)
    day.look("import")
    day.keys("Return")
    day.until(lambda: shown.step is Step.DONE)
    day.look("imported")
    day.keys("Escape")


def clear_holds(day: Day) -> None:
    """V shows what is held; A is what clears the first hold, Enter what its form offers."""
    page: Any = day.stand.window.page
    day.keys("V")
    assert page.queue.orders.rows
    for n in range(3 * COUNT):
        if not page.queue.orders.rows:
            break
        day.until(lambda: page.reading is not None)
        day.look(f"held{n}")
        day.keys("A")
        if QApplication.activeModalWidget() is not None:
            day.look(f"held{n}-asked")
            day.keys("Return")


def register(day: Day) -> None:
    """One that two people share by flag and digit; three by Enter; the rest after a look."""
    day.keys("V", "V")
    page: Any = day.stand.window.page
    day.until(lambda: page.reading is not None)
    day.keys("Ctrl+2")
    day.until(lambda: page.reading is not None and page.reading.is_unclear)
    day.keys("1")
    day.look("salesperson")
    for done in (1, 2, 3):
        day.until(lambda: page.reading is not None)
        day.keys("Return")
        day.until_orders_at(Stage.REGISTERED, done)
    day.look("registered")
    day.keys("Ctrl+R")
    day.look("the-rest")
    day.keys("Return")
    day.until_orders_at(Stage.REGISTERED, COUNT)
    day.look("all-registered")


def ship_wave(day: Day, printed: list[bytes]) -> None:
    """A wave, a number scanned for each slip in print order, the paper, and that all of it came out."""
    day.keys("Alt+3")
    day.look("next-wave")
    day.keys("Ctrl+N")
    page: Any = day.stand.window.page
    day.until(lambda: page.view.facts is not None)
    day.look("wave")
    for number, slip in enumerate(day.slips()):
        day.scan(f"SF14000000000{number:02}" if "顺丰" in slip.carrier else f"YT74532448656{number:02}")
    day.look("waybills")
    assert all(slip.waybill for slip in day.slips())
    day.keys("Ctrl+P")
    shown: Any = day.stand.dialog()
    day.until(lambda: shown.pages.count > 0 and shown.choices.printer == "Zebra")
    day.look("print")
    day.keys("Return")
    day.until(lambda: printed)
    day.look("came-out")
    day.keys("Ctrl+Return")
    day.until_orders_at(Stage.PRINTED, COUNT)


def pack(day: Day) -> None:
    """Slip, pieces, Enter."""
    day.keys("Alt+4")
    day.look("packing")
    for place, slip in enumerate(day.slips()):
        day.scan(slip.waybill)
        for order in slip.orders:
            for line in get_order(day.stand.desk.database, order.id).lines:
                for _piece in range(line.quantity):
                    day.scan(line.sku)
        if place == 0:
            day.look("pieces")
        day.keys("Return")
        day.until_packed(slip.id)
    day.look("packed")
    assert day.orders_at(Stage.PACKED) == COUNT


def leave(day: Day) -> None:
    """Every parcel is scanned out as the courier takes it."""
    day.keys("Ctrl+2")
    day.look("leaving")
    for slip in day.slips():
        day.scan(slip.waybill)
    day.until_orders_at(Stage.SHIPPED, COUNT)
    day.look("left")


@pytest.mark.rule("ORD-01")
@pytest.mark.rule("ORD-02")
@pytest.mark.rule("ORD-12")
@pytest.mark.rule("SHP-01")
@pytest.mark.rule("SHP-02")
@pytest.mark.rule("SHP-04")
@pytest.mark.rule("SHP-05")
def test_twenty_orders_leave_without_a_mouse(
    day: Day, qapp: QApplication, tmp_path: Path, printed: list[bytes]
) -> None:
    mouse = NoMouse()
    qapp.installEventFilter(mouse)
    take_in(day, tmp_path)
    assert day.orders_at(Stage.NEW) == COUNT
    day.keys("Alt+2")
    clear_holds(day)
    register(day)
    ship_wave(day, printed)
    pack(day)
    leave(day)
    assert mouse.seen == 0
