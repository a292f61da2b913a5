"""Parcels that their carrier can't deliver: decided, sent on, done (SHP-10)."""

from dataclasses import replace
from typing import Any

from shopdesk.db.database import add_row
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.cases import Step
from shopdesk.domain.detours import WAYS, Way
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.properties import plain_properties
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, Refused, Word
from shopdesk.i18n import _
from shopdesk.queries.cases import find_open_case, get_case_row
from shopdesk.queries.detours import DetourRow, Proposal, compare_ways, find_open_detour, get_detour
from shopdesk.queries.extensions import Deadline, confirmation_of
from shopdesk.queries.orders import get_order
from shopdesk.queries.tracking import find_parcel
from shopdesk.services.case_steps import move
from shopdesk.services.cases import enter_case
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.extensions import enter_extension
from shopdesk.services.interceptions import NoOrdersParcel
from shopdesk.services.parcel_numbers import whose_parcel

_CHANGED = (Changed.PARCELS, Changed.ORDERS, Changed.CARE, Changed.CASES, Changed.BUYERS)


class DecidedAlready(Refused):
    template = N_("{person} decided about parcel {waybill} already ({when}): {way}. Go on with detour {number}.")


class DetourDone(Refused):
    template = N_("Detour {number} is done: {person} noted how it went on ({when}).")


class NewNumberMissing(Refused):
    template = N_("Say the carrier and the number by which it goes on.")


class SameNumber(Refused):
    template = N_("{waybill} is the number that it had before. Say the one by which it goes on.")


def decide_detour(
    desk: Desk,
    *,
    way: Way,
    order_id: int | None = None,
    waybill: str = "",
    carrier: str = "",
    value: Money | None = None,
    reason: str = "",
) -> int:
    """Decide how a parcel goes on; returns the detour's id. Otherwise than the desk proposes only with a reason. The
    time to confirm receipt becomes longer where it would end before the parcel comes, and what is brought back gets a
    case by which it is sent again.

    Raises NoParcelNamed, SeveralParcels, OrdersParcelIs, NoOrdersParcel, DecidedAlready, ReasonMissing."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        parcel = whose_parcel(desk.database, order_id=order_id, waybill=waybill, carrier=carrier)
        if parcel.order_id is None:
            raise NoOrdersParcel(waybill=parcel.waybill)
        first = find_open_detour(desk.database, parcel.waybill)
        if first is not None:
            raise DecidedAlready(
                person=first.person, waybill=first.waybill, when=desk.shown(first.at), way=Word(WAYS[first.way]),
                number=first.id,
            )  # fmt: skip
        found = compare_ways(desk.database, order_id=parcel.order_id, carrier=parcel.carrier, value=value, now=doing.at)
        _check_reason(found, way, reason)
        row = _values(found, way, reason.strip()) | {
            "order_id": parcel.order_id, "waybill": parcel.waybill, "carrier": parcel.carrier,
            "person_id": desk.actor.id, "at": doing.at,
        }  # fmt: skip
        row["case_id"] = _case_of(doing, found, parcel.waybill) if way is Way.BRING_BACK else None
        marks = ", ".join("?" * len(row))
        made = add_row(desk.database, f"INSERT INTO detour ({', '.join(row)}) VALUES ({marks})", list(row.values()))
        told = {"way": way.value, "waybill": parcel.waybill, "new_carrier": row["new_carrier"]}
        doing.note("decide detour", "detour", made, after=told, reason=reason.strip())
        doing.note("decide detour", "order", parcel.order_id, after=told, reason=reason.strip())
        _extend(doing, found, way)
    return made


def change_detour(desk: Desk, *, detour_id: int, way: Way, reason: str) -> bool:
    """It goes the other way after all; False where it is that way already. Raises ReasonMissing, DetourDone."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = _open(desk, detour_id)
        if row.way is way:
            return False
        found = compare_ways(desk.database, order_id=row.order_id, carrier=row.carrier, now=doing.at)
        after: dict[str, Any] = {
            "way": way.value,
            "reason": reason.strip(),
            "new_carrier": found.comparison.leg(way).carrier,
        }
        if way is Way.BRING_BACK and row.case_id is None:
            after["case_id"] = _case_of(doing, found, row.waybill)
        save_edit(doing, "detour", detour_id, after, action="change detour", kind="detour", reason=reason.strip())
        told = {"way": way.value, "waybill": row.waybill, "new_carrier": after["new_carrier"]}
        doing.note("decide detour", "order", row.order_id, after=told, reason=reason.strip())
        _extend(doing, found, way)
    return True


def finish_detour(desk: Desk, *, detour_id: int, carrier: str, waybill: str) -> None:
    """By which carrier and number it went on; both numbers are kept and shown (SHP-08). Raises NewNumberMissing,
    SameNumber, DetourDone."""
    number = fold_waybill(waybill, carrier)
    if not number or not carrier.strip():
        raise NewNumberMissing()
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = _open(desk, detour_id)
        if number == row.waybill:
            raise SameNumber(waybill=number)
        after = {"new_carrier": carrier.strip(), "new_waybill": number, "done_at": doing.at}
        save_edit(doing, "detour", detour_id, after, action="detour done", kind="detour")
        told = {"waybill": number, "carrier": carrier.strip(), "old_waybill": row.waybill}
        doing.note("detour done", "order", row.order_id, after=told)
        if row.way is Way.POST:  # what was brought back ended its way here
            _note_forwarded(doing, row.waybill, carrier.strip(), number)


def _check_reason(found: Proposal, way: Way, reason: str) -> None:
    if way is not found.comparison.proposed and not reason.strip():
        raise ReasonMissing()


def _values(found: Proposal, way: Way, reason: str) -> dict[str, Any]:
    compared = found.comparison
    return {
        "way": way.value, "proposed": compared.proposed.value, "cost_back": int(compared.back.cost),
        "cost_post": int(compared.post.cost), "days_back": compared.back.days, "days_post": compared.post.days,
        "why": "\n".join(compared.why), "reason": reason, "new_carrier": compared.leg(way).carrier,
    }  # fmt: skip


def _extend(doing: Work, found: Proposal, way: Way) -> None:
    """The buyer's time to confirm, once it would end before the parcel is there; the platform has to be told."""
    database = doing.desk.database
    confirms_at = confirmation_of(database, get_order(database, found.order_id))  # its case may have moved it
    later = replace(found, confirms_at=confirms_at).until(way)
    if later is not None:
        reason = _("{carrier} doesn't reach the address").format(carrier=found.carrier or "–")
        enter_extension(doing, found.order_id, Deadline.RECEIPT, later, reason)


def _case_of(doing: Work, found: Proposal, waybill: str) -> int:
    """The exchange by which it is sent again: the goods come back under their own number, then leave anew."""
    database = doing.desk.database
    case_id = find_open_case(database, order_id=found.order_id, kinds=(CaseKind.EXCHANGE.value,))
    said = _("{carrier} doesn't reach the address: it comes back and is sent again by {new}").format(
        carrier=found.carrier or "–", new=found.comparison.back.carrier or "–"
    )
    if case_id is None:
        lines = get_order(database, found.order_id).lines
        wanted = "\n".join(f"{_called(line.sku, line.properties or line.title)}x{line.quantity}" for line in lines)
        case_id = enter_case(doing, kind=CaseKind.EXCHANGE, order_id=found.order_id, asked=said, wanted=wanted)
    row = get_case_row(database, case_id)
    if not row.waybill:
        after = {"waybill": waybill, "carrier": found.carrier, "sent_at": doing.at}
        save_edit(doing, "cases", case_id, after, action="edit", kind="case")
    if row.state is CaseState.ASKED:
        move(doing, case_id, Step.AGREE, said)
    if get_case_row(database, case_id).state is CaseState.AGREED:
        move(doing, case_id, Step.SEND, f"{found.carrier} {waybill}".strip())
    return case_id


def _called(sku: str, said: str) -> str:
    """A bought line as an exchange's wish names it."""
    return ",".join(filter(None, (sku, plain_properties(said) or said)))


def _open(desk: Desk, detour_id: int) -> DetourRow:
    row = get_detour(desk.database, detour_id)
    if row.done_at is not None:
        person, when = last_deed(desk, "detour", detour_id, "detour done")
        raise DetourDone(number=detour_id, person=person, when=when)
    return row


def _note_forwarded(doing: Work, waybill: str, carrier: str, number: str) -> None:
    """Both numbers are kept with what is known of its way."""
    parcel = find_parcel(doing.desk.database, waybill)
    if parcel is not None:
        after = {"forwarded_carrier": carrier, "forwarded_waybill": number}
        save_edit(doing, "tracking", parcel.id, after, action="forwarded", kind="tracking")
