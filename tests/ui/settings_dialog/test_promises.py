"""Settings of what is promised to buyers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import BUYER_TIERS, CONFIRM_DAYS, EXTENSION_MESSAGE, SHIP_WITHIN_HOURS
from shopdesk.ui.settings_dialog.promises import Promises
from tests.factories import make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> Promises:
    made = Promises(desk)
    qtbot.addWidget(made)
    return made


def part(section: Promises, kind: type[QWidget], key: str) -> QWidget:
    found = section.findChild(kind, f"settings.promises.{key}")
    assert found is not None, key
    return found


def test_what_is_typed_holds_for_everybody(section: Promises, desk: Desk) -> None:
    for key, days in (("ship", 72), ("days_taobao", 15)):
        box = part(section, QSpinBox, key)
        assert isinstance(box, QSpinBox)
        box.setValue(days)
    tiers = part(section, QLineEdit, "tiers")
    assert isinstance(tiers, QLineEdit)
    tiers.setText("银，金, 金，")
    assert section.check()
    section.save()
    assert get_setting(desk.database, SHIP_WITHIN_HOURS) == 72
    assert get_setting(desk.database, CONFIRM_DAYS)["taobao"] == 15
    assert get_setting(desk.database, CONFIRM_DAYS)["jd"] == 7
    assert get_setting(desk.database, BUYER_TIERS) == ["银", "金"]


def test_a_blank_that_nobody_fills_is_refused(section: Promises, desk: Desk) -> None:
    message = part(section, QPlainTextEdit, "message")
    assert isinstance(message, QPlainTextEdit)
    message.setPlainText("{buyer} {when}")
    assert not section.check()
    message.setPlainText("{buyer} {until}")
    assert section.check()
    section.save()
    assert get_setting(desk.database, EXTENSION_MESSAGE) == "{buyer} {until}"


def test_nothing_changed_leaves_no_trace(section: Promises, desk: Desk) -> None:
    section.save()
    assert desk.database.execute_sql("SELECT count(*) FROM trail WHERE action = 'set'").fetchone()[0] == 0
