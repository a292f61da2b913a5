"""Tables of sizes: which size for these measures, and whether somebody stands between two (PRD-02)."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shopdesk.errors import N_
from shopdesk.i18n import _


class Measure(StrEnum):
    """What a body is measured by; the value says the unit, and stands in the database."""

    HEIGHT = "height cm"
    WEIGHT = "weight kg"
    FOOT = "foot mm"
    CHEST = "chest cm"
    WAIST = "waist cm"
    HIP = "hip cm"
    SHOULDER = "shoulder cm"
    NECK = "neck cm"


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """How a measure is called, and between which values it is one."""

    title: str
    unit: str
    chinese: tuple[str, ...]
    least: float
    most: float

    @property
    def heading(self) -> str:
        """`Height (cm)`, in the language in use."""
        return f"{_(self.title)} ({self.unit})"


MEASURES: Mapping[Measure, MeasureKind] = {
    Measure.HEIGHT: MeasureKind(N_("Height"), "cm", ("身高", "高"), 40, 250),
    Measure.WEIGHT: MeasureKind(N_("Body weight"), "kg", ("体重", "重"), 2, 300),
    Measure.FOOT: MeasureKind(N_("Foot length"), "mm", ("脚长", "足长"), 80, 400),
    Measure.CHEST: MeasureKind(N_("Chest"), "cm", ("胸围",), 30, 200),
    Measure.WAIST: MeasureKind(N_("Waist"), "cm", ("腰围",), 30, 200),
    Measure.HIP: MeasureKind(N_("Hips"), "cm", ("臀围",), 30, 220),
    Measure.SHOULDER: MeasureKind(N_("Shoulders"), "cm", ("肩宽",), 15, 90),
    Measure.NECK: MeasureKind(N_("Neck"), "cm", ("颈围", "领围"), 15, 70),
}
Range = tuple[float, float]
"""From the least to the most, both of them within."""
Body = Mapping[Measure, float]


@dataclass(frozen=True, slots=True)
class SizeRow:
    """One size of a table."""

    size: str
    means: str
    """What it stands for besides: `180/96A`, `EU 42`."""
    ranges: Mapping[Measure, Range]

    def holds(self, body: Body) -> bool:
        """Whether all these measures are within; what the row says nothing about, it takes as it is."""
        return all(least <= body[each] <= most for each, (least, most) in self.ranges.items() if each in body)


@dataclass(frozen=True, slots=True)
class SizeChart:
    """A table of sizes, from small to large."""

    name: str
    measures: tuple[Measure, ...]
    rows: tuple[SizeRow, ...]

    def find(self, size: str) -> SizeRow | None:
        """The row of a size as orders write it: `L`, or `L(175/92A)` where the table says the one or the other."""
        wanted = _folded(size)
        parts = {wanted, *filter(None, re.split(r"[()（）\[\]【】,，\s]+", wanted))}
        exact = next((row for row in self.rows if _folded(row.size) == wanted), None)
        return exact or next((row for row in self.rows if {_folded(row.size), _folded(row.means)} & parts), None)


class Verdict(StrEnum):
    """How sure a size is."""

    FITS = "fits"
    BETWEEN = "between"
    """Two sizes come near: one is tight, the other loose."""
    APART = "apart"
    """By one measure a small size, by another a large one: none of them fits."""
    OUTSIDE = "outside"
    """Smaller than the smallest, or larger than the largest."""
    UNKNOWN = "unknown"
    """Nothing was said that the table goes by."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Which size of a table for a body."""

    verdict: Verdict
    sizes: tuple[str, ...]
    """The size that fits, or those that come near, from small to large."""
    by: Mapping[Measure, tuple[str, ...]]
    """Which sizes each measure alone would mean; none where it is off the table."""
    body: Body
    missing: tuple[Measure, ...] = ()
    """What the table goes by as well and nobody said."""

    @property
    def said(self) -> str:
        """It as a sentence for the clerk, with what it comes from."""
        sentence = _(_SAID[self.verdict]).format(size=_(", ").join(self.sizes), sizes=self._together(), why=self._why())
        if not self.missing or self.verdict is Verdict.UNKNOWN:
            return sentence
        return _("{advice} Not asked yet: {measures}.").format(advice=sentence, measures=_named(self.missing))

    def _together(self) -> str:
        if len(self.sizes) != 2:
            return _(", ").join(self.sizes)
        smaller, larger = self.sizes
        return _("{smaller} and {larger}").format(smaller=smaller, larger=larger)

    def _why(self) -> str:
        if not self.by:
            return _named(self.missing)
        return _("; ").join(
            _("{measure} {value}: {sizes}").format(
                measure=_(MEASURES[each].title),
                value=f"{_number(self.body[each])} {MEASURES[each].unit}",
                sizes=_(", ").join(sizes) or _("none"),
            )
            for each, sizes in self.by.items()
        )


_SAID: Mapping[Verdict, str] = {
    Verdict.FITS: N_("Size {size} ({why})."),
    Verdict.BETWEEN: N_("Between {sizes}: the smaller one is tight, the larger one loose ({why})."),
    Verdict.APART: N_("No size fits everything ({why}). Ask how it is worn, or advise the larger one."),
    Verdict.OUTSIDE: N_("No size fits ({why})."),
    Verdict.UNKNOWN: N_("The table goes by: {why}. Ask for it."),
}


def advise(chart: SizeChart, body: Body) -> Advice:
    """Which size of the table these measures mean; where two come near it says both."""
    used = {each: body[each] for each in chart.measures if each in body}
    missing = tuple(each for each in chart.measures if each not in body)
    if not used:
        return Advice(Verdict.UNKNOWN, (), {}, {}, missing)
    near = {each: _near(chart, each, value) for each, value in used.items()}
    by = {each: tuple(chart.rows[place].size for place in places) for each, places in near.items()}
    verdict, places = _verdict(chart, used, near)
    return Advice(verdict, tuple(chart.rows[place].size for place in places), by, used, missing)


def _verdict(chart: SizeChart, body: Body, near: Mapping[Measure, Sequence[int]]) -> tuple[Verdict, list[int]]:
    fitting = [place for place, row in enumerate(chart.rows) if row.holds(body)]
    if len(fitting) == 1:
        return Verdict.FITS, fitting
    if fitting:
        return Verdict.BETWEEN, fitting
    if any(not places for places in near.values()):
        return Verdict.OUTSIDE, []
    places = sorted({place for each in near.values() for place in each})
    common = set.intersection(*(set(each) for each in near.values()))
    is_close = places[-1] - places[0] == 1 or (bool(common) and len(places) == 2)
    return (Verdict.BETWEEN if is_close else Verdict.APART), places


def _near(chart: SizeChart, measure: Measure, value: float) -> list[int]:
    """Rows that hold a value; where it falls between the ranges of two, these two; none off either end."""
    ranges = [(place, row.ranges[measure]) for place, row in enumerate(chart.rows) if measure in row.ranges]
    holding = [place for place, (least, most) in ranges if least <= value <= most]
    if holding:
        return holding
    below = [most for _place, (_least, most) in ranges if most < value]
    above = [least for _place, (least, _most) in ranges if least > value]
    if not below or not above:
        return []
    lower, upper = max(below), min(above)
    return [place for place, (least, most) in ranges if most == lower or least == upper]


def _number(value: float) -> str:
    return f"{value:g}"


def _named(measures: Iterable[Measure]) -> str:
    return _(", ").join(_(MEASURES[each].title) for each in measures)


def _folded(size: str) -> str:
    return re.sub(r"\s+", "", size).translate(str.maketrans("（）", "()")).upper().removesuffix("码")


_HEADING = re.compile(r"\s*([^()（）\[\]【】/]+?)\s*(?:[(（\[【/]\s*([^()（）\[\]【】]*?)\s*[)）\]】]?)?\s*")
_FACTORS: Mapping[str, Mapping[str, float]] = {
    "cm": {"": 1, "cm": 1, "厘米": 1, "公分": 1, "mm": 0.1, "毫米": 0.1, "m": 100, "米": 100},
    "mm": {"": 1, "mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "公分": 10},
    "kg": {"": 1, "kg": 1, "公斤": 1, "千克": 1, "斤": 0.5, "市斤": 0.5},
}
"""By what a number in another unit becomes one in ours."""


def read_heading(text: str) -> tuple[Measure, float] | None:
    """The measure that a column's heading means, and by what its numbers are multiplied: `身高(cm)`, `体重(斤)`,
    `Height (cm)`. None for another column, or for a unit that nobody knows."""
    found = _HEADING.fullmatch(text)
    if found is None:
        return None
    name, unit = found[1].casefold(), (found[2] or "").casefold()
    for measure, kind in MEASURES.items():
        ours = measure.value.rpartition(" ")[0]
        if name == measure.value:
            return measure, 1
        if name in (ours, kind.title.casefold(), _(kind.title).casefold(), *kind.chinese):
            factor = _FACTORS[kind.unit].get(unit)
            return None if factor is None else (measure, factor)
    return None


def write_range(value: Range) -> str:
    """`165~170`: no spreadsheet takes it for a date."""
    least, most = value
    return _number(least) if least == most else f"{_number(least)}~{_number(most)}"


_RANGE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(?:[~～\-－–—至到](\d{1,3}(?:\.\d{1,2})?))?")


def read_range(text: str) -> Range | None:
    """`165-170`, `165～170`, or one value for both ends; None for anything else, such as the larger value first."""
    found = _RANGE.fullmatch(re.sub(r"\s+", "", text))
    if found is None:
        return None
    least = float(found[1])
    most = float(found[2]) if found[2] else least
    return (least, most) if least <= most else None


def write_rows(rows: Iterable[SizeRow]) -> str:
    """Rows as the database keeps them: the same for the same sizes, however they were typed."""
    return json.dumps([_kept(row) for row in rows], ensure_ascii=False)


def _kept(row: SizeRow) -> dict[str, Any]:
    ranges = {each.value: [_plain(end) for end in row.ranges[each]] for each in Measure if each in row.ranges}
    return {"size": row.size, "means": row.means, "ranges": ranges}


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else float(value)


def said_measures(measures: str) -> str:
    """Measures as the database keeps them, for people."""
    return _named(read_chart("", measures, "").measures)


def said_rows(rows: str) -> str:
    """Rows as the database keeps them, for people: one line a size."""
    return "\n".join(
        " ".join(filter(None, (row.size, row.means, *(write_range(ends) for ends in row.ranges.values()))))
        for row in read_chart("", "", rows).rows
    )


def read_chart(name: str, measures: str, rows: str) -> SizeChart:
    """A table from what the database keeps; measures that nobody knows are left out."""
    known = {each.value: each for each in Measure}
    return SizeChart(
        name, tuple(known[word] for word in json.loads(measures or "[]") if word in known),
        tuple(_row(each, known) for each in json.loads(rows or "[]")),
    )  # fmt: skip


def write_measures(measures: Iterable[Measure]) -> str:
    """Measures as the database keeps them."""
    return json.dumps([each.value for each in measures])


def _row(kept: Mapping[str, Any], known: Mapping[str, Measure]) -> SizeRow:
    ranges = {known[word]: (float(ends[0]), float(ends[1])) for word, ends in kept["ranges"].items() if word in known}
    return SizeRow(kept["size"], kept.get("means", ""), ranges)
