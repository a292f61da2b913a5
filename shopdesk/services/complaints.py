"""Complaints are entered and put right, handed over, and spoken about with the buyer (CMP-01).

How they go from step to step, and the appeal, are in `complaint_steps`. A new one is announced at once; it stays loud
until a supervisor took note of it (`queries.complaints.count_complaints`).
"""

from collections.abc import Mapping
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.case_clocks import after_days
from shopdesk.domain.complaints import Cause, Deed, State
from shopdesk.domain.permissions import Right, may
from shopdesk.errors import N_, BadInput, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.queries.buyers import BuyerNotFound
from shopdesk.queries.complaints import ComplaintRow, find_complaint, get_complaint_row
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.people import get_person
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.case_people import NoteMissing, TimePast
from shopdesk.services.clashes import strict_clash
from shopdesk.services.complaint_steps import end_contacts, enter_seen, refuse_over, seen_by, tell_order, write_history
from shopdesk.services.contacts import enter_contact
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit
from shopdesk.settings import COMPLAINT_ANSWER_DAYS, ZONE

CONTACT = "complaint"
"""The contact by which a buyer was spoken with about a complaint."""
_EDITED = ("order_id", "number", "cause", "said", "due_at")
"""What can be put right; the appeal is written by `write_appeal`."""


class ComplaintEmpty(BadInput):
    template = N_("Say which order, buyer or case the complaint is about, or what it says.")


class ComplaintThere(Refused):
    template = N_("Complaint {reference} is there already: number {number}, entered by {person} ({when}).")


class DeadlinePast(BadInput):
    template = N_("{when} is over. Say until when the platform waits for an answer.")


class DeadlineMissing(BadInput):
    template = N_("A complaint has a deadline: say until when it is to be answered.")


class DeadlineBefore(BadInput):
    template = N_("{when} is before the complaint came ({came}). Say until when the platform waits for an answer.")


class NobodyForComplaints(NotFound):
    template = N_("There is nobody here who could work on complaints by that name. Choose an agent who works here.")


class CaseOfComplaintGone(NotFound):
    template = N_("There is no case {number} here. Look at the list of cases.")


def open_complaint(
    desk: Desk,
    *,
    cause: Cause,
    said: str = "",
    number: str = "",
    order_id: int | None = None,
    case_id: int | None = None,
    buyer_id: int | None = None,
    shop_id: int | None = None,
    due_at: Millis | None = None,
    person_id: int | None = None,
) -> int:
    """Enter a complaint; returns its id. Order, buyer and shop follow from its case, buyer and shop from its order.
    `number` is the platform's; `due_at` left out: in so many days as the shop set; `person_id` left out: whoever is in
    charge of the case or the buyer. A supervisor who enters one has seen it.

    Raises ComplaintEmpty, ComplaintThere, DeadlinePast, OrderNotFound, BuyerNotFound, CaseOfComplaintGone,
    NobodyForComplaints."""
    with work(desk, Right.SERVE, Changed.COMPLAINTS) as doing:
        row = _about(doing, order_id=order_id, case_id=case_id, buyer_id=buyer_id, shop_id=shop_id)
        if not (said.strip() or number.strip() or row["order_id"] or row["buyer_id"]):
            raise ComplaintEmpty()
        _refuse_twice(desk, number, row["shop_id"])
        person_id = person_id or row.pop("in_charge")
        row.pop("in_charge", None)
        if person_id is not None:
            _check_person(desk, person_id)
        is_seen = desk.actor.may(Right.OVERRULE)
        state = State.OPEN if is_seen else State.NEW
        row |= {
            "number": number.strip(), "cause": cause.value, "said": said.strip(), "state": state.value,
            "person_id": person_id, "opened_by_id": desk.actor.id, "opened_at": doing.at,
            "due_at": _deadline(doing, due_at), "seen_by_id": desk.actor.id if is_seen else None,
            "seen_at": doing.at if is_seen else None,
        }  # fmt: skip
        return _write(doing, row, state)


def complaint_base(row: ComplaintRow) -> Base:
    """What a form about a complaint begins with."""
    return Base(row.version, {**{name: getattr(row, name) for name in _EDITED}, "cause": row.cause.value})


def edit_complaint(desk: Desk, *, complaint_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Put right what was entered: order_id, number, cause (a word), said, due_at; False where nothing differs. With
    another order its buyer and shop follow. Raises Clash, OrderNotFound, ComplaintEmpty, ComplaintThere,
    DeadlineMissing, DeadlineBefore."""
    after = {name: _stored(value) for name, value in values.items() if name in _EDITED}
    with work(desk, Right.SERVE, Changed.COMPLAINTS) as doing:
        row = get_complaint_row(desk.database, complaint_id)
        if after.get("number", row.number) not in (row.number, base.values.get("number")):
            _refuse_twice(desk, after["number"], row.shop_id)
        about = _about(doing, order_id=after.get("order_id"))
        if not save_edit(doing, "complaint", complaint_id, after, action="edit", kind="complaint", base=base):
            return False
        now = get_complaint_row(desk.database, complaint_id)
        _check_edited(desk, row, now)
        if now.order_id != row.order_id and now.order_id is not None:
            follows = {"buyer_id": about["buyer_id"], "shop_id": about["shop_id"]}
            save_edit(doing, "complaint", complaint_id, follows, action="edit", kind="complaint")
            tell_order(doing, now, now.state)
        enter_seen(doing, complaint_id)
    return True


def _check_edited(desk: Desk, before: ComplaintRow, now: ComplaintRow) -> None:
    if now.due_at is None:
        raise DeadlineMissing()
    if now.due_at != before.due_at and now.due_at < now.opened_at:
        raise DeadlineBefore(when=desk.shown(now.due_at), came=desk.shown(now.opened_at))
    if not (now.said or now.number or now.order_id or now.buyer_id or now.case_id):
        raise ComplaintEmpty()


def assign_complaint(
    desk: Desk, *, complaint_id: int, person_id: int, note: str = "", version: int | None = None
) -> bool:
    """Put a complaint into somebody's hands; False where it is theirs already. Raises NobodyForComplaints,
    ComplaintOver, Clash."""
    with work(desk, Right.OVERRULE, Changed.COMPLAINTS) as doing:
        row = get_complaint_row(desk.database, complaint_id)
        refuse_over(doing, row)
        name = _check_person(desk, person_id)
        if row.person_id == person_id:
            return False
        to = State.OPEN if row.state is State.NEW else row.state
        after = {"person_id": person_id, "state": to.value, **seen_by(doing, row)}
        said = _("{before} → {after}").format(before=row.person or "–", after=name)
        told = " · ".join(filter(None, (said, note.strip())))
        save_edit(
            doing, "complaint", complaint_id, after, action=Deed.ASSIGN.value, kind="complaint", version=version,
            reason=note.strip(),
        )  # fmt: skip
        write_history(doing, complaint_id, Deed.ASSIGN.value, (row.state, to), told)
    return True


def note_complaint_contact(
    desk: Desk, *, complaint_id: int, note: str, next_at: Millis | None = None, version: int | None = None
) -> int:
    """Somebody spoke with the buyer about a complaint; returns the contact's id. What was to be said until now is
    done; `next_at` is when to speak again. Raises NoteMissing, TimePast, ComplaintOver,
    Clash."""
    if not note.strip():
        raise NoteMissing()
    with work(desk, Right.SERVE, Changed.COMPLAINTS, Changed.CARE) as doing:
        row = get_complaint_row(desk.database, complaint_id)
        refuse_over(doing, row)
        if next_at is not None and next_at <= doing.at:
            raise TimePast(when=desk.shown(next_at))
        if version is not None and version != row.version:
            raise strict_clash(desk, "complaint", complaint_id)
        write_history(doing, complaint_id, Deed.CONTACT.value, (row.state, row.state), note.strip())
        end_contacts(doing, complaint_id)
        enter_seen(doing, complaint_id)
        return enter_contact(
            doing, kind=CONTACT, note=note, order_id=row.order_id, buyer_id=row.buyer_id, next_at=next_at,
            complaint_id=complaint_id,
        )  # fmt: skip


def _write(doing: Work, row: dict[str, Any], state: State) -> int:
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO complaint ({', '.join(row)}) VALUES ({marks})"
    made = add_row(doing.desk.database, sql, tuple(row.values()))
    told = {"cause": row["cause"], "number": row["number"], "said": row["said"], "due_at": row["due_at"]}
    doing.note("open complaint", "complaint", made, after=told)
    write_history(doing, made, Deed.COME.value, (None, state), row["said"])
    tell_order(doing, get_complaint_row(doing.desk.database, made), state)
    return made


def _about(
    doing: Work,
    *,
    order_id: int | None = None,
    case_id: int | None = None,
    buyer_id: int | None = None,
    shop_id: int | None = None,
) -> dict[str, Any]:
    """Order, buyer, shop and case, each from what is known; and who is in charge."""
    database, in_charge = doing.desk.database, None
    if case_id is not None:
        cases = rows_of(database, "SELECT order_id, buyer_id, shop_id, person_id FROM cases WHERE id = ?", (case_id,))
        if not cases:
            raise CaseOfComplaintGone(number=case_id)
        order_id, buyer_id, shop_id = (
            given if given is not None else found
            for given, found in zip((order_id, buyer_id, shop_id), cases[0][:3], strict=True)
        )
        in_charge = cases[0][3]
    if order_id is not None:
        orders = rows_of(database, "SELECT buyer_id, shop_id FROM orders WHERE id = ?", (order_id,))
        if not orders:
            raise OrderNotFound(order_no=order_id)
        buyer_id, shop_id = orders[0]
    if buyer_id is not None:
        buyers = rows_of(database, "SELECT shop_id, person_id FROM buyer WHERE id = ?", (buyer_id,))
        if not buyers:
            raise BuyerNotFound(buyer=buyer_id)
        shop_id = shop_id if shop_id is not None else buyers[0][0]
        in_charge = in_charge or buyers[0][1]
    if in_charge is not None and not _may_work(doing.desk, in_charge):
        in_charge = None  # who left is in charge of nothing
    return {
        "order_id": order_id, "case_id": case_id, "buyer_id": buyer_id, "shop_id": shop_id, "in_charge": in_charge,
    }  # fmt: skip


def _refuse_twice(desk: Desk, number: str, shop_id: int | None) -> None:
    known = find_complaint(desk.database, number, shop_id=shop_id)
    if known is not None:
        row = get_complaint_row(desk.database, known)
        raise ComplaintThere(
            reference=number.strip(), number=known, person=row.opened_by, when=desk.shown(row.opened_at)
        )


def _deadline(doing: Work, due_at: Millis | None) -> Millis:
    database = doing.desk.database
    if due_at is None:
        return after_days(doing.at, get_setting(database, COMPLAINT_ANSWER_DAYS), get_setting(database, ZONE))
    if due_at <= doing.at:
        raise DeadlinePast(when=doing.desk.shown(due_at))
    return due_at


def _check_person(desk: Desk, person_id: int) -> str:
    """The name of somebody who may work on complaints."""
    person = get_person(desk.database, person_id)
    if person is None or not _may_work(desk, person_id):
        raise NobodyForComplaints()
    return person.name


def _may_work(desk: Desk, person_id: int) -> bool:
    person = get_person(desk.database, person_id)
    return person is not None and person.active and may(person.role, Right.SERVE, person.extra)


def _stored(value: Any) -> Any:
    if isinstance(value, str):
        return str(getattr(value, "value", value)).strip()
    return value
