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
_OFF = 2
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


def typed_doubt(grams: int) -> float:
    """How far a typed weight may be off."""
    return max(TYPED_LEAST, grams * TYPED_SPREAD)


def learn(parcels: Sequence[WeighedParcel], known: Mapping[int, int], box: int) -> dict[int, Learned]:
    """What the articles weigh that these parcels tell of. `known` are typed weights, which only help with others, and
    are not learned anew; `box` is what packaging weighs."""
    found = _medians(_alone(parcels, known, box))
    for _ in range(_ROUNDS):
        weights = {**{article: each.grams for article, each in found.items() if each.is_reliable}, **known}
        more = _medians(_among_others(parcels, weights, box))
        fresh = {
            article: each for article, each in more.items() if article not in found or not found[article].is_reliable
        }
        fresh = {article: each for article, each in fresh.items() if found.get(article) != each}
        if not fresh:
            break
        found |= fresh
    return found


def _alone(parcels: Sequence[WeighedParcel], known: Mapping[int, int], box: int) -> dict[int, list[float]]:
    """What parcels of one article say of it."""
    found: dict[int, list[float]] = defaultdict(list)
    for parcel in parcels:
        if len(parcel.pieces) == 1:
            ((article, count),) = parcel.pieces
            if article not in known and count > 0:
                found[article].append((parcel.grams - box) / count)
    return found


def _among_others(parcels: Sequence[WeighedParcel], weights: Mapping[int, int], box: int) -> dict[int, list[float]]:
    """What parcels of several articles say of the only one that isn't known; those of it alone count too."""
    found: dict[int, list[float]] = defaultdict(list)
    for parcel in parcels:
        unknown = [(article, count) for article, count in parcel.pieces if article not in weights]
        if len(unknown) == 1 and unknown[0][1] > 0:
            ((article, count),) = unknown
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
    kept = [grams for grams in possible if middle / _OFF <= grams <= middle * _OFF]
    if not kept:  # two that contradict each other
        return None
    middle = statistics.median(kept)
    off = sorted(abs(grams - middle) for grams in kept)
    spread = off[(3 * len(off) - 1) // 4]
    return Learned(max(1, round(middle)), round(spread), len(kept), len(said) - len(kept))
