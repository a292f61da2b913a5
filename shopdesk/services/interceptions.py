"""Parcels that a carrier is asked to bring back while they are on their way (SHP-11).

The refund waits meanwhile: a parcel that comes back releases it, by the carrier's word or by a return scan. One that
can't be stopped is to be refused by the buyer. Nothing here refuses or pays a refund: before the platform decides, a
supervisor is asked.
"""

from collections.abc import Mapping
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, add_row, rows_of
from shopdesk.domain import tracking
from shopdesk.domain.case_clocks import due_of as case_due_of
from shopdesk.domain.cases import COMES_BACK, KINDS, Step, after_change
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.interception_clocks import due_of
from shopdesk.domain.interceptions import MOVES, OPEN, STATES, State, moves_from
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.errors import N_, Refused, Word
from shopdesk.i18n import _
from shopdesk.queries.cases import find_open_case, get_case_row
from shopdesk.queries.interceptions import InterceptionRow, get_interception, get_limits, list_of_waybill
from shopdesk.queries.refunds import get_refund, refund_view
from shopdesk.services.case_people import TimePast
from shopdesk.services.case_steps import facts_of, limits_of, move, tell
from shopdesk.services.cases import enter_case
from shopdesk.services.clashes import last_deed
from shopdesk.services.contacts import enter_contact
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.parcel_numbers import Parcel, whose_parcel

REFUSE = "refuse"
"""The contact by which a buyer was asked to refuse a parcel."""
_CHANGED = (Changed.PARCELS, Changed.ORDERS, Changed.CASES, Changed.REFUNDS)
_MONEY_CASES = (CaseKind.REFUND.value, CaseKind.RETURN.value, CaseKind.REFUSAL.value)
_WAITING = (RefundKind.ONLY, RefundKind.RETURN)


class InterceptedBefore(Refused):
    template = N_(
        "{person} asked for parcel {waybill} to be brought back already ({when}): interception {number}, {state}. "
        "Go on there."
    )


class InterceptionStands(Refused):
    template = N_(
        "Interception {number} stands at “{state}” ({person}, {when}), so this can't be done. What can: {moves}."
    )


class SignedFor(Refused):
    template = N_("Parcel {waybill} was signed for ({when}), so nothing can be brought back. Open a return instead.")


class NoOrdersParcel(Refused):
    template = N_("Waybill {waybill} belongs to no order here. Name the order whose parcel it is.")


class OtherOrdersRefund(Refused):
    template = N_("Refund {refund} belongs to order {theirs}, not to order {order_no}. Name one of its own.")


class ToldAlready(Refused):
    template = N_("{person} asked the buyer to refuse parcel {waybill} already ({when}).")


class NothingToTell(Refused):
    template = N_("Interception {number} stands at “{state}”: the buyer has nothing to refuse.")


class EscalatedAlready(Refused):
    template = N_("Interception {number} is before the supervisor already ({when}).")


def ask_interception(
    desk: Desk,
    *,
    reason: str,
    order_id: int | None = None,
    waybill: str = "",
    carrier: str = "",
    asked_of: str = "",
    refund_id: int | None = None,
    platform_due: Millis | None = None,
) -> int:
    """The carrier is asked to bring a parcel back; returns the interception's id. Its refund, which is the order's open
    one where none is named, waits for it; a case is opened where the buyer has none.

    Raises ReasonMissing, NoParcelNamed, SeveralParcels, OrdersParcelIs, NoOrdersParcel, InterceptedBefore, SignedFor,
    OtherOrdersRefund."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, *_CHANGED, Changed.BUYERS, Changed.CARE) as doing:
        parcel = whose_parcel(desk.database, order_id=order_id, waybill=waybill, carrier=carrier)
        order = _check_new(desk, parcel)
        refund = _refund_of(desk.database, order, refund_id)
        case_id = _case_of(doing, order, refund, reason.strip())
        due = platform_due or get_case_row(desk.database, case_id).platform_due or _platform_due(desk.database, order)
        row = {
            "order_id": order, "case_id": case_id, "refund_id": refund, "waybill": parcel.waybill,
            "carrier": parcel.carrier, "reason": reason.strip(), "state": State.ASKED.value,
            "asked_of": asked_of.strip(), "platform_due": due,
            "due_at": due_of(State.ASKED, get_limits(desk.database), at=doing.at, platform_due=due),
            "person_id": desk.actor.id, "at": doing.at,
        }  # fmt: skip
        marks = ", ".join("?" * len(row))
        made = add_row(
            desk.database, f"INSERT INTO interception ({', '.join(row)}) VALUES ({marks})", list(row.values())
        )
        told = {"waybill": parcel.waybill, "carrier": parcel.carrier, "asked_of": asked_of.strip()}
        doing.note("ask interception", "interception", made, after=told, reason=reason.strip())
        doing.note("ask interception", "order", order, after=told | {"interception": made}, reason=reason.strip())
        tell(doing, case_id, "intercept", f"{parcel.carrier} {parcel.waybill}".strip())
    return made


def ask_again(desk: Desk, *, interception_id: int, asked_of: str = "", note: str = "") -> None:
    """The carrier was asked once more. Raises InterceptionStands."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_interception(desk.database, interception_id)
        after = {"asked_of": asked_of.strip() or row.asked_of}
        _go(doing, row, State.ASKED, after, action="intercept again", note=note)


def note_promise(desk: Desk, *, interception_id: int, promised_by: str, promised_at: Millis, note: str = "") -> None:
    """The carrier says it will bring it back, who said so and until when; again where it promises anew. Raises
    InterceptionStands, TimePast."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        if promised_at <= doing.at:
            raise TimePast(when=desk.shown(promised_at))
        row = get_interception(desk.database, interception_id)
        after = {"promised_by": promised_by.strip(), "promised_at": promised_at}
        _go(doing, row, State.PROMISED, after, action="interception promised", note=note)


def note_success(desk: Desk, *, interception_id: int, result: str = "") -> None:
    """The carrier has it and brings it back: its refund may go, and the goods are expected. Raises
    InterceptionStands."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        enter_success(doing, get_interception(desk.database, interception_id), result)


def enter_success(doing: Work, row: InterceptionRow, result: str) -> None:
    """The same as part of a larger work: a return scan."""
    doing.kinds |= set(_CHANGED)
    _go(doing, row, State.SUCCEEDED, {"result": result.strip()}, action="interception succeeded", note=result)
    if row.case_id is not None:
        _expect_goods(doing, row, row.case_id)


def note_return(doing: Work, waybill: str, *, box: str) -> None:
    """A box came with this waybill: where it is a parcel that was to be brought back, it is back. Part of opening a
    box."""
    if not waybill:
        return
    for row in list_of_waybill(doing.desk.database, waybill):
        if row.is_open:
            enter_success(doing, row, _("Back in box {box}").format(box=box))


def note_failure(desk: Desk, *, interception_id: int, result: str) -> None:
    """It goes on to the buyer, who is to be asked to refuse it (`queries.interceptions.get_refuse_text`). Its refund
    goes on waiting. Raises ReasonMissing, InterceptionStands."""
    if not result.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_interception(desk.database, interception_id)
        _go(doing, row, State.FAILED, {"result": result.strip(), "told_at": None}, action="interception failed",
            note=result)  # fmt: skip


def note_told(desk: Desk, *, interception_id: int, note: str = "") -> int:
    """The buyer was asked to refuse the parcel; returns the contact's id. Raises NothingToTell, ToldAlready."""
    with work(desk, Right.SERVE, *_CHANGED, Changed.CARE) as doing:
        row = get_interception(desk.database, interception_id)
        if row.state is not State.FAILED:
            raise NothingToTell(number=row.id, state=Word(STATES[row.state]))
        if row.told_at is not None:
            person, when = last_deed(desk, "interception", row.id, "told to refuse")
            raise ToldAlready(person=person, waybill=row.waybill, when=when)
        due = due_of(State.FAILED, get_limits(desk.database), at=doing.at, platform_due=row.platform_due)
        after = {"told_at": doing.at, "due_at": due}
        save_edit(doing, "interception", row.id, after, action="told to refuse", kind="interception", reason=note)
        said = note.strip() or _("Asked to refuse parcel {waybill}").format(waybill=row.waybill)
        return enter_contact(doing, kind=REFUSE, note=said, order_id=row.order_id, case_id=row.case_id)


def note_refusal(desk: Desk, *, interception_id: int, result: str = "") -> None:
    """The buyer refused it: it comes back after all, and the case becomes that of a parcel refused. The refund goes
    once it is scanned here, or its goods are approved. Raises InterceptionStands."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_interception(desk.database, interception_id)
        _go(doing, row, State.REFUSED, {"result": result.strip()}, action="buyer refused", note=result)
        if row.case_id is not None:
            _become_refusal(doing, row, row.case_id)


def note_kept(desk: Desk, *, interception_id: int, result: str = "") -> None:
    """The buyer took it: whether money goes back is for somebody to decide. Raises InterceptionStands."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_interception(desk.database, interception_id)
        _go(doing, row, State.KEPT, {"result": result.strip()}, action="buyer kept", note=result)


def withdraw_interception(desk: Desk, *, interception_id: int, reason: str) -> None:
    """It is to go on to the buyer after all; its refund waits for it no longer. Raises ReasonMissing,
    InterceptionStands."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_interception(desk.database, interception_id)
        _go(doing, row, State.WITHDRAWN, {"result": reason.strip()}, action="interception withdrawn", note=reason)


def escalate_interception(desk: Desk, *, interception_id: int, note: str = "") -> None:
    """Bring it before the supervisor now; near the platform's deadline it is there by itself. Raises
    InterceptionStands, EscalatedAlready."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_interception(desk.database, interception_id)
        if not row.is_open:
            raise _stands(desk, row)
        if row.escalated_at is not None:
            raise EscalatedAlready(number=row.id, when=desk.shown(row.escalated_at))
        after = {"escalated_at": doing.at}
        save_edit(doing, "interception", row.id, after, action="escalate", kind="interception", reason=note.strip())


def _check_new(desk: Desk, parcel: Parcel) -> int:
    """A parcel of ours that is still on its way, and that nobody has asked for; returns its order."""
    if parcel.order_id is None:
        raise NoOrdersParcel(waybill=parcel.waybill)
    for first in list_of_waybill(desk.database, parcel.waybill):
        if first.state not in (State.WITHDRAWN, State.KEPT):
            raise InterceptedBefore(
                person=first.person, waybill=first.waybill, when=desk.shown(first.at), number=first.id,
                state=Word(STATES[first.state]),
            )  # fmt: skip
    signed = rows_of(
        desk.database,
        "SELECT signed_at FROM tracking WHERE waybill = ? AND state = ?",
        (parcel.waybill, tracking.State.SIGNED.value),
    )
    if signed:
        raise SignedFor(waybill=parcel.waybill, when=desk.shown(signed[0][0]))
    return parcel.order_id


def _refund_of(database: Database, order_id: int, refund_id: int | None) -> int | None:
    """The refund that waits for the parcel: the one that was named, or the order's only open one."""
    view = refund_view(database, order_id=order_id)
    if refund_id is not None:
        refund = get_refund(database, refund_id)
        if refund.order_id != order_id:
            raise OtherOrdersRefund(refund=refund_id, theirs=refund.order_no, order_no=view.order_no)
        return refund_id
    states = (RefundState.ASKED, RefundState.APPROVED)
    waiting = [each.id for each in view.refunds if each.state in states and each.kind in _WAITING]
    return waiting[0] if len(waiting) == 1 else None


def _case_of(doing: Work, order_id: int, refund_id: int | None, reason: str) -> int:
    """The case of the refund, the buyer's open one about money, or a new one."""
    database = doing.desk.database
    case_id = get_refund(database, refund_id).case_id if refund_id is not None else None
    case_id = case_id or find_open_case(database, order_id=order_id, kinds=_MONEY_CASES)
    return case_id or enter_case(doing, kind=CaseKind.REFUND, order_id=order_id, asked=reason)


def _platform_due(database: Database, order_id: int) -> Millis | None:
    """When the platform decides the order's open request by itself."""
    requests = refund_view(database, order_id=order_id).requests
    return min((each.deadline for each in requests if each.is_open and each.deadline is not None), default=None)


def _go(doing: Work, row: InterceptionRow, to: State, after: Mapping[str, Any], *, action: str, note: str) -> None:
    """Write where an interception stands now; refuses by name who came second."""
    if to not in MOVES[row.state]:
        raise _stands(doing.desk, row)
    promised_at = after.get("promised_at", row.promised_at)
    limits = get_limits(doing.desk.database)
    values = {
        "state": to.value,
        "due_at": due_of(to, limits, at=doing.at, promised_at=promised_at, platform_due=row.platform_due),
        "closed_at": None if to in OPEN else doing.at,
        "closed_by_id": None if to in OPEN else doing.desk.actor.id,
        **after,
    }
    if not save_edit(doing, "interception", row.id, values, action=action, kind="interception", reason=note.strip()):
        doing.note(action, "interception", row.id, reason=note.strip())  # it was done, though nothing is otherwise
    told = {"interception": row.id, "waybill": row.waybill}
    doing.note(action, "order", row.order_id, after=told, reason=note.strip())
    if row.case_id is not None:
        said = _("{state}: {waybill}").format(state=_(STATES[to]), waybill=row.waybill)
        tell(doing, row.case_id, "intercept", f"{said} {note.strip()}".strip())


_DEEDS = (
    "ask interception", "intercept again", "interception promised", "interception succeeded", "interception failed",
    "buyer refused", "buyer kept", "interception withdrawn",
)  # fmt: skip


def _stands(desk: Desk, row: InterceptionRow) -> InterceptionStands:
    person, when = last_deed(desk, "interception", row.id, *_DEEDS)
    moves = _(", ").join(_(STATES[each]) for each in moves_from(row.state)) or "–"
    return InterceptionStands(number=row.id, state=_(STATES[row.state]), person=person, when=when, moves=moves)


def _expect_goods(doing: Work, row: InterceptionRow, case_id: int) -> None:
    """The refund is released by the case as well: one about money alone may be paid, one whose goods come back waits
    for them under the parcel's own number, by which its box is known."""
    case = get_case_row(doing.desk.database, case_id)
    if case.state is CaseState.CLOSED:
        return
    _know_waybill(doing, row, case_id, case.waybill)
    if case.state is CaseState.ASKED:
        move(doing, case_id, Step.AGREE, _(STATES[State.SUCCEEDED]))
    _send(doing, row, case_id)


def _become_refusal(doing: Work, row: InterceptionRow, case_id: int) -> None:
    """The case of a parcel that the buyer refused: its goods are on their way back."""
    database = doing.desk.database
    case = get_case_row(database, case_id)
    if case.state is CaseState.CLOSED:
        return
    if case.kind not in COMES_BACK:
        state = after_change(CaseKind.REFUSAL, facts_of(database, case))
        due = case_due_of(state, limits_of(database), at=doing.at, platform_due=case.platform_due)
        after = {"kind": CaseKind.REFUSAL.value, "state": state.value, "due_at": due}
        save_edit(doing, "cases", case_id, after, action="edit", kind="case", reason=_(STATES[State.REFUSED]))
        before, now = (_(KINDS[kind]) for kind in (case.kind, CaseKind.REFUSAL))
        tell(doing, case_id, "change", _("{before} → {after}").format(before=before, after=now))
    _know_waybill(doing, row, case_id, case.waybill)
    _send(doing, row, case_id)


def _know_waybill(doing: Work, row: InterceptionRow, case_id: int, known: str) -> None:
    """It comes back under its own number, unless the buyer sends something by another."""
    if not known:
        after = {"carrier": row.carrier, "waybill": row.waybill}
        save_edit(doing, "cases", case_id, after, action="edit", kind="case")


def _send(doing: Work, row: InterceptionRow, case_id: int) -> None:
    """Goods that are to come back are on their way."""
    case = get_case_row(doing.desk.database, case_id)
    if case.kind in COMES_BACK and case.state in (CaseState.ASKED, CaseState.AGREED):
        if case.sent_at is None:
            save_edit(doing, "cases", case_id, {"sent_at": doing.at}, action="edit", kind="case")
        move(doing, case_id, Step.SEND, f"{row.carrier} {row.waybill}".strip())
