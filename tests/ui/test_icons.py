"""Icons: recoloured, sharp, refreshed with the look."""

import ast
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from shopdesk.paths import resources
from shopdesk.ui.icons import Icons
from shopdesk.ui.theme import Scheme, Theme

UI = Path(__file__).parent.parent.parent / "shopdesk" / "ui"


def inks(image: QImage) -> set[str]:
    """The colours of the fully opaque pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_wears_the_roles_colour(theme: Theme) -> None:
    icon = theme.icons.icon("search", "danger")
    assert inks(icon.pixmap(QSize(32, 32)).toImage()) == {theme.colour("danger").name()}


def test_disabled_and_checked_icons_have_their_own_colours(theme: Theme) -> None:
    icon = theme.icons.icon("search")
    size = QSize(32, 32)
    faint = inks(icon.pixmap(size, QIcon.Mode.Disabled).toImage())
    checked = inks(icon.pixmap(size, QIcon.Mode.Normal, QIcon.State.On).toImage())
    assert theme.colour("faint").name() in faint
    assert checked == {theme.colour("accent").name()}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_pixmaps_have_the_screens_own_pixels(theme: Theme, scale: float) -> None:
    pixmap = theme.icons.pixmap("printer", 16, scale=scale)
    assert pixmap.width() == round(16 * scale)
    assert pixmap.devicePixelRatio() == scale
    assert inks(pixmap.toImage())


def test_drawings_are_kept(theme: Theme) -> None:
    assert theme.icons.pixmap("printer", 16) is theme.icons.pixmap("printer", 16)
    assert theme.icons.icon("printer") is theme.icons.icon("printer")


def test_buttons_and_actions_are_dressed_again_when_the_look_changes(theme: Theme, qtbot: QtBot) -> None:
    button, action = QToolButton(), QAction()
    qtbot.addWidget(button)
    theme.icons.put(button, "search", "text")
    theme.icons.put(action, "printer", "text")
    theme.set_scheme(Scheme.DARK)
    wanted = {QColor("#E7E9EC").name()}
    assert inks(button.icon().pixmap(QSize(32, 32)).toImage()) == wanted
    assert inks(action.icon().pixmap(QSize(32, 32)).toImage()) == wanted


def test_wearers_that_are_gone_are_forgotten(theme: Theme) -> None:
    before = len(theme.icons._wearers)
    action = QAction()
    theme.icons.put(action, "search")
    del action
    assert len(theme.icons._wearers) == before


def test_wearers_that_qt_deleted_do_no_harm(theme: Theme, qtbot: QtBot) -> None:
    holder = QToolButton()
    button = QToolButton(holder)
    theme.icons.put(button, "search")
    holder.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(button))
    theme.set_scheme(Scheme.DARK)
    assert theme.dark


def test_no_such_drawing(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icons.icon("no-such-icon")


def icons_named(source: str) -> set[str]:
    """The names given to whoever draws an icon, and the foot and page declarations."""
    takers = {"icon", "pixmap", "file", "put", "tool_button"}
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = set()
    for call in calls:
        func = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        texts = [arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if func in takers and texts and "icons" in ast.unparse(call):
            named.add(texts[0])
    return named


def test_every_icon_named_in_the_window_is_shipped() -> None:
    named = {name for source in UI.rglob("*.py") for name in icons_named(source.read_text("utf-8"))}
    assert {"search", "x", "bell"} <= named
    assert {name for name in named if not (resources() / "icons" / f"{name}.svg").is_file()} == set()


def test_a_full_disk_costs_the_icons_only(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    icons = Icons(theme)  # what another test drew is in a file already
    assert icons.file("star", "danger") == ""
    assert icons.icon("star", "danger").pixmap(QSize(16, 16)).isNull()
