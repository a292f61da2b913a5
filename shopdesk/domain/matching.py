"""Whose box is it: how likely each order is the one that a box belongs to, with reasons (RET-03). Nothing is accepted
by itself.

Each thing that a box tells speaks for or against an order by so many bits: how much oftener the right order agrees
than any other does. The bits of an order add up; what they amount to among all candidates, and against "none of
these", is the share of such boxes in which this order is the right one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.domain.likeness import (
    END,
    Fit,
    Goods,
    compare_goods,
    compare_ids,
    compare_names,
    compare_phones,
    compare_regions,
    compare_streets,
    phone_signs,
    plain,
)
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_
from shopdesk.i18n import _

_DAY = 86_400_000
_SURE = 0.99
_LEAST = 0.001
"""An order that is less likely beside "none of these" is left out."""
_MOST_UNSURE = 98
"""The highest score of one that is not sure."""
_NONE_OF_THESE = 13.0
"""Bits of "none of these": how many orders there are that could be it, and agree by chance."""


class Kind(StrEnum):
    """What speaks for an order."""

    WAYBILL = "waybill"
    PHONE = "phone"
    NAME = "name"
    BUYER = "buyer"
    PLACE = "place"
    GOODS = "goods"
    REQUEST = "request"
    TIME = "time"


_PROOFS = frozenset({Kind.PHONE, Kind.BUYER, Kind.NAME, Kind.PLACE, Kind.GOODS})
"""Of these two are needed before a box without a known waybill is sure."""
_PROVES, _DOUBTFUL = 2.5, -4.0
"""Bits from which one of them counts, and from which something against it leaves a doubt."""


class Finding(NamedTuple):
    """Something that speaks for an order, or against it."""

    kind: Kind
    bits: float
    template: str = ""
    """The reason in words, with blanks for `values`; empty where it isn't worth saying."""
    values: Mapping[str, object] = {}

    @property
    def reason(self) -> str:
        """In the language in use."""
        return _(self.template).format_map(self.values) if self.template else ""


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a box."""

    at: Millis
    """When it came."""
    waybill: str = ""
    phone: str = ""
    """Whole, its end only, with digits missing, or masked."""
    name: str = ""
    region: str = ""
    address: str = ""
    buyer: str = ""
    """The buyer's platform id as a paper in the box says it."""
    items: tuple[Goods, ...] = ()
    shop_id: int | None = None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is known of an order that a box may belong to."""

    order_id: int
    order_no: str
    shop_id: int
    receiver: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    buyer: str = ""
    goods: tuple[Goods, ...] = ()
    created: Millis = 0
    shipped_at: Millis | None = None
    """When it left; where nobody noted that but it has a waybill, when it was bought."""
    own_waybills: tuple[str, ...] = ()
    return_waybills: tuple[str, ...] = ()
    """As the platform's refund file or a case names them."""
    is_expected: bool = False
    """A return was asked for, and the goods are still to come."""
    came_back: bool = False
    """A box of it was registered before."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order that a box may belong to."""

    order_id: int
    order_no: str
    score: int
    """0 to 100: in how many of a hundred such cases it is the right one."""
    reasons: tuple[str, ...]
    """In the language in use, the weightiest first. They tell of no phone more than its end, and of no street."""
    sure: bool
    """Wrong in at most 1 % of cases. Even then somebody has to take it."""


def rank(clues: Clues, orders: Iterable[OrderFacts], *, limit: int = 5) -> list[Candidate]:
    """The orders that a box may belong to, likeliest first; those that hardly can be are left out."""
    weighed = _weigh(clues, list(orders))
    weights = [2.0 ** sum(each.bits for each in found) for _order, found in weighed]
    total = sum(weights) + 2.0**_NONE_OF_THESE
    shares = [weight / total for weight in weights]
    best = sorted(
        range(len(weighed)), key=lambda i: (-shares[i], -(weighed[i][0].shipped_at or 0), -weighed[i][0].order_id)
    )
    hardly = _LEAST * 2.0**_NONE_OF_THESE
    return [_candidate(*weighed[i], shares[i]) for i in best[:limit] if weights[i] >= hardly]


_OF_PEOPLE = frozenset({Kind.PHONE, Kind.NAME, Kind.PLACE})


def _weigh(clues: Clues, orders: Sequence[OrderFacts]) -> list[tuple[OrderFacts, list[Finding]]]:
    """Each order with what was found, the weightiest first. What one order of a buyer shows of phone, name and address
    holds for the others, where the platform may hide it."""
    found = [list(findings(clues, order)) for order in orders]
    of_buyers: dict[tuple[int, str], dict[Kind, Finding]] = defaultdict(dict)
    keys = [(order.shop_id, order.buyer or str(order.order_id)) for order in orders]
    for key, each in zip(keys, found, strict=True):
        best = of_buyers[key]
        for one in each:
            if one.kind in _OF_PEOPLE and (one.kind not in best or one.bits > best[one.kind].bits):
                best[one.kind] = one
    return [
        (order, sorted([*(one for one in each if one.kind not in _OF_PEOPLE), *of_buyers[key].values()], key=_by_bits))
        for order, key, each in zip(orders, keys, found, strict=True)
    ]


def _by_bits(found: Finding) -> float:
    return -found.bits


def _candidate(order: OrderFacts, found: list[Finding], share: float) -> Candidate:
    sure = share >= _SURE and _is_proved(found)
    score = max(1, round(share * 100))
    return Candidate(
        order_id=order.order_id,
        order_no=order.order_no,
        score=max(score, _MOST_UNSURE + 1) if sure else min(score, _MOST_UNSURE),
        reasons=tuple(each.reason for each in found if each.template),
        sure=sure,
    )


def _is_proved(found: Sequence[Finding]) -> bool:
    """A known waybill, or two things of different kinds: one alone may be chance, however rare it looks. Other goods
    or another buyer leave a doubt."""
    proving = {each.kind for each in found if each.bits >= _PROVES}
    if Kind.WAYBILL in proving:
        return True
    return len(proving & _PROOFS) > 1 and all(each.bits > _DOUBTFUL for each in found)


def findings(clues: Clues, order: OrderFacts) -> Iterator[Finding]:
    """All that speaks for or against an order."""
    yield from _waybill(clues, order)
    yield from _phone(clues, order)
    yield from _person(clues, order)
    yield from _place(clues, order)
    yield from _goods(clues, order)
    yield from _request(clues, order)
    yield _time(clues, order)


@lru_cache(1_000)
def _folded(waybill: str) -> str:
    """Each box is compared with many orders."""
    return plain(fold_waybill(waybill))


_KNOWN_WAYBILL, _OTHER_WAYBILL = 27.0, -6.0


def _waybill(clues: Clues, order: OrderFacts) -> Iterator[Finding]:
    if not clues.waybill:
        return
    waybill = _folded(clues.waybill)
    named = {"waybill": waybill.upper()}
    if waybill in map(plain, order.return_waybills):
        yield Finding(Kind.WAYBILL, _KNOWN_WAYBILL, N_("A return request names waybill {waybill}"), named)
    elif waybill in map(plain, order.own_waybills):
        yield Finding(Kind.WAYBILL, _KNOWN_WAYBILL, N_("Our own parcel {waybill} came back"), named)
    elif order.return_waybills:
        named = {"waybill": order.return_waybills[-1]}
        yield Finding(Kind.WAYBILL, _OTHER_WAYBILL, N_("But its return travels with waybill {waybill}"), named)


Weighed = Mapping[Fit, tuple[float, str]]
"""Bits and words for each way in which something may fit."""

_PHONES: Weighed = {
    Fit.SAME: (19, N_("Same phone, ends in {end}")),
    Fit.MASKED: (16, N_("What is seen of the phone agrees, ends in {end}")),
    Fit.NEARLY: (14, N_("The same phone but for a digit, ends in {end}")),
    Fit.END: (11, N_("Phone ends in {end}")),
    Fit.OTHER: (-3, N_("But another phone")),
}


def _phone(clues: Clues, order: OrderFacts) -> Iterator[Finding]:
    fit = compare_phones(clues.phone, order.phone)
    if fit in _PHONES:
        yield Finding(Kind.PHONE, *_PHONES[fit], {"end": phone_signs(order.phone)[-END:]})


_IDS: Weighed = {
    Fit.SAME: (17, N_("Buyer {buyer}")),
    Fit.NEARLY: (10, N_("A buyer written alike: {buyer}")),
    Fit.PART: (5, N_("What is seen of the buyer fits {buyer}")),
    Fit.OTHER: (-4, N_("But another buyer: {buyer}")),
}
_NAMES: Weighed = {
    Fit.SAME: (8.5, N_("Same name: {name}")),
    Fit.NEARLY: (5.5, N_("Nearly the same name: {name}")),
    Fit.PET: (3.5, N_("A nickname of {name}")),
    Fit.MASKED: (3, N_("What is seen of the name fits {name}")),
    Fit.PART: (0.5, ""),
    Fit.OTHER: (-2.5, N_("But another name: {name}")),
}


def _person(clues: Clues, order: OrderFacts) -> Iterator[Finding]:
    """Buyer's id and receiver; a sender may have written the id in place of a name."""
    buyer, name = {"buyer": order.buyer}, {"name": order.receiver}
    named = compare_ids(clues.buyer, order.buyer)
    if named in _IDS:
        yield Finding(Kind.BUYER, *_IDS[named], buyer)
    fit = compare_names(clues.name, order.receiver)
    if fit is Fit.OTHER and compare_ids(clues.name, order.buyer) is Fit.SAME:
        yield Finding(Kind.NAME, *_IDS[Fit.SAME], buyer)
    elif fit in _NAMES:
        yield Finding(Kind.NAME, *_NAMES[fit], name)


_REGIONS: Weighed = {
    Fit.SAME: (3, N_("From {place}")),
    Fit.PART: (-0.5, ""),
    Fit.OTHER: (-2.5, N_("But from elsewhere than {place}")),
}
_STREETS: Weighed = {
    Fit.SAME: (9, N_("Same street and house, {place}")),
    Fit.NEARLY: (6.5, N_("Nearly the same street and house, {place}")),
    Fit.PART: (0.5, ""),
    Fit.OTHER: (-1, ""),
}
_NOTHING = (0.0, "")


def _place(clues: Clues, order: OrderFacts) -> Iterator[Finding]:
    """Region and street; who sends from elsewhere says little against an order."""
    region = _REGIONS.get(
        compare_regions(clues.region or clues.address, order.province, order.city, order.district), _NOTHING
    )
    street = _STREETS.get(compare_streets(clues.address, order.address), _NOTHING)
    place = {"place": f"{order.city} {order.district}".strip()}
    if street[0] > region[0]:
        yield Finding(Kind.PLACE, street[0] + max(0.0, region[0]), street[1], place)
    elif region is not _NOTHING:
        yield Finding(Kind.PLACE, street[0] + region[0], region[1], place)


_CODE = 8.0
_STYLES: Mapping[Fit, float] = {Fit.SAME: 5, Fit.PART: 2, Fit.OTHER: -5}
_COLOURS: Mapping[Fit, float] = {Fit.SAME: 2, Fit.NEARLY: 0.5, Fit.OTHER: -2.5}
_SIZES: Mapping[Fit, float] = {Fit.SAME: 2, Fit.OTHER: -1.5}
_GOODS = {
    (False, False): N_("Item bought: {goods}"),
    (True, False): N_("Bought in another colour: {goods}"),
    (False, True): N_("Bought in another size: {goods}"),
    (True, True): N_("Bought in another colour and size: {goods}"),
}
"""By whether the colour, and whether the size, is another."""


def _goods(clues: Clues, order: OrderFacts) -> Iterator[Finding]:
    """The best of what is in the box counts fully, further things by half: they may belong to other orders."""
    said = [item for item in clues.items if item.is_said]
    if not said or not order.goods:
        return
    first, *others = sorted((_best_goods(item, order.goods) for item in said), key=lambda each: -each.bits)
    yield first._replace(bits=first.bits + sum(max(0.0, each.bits) / 2 for each in others))


def _best_goods(item: Goods, bought: Iterable[Goods]) -> Finding:
    return max((_fit_goods(item, each) for each in bought), key=lambda each: each.bits)


def _fit_goods(item: Goods, bought: Goods) -> Finding:
    fit = compare_goods(item, bought)
    what = " ".join(filter(None, (bought.style or item.style, bought.colour, bought.size))) or bought.title
    goods = {"goods": what}
    if fit.code is Fit.SAME:
        return Finding(Kind.GOODS, _CODE, N_("The very item: {goods}"), goods)
    if fit.style is Fit.OTHER:
        return Finding(Kind.GOODS, _STYLES[Fit.OTHER], N_("But nothing like that was bought"))
    bits = _STYLES.get(fit.style, 0.0) + _COLOURS.get(fit.colour, 0.0) + _SIZES.get(fit.size, 0.0)
    return Finding(Kind.GOODS, bits, _GOODS[fit.colour is Fit.OTHER, fit.size is Fit.OTHER], goods)


_EXPECTED, _UNEXPECTED, _CAME_BACK, _OTHER_SHOP = 4.5, -1.5, -3.0, -4.0


def _request(clues: Clues, order: OrderFacts) -> Iterator[Finding]:
    if order.is_expected:
        yield Finding(Kind.REQUEST, _EXPECTED, N_("A return was asked for"))
    else:
        yield Finding(Kind.REQUEST, _UNEXPECTED)
    if order.came_back:
        yield Finding(Kind.REQUEST, _CAME_BACK, N_("But a box of this order came before"))
    if clues.shop_id is not None and clues.shop_id != order.shop_id:
        yield Finding(Kind.REQUEST, _OTHER_SHOP, N_("But bought in another shop"))


_AGES = ((2, -1.0), (25, 1.0), (45, 0.0), (90, -1.5), (200, -3.5))
"""Bits by the days since shipping: most things come back within weeks."""
_OLD, _VERY_OLD, _NOT_SHIPPED, _LATER = -1.5, -6.0, -6.0, -15.0


def _time(clues: Clues, order: OrderFacts) -> Finding:
    if order.created > clues.at:
        return Finding(Kind.TIME, _LATER, N_("But bought after the box came"))
    if order.shipped_at is None:
        return Finding(Kind.TIME, _NOT_SHIPPED, N_("But not shipped yet"))
    days = max(0, clues.at - order.shipped_at) // _DAY
    bits = next((bits for limit, bits in _AGES if days <= limit), _VERY_OLD)
    template = N_("Days since shipping: {days}") if bits > _OLD else N_("But many days since shipping: {days}")
    return Finding(Kind.TIME, bits, template, {"days": days})
