"""The composition root: from nothing to a shop's window, and pictures of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.app import photograph
from shopdesk.app.look import Look, make_look
from shopdesk.app.shop_window import ShopWindow
from shopdesk.app.start import Start
from shopdesk.clock import now
from shopdesk.commands.session import View
from shopdesk.domain.documents import Document
from shopdesk.domain.flags import Colour
from shopdesk.pc_settings import PcSettings
from shopdesk.queries.order_lists import OrderFilter, count_orders
from shopdesk.services.backup_list import list_backups
from shopdesk.services.backups import backup_now
from shopdesk.services.orders import set_flag
from shopdesk.ui.settings_dialog.dialog import SettingsDialog
from shopdesk.ui.start.first_start import FirstStart
from tests.factories import add_order, make_desk


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """No window stays open."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert [widget.objectName() for widget in left] == []


@pytest.fixture
def look(qapp: QApplication, tmp_path: Path) -> Look:
    return make_look(PcSettings(tmp_path / "settings.toml"), scheme="light", language="en")


@pytest.fixture
def shop(look: Look, tmp_path: Path, qtbot: QtBot) -> ShopWindow:
    """The window on a shop with one order, waybill YT1."""
    desk = make_desk(tmp_path)
    add_order(desk, order_no="4711000011112222", waybill="YT7453244865603")
    made = ShopWindow(look, desk, str(tmp_path / "shop.db"))
    qtbot.addWidget(made.window, before_close_func=lambda _window: made.end())
    return made


def test_the_status_line_names_shop_person_and_file(shop: ShopWindow) -> None:
    standing = shop.window._standing
    assert (standing.shop, standing.person, standing.database, standing.backup) == ("一号店", "Owner", "shop.db", "")
    assert "一号店" in shop.window.windowTitle()


def test_numbers_and_waybills_lead_to_their_order(shop: ShopWindow) -> None:
    assert shop.find_record("4711000011112222") == shop.find_record("YT7453244865603") == ("order", 1)
    assert shop.find_record("nothing") is None


def test_a_number_that_only_carriers_know_leads_to_its_parcel(shop: ShopWindow) -> None:
    for row in ("('YT7000000000001', NULL, '')", "('YT7453244865603', 1, 'EA123456789CN')"):
        shop.desk.database.execute_sql(
            f"INSERT INTO tracking (waybill, order_id, forwarded_waybill, state) VALUES {row[:-1]}, 'moving')"
        )
    assert shop.find_record("YT7000000000001") == ("parcel", 1)
    assert shop.find_record("EA123456789CN") == ("parcel", 2), "the number under which another carrier goes on"
    assert shop.find_record("YT7453244865603") == ("order", 1)


def test_a_write_reaches_the_page(shop: ShopWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shop.changes.changed) as told:
        set_flag(shop.desk, order_ids=[1], colour=Colour.RED)
    assert told.args == [frozenset({"orders"})]


def test_a_backup_is_made_when_it_is_due(shop: ShopWindow, tmp_path: Path, qtbot: QtBot) -> None:
    object.__setattr__(shop.desk, "clock", now)  # the run of our own command has no other
    with qtbot.waitSignal(shop.backups.backed_up, timeout=20_000):
        shop.backups.look()
    (made,) = list_backups(tmp_path / "shop.db")
    assert made.checked
    qtbot.waitUntil(lambda: not shop.background.running)
    assert shop.window._standing.backup != ""
    shop.backups.look()
    qtbot.waitUntil(lambda: not shop.background.running)
    assert list_backups(tmp_path / "shop.db") == [made]


def test_papers_are_previewed(shop: ShopWindow, qtbot: QtBot) -> None:
    shop.window.show()
    preview = shop.open_preview(Document.SLIP, [1])
    qtbot.waitUntil(lambda: not shop.background.running)
    assert preview.isVisible()
    preview.close()
    shop.window.close()


def test_without_a_shop_the_first_start_asks(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    start = Start(look, str(tmp_path / "new.db"))
    start.go()
    first = next(w for w in look.app.topLevelWidgets() if isinstance(w, FirstStart) and w.isVisible())
    assert not (tmp_path / "new.db").exists()
    first.empty_requested.emit()
    assert start.shop is not None and start.shop.window.isVisible() and not first.isVisible()
    settings = start.shop.window.findChild(SettingsDialog)
    assert settings is not None and settings.section == "shops"
    settings.close()
    start.shop.window.close()
    start.end()
    assert (tmp_path / "new.db").exists()


def test_a_shop_that_cannot_be_opened_is_refused_in_the_first_window(look: Look, tmp_path: Path) -> None:
    start = Start(look, str(tmp_path / "new.db"))
    start.go()
    first = next(w for w in look.app.topLevelWidgets() if isinstance(w, FirstStart) and w.isVisible())
    (tmp_path / "letter.db").write_text("not a shop at all" * 50)
    first.open_requested.emit(tmp_path / "letter.db")
    assert start.shop is None and first.isVisible()
    first.close()


def test_pictures_are_taken_of_page_and_dialogs(look: Look, tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, memo="改地址：上海市徐汇区示例路8号 张三", receiver="李四")
    taken = photograph([(View("a-", "en", "dark"), desk)], tmp_path / "pictures", [])
    assert {file.name for file in taken} >= {"a-orders.png", "a-order.png", "a-import.png", "a-preview.png"}
    assert all(QImage(str(file)).width() > 500 for file in taken)
    desk.database.close()


def test_a_backup_takes_the_shops_place_and_the_window_opens_again(look: Look, tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    backup = backup_now(desk)
    add_order(desk)
    desk.database.close()
    start = Start(look, str(tmp_path / "shop.db"))
    start.go()
    before = start.shop
    assert before is not None
    before.restore_requested.emit(backup)
    assert start.shop is not before and start.shop is not None and start.shop.window.isVisible()
    assert count_orders(start.shop.desk.database, OrderFilter()) == 0
    start.shop.window.close()
    start.end()


def test_settings_open_with_every_section(shop: ShopWindow) -> None:
    shop.window.show()
    dialog = shop.open_settings()
    assert {section.key for section in dialog.sections} >= {"shops", "flags", "backups"}
    dialog.close()
    shop.window.close()


def test_a_window_larger_than_the_screen_fills_it(shop: ShopWindow) -> None:
    room = shop.window.screen().availableGeometry()
    shop.window.resize(room.width() + 300, room.height() + 200)
    shop.show()
    assert shop.window.isMaximized()
    assert shop.window.height() <= room.height()
    shop.window.close()
