"""The one that speaks to the user: sentences for refusals, reports for mistakes, answers by calling back."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.errors import OutputFailed
from shopdesk.ui.banner import Banners
from shopdesk.ui.messages import Kind, Messages
from shopdesk.ui.theme import Theme


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 500)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def banners(host: QWidget) -> Banners:
    return Banners(host)


@pytest.fixture
def messages(host: QWidget, banners: Banners, theme: Theme) -> Messages:
    return Messages(host, banners, theme.icons)


@pytest.fixture
def hooks() -> Iterator[None]:
    """The interpreter's own hooks afterwards."""
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def text_of(dialog: QDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return label.text()


def press(dialog: QDialog, name: str, qtbot: QtBot) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))


def test_a_toast_with_undo(messages: Messages, qtbot: QtBot) -> None:
    undone: list[bool] = []
    with qtbot.waitSignal(messages.news) as news:
        toast = messages.toast("12 orders registered", undo=lambda: undone.append(True))
    assert news.args is not None
    assert news.args[0].kind is Kind.GOOD
    button = toast.findChild(QPushButton)
    assert button is not None
    assert button.text() == "Undo"
    button.click()
    assert undone == [True]


def test_a_toast_with_another_action(messages: Messages) -> None:
    toast = messages.toast("Exported", action=("Open folder", lambda: None))
    button = toast.findChild(QPushButton)
    assert button is not None
    assert button.text() == "Open folder"


def test_a_refusal_is_one_sentence(messages: Messages, qtbot: QtBot) -> None:
    dialog = messages.error(OutputFailed(path="orders.xlsx", reason="disk full"))
    assert dialog is not None
    assert text_of(dialog, "message.error.text").startswith("orders.xlsx could not be written: disk full.")
    press(dialog, "message.error.close", qtbot)


def test_a_mistake_is_a_report(messages: Messages, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "shopdesk"):
        dialog = messages.error(ValueError("phone 13812345678"))
        again = messages.error(KeyError("x"))
    assert dialog is not None and again is dialog
    report = dialog.findChild(QPlainTextEdit)
    assert report is not None
    assert "ValueError: phone 138****5678" in report.toPlainText()
    assert "KeyError" in report.toPlainText()
    assert "13812345678" not in caplog.text
    press(dialog, "message.report.close", qtbot)
    fresh = messages.report(ValueError("next"))
    assert fresh is not dialog
    press(fresh, "message.report.close", qtbot)


def test_a_decision(messages: Messages, qtbot: QtBot) -> None:
    answers: list[str] = []
    dialog = messages.confirm(
        "Print again?", "Print", lambda: answers.append("yes"), on_no=lambda: answers.append("no")
    )
    press(dialog, "message.confirm.yes", qtbot)
    dialog = messages.confirm(
        "Print again?", "Print", lambda: answers.append("yes"), on_no=lambda: answers.append("no")
    )
    press(dialog, "message.confirm.no", qtbot)
    assert answers == ["yes", "no"]


def test_a_reason(messages: Messages, qtbot: QtBot) -> None:
    reasons: list[str] = []
    dialog = messages.ask_text("Why again?", "Print", reasons.append, choices=("paper jam",))
    line = dialog.findChild(QLineEdit, "message.ask.input")
    assert line is not None
    line.setText("torn")
    press(dialog, "message.ask.ok", qtbot)
    dialog = messages.ask_text("Why again?", "Print", reasons.append)
    press(dialog, "message.ask.no", qtbot)
    assert reasons == ["torn"]


def test_states_are_banners(messages: Messages, banners: Banners) -> None:
    messages.banner("offline", "The data can't be reached.", "danger")
    assert banners.keys() == ["offline"]
    messages.clear_banner("offline")
    assert banners.keys() == []


def test_the_list_opens_above_its_button(messages: Messages, host: QWidget, qtbot: QtBot) -> None:
    button = QPushButton("Messages", host)
    button.move(700, 450)
    messages.toast("Registered")
    news = messages.open_history(button)
    assert news.isVisible()
    assert news.geometry().bottom() < button.mapToGlobal(button.rect().topLeft()).y()
    QTest.keyClick(news, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(news))


def report_shown(host: QWidget) -> QDialog | None:
    return host.findChild(QDialog, "message.report")


def test_what_nobody_caught_is_reported(messages: Messages, host: QWidget, qtbot: QtBot, hooks: None) -> None:
    messages.install_excepthook()
    error = RuntimeError("lost")
    sys.excepthook(RuntimeError, error, None)
    qtbot.waitUntil(lambda: report_shown(host) is not None)
    dialog = report_shown(host)
    assert dialog is not None
    press(dialog, "message.report.close", qtbot)


def test_what_a_thread_did_not_catch_is_reported_here(
    messages: Messages, host: QWidget, qtbot: QtBot, hooks: None
) -> None:
    messages.install_excepthook()

    def fail() -> None:
        raise RuntimeError("lost in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: report_shown(host) is not None)
    dialog = report_shown(host)
    assert dialog is not None
    press(dialog, "message.report.close", qtbot)


def test_ctrl_c_is_no_mistake(
    messages: Messages, host: QWidget, hooks: None, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.install_excepthook()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert report_shown(host) is None
    assert "KeyboardInterrupt" in capsys.readouterr().err
