"""Refunds: asked, approved by another, refused, withdrawn (REF-01 to REF-04). Paying: refund_payments.

Who writes holds the shop's one lock, so that what a guard has read is still so when the refund is written: two PCs
can't ask for the same money.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, add_row
from shopdesk.domain.cases import Kind, State
from shopdesk.domain.deadlines import HOUR_MS
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.refund_steps import REFUND_RULES, RefundStep, doubt_about_refund
from shopdesk.domain.refunds import (
    COUNTS,
    FOR_GOODS,
    REFUND_STATES,
    Channel,
    RefundKind,
    RefundState,
    blame_for,
    fee_bearer,
    goes_directly,
    read_account,
    read_payee,
    same_again,
    transfer_fee,
)
from shopdesk.i18n import _
from shopdesk.queries.cases import find_open_case
from shopdesk.queries.orders import get_order
from shopdesk.queries.overpayments import left_to_return
from shopdesk.queries.refund_cases import RefundCase, find_refund_case
from shopdesk.queries.refunds import RefundRow, RefundView, get_refund, refund_facts, refund_view
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import refund_refusals as refusals
from shopdesk.services.case_steps import tell
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import ReasonMissing, checked_amount, save_edit
from shopdesk.services.overpayments import AmountMissing, NothingOverpaid, TooMuchReturned
from shopdesk.settings import CASE_REFUND_HOURS, REFUND_FEE_UP_TO

KINDS = (Changed.REFUNDS, Changed.ORDERS, Changed.CASES)
"""What shows refunds: their page, an order's panel, its case."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, as it is written down."""

    kind: RefundKind
    reason: str
    amount: Money
    freight: Money
    channel: Channel
    payee: str
    account: str
    refund_no: str
    note: str
    above_reason: str

    @property
    def is_direct(self) -> bool:
        """Whether the shop pays it itself (REF-05)."""
        return goes_directly(self.kind, self.channel, self.account)


def ask_refund(
    desk: Desk,
    *,
    order_id: int,
    kind: RefundKind,
    reason: str,
    amount: Money,
    case_id: int | None = None,
    freight: Money = ZERO,
    channel: Channel = Channel.PLATFORM,
    payee: str = "",
    account: str = "",
    refund_no: str = "",
    note: str = "",
    above_reason: str = "",
) -> int:
    """Ask for money to go back; returns the refund's id. `reason` is a word of domain.reasons.Reason or the shop's own
    words; `freight` the part of the amount that is promised freight; `refund_no` the platform's request that it
    answers, the case's own if left out. Without a case it joins the order's open one of its kind.

    `above_reason` lets more go than was paid, or of a closed order, or beside a replacement: only who may overrule
    gives one (REF-04). Raises GoodsInstead,
    AmountMissing, ReasonMissing, WayMissing, PayeeUnclear, AccountUnclear, TooMuchFreight, OtherOrder, OtherShop,
    CaseOver, NoReturn, OrderClosed, AskedAlready, AboveCeiling, RequestAnswered, RequestElsewhere, NothingOverpaid,
    TooMuchReturned.
    """
    with work(desk, Right.SERVE, *KINDS) as doing:
        return enter_refund(
            doing, order_id=order_id, kind=kind, reason=reason, amount=amount, case_id=case_id, freight=freight,
            channel=channel, payee=payee, account=account, refund_no=refund_no, note=note, above_reason=above_reason,
        )  # fmt: skip


def enter_refund(
    doing: Work,
    *,
    order_id: int,
    kind: RefundKind,
    reason: str,
    amount: Money,
    case_id: int | None = None,
    freight: Money = ZERO,
    channel: Channel = Channel.PLATFORM,
    payee: str = "",
    account: str = "",
    refund_no: str = "",
    note: str = "",
    above_reason: str = "",
) -> int:
    """The same as part of a larger work, whose person may ask for refunds: see `desk.need`."""
    desk = doing.desk
    doing.kinds |= set(KINDS)
    wish = read_wish(
        kind=RefundKind(kind), reason=reason, amount=amount, freight=freight, channel=Channel(channel), payee=payee,
        account=account, refund_no=refund_no, note=note, above_reason=above_reason,
    )  # fmt: skip
    if wish.above_reason:
        need(desk, Right.OVERRULE)
    view = refund_view(desk.database, order_id=order_id)
    check_way(view, wish.kind, wish.channel, wish.account)
    case = find_case(desk.database, view, wish.kind, case_id)
    number = wish.refund_no or (case.refund_no if case else "")
    check_request(desk.database, view, number)
    is_above = check_money(desk, view, wish, case)
    return _enter(doing, view, wish, case, refund_no=number, is_above=is_above)


def read_wish(*, amount: Money, freight: Money, payee: str, account: str, **given: Any) -> Wish:
    """What was typed, read; raises AmountMissing, AmountBelowZero, ReasonMissing, TooMuchFreight, PayeeUnclear,
    AccountUnclear."""
    given = {name: each.strip() if type(each) is str else each for name, each in given.items()}
    if amount <= 0:
        raise AmountMissing()
    checked_amount(amount)
    checked_amount(freight)
    if not given["reason"]:
        raise ReasonMissing()
    if freight > amount:
        raise refusals.TooMuchFreight(freight=freight.shown, amount=amount.shown)
    part = amount if given["kind"] is RefundKind.FREIGHT else freight
    return Wish(amount=amount, freight=part, payee=checked_payee(payee), account=checked_account(account), **given)


def check_way(view: RefundView, kind: RefundKind, channel: Channel, account: str) -> None:
    """The platform pays what was paid there; anything else needs a way of its own. Raises WayMissing."""
    is_direct = goes_directly(kind, channel, account)
    if (is_direct and channel is Channel.PLATFORM) or (not is_direct and not view.has_platform):
        raise refusals.WayMissing()


def checked_payee(payee: str) -> str:
    """A real name; raises PayeeUnclear (REF-05)."""
    try:
        return read_payee(payee)
    except ValueError as error:
        raise refusals.PayeeUnclear(payee=payee.strip()) from error


def checked_account(account: str) -> str:
    """A whole account; raises AccountUnclear (REF-05)."""
    try:
        return read_account(account)
    except ValueError as error:
        raise refusals.AccountUnclear(account=account.strip()) from error


_CASES: Mapping[RefundKind, tuple[str, ...]] = {
    RefundKind.RETURN: (Kind.RETURN.value, Kind.REFUSAL.value),
    RefundKind.ONLY: (Kind.REFUND.value,),
    RefundKind.PRICE: (Kind.PRICE.value,),
}
"""Which open case a refund joins that names none."""


def find_case(database: Database, view: RefundView, kind: RefundKind, case_id: int | None) -> RefundCase | None:
    """The case that it is for, which has to be this order's."""
    if case_id is None and kind in _CASES:
        case_id = find_open_case(database, order_id=view.order_id, kinds=_CASES[kind])
    if case_id is None:
        if kind is RefundKind.RETURN:
            raise refusals.NoReturn(order_no=view.order_no)
        return None
    case = find_refund_case(database, case_id)
    orders = (case.order_id, case.replacement_id) if case else ()
    if case is None or (case.order_id is not None and view.order_id not in orders):
        theirs = get_order(database, case.order_id).order_no if case and case.order_id else "?"
        raise refusals.OtherOrder(case=case_id, theirs=theirs, order_no=view.order_no)
    pairs = ((case.shop_id, view.shop_id), (case.buyer_id, view.buyer_id))
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        raise refusals.OtherShop(case=case_id, order_no=view.order_no)
    if case.state is State.CLOSED:
        raise refusals.CaseOver(case=case_id)
    return case


def check_request(database: Database, view: RefundView, refund_no: str) -> None:
    """One request of the platform is answered once, and by a refund of its own order."""
    if not refund_no:
        return
    row = database.execute_sql(
        "SELECT r.id FROM refund r JOIN orders o ON o.id = r.order_id "
        "WHERE o.shop_id = ? AND r.refund_no = ? AND r.refund_no <> '' "
        f"AND r.state IN ({', '.join('?' * len(COUNTS))})",
        (view.shop_id, refund_no, *(state.value for state in COUNTS)),
    ).fetchone()
    if row is not None:
        first = get_refund(database, row[0])
        raise refusals.RequestAnswered(
            refund_no=refund_no, number=first.id, order_no=first.order_no, state=_(REFUND_STATES[first.state]),
            person=first.asked_by,
        )  # fmt: skip
    known = database.execute_sql(
        "SELECT order_no FROM refund_request WHERE shop_id = ? AND refund_no = ?", (view.shop_id, refund_no)
    ).fetchone()
    if known is not None and known[0] != view.order_no:
        raise refusals.RequestElsewhere(refund_no=refund_no, theirs=known[0], order_no=view.order_no)


def check_money(desk: Desk, view: RefundView, wish: Wish, case: RefundCase | None) -> bool:
    """The guards of REF-04; returns whether only a supervisor's reason lets it go."""
    first = same_again(view.money.refunds, reason=wish.reason, amount=wish.amount)
    if first is not None:
        row = get_refund(desk.database, first.id)
        raise refusals.AskedAlready(
            person=row.asked_by, amount=row.amount.shown, order_no=row.order_no, when=desk.shown(row.asked_at),
            number=row.id, state=_(REFUND_STATES[row.state]),
        )  # fmt: skip
    if view.is_closed and not wish.above_reason:
        raise refusals.OrderClosed(order_no=view.order_no)
    is_over = view.money.over(wish.amount, is_direct=wish.is_direct) > 0
    if is_over and not wish.above_reason:
        raise refusals.above_ceiling(view, wish.amount.shown)
    if wish.kind is RefundKind.OVERPAID and not wish.above_reason:
        _check_overpaid(desk, view, wish.amount)
    is_beside = _is_beside_goods(case, wish)
    if is_beside and case and not wish.above_reason:
        raise refusals.GoodsInstead(replacement=case.replacement_no, case=case.id)
    return view.is_closed or is_over or is_beside


def _is_beside_goods(case: RefundCase | None, wish: Wish) -> bool:
    """Whether the buyer would have the money of what was replaced as well."""
    return case is not None and case.replacement_no != "" and wish.kind in FOR_GOODS and wish.amount > wish.freight


def _check_overpaid(desk: Desk, view: RefundView, amount: Money) -> None:
    """What was made good in goods or paid out before isn't due again (ORD-21)."""
    left = left_to_return(desk.database, get_order(desk.database, view.order_id))
    if not left:
        raise NothingOverpaid(order_no=view.order_no)
    if amount > left:
        raise TooMuchReturned(order_no=view.order_no, left=left.shown, amount=amount.shown)


def _enter(
    doing: Work, view: RefundView, wish: Wish, case: RefundCase | None, *, refund_no: str, is_above: bool
) -> int:
    database = doing.desk.database
    row = {
        "order_id": view.order_id, "case_id": case.id if case else None, "kind": wish.kind.value,
        "reason": wish.reason, "amount": int(wish.amount), "freight": int(wish.freight),
        "channel": wish.channel.value, "payee": wish.payee, "payee_account": wish.account, "refund_no": refund_no,
        "note": wish.note, "state": RefundState.ASKED.value, "due_at": _due(doing, wish.kind, case),
        "asked_by_id": doing.desk.actor.id, "asked_at": doing.at,
        "above": int(is_above), "decision": wish.above_reason if is_above else "",
        **fee_columns(database, amount=wish.amount, is_direct=wish.is_direct, channel=wish.channel, reason=wish.reason,
                      case=case),
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    refund_id = add_row(database, f"INSERT INTO refund ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    told = {name: row[name] for name in _TOLD if row[name]}
    action = refusals.DEEDS[RefundState.ASKED]
    doing.note(action, "refund", refund_id, after=told, reason=wish.above_reason)
    doing.note(action, "order", view.order_id, after=_in_short(refund_id, wish.kind, wish.amount, wish.reason))
    _tell_case(doing, case.id if case else None, RefundState.ASKED, wish.amount, wish.note)
    return refund_id


_TOLD = (
    "kind",
    "reason",
    "amount",
    "freight",
    "fee",
    "fee_by",
    "channel",
    "payee",
    "payee_account",
    "refund_no",
    "note",
)


def _in_short(refund_id: int, kind: RefundKind, amount: Money, reason: str) -> dict[str, Any]:
    return {"refund": refund_id, "kind": kind.value, "amount": int(amount), "reason": reason}


def _due(doing: Work, kind: RefundKind, case: RefundCase | None) -> Millis | None:
    """By when it is to be paid (REF-02). Of a return it follows from the case once the goods are here."""
    wait = get_setting(doing.desk.database, CASE_REFUND_HOURS) * HOUR_MS
    if kind is not RefundKind.RETURN or case is None:
        return doing.at + wait
    return None if case.received_at is None else case.received_at + wait


def fee_columns(
    database: Database, *, amount: Money, is_direct: bool, channel: Channel, reason: str, case: RefundCase | None
) -> dict[str, Any]:
    """The fee and who bears it, as they are stored (REF-05)."""
    blame = case.blame if case and case.blame is not None else blame_for(reason)
    bearer = fee_bearer(blame, amount, Money(get_setting(database, REFUND_FEE_UP_TO)))
    return {"fee": int(transfer_fee(amount, is_direct=is_direct, channel=channel)), "fee_by": bearer.value}


def approve_refund(desk: Desk, *, refund_id: int, note: str = "") -> None:
    """Let it be paid. Above the limit by somebody else than who asked (REF-03) or named the payee. Raises StepTaken,
    NotAtThisStep, SecondPersonNeeded, PayeeByYou, AboveCeiling, OrderClosed, RequestOpen."""
    with work(desk, Right.APPROVE, *KINDS) as doing:
        after = {"approved_by_id": desk.actor.id, "approved_at": doing.at}
        take_refund_step(doing, refund_id, RefundStep.APPROVE, after, reason=note)


def refuse_refund(desk: Desk, *, refund_id: int, reason: str) -> None:
    """Refuse it, while it isn't paid. Raises ReasonMissing, StepTaken, NotAtThisStep."""
    with work(desk, Right.APPROVE, *KINDS) as doing:
        take_refund_step(doing, refund_id, RefundStep.REFUSE, {"decision": reason.strip()}, reason=reason)


def withdraw_refund(desk: Desk, *, refund_id: int, reason: str) -> None:
    """Take back what one asked for oneself, while nobody approved it. Raises ReasonMissing, NotYours, NotAtThisStep."""
    with work(desk, Right.SERVE, *KINDS) as doing:
        take_refund_step(doing, refund_id, RefundStep.WITHDRAW, {"decision": reason.strip()}, reason=reason)


def let_refund_through(desk: Desk, *, refund_id: int, reason: str) -> None:
    """A supervisor lets a refund go that would be stopped: beyond what was paid, of a closed order, beside an open
    request of the platform (REF-04). Raises ReasonMissing, NothingToLet, NotAtThisStep."""
    with work(desk, Right.OVERRULE, *KINDS) as doing:
        after = {"above": 1, "decision": reason.strip()}
        take_refund_step(doing, refund_id, RefundStep.LET_THROUGH, after, reason=reason)


def take_refund_step(
    doing: Work, refund_id: int, step: RefundStep, after: dict[str, Any], *, reason: str = ""
) -> RefundRow:
    """Take a step as part of a larger work; returns the refund as it was. Raises what the step's doubts say."""
    desk, rule = doing.desk, REFUND_RULES[step]
    refund = get_refund(desk.database, refund_id)
    if rule.needs_reason and not reason.strip():
        raise ReasonMissing()
    view = refund_view(desk.database, order_id=refund.order_id)
    facts = refund_facts(desk.database, refund, view)
    doubt = doubt_about_refund(step, facts, person_id=desk.actor.id)
    if doubt is not None:
        raise refusals.refusal_of(desk, doubt, step, refund, view)
    if rule.to is not None:
        after = {"state": rule.to.value, **after}
    action = refusals.DEEDS[rule.to] if rule.to is not None else f"refund {step.value}"
    save_edit(doing, "refund", refund_id, after, action=action, kind="refund", reason=reason.strip())
    told = _in_short(refund_id, refund.kind, refund.amount, refund.reason)
    doing.note(action, "order", refund.order_id, after=told, reason=reason.strip())
    if rule.to is not None:
        _tell_case(doing, refund.case_id, rule.to, refund.amount, reason.strip())
    return refund


_CASE_DEEDS = {
    RefundState.ASKED: "refund-asked",
    RefundState.APPROVED: "refund-approved",
    RefundState.PAID: "paid",
    RefundState.REFUSED: "refund-refused",
    RefundState.FAILED: "refund-failed",
}


def _tell_case(doing: Work, case_id: int | None, state: RefundState, amount: Money, note: str) -> None:
    """The history of the case tells of its money as well."""
    if case_id is not None:
        tell(doing, case_id, _CASE_DEEDS[state], f"{amount.shown} {note}".strip())
