"""Which words are likely to be wanted for the order in view, before anybody has typed (CRM-02)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shopdesk.domain.cases import Kind
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.statuses import Status


@dataclass(frozen=True, slots=True)
class InView:
    """What stands open about an order."""

    status: Status
    has_left: bool = False
    is_signed: bool = False
    cases: Collection[Kind] = ()
    """Kinds of its open cases."""
    has_complaint: bool = False
    has_bad_review: bool = False
    """One that is still followed up."""
    has_good_review: bool = False
    has_interception: bool = False
    has_refund: bool = False
    """Asked for, and not paid yet."""
    is_refunded: bool = False
    has_repair: bool = False
    has_shortage: bool = False


NOBODY = (Topic.GREETING, Topic.PRODUCT, Topic.SIZE, Topic.PRICE)
"""Where no order is in view somebody asks before buying."""
_OF_CASES: Mapping[Kind, tuple[Topic, ...]] = {
    Kind.RETURN: (Topic.RETURN, Topic.RETURN_ADDRESS, Topic.REFUND),
    Kind.EXCHANGE: (Topic.EXCHANGE, Topic.RETURN_ADDRESS, Topic.SIZE),
    Kind.REISSUE: (Topic.SHORTAGE, Topic.APOLOGY),
    Kind.REFUND: (Topic.REFUND, Topic.REFUND_CHANNEL),
    Kind.REFUSAL: (Topic.INTERCEPTION, Topic.REFUND),
    Kind.PRICE: (Topic.PRICE, Topic.REFUND),
    Kind.REPAIR: (Topic.REPAIR, Topic.RETURN_ADDRESS),
}
_OF_STATUS: Mapping[Status, tuple[Topic, ...]] = {
    Status.UNPAID: (Topic.PAYMENT, Topic.PRICE, Topic.SIZE, Topic.GREETING),
    Status.PAID: (Topic.SHIPPING, Topic.ADDRESS),
    Status.SHIPPED: (Topic.TRACKING, Topic.INTERCEPTION),
    Status.DONE: (Topic.RETURN, Topic.EXCHANGE, Topic.CARE),
    Status.CLOSED: (Topic.REFUND_CHANNEL, Topic.REFUND),
}


def topics_of_case(kind: Kind) -> tuple[Topic, ...]:
    """What is said about a case of this kind."""
    return _OF_CASES.get(kind, ())


def likely_topics(seen: InView | None, *, chosen: Iterable[Topic] = ()) -> tuple[Topic, ...]:
    """Topics by how likely they are wanted, each once; those of the record that is `chosen`, then what presses."""
    if seen is None:
        return tuple(dict.fromkeys([*chosen, *NOBODY]))
    pressing = (
        (seen.has_complaint, (Topic.COMPLAINT, Topic.APOLOGY)),
        (seen.has_bad_review, (Topic.REVIEW, Topic.APOLOGY)),
        (seen.has_interception, (Topic.INTERCEPTION,)),
        (seen.has_shortage, (Topic.SHORTAGE, Topic.APOLOGY)),
        (seen.has_repair, (Topic.REPAIR,)),
        (bool(seen.cases), [topic for kind in seen.cases for topic in topics_of_case(kind)]),
        (seen.has_refund, (Topic.REFUND, Topic.REFUND_CHANNEL)),
        (seen.is_refunded, (Topic.REFUND_CHANNEL,)),
        (seen.has_good_review, (Topic.REVIEW, Topic.CARE)),
    )
    found = [topic for stands, topics in pressing if stands for topic in topics]
    return tuple(dict.fromkeys([*chosen, *found, *_usual(seen)]))


def _usual(seen: InView) -> Iterable[Topic]:
    """What buyers ask at this stage."""
    if seen.is_signed and seen.status in (Status.PAID, Status.SHIPPED):
        return (Topic.RETURN, Topic.EXCHANGE, Topic.SHORTAGE, Topic.TRACKING)
    if seen.has_left and seen.status is Status.PAID:
        return _OF_STATUS[Status.SHIPPED]
    return _OF_STATUS[seen.status]


def place_of(topic: Topic, likely: Sequence[Topic]) -> int:
    """Its place among the likely ones; those that aren't stand behind."""
    return likely.index(topic) if topic in likely else len(likely)
