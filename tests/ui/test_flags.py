"""Pennants: colour and letter, the same everywhere."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from shopdesk import i18n
from shopdesk.domain.flags import LOOKS, NAMES, Colour
from shopdesk.ui.flags import HEIGHT, WIDTH, Pennants, flag_letter, flag_name
from shopdesk.ui.theme import Scheme, Theme


def ground(image: QImage) -> QColor:
    return image.pixelColor(1, image.height() // 2)


@pytest.mark.parametrize("colour", list(Colour))
def test_a_pennant_wears_its_colour(pennants: Pennants, theme: Theme, colour: Colour) -> None:
    assert ground(pennants.pixmap(colour).toImage()) == theme.flag(colour)


def test_the_tail_is_notched(pennants: Pennants) -> None:
    image = pennants.pixmap(Colour.RED, scale=2).toImage()
    assert image.pixelColor(image.width() - 3, image.height() // 2).alpha() == 0
    assert image.pixelColor(image.width() - 5, 1).alpha() > 0


def test_letters_differ_from_flag_to_flag(pennants: Pennants) -> None:
    assert pennants.pixmap(Colour.RED).toImage() != pennants.pixmap(Colour.GREEN).toImage()
    shapes = {colour: look.letter_en for colour, look in LOOKS.items()}
    assert len(set(shapes.values())) == len(shapes)


def test_letter_and_name_follow_the_language() -> None:
    assert flag_letter(Colour.RED) == "R"
    assert flag_name(Colour.DARK_GREEN) == "Dark green"
    i18n.use_language("zh_CN")
    assert flag_letter(Colour.RED) == "红"


def test_every_colour_has_a_name() -> None:
    assert set(NAMES) == set(Colour)


def test_pictures_are_kept_by_look_language_and_scale(pennants: Pennants, theme: Theme) -> None:
    first = pennants.pixmap(Colour.BLUE)
    assert pennants.pixmap(Colour.BLUE) is first
    assert pennants.pixmap(Colour.BLUE, scale=1.5).width() == WIDTH * 1.5
    theme.set_scheme(Scheme.DARK)
    assert ground(pennants.pixmap(Colour.BLUE).toImage()) == QColor("#6FA8FF")


def test_painting_into_a_cell(pennants: Pennants, theme: Theme) -> None:
    cell = QPixmap(60, 30)
    cell.fill(theme.colour("surface"))
    painter = QPainter(cell)
    pennants.paint(painter, 8, 15, Colour.GREEN)
    painter.end()
    image = cell.toImage()
    assert image.pixelColor(9, 15) == theme.flag(Colour.GREEN)
    assert image.pixelColor(7, 15) == theme.colour("surface")
    assert image.pixelColor(9, 15 - HEIGHT // 2 - 1) == theme.colour("surface")


def test_icons_are_there_for_the_usual_scales(pennants: Pennants) -> None:
    sizes = {size.width() for size in pennants.icon(Colour.PURPLE).availableSizes()}
    assert WIDTH in sizes
    assert Pennants.size().height() == HEIGHT
