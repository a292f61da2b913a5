"""What a parcel weighs, and what it should weigh (SHP-04). Grams throughout."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

HEAVIEST = 100_000
"""Grams: no shop's parcel weighs more, so a larger number is no weight."""

_WRITTEN = re.compile(r"(?:(?:st|us|wt|g|n)[,:. ]*)?\+?\s*(\d{1,6})(?:[.,](\d{1,4}))?\s*(kg|g|克|千克|公斤)?")
"""As people type it and as scales with a keyboard plug send it: `1250`, `1.250kg`, `ST,+001.250 kg`."""
_KILOS = ("kg", "千克", "公斤")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a parcel may be off: by so many grams or percent, whichever is more."""

    grams: int
    percent: int

    def allows(self, expected: int, measured: int) -> bool:
        """Whether the two are near enough to each other."""
        return abs(measured - expected) <= max(self.grams, expected * self.percent // 100)


def read_weight(text: str) -> int | None:
    """Grams as typed or as a scale sends them; None for anything else. A number with decimals is kilograms, a whole
    one grams, unless a unit stands behind it."""
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        return None
    whole, decimals, unit = found.groups()
    in_kilos = unit in _KILOS or (unit is None and decimals is not None)
    grams = round(float(f"{whole}.{decimals or 0}") * (1000 if in_kilos else 1))
    return grams if 0 < grams <= HEAVIEST else None


def is_plainly_weight(text: str) -> bool:
    """Whether a text can hardly be an article's or an order's number: it has decimals or a unit."""
    return read_weight(text) is not None and not unicodedata.normalize("NFKC", text).strip().isdigit()


def expected_weight(pieces: Iterable[tuple[int | None, int]], packaging: int) -> int | None:
    """What a parcel should weigh from (grams a piece, pieces) and its packaging; None while one is unknown."""
    total = packaging
    for grams, count in pieces:
        if not grams:
            return None
        total += grams * count
    return total


def piece_weight(measured: int, packaging: int, pieces: int) -> int | None:
    """What one of several equal pieces weighs, from the whole parcel's weight; None where that makes no sense."""
    grams = round((measured - packaging) / pieces) if pieces else 0
    return grams if grams > 0 else None
