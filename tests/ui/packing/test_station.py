"""The packing table: by scanner alone, by keyboard alone, and whatever stops it (SHP-04)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from shopdesk import i18n
from shopdesk.db.database import rows_of
from shopdesk.queries.packing import get_pack_slip
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.packing import open_slip
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import PACK_WEIGHING
from tests.factories import NOON, add_order, add_slip
from tests.ui.packing.conftest import NUMBER, WAYBILL, Table

Open = Callable[[], Table]


def packed(desk: Desk, slip: int) -> bool:
    return get_pack_slip(desk.database, slip).packed_at is not None


class TestByScanner:
    def test_slip_pieces_and_the_slip_again(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan(WAYBILL)
        assert window.said() == ("3 pieces to pack", "5815 灰 W7 ×2, 5815 灰 W6 ×1")
        window.scan("S0", "S0")
        assert window.said() == ("5815 灰 W7", "2 of 2")
        window.scan("S1")
        assert "Everything is in" in window.said()[1]
        window.scan(WAYBILL)
        assert window.said() == ("Packed", f"Slip {NUMBER} is packed.")
        assert packed(desk, slip)
        assert window.heard == ["right"] * 5
        assert [answer.code for _time, answer in window.page.station.recent.scans] == [
            WAYBILL, "S1", "S0", "S0", WAYBILL,
        ]  # fmt: skip

    def test_the_next_slip_finishes_this_one(self, table: Open, desk: Desk, slip: int) -> None:
        other = add_slip(desk, add_order(desk), waybill="YT9999999999999")
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1", "YT9999999999999")
        assert packed(desk, slip)
        assert window.said() == ("1 piece to pack", f"Slip {NUMBER} is packed.")
        assert window.page.station.work.table is not None and window.page.station.work.table.slip.id == other

    def test_what_must_not_be_missed_stands_in_a_bar(self, table: Open, desk: Desk, slip: int) -> None:
        desk.database.execute_sql(
            "INSERT INTO owed_item (buyer_id, kind, item, person_id, at, travels_id) "
            "VALUES (1, 'gift', '防磨贴', 1, 0, 1)"
        )
        window = table()
        window.scan(WAYBILL)
        bar = window.part(QLabel, "packing.slip.notice0")
        assert bar.isVisible() and "防磨贴" in bar.text()
        assert window.part(QLabel, "packing.slip.waybill").text() == "…856560"
        assert "西湖区" in window.part(QLabel, "packing.slip.receiver").text()

    def test_without_a_style_its_code_says_which_black_shoe(self, table: Open, desk: Desk, slip: int) -> None:
        desk.database.execute_sql("UPDATE variant SET style = ''")
        desk.database.execute_sql("UPDATE order_line SET properties = '', sku = 'T-1-W7' WHERE sku = 'S0'")
        desk.database.execute_sql("UPDATE variant SET sku = 'T-1-W7' WHERE sku = 'S0'")
        window = table()
        window.scan(WAYBILL)
        assert window.said()[1] == "T-1-W7 灰 ×2, S1 灰 W6 ×1"

    def test_a_wrong_piece_stops_it_in_red(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan(WAYBILL, "S9")
        assert window.said() == ("5815 灰 W9 (S9)", "Wrong item. Wanted: 5815 灰 W7 ×2, 5815 灰 W6 ×1.")
        assert (window.tone(), window.heard[-1]) == ("bad", "wrong")
        assert get_pack_slip(desk.database, slip).packed == 0
        window.scan("S1", "S1")
        assert window.said()[0] == "One too many"

    def test_firing_twice_after_packing_is_said_without_alarm(self, table: Open, slip: int) -> None:
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1", WAYBILL, WAYBILL)
        assert (window.said()[0], window.tone()) == ("Just packed", "quiet")
        assert "wrong" not in window.heard

    def test_unknown_and_closed_ones(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan("4711471147")
        assert window.said()[0] == "Unknown"
        window.scan(WAYBILL)
        desk.database.execute_sql("UPDATE orders SET status = 4, close_reason = '买家退款'")
        window.scan("S0")
        assert window.said()[0] == "Stop the parcel" and "买家退款" in window.said()[1]
        assert window.page.station.work.table is None
        assert window.heard == ["wrong", "right", "wrong"]

    def test_held_since(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan(WAYBILL)
        hold_orders(desk, order_ids=[1], reason="买家要改")
        window.scan("S0")
        assert window.said() == ("On hold", f"Order {NUMBER} is on hold (买家要改). Release the hold first.")

    def test_quick_scans_are_taken_in_their_order(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        for code in (WAYBILL, "S0", "S0", "S1"):
            window.page.scanned(code)
        window.settle()
        assert get_pack_slip(desk.database, slip).is_complete


class TestByKeyboard:
    def test_number_arrows_space_weight_enter(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.enter(NUMBER)
        window.key(Qt.Key.Key_Space)
        window.key(Qt.Key.Key_Down)
        window.key(Qt.Key.Key_Space)
        focus = QApplication.focusWidget()
        assert focus is window.page.station.weight
        window.enter("1610")
        assert packed(desk, slip)
        assert rows_of(desk.database, "SELECT weight FROM slip") == [(1610,)]

    def test_space_again_takes_the_tick_off(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.enter(NUMBER)
        window.key(Qt.Key.Key_Space)
        window.key(Qt.Key.Key_Up)
        window.key(Qt.Key.Key_Space)
        assert get_pack_slip(desk.database, slip).packed == 0

    def test_everything_at_once_and_an_empty_enter(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.enter(NUMBER)
        window.press("packing.tick_all")
        window.key(Qt.Key.Key_Return)
        assert packed(desk, slip)

    def test_enter_too_early_says_what_is_missing(self, table: Open, slip: int) -> None:
        window = table()
        window.enter(NUMBER)
        window.key(Qt.Key.Key_Return)
        assert window.said()[0] == "Something is missing"

    def test_escape_sets_it_aside(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.enter(NUMBER)
        window.scan("S1")
        window.key(Qt.Key.Key_Escape)
        assert window.said()[0] == "Set aside"
        assert (get_pack_slip(desk.database, slip).packer, get_pack_slip(desk.database, slip).packed) == ("", 1)
        assert window.page.station.empty.isVisible()

    def test_keys_in_the_list_go_where_they_belong(self, table: Open, slip: int) -> None:
        window = table()
        window.enter(NUMBER)
        window.page.station.items.setFocus()
        QTest.keyClicks(window.page.station.items, "S")
        assert QApplication.focusWidget() is window.page.station.code
        assert window.page.station.code.text() == "S"

    def test_no_input_method_for_chinese(self, table: Open) -> None:
        station = table().page.station
        for field in (station.code, station.weight, station.items):
            assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


class TestWeight:
    def test_off_asks_and_the_reason_is_kept(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1")
        window.enter("2.4kg")
        assert window.said()[0] == "The weight is off"
        window.answer("放了赠品")
        assert packed(desk, slip)
        assert rows_of(desk.database, "SELECT reason FROM trail WHERE kind = 'slip' ORDER BY id DESC LIMIT 1") == [
            ("放了赠品",)
        ]

    def test_the_next_scan_does_not_slip_past_it(self, table: Open, desk: Desk, slip: int) -> None:
        add_slip(desk, add_order(desk), waybill="YT9999999999999")
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1")
        window.enter("2400")
        window.answer("YT9999999999999")  # a scan that went into the open question
        assert window.said()[0] == "The weight is off"
        assert not packed(desk, slip)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.close()
        window.page.station.weight.entered.emit("1600")
        window.settle()
        assert packed(desk, slip)

    def test_a_parcel_weighed_again_is_no_reason(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1")
        window.enter("2400")
        window.answer("1600")  # a scale that types like a keyboard, into the open question
        assert packed(desk, slip)
        assert rows_of(desk.database, "SELECT weight FROM slip") == [(1600,)]
        assert "1600" not in str(rows_of(desk.database, "SELECT reason FROM trail"))
        assert window.said() == ("Packed", f"Slip {NUMBER} is packed. It weighs 1600 g.")

    def test_a_scale_that_sends_fast_is_no_scanner(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1", "1.600kg")
        assert rows_of(desk.database, "SELECT weight FROM slip") == [(1600,)]

    def test_a_code_typed_into_the_weight_is_a_code(self, table: Open, slip: int) -> None:
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1")
        window.enter("S9-XL")
        assert window.said()[0] == "S9-XL"

    def test_required_weighing_waits_for_it(self, table: Open, desk: Desk, slip: int) -> None:
        save_setting(desk, PACK_WEIGHING, "required")
        window = table()
        window.scan(WAYBILL, "S0", "S0", "S1", WAYBILL)
        assert not packed(desk, slip)
        window.key(Qt.Key.Key_Return)
        assert window.said()[0] == "Weigh it first"

    def test_without_a_scale_the_last_piece_finishes(self, table: Open, desk: Desk, slip: int) -> None:
        save_setting(desk, PACK_WEIGHING, "off")
        window = table()
        window.scan(WAYBILL, "S0", "S0")
        assert not window.page.station.weight.isVisible()
        window.scan("S1")
        assert packed(desk, slip)

    def test_a_new_article_is_weighed_by_its_parcel(self, table: Open, desk: Desk, slip: int) -> None:
        order = add_order(desk, order_no="A77")
        desk.database.execute_sql("UPDATE order_line SET sku = 'S9' WHERE order_id = ?", (order,))
        desk.database.execute_sql("UPDATE variant SET weight = NULL WHERE sku = 'S9'")
        add_slip(desk, order)
        window = table()
        window.scan("A77", "S9")
        window.enter("850")
        assert "A piece weighs 750 g" in window.said()[1]
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
        window.settle()
        assert window.said()[0] == "750 g a piece"
        assert rows_of(desk.database, "SELECT weight FROM variant WHERE sku = 'S9'") == [(750,)]


class TestWaysOn:
    def test_a_colleagues_slip_may_be_taken_over(self, table: Open, desk: Desk, slip: int) -> None:
        cursor = desk.database.execute_sql("INSERT INTO person (name, role) VALUES ('小王', 'warehouse')")
        desk.database.execute_sql("UPDATE slip SET packed_by_id = ?", (cursor.lastrowid,))
        window = table()
        window.scan(WAYBILL)
        assert window.said()[0] == "Somebody is at it" and "小王 is packing" in window.said()[1]
        window.press("packing.answer.way")
        assert window.said()[0] == "3 pieces to pack"

    def test_taken_away_meanwhile(self, table: Open, desk: Desk, slip: int) -> None:
        window = table()
        window.scan(WAYBILL)
        cursor = desk.database.execute_sql("INSERT INTO person (name, role) VALUES ('小王', 'warehouse')")
        desk.database.execute_sql("UPDATE slip SET packed_by_id = ?, version = version + 1", (cursor.lastrowid,))
        window.scan("S0")
        assert window.said()[0] == "Somebody is at it"
        assert window.page.station.work.table is None

    def test_packed_before_and_packed_again(self, table: Open, desk: Desk, slip: int) -> None:
        desk.database.execute_sql("UPDATE slip SET packed_at = ?, packed_by_id = 1", (NOON - 60_000,))
        window = table()
        window.scan(WAYBILL)
        assert window.said()[0] == "Packed already"
        window.press("packing.answer.way")
        window.answer("装错")
        assert window.said()[0] == "3 pieces to pack"

    def test_a_refund_may_be_overruled(self, table: Open, desk: Desk, slip: int) -> None:
        desk.database.execute_sql("UPDATE orders SET refund_state = '退款中'")
        window = table()
        window.scan(WAYBILL)
        assert window.said()[0] == "Stop the parcel"
        window.press("packing.answer.way")
        window.answer("买家撤回")
        assert window.said()[0] == "3 pieces to pack"

    def test_what_was_left_half_done_goes_on(self, table: Open, desk: Desk, slip: int) -> None:
        open_slip(desk, code=WAYBILL)
        desk.database.execute_sql("UPDATE slip_item SET packed = 1 WHERE id = 1")
        window = table()
        window.scan(WAYBILL)
        assert window.part(QLabel, "packing.slip.count").text() == "1 / 3"


def test_sounds_are_muted_on_this_pc(table: Open, slip: int, settings: dict[str, object]) -> None:
    window = table()
    window.part(QAction, "packing.mute.action").trigger()
    window.scan(WAYBILL)
    assert window.heard == []
    assert settings["packing.muted"] is True


def test_only_the_last_ten_scans_stay(table: Open) -> None:
    window = table()
    window.scan(*(f"47110000{n}" for n in range(12)))
    assert [answer.code for _time, answer in window.page.station.recent.scans][0::9] == ["4711000011", "471100002"]


def test_another_language_at_once(table: Open, slip: int) -> None:
    window = table()
    window.scan(WAYBILL)
    i18n.use_language("zh_CN")
    QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert window.part(QPushButton, "packing.finish").text() == i18n._("Finish")
    assert window.page.tabs.tabText(0) == i18n._("Pack")


def test_every_part_has_a_name(table: Open, slip: int) -> None:
    window = table()
    window.scan(WAYBILL)
    for name in ("code", "answer", "slip", "items", "weight", "finish", "tick_all", "set_aside", "mute", "recent"):
        assert window.part(QWidget, f"packing.{name}").isVisible(), name
