"""Accounts and methods of settling are set in Settings (ORD-13)."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QLineEdit

from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import OWN_ACCOUNTS, OWN_METHODS, SETTLE_ACCOUNTS, SETTLE_IN_WAVES
from shopdesk.ui.settings_dialog.dialog import SettingsDialog


def line(dialog: SettingsDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, f"settings.settlement.{name}")
    assert found is not None
    return found


def test_what_is_typed_is_kept(open_settings: Callable[[], SettingsDialog], desk: Desk) -> None:
    dialog = open_settings()
    dialog.show_section("settlement")
    assert line(dialog, "account.taobao").text() == "支付宝"
    line(dialog, "account.taobao").setText("支付宝二号")
    line(dialog, "account.jd").setText(" ")
    line(dialog, "accounts").setText("工行 6222，农行 6228, 工行 6222")
    line(dialog, "methods").setText("刷卡")
    check = dialog.findChild(QCheckBox, "settings.settlement.in_waves")
    assert check is not None
    check.setChecked(False)
    dialog.save()
    accounts = get_setting(desk.database, SETTLE_ACCOUNTS)
    assert (accounts["taobao"], "jd" in accounts, accounts["douyin"]) == ("支付宝二号", False, "抖音")
    assert get_setting(desk.database, OWN_ACCOUNTS) == ["工行 6222", "农行 6228"]
    assert get_setting(desk.database, OWN_METHODS) == ["刷卡"]
    assert get_setting(desk.database, SETTLE_IN_WAVES) is False
