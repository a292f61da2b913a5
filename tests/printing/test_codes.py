"""Codes: what a scanner reads is what went in."""

import re
import string

import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from shopdesk.printing.codes import MIN_MODULE, QUIET_QR, Square, can_be_bars, code128, code128_values, qr

ASCII = string.ascii_letters + string.digits + string.punctuation + " "


def bars_image(text: str, room: int = 4000) -> Image.Image:
    bars = code128(text, room=room, height=60, module=3)
    assert bars is not None
    picture = Image.new("L", (bars.width + 2 * bars.quiet, 100), 255)
    draw = ImageDraw.Draw(picture)
    for x, _y, wide, high in re.findall(r"(\d+) (\d+) (\d+) (\d+) re", bars.path):
        left = int(x) + bars.quiet
        draw.rectangle((left, 20, left + int(wide) - 1, 20 + int(high) - 1), fill=0)
    return picture


def dark_modules(code: Square) -> list[tuple[int, int]]:
    """Row and column of each dark module of the picture."""
    packed = re.search(r"ID ([0-9A-F]+)> EI", code.picture)
    assert packed is not None
    bits = f"{int(packed[1], 16):0{len(packed[1]) * 4}b}"
    across = len(bits) // code.side
    return [divmod(i, across) for i, bit in enumerate(bits) if bit == "0" and i % across < code.side]


def qr_image(text: str, room: int = 400) -> Image.Image:
    code = qr(text, room=room)
    quiet = QUIET_QR * code.module
    picture = Image.new("L", (code.size + 2 * quiet,) * 2, 255)
    draw = ImageDraw.Draw(picture)
    for row, column in dark_modules(code):
        left, top = quiet + column * code.module, quiet + row * code.module
        draw.rectangle((left, top, left + code.module - 1, top + code.module - 1), fill=0)
    return picture


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@given(st.text(ASCII, min_size=1, max_size=30).filter(lambda text: text.strip() == text))
@example("YT7453244865603")
@example("3821113838621957025")
@example("JD0123456789-1-1-")
@example("12345")
@example("A1234")
@example("A12345B")
def test_code_128_reads_back(text: str) -> None:
    assert read(bars_image(text)) == [text]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("38211138386219570251", 1 + 10 + 2),
        ("3821113838621957025", 1 + 9 + 2 + 2),
        ("YT7453244865603", 1 + 3 + 1 + 6 + 2),
        ("AB12", 1 + 4 + 2),
    ],
)
def test_digits_go_two_to_a_symbol(text: str, symbols: int) -> None:
    assert len(code128_values(text)) == symbols


@pytest.mark.parametrize("text", ["", "订单", "A\tB", "é"])
def test_what_code_128_cannot_hold_is_said_so(text: str) -> None:
    assert not can_be_bars(text)
    assert code128(text, room=4000, height=60) is None


def test_bars_get_thinner_for_less_room_but_never_too_thin() -> None:
    wide = code128("YT7453244865603", room=1000, height=60, module=4)
    tight = code128("YT7453244865603", room=420, height=60, module=4)
    assert wide is not None and tight is not None
    assert (wide.module, tight.module) == (4, 2)
    assert tight.width + 2 * tight.quiet <= 420
    assert code128("YT7453244865603", room=300, height=60) is None


@pytest.mark.parametrize(
    "text", ["SDR1:taobao/%E8%8C%B6%E9%A6%99/3821113838621957025", "A", "SDR1:kuaishou/" + "%E8" * 90 + "/24061234"]
)
def test_qr_reads_back(text: str) -> None:
    assert read(qr_image(text)) == [text]


def test_qr_modules_are_whole_dots_that_fit() -> None:
    for room in (80, 150, 300):
        code = qr("SDR1:taobao/shop/3821113838621957025", room=room)
        assert code.module >= MIN_MODULE
        assert code.size + 2 * QUIET_QR * code.module <= room or code.module == MIN_MODULE
