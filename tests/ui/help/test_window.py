"""The help window: pages, links, search over all pages, keys, and another language or look."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.ui.help.pages import read_pages
from shopdesk.ui.help.window import HelpWindow
from shopdesk.ui.language import Language
from shopdesk.ui.theme import Scheme, Theme

Part = TypeVar("Part", bound=QWidget)


class Opened:
    """The window and its parts."""

    def __init__(self, window: HelpWindow) -> None:
        self.window = window
        self.list = self._part(QListWidget, "help.pages")
        self.text = self._part(QTextBrowser, "help.text")
        self.search = self._part(QLineEdit, "help.search")

    def _part(self, kind: type[Part], name: str) -> Part:
        found = self.window.findChild(kind, name)
        assert found is not None
        return found

    @property
    def title(self) -> str:
        return self.text.toPlainText().partition("\n")[0]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window, key, modifier)


@pytest.fixture
def opened(language: Language, theme: Theme, qtbot: QtBot) -> Opened:
    window = HelpWindow(theme)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return Opened(window)


def test_it_opens_at_the_first_page(opened: Opened) -> None:
    assert opened.list.count() == len(read_pages("en"))
    assert opened.title == "First steps"


def test_arrows_turn_pages(opened: Opened) -> None:
    QTest.keyClick(opened.list, Qt.Key.Key_Down)
    assert opened.title == "Today"
    opened.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert opened.title == "Importing"
    for _turn in range(3):
        opened.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert opened.title == read_pages("en")[-1].title


def test_links_turn_pages(opened: Opened) -> None:
    opened.text.anchorClicked.emit(QUrl("printing"))
    assert opened.title == "Printing"
    opened.window.show_page("nowhere")
    assert opened.title == "Printing"


def test_ctrl_f_searches_all_pages(opened: Opened) -> None:
    opened.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(opened.search, "1.2E+18")
    assert opened.title == "Importing"
    assert opened.text.textCursor().selectedText() == "1.2E+18"
    assert not opened.search.property("wrong")


def test_enter_goes_on_and_around(opened: Opened) -> None:
    QTest.keyClicks(opened.search, "before-restore")
    assert opened.title == "Backup and restore"
    first = opened.text.textCursor().position()
    QTest.keyClick(opened.search, Qt.Key.Key_Return)
    assert (opened.title, opened.text.textCursor().position()) == ("Backup and restore", first)
    assert opened.window.isVisible()


def test_backwards(opened: Opened) -> None:
    opened.search.setText("orders")
    opened.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert opened.title == next(page.title for page in reversed(read_pages("en")) if "orders" in page.text.lower())
    opened.press(Qt.Key.Key_F3)
    assert opened.title == "First steps"


def test_what_is_nowhere_is_said(opened: Opened) -> None:
    opened.search.setText("zebra")
    assert not opened.window.find_next()
    assert opened.search.property("wrong") is True
    assert opened.title == "First steps"
    opened.search.clear()
    assert not opened.window.find_next()
    assert opened.search.property("wrong") is False


def test_another_language_keeps_the_page(opened: Opened, language: Language) -> None:
    opened.window.show_page("printing")
    language.use("zh_CN")
    assert opened.title == "打印"
    assert opened.list.item(0).text() == "第一次用"
    assert opened.search.accessibleName() != "Search the help"


def test_links_take_the_colour_of_the_look(opened: Opened, theme: Theme) -> None:
    before = opened.text.toHtml()
    theme.set_scheme(Scheme.DARK)
    assert theme.colour("accent").name() in opened.text.toHtml()
    assert opened.text.toHtml() != before


def test_tables_have_quiet_lines(opened: Opened, theme: Theme) -> None:
    opened.window.show_page("keys")
    tables = [frame for frame in opened.text.document().rootFrame().childFrames() if isinstance(frame, QTextTable)]
    assert tables and {table.format().borderBrush().color().name() for table in tables} == {theme.colour("line").name()}


def test_esc_closes(opened: Opened) -> None:
    opened.press(Qt.Key.Key_Escape)
    assert not opened.window.isVisible()
