"""Breaking text into lines. Nothing is ever cut off: what doesn't fit takes another line, or smaller type first."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from shopdesk.printing.fonts import REGULAR, widths

_NOT_FIRST = frozenset("，。、；：！？）】》〉」』”’…—·,.;:!?)]}%‰℃")
_NOT_LAST = frozenset("（【《〈「『“‘([{¥$#")
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./@+'")
_LONGEST_WORD = 200
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if code not in (10, 13)}


class Lines(NamedTuple):
    """Text broken into lines for one type size (dots)."""

    size: int
    lines: list[str]


def width_of(text: str, size: float, face: str = REGULAR) -> float:
    """The width of one line in the unit of `size`."""
    return sum(map(widths(face).__getitem__, text)) * size / 1000


def wrap(text: str, room: float, size: float, face: str = REGULAR) -> list[str]:
    """`text` in lines of at most `room`. Chinese breaks anywhere but before closing and after opening marks; words and
    numbers stay whole unless a line can't hold them."""
    if width_of(text, size, face) <= room and text.isprintable():
        return [text.strip()] if text else []
    lines: list[str] = []
    for paragraph in text.translate(_CONTROLS).splitlines():
        lines += _wrap_paragraph(paragraph.strip(), room * 1000 / size, face)
    return lines


def _wrap_paragraph(text: str, room: float, face: str) -> list[str]:
    ends = list(accumulate(map(widths(face).__getitem__, text)))
    lines: list[str] = []
    start = 0
    while start < len(text):
        before = ends[start - 1] if start else 0
        stop = bisect_right(ends, before + room, start)
        if stop < len(text):
            stop = _good_break(text, start, max(stop, start + 1))
        lines.append(text[start:stop].rstrip())
        start = stop
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _good_break(text: str, start: int, stop: int) -> int:
    """The best place at or before `stop` to begin the next line; `stop` where there is none in the line."""
    place = stop
    while place > max(start + 1, stop - _LONGEST_WORD):
        last, first = text[place - 1], text[place]
        in_word = first in _WORD and last in _WORD
        if not in_word and first not in _NOT_FIRST and last not in _NOT_LAST:
            return place
        place -= 1
    return stop


def fitted(text: str, room: float, sizes: Sequence[int], most: int, face: str = REGULAR) -> Lines:
    """`text` in the largest of `sizes` (falling) that needs at most `most` lines; in the smallest with as many as it
    takes otherwise."""
    lines: list[str] = []
    for size in sizes:
        lines = wrap(text, room, size, face)
        if len(lines) <= most:
            return Lines(size, lines)
    return Lines(sizes[-1], lines)
