"""Invented parcels in which something was missing: what really happened, and what is known of it.

Made without a look at how the desk judges: goods, thieves, scales and clerks follow their own rules here. Whether the
evidence decides is told from what was made, too: a weight that differs by much more than its scale and the goods are
off, or a photo, has to tell the truth from everything else that could have happened.
"""

import random
from dataclasses import dataclass, field
from enum import StrEnum

from shopdesk.domain.shortage_triage import Pieces, Traces
from shopdesk.domain.shortages import Packaging, Verdict


class Truth(StrEnum):
    """What happened to it."""

    SHORT = "short"
    DEPOT = "depot"
    """Stolen before the courier's first scale."""
    TRUCK = "truck"
    """Between the courier's scales."""
    DOOR = "door"
    """After the last scale."""
    THERE = "there"
    """The buyer overlooked it, or says so."""
    ELSE = "else"
    """We left something else out than the buyer says."""


RIGHT = {
    Truth.SHORT: Verdict.PACKED_SHORT,
    Truth.DEPOT: Verdict.LOST_ON_THE_WAY,
    Truth.TRUCK: Verdict.LOST_ON_THE_WAY,
    Truth.DOOR: Verdict.LOST_ON_THE_WAY,
    Truth.THERE: Verdict.COMPLETE,
    Truth.ELSE: Verdict.PACKED_SHORT,
}
USUAL = {Truth.SHORT: 40, Truth.DEPOT: 2, Truth.TRUCK: 18, Truth.DOOR: 16, Truth.THERE: 22, Truth.ELSE: 2}
THIEVES = {Truth.SHORT: 22, Truth.DEPOT: 4, Truth.TRUCK: 30, Truth.DOOR: 26, Truth.THERE: 16, Truth.ELSE: 2}
"""A bad season on the road."""
CARELESS = {Truth.SHORT: 62, Truth.DEPOT: 1, Truth.TRUCK: 8, Truth.DOOR: 7, Truth.THERE: 19, Truth.ELSE: 3}
"""A bad season at our own table."""

GOODS = ((35, 3), (60, 4), (90, 6), (180, 9), (320, 14), (450, 15), (620, 22), (780, 25), (950, 30), (1400, 40))
"""(grams, how much pieces of one article differ): insoles, socks, shoes, boots."""


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint."""

    truth: Truth
    traces: Traces
    decides: bool
    """The evidence tells the truth from everything else."""
    is_open: bool
    """The evidence can't tell: something else would have left the very same traces."""

    @property
    def right(self) -> Verdict:
        """The verdict to give where the evidence decides."""
        return RIGHT[self.truth]


@dataclass(slots=True)
class _Parcel:
    """What was really in it."""

    pieces: list[tuple[Pieces, float]] = field(default_factory=list)
    """With what one of them really weighs."""
    box: float = 100.0

    @property
    def full(self) -> float:
        return self.box + sum(real * each.quantity for each, real in self.pieces)

    @property
    def gone(self) -> float:
        return sum(real * each.missing for each, real in self.pieces)


def make_cases(count: int, *, seed: int, mix: dict[Truth, int] | None = None) -> list[Case]:
    """So many complaints; `mix`: how often what happens."""
    rng, shares = random.Random(seed), mix or USUAL
    truths = rng.choices(list(shares), weights=list(shares.values()), k=count)
    return [_case(rng, truth) for truth in truths]


def _case(rng: random.Random, truth: Truth) -> Case:
    parcel = _parcel(rng)
    full, gone = parcel.full, parcel.gone
    lacks = gone
    if truth is Truth.ELSE:
        lacks += rng.choice((-1, 1) if gone < full / 3 else (-1,)) * rng.uniform(0.35, 0.6) * gone
    on_table = full if truth is not Truth.SHORT else full - lacks
    leaving = on_table - (lacks if truth is Truth.DEPOT else 0)
    there = leaving - (lacks if truth is Truth.TRUCK else 0)
    if truth is Truth.ELSE:
        on_table = leaving = there = full - lacks
    packed = _packer(rng, on_table) if rng.random() < 0.55 else None
    coarse = rng.random() < 0.15
    departed = _courier(rng, leaving, coarse=coarse) if rng.random() < 0.85 else None
    arrived = _courier(rng, there, coarse=coarse) if rng.random() < 0.75 else None
    if departed is not None and arrived is not None and rng.random() < 0.03:
        arrived = departed  # never weighed again
    packaging, has_photo = _look(rng, truth)
    traces = Traces(
        tuple(each for each, _real in parcel.pieces), 100, packed, departed, arrived, packaging, has_photo,
        rng.random() < 0.8,
    )  # fmt: skip
    return Case(truth, traces, _decides(truth, traces, gone, full), _is_open(truth, traces, gone, full))


def _parcel(rng: random.Random) -> _Parcel:
    """One to four articles; one of them is missing, or a part of it."""
    parcel = _Parcel(box=max(60.0, rng.gauss(104, 18)))
    kinds = rng.choices((1, 2, 3, 4), weights=(30, 40, 20, 10))[0]
    knows = rng.random() < 0.9
    short = rng.randrange(kinds)
    for i, (grams, differ) in enumerate(rng.choices(GOODS, k=kinds)):
        quantity = rng.choices((1, 2, 3), weights=(75, 20, 5))[0]
        missing = rng.randint(1, quantity) if i == short else 0
        typed = rng.random() < 0.5
        real = rng.gauss(grams, differ * 0.5)
        told = round(rng.gauss(grams, grams * 0.015 + 1) if typed else rng.gauss(grams, differ * 0.4 + 3))
        spread = max(4.0, told * 0.03 if typed else differ)
        parcel.pieces.append((Pieces(quantity, max(5, told) if knows else None, spread, missing), real))
    return parcel


def _packer(rng: random.Random, grams: float) -> int:
    if rng.random() < 0.01:
        return max(30, round(rng.uniform(50, 4000)))  # another parcel lay on it
    return max(20, round(rng.gauss(grams, 6)))


def _courier(rng: random.Random, grams: float, *, coarse: bool) -> int:
    if rng.random() < 0.025:
        return round(grams * rng.uniform(1.4, 3.0), -1)  # type: ignore[return-value]  # by volume
    shown = rng.gauss(grams, 9 + grams * 0.006)
    if coarse:
        step = rng.choice((100, 100, 500))
        return max(step, -(-round(shown) // step) * step)
    return max(10, 10 * round(shown / 10))


def _look(rng: random.Random, truth: Truth) -> tuple[Packaging, bool]:
    """How it looked, and whether a photo shows it."""
    if rng.random() < 0.3:
        return Packaging.UNKNOWN, False
    photo = rng.random() < 0.7
    stolen = truth in (Truth.DEPOT, Truth.TRUCK, Truth.DOOR)
    of_stolen, of_others = (0.96, 0.025) if photo else (0.8, 0.15)
    is_opened = rng.random() < (of_stolen if stolen else of_others)
    return (Packaging.OPENED if is_opened else Packaging.INTACT), photo


_FULL = {
    Truth.SHORT: (0, 0, 0), Truth.DEPOT: (1, 0, 0), Truth.TRUCK: (1, 1, 0), Truth.DOOR: (1, 1, 1),
    Truth.THERE: (1, 1, 1),
}  # fmt: skip
_CLEAR = 4.5
"""So many times its noise a difference has to be to decide."""
_BLUR = 1.5
"""Below so many times its noise it says nothing."""


def _noise(traces: Traces, place: int) -> float:
    grams = (traces.packed, traces.departed, traces.arrived)[place] or 0
    if place == 0:
        return 7.0
    coarse = 300.0 if grams % 500 == 0 else 60.0 if grams % 100 == 0 else 0.0
    return float((9 + grams * 0.006) + coarse)


def _apart(traces: Traces, one: Truth, other: Truth, gone: float) -> float:
    """By how many times the noise the weights of the two differ, at the best scale or between two scales."""
    shown = [i for i, grams in enumerate((traces.packed, traces.departed, traces.arrived)) if grams is not None]
    best = 0.0
    off = traces.spread
    for i in shown:
        if off is not None and _FULL[one][i] != _FULL[other][i]:
            best = max(best, gone / (_noise(traces, i) ** 2 + off**2) ** 0.5)
        for j in shown:
            steps = (_FULL[one][i] - _FULL[one][j]) - (_FULL[other][i] - _FULL[other][j])
            if i < j and steps:
                best = max(best, gone / (_noise(traces, i) ** 2 + _noise(traces, j) ** 2) ** 0.5)
    return best


_THIEVES = (Truth.DEPOT, Truth.TRUCK, Truth.DOOR)


def _photo_speaks(traces: Traces, truth: Truth, other: Truth) -> bool:
    """A photo tells a theft that no scale saw from a buyer who overlooked it, once all of the courier's weights are
    known; that a parcel was open says too little of whether something was put in at all."""
    if {truth, other} - {Truth.TRUCK, Truth.DOOR, Truth.THERE} or (truth is Truth.THERE) is (other is Truth.THERE):
        return False
    if not traces.has_photo or traces.departed is None or traces.arrived is None:
        return False
    return (traces.packaging is Packaging.OPENED) is (truth is not Truth.THERE)


def _fits(traces: Traces, truth: Truth, full: float, gone: float) -> bool:
    """The weights are really those of what happened: none by volume, copied, or of another parcel."""
    for i, grams in enumerate((traces.packed, traces.departed, traces.arrived)):
        if grams is None:
            continue
        real = full if _FULL[truth][i] else full - gone
        if not -4 * _noise(traces, i) < grams - real < 4 * _noise(traces, i) + 10:
            return False
    return True


def _others(truth: Truth) -> list[Truth]:
    return [other for other in _FULL if RIGHT[other] is not RIGHT[truth]]


def _decides(truth: Truth, traces: Traces, gone: float, full: float) -> bool:
    """Every other verdict is contradicted by a weight or a photo. That a thief was there before the first scale at all
    is so rare that the courier's own short weight counts as ours."""
    if truth is Truth.ELSE or not _fits(traces, truth, full, gone):
        return False
    misleads = traces.has_photo and (traces.packaging is Packaging.OPENED) is not (truth in _THIEVES)
    if misleads:
        return False
    for other in _others(truth):
        if truth is Truth.SHORT and other is Truth.DEPOT:
            continue
        if _apart(traces, truth, other, gone) < _CLEAR and not _photo_speaks(traces, truth, other):
            return False
    return True


def _is_open(truth: Truth, traces: Traces, gone: float, full: float) -> bool:
    """Something else that is not rare would have left just the same."""
    if truth is Truth.ELSE:
        return False
    if traces.packaging is not Packaging.UNKNOWN or not _fits(traces, truth, full, gone):
        return False
    common = [other for other in _others(truth) if other is not Truth.DEPOT]
    return truth is not Truth.DEPOT and any(_apart(traces, truth, other, gone) < _BLUR for other in common)
