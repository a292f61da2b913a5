"""The look: palettes, fonts, switching."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import LOOKS, Colour
from shopdesk.ui.colours import contrast
from shopdesk.ui.theme import Scheme, Text, Theme, face, points


def test_light_and_dark_palettes(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#F6F6F4")
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme(Scheme.DARK)
    assert theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#15171A")
    assert "#15171a" in qapp.styleSheet().lower()


def test_open_widgets_follow_the_switch(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("登记")
    button.setProperty("main", True)
    qtbot.addWidget(button)
    button.show()
    light = button.grab().toImage().pixelColor(button.width() // 2, 3)
    theme.set_scheme(Scheme.DARK)
    dark = button.grab().toImage().pixelColor(button.width() // 2, 3)
    assert (light, dark) == (QColor("#2B63D9"), QColor("#7AA5FF"))


def test_the_system_decides_when_asked_to(theme: Theme) -> None:
    theme.set_scheme(Scheme.DARK)
    theme.set_scheme(Scheme.SYSTEM)
    assert theme.dark == (QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark)


def test_the_system_is_not_heard_when_the_user_chose(theme: Theme) -> None:
    theme.set_scheme(Scheme.DARK)
    theme._on_system_change(Qt.ColorScheme.Light)
    assert theme.dark
    theme.set_scheme(Scheme.SYSTEM)
    theme._on_system_change(Qt.ColorScheme.Dark)
    assert theme.dark


def test_style_is_fusion(theme: Theme, qapp: QApplication) -> None:
    assert qapp.style().objectName() in ("fusion", "")  # a style sheet's own style wraps it and has no name
    assert qapp.styleSheet()


def test_text_is_13_px_and_titles_17_semibold(theme: Theme) -> None:
    assert QFontInfo(theme.font()).pixelSize() == 13
    assert QFontInfo(theme.font(Text.TITLE)).pixelSize() == 17
    assert QFontInfo(theme.font(Text.SMALL)).pixelSize() == 12
    assert theme.font(Text.TITLE).weight() == QFont.Weight.DemiBold


def test_figures_are_tabular(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font(Text.FIGURES))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_chinese_comes_from_a_chinese_face(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font())
    assert all(metrics.inFontUcs4(ord(character)) for character in "登记挂起出单龘")


def test_the_machines_face_is_preferred() -> None:
    assert face(["Arial", "PingFang SC", "Microsoft YaHei UI"]) == "Microsoft YaHei UI"
    assert face(["Arial"]) == "Noto Sans SC"


def test_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert points(13) == 9.75
    monkeypatch.setattr("sys.platform", "darwin")
    assert points(13) == 13


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("colour", list(Colour))
def test_flag_letters_and_tints_are_readable(theme: Theme, scheme: Scheme, colour: Colour) -> None:
    theme.set_scheme(scheme)
    assert theme.flag(colour) == QColor(LOOKS[colour].dark if scheme is Scheme.DARK else LOOKS[colour].light)
    assert contrast(theme.flag_letter(colour), theme.flag(colour)) >= 3
    assert contrast(theme.colour("text"), theme.tint(colour)) >= 7


def test_an_unknown_role_is_a_mistake(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.colour("pink")
