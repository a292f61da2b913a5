"""Which of the known reviews a row of a file is: the same again, or the same changed by its buyer (REV-01)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from shopdesk.clock import Millis
from shopdesk.domain.reviews import Kind

_NUMBERED = "#"


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """A review as a file or a person tells it."""

    kind: Kind
    at: Millis
    order_no: str = ""
    said: str = ""
    later_said: str = ""
    stars: int = 0
    goods: str = ""
    buyer: str = ""
    cause: str = ""
    number: str = ""
    """The platform's of the review, where it is known."""
    reply: str = ""
    """What the shop answered on the platform."""
    is_deleted: bool = False

    @property
    def key(self) -> str:
        """The platform's number, else a hash of whose it is, of what, when and what it says."""
        if self.number:
            return f"{_NUMBERED}{self.number}"
        told = "\x1f".join((self.order_no or self.buyer, self.goods, str(self.at), self.said))
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class KnownReview:
    """A review that is there, as far as it can be told from others."""

    id: int
    key: str
    order_no: str
    buyer: str
    goods: str
    at: Millis
    said: str

    @property
    def is_numbered(self) -> bool:
        """Whether the platform's number of it is known."""
        return self.key.startswith(_NUMBERED)


def match_known(
    entries: Sequence[ReviewEntry], known: Iterable[KnownReview], *, single: Collection[str] = ()
) -> list[KnownReview | None]:
    """For each entry the review that it is, None for a new one. No review is two entries: first those go together that
    are the very same, then those of one order whose moment, text or goods agree. `single`: orders with one item, of
    which there is one review, however it was changed."""
    by_key: dict[str, KnownReview] = {}
    by_whose: dict[str, list[KnownReview]] = {}
    for each in known:
        by_key.setdefault(each.key, each)
        by_whose.setdefault(each.order_no or each.buyer, []).append(each)
    found: list[KnownReview | None] = [by_key.get(entry.key) for entry in entries]
    taken = {each.id for each in found if each is not None}
    told = _counted(entries)
    for place, entry in enumerate(entries):
        whose = entry.order_no or entry.buyer
        if found[place] is None and whose:
            free = [each for each in by_whose.get(whose, ()) if each.id not in taken and _can_be(entry, each)]
            alone = entry.order_no in single and told[whose] == 1 and len(by_whose.get(whose, ())) == 1
            chosen = _chosen(entry, free, is_alone=alone)
            if chosen is not None:
                found[place] = chosen
                taken.add(chosen.id)
    return found


def _counted(entries: Iterable[ReviewEntry]) -> dict[str, int]:
    """How many entries there are of each order, or buyer."""
    told: dict[str, int] = {}
    for key, whose in {entry.key: entry.order_no or entry.buyer for entry in entries}.items():
        told[whose] = told.get(whose, 0) + bool(key)
    return told


def _can_be(entry: ReviewEntry, known: KnownReview) -> bool:
    """Whether nothing says that they are two: different numbers, or different goods."""
    if entry.number and known.is_numbered:
        return False
    return not entry.goods or not known.goods or entry.goods == known.goods


def _chosen(entry: ReviewEntry, free: Sequence[KnownReview], *, is_alone: bool) -> KnownReview | None:
    for each in free:
        if each.at == entry.at and (each.goods == entry.goods or len(free) == 1):
            return each
    for each in free:
        if entry.said and each.said == entry.said:
            return each
    for each in free:
        if entry.goods and each.goods == entry.goods:
            return each
    return free[0] if is_alone and len(free) == 1 else None
