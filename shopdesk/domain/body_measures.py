"""Measures as buyers write them: `身高1米75，体重140斤，脚长24.5` (PRD-02).

What has no unit and no name isn't guessed: 140 may be 斤 or kilograms.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from shopdesk.domain.sizes import MEASURES, Measure

_N = r"(\d{1,3}(?:\.\d{1,2})?)"
_JIN, _CHI, _CUN = 0.5, 100 / 3, 10 / 3
"""A 斤 in kilograms, a 尺 and a 寸 in centimetres."""
_NAMED = r"[:是约大概为有]*\s*"
_SMALL_METRES, _SMALL_FOOT = 3, 33
"""What is below is metres, or a foot's centimetres: nobody is 2 cm tall, no foot has 25 mm. From 33 on a number beside
a foot is its shoe's size."""


def _height(metres: str, rest: str) -> float:
    return float(metres) * 100 + (int(rest) * 10 if len(rest) == 1 else int(rest or 0))


_HEIGHTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], float]], ...] = (
    (re.compile(r"(?<![\d.])([12])\s*[米mM]\s*(\d{1,2})(?!\d)"), lambda found: _height(found[1], found[2])),
    (re.compile(r"(?<![\d.])([12]\.\d{1,2})\s*[米mM]?(?![\d.cCkK公千斤])"), lambda found: float(found[1]) * 100),
    (re.compile(rf"(?:身高|(?<!脚)高|[Hh]eight){_NAMED}{_N}"), lambda found: float(found[1])),
    (re.compile(r"(?<![\d.])(1\d\d|2[0-2]\d)(?:\.\d)?\s*(?:cm|CM|公分|厘米)"), lambda found: float(found[1])),
)
_WEIGHTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], float]], ...] = (
    (re.compile(rf"(?<![\d.]){_N}\s*(?:kg|KG|Kg|公斤|千克)"), lambda found: float(found[1])),
    (re.compile(rf"(?<![\d.]){_N}\s*(?:市?斤)"), lambda found: float(found[1]) * _JIN),
)
_FOOT = re.compile(rf"(?:脚长|足长|脚|[Ff]oot(?: length)?){_NAMED}{_N}\s*(mm|MM|毫米|cm|CM|厘米|公分)?(?!\.?\d|\s*码)")
_WAISTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], float]], ...] = (
    (re.compile(rf"(?:腰围|腰){_NAMED}([1-5])\s*尺\s*(\d)?"),
     lambda found: round(int(found[1]) * _CHI + int(found[2] or 0) * _CUN, 1)),
    (re.compile(rf"(?:腰围|[Ww]aist){_NAMED}{_N}"), lambda found: float(found[1])),
)  # fmt: skip
_OTHERS = (Measure.CHEST, Measure.HIP, Measure.SHOULDER, Measure.NECK)


def read_body(text: str) -> dict[Measure, float]:
    """The measures that a message tells, in the units of `Measure`; what is out of all proportion is none."""
    plain = unicodedata.normalize("NFKC", text)
    found = {
        Measure.HEIGHT: _first(plain, _HEIGHTS),
        Measure.WEIGHT: _first(plain, _WEIGHTS),
        Measure.FOOT: _foot(plain),
        Measure.WAIST: _first(plain, _WAISTS),
        **{each: _by_name(plain, each) for each in _OTHERS},
    }
    return {each: value for each, value in found.items() if value is not None and is_likely(each, value)}


def is_likely(measure: Measure, value: float) -> bool:
    """Whether somebody may measure that."""
    kind = MEASURES[measure]
    return kind.least <= value <= kind.most


def fitted(measure: Measure, value: float) -> float:
    """A number typed into a field of its own: 1.75 there are metres, 24.5 of a foot are centimetres."""
    if measure is Measure.HEIGHT and value < _SMALL_METRES:
        return round(value * 100, 1)
    if measure is Measure.FOOT and value < _SMALL_FOOT:
        return round(value * 10, 1)
    return value


def _first(text: str, patterns: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], float]], ...]) -> float | None:
    for pattern, value in patterns:
        found = pattern.search(text)
        if found:
            return round(value(found), 1)
    return None


def _foot(text: str) -> float | None:
    found = _FOOT.search(text)
    if not found:
        return None
    value = float(found[1])
    return fitted(Measure.FOOT, value) if not found[2] else round(value * _UNITS[found[2].lower()], 1)


_UNITS: Mapping[str, int] = {"mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "公分": 10}


def _by_name(text: str, measure: Measure) -> float | None:
    kind = MEASURES[measure]
    names = "|".join((*kind.chinese, kind.title))
    found = re.search(rf"(?:{names}){_NAMED}{_N}", text, re.IGNORECASE)
    return float(found[1]) if found else None
