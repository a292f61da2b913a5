"""The settings: every section saves what was changed, and says what is wrong where it is."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopdesk.domain.documents import Document, Paper, Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.errors import OutputFailed
from shopdesk.queries.orders import get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import find_shop, list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.papers import preview_papers
from shopdesk.services.setup import make_shop
from shopdesk.services.shop_settings import save_setting, save_shop
from shopdesk.settings import (
    FLAG_LABELS,
    FLAG_NAMES,
    FLAG_SALESPEOPLE,
    INTAKE_SHELVES,
    LATE_SOON_HOURS,
    LOST_FORM,
    REGISTER_WITHIN_HOURS,
    REGISTERED_MARK,
    RETURN_DAYS,
    SHIP_WITHIN_HOURS,
    TOLD_TEXT,
)
from shopdesk.ui.clash_dialog import ClashDialog
from shopdesk.ui.papers import PrintHabits
from shopdesk.ui.settings_dialog.dialog import SettingsDialog
from shopdesk.ui.settings_dialog.flags import split_names
from shopdesk.ui.theme import Scheme, Theme
from tests.factories import add_order
from tests.printing.samples import pages as page_texts


def part(dialog: QWidget, name: str) -> Any:
    found = dialog.findChild(QWidget, name)
    assert found is not None, name
    return found


def choose(dialog: QWidget, name: str, value: str) -> None:
    combo: QComboBox = part(dialog, name)
    combo.setCurrentIndex(combo.findData(value))


def type_in(dialog: QWidget, name: str, text: str) -> None:
    line: QLineEdit = part(dialog, name)
    line.setText(text)


def shown_section(dialog: SettingsDialog) -> str:
    sections: QListWidget = part(dialog, "settings.sections")
    assert sections.currentItem().text() == next(s for s in dialog.sections if s.key == dialog.section).title
    return dialog.section


def trail_count(desk: Desk) -> int:
    return int(desk.database.execute_sql("SELECT count(*) FROM trail").fetchone()[0])


def open_dialog(qtbot: QtBot, name: str) -> QDialog:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.objectName() == name]
    shown = [each for each in found if each.isVisible()]
    assert shown, name
    return shown[0]


def test_saving_without_a_change_writes_nothing(dialog: SettingsDialog, desk: Desk, qtbot: QtBot) -> None:
    before = trail_count(desk)
    with qtbot.waitSignal(dialog.saved, timeout=1000):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert trail_count(desk) == before
    assert not dialog.isVisible()


def test_cancel_keeps_nothing(dialog: SettingsDialog, desk: Desk, settings: dict[str, Any]) -> None:
    spin: QSpinBox = part(dialog, "settings.registering.hours")
    spin.setValue(12)
    choose(dialog, "settings.this_pc.look", "dark")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert get_setting(desk.database, REGISTER_WITHIN_HOURS) == 24
    assert settings == {}


def test_look_and_language_are_switched_and_remembered(
    dialog: SettingsDialog, settings: dict[str, Any], theme: Theme
) -> None:
    choose(dialog, "settings.this_pc.look", "dark")
    choose(dialog, "settings.this_pc.language", "zh_CN")
    dialog.save()
    assert theme.scheme is Scheme.DARK
    assert settings == {"look": "dark", "language": "zh_CN"}


def test_registering_is_saved_for_everybody(dialog: SettingsDialog, desk: Desk) -> None:
    for name, hours in (("hours", 48), ("soon", 6)):
        spin: QSpinBox = part(dialog, f"settings.registering.{name}")
        spin.setValue(hours)
    type_in(dialog, "settings.registering.mark", "登")
    dialog.save()
    database = desk.database
    assert get_setting(database, REGISTER_WITHIN_HOURS) == 48
    assert get_setting(database, LATE_SOON_HOURS) == 6
    assert get_setting(database, REGISTERED_MARK) == "登"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("soon", 24, "Choose fewer hours than the limit above."),
        ("mark", "", "This is needed."),
        ("mark", "far too long", "Use at most 8 characters without blanks."),
    ],
)
def test_what_is_wrong_is_said_under_the_field_and_nothing_saved(
    dialog: SettingsDialog, desk: Desk, field: str, value: Any, said: str
) -> None:
    widget = part(dialog, f"settings.registering.{field}")
    widget.setValue(value) if isinstance(value, int) else widget.setText(value)
    type_in(dialog, "settings.shops.name", "Other name")
    dialog.save()
    assert dialog.isVisible()
    assert shown_section(dialog) == "registering"
    message: QLabel = part(dialog, f"settings.registering.{field}.message")
    assert message.text() == said
    assert widget.property("wrong") is True
    assert find_shop(desk.database, "Other name") is None


def test_papers_belong_to_the_pc_and_days_to_the_shop(
    dialog: SettingsDialog, desk: Desk, settings: dict[str, Any]
) -> None:
    choose(dialog, "settings.papers.slip", Paper.LABEL_76X130.value)
    days: QSpinBox = part(dialog, "settings.papers.days")
    days.setValue(15)
    dialog.save()
    assert PrintHabits(settings).paper(Document.SLIP) is Paper.LABEL_76X130  # type: ignore[arg-type]
    assert list(settings) == ["print.slip.paper"]
    assert get_setting(desk.database, RETURN_DAYS) == 15


def test_shelves_and_what_to_write_without_a_form_belong_to_the_shop(dialog: SettingsDialog, desk: Desk) -> None:
    type_in(dialog, "settings.papers.shelf_repair", " R-03 ")
    text: QPlainTextEdit = part(dialog, "settings.papers.lost_form")
    text.setPlainText("写 {order} 寄回")
    dialog.save()
    message: QLabel = part(dialog, "settings.papers.lost_form.message")
    assert message.text() == "There is no blank {order}."
    text.setPlainText("写 {order_no} 寄到 {address}")
    dialog.save()
    assert get_setting(desk.database, INTAKE_SHELVES) == {"repair": "R-03"}
    assert get_setting(desk.database, LOST_FORM) == "写 {order_no} 寄到 {address}"


def test_a_settings_file_that_cannot_be_written_is_said(
    dialog: SettingsDialog, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_key: str, _value: object) -> None:
        raise OutputFailed(path="settings.toml", reason="disk full")

    monkeypatch.setattr(settings, "set", full)
    choose(dialog, "settings.papers.slip", Paper.A5.value)
    dialog.save()
    refusal: QLabel = part(dialog, "settings.refusal")
    assert "disk full" in refusal.text()
    assert dialog.isVisible()


# Flags


def test_flags_get_names_people_and_labels(dialog: SettingsDialog, desk: Desk) -> None:
    waiting = add_order(desk, flag=0, flag_native="加急单")
    type_in(dialog, "settings.flags.red.name", "王敏组")
    type_in(dialog, "settings.flags.red.people", "王敏，李娜、王敏")
    table: QTableWidget = part(dialog, "settings.flags.labels")
    item = table.item(0, 0)
    assert item is not None
    item.setText("加急单")
    choice = table.cellWidget(0, 1)
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findData("red"))
    dialog.save()
    assert get_setting(desk.database, FLAG_NAMES) == {"red": "王敏组"}
    assert get_setting(desk.database, FLAG_SALESPEOPLE) == {"red": ["王敏", "李娜"]}
    assert get_setting(desk.database, FLAG_LABELS) == {"加急单": "red"}
    assert get_order(desk.database, waiting).flag is Colour.RED


def test_every_colour_has_its_line_for_screen_readers_too(dialog: SettingsDialog) -> None:
    for colour in Colour:
        line: QLineEdit = part(dialog, f"settings.flags.{colour.code}.people")
        assert line.accessibleName().startswith("Salespeople of flag ")


def test_what_was_typed_is_read_in_the_language_it_was_typed_in(
    open_settings: Callable[[], SettingsDialog], desk: Desk, look: dict[str, Any]
) -> None:
    look["language"].use("zh_CN")
    before = get_setting(desk.database, TOLD_TEXT)
    dialog = open_settings()
    choose(dialog, "settings.this_pc.language", "en")
    dialog.save()
    assert get_setting(desk.database, TOLD_TEXT) == before


def test_labels_stay_when_the_language_changes(
    open_settings: Callable[[], SettingsDialog], desk: Desk, look: dict[str, Any]
) -> None:
    save_setting(desk, FLAG_LABELS, {"老客": "green"})
    dialog = open_settings()
    look["language"].use("zh_CN")
    look["language"].use("en")
    dialog.save()
    assert get_setting(desk.database, FLAG_LABELS) == {"老客": "green"}


@pytest.mark.parametrize(
    ("text", "names"), [("", []), (" 王敏 ", ["王敏"]), ("王敏,李娜；王敏", ["王敏", "李娜"]), (",,", [])]
)
def test_names_with_any_comma(text: str, names: list[str]) -> None:
    assert split_names(text) == names


# Shops


def test_a_shop_gets_its_addresses(dialog: SettingsDialog, desk: Desk) -> None:
    for key, text in (
        ("name", "王敏"),
        ("phone", "0571-88880000"),
        ("region", "浙江省 杭州市 西湖区"),
        ("address", "1号"),
    ):
        type_in(dialog, f"settings.shops.sender.{key}", text)
    same: QPushButton = part(dialog, "settings.shops.same")
    same.click()
    type_in(dialog, "settings.shops.return_to.name", "售后")
    dialog.save()
    (shop,) = list_shops(desk.database)
    assert shop.sender == Party("王敏", "0571-88880000", "浙江省 杭州市 西湖区", "1号")
    assert shop.return_to == Party("售后", "0571-88880000", "浙江省 杭州市 西湖区", "1号")
    assert not part(dialog, "settings.shops.platform").isEnabled()


def test_a_shop_is_added(dialog: SettingsDialog, desk: Desk) -> None:
    type_in(dialog, "settings.shops.name", "改名店")
    part(dialog, "settings.shops.add").click()
    type_in(dialog, "settings.shops.name", "抖店")
    choose(dialog, "settings.shops.platform", "douyin")
    type_in(dialog, "settings.shops.sender.phone", "123")
    shops: QListWidget = part(dialog, "settings.shops.list")
    shops.setCurrentRow(0)
    assert part(dialog, "settings.shops.name").text() == "改名店"
    dialog.save()
    found = [(shop.name, shop.platform, shop.sender.phone) for shop in list_shops(desk.database)]
    assert found == [("改名店", Platform.TAOBAO, ""), ("抖店", Platform.DOUYIN, "123")]


@pytest.mark.parametrize(
    ("name", "said"), [("", "This is needed."), ("一号店", "There is a shop of this name already.")]
)
def test_a_shop_needs_a_name_of_its_own(dialog: SettingsDialog, desk: Desk, name: str, said: str) -> None:
    part(dialog, "settings.shops.add").click()
    type_in(dialog, "settings.shops.name", name)
    dialog.save()
    assert shown_section(dialog) == "shops"
    assert part(dialog, "settings.shops.name.message").text() == said
    assert len(list_shops(desk.database)) == 1


def test_a_name_taken_meanwhile_by_another_pc_is_said(dialog: SettingsDialog, desk: Desk) -> None:
    part(dialog, "settings.shops.add").click()
    type_in(dialog, "settings.shops.name", "抖店")
    make_shop(desk, name="抖店", platform=Platform.DOUYIN)
    dialog.save()
    assert "抖店" in part(dialog, "settings.refusal").text()
    assert dialog.isVisible()


def test_a_change_by_another_pc_is_not_lost(dialog: SettingsDialog, desk: Desk) -> None:
    nowhere = Party("", "", "", "")
    save_shop(desk, shop_id=1, version=1, name="一号老店", sender=nowhere, return_to=nowhere)
    type_in(dialog, "settings.shops.name", "别的名")
    dialog.save()
    asked = dialog.findChild(ClashDialog)
    assert asked is not None
    assert [(row.choice.theirs, row.choice.mine) for row in asked.rows] == [("一号老店", "别的名")]
    assert [shop.name for shop in list_shops(desk.database)] == ["一号老店"]
    asked.rows[0].choose("mine")
    asked.accept()
    assert [shop.name for shop in list_shops(desk.database)] == ["别的名"]


def test_settings_that_others_changed_stay_and_rows_of_a_table_are_merged(dialog: SettingsDialog, desk: Desk) -> None:
    save_setting(desk, SHIP_WITHIN_HOURS, 36)
    save_setting(desk, FLAG_NAMES, {"red": "加急"})
    type_in(dialog, "settings.flags.blue.name", "改地址")
    dialog.save()
    assert get_setting(desk.database, SHIP_WITHIN_HOURS) == 36
    assert get_setting(desk.database, FLAG_NAMES) == {"red": "加急", "blue": "改地址"}


def test_sections_are_reached_by_keys(dialog: SettingsDialog) -> None:
    assert shown_section(dialog) == "this_pc"
    dialog.activateWindow()
    QTest.keyClick(dialog, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert shown_section(dialog) == "shops"
    QTest.keyClick(dialog, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert shown_section(dialog) == dialog.sections[-1].key
    sections: QListWidget = part(dialog, "settings.sections")
    for _step in range(len(dialog.sections) - 1):
        QTest.keyClick(sections, Qt.Key.Key_Up)
    assert shown_section(dialog) == "this_pc"  # the groups' headings are passed over


def test_the_days_to_send_back_are_printed_on_the_return_form(dialog: SettingsDialog, desk: Desk) -> None:
    here = Party("一号店", "0571-88880000", "浙江省 杭州市 余杭区", "示例小镇1幢")
    save_shop(desk, shop_id=1, version=1, name="一号店", sender=here, return_to=here)
    days: QSpinBox = part(dialog, "settings.papers.days")
    days.setValue(15)
    next(section for section in dialog.sections if section.key == "papers").save()
    job = preview_papers(desk, order_ids=[add_order(desk)], document=Document.RETURN_FORM, paper=Paper.A5)
    assert "Within 15 days" in " ".join(page_texts(job.pdf)[0].split())
