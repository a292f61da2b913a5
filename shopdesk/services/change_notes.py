"""Change notes: a buyer's late change for the warehouse, entered, taken back; packing carries them out (ORD-14)."""

from shopdesk.domain.change_notes import ChangeForm
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.queries.change_notes import change_form, get_change_note
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.edits import ReasonMissing


class ChangeMissing(Refused):
    template = N_("Say what was bought and what the buyer wants instead.")


class NothingChanges(Refused):
    template = N_("What is wanted instead is what was bought: {item}. Nothing was noted.")


class ParcelPacked(Refused):
    template = N_(
        "The parcel of order {order_no} is packed already: a note alone no longer reaches it. Tell the warehouse to "
        "open it, and note the change all the same if they will."
    )


class ParcelGone(Refused):
    template = N_(
        "The parcel of order {order_no} has left already: a note no longer changes it. Ask the carrier to stop it, or "
        "agree on an exchange with the buyer."
    )


class OrderOver(Refused):
    template = N_("Order {order_no} is over ({why}): there is nothing left to change.")


class NoteDone(Refused):
    template = N_("This change was carried out by {person} already. It can't be taken back.")


def find_warning(order: OrderDetail) -> Refused | None:
    """Why a note may come too late for this order's parcel; None where it is in time."""
    if order.stage >= Stage.SHIPPED or order.status >= Status.SHIPPED:
        return ParcelGone(order_no=order.order_no)
    return ParcelPacked(order_no=order.order_no) if order.stage is Stage.PACKED else None


def enter_note(
    desk: Desk, *, order_id: int, wanted: str, changed_to: str, reason: str = "", anyway: bool = False
) -> ChangeForm:
    """Note a change for the warehouse and give its form to copy.

    Raises ParcelPacked or ParcelGone where it may come too late, unless `anyway`; ChangeMissing, NothingChanges,
    OrderOver.
    """
    wanted, changed_to, reason = wanted.strip(), changed_to.strip(), reason.strip()
    if not wanted or not changed_to:
        raise ChangeMissing()
    if wanted == changed_to:
        raise NothingChanges(item=wanted)
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        order = get_order(desk.database, order_id)
        warning = find_warning(order)
        if warning is not None and not anyway:
            raise warning
        if order.status is Status.CLOSED:
            raise OrderOver(order_no=order.order_no, why=order.close_reason or order.status_text or "–")
        desk.database.execute_sql(
            "INSERT INTO change_note (order_id, wanted, changed_to, reason, person_id, at) VALUES (?, ?, ?, ?, ?, ?)",
            (order_id, wanted, changed_to, reason, desk.actor.id, doing.at),
        )
        after = {"wanted": wanted, "changed_to": changed_to}
        doing.note("change note", "order", order_id, after=after, reason=reason)
    return change_form(order, wanted=wanted, changed_to=changed_to)


def take_back(desk: Desk, *, note_id: int, reason: str) -> int:
    """Take an open note back, as if it had not been; the trail keeps it. Needs a reason; returns its order. Raises
    NoteNotFound, NoteDone."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, Changed.CARE, Changed.ORDERS) as doing:
        note = get_change_note(desk.database, note_id)
        if note.done_at is not None:
            raise NoteDone(person=note.done_by)
        desk.database.execute_sql("DELETE FROM change_note WHERE id = ?", (note_id,))
        before = {"wanted": note.wanted, "changed_to": note.changed_to}
        doing.note("note taken back", "order", note.order_id, before=before, reason=reason.strip())
    return note.order_id
