"""Settings of reviews' and complaints' clocks, and of the table of points."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QSpinBox, QTableWidget
from pytestqt.qtbot import QtBot

from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.points import rule_table
from shopdesk.services.shop_settings import save_setting, setting_bases
from shopdesk.settings import COMPLAINT_ANSWER_DAYS, POINT_MERITS, POINT_MISTAKES, REVIEW_TARGET_DAYS
from shopdesk.ui.settings_dialog.points import PointRules
from shopdesk.ui.settings_dialog.reviews import ReviewClocks


def clocks(desk: Desk, qtbot: QtBot) -> ReviewClocks:
    made = ReviewClocks(desk)
    made.bases = dict(setting_bases(desk.database))
    qtbot.addWidget(made)
    return made


def rules(desk: Desk, qtbot: QtBot) -> PointRules:
    made = PointRules(desk)
    made.bases = dict(setting_bases(desk.database))
    qtbot.addWidget(made)
    return made


def days(section: ReviewClocks, key: str) -> QSpinBox:
    found = section.findChild(QSpinBox, f"settings.reviews.{key}")
    assert found is not None, key
    return found


def put(section: PointRules, key: str, texts: dict[str, str]) -> None:
    """Points of rules by what they are called; a new one into the empty row."""
    table: Any = section.findChild(QTableWidget, f"settings.points.{key}")
    for text, points in texts.items():
        rows = [row for row in range(table.rowCount()) if table.item(row, 0).text() == text]
        row = rows[0] if rows else table.rowCount() - 1
        table.item(row, 0).setText(text)
        table.item(row, 1).setText(points)


def test_the_clocks_of_reviews_and_complaints_are_kept(desk: Desk, qtbot: QtBot) -> None:
    section = clocks(desk, qtbot)
    days(section, "target").setValue(5)
    days(section, "answer").setValue(2)
    assert section.check()
    section.save()
    assert (get_setting(desk.database, REVIEW_TARGET_DAYS), get_setting(desk.database, COMPLAINT_ANSWER_DAYS)) == (5, 2)
    days(section, "target").setValue(40)
    assert not section.check() and "fewer days" in section.wrong


def test_points_of_a_rule_and_a_rule_of_the_shop(desk: Desk, qtbot: QtBot) -> None:
    section = rules(desk, qtbot)
    put(section, "mistakes", {"Wrong amount": "3", "Wrong flag": "0", "漏拍照": "1"})
    assert section.check()
    section.save()
    table = rule_table(desk.database)
    assert (table["amount"], table["漏拍照"], table["size"]) == (-3, -1, -2) and "flag" not in table
    assert get_setting(desk.database, POINT_MERITS) == POINT_MERITS.default
    assert get_setting(desk.database, POINT_MISTAKES)["flag"] == 0, "it can come back"


def test_what_is_no_number_and_what_stands_twice_is_said(desk: Desk, qtbot: QtBot) -> None:
    section = rules(desk, qtbot)
    put(section, "mistakes", {"Wrong amount": "-3"})
    assert not section.check() and "from 0 to 100" in section.wrong
    put(section, "mistakes", {"Wrong amount": "3"})
    put(section, "merits", {"Wrong amount": "3"})
    assert not section.check() and "is a mistake already" in section.wrong
    assert get_setting(desk.database, POINT_MISTAKES) == POINT_MISTAKES.default


def test_what_somebody_else_set_meanwhile_stays(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    section = clocks(desk, qtbot)
    save_setting(desk, COMPLAINT_ANSWER_DAYS, 1)
    days(section, "target").setValue(6)
    section.save()
    assert (get_setting(desk.database, REVIEW_TARGET_DAYS), get_setting(desk.database, COMPLAINT_ANSWER_DAYS)) == (6, 1)
