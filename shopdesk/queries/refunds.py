"""Money that goes back: lists by state, and what one order's refunds come to (REF-01 to REF-08)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, escaped, rows_of
from shopdesk.domain.cases import Kind
from shopdesk.domain.deadlines import HOUR_MS
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.platform_requests import Progress, read_kind, read_progress
from shopdesk.domain.reasons import Party
from shopdesk.domain.refund_steps import RefundFacts
from shopdesk.domain.refunds import (
    COUNTS,
    NO_ACCOUNT,
    OPEN,
    Channel,
    Earlier,
    MoneyBack,
    RefundKind,
    RefundState,
    asked_together,
    goes_directly,
    needs_second,
)
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, NotFound
from shopdesk.queries.conditions import Conditions
from shopdesk.queries.interceptions import BROUGHT_BACK, HELD_BACK
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.people import list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import CASE_REFUND_HOURS, REFUND_SECOND_ABOVE


class RefundNotFound(NotFound):
    template = N_("There is no refund {number} here. Look at the list of refunds.")


@dataclass(frozen=True, slots=True)
class RefundRow:
    """One refund, as lists and the page show it."""

    id: int
    version: int
    shop_id: int
    shop: str
    order_id: int
    order_no: str
    buyer_id: int | None
    buyer: str
    """The buyer's platform id, "" where nobody knows."""
    case_id: int | None
    kind: RefundKind
    reason: str
    """A word of domain.reasons.Reason, or the shop's own words: `domain.refunds.reason_title`."""
    amount: Money
    freight: Money
    """The part of the amount that is promised freight (REF-07)."""
    fee: Money
    fee_by: Party
    channel: Channel
    payee: str
    payee_account: str
    payee_checked_by: str
    payee_checked_at: Millis | None
    state: RefundState
    due_at: Millis | None
    """By when it is to be paid (REF-02); None while the goods are still to come."""
    asked_by_id: int
    asked_by: str
    asked_at: Millis
    approved_by: str
    approved_at: Millis | None
    decision: str
    """Why it was refused or let through, or how the payment came back."""
    is_let_through: bool
    paid_by: str
    paid_at: Millis | None
    reference: str
    refund_no: str
    """The platform's request that it answers."""
    note: str
    goods_back: bool
    """The goods were approved into stock, or none are to come back (RET-09), or the carrier brings them (SHP-11)."""
    request_state: str
    """The platform's word on that request, "" where there is none (REF-08)."""
    is_intercepted: bool
    """It waits for a parcel that a carrier is to bring back (SHP-11)."""

    @property
    def is_direct(self) -> bool:
        """Whether the shop pays it itself, past the platform (REF-05)."""
        return goes_directly(self.kind, self.channel, self.payee_account)

    @property
    def has_payee(self) -> bool:
        """Whether name and account are known, as far as its channel needs them."""
        return bool(self.payee) and (bool(self.payee_account) or self.channel in NO_ACCOUNT)

    @property
    def to_pay(self) -> Money:
        """What leaves the shop's account for the buyer: without the fee where the buyer bears it."""
        return self.amount - self.fee if self.fee_by is Party.BUYER else self.amount

    @property
    def is_open(self) -> bool:
        """Still to be approved or paid."""
        return self.state in OPEN


_SQL = f"""
SELECT r.id, r.version, o.shop_id, s.name, r.order_id, o.order_no, o.buyer_id,
  coalesce(b.platform_id, '') AS platform_id, r.case_id, r.kind, r.reason, r.amount, r.freight, r.fee, r.fee_by,
  r.channel, r.payee, r.payee_account, coalesce(k.name, '') AS name, r.payee_checked_at, r.state,
  coalesce(r.due_at, c.received_at + ?), r.asked_by_id, a.name, r.asked_at, coalesce(v.name, '') AS name,
  r.approved_at, r.decision, r.above, coalesce(p.name, '') AS name, r.paid_at, r.reference, r.refund_no, r.note,
  CASE WHEN c.approved_at IS NOT NULL OR {BROUGHT_BACK} THEN 1 ELSE 0 END,
  CASE WHEN {HELD_BACK} THEN 1 ELSE 0 END,
  coalesce((SELECT q.state FROM refund_request q WHERE q.shop_id = o.shop_id AND q.refund_no = r.refund_no
            AND r.refund_no <> ''), '') AS state
FROM refund r JOIN orders o ON o.id = r.order_id JOIN shop s ON s.id = o.shop_id
JOIN person a ON a.id = r.asked_by_id
LEFT JOIN buyer b ON b.id = o.buyer_id LEFT JOIN cases c ON c.id = r.case_id
LEFT JOIN person k ON k.id = r.payee_checked_by_id LEFT JOIN person v ON v.id = r.approved_by_id
LEFT JOIN person p ON p.id = r.paid_by_id
"""
_DUE = "coalesce(r.due_at, c.received_at + ?)"


def list_refunds(
    database: Database,
    *,
    states: Collection[RefundState] = (),
    order_id: int | None = None,
    case_id: int | None = None,
    buyer_id: int | None = None,
    due_before: Millis | None = None,
    paid_since: Millis | None = None,
    paid_until: Millis | None = None,
    find: str = "",
    newest: bool = False,
    limit: int | None = None,
) -> list[RefundRow]:
    """Refunds, the most pressing first, those without a time last; or the newest first. `find`: part of an order's
    number, a buyer's id, a payment's reference or a platform's refund number, or a refund's own number."""
    wait = get_setting(database, CASE_REFUND_HOURS) * HOUR_MS
    wanted = Conditions()
    wanted.add_one_of("r.state", states)
    for column, value in (("r.order_id", order_id), ("r.case_id", case_id), ("o.buyer_id", buyer_id)):
        wanted.add_equal(column, value)
    if due_before is not None:
        wanted.add(f"{_DUE} < ?", wait, due_before)
    if paid_since is not None:
        wanted.add("r.paid_at >= ?", paid_since)
    if paid_until is not None:
        wanted.add("r.paid_at < ?", paid_until)
    if find.strip():
        wanted.add(*_found(find.strip()))
    order, ends = ("r.id DESC", []) if newest else (f"{_DUE} NULLS LAST, r.id", [wait])
    rows = rows_of(database, f"{_SQL} {wanted.sql(order, limit)}", [wait, *wanted.params, *ends])
    return [_row(row) for row in rows]


def _found(text: str) -> tuple[Any, ...]:
    like = f"%{escaped(text)}%"
    columns = ("o.order_no", "b.platform_id", "r.reference", "r.refund_no")
    parts = [f"{column} LIKE ? ESCAPE '\\'" for column in columns]
    own = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return f"({' OR '.join(parts)} OR r.id = ?)", *([like] * len(columns)), own


def get_refund(database: Database, refund_id: int) -> RefundRow:
    """One refund; raises RefundNotFound."""
    wait = get_setting(database, CASE_REFUND_HOURS) * HOUR_MS
    rows = rows_of(database, f"{_SQL} WHERE r.id = ?", [wait, refund_id])
    if not rows:
        raise RefundNotFound(number=refund_id)
    return _row(rows[0])


def _row(row: tuple[Any, ...]) -> RefundRow:
    values = list(row[:34])
    for place, kind in _READ.items():
        values[place] = kind(values[place])
    is_back, is_held, request = row[34:]
    goods_back = values[9] is not RefundKind.RETURN or bool(is_back)
    return RefundRow(*[*values, goods_back, request, bool(is_held)])


def _party(word: str) -> Party:
    return Party(word) if word else Party.SHOP


_READ: dict[int, Callable[[Any], Any]] = {
    9: RefundKind, 11: Money, 12: Money, 13: Money, 14: _party, 15: Channel, 20: RefundState, 28: bool,
}  # fmt: skip
"""Columns that are more than a number or a text, by their place."""


@dataclass(frozen=True, slots=True)
class RefundTotal:
    """What was paid back by one way for one kind of reason."""

    kind: RefundKind
    channel: Channel
    refunds: int
    amount: Money
    fee: Money
    """Borne by the shop or the buyer, together."""


def total_refunds(database: Database, *, since: Millis, until: Millis) -> list[RefundTotal]:
    """What was paid back between two moments, by kind and channel."""
    rows = rows_of(
        database,
        "SELECT kind, channel, count(*), sum(amount), sum(fee) FROM refund "
        "WHERE paid_at >= ? AND paid_at < ? AND state = 'paid' GROUP BY kind, channel ORDER BY kind, channel",
        (since, until),
    )
    return [
        RefundTotal(RefundKind(kind), Channel(channel), count, Money(amount), Money(fee))
        for kind, channel, count, amount, fee in rows
    ]


@dataclass(frozen=True, slots=True)
class PlatformRequest:
    """The platform's own request for an order (REF-08)."""

    refund_no: str
    kind: str
    state: str
    amount: Money
    reason: str
    deadline: Millis | None

    @property
    def is_open(self) -> bool:
        """Money may still go back by it."""
        return read_progress(self.state) in (Progress.ASKED, Progress.AGREED, Progress.SENT)

    @property
    def is_paid(self) -> bool:
        """The platform has paid it back."""
        is_money = read_kind(self.kind) not in (Kind.EXCHANGE, Kind.REISSUE)
        return is_money and read_progress(self.state) is Progress.PAID


@dataclass(frozen=True, slots=True)
class RefundView:
    """What whoever asks, approves or pays has to see of an order's money."""

    order_id: int
    order_no: str
    shop_id: int
    shop: str
    buyer_id: int | None
    buyer: str
    is_closed: bool
    """Cancelled here or closed on the platform."""
    has_platform: bool
    """A platform stands between, and can pay back; not where the order was entered by hand."""
    money: MoneyBack
    promised_freight: Money
    """Of its cases (REF-07)."""
    freight_given: Money
    """The part of it that refunds hold already."""
    refunds: tuple[RefundRow, ...]
    requests: tuple[PlatformRequest, ...]

    @property
    def freight_left(self) -> Money:
        """Freight that was promised and is in no refund yet."""
        return max(ZERO, self.promised_freight - self.freight_given)


def refund_view(database: Database, *, order_id: int) -> RefundView:
    """What was paid for an order, what went back, what is left, freight promised, the platform's requests. Raises
    OrderNotFound."""
    rows = rows_of(
        database,
        "SELECT o.shop_id, o.order_no, s.name, o.buyer_id, coalesce(b.platform_id, '') AS platform_id, o.status, "
        "o.stage, o.origin, (SELECT coalesce(sum(c.freight), 0) FROM cases c WHERE c.order_id = o.id) "
        "FROM orders o JOIN shop s ON s.id = o.shop_id LEFT JOIN buyer b ON b.id = o.buyer_id WHERE o.id = ?",
        (order_id,),
    )
    if not rows:
        raise OrderNotFound(order_no=order_id)
    shop_id, order_no, shop, buyer_id, buyer, status, stage, origin, promised = rows[0]
    refunds = list_refunds(database, order_id=order_id)
    requests = _requests(database, shop_id, order_no)
    return RefundView(
        order_id, order_no, shop_id, shop, buyer_id, buyer,
        status == Status.CLOSED or stage == Stage.CLOSED, origin == Origin.PLATFORM,
        _money(database, order_id, refunds, requests), Money(promised),
        sum((each.freight for each in refunds if each.state in COUNTS), ZERO), tuple(refunds), requests,
    )  # fmt: skip


def get_money_back(database: Database, order_id: int) -> MoneyBack:
    """What was paid for an order and what of it went back or is about to (REF-04)."""
    return refund_view(database, order_id=order_id).money


def _money(
    database: Database, order_id: int, refunds: list[RefundRow], requests: tuple[PlatformRequest, ...]
) -> MoneyBack:
    paid, origin, status, settled, payouts = rows_of(
        database,
        "SELECT o.paid, o.origin, o.status, t.amount, "
        "(SELECT coalesce(sum(v.amount), 0) FROM overpayment v WHERE v.order_id = o.id AND v.way = 'payout') "
        "FROM orders o LEFT JOIN settlement t ON t.order_id = o.id WHERE o.id = ?",
        (order_id,),
    )[0]
    if settled is not None:
        paid = settled
    elif status == Status.UNPAID or origin == Origin.BANK:  # nobody has seen the money yet
        paid = 0
    earlier = tuple(
        Earlier(each.id, each.state, each.kind, each.reason, each.amount, each.is_direct, each.asked_by_id)
        for each in sorted(refunds, key=lambda each: each.id)
    )
    by_platform = sum((each.amount for each in requests if each.is_paid), ZERO)
    return MoneyBack(Money(paid), earlier, Money(payouts), by_platform)


def _requests(database: Database, shop_id: int, order_no: str) -> tuple[PlatformRequest, ...]:
    rows = rows_of(
        database,
        "SELECT refund_no, kind, state, amount, reason, deadline FROM refund_request "
        "WHERE shop_id = ? AND order_no = ? ORDER BY requested_at NULLS FIRST, id",
        (shop_id, order_no),
    )
    return tuple(PlatformRequest(no, kind, state, Money(fen), *rest) for no, kind, state, fen, *rest in rows)


def refund_facts(database: Database, refund: RefundRow, view: RefundView | None = None) -> RefundFacts:
    """What the table of steps asks of a refund (domain/refund_steps.py)."""
    view = view or refund_view(database, order_id=refund.order_id)
    together = asked_together(view.money.refunds, asked_by=refund.asked_by_id)
    is_alone = len(list_people(database)) < 2  # where one person works, nobody else can approve
    return RefundFacts(
        state=refund.state,
        kind=refund.kind,
        asked_by=refund.asked_by_id,
        payee_by=_payee_by(database, refund.id) if refund.is_direct else None,
        is_direct=refund.is_direct,
        has_payee=refund.has_payee,
        is_checked=refund.payee_checked_at is not None,
        needs_second=not is_alone and needs_second(together, Money(get_setting(database, REFUND_SECOND_ABOVE))),
        goods_back=refund.goods_back,
        is_intercepted=refund.is_intercepted,
        is_closed=view.is_closed,
        is_requested=any(each.is_open for each in view.requests),
        over=view.money.over(refund.amount, is_direct=refund.is_direct, before=refund.id),
        is_let_through=refund.is_let_through,
    )


PAYEE_CHANGED = "refund payee"
"""What the trail calls that somebody said anew who gets a refund."""


def _payee_by(database: Database, refund_id: int) -> int | None:
    rows = rows_of(
        database,
        "SELECT person_id FROM trail WHERE kind = 'refund' AND record_id = ? AND action = ? ORDER BY id DESC LIMIT 1",
        (refund_id, PAYEE_CHANGED),
    )
    return rows[0][0] if rows else None


def find_by_reference(database: Database, reference: str, *, but: int) -> RefundRow | None:
    """Another refund that was paid with this reference."""
    rows = rows_of(
        database,
        "SELECT id FROM refund WHERE reference = ? AND reference <> '' AND state = 'paid' AND id <> ? "
        "ORDER BY id LIMIT 1",
        (reference, but),
    )
    return get_refund(database, rows[0][0]) if rows else None
