"""A carrier doesn't reach the address after all: bring it back, or hand it over to post (SHP-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.money import ZERO, Money
from shopdesk.errors import N_
from shopdesk.i18n import _

_PER_MILLE = 1_000


class Way(StrEnum):
    """What can be done; the value is what the database keeps and the command line says."""

    BRING_BACK = "bring-back"
    """Brought back and sent again by a carrier that goes there."""
    POST = "post"
    """Handed over to post where it lies."""


WAYS: Mapping[Way, str] = {
    Way.BRING_BACK: N_("Bring it back and send it again"),
    Way.POST: N_("Hand it over to post"),
}


@dataclass(frozen=True, slots=True)
class Rates:
    """What the shop reckons with; amounts in fen."""

    back: int = 600
    """What the carrier takes for bringing a parcel back."""
    send: int = 800
    """What a parcel costs beside the surcharge of its carrier and area."""
    post: int = 1_200
    """What it costs to hand one over to post."""
    risk_back: int = 5
    """Parcels of a thousand that get lost on their way back and out again."""
    risk_post: int = 20
    """Parcels of a thousand that get lost when they are handed over: two carriers, and neither is it."""
    day: int = 100
    """What a day longer is worth: buyers who wait ask, complain, and cancel."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What one of the ways takes."""

    way: Way
    carrier: str
    """By whom it goes on; "" where nobody goes there."""
    cost: Money
    days: int
    """At the most, from today until it is with the buyer."""
    is_known: bool = True
    """False where no table says what its carrier takes there: somebody has to ask."""

    @property
    def is_possible(self) -> bool:
        """Whether anybody goes there."""
        return bool(self.carrier)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both ways beside each other, and what the desk proposes."""

    value: Money
    """What is in the parcel."""
    back: Leg
    post: Leg
    proposed: Way
    why: tuple[str, ...]
    """Whole sentences, the weightiest last."""

    def leg(self, way: Way) -> Leg:
        """One of the two."""
        return self.back if way is Way.BRING_BACK else self.post


def compare(value: Money, back: Leg, post: Leg, rates: Rates) -> Comparison:
    """Which way is the better one for a parcel of this value: by what it costs, what it risks and how long it takes."""
    if not (back.is_possible and post.is_possible):
        return _only(value, back, post)
    risks = {Way.BRING_BACK: _risk(value, rates.risk_back), Way.POST: _risk(value, rates.risk_post)}
    sums = {leg.way: leg.cost + risks[leg.way] + Money(rates.day * leg.days) for leg in (back, post)}
    proposed = Way.BRING_BACK if sums[Way.BRING_BACK] < sums[Way.POST] else Way.POST
    more = risks[Way.POST] - risks[Way.BRING_BACK]
    why = (
        _said_cost(back, post),
        _said_risk(value, more, rates),
        _said_days(back, post, rates),
        _("Together {back} brought back, {post} by post: {way}.").format(
            back=sums[Way.BRING_BACK].shown, post=sums[Way.POST].shown, way=_(WAYS[proposed])
        ),
    )  # fmt: skip
    return Comparison(value, back, post, proposed, (*why, *_unknown(back, post)))


def _risk(value: Money, per_mille: int) -> Money:
    return Money((value * per_mille + _PER_MILLE // 2) // _PER_MILLE)


def _only(value: Money, back: Leg, post: Leg) -> Comparison:
    """Where there is nothing to choose. Where nobody goes, it comes back: the buyer is to name another address."""
    if post.is_possible:
        why = _("None of the shop's other carriers goes there, so it can't be sent again: post is the only way.")
        return Comparison(value, back, post, Way.POST, (why, *_unknown(post)))
    if back.is_possible:
        why = _("Post doesn't go there: {carrier} does, once it is back.").format(carrier=back.carrier)
        return Comparison(value, back, post, Way.BRING_BACK, (why, *_unknown(back)))
    why = _("Nobody goes there. Bring it back, and ask the buyer for another address.")
    return Comparison(value, back, post, Way.BRING_BACK, (why,))


def _said_cost(back: Leg, post: Leg) -> str:
    said = _("Brought back and sent again by {carrier}: {cost}. Handed over to {post}: {post_cost}.")
    return said.format(carrier=back.carrier, cost=back.cost.shown, post=post.carrier, post_cost=post.cost.shown)


def _said_risk(value: Money, more: Money, rates: Rates) -> str:
    said = _(
        "Lost on the way: {back} of 1000 brought back, {post} of 1000 handed over; of {value} that is {more} more by "
        "post."
    )
    return said.format(back=rates.risk_back, post=rates.risk_post, value=value.shown, more=more.shown)


def _said_days(back: Leg, post: Leg, rates: Rates) -> str:
    said = _("With the buyer in {back} days at the most, by post in {post}; a day counts {day}.")
    return said.format(back=back.days, post=post.days, day=Money(rates.day).shown)


def _unknown(*legs: Leg) -> tuple[str, ...]:
    said = _("What {carrier} takes there stands in no table: ask first.")
    return tuple(said.format(carrier=leg.carrier) for leg in legs if not leg.is_known)


def no_leg(way: Way) -> Leg:
    """A way that nobody goes."""
    return Leg(way, "", ZERO, 0)
