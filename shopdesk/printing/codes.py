"""Bar codes and QR codes, in whole printer dots (8 to the millimetre, 203 dpi) so that no bar is blurred.

Both are pieces of page stream with their lower left corner at the origin, which the caller sets.
"""

import re
from functools import cache
from typing import NamedTuple

DOTS_PER_MM = 8
MIN_MODULE = 2
"""Dots: the thinnest bar is 0.25 mm."""

QUIET_BARS = 10
"""Modules left white on either side of a Code 128."""
QUIET_QR = 4
"""Modules left white around a QR code."""

_PATTERNS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
""".split()  # noqa: SIM905
_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106

_RUNS = re.compile(r"\d{4,}|\D+|\d{1,3}")


def can_be_bars(text: str) -> bool:
    """Whether Code 128 (sets B and C) can hold `text`: printable ASCII, not empty."""
    return bool(text) and all(" " <= c <= "~" for c in text)


def code128_values(text: str) -> list[int]:
    """The symbols of `text`: start, data, check, stop. Runs of four or more digits go two to a symbol."""
    values: list[int] = []
    in_c = False
    for run in _RUNS.findall(text):
        pairs = len(run) // 2 * 2 if len(run) >= 4 and run.isdigit() else 0
        odd_first = bool(0 < pairs < len(run) and values and not in_c)
        singles, packed = (run[:1], run[1:]) if odd_first else (run[pairs:], run[:pairs])
        if odd_first:
            values += [ord(singles) - 32]
        if packed:
            values += [] if in_c else [_TO_C if values else _START_C]
            values += [int(packed[i : i + 2]) for i in range(0, len(packed), 2)]
            in_c = True
        if singles and not odd_first:
            values += [_TO_B] if in_c else [] if values else [_START_B]
            values += [ord(c) - 32 for c in singles]
            in_c = False
    check = (values[0] + sum(i * value for i, value in enumerate(values))) % 103
    return [*values, check, _STOP]


class Bars(NamedTuple):
    """A Code 128: its bars as filled rectangles of a page stream, and its size in dots without the quiet zones."""

    path: str
    width: int
    module: int

    @property
    def quiet(self) -> int:
        """Dots to leave white on either side."""
        return QUIET_BARS * self.module


@cache
def _bars_of_symbol(value: int, module: int, height: int) -> tuple[tuple[tuple[int, str], ...], int]:
    """((offset of the bar, rest of its rectangle), ...) and the width of one symbol, in dots."""
    x = 0
    bars = []
    for i, modules in enumerate(_PATTERNS[value]):
        wide = int(modules) * module
        if i % 2 == 0:
            bars.append((x, f" 0 {wide} {height} re"))
        x += wide
    return tuple(bars), x


def code128(text: str, *, room: int, height: int, module: int = 3) -> Bars | None:
    """`text` as Code 128 within `room` dots, quiet zones included; modules of `module` dots, fewer where the room is
    short. None where it can't be bars or would have to be thinner than a printer can do (use a QR code then)."""
    if not can_be_bars(text):
        return None
    values = code128_values(text)
    modules = 11 * len(values) + 2
    module = min(module, room // (modules + 2 * QUIET_BARS))
    if module < MIN_MODULE:
        return None
    x = 0
    pieces: list[str] = []
    for value in values:
        bars, wide = _bars_of_symbol(value, module, height)
        pieces += [f"{x + offset}{rest}" for offset, rest in bars]
        x += wide
    return Bars(" ".join(pieces) + " f", x, module)


class Square(NamedTuple):
    """A QR code: an inline image of a page stream that fills the unit square (scale by `size`), a dark module painted
    for each 0 bit; its side in modules without the quiet zone, and the dots of a module."""

    picture: str
    side: int
    module: int

    @property
    def size(self) -> int:
        """The side in dots, without the quiet zone."""
        return self.side * self.module


_BITS = bytes([ord("0")]) + bytes([ord("1")]) * 255
"""From a grey value to the digit of its bit: black is 0."""


def qr(text: str, *, room: int, module: int = 4) -> Square:
    """`text` as a QR code that fits `room` dots, quiet zone included; never below `MIN_MODULE` dots a module, so a long
    text may need more room than was asked for: look at `size`."""
    import zxingcpp  # most starts draw none

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    view = memoryview(code.to_image(1, False, False))  # type: ignore[arg-type]  # it is a buffer, its stub doesn't say
    assert view.shape is not None
    side = view.shape[0]
    digits = bytes(view).translate(_BITS)
    filler = b"1" * (-side % 8)
    rows = filler.join([digits[i : i + side] for i in range(0, side * side, side)]) + filler
    packed = f"{int(rows, 2):0{len(rows) // 4}X}"
    picture = f"BI /W {side} /H {side} /IM true /BPC 1 /F /AHx ID {packed}> EI"
    return Square(picture, side, max(MIN_MODULE, min(module, room // (side + 2 * QUIET_QR))))
