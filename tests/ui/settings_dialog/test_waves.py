"""The settings of waves and waybills."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import EVENING_CUT_OFF, NOON_CUT_OFF, SLIP_HISTORY_DAYS, WAYBILL_FORMS
from shopdesk.ui.settings_dialog.dialog import SettingsDialog


def waves_of(dialog: SettingsDialog) -> Any:
    return next(section for section in dialog.sections if section.key == "waves")


@pytest.mark.parametrize(
    ("noon", "evening", "wrong"),
    [("noon", "20:00", "Write a time"), ("12:00", "25:00", "Write a time"), ("20:00", "12:00", "comes after")],
)
def test_times_that_are_none_are_refused(dialog: SettingsDialog, noon: str, evening: str, wrong: str) -> None:
    section = waves_of(dialog)
    section.findChild(QLineEdit, "settings.waves.noon").setText(noon)
    section.findChild(QLineEdit, "settings.waves.evening").setText(evening)
    assert section.check() is False
    shown = [section.findChild(QLabel, f"settings.waves.{key}.message").text() for key in ("noon", "evening")]
    assert wrong in "".join(shown)


def test_what_was_changed_is_kept(open_settings: Callable[[], SettingsDialog], desk: Desk) -> None:
    section = waves_of(open_settings())
    section.findChild(QLineEdit, "settings.waves.noon").setText("9：30")
    section._rows["history"].input.widget.setValue(14)
    table = section._rows["forms"].input.widget
    table.item(0, 0).setText("跨越")
    table.item(0, 1).setText("ky#########")
    assert section.check()
    section.save()
    database = desk.database
    assert (get_setting(database, NOON_CUT_OFF), get_setting(database, EVENING_CUT_OFF)) == ("09:30", "20:00")
    assert get_setting(database, SLIP_HISTORY_DAYS) == 14
    assert get_setting(database, WAYBILL_FORMS) == {"跨越": ["KY#########"]}
    assert waves_of(open_settings()).forms() == {"跨越": ["KY#########"]}
