"""The page in a window, with mouse and keyboard."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.documents import Document
from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Tray
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.registering import register_orders
from shopdesk.services.setup import make_shop
from shopdesk.services.views import save_view
from shopdesk.ui.language import Language
from shopdesk.ui.orders.choice import Choice, Period
from shopdesk.ui.orders.columns import BY_KEY
from tests.factories import NOON, add_order
from tests.ui.orders.conftest import HOUR, Window

Open = Callable[[], Window]
Left = Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier


def click(window: Window, name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click the widget of that name."""
    widget = window.findChild(QWidget, name)
    assert isinstance(widget, QWidget), name
    QTest.mouseClick(widget, Left, modifier)
    window.settle()


def said_below(window: Window) -> str:
    """The line under the table."""
    return window.page.bar._said.text()


def test_an_empty_shop_offers_import(window: Open, qtbot: QtBot) -> None:
    shown = window()
    assert shown.page.empty.isVisible()
    with qtbot.waitSignal(shown.page.import_requested):
        click(shown, "orders.empty.button")


def test_everything_newest_first(window: Open, three: list[int]) -> None:
    shown = window()
    assert shown.numbers("id") == three[::-1]
    assert said_below(shown) == "3 orders · 796.00"


def test_chips_choose_by_flag_with_live_counts(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    chip = shown.page.filters.chips.chip
    assert (chip("red").chip.count, chip("yellow").chip.count, chip("blue").chip.count) == (2, 1, 0)
    click(shown, "orders.chip.red")
    assert shown.numbers("id") == [three[2], three[0]]
    click(shown, "orders.chip.yellow", Control)
    assert len(shown.numbers()) == 3
    click(shown, "orders.chip.yellow")
    assert shown.numbers("id") == [three[1]]
    click(shown, "orders.chip.yellow")
    assert len(shown.numbers()) == 3
    set_flag(desk, order_ids=[three[0]], colour=Colour.CYAN)
    shown.settle()
    assert (chip("red").chip.count, chip("cyan").chip.count) == (1, 1)


def test_tabs_choose_by_tray_with_live_counts(window: Open, desk: Desk, three: list[int]) -> None:
    hold_orders(desk, order_ids=[three[0]], reason="缺码")
    shown = window()
    tabs = shown.page.filters.tabs
    assert tabs.tab(Tray.HELD).accessibleName() == "On hold, 1"
    assert tabs.tab(None).accessibleName() == "All, 3"
    click(shown, "orders.tab.held")
    assert shown.numbers("hold_reason") == ["缺码"]
    QTest.keyClick(tabs.tab(Tray.HELD), Qt.Key.Key_Left)
    shown.settle()
    assert shown.page.filters.choice.tray is Tray.TO_REGISTER
    assert len(shown.numbers()) == 2


def test_search_waits_for_the_last_key_and_esc_ends_it(window: Open, three: list[int]) -> None:
    shown = window()
    QTest.keyClicks(shown.page.filters.search, "tb_one")
    assert len(shown.numbers()) == 3
    shown.settle()
    assert shown.numbers("id") == [three[0]]
    QTest.keyClick(shown.page.filters.search, Qt.Key.Key_Escape)
    shown.settle()
    assert len(shown.numbers()) == 3


def test_what_finds_nothing_can_be_reset(window: Open, three: list[int]) -> None:
    shown = window()
    shown.page.search("nobody has this")
    shown.settle()
    assert shown.page.empty.isVisible()
    click(shown, "orders.empty.button")
    assert shown.page.table.isVisible()
    assert (shown.page.filters.search.text(), len(shown.numbers())) == ("", 3)


def test_headings_sort_and_sorting_is_remembered(window: Open, settings: Any, three: list[int]) -> None:
    shown = window()
    header = shown.page.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(BY_KEY["paid"]) + 10, 10)
    QTest.mouseClick(header.viewport(), Left, pos=at)
    shown.settle()
    assert shown.numbers("paid") == [39_800, 19_900, 19_900]
    QTest.mouseClick(header.viewport(), Left, pos=at)
    shown.settle()
    assert shown.numbers("paid") == [19_900, 19_900, 39_800]
    shown.page.keep_state()
    assert settings["orders.sort"] == "paid:0"
    assert window().numbers("paid") == [19_900, 19_900, 39_800]


def test_days(window: Open, desk: Desk, three: list[int]) -> None:
    old = add_order(desk, created=NOON - 24 * HOUR)
    shown = window()
    shown.page.filters.change(period=Period.YESTERDAY)
    shown.settle()
    assert shown.numbers("id") == [old]


def test_shops_are_offered_where_there_are_several(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    assert shown.page.filters.shop.isHidden()
    other = make_shop(desk, name="二号店", platform=Platform.DOUYIN)
    theirs = add_order(desk, shop_id=other)
    shown.settle()
    assert not shown.page.filters.shop.isHidden()
    shown.page.filters.shop.setCurrentIndex(2)
    shown.settle()
    assert shown.numbers("id") == [theirs]


def test_a_change_keeps_what_is_chosen_and_in_view(window: Open, desk: Desk) -> None:
    ids = [add_order(desk, created=NOON + n) for n in range(60)][::-1]
    shown = window()
    table = shown.page.table
    table.verticalScrollBar().setValue(15 * 30 + 7)
    shown.choose(20, 22)
    for n in range(3):
        add_order(desk, created=NOON + 100 + n)
    set_memo(desk, order_id=ids[20], memo="看这里")
    shown.settle()
    assert table.chosen_ids() == [ids[20], ids[22]]
    assert table.ranges() == [(23, 23), (25, 25)]
    assert (table.rowAt(0), table.verticalScrollBar().value()) == (18, 18 * 30 + 7)
    assert table.orders.text_at(23, BY_KEY["memo"]) == "看这里"


def test_when_the_chosen_order_leaves_the_next_is_chosen(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.page.filters.change(tray=Tray.TO_REGISTER)
    shown.choose(1)
    register_orders(desk, order_ids=[three[1]])
    shown.settle()
    assert shown.page.table.chosen_ids() == [three[0]]


def test_a_hidden_page_reads_when_it_is_shown(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.page.hide()
    set_flag(desk, order_ids=[three[0]], colour=Colour.BLUE)
    shown.settle()
    assert shown.page.filters.chips.chip("blue").chip.count == 0
    shown.page.show()
    shown.settle()
    assert shown.page.filters.chips.chip("blue").chip.count == 1


def test_an_order_is_opened_wherever_it_is(window: Open, three: list[int]) -> None:
    shown = window()
    shown.page.open_record("order", three[1])
    shown.settle()
    assert shown.page.table.chosen_ids() == [three[1]]
    click(shown, "orders.tab.closed")
    shown.page.open_record("order", three[0])
    shown.settle()
    assert shown.page.table.chosen_ids() == [three[0]]
    assert shown.page.filters.choice == Choice()


def test_counts_and_sums_follow_the_selection(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(0, 2)
    assert said_below(shown) == "2 orders chosen · 597.00"
    shown.page.table.selectAll()
    shown.settle()
    assert said_below(shown) == "3 orders chosen · 796.00"


def test_views_are_saved_applied_and_deleted(window: Open, three: list[int]) -> None:
    shown = window()
    page = shown.page
    page.filters.change(flags=frozenset({Colour.YELLOW}), sort="paid")
    page.views._save("黄旗")
    assert page.filters.views.text().strip() == "黄旗"
    page._show_choice(Choice())
    assert page.filters.views.text().strip() == "Views"
    page.filters.views.fill()
    page.filters.views._menu.actions()[0].trigger()
    shown.settle()
    assert (shown.numbers("id"), page.filters.choice.sort) == ([three[1]], "paid")
    page.filters.views.delete_requested.emit("黄旗")
    assert page.views._views == {}
    shown.undo()
    assert list(page.views._views) == ["黄旗"]


def test_a_view_changed_on_another_pc_is_shown_first(window: Open, three: list[int], desk: Desk) -> None:
    shown = window()
    page = shown.page
    page.filters.change(flags=frozenset({Colour.YELLOW}))
    page.views._save("黄旗")
    mine, theirs = dict(page.views._views["黄旗"]), {"find": "加急"}
    save_view(desk, page="orders", name="黄旗", filters=theirs, shown=mine)
    page.views._save("黄旗")
    assert page.views._views == {"黄旗": theirs}, "theirs is there, and is what the menu shows now"
    page.views._save("黄旗")
    assert page.views._views == {"黄旗": mine}


def test_keys_of_letters_work_in_the_table_only(window: Open, three: list[int], qtbot: QtBot) -> None:
    shown = window()
    shown.activateWindow()
    shown.choose(0)
    shown.page.filters.search.setFocus()
    QTest.keyClick(shown.page.filters.search, Qt.Key.Key_P)
    assert shown.page.filters.search.text() == "p"
    shown.page.filters.search.clear()
    shown.settle()
    shown.choose(2)
    shown.page.table.setFocus()
    with qtbot.waitSignal(shown.page.print_requested) as asked:
        QTest.keyClick(shown.page.table, Qt.Key.Key_P)
    assert asked.args == [Document.SLIP, [three[0]]]


def test_numbers_and_addresses_are_copied(window: Open, three: list[int]) -> None:
    shown = window()
    shown.choose(1, 2)
    clipboard = QGuiApplication.clipboard()
    shown.do("copy_number")
    assert clipboard.text().splitlines() == shown.numbers()[1:]
    shown.do("copy_address")
    assert clipboard.text().splitlines()[0] == "张三 13800000000 浙江省 杭州市 西湖区 示例路1号"
    assert shown.news()[0] == "Copied 2 lines"


def test_columns_are_chosen_moved_and_remembered(window: Open, settings: Any, three: list[int]) -> None:
    table = window().page.table
    table.show_column("receiver", True)
    table.show_column("buyer", False)
    table.horizontalHeader().moveSection(table.horizontalHeader().visualIndex(BY_KEY["paid"]), 0)
    table.setColumnWidth(BY_KEY["memo"], 222)
    table.keep_state()
    again = window().page.table
    assert not again.isColumnHidden(BY_KEY["receiver"])
    assert again.isColumnHidden(BY_KEY["buyer"])
    assert again.horizontalHeader().visualIndex(BY_KEY["paid"]) == 0
    assert again.columnWidth(BY_KEY["memo"]) == 222
    again.reset_columns()
    assert again.isColumnHidden(BY_KEY["receiver"])
    assert again.horizontalHeader().visualIndex(BY_KEY["paid"]) == BY_KEY["paid"]


def test_the_last_column_stays(window: Open, three: list[int]) -> None:
    table = window().page.table
    for key in BY_KEY:
        table.show_column(key, False)
    assert sum(not table.isColumnHidden(place) for place in BY_KEY.values()) == 1


def test_a_narrow_window_gives_the_table_the_room(window: Open, three: list[int]) -> None:
    shown = window()
    assert not shown.page.panel.isHidden()
    shown.page.resizeEvent(_resized(700))
    assert shown.page.panel.isHidden()
    shown.page.resizeEvent(_resized(1200))
    assert not shown.page.panel.isHidden()


def test_language_and_look_change_live(window: Open, language: Language, three: list[int]) -> None:
    shown = window()
    language.use("zh_CN")
    shown.settle()
    language.use("en")
    assert shown.page.filters.tabs.tab(None).text() == "All"
    assert shown.page.bar._buttons["register"].text() == "Register  R"


def test_midnight_makes_today_another_day(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    shown.page.filters.change(period=Period.TODAY)
    shown.settle()
    assert len(shown.numbers()) == 3
    shown.page._desk = replace(desk, clock=lambda: NOON + 24 * HOUR)
    shown.page._tick()
    shown.settle()
    assert shown.numbers() == []


def _resized(width: int) -> Any:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QResizeEvent

    return QResizeEvent(QSize(width, 700), QSize(1200, 700))


def test_a_key_that_can_do_nothing_says_why(window: Open, desk: Desk, three: list[int]) -> None:
    shown = window()
    register_orders(desk, order_ids=[three[0]])
    shown.settle()
    shown.choose(2)
    QTest.keyClick(shown.page.table, Qt.Key.Key_R)
    QTest.keyClick(shown.page.table, Qt.Key.Key_R)
    assert shown.news()[0] == "Registered already."
    assert len(shown.messages.toasts.shown) == 1
    QTest.keyClick(shown.page.table, Qt.Key.Key_X)
    assert len(shown.news()) == 2


def test_the_focus_goes_where_work_begins(window: Open, desk: Desk, qtbot: QtBot) -> None:
    shown = window()
    shown.page.take_focus()
    assert shown.page.empty.focusProxy() is shown.findChild(QWidget, "orders.empty.button")
    assert shown.focusWidget() is shown.page.empty.focusProxy()
    add_order(desk)
    shown.page.refresh()
    shown.settle()
    shown.page.take_focus()
    assert shown.focusWidget() is shown.page.table


def test_the_first_arrow_chooses_the_first_row_and_end_the_last(window: Open, three: list[int]) -> None:
    shown = window()
    table = shown.page.table
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen_ids() == [three[2]]
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.chosen_ids() == [three[0]]
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.chosen_ids() == [three[2]]
