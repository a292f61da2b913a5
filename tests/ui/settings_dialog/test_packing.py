"""The section Packing: how strict the check is, the scale, the heads of the platforms' files."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.settings import (
    PACK_CHECK,
    PACK_WEIGHING,
    PACKAGING_GRAMS,
    SHIPPING_FILE_HEADS,
    WEIGHT_TOLERANCE_GRAMS,
    WEIGHT_TOLERANCE_PERCENT,
)
from shopdesk.ui.settings_dialog.dialog import SettingsDialog


def part(dialog: QWidget, key: str) -> Any:
    found = dialog.findChild(QWidget, f"settings.packing.{key}")
    assert found is not None, key
    return found


def test_everything_is_kept(open_settings: Callable[[], SettingsDialog], desk: Desk) -> None:
    dialog = open_settings()
    dialog.show_section("packing")
    part(dialog, "check").setChecked(False)
    part(dialog, "weighing").setCurrentIndex(2)
    for key, value in (("packaging", 80), ("grams", 30), ("percent", 3)):
        part(dialog, key).setValue(value)
    part(dialog, "taobao").setText("订单；快递; 单号")
    dialog.save()
    assert (get_setting(desk.database, PACK_CHECK), get_setting(desk.database, PACK_WEIGHING)) == (False, "required")
    numbers = (PACKAGING_GRAMS, WEIGHT_TOLERANCE_GRAMS, WEIGHT_TOLERANCE_PERCENT)
    assert [get_setting(desk.database, setting) for setting in numbers] == [80, 30, 3]
    assert get_setting(desk.database, SHIPPING_FILE_HEADS) == {"taobao": ["订单", "快递", "单号"]}


def test_the_usual_heads_are_no_settings(open_settings: Callable[[], SettingsDialog], desk: Desk) -> None:
    for text in ("订单; 快递; 单号", "订单编号; 物流公司; 物流单号"):
        dialog = open_settings()
        part(dialog, "taobao").setText(text)
        dialog.save()
    assert get_setting(desk.database, SHIPPING_FILE_HEADS) == {}


def test_two_heads_are_too_few(open_settings: Callable[[], SettingsDialog], desk: Desk) -> None:
    dialog = open_settings()
    part(dialog, "taobao").setText("订单; 快递")
    dialog.save()
    assert dialog.section == "packing"
    message = dialog.findChild(QLabel, "settings.packing.taobao.message")
    assert message is not None and message.text() == "Name three columns, separated by semicolons."
    assert get_setting(desk.database, SHIPPING_FILE_HEADS) == {}


def test_saving_what_was_there_leaves_no_trace(open_settings: Callable[[], SettingsDialog], desk: Desk) -> None:
    open_settings().save()
    assert list_trail(desk.database, kind="setting", record_id=1) == []
