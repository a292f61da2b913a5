"""The language is switched with the windows open."""

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.i18n import current_language
from shopdesk.ui.language import Language, Retranslated


class Greeting(Retranslated, QLabel):
    """A label that says which language is in use."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0
        self.retranslate()

    def retranslate(self) -> None:
        self.times += 1
        self.setText(current_language())


def test_open_windows_are_written_again(language: Language, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    inner = Greeting()
    layout.addWidget(inner)
    assert inner.text() == "en"
    with qtbot.waitSignal(language.changed) as changed:
        language.use("zh_CN")
    assert changed.args == ["zh_CN"]
    assert inner.text() == "zh_CN"
    language.use("en")
    assert inner.text() == "en"


def test_qts_own_texts_follow(language: Language) -> None:
    def cancel() -> str:
        return QCoreApplication.translate("QPlatformTheme", "Cancel")

    assert cancel() == "Cancel"
    language.use("zh_CN")
    assert cancel() == "取消"
    language.use("en")
    assert cancel() == "Cancel"


def test_numbers_and_dates_follow(language: Language) -> None:
    language.use("zh_CN")
    assert QLocale().language() is QLocale.Language.Chinese
    language.use("en")
    assert QLocale().language() is QLocale.Language.English


def test_an_unknown_language_is_english(language: Language) -> None:
    language.use("tlh")
    assert language.code == "en"


def test_other_events_change_nothing(language: Language, qtbot: QtBot) -> None:
    greeting = Greeting()
    qtbot.addWidget(greeting)
    before = greeting.times
    greeting.setEnabled(False)
    assert greeting.times == before
