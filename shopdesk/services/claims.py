"""Parcels that a carrier lost, emptied or broke: registered, asked, answered, paid; the buyer made good (SHP-08)."""

from collections.abc import Mapping, Sequence
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import add_row
from shopdesk.domain import tracking
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.cases import Step
from shopdesk.domain.claims import ENDED, KINDS, MOVES, REASONS, STATES, Kind, Solution, State, moves_from
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.manual_orders import ManualItem
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import RefundKind
from shopdesk.errors import N_, Refused, Word
from shopdesk.i18n import _
from shopdesk.queries.cases import find_open_case, get_case_row
from shopdesk.queries.claims import ClaimRow, find_claim, get_claim
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.refunds import refund_view
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.tracking import find_parcel
from shopdesk.services.case_people import TimePast
from shopdesk.services.case_replacements import enter_replacement
from shopdesk.services.case_steps import move
from shopdesk.services.cases import enter_case
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import Base, ReasonMissing, checked_amount, save_edit
from shopdesk.services.overpayments import AmountMissing
from shopdesk.services.parcel_numbers import whose_parcel
from shopdesk.services.refunds import enter_refund
from shopdesk.services.tracking import enter_found, enter_lost
from shopdesk.settings import CLAIM_ANSWER_DAYS

_CHANGED = (Changed.PARCELS, Changed.ORDERS)
_MADE_GOOD = (*_CHANGED, Changed.CASES, Changed.REFUNDS, Changed.BUYERS)


class RegisteredBefore(Refused):
    template = N_(
        "{person} registered parcel {waybill} as {kind} already ({when}): claim {number}, {state}. Go on there."
    )


class ClaimStands(Refused):
    template = N_("Claim {number} stands at “{state}” ({person}, {when}), so this can't be done. What can: {moves}.")


class MadeGood(Refused):
    template = N_("The buyer of claim {number} is made good already: case {case}, by {person} ({when}).")


class NobodysParcel(Refused):
    template = N_("Claim {number} belongs to no order, so nobody is to be made good. Name its order first.")


class ContentsUnknown(Refused):
    template = N_(
        "Nobody knows what was in order {order_no}. Say what is sent again, as code and quantity, such as 5815-1-W7x1."
    )


class NothingToGiveBack(Refused):
    template = N_("Nothing is left of what was paid for order {order_no}: {gone} went back or is about to.")


def register_claim(
    desk: Desk,
    *,
    kind: Kind,
    order_id: int | None = None,
    waybill: str = "",
    carrier: str = "",
    amount: Money | None = None,
    note: str = "",
) -> int:
    """Put a parcel into the register; returns the claim's id. Of an order with one parcel the waybill is known;
    without an `amount` what was paid for the order is asked for.

    Raises NoParcelNamed, SeveralParcels, RegisteredBefore, AmountMissing, AmountBelowZero."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        return enter_claim(
            doing, kind=kind, order_id=order_id, waybill=waybill, carrier=carrier, amount=amount, note=note
        )


def enter_claim(
    doing: Work,
    *,
    kind: Kind,
    order_id: int | None = None,
    waybill: str = "",
    carrier: str = "",
    amount: Money | None = None,
    note: str = "",
    case_id: int | None = None,
    solution: Solution = Solution.NONE,
) -> int:
    """The same as part of a larger work, such as a shortage whose case is known (SHP-12)."""
    doing.kinds |= set(_CHANGED)
    desk, database = doing.desk, doing.desk.database
    parcel = whose_parcel(database, order_id=order_id, waybill=waybill, carrier=carrier)
    first = find_claim(database, waybill=parcel.waybill, kind=kind)
    if first is not None and (first.state not in (State.FOUND, State.REFUSED)):
        raise RegisteredBefore(
            person=first.person, waybill=first.waybill, kind=Word(KINDS[kind]), when=desk.shown(first.at),
            number=first.id, state=Word(STATES[first.state]),
        )  # fmt: skip
    if first is not None and solution is Solution.NONE:  # who has goods or money already gets no more
        solution, case_id = first.solution, first.case_id if first.is_made_good else case_id
    order = get_order(database, parcel.order_id) if parcel.order_id is not None else None
    asked = _worth(order) if amount is None else _checked(amount)
    row = {
        "kind": kind.value, "state": State.REGISTERED.value, "shop_id": order.shop_id if order else None,
        "order_id": parcel.order_id, "case_id": case_id, "waybill": parcel.waybill, "carrier": parcel.carrier,
        "amount": int(asked), "solution": solution.value, "note": note.strip(), "person_id": desk.actor.id,
        "at": doing.at, "answer_by": doing.at + DAY_MS,
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    claim_id = add_row(database, f"INSERT INTO claim ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    told = {"kind": kind.value, "waybill": parcel.waybill, "carrier": parcel.carrier, "amount": int(asked)}
    doing.note("register claim", "claim", claim_id, after=told, reason=note.strip())
    if parcel.order_id is not None:
        doing.note("register claim", "order", parcel.order_id, after=told | {"claim": claim_id})
    if kind is Kind.LOST:
        _follow(doing, parcel.waybill, is_lost=True)
    return claim_id


def _worth(order: OrderDetail | None) -> Money:
    """What the buyer paid; of an exchange or a reissue, which cost nothing, what the goods cost."""
    return ZERO if order is None else order.paid or order.goods


def _checked(amount: Money) -> Money:
    """What somebody typed. Raises AmountMissing, AmountBelowZero."""
    if amount <= 0:
        raise AmountMissing()
    return checked_amount(amount)


def edit_claim(desk: Desk, *, claim_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Change amount, carrier or note; only what differs from `base` (`claim_base`) is written. False where nothing did.
    Raises Clash, AmountMissing."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        wanted = {name: values[name] for name in _EDITABLE if name in values}
        _checked(wanted.get("amount", Money(1)))
        written = {name: int(each) if name == "amount" else str(each).strip() for name, each in wanted.items()}
        return save_edit(doing, "claim", claim_id, written, action="edit", kind="claim", base=base)


_EDITABLE = ("amount", "carrier", "note")


def claim_base(row: ClaimRow) -> Base:
    """What a form about a claim begins with."""
    return Base(row.version, {"amount": int(row.amount), "carrier": row.carrier, "note": row.note})


def ask_carrier(desk: Desk, *, claim_id: int, note: str = "", answer_by: Millis | None = None) -> None:
    """The carrier was asked, or asked again; by when it is to answer (usually some days: setting). Raises ClaimStands,
    TimePast."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        by = answer_by or doing.at + get_setting(desk.database, CLAIM_ANSWER_DAYS) * DAY_MS
        if by <= doing.at:
            raise TimePast(when=desk.shown(by))
        row = get_claim(desk.database, claim_id)
        after = {"asked_at": row.asked_at or doing.at, "answer_by": by, "closed_at": None}
        _go(doing, row, State.ASKED, after, action="ask carrier", note=note)
        if row.state is State.FOUND and row.kind is Kind.LOST:
            _follow(doing, row.waybill, is_lost=True)


def note_answer(desk: Desk, *, claim_id: int, offered: Money, answer: str) -> None:
    """What the carrier offers. Raises ClaimStands, AmountMissing (a carrier that gives nothing refuses)."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        _checked(offered)
        by = doing.at + get_setting(desk.database, CLAIM_ANSWER_DAYS) * DAY_MS
        after = {"answered": int(offered), "answer": answer.strip(), "answered_at": doing.at, "answer_by": by}
        _go(doing, get_claim(desk.database, claim_id), State.ANSWERED, after, action="carrier answered", note=answer)


def note_paid(desk: Desk, *, claim_id: int, amount: Money, reference: str = "") -> None:
    """The carrier's money is here, whole or less than asked for. Raises ClaimStands, AmountMissing."""
    with work(desk, Right.CONFIRM_MONEY, *_CHANGED) as doing:
        _checked(amount)
        after = {"paid": int(amount), "reference": reference.strip(), "paid_at": doing.at, "closed_at": doing.at}
        row = get_claim(desk.database, claim_id)
        _go(doing, row, State.PAID, after | {"answer_by": None}, action="carrier paid", note=reference)


def note_refused(desk: Desk, *, claim_id: int, reason: str) -> None:
    """The carrier pays nothing, or the shop gives the claim up; it can be asked again. Raises ReasonMissing,
    ClaimStands."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        after = {"answer": reason.strip(), "answered_at": doing.at, "closed_at": doing.at, "answer_by": None}
        _go(doing, get_claim(desk.database, claim_id), State.REFUSED, after, action="carrier refused", note=reason)


def note_found(desk: Desk, *, claim_id: int, note: str = "") -> None:
    """The parcel turned up: it is followed again by what the carrier tells. Raises ClaimStands."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_claim(desk.database, claim_id)
        _go(doing, row, State.FOUND, {"closed_at": doing.at, "answer_by": None}, action="parcel found", note=note)
        if row.kind is Kind.LOST:
            _follow(doing, row.waybill, is_lost=False)


def reship(desk: Desk, *, claim_id: int, items: Sequence[ManualItem] = ()) -> int:
    """Send the buyer the goods again: opens (or joins) the reissue's case, agrees it and enters its order; returns the
    order's id. Without `items` everything the order had.

    Raises NobodysParcel, MadeGood, ContentsUnknown, and what opening a case and entering an order raise."""
    with work(desk, Right.SERVE, *_MADE_GOOD) as doing:
        need(desk, Right.ENTER)
        row = _unsettled(doing, claim_id)
        if not items and not get_order(desk.database, row.order_id or 0).lines:
            raise ContentsUnknown(order_no=row.order_no)
        case_id = _agreed_case(doing, row, CaseKind.REISSUE)
        order_id = enter_replacement(doing, case_id, items)
        _settle(doing, row, Solution.RESHIP, case_id)
    return order_id


def pay_back(desk: Desk, *, claim_id: int, amount: Money | None = None) -> int:
    """Give the buyer the money back: opens (or joins) the refund's case, agrees it and asks for the refund, which is
    approved and paid as any other; returns the refund's id. Without an `amount` all that is left of what was paid.

    Raises NobodysParcel, MadeGood, NothingToGiveBack, and what asking for a refund raises."""
    with work(desk, Right.SERVE, *_MADE_GOOD) as doing:
        row = _unsettled(doing, claim_id)
        order_id = row.order_id or 0
        money = refund_view(desk.database, order_id=order_id).money
        if amount is None and not money.left:
            raise NothingToGiveBack(order_no=row.order_no, gone=money.gone().shown)
        case_id = _agreed_case(doing, row, CaseKind.REFUND)
        refund_id = enter_refund(
            doing, order_id=order_id, kind=RefundKind.ONLY, reason=REASONS[row.kind].value, case_id=case_id,
            amount=money.left if amount is None else amount,
        )  # fmt: skip
        _settle(doing, row, Solution.REFUND, case_id)
    return refund_id


def _go(doing: Work, row: ClaimRow, to: State, after: Mapping[str, Any], *, action: str, note: str) -> None:
    """Write where a claim stands now; refuses by name who came second."""
    desk = doing.desk
    if to not in MOVES[row.state]:
        person, when = last_deed(desk, "claim", row.id, *_DEEDS)
        moves = _(", ").join(_(STATES[each]) for each in moves_from(row.state)) or "–"
        raise ClaimStands(number=row.id, state=_(STATES[row.state]), person=person, when=when, moves=moves)
    save_edit(doing, "claim", row.id, {"state": to.value, **after}, action=action, kind="claim", reason=note.strip())
    if row.order_id is not None:
        told = {
            "claim": row.id,
            "waybill": row.waybill,
            **{key: after[key] for key in ("answered", "paid") if key in after},
        }
        doing.note(action, "order", row.order_id, after=told, reason=note.strip())
    if to in ENDED and row.is_made_good:
        _leave_alone(doing, row.waybill)


_DEEDS = ("register claim", "ask carrier", "carrier answered", "carrier paid", "carrier refused", "parcel found")


def _unsettled(doing: Work, claim_id: int) -> ClaimRow:
    """A claim whose buyer has neither goods nor money yet."""
    row = get_claim(doing.desk.database, claim_id)
    if row.order_id is None:
        raise NobodysParcel(number=claim_id)
    if row.is_made_good:
        person, when = last_deed(doing.desk, "claim", claim_id, "made good", "register claim")
        raise MadeGood(number=claim_id, case=row.case_id or "–", person=person, when=when)
    return row


def _agreed_case(doing: Work, row: ClaimRow, kind: CaseKind) -> int:
    """The open case of this kind, or a new one, with what the buyer gets agreed."""
    database = doing.desk.database
    said = _("{kind}: {carrier} {waybill}").format(kind=_(KINDS[row.kind]), carrier=row.carrier, waybill=row.waybill)
    case_id = find_open_case(database, order_id=row.order_id or 0, kinds=(kind.value,))
    if case_id is None:
        reason = REASONS[row.kind].value
        case_id = enter_case(doing, kind=kind, order_id=row.order_id, reason=reason, asked=said)
    if get_case_row(database, case_id).state is CaseState.ASKED:
        move(doing, case_id, Step.AGREE, said)
    return case_id


def _settle(doing: Work, row: ClaimRow, solution: Solution, case_id: int) -> None:
    after = {"solution": solution.value, "case_id": case_id}
    save_edit(doing, "claim", row.id, after, action="made good", kind="claim")
    if not row.is_open:
        _leave_alone(doing, row.waybill)


def _follow(doing: Work, waybill: str, *, is_lost: bool) -> None:
    """A lost parcel stands in its own list; one that turned up stands where its events say."""
    if not is_lost:
        enter_found(doing, waybill=waybill)
        return
    parcel = find_parcel(doing.desk.database, waybill)
    if parcel is not None and parcel.state is not tracking.State.LOST:
        enter_lost(doing, waybill=waybill)


def _leave_alone(doing: Work, waybill: str) -> None:
    """A lost parcel that is settled with carrier and buyer needs no watching."""
    parcel = find_parcel(doing.desk.database, waybill)
    if parcel is not None and parcel.state is tracking.State.LOST and parcel.closed_at is None:
        after = {"closed_at": doing.at, "poll_after": None}
        save_edit(doing, "tracking", parcel.id, after, action="closed", kind="tracking")
