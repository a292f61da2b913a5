"""Where something got lost, by what the scales and the packaging tell (SHP-12). Grams throughout.

Each way in which a thing can be missing says what each scale should have shown. How well the weights fit each way, how
often it happens, and how the parcel looked give what is likely; it is only named where nothing else is. Scales differ,
couriers round, charge by volume or copy an older weight: a weight that fits nowhere decides nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.parcel_weights import HEAVIEST
from shopdesk.domain.shortages import Packaging, Verdict
from shopdesk.errors import N_, BadInput

LIGHTEST = 10
"""Grams: what weighs less is no parcel, but kilograms without their unit."""
CERTAIN = 0.95
"""How likely a fault must be to be named."""


class NoWeight(BadInput):
    template = N_(
        "{grams} g is no weight of a parcel. Write grams, such as 1250, or kilograms with their unit: 1.25kg."
    )


class WrongUnit(BadInput):
    template = N_(
        "{grams} g can't be right: with everything in it the parcel weighs about {expected} g. Look at the unit; "
        "kilograms are written {example}."
    )


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of one article that belong into the parcel."""

    quantity: int
    grams: int | None
    """Of one; None while nobody knows."""
    spread: float
    """Grams that this may be off, for all of them alike."""
    missing: int = 0
    """How many of them the buyer says were not in it."""


@dataclass(frozen=True, slots=True)
class Traces:
    """All that is known of one parcel."""

    pieces: tuple[Pieces, ...]
    box: int
    """Grams of box and padding."""
    packed: int | None = None
    """On our scale."""
    departed: int | None = None
    """On the courier's where it left."""
    arrived: int | None = None
    """On the courier's where it arrived."""
    packaging: Packaging = Packaging.UNKNOWN
    has_photo: bool = False
    """A photo shows the packaging; else the buyer says so."""
    was_ticked: bool = False
    """The packer ticked or scanned every missing piece."""

    @property
    def missing(self) -> int | None:
        """What is missing weighs; None while a piece's weight is unknown."""
        return _total([(each.grams, each.missing) for each in self.pieces])

    @property
    def expected(self) -> int | None:
        """What the parcel weighs with everything in it; None while a piece's weight is unknown."""
        goods = _total([(each.grams, each.quantity) for each in self.pieces])
        return None if goods is None or not self.pieces else goods + self.box

    @property
    def rest(self) -> int | None:
        """What it weighs without what is missing; None while a weight that counts is unknown."""
        goods = _total([(each.grams, each.quantity - each.missing) for each in self.pieces])
        return None if goods is None or not self.pieces else goods + self.box

    @property
    def spread(self) -> int | None:
        """How many grams that may be off."""
        if self.expected is None:
            return None
        return round(math.hypot(_box_spread(self.box), *(each.spread * each.quantity for each in self.pieces)))


class Way(StrEnum):
    """How a thing can come to be missing."""

    SHORT = "short"
    """It was never in the parcel."""
    BEFORE = "before"
    """Gone before the courier's first scale."""
    BETWEEN = "between"
    """Gone between the courier's scales."""
    AFTER = "after"
    """Gone after the last scale."""
    COMPLETE = "complete"
    """It was in it when the buyer opened it."""
    OTHER = "other"
    """Something else is missing than was said, or the weights belong to another parcel."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the traces say."""

    verdict: Verdict
    certainty: int
    """0 to 99: how likely the likeliest is, also where it is not named."""
    leaning: Verdict
    """The likeliest, were it named or not; UNDECIDED where the weights fit nothing."""
    ways: Mapping[Way, float]
    """How likely each way is."""


def check_weight(grams: int, expected: int | None = None) -> None:
    """Whether it can be a parcel's weight, near enough to what is `expected`. Raises NoWeight, WrongUnit."""
    if grams <= 0 or grams > HEAVIEST or (grams < LIGHTEST and not expected):
        raise NoWeight(grams=f"{grams:,}")
    if expected and (grams < min(LIGHTEST, expected / 2) or not 1 / _KILO < grams / expected < _KILO):
        raise WrongUnit(grams=f"{grams:,}", expected=f"{expected:,}", example=f"{expected / 1000:.2f}kg")


_KILO = 400
"""Who writes kilograms for grams is off by a thousand, give or take what is missing."""


def judge(traces: Traces) -> Judgement:
    """Whose fault it likely is: named where it is nearly certain and a scale says so, else undecided."""
    likely = {way: _OFTEN[way] * _looks(traces, way) * _weighs(traces, way) for way in Way}
    total = sum(likely.values())
    ways = {way: share / total for way, share in likely.items()}
    verdicts = {verdict: sum(ways[way] for way in _MEANS[verdict]) for verdict in Verdict}
    best = max(verdicts, key=lambda verdict: verdicts[verdict])
    is_weighed = (traces.packed, traces.departed, traces.arrived) != (None, None, None)
    named = best if is_weighed and verdicts[best] >= CERTAIN else Verdict.UNDECIDED
    return Judgement(named, min(99, round(100 * verdicts[best])), best, ways)


_MEANS: Mapping[Verdict, tuple[Way, ...]] = {
    Verdict.PACKED_SHORT: (Way.SHORT,),
    Verdict.LOST_ON_THE_WAY: (Way.BEFORE, Way.BETWEEN, Way.AFTER),
    Verdict.COMPLETE: (Way.COMPLETE,),
    Verdict.UNDECIDED: (Way.OTHER,),
}
_OFTEN: Mapping[Way, float] = {
    Way.SHORT: 0.42, Way.BEFORE: 0.01, Way.BETWEEN: 0.17, Way.AFTER: 0.17, Way.COMPLETE: 0.205, Way.OTHER: 0.025,
}  # fmt: skip
"""Before anything is known."""
_ON_THE_WAY = frozenset(_MEANS[Verdict.LOST_ON_THE_WAY])
_TICKED = 0.8
"""So much rarer is a piece forgotten that was ticked: ticking is not putting in."""


def _looks(traces: Traces, way: Way) -> float:
    """How often a parcel looks like this in this way. Who takes something has to open it; what was packed short has no
    reason to be open. A buyer's word counts less than a photo."""
    ticked = _TICKED if traces.was_ticked and way is Way.SHORT else 1.0
    if traces.packaging is Packaging.UNKNOWN:
        return ticked
    of_opened = _OPENED[traces.has_photo]
    opened = of_opened[0] if way in _ON_THE_WAY else of_opened[1]
    return ticked * (opened if traces.packaging is Packaging.OPENED else 1 - opened)


_OPENED = {True: (0.95, 0.025), False: (0.75, 0.2)}
"""How often it looks opened: with and without a thief, by photo and by what the buyer says."""

_FULL: Mapping[Way, tuple[bool, bool, bool]] = {
    Way.SHORT: (False, False, False),
    Way.BEFORE: (True, False, False),
    Way.BETWEEN: (True, True, False),
    Way.AFTER: (True, True, True),
    Way.COMPLETE: (True, True, True),
    Way.OTHER: (False, False, False),
}
"""Whether what is missing was still in it when it was packed, departed, arrived."""
_COPIED = 0.03
"""How often the courier writes the first weight where it arrives, without weighing."""
_STEP = 10
"""Grams: how finely couriers write weights."""


def _weighs(traces: Traces, way: Way) -> float:
    """How well the weights fit this way."""
    readings = (traces.packed, traces.departed, traces.arrived)
    full = _FULL[way]
    seen = [(grams, i > 0, full[i]) for i, grams in enumerate(readings) if grams is not None]
    belief = _belief(traces, way)
    found = _fit(belief, seen)
    if traces.arrived is None or traces.arrived != traces.departed:
        return found
    return (1 - _COPIED) * found + _COPIED * _fit(belief, seen[:-1]) / _STEP


@dataclass(frozen=True, slots=True)
class _Belief:
    """What the rest of the parcel and the missing pieces weigh, as far as it is known."""

    rest: float
    gone: float
    rest_var: float
    gone_var: float
    both_var: float = 0.0

    def after(self, grams: float, noise: float, *, is_full: bool) -> tuple[float, "_Belief"]:
        """How likely a scale shows `grams`, give or take `noise`, and what is believed then."""
        of_rest = self.rest_var + (self.both_var if is_full else 0.0)
        of_gone = self.both_var + (self.gone_var if is_full else 0.0)
        spread = of_rest + (of_gone if is_full else 0.0) + noise * noise
        off = grams - self.rest - (self.gone if is_full else 0.0)
        density = math.exp(-off * off / (2 * spread)) / math.sqrt(2 * math.pi * spread)
        gain_rest, gain_gone = of_rest / spread, of_gone / spread
        return density, _Belief(
            self.rest + gain_rest * off,
            self.gone + gain_gone * off,
            self.rest_var - gain_rest * of_rest,
            self.gone_var - gain_gone * of_gone,
            self.both_var - gain_rest * of_gone,
        )


def _belief(traces: Traces, way: Way) -> _Belief:
    rest, gone = traces.rest if way is not Way.OTHER else None, traces.missing
    rest_var = sum((each.spread * (each.quantity - each.missing)) ** 2 for each in traces.pieces)
    gone_var = sum((each.spread * each.missing) ** 2 for each in traces.pieces)
    return _Belief(
        _USUAL[0] if rest is None else rest,
        gone or _PIECE[0],
        _USUAL[1] ** 2 if rest is None else rest_var + _box_spread(traces.box) ** 2,
        gone_var if gone else _PIECE[1] ** 2,
    )


_USUAL, _PIECE = (1500.0, 2500.0), (600.0, 800.0)
"""Grams of a parcel, and of what is missing, of which nothing is known; and how far they may be off."""


def _box_spread(box: int) -> float:
    """Boxes differ by what goes into them."""
    return max(25.0, box * 0.3)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand a weight: how often, what to take off, and how exact it is then."""

    share: float
    shift: float
    noise: float


_ANYWHERE = 4000.0
"""Grams over which a weight lies that has nothing to do with the parcel."""
_ODD_ABOVE, _ODD_BELOW = 0.03, 0.008
"""How often that is so: charged by volume, another parcel's, mistyped. By volume a parcel is never lighter."""
_ROUNDED = ((100, 0.06, 0.0), (100, 0.06, 0.5), (500, 0.02, 0.5), (1000, 0.03, 0.5))
"""To which step couriers round, how many do, and which part of the step is added on the average."""


def _readings(grams: int, *, is_courier: bool) -> list[_Reading]:
    noise = 12 + grams * 0.008 if is_courier else 6 + grams * 0.005
    found = [_Reading(0.83 if is_courier else 0.95, 0.0, noise)]
    for step, share, up in _ROUNDED if is_courier else ():
        if grams % step == 0:
            found.append(_Reading(share * step / _STEP, step * up, math.hypot(noise, step * 0.29)))
    return found


def _fit(belief: _Belief, seen: Sequence[tuple[int, bool, bool]]) -> float:
    """How likely these weights are, over all ways to understand them."""
    if not seen:
        return 1.0
    grams, is_courier, is_full = seen[0]
    odd = _ODD_ABOVE if grams > belief.rest + (belief.gone if is_full else 0) else _ODD_BELOW
    total = odd / _ANYWHERE * _fit(belief, seen[1:])
    for each in _readings(grams, is_courier=is_courier):
        density, then = belief.after(grams - each.shift, each.noise, is_full=is_full)
        total += each.share * density * _fit(then, seen[1:])
    return total


def _total(pieces: Sequence[tuple[int | None, int]]) -> int | None:
    """Grams of so many pieces each; None while one that counts has none."""
    if any(grams is None and count for grams, count in pieces):
        return None
    return sum((grams or 0) * count for grams, count in pieces)
