"""Packing by scanner in the real window, leaving, and the lists between the two; the same on the command line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.app.look import make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.db.database import add_row
from shopdesk.domain.statuses import Stage
from shopdesk.pc_settings import PcSettings
from shopdesk.queries.orders import get_order
from shopdesk.queries.packing import get_pack_slip
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.packing import open_slip
from shopdesk.ui.packing.page import LEAVING, PackingPage
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import NOON, add_order, add_slip, make_desk

WAYBILL, NUMBER = "YT7453244856560", "3821113838621007025"
FAST = 5
"""Milliseconds between a scanner's keys."""


class Warehouse:
    """The window at its packing page, and the hands that scan."""

    def __init__(self, shop: ShopWindow, qtbot: QtBot) -> None:
        self.shop, self._qtbot, self._now = shop, qtbot, 0.0
        shop.window.scanner._clock = lambda: self._now
        shop.window.show()
        qtbot.waitActive(shop.window)
        page = shop.window.show_page("packing")
        assert isinstance(page, PackingPage)
        self.page = page
        self.heard: list[str] = []
        page.station._sounds._play = self._hear
        page.take_focus()
        self.settle()

    def _hear(self, file: Path) -> bool:
        self.heard.append(file.stem)
        return True

    def settle(self) -> None:
        """Everything asked for is done and shown."""
        for _turn in range(3):
            self._qtbot.waitUntil(lambda: not (self.shop.background.running or self.page.station.work.is_busy))
            self._qtbot.wait(5)

    def scan(self, code: str, *, after: int = 2_000) -> None:
        """The trigger is pulled: keys as fast as a scanner's, then Enter, to whatever has the focus."""
        self._now += after
        for key in code:
            self._now += FAST
            QTest.keyClicks(self._focus(), key)
        self._now += FAST
        QTest.keyClick(self._focus(), Qt.Key.Key_Return)
        self.settle()

    def write(self, text: str) -> None:
        """By hand."""
        for key in text:
            self._now += 200
            QTest.keyClicks(self._focus(), key)
        self._now += 200
        QTest.keyClick(self._focus(), Qt.Key.Key_Return)
        self.settle()

    def said(self, part: str = "packing.answer") -> str:
        """The word in big type."""
        label = self.page.findChild(QLabel, f"{part}.title")
        assert label is not None
        return label.text()

    def leave(self) -> None:
        """To the other tab."""
        self.page.tabs.setCurrentIndex(LEAVING)
        self.page.refresh()
        self.settle()

    @staticmethod
    def _focus() -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """One printed slip: two pairs W7 (barcode) and one W6, 500 g each."""
    made = make_desk(tmp_path)
    order = add_order(made, order_no=NUMBER, lines=2)
    database = made.database
    database.execute_sql("UPDATE order_line SET sku = '5815-W' || (7 - position), quantity = 2 - position")
    database.execute_sql("INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋')")
    for sku, barcode in (("5815-W7", "6901234567892"), ("5815-W6", ""), ("5815-W5", "6901234567885")):
        database.execute_sql(
            "INSERT INTO variant (product_id, shop_id, sku, style, colour, size, weight, barcode) "
            "VALUES (1, 1, ?, '5815', '灰', ?, 500, ?)",
            (sku, sku[-2:], barcode),
        )
    add_slip(made, order, waybill=WAYBILL)
    yield made
    made.database.close()


@pytest.fixture
def warehouse(desk: Desk, qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Warehouse]:
    look = make_look(PcSettings(tmp_path / "settings.toml"), scheme="light", language="en")
    shop = ShopWindow(look, desk, str(shop_address(tmp_path)))
    qtbot.addWidget(shop.window, before_close_func=lambda _window: shop.end())
    yield Warehouse(shop, qtbot)
    shop.window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shop(desk: Desk, tmp_path: Path) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def stage(desk: Desk) -> Stage:
    return get_order(desk.database, 1).stage


@pytest.mark.rule("SHP-04")
def test_slip_then_pieces_then_the_scale(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.scan(WAYBILL)
    assert warehouse.said() == "3 pieces to pack"
    warehouse.scan("6901234567892")
    warehouse.scan("6901234567892")
    warehouse.scan("5815-W6")
    warehouse.write("1610")
    slip = get_pack_slip(desk.database, 1)
    assert (slip.packed_at, slip.packer, slip.weight) == (NOON, "Owner", 1610)
    assert stage(desk) is Stage.PACKED
    assert warehouse.heard == ["right"] * 5


@pytest.mark.rule("SHP-04")
def test_a_wrong_piece_stops_it_with_sound_and_red(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.scan(WAYBILL)
    warehouse.scan("6901234567885")
    assert warehouse.said() == "5815 灰 W5 (6901234567885)"
    assert warehouse.heard == ["right", "wrong"]
    answer = warehouse.page.station.answer.answer
    assert answer is not None and answer.tone == "bad" and "5815 灰 W7 ×2" in answer.detail
    assert get_pack_slip(desk.database, 1).packed == 0


@pytest.mark.rule("SHP-04")
def test_a_missing_piece_stops_it(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.scan(WAYBILL)
    warehouse.scan("6901234567892")
    warehouse.write("")
    assert (warehouse.said(), stage(desk)) == ("Something is missing", Stage.PRINTED)


@pytest.mark.rule("SHP-04")
def test_a_weight_that_is_off_asks_first(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.scan(NUMBER)
    for code in ("6901234567892", "6901234567892", "5815-W6"):
        warehouse.scan(code)
    warehouse.write("1100")
    assert (warehouse.said(), stage(desk)) == ("The weight is off", Stage.PRINTED)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.close()


@pytest.mark.rule("SHP-04")
def test_pieces_are_ticked_by_keyboard_as_well(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.write(NUMBER)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        warehouse.settle()
    warehouse.write("")
    assert stage(desk) is Stage.PACKED


@pytest.mark.rule("SHP-04")
def test_the_scanner_fires_twice(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.scan(WAYBILL)
    warehouse.scan("6901234567892")
    warehouse.scan("6901234567892", after=100)
    assert get_pack_slip(desk.database, 1).packed == 1
    warehouse.scan("6901234567892")
    warehouse.scan("5815-W6")
    warehouse.scan(WAYBILL)
    warehouse.scan(WAYBILL)
    assert (warehouse.said(), "wrong" in warehouse.heard) == ("Just packed", False)


@pytest.mark.rule("SHP-04")
def test_unknown_cancelled_refunded_and_held_ones(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.scan("YT0000000000000")
    assert warehouse.said() == "Unknown"
    other = add_order(desk)
    add_slip(desk, other, waybill="YT1111111111111", cancelled_at=NOON, cancel_reason="买家取消")
    warehouse.scan("YT1111111111111")
    assert warehouse.said() == "Cancelled"
    warehouse.scan(WAYBILL)
    hold_orders(desk, order_ids=[1], reason="买家要改")
    warehouse.scan("5815-W6")
    assert warehouse.said() == "On hold"
    desk.database.execute_sql("UPDATE orders SET status = 4, close_reason = '买家退款' WHERE id = 1")
    warehouse.scan("5815-W6")
    assert warehouse.said() == "Stop the parcel"
    assert warehouse.heard.count("wrong") == 4


@pytest.mark.rule("SHP-04")
def test_two_packers_at_one_slip(warehouse: Warehouse, desk: Desk) -> None:
    person_id = add_row(desk.database, "INSERT INTO person (name, role) VALUES (?, ?)", ("小王", "warehouse"))
    colleague = replace(desk, actor=Actor(person_id, "小王", "warehouse"))
    open_slip(colleague, code=WAYBILL)
    warehouse.scan(WAYBILL)
    answer = warehouse.page.station.answer.answer
    assert answer is not None and "小王 is packing slip" in answer.detail
    assert warehouse.page.station.work.table is None


@pytest.mark.rule("SHP-04")
def test_packing_on_the_command_line(shop: CommandLine, desk: Desk) -> None:
    pieces = ("--item", "6901234567892", "--item", "6901234567892", "--item", "5815-W6")
    off = shop("pack", WAYBILL, *pieces, "--weight", "1100")
    assert (off.status, "weighs 1100 g and should weigh 1600 g" in off.err) == (1, True)
    told = shop.done("pack", WAYBILL, *pieces, "--weight", "1610", "--json").json
    assert (told["stage"], told["weight"], told["expected"]) == ("packed", 1610, 1600)
    assert "was packed by Owner" in shop("pack", WAYBILL).err


@pytest.mark.rule("SHP-05")
def test_shipped_needs_a_waybill_and_a_packed_parcel(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.leave()
    warehouse.scan(WAYBILL)
    assert warehouse.said("packing.leaving.answer") == "Not packed"
    desk.database.execute_sql("UPDATE slip SET packed_at = ?, packed_by_id = 1, waybill = ''", (NOON,))
    warehouse.scan(NUMBER)
    assert warehouse.said("packing.leaving.answer") == "No waybill"
    desk.database.execute_sql("UPDATE slip SET waybill = ?", (WAYBILL,))
    warehouse.scan(WAYBILL)
    assert (warehouse.said("packing.leaving.answer"), stage(desk)) == ("Gone", Stage.SHIPPED)


@pytest.mark.rule("SHP-05", "SHP-06")
def test_the_lists_in_the_window(warehouse: Warehouse, desk: Desk) -> None:
    for slips, column, orders in (
        ({"shipped_at": NOON, "shipped_by_id": 1, "waybill": "YT2"}, "stage = 5", "gone unpacked"),
        ({"waybill": "YT3"}, "status = 3", "received"),
        ({"waybill": "YT4"}, "status = 4", "closed"),
        ({"created_at": NOON - 11 * 86_400_000}, "stage = 3", "old"),
    ):
        order = add_order(desk, order_no=orders)
        add_slip(desk, order, **slips)
        desk.database.execute_sql(f"UPDATE orders SET {column} WHERE id = ?", (order,))
    warehouse.leave()
    names, found = warehouse.page.leaving.names, {}
    for row in range(names.count()):
        names.setCurrentRow(row)
        warehouse.settle()
        rows = warehouse.page.leaving.table.records.rows
        assert names.item(row).text().split()[-1] == str(len(rows))
        found[names.chosen.value] = [one.row.order_no for one in rows]
    assert found == {
        "printed-not-shipped": [NUMBER, "old"], "shipped-not-packed": ["gone unpacked"],
        "received-not-shipped": ["received"], "platform-shipped": [], "unfinished": ["old"],
        "to-stop": ["closed"], "no-waybill": ["old"],
    }  # fmt: skip


@pytest.mark.rule("SHP-05", "SHP-06")
def test_the_lists_on_the_command_line(shop: CommandLine, desk: Desk) -> None:
    assert "is not packed" in shop("ship", NUMBER).err
    assert [row["order_no"] for row in shop.done("lists", "printed-not-shipped", "--format", "jsonl").lines] == [NUMBER]
    unfinished = shop.done("lists", "unfinished", "--format", "jsonl").lines
    assert [row["order_no"] for row in unfinished] == [NUMBER]  # its slip was made in 2024
    shop.done("ship", NUMBER, "--reason", "急件")
    assert shop.done("lists", "--json").json == {
        "shipped-not-packed": 1, "received-not-shipped": 0, "printed-not-shipped": 0, "platform-shipped": 0,
        "unfinished": 0, "to-stop": 0, "no-waybill": 0,
    }  # fmt: skip


@pytest.mark.rule("SHP-05")
def test_all_that_a_courier_takes_and_the_platforms_file(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    shop.done("pack", NUMBER)
    assert shop.done("ship", "--carrier", "圆通速递", "--json").json["shipped"] == [NUMBER]
    file = tmp_path / "发货.csv"
    shop.done("export", "shipments", "-o", file)
    assert file.read_text("utf-8-sig").splitlines() == ["订单编号,物流公司,物流单号", f"{NUMBER},圆通速递,{WAYBILL}"]
