"""The settings of carriers and of checks (ORD-07, ORD-08, ORD-12)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QTableWidget

from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    CARRIERS,
    CHECKS_OFF,
    DEFAULT_CARRIER,
    OUT_OF_REACH,
    SURCHARGES,
    UNDERPAID_TOLERANCE,
    WITHOUT_SIZE,
    Setting,
)
from shopdesk.ui.settings_dialog.dialog import SettingsDialog


def section_of(dialog: SettingsDialog, key: str) -> Any:
    return next(section for section in dialog.sections if section.key == key)


def test_saving_what_was_not_touched_changes_nothing(dialog: SettingsDialog, desk: Desk) -> None:
    for key in ("carriers", "checks"):
        section = section_of(dialog, key)
        assert section.check()
        section.save()
    database = desk.database
    settings: list[Setting[Any]] = [CARRIERS, SURCHARGES, OUT_OF_REACH, CHECKS_OFF, WITHOUT_SIZE]
    for setting in settings:
        assert get_setting(database, setting) == setting.default, setting.key


def test_a_carrier_of_ones_own(open_settings: Callable[[], SettingsDialog], desk: Desk) -> None:
    section = section_of(open_settings(), "carriers")
    table = section.findChild(QTableWidget, "settings.carriers.known")
    table.item(0, 0).setText("跨越速运")
    table.item(0, 1).setText("跨越、ky")
    section.findChild(QLineEdit, "settings.carriers.default").setText("跨越速运")
    prices = section.findChild(QTableWidget, "settings.carriers.surcharges")
    prices.item(0, 0).setText("跨越速运: 新疆, 西藏")
    prices.item(0, 1).setText("12.5")
    assert not section.check()
    assert section.wrong == "Out of reach: “圆通速递” is not among the known carriers."
    section.findChild(QTableWidget, "settings.carriers.reach").item(0, 0).setText("跨越速运")
    assert section.check()
    section.save()
    assert get_setting(desk.database, CARRIERS)[0] == {"name": "跨越速运", "aliases": ["跨越", "ky"]}
    assert get_setting(desk.database, DEFAULT_CARRIER) == "跨越速运"
    assert get_setting(desk.database, SURCHARGES)[0] == {
        "carrier": "跨越速运", "areas": ["新疆", "西藏"], "amount": 1_250,
    }  # fmt: skip


def test_what_is_wrong_is_said_under_its_field(dialog: SettingsDialog) -> None:
    section = section_of(dialog, "carriers")
    section.findChild(QLineEdit, "settings.carriers.default").setText("没有的快递")
    section.findChild(QTableWidget, "settings.carriers.surcharges").item(0, 1).setText("很多")
    assert section.check() is False
    said = [section.findChild(QLabel, f"settings.carriers.{key}.message").text() for key in ("default", "surcharges")]
    assert "圆通速递" in said[0]
    assert "Write an amount" in said[1]


def test_a_surcharge_names_a_known_carrier_and_a_carrier_stands_there_once(dialog: SettingsDialog) -> None:
    section = section_of(dialog, "carriers")
    section.findChild(QTableWidget, "settings.carriers.surcharges").item(0, 0).setText("顺风: 新疆")
    known = section.findChild(QTableWidget, "settings.carriers.known")
    known.item(1, 0).setText(known.item(0, 0).text())
    assert not section.check()
    said = [section.findChild(QLabel, f"settings.carriers.{key}.message").text() for key in ("known", "surcharges")]
    assert said == ["圆通速递 stands there twice.", "“顺风” is not among the known carriers."]


def test_rows_are_added_and_taken_out_by_keys(dialog: SettingsDialog) -> None:
    section = section_of(dialog, "carriers")
    dialog.show_section("carriers")
    known = section.findChild(QTableWidget, "settings.carriers.known")
    rows = known.rowCount()
    known.setFocus()
    known.setCurrentCell(rows - 1, 1)
    QTest.keyClick(known, Qt.Key.Key_Delete)
    assert known.rowCount() == rows
    QTest.keyClick(known, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "ky")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert not section.check()
    assert section.wrong.startswith(f"Known carriers: Row {rows}: fill in “Carrier” too")
    known.item(rows - 1, 0).setText("跨越速运")
    assert known.rowCount() == rows + 1
    known.setCurrentCell(0, 0)
    QTest.keyClick(known, Qt.Key.Key_Delete)
    assert known.rowCount() == rows and known.item(0, 0).text() == "中通快递"
    QTest.keyClick(known, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not known


def test_what_is_wrong_is_named_at_the_foot(dialog: SettingsDialog, desk: Desk) -> None:
    checks = section_of(dialog, "checks")
    checks.findChild(QLineEdit, "settings.checks.underpaid_tolerance").setText("一块")
    dialog.save()
    assert (dialog.section, dialog.isVisible()) == ("checks", True)
    foot = dialog.findChild(QLabel, "settings.refusal")
    assert foot is not None
    assert foot.text() == "Nothing is saved yet. Missing up to (yuan): Write an amount in yuan, such as 1.00."
    checks.findChild(QLineEdit, "settings.checks.underpaid_tolerance").setText("2.50")
    dialog.save()
    assert get_setting(desk.database, UNDERPAID_TOLERANCE) == 250


def test_a_check_is_switched_off(dialog: SettingsDialog, desk: Desk) -> None:
    section = section_of(dialog, "checks")
    section.findChild(QCheckBox, "settings.checks.together").setChecked(False)
    section.findChild(QLineEdit, "settings.checks.without_size").setText("鞋油，鞋带")
    assert section.check()
    section.save()
    assert get_setting(desk.database, CHECKS_OFF) == ["together"]
    assert get_setting(desk.database, WITHOUT_SIZE) == ["鞋油", "鞋带"]
