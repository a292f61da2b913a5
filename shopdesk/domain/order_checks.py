"""The checks on an order (ORD-12): each a small rule over what is known of it, with a hold of its own kind.

`domain.holds.HOLD_KINDS` tells who may clear each. A finding's signature is what was found, in no language: one that a
person cleared isn't held again until it reads otherwise.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from shopdesk.clock import Millis
from shopdesk.domain.carriers import Choice
from shopdesk.domain.goods_wishes import Bought, differs
from shopdesk.domain.holds import Hold
from shopdesk.domain.messages import Understood
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.readings import Topic
from shopdesk.errors import N_
from shopdesk.i18n import _

HOUR: Millis = 3_600_000

ONE_YUAN = Money(100)

FREE = (Origin.EXCHANGE, Origin.REISSUE)
"""The shop's own matter: nothing is due for these."""

_NO_REFUND = re.compile(r"没有|^无|未申请|关闭|撤销|取消|失败|拒绝|已完结$|^-$|^0(?:\.0+)?$|^null$")
_NOTHING = Understood("")


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another open order of the same buyer."""

    order_no: str
    created: Millis
    same_address: bool
    same_goods: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the checks, from Settings."""

    duplicate_hours: int = 24
    underpaid_percent: int = 50
    """How far below the list price the money may be, where lines don't say what was paid for each."""
    underpaid_tolerance: Money = ONE_YUAN
    asks_for_memo: bool = False
    """Whether a dearer carrier that the seller's own memo names waits for its money too; else the memo is an order."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks know of an order."""

    memo: Understood = _NOTHING
    message: Understood = _NOTHING
    bought: tuple[Bought, ...] = ()
    sizeless: tuple[str, ...] = ()
    """Items without a size whose product comes in sizes."""
    origin: Origin = Origin.PLATFORM
    created: Millis = 0
    paid: Money = ZERO
    postage: Money = ZERO
    extra_paid: Money = ZERO
    """What was paid by lines that are postage or a difference."""
    lines_paid: Money = ZERO
    lines_listed: Money = ZERO
    refund: str = ""
    buyer: str = ""
    blocked: str = ""
    owed: tuple[str, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    people: tuple[str, ...] = ()
    """Who shares its flag, while nobody said whose customer it is."""
    area: str = ""
    is_outside: bool = False
    """Hong Kong, Macau, Taiwan or abroad (ORD-08)."""
    choice: Choice = field(default_factory=lambda: Choice("", ZERO))
    asked_carrier: str = ""
    has_carrier_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found."""

    kind: Hold
    template: str
    values: dict[str, str]
    signature: str
    amount: Money = ZERO
    """What is due before it may go on."""

    @property
    def reason(self) -> str:
        """In words, in the language in use."""
        return _(self.template).format_map(self.values)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: what it looks for, for Settings, and how."""

    kind: Hold
    meaning: str
    find: Callable[[Facts, Numbers], Iterator[Finding]]


def find_all(facts: Facts, numbers: Numbers, *, without: Sequence[str] = ()) -> list[Finding]:
    """What the checks find, in the order in which a person looks; `without` the kinds that are switched off."""
    return [finding for check in CHECKS if check.kind not in without for finding in check.find(facts, numbers)]


def is_refund(state: str) -> bool:
    """Whether a platform's refund or after-sales word tells of a refund asked for or paid."""
    text = state.strip()
    return bool(text) and not _NO_REFUND.search(text)


def _blocked(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    if facts.blocked:
        words = {"buyer": facts.buyer, "why": facts.blocked}
        yield Finding(Hold.BLOCKED, N_("Nothing is sold to {buyer} any more: {why}"), words, facts.blocked)


def _refund(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    if facts.refund:
        yield Finding(Hold.REFUND, N_("A refund was asked for ({state})"), {"state": facts.refund}, facts.refund)


def _salesperson(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    if len(facts.people) > 1:
        names = ", ".join(facts.people)
        yield Finding(Hold.SALESPERSON, N_("Several people share its flag: {names}"), {"names": names}, names)


def _size(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    if facts.sizeless:
        items = "; ".join(facts.sizeless)
        yield Finding(Hold.SIZE, N_("No size given: {item}"), {"item": items}, items)


def _wish(kind: Hold, topic: Topic, by_memo: str, by_message: str) -> Callable[[Facts, Numbers], Iterator[Finding]]:
    """A check for other goods than were bought; the memo is the seller's word and goes first."""

    def find(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
        for said, template in ((facts.memo, by_memo), (facts.message, by_message)):
            asked = [each for each in said.of(topic) if differs(each, facts.bought)]
            if asked:
                words = ", ".join(dict.fromkeys(each.shown for each in asked))
                bought = ", ".join(dict.fromkeys(_bought_words(topic, facts.bought)))
                yield Finding(kind, template, {"asked": words, "bought": bought}, f"{words}|{bought}")
                return

    return find


def _bought_words(topic: Topic, bought: Sequence[Bought]) -> Iterator[str]:
    for item in bought:
        words = {Topic.SIZE: item.size, Topic.COLOUR: item.colour, Topic.QUANTITY: str(item.quantity)}
        yield words.get(topic) or item.text


def _address(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    asked = facts.memo.address or facts.message.address
    if asked is None:
        return
    words = " ".join(filter(None, (getattr(asked, part) for part in asked.__slots__)))
    template = N_("The memo asks for another address: {address}")
    if facts.memo.address is None:
        template = N_("The buyer asks for another address: {address}")
    yield Finding(Hold.ADDRESS, template, {"address": words}, words)


def _addresses(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    memo, message = facts.memo.address, facts.message.address
    if memo is not None and message is not None and memo != message:
        words = " / ".join((memo.address or memo.phone, message.address or message.phone))
        yield Finding(Hold.ADDRESSES, N_("Memo and message name different addresses"), {}, words)
    others = sorted(other.order_no for other in facts.siblings if not other.same_address)
    if others:
        orders = ", ".join(others)
        template = N_("Other open orders of this buyer go elsewhere: {orders}")
        yield Finding(Hold.ADDRESSES, template, {"orders": orders}, orders)


def _together(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    others = sorted(other.order_no for other in facts.siblings if other.same_address)
    if others:
        orders = ", ".join(others)
        template = N_("Same buyer and address as {orders}: ship together?")
        yield Finding(Hold.TOGETHER, template, {"orders": orders}, orders)


def _duplicate(facts: Facts, numbers: Numbers) -> Iterator[Finding]:
    """The later one of two is asked about."""
    if facts.origin is not Origin.PLATFORM:
        return
    near = numbers.duplicate_hours * HOUR
    others = sorted(
        other.order_no for other in facts.siblings if other.same_goods and 0 <= facts.created - other.created <= near
    )
    if others:
        orders = ", ".join(others)
        yield Finding(Hold.DUPLICATE, N_("The same goods as {orders}: bought twice?"), {"orders": orders}, orders)


def _underpaid(facts: Facts, numbers: Numbers) -> Iterator[Finding]:
    """Against what the lines say was paid for them; where they name list prices alone, discounts are normal and only a
    sum far below is strange. What platforms pay towards an order they report as paid."""
    if facts.origin in FREE:
        return
    wanted = facts.lines_paid or Money(int(facts.lines_listed) * (100 - numbers.underpaid_percent) // 100)
    missing = Money(wanted - facts.paid)
    if missing > numbers.underpaid_tolerance:
        words = {"paid": facts.paid.shown, "lines": (facts.lines_paid or facts.lines_listed).shown}
        template = N_("{paid} was paid, but the items come to {lines}")
        yield Finding(Hold.UNDERPAID, template, words, f"{int(facts.paid)}/{int(wanted)}", missing)


def _owed(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    if facts.owed:
        items = ", ".join(facts.owed)
        yield Finding(Hold.OWED, N_("Still owed to this buyer: {items}"), {"items": items}, items)


def _carrier(facts: Facts, _numbers: Numbers) -> Iterator[Finding]:
    if facts.has_carrier_by_hand:
        return
    by_memo, by_message = (said.values(Topic.CARRIER) for said in (facts.memo, facts.message))
    if by_memo and by_message and not set(by_memo) & set(by_message):
        words = {"memo": by_memo[0], "message": by_message[0]}
        template = N_("The memo says {memo}, the buyer asks for {message}")
        yield Finding(Hold.CARRIER, template, words, f"{by_memo[0]}|{by_message[0]}")
    elif facts.asked_carrier and facts.choice.unreached == facts.asked_carrier:
        words = {"carrier": facts.asked_carrier, "area": facts.area}
        template = N_("{carrier} was asked for, but doesn't go to {area}")
        yield Finding(Hold.CARRIER, template, words, f"{facts.asked_carrier}>{facts.area}")


def _postage(facts: Facts, numbers: Numbers) -> Iterator[Finding]:
    """What a carrier or an area costs more and nobody paid (ORD-07, ORD-08), or a difference that the memo names."""
    if facts.origin in FREE:
        return
    settled = [each for each in facts.memo.of(Topic.PAID) if not each.amount]
    named = max((each.amount for each in facts.memo.of(Topic.DUE)), default=None)
    got = facts.postage + facts.extra_paid + sum(each.amount for each in facts.memo.of(Topic.PAID))
    by_memo = facts.choice.carrier in facts.memo.values(Topic.CARRIER) and not facts.is_outside
    surcharge = ZERO if by_memo and not numbers.asks_for_memo else facts.choice.surcharge
    due = max(Money(surcharge - got), ZERO, named or ZERO)
    if settled and named is None:
        return
    words = {"amount": due.shown, "area": facts.area, "carrier": facts.choice.carrier}
    signature = f"{int(due)}|{facts.choice.carrier if facts.choice.surcharge else ''}|{facts.area}"
    if facts.is_outside and due:
        yield Finding(Hold.POSTAGE, N_("Postage due to {area}: {amount}"), words, signature, due)
    elif not facts.choice.known and not got:
        yield Finding(Hold.POSTAGE, N_("Postage due to {area}: ask how much"), words, signature)
    elif named is not None and due == named:
        template = N_("The memo says that {amount} is still to come") if due else N_("The memo says money is to come")
        yield Finding(Hold.POSTAGE, template, words, signature, due)
    elif due:
        yield Finding(Hold.POSTAGE, N_("{carrier} costs {amount} more"), words, signature, due)


CHECKS: tuple[Check, ...] = (
    Check(Hold.BLOCKED, N_("Buyers who are blocked"), _blocked),
    Check(Hold.REFUND, N_("A refund asked for meanwhile"), _refund),
    Check(Hold.SALESPERSON, N_("A flag that several people share"), _salesperson),
    Check(Hold.SIZE, N_("Items without a size whose product comes in sizes"), _size),
    Check(
        Hold.OTHER_STYLE, N_("Another style in memo or message"),
        _wish(Hold.OTHER_STYLE, Topic.STYLE, N_("The memo says style {asked}, bought was {bought}"),
              N_("The buyer asks for style {asked}, bought was {bought}")),
    ),
    Check(
        Hold.OTHER_COLOUR, N_("Another colour in memo or message"),
        _wish(Hold.OTHER_COLOUR, Topic.COLOUR, N_("The memo says colour {asked}, bought was {bought}"),
              N_("The buyer asks for colour {asked}, bought was {bought}")),
    ),
    Check(
        Hold.OTHER_SIZE, N_("Another size in memo or message"),
        _wish(Hold.OTHER_SIZE, Topic.SIZE, N_("The memo says size {asked}, bought was {bought}"),
              N_("The buyer asks for size {asked}, bought was {bought}")),
    ),
    Check(
        Hold.OTHER_QUANTITY, N_("Another quantity in memo or message"),
        _wish(Hold.OTHER_QUANTITY, Topic.QUANTITY, N_("The memo says {asked} pieces, bought were {bought}"),
              N_("The buyer asks for {asked} pieces, bought were {bought}")),
    ),
    Check(Hold.ADDRESS, N_("Another address in memo or message"), _address),
    Check(Hold.ADDRESSES, N_("Several addresses"), _addresses),
    Check(Hold.TOGETHER, N_("Several open orders to one address"), _together),
    Check(Hold.DUPLICATE, N_("The same goods bought twice"), _duplicate),
    Check(Hold.UNDERPAID, N_("Less paid than the items cost"), _underpaid),
    Check(Hold.OWED, N_("Something owed to the buyer"), _owed),
    Check(Hold.CARRIER, N_("A carrier asked for that can't be used"), _carrier),
    Check(Hold.POSTAGE, N_("Postage or a difference that is still due"), _postage),
)  # fmt: skip
