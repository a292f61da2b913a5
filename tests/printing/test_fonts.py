"""Fonts: every character shows as something and copies out as itself."""

import io

import pytest
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from shopdesk.paths import resources
from shopdesk.printing.fonts import BOLD, BOX, FALLBACK, REGULAR, font, font_for, widths
from tests.printing.samples import RARE, pages


@pytest.mark.parametrize("name", [REGULAR, BOLD, *FALLBACK])
def test_tables_read_in_bulk_are_those_that_reportlab_reads(name: str) -> None:
    ours = font(name).face
    theirs = TTFont("theirs", str(resources() / "fonts" / f"{name}.ttf")).face
    assert list(ours.glyphPos) == list(theirs.glyphPos)
    whole = len(ours.advances)  # past these reportlab mixes scaled widths in
    assert ours.hmetrics[:whole] == theirs.hmetrics[:whole]
    assert [bearing for _, bearing in ours.hmetrics] == [bearing for _, bearing in theirs.hmetrics]
    theirs.charToGlyph.pop(0xA0, None)
    assert {c: ours.charToGlyph.get(c) for c in theirs.charToGlyph} == theirs.charToGlyph
    assert ours.getCharWidth(0x41) == pytest.approx(theirs.charWidths.get(0x41, theirs.defaultWidth), abs=1)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("王", REGULAR),
        ("A", REGULAR),
        ("䶮", REGULAR),
        ("㛃", REGULAR),
        ("𠮷", FALLBACK[0]),
        ("𤲞", FALLBACK[0]),
        ("☐", FALLBACK[1]),
        ("😀", FALLBACK[2]),
    ],
)
def test_each_character_is_set_in_the_first_font_that_has_it(character: str, name: str) -> None:
    assert font_for(character, REGULAR) == name


def test_a_character_nobody_has_takes_the_room_of_a_box() -> None:
    assert font_for("\U0002fa1d", BOLD) == BOLD
    assert widths(BOLD)["\U0002fa1d"] == widths(BOLD)[BOX] > 500


def test_joiners_and_variation_selectors_take_no_room() -> None:
    assert [widths(REGULAR)[c] for c in "\u200d\ufe0f"] == [0, 0]


def test_the_standard_list_of_names_is_covered() -> None:
    face = font(REGULAR).face
    basic = sum(c in face.charToGlyph for c in range(0x4E00, 0x9FA6))
    assert basic == 0x9FA6 - 0x4E00


def test_reportlabs_own_canvas_can_use_the_fonts() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for y, name in ((700, REGULAR), (600, BOLD)):
        canvas.setFont(font(name).fontName, 12)
        canvas.drawString(50, y, f"王{RARE} (A) \\ 1")
    canvas.setFont(font(FALLBACK[1]).fontName, 12)
    canvas.drawString(50, 500, "😀🎁")
    canvas.save()
    assert pages(file.getvalue()) == [f"王{RARE} (A) \\ 1\r\n王{RARE} (A) \\ 1\r\n😀🎁"]


def test_width_of_a_line_is_the_sum_of_its_characters() -> None:
    assert font(REGULAR).stringWidth("王A", 10) == (1000 + widths(REGULAR)["A"]) / 100
