"""The page machinery: whole dots, shared forms, the printer's offset, the same bytes every time."""

from shopdesk.printing.codes import DOTS_PER_MM
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.preview import Preview
from shopdesk.printing.sheet import Pen, Sheets
from tests.printing.samples import pages, printed

WIDTH, HEIGHT = 40 * DOTS_PER_MM, 20 * DOTS_PER_MM


def one_page(offset: Offset = NO_OFFSET) -> bytes:
    sheets = Sheets("Test")
    pen = sheets.pen(HEIGHT)
    pen.move(10, 20)
    pen.fill(30, 40, 16, 8)
    pen.text(100, 40, "王", 24, BOLD)
    sheets.add(pen, WIDTH, HEIGHT, offset)
    return sheets.finished()


def test_a_page_has_just_the_printers_dots() -> None:
    assert printed(one_page()).size == (WIDTH, HEIGHT)
    with Preview(one_page()) as preview:
        assert [round(mm, 2) for mm in preview.size_mm(0)] == [40, 20]


def test_rectangles_lie_on_whole_dots_from_the_upper_left_corner() -> None:
    picture = printed(one_page())
    dark = picture.crop((0, 0, 100, HEIGHT)).point(lambda value: 255 - value).getbbox()
    assert dark == (40, 60, 56, 68)


def test_the_offset_moves_everything_by_millimetres() -> None:
    picture = printed(one_page(Offset(right=2.0, down=-1.5)))
    dark = picture.crop((0, 0, 100, HEIGHT)).point(lambda value: 255 - value).getbbox()
    assert dark == (56, 48, 72, 56)


def test_a_form_is_written_once_and_shown_on_every_page() -> None:
    sheets = Sheets("Test")
    drawn = []

    def head(form: Pen) -> None:
        drawn.append(1)
        form.text(10, 10, "样品店", 24)

    for _ in range(3):
        pen = sheets.pen(HEIGHT)
        name = sheets.form(("head",), WIDTH, HEIGHT, head)
        pen.form(name, HEIGHT)
        sheets.add(pen, WIDTH, HEIGHT, NO_OFFSET)
    assert pages(sheets.finished()) == ["样品店"] * 3
    assert drawn == [1]


def test_text_can_run_up_white_and_to_either_side() -> None:
    sheets = Sheets("Test")
    pen = sheets.pen(HEIGHT)
    pen.fill(0, 0, WIDTH, HEIGHT)
    pen.text_right(300, 10, "右", 24, white=True)
    pen.text_middle(100, 10, "中", 24, white=True)
    sheets.add(pen, WIDTH, HEIGHT, NO_OFFSET)
    pdf = sheets.finished()
    assert set(pages(pdf)[0]) >= {"右", "中"}
    light = printed(pdf).getbbox()
    assert light is not None
    assert 86 <= light[0] <= 92 and 294 <= light[2] <= 301


def test_rotated_text_copies_out() -> None:
    sheets = Sheets("Test")
    pen = sheets.pen(HEIGHT)
    pen.text_up(20, 150, "3821", 24)
    sheets.add(pen, WIDTH, HEIGHT, NO_OFFSET)
    pdf = sheets.finished()
    assert pages(pdf) == ["3821"]
    box = printed(pdf).point(lambda value: 255 - value).getbbox()
    assert box is not None
    assert box[0] >= 20 and box[2] <= 46 and box[3] <= 151 and box[3] - box[1] > box[2] - box[0]


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert one_page() == one_page()
