"""The dialogs: what Enter and Esc do, and what is needed before one may go on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.ui.questions import Question, ReportDialog, Sentence, TextQuestion


def button(dialog: QDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def shown(dialog: QDialog, qtbot: QtBot) -> QDialog:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_refusal_is_closed_by_enter_and_esc(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = shown(Sentence("Order 1 is registered already."), qtbot)
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, key)


def test_a_refusal_is_plain_text_that_can_be_selected(qtbot: QtBot) -> None:
    dialog = shown(Sentence("<b>张三</b> is taken"), qtbot)
    text = dialog.findChild(QLabel, "message.error.text")
    assert text is not None
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_enter_decides_what_is_safe(qtbot: QtBot) -> None:
    dialog = shown(Question("Print again?", "Print"), qtbot)
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)


def test_enter_leaves_alone_what_would_be_lost(qtbot: QtBot) -> None:
    dialog = shown(Question("Delete the shop?", "Delete", danger=True), qtbot)
    assert button(dialog, "message.confirm.yes").property("danger") is True
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Return)


def test_details_stand_below(qtbot: QtBot) -> None:
    dialog = shown(Question("Print again?", "Print", details="The paper will say REPRINT 1."), qtbot)
    details = dialog.findChild(QLabel, "message.confirm.details")
    assert details is not None
    assert details.text() == "The paper will say REPRINT 1."


def test_a_needed_text_is_needed(qtbot: QtBot) -> None:
    dialog = TextQuestion("Why again?", "Print")
    shown(dialog, qtbot)
    line = dialog.findChild(QLineEdit, "message.ask.input")
    assert line is not None
    ok = button(dialog, "message.ask.ok")
    assert not ok.isEnabled()
    QTest.keyClicks(line, "  ")
    assert not ok.isEnabled()
    QTest.keyClicks(line, "paper jam ", delay=40)  # by hand: faster is a scan, should a window be listening
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.text() == "paper jam"


def test_a_text_that_may_be_left_out(qtbot: QtBot) -> None:
    dialog = TextQuestion("A note?", "Save", required=False)
    qtbot.addWidget(dialog)
    assert button(dialog, "message.ask.ok").isEnabled()


def test_usual_answers(qtbot: QtBot) -> None:
    dialog = TextQuestion("Why again?", "Print", value="torn", choices=("paper jam", "lost"))
    qtbot.addWidget(dialog)
    combo = dialog.findChild(QComboBox)
    assert combo is not None
    assert dialog.text() == "torn"
    combo.setCurrentIndex(1)
    assert dialog.text() == "lost"


def test_a_report_is_copied_whole(qtbot: QtBot) -> None:
    dialog = ReportDialog("Traceback 1")
    qtbot.addWidget(dialog)
    dialog.add("Traceback 2")
    text = dialog.findChild(QPlainTextEdit)
    assert text is not None
    assert text.isReadOnly()
    button(dialog, "message.report.copy").click()
    assert QGuiApplication.clipboard().text() == "Traceback 1\n\nTraceback 2"


def test_an_empty_line_says_what_it_means(qtbot: QtBot) -> None:
    for required, choices, said in (
        (True, ("a",), "Type it, or choose with ↓"),
        (False, ("a",), "May stay empty; ↓ for usual answers"),
        (False, (), "May stay empty"),
        (True, (), ""),
    ):
        question = TextQuestion("Why?", "Note", choices=choices, required=required)
        qtbot.addWidget(question)
        line = question.findChild(QLineEdit)
        assert line is not None
        assert line.placeholderText() == said
