"""The window: pages, routes, scans, search, language, look, what is remembered."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.errors import OutputFailed
from shopdesk.ui.background import Background, Task
from shopdesk.ui.changes import Changes
from shopdesk.ui.language import Language
from shopdesk.ui.main_window import Found, MainWindow
from shopdesk.ui.navigation import NavButton
from shopdesk.ui.page import Page, PageWidget
from shopdesk.ui.status_bar import Standing
from shopdesk.ui.theme import Scheme, Theme
from tests.ui.conftest import Settings


class NotedPage(PageWidget):
    """A page that notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, object]] = []
        self.takes: set[str] = set()

    def search(self, text: str) -> None:
        self.asked.append(("search", text))

    def scanned(self, code: str) -> bool:
        return code in self.takes

    def open_record(self, kind: str, record_id: object) -> None:
        self.asked.append((kind, record_id))

    def refresh(self) -> None:
        self.asked.append(("refresh", None))

    def keep_state(self) -> None:
        self.asked.append(("keep", None))


class Frame:
    """A window with two pages and everything it was given."""

    def __init__(self, theme: Theme, language: Language, settings: Settings, background: Background) -> None:
        self.made: dict[str, NotedPage] = {}
        self.known: dict[str, Found] = {"3821113838621": ("order", 17)}
        self.settings, self.background, self.changes = settings, background, Changes()
        self.window = MainWindow(
            pages=self.pages(),
            theme=theme,
            language=language,
            settings=settings,
            background=background,
            changes=self.changes,
            find_record=self.known.get,
        )

    def pages(self) -> tuple[Page, ...]:
        """Two pages, made when they are shown."""
        orders = Page("orders", "Orders", "clipboard-list", lambda: self.make("orders"), frozenset({"order"}), "Search")
        shipping = Page("shipping", "Shipping", "truck", lambda: self.make("shipping"), frozenset({"wave"}))
        return replace(orders, key_sequence="Alt+1"), replace(shipping, key_sequence="Alt+2")

    def make(self, key: str) -> NotedPage:
        self.made[key] = NotedPage()
        return self.made[key]

    def child(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None
        return found


@pytest.fixture
def frame(theme: Theme, language: Language, settings: Settings, background: Background, qtbot: QtBot) -> Frame:
    made = Frame(theme, language, settings, background)
    qtbot.addWidget(made.window)
    assert made.made == {}
    made.window.show()
    made.window.activateWindow()
    qtbot.waitActive(made.window)
    return made


def toasts(frame: Frame) -> list[str]:
    return [news.text for news in frame.window.messages.toasts.history]


def test_pages_are_made_when_they_are_shown(frame: Frame) -> None:
    assert list(frame.made) == ["orders"]
    QTest.mouseClick(frame.child("main.nav.shipping"), Qt.MouseButton.LeftButton)
    assert list(frame.made) == ["orders", "shipping"]
    assert frame.window.page is frame.made["shipping"]
    frame.window.show_page("orders")
    frame.window.show_page("shipping")
    assert len(frame.made) == 2


def test_alt_and_a_number_go_to_a_page(frame: Frame) -> None:
    QTest.keyClick(frame.window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert frame.window.page_key == "shipping"
    assert frame.window.windowTitle() == "Shipping – shopdesk"
    assert frame.window.title.text() == "Shipping"


def test_a_page_asks_and_the_window_routes(frame: Frame) -> None:
    orders = frame.made["orders"]
    orders.open_requested.emit("wave", 5)
    assert frame.window.page_key == "shipping"
    assert frame.made["shipping"].asked == [("wave", 5)]
    with pytest.raises(LookupError):
        frame.window.open_record("planet", 1)


def test_badges_stand_beside_their_pages(frame: Frame) -> None:
    frame.window.set_badge("orders", 48)
    frame.window.set_badge("shipping", 3)
    badges = [button.badge for button in frame.window.findChildren(NavButton)]
    assert badges == [48, 3, 0]


def test_f5_refreshes_the_page(frame: Frame) -> None:
    QTest.keyClick(frame.window, Qt.Key.Key_F5)
    assert frame.made["orders"].asked == [("refresh", None)]


def test_ctrl_comma_asks_for_settings(frame: Frame, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frame.window.settings_requested):
        QTest.keyClick(frame.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(frame.window.settings_requested):
        QTest.mouseClick(frame.child("main.nav.settings"), Qt.MouseButton.LeftButton)


def test_ctrl_k_and_a_search(frame: Frame) -> None:
    QTest.keyClick(frame.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert frame.window.box.hasFocus()
    QTest.keyClicks(frame.window.box, "shunfeng")
    QTest.keyClick(frame.window.box, Qt.Key.Key_Return)
    assert frame.made["orders"].asked == [("search", "shunfeng")]


def test_a_search_from_a_page_without_one_goes_to_a_page_with_one(frame: Frame) -> None:
    frame.window.show_page("shipping")
    frame.window.box.search_requested.emit("王")
    assert frame.window.page_key == "orders"
    assert frame.made["orders"].asked == [("search", "王")]
    assert frame.made["shipping"].asked == []


def test_a_typed_order_number_opens_the_order(frame: Frame) -> None:
    frame.window.box.setText("3821113838621")
    frame.window.box.search_requested.emit("3821113838621")
    assert frame.made["orders"].asked == [("order", 17)]
    assert frame.window.box.text() == ""


def test_a_scan_into_the_box_is_taken_once(frame: Frame) -> None:
    for _shot in range(2):
        frame.window.box.setFocus()
        QTest.keyClicks(frame.window.box, "3821113838621")
        QTest.keyClick(frame.window.box, Qt.Key.Key_Return)
        assert frame.window.box.text() == ""
    assert frame.made["orders"].asked == [("order", 17)]


def test_a_typed_number_that_nobody_knows_is_searched(frame: Frame) -> None:
    frame.window.box.search_requested.emit("13812345678")
    assert frame.made["orders"].asked == [("search", "13812345678")]


def test_a_scanned_order_opens(frame: Frame) -> None:
    frame.window.show_page("shipping")
    frame.window.scanner.scanned.emit("3821113838621")
    assert frame.window.page_key == "orders"
    assert frame.made["orders"].asked == [("order", 17)]


def test_a_scanned_return_form_opens_its_order(frame: Frame) -> None:
    from shopdesk.domain.documents import RETURN_PREFIX, parse_return_code

    code = f"{RETURN_PREFIX}taobao/c2hvcA/3821113838621"
    assert parse_return_code(code) is not None
    frame.window.scanner.scanned.emit(code)
    assert frame.made["orders"].asked == [("order", 17)]


def test_the_page_has_the_first_word_on_a_scan(frame: Frame) -> None:
    frame.made["orders"].takes.add("3821113838621")
    frame.window.scanner.scanned.emit("3821113838621")
    assert frame.made["orders"].asked == []
    assert toasts(frame) == []


def test_a_scan_that_nobody_knows_says_so(frame: Frame) -> None:
    frame.window.scanner.scanned.emit("YT0000000000000")
    assert toasts(frame) == ["Scanned YT0000000000000: no order or parcel has this number."]


def test_commands_are_the_pages_and_the_windows(frame: Frame) -> None:
    register, hold, hidden = (QAction(text, frame.made["orders"]) for text in ("Register", "Hold", "Secret"))
    hold.setEnabled(False)
    hidden.setVisible(False)
    frame.made["orders"].addActions([register, hold, hidden])
    offered = {command.text: command.group for command in frame.window.commands()}
    assert offered["Register"] == "Orders"
    assert offered["Go to Shipping"] == ""
    assert "Look: dark" in offered
    assert {"Hold", "Secret"} & set(offered) == set()


def test_a_command_of_the_application(frame: Frame) -> None:
    action = QAction("Import files", frame.window)
    frame.window.add_command(action, in_menu=True)
    assert "Import files" in {command.text for command in frame.window.commands()}
    assert action in frame.window.menu.menu().actions()


def test_shift_f1_lists_the_keys(frame: Frame, qtbot: QtBot) -> None:
    action = QAction("Register", frame.made["orders"])
    action.setShortcut("R")
    frame.made["orders"].addAction(action)
    QTest.keyClick(frame.window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    dialog = frame.window.findChild(QDialog, "main.shortcuts")
    assert dialog is not None
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Register", "R", "Ctrl+K", "F5", "Alt+2", "Orders", "Everywhere"} <= texts
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_f1_opens_the_help_once(frame: Frame) -> None:
    QTest.keyClick(frame.window, Qt.Key.Key_F1)
    helping = frame.window.findChild(QDialog, "help")
    assert helping is not None and helping.isVisible() and not helping.isModal()
    helping.reject()
    QTest.keyClick(frame.window, Qt.Key.Key_F1)
    assert frame.window.findChildren(QDialog, "help") == [helping] and helping.isVisible()
    QTest.keyClick(helping, Qt.Key.Key_Escape)
    assert not helping.isVisible()


def test_a_narrow_window_has_a_narrow_navigation(frame: Frame) -> None:
    frame.window.resize(1000, 700)
    assert frame.window.navigation.is_narrow
    frame.window.resize(1300, 700)
    assert not frame.window.navigation.is_narrow


def test_the_status_line(frame: Frame) -> None:
    frame.window.show_standing(Standing("Shoes", "Wang", "shop.db", "today 09:00"))
    shown = {name: frame.child(f"main.status.{name}") for name in ("shop", "person", "database", "backup")}
    assert [label.text() for label in shown.values() if isinstance(label, QLabel)] == [
        "Shoes", "Wang", "shop.db", "Backup today 09:00",
    ]  # fmt: skip
    assert shown["person"].accessibleName() == "Signed in: Wang"
    assert frame.window.windowTitle() == "Orders – Shoes – shopdesk"
    frame.window.show_standing(Standing("Shoes", "Wang", "shop.db"))
    backup = shown["backup"]
    assert isinstance(backup, QLabel)
    assert backup.text() == "No backup yet"


def test_the_look_is_switched_and_kept(frame: Frame, theme: Theme) -> None:
    dark = next(action for action in frame.window.menu.commands() if action.objectName() == "main.look.dark")
    dark.trigger()
    assert theme.scheme is Scheme.DARK
    assert frame.settings["look"] == "dark"
    assert dark.isChecked()


def test_the_language_is_switched_and_kept(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = next(action for action in frame.window.menu.commands() if action.objectName() == "main.language.zh_CN")
    words = {"Settings": "设置", "Orders": "订单"}
    for module in ("navigation", "main_window", "window_menu"):
        monkeypatch.setattr(f"shopdesk.ui.{module}._", lambda text: words.get(text, text))
    chinese.trigger()
    assert frame.settings["language"] == "zh_CN"
    assert chinese.isChecked()
    button = frame.child("main.nav.orders")
    assert isinstance(button, NavButton)
    assert button.text() == "订单"
    assert frame.window.title.text() == "订单"


def test_settings_that_can_not_be_kept_are_told(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(key: str, value: object) -> None:
        raise OutputFailed(path="settings.toml", reason="read-only")

    monkeypatch.setattr(frame.settings, "set", refuse)
    frame.window._choose_look(Scheme.DARK)
    dialog = frame.window.findChild(QDialog, "message.error")
    assert dialog is not None
    dialog.accept()


def test_geometry_and_page_are_remembered(
    frame: Frame, theme: Theme, language: Language, background: Background, qtbot: QtBot
) -> None:
    frame.window.show_page("shipping")
    frame.window.resize(800, 600)
    frame.window.close()
    assert frame.made["shipping"].asked == [("keep", None)]
    again = Frame(theme, language, frame.settings, background)
    qtbot.addWidget(again.window)
    again.window.show()
    assert again.window.page_key == "shipping"
    assert (again.window.width(), again.window.height()) == (800, 600)


def test_broken_geometry_is_no_trouble(
    theme: Theme, language: Language, settings: Settings, background: Background, qtbot: QtBot
) -> None:
    settings.update({"window.geometry": "nonsense", "window.page": "moon"})
    frame = Frame(theme, language, settings, background)
    qtbot.addWidget(frame.window)
    frame.window.show()
    assert frame.window.width() == 1360
    assert frame.window.page_key == "orders"


def test_closing_asks_while_work_is_under_way(frame: Frame, qtbot: QtBot) -> None:
    task = Task("Import", can_cancel=True)
    frame.background.follow(task)
    frame.window.close()
    assert frame.window.isVisible()
    dialog = frame.window.findChild(QDialog, "message.confirm")
    assert dialog is not None
    assert "Import" in dialog.accessibleName()
    button = dialog.findChild(QPushButton, "message.confirm.yes")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not frame.window.isVisible()
    task._end(task.cancelled.emit)


def test_lost_data_is_a_banner(frame: Frame) -> None:
    frame.changes.lost.emit(OutputFailed(path="shop.db", reason="the drive is gone"))
    label = frame.child("main.banner.offline.text")
    assert isinstance(label, QLabel)
    assert "the drive is gone" in label.text()
    frame.changes.found.emit()
    assert frame.window.banners.keys() == []


def test_errors_of_background_work_reach_the_user(frame: Frame, qtbot: QtBot) -> None:
    def work() -> None:
        raise OutputFailed(path="a.xlsx", reason="disk full")

    with qtbot.waitSignal(frame.background.run_task(work).finished):
        pass
    dialog = frame.window.findChild(QDialog, "message.error")
    assert dialog is not None
    dialog.accept()


def test_what_was_said_is_listed(frame: Frame) -> None:
    frame.window.messages.toast("12 orders registered")
    QTest.mouseClick(frame.child("main.status.news"), Qt.MouseButton.LeftButton)
    news = frame.window.findChild(QWidget, "main.news")
    assert news is not None
    assert news.isVisible()
    news.close()


def test_everything_has_a_name(frame: Frame) -> None:
    interactive = [
        widget
        for widget in frame.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.objectName().startswith("qt_")
    ]
    assert interactive
    for widget in interactive:
        assert widget.objectName().startswith("main."), widget
        text = getattr(widget, "text", str)()
        assert widget.accessibleName() or text, widget.objectName()
    assert all(action.objectName() for action in frame.window.actions())


def test_the_menu_opens(frame: Frame) -> None:
    menu = frame.window.menu.menu()
    QTimer.singleShot(0, menu.close)
    QTest.mouseClick(frame.window.menu, Qt.MouseButton.LeftButton)
    assert QApplication.activePopupWidget() is None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[:3] == ["Undo", "Refresh", "Settings"]
    assert "简体中文" in texts


def test_going_to_a_page_takes_the_focus_there(frame: Frame) -> None:
    orders = frame.made["orders"]
    orders.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    frame.window.box.setFocus()
    QTest.keyClick(frame.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is orders
