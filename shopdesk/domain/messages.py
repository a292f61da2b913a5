"""Reading a seller's memo or a buyer's message (ORD-12): what it asks for, and where it says so.

It shows what it understood and never acts by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from shopdesk.domain.address_changes import Address, find_address_change
from shopdesk.domain.carrier_wishes import carrier_pattern, find_carrier_wishes
from shopdesk.domain.goods_wishes import Bought, GoodsWords, differs, find_goods_wishes
from shopdesk.domain.memo import has_mark
from shopdesk.domain.promises import find_differences, find_gifts
from shopdesk.domain.readings import GOODS, Reading, Topic, plain

_PREFIXES = (
    (Topic.BANK, re.compile(r"\s*银\s*:")),
    (Topic.REISSUE, re.compile(r"\s*补\s*:")),
    (Topic.WHOLESALE, re.compile(r"\s*批发(?!价|吗|市场)")),
)


@dataclass(frozen=True)
class Lexicon:
    """The names that this shop's texts are read with."""

    carriers: tuple[tuple[str, str], ...] = ()
    """Alias in plain letters, and the carrier it means."""
    colleagues: tuple[str, ...] = ()
    mark: str = ""
    goods: GoodsWords = field(default_factory=GoodsWords)

    @cached_property
    def carrier_names(self) -> dict[str, str]:
        """The carrier of each alias."""
        return dict(self.carriers)

    @cached_property
    def carrier_pattern(self) -> "re.Pattern[str]":
        """What finds a carrier."""
        return carrier_pattern([alias for alias, _name in self.carriers])


@dataclass(frozen=True)
class Understood:
    """What a text says. `readings` stand in the order in which the text names them."""

    text: str
    readings: tuple[Reading, ...] = ()
    address: Address | None = None
    """The parts of another address that it asks for (ORD-22)."""

    def of(self, *topics: Topic) -> tuple[Reading, ...]:
        """The readings about these."""
        return tuple(reading for reading in self.readings if reading.topic in topics)

    def values(self, topic: Topic) -> tuple[str, ...]:
        """What is said about one topic."""
        return tuple(reading.value for reading in self.of(topic))


def understand(
    text: str, lexicon: Lexicon, *, bought: Sequence[Bought] = (), goes_to: Address | None = None
) -> Understood:
    """What `text` says, without what agrees with the items bought and the address the parcel goes to."""
    said = read_text(text, lexicon)
    readings = [reading for reading in said if reading.topic not in GOODS or not bought or differs(reading, bought)]
    address = find_address_change(text, goes_to or Address()) if names_address(text) else None
    if address is not None:
        readings = [reading for reading in readings if reading.topic not in (*GOODS, Topic.GIFT)]
        readings.append(Reading(Topic.ADDRESS, "", 0, len(text)))
    return Understood(text, tuple(readings), address)


@lru_cache(maxsize=20_000)
def names_address(text: str) -> bool:
    """Whether a text asks for an address at all, whatever the order's own is."""
    return bool(text.strip()) and find_address_change(text, Address()) is not None


@lru_cache(maxsize=20_000)
def read_text(text: str, lexicon: Lexicon) -> tuple[Reading, ...]:
    """What a text names, whatever was bought. Many orders carry the same words: each is read once."""
    said = plain(text)
    if not said.strip():
        return ()
    found = [Reading(topic, "", *match.span()) for topic, pattern in _PREFIXES if (match := pattern.match(said))]
    if lexicon.mark and has_mark(text, lexicon.mark):
        at = text.rfind(lexicon.mark)
        found.append(Reading(Topic.MARK, lexicon.mark, at, at + len(lexicon.mark)))
    for name in lexicon.colleagues:
        if (at := text.find(name)) >= 0:
            found.append(Reading(Topic.COLLEAGUE, name, at, at + len(name)))
    found += find_carrier_wishes(said, lexicon.carrier_pattern, lexicon.carrier_names)
    found += find_differences(said)
    gifts = list(find_gifts(said))
    found += gifts
    if not any(reading.topic in (Topic.REISSUE, Topic.WHOLESALE) for reading in found):
        found += (wish for wish in find_goods_wishes(said, lexicon.goods) if not _within(wish, gifts))
    return tuple(sorted(found, key=lambda reading: reading.start))


def _within(reading: Reading, others: Sequence[Reading]) -> bool:
    return any(other.start <= reading.start <= other.end for other in others)
