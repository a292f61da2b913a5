"""Settings of cases, refunds and boxes, and of what buyers are told about their money."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from shopdesk.domain.refund_answers import ANSWERS
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_setting, setting_bases
from shopdesk.settings import (
    CASE_CALL_DAYS,
    CASE_EXTEND_DAYS,
    CASE_TRAVEL_DAYS,
    INTAKE_FROM,
    INTAKE_UNTIL,
    PAID_CARRIERS,
    REFUND_ANSWERS,
    REFUND_FEE_UP_TO,
    REFUND_SECOND_ABOVE,
    UNCLAIMED_ESCALATE_DAYS,
)
from shopdesk.ui.settings_dialog.after_sales import AfterSales
from shopdesk.ui.settings_dialog.answers import TITLES, Answers
from shopdesk.ui.settings_dialog.dialog import SettingsDialog
from tests.factories import make_desk

_SECTIONS = (Answers, AfterSales)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> AfterSales:
    made = AfterSales(desk)
    made.bases = dict(setting_bases(desk.database))
    qtbot.addWidget(made)
    return made


@pytest.fixture
def answers(desk: Desk, qtbot: QtBot) -> Answers:
    made = Answers(desk)
    made.bases = dict(setting_bases(desk.database))
    qtbot.addWidget(made)
    return made


def number(section: AfterSales, key: str) -> QSpinBox:
    found = section.findChild(QSpinBox, f"settings.after-sales.{key}")
    assert found is not None, key
    return found


def line(section: AfterSales, key: str) -> QLineEdit:
    found = section.findChild(QLineEdit, f"settings.after-sales.{key}")
    assert found is not None, key
    return found


def said(section: AfterSales, key: str) -> str:
    found = section.findChild(QLabel, f"settings.after-sales.{key}.message")
    assert found is not None, key
    return found.text()


def trail_count(desk: Desk) -> int:
    return int(desk.database.execute_sql("SELECT count(*) FROM trail").fetchone()[0])


def test_what_is_typed_holds_for_everybody(section: AfterSales, desk: Desk) -> None:
    number(section, "travel").setValue(8)
    number(section, "extend").setValue(0)
    number(section, "escalate").setValue(5)
    line(section, "second").setText("１００")
    line(section, "fee").setText("¥200.50")
    line(section, "carriers").setText("圆通, 顺丰快递，中通快递、圆通速递")
    line(section, "from").setText("9:30")
    assert section.check()
    section.save()
    assert [get_setting(desk.database, each) for each in (CASE_TRAVEL_DAYS, CASE_EXTEND_DAYS)] == [8, 0]
    assert get_setting(desk.database, UNCLAIMED_ESCALATE_DAYS) == 5
    assert get_setting(desk.database, REFUND_SECOND_ABOVE) == 10_000
    assert get_setting(desk.database, REFUND_FEE_UP_TO) == 20_050
    assert get_setting(desk.database, PAID_CARRIERS) == ["圆通速递", "顺丰速运", "中通快递"]
    assert (get_setting(desk.database, INTAKE_FROM), get_setting(desk.database, INTAKE_UNTIL)) == ("09:30", "20:00")


def test_saving_without_a_change_leaves_no_trace(section: AfterSales, answers: Answers, desk: Desk) -> None:
    before = trail_count(desk)
    for each in (section, answers):
        assert each.check()
        each.save()
    assert trail_count(desk) == before


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("second", "50 Mark", "Write an amount in yuan, such as 50.00."),
        ("fee", "", "Write an amount in yuan, such as 50.00."),
        ("fee", "-1", "Write an amount in yuan, such as 50.00."),
        ("from", "four", "Write a time of day like 16:00."),
        ("until", "24:30", "Write a time of day like 16:00."),
        ("until", "15:59", "The day is closed after its boxes are begun."),
        ("carriers", "圆通，白鸽快递", "“白鸽快递” is not among the known carriers: 圆通速递"),
    ],
)
def test_what_is_wrong_is_said_under_its_field(section: AfterSales, key: str, typed: str, words: str) -> None:
    line(section, key).setText(typed)
    assert not section.check()
    assert said(section, key).startswith(words)
    assert section.wrong


def test_who_asks_first_has_time_before_the_supervisor(section: AfterSales) -> None:
    number(section, "ask").setValue(4)
    assert not section.check()
    assert "at least as many days" in said(section, "escalate")


def test_a_carrier_that_is_kept_stays_good_when_the_table_forgets_it(desk: Desk, qtbot: QtBot) -> None:
    save_setting(desk, PAID_CARRIERS, ["山城快运"])
    section = AfterSales(desk)
    qtbot.addWidget(section)
    assert section.check()
    section.save()
    assert get_setting(desk.database, PAID_CARRIERS) == ["山城快运"]


def choose(answers: Answers, name: str) -> None:
    answers.texts.occasion.setCurrentIndex(answers.texts.occasion.findData(name))


def test_each_occasion_has_its_words(answers: Answers, desk: Desk) -> None:
    assert set(TITLES) == set(ANSWERS)
    assert answers.texts.words.toPlainText() == "" and "being looked at" in answers.texts.words.placeholderText()
    choose(answers, "bank")
    answers.texts.words.setPlainText("亲，{amount} 元已转出，{until} 前到账。")
    choose(answers, "asked")
    assert answers.texts.words.toPlainText() == ""
    choose(answers, "bank")
    assert answers.texts.words.toPlainText() == "亲，{amount} 元已转出，{until} 前到账。"
    assert answers.texts.occasion.currentText() == "Bank transfer *"
    assert answers.check()
    answers.save()
    assert get_setting(desk.database, REFUND_ANSWERS) == {"bank": "亲，{amount} 元已转出，{until} 前到账。"}


def test_a_blank_that_nothing_fills_is_shown_where_it_is(answers: Answers, desk: Desk) -> None:
    choose(answers, "overdue")
    answers.texts.words.setPlainText("{waybill}")
    choose(answers, "asked")
    assert not answers.check()
    assert answers.texts.occasion.currentData() == "overdue"
    assert answers.wrong.startswith("Paid, and it should be there by now: Nothing fills in {waybill}. Use {buyer}")
    assert get_setting(desk.database, REFUND_ANSWERS) == {}


def test_an_emptied_text_is_the_usual_one_again(desk: Desk, qtbot: QtBot) -> None:
    save_setting(desk, REFUND_ANSWERS, {"bank": "已转", "failed": "退回"})
    answers = Answers(desk)
    answers.bases = dict(setting_bases(desk.database))
    qtbot.addWidget(answers)
    choose(answers, "bank")
    answers.texts.words.clear()
    answers.save()
    assert get_setting(desk.database, REFUND_ANSWERS) == {"failed": "退回"}


def test_both_are_saved_with_the_others(desk: Desk, open_settings: Callable[[], SettingsDialog]) -> None:
    dialog = open_settings()
    dialog.show_section("answers")
    answers, after_sales = (next(each for each in dialog.sections if isinstance(each, kind)) for kind in _SECTIONS)
    assert isinstance(answers, Answers) and isinstance(after_sales, AfterSales)
    answers.texts.words.setPlainText("亲，在处理了。")
    number(after_sales, "call").setValue(4)
    dialog.save()
    assert get_setting(desk.database, REFUND_ANSWERS) == {"asked": "亲，在处理了。"}
    assert get_setting(desk.database, CASE_CALL_DAYS) == 4
