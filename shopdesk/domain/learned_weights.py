"""What a piece weighs, learned from the parcels that were weighed (SHP-12). Grams throughout.

A parcel with pieces of one article tells what one of them weighs; one with several tells it once the others are known.
The median of them counts. Zeros, kilograms typed for grams and parcels that held something else are set aside.
"""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopdesk.domain.parcel_weights import HEAVIEST

FEWEST = 3
"""Parcels that a weight has to rest on before anybody relies on it."""
TYPED_SPREAD = 0.03
"""Of a weight that somebody typed: how far it may be off, as a part of it ..."""
TYPED_LEAST = 4.0
"""... and at least so many grams."""
_ROUNDS = 3
"""So often what was learned helps with parcels of several articles."""
OFF = 2
"""A weight twice or half the median is a slip, or another article's."""
_OF_SIGMA = 1.15
"""Three quarters of them lie within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class WeighedParcel:
    """What our scale showed, and what was in it: (article, pieces)."""

    grams: int
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What one piece weighs."""

    grams: int
    spread: int
    """Grams within which three quarters of the parcels lie."""
    parcels: int
    """How many it rests on."""
    set_aside: int = 0
    """How many said something that can't be."""

    @property
    def is_reliable(self) -> bool:
        """Enough parcels say so."""
        return self.parcels >= FEWEST

    @property
    def doubt(self) -> float:
        """How far it may be off: the fewer parcels, the more."""
        return max(TYPED_LEAST, self.grams * 0.015, self.spread / _OF_SIGMA * (0.5 + 1 / self.parcels))


def learn(parcels: Sequence[WeighedParcel], typed: Mapping[int, int], box: int) -> dict[int, Learned]:
    """What the articles weigh that these parcels tell of. Typed weights help with parcels of several articles, unless
    the parcels show them to be in the wrong unit; `box` is what packaging weighs."""
    found = _medians(_said(parcels, {}, box))
    for _ in range(_ROUNDS):
        sure = {article: each.grams for article, each in found.items() if each.is_reliable}
        right = {article: grams for article, grams in typed.items() if not contradicts(found.get(article), grams)}
        more = _medians(_said(parcels, sure | right, box))
        new = {article: each for article, each in more.items() if article not in sure and found.get(article) != each}
        if not new:
            break
        found |= new
    return found


def contradicts(learned: Learned | None, typed: int) -> bool:
    """Whether the parcels say that a typed weight can't be: kilograms for grams, or another article's."""
    return learned is not None and learned.is_reliable and not 1 / OFF <= learned.grams / max(1, typed) <= OFF


def choose_weight(typed: int | None, learned: Learned | None) -> tuple[int, float] | None:
    """Grams of a piece, and how far they may be off: what somebody typed, else what was learned; None while nobody
    knows. A typed weight that all parcels contradict doesn't count."""
    if typed and not contradicts(learned, typed):
        return typed, max(TYPED_LEAST, typed * TYPED_SPREAD)
    return (learned.grams, learned.doubt) if learned is not None and learned.is_reliable else None


def _said(parcels: Sequence[WeighedParcel], weights: Mapping[int, int], box: int) -> dict[int, list[float]]:
    """What parcels say of their only article, or of the only one of several that isn't known."""
    found: dict[int, list[float]] = defaultdict(list)
    for parcel in parcels:
        asked = parcel.pieces if len(parcel.pieces) == 1 else [each for each in parcel.pieces if each[0] not in weights]
        if len(asked) == 1 and asked[0][1] > 0:
            ((article, count),) = asked
            others = sum(weights[each] * pieces for each, pieces in parcel.pieces if each != article)
            found[article].append((parcel.grams - box - others) / count)
    return found


def _medians(said: Mapping[int, Sequence[float]]) -> dict[int, Learned]:
    found = {article: _median(grams) for article, grams in said.items()}
    return {article: each for article, each in found.items() if each is not None}


def _median(said: Sequence[float]) -> Learned | None:
    """The middle of what can be; None where nothing can."""
    possible = [grams for grams in said if 1 <= grams <= HEAVIEST]
    if not possible:
        return None
    middle = statistics.median(possible)
    kept = [grams for grams in possible if middle / OFF <= grams <= middle * OFF]
    middle = statistics.median(kept)
    off = sorted(abs(grams - middle) for grams in kept)
    spread = off[(3 * len(off) - 1) // 4]
    return Learned(max(1, round(middle)), round(spread), len(kept), len(said) - len(kept))
