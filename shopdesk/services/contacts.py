"""The log of what was said to buyers (ORD-08, ORD-18, SHP-07)."""

from collections.abc import Sequence

from shopdesk.clock import Millis
from shopdesk.db.database import add_row
from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Changed, Desk, Work, work

SENT = "sent"
"""The buyer was told that a reissue, an exchange or a bank order has left (SHP-07)."""


def note_contact(
    desk: Desk,
    *,
    kind: str,
    note: str,
    order_id: int | None = None,
    buyer_id: int | None = None,
    next_at: Millis | None = None,
) -> int:
    """Note that somebody spoke with a buyer; returns the contact's id. Of an order, its buyer is noted as well."""
    with work(desk, Right.SERVE, Changed.CARE) as doing:
        return enter_contact(doing, kind=kind, note=note, order_id=order_id, buyer_id=buyer_id, next_at=next_at)


def enter_contact(
    doing: Work,
    *,
    kind: str,
    note: str,
    order_id: int | None = None,
    buyer_id: int | None = None,
    next_at: Millis | None = None,
    case_id: int | None = None,
    review_id: int | None = None,
    complaint_id: int | None = None,
) -> int:
    """Note a contact as part of a larger work; of a case, a review or a complaint, its order or buyer are named too."""
    desk = doing.desk
    doing.kinds.add(Changed.CARE)
    contact_id = add_row(
        desk.database,
        "INSERT INTO contact (order_id, buyer_id, kind, note, person_id, at, next_at, case_id, review_id, "
        "complaint_id) VALUES (?, coalesce(?, (SELECT buyer_id FROM orders WHERE id = ?)), ?, ?, ?, ?, ?, ?, ?, ?)",
        (order_id, buyer_id, order_id, kind, note.strip(), desk.actor.id, doing.at, next_at, case_id, review_id,
         complaint_id),
    )  # fmt: skip
    record = record_of(review_id, complaint_id, case_id, order_id, buyer_id)
    doing.note("contact", *record, after={"kind": kind, "note": note.strip()})
    return contact_id


def mark_told(desk: Desk, *, order_ids: Sequence[int], note: str = "") -> list[int]:
    """Note that the buyers of these orders were told that they have left (SHP-07); returns the contacts' ids. One who
    was told already is not noted again."""
    with work(desk, Right.SERVE, Changed.CARE) as doing:
        told = "SELECT 1 FROM contact WHERE order_id = ? AND kind = ?"
        return [
            enter_contact(doing, kind=SENT, note=note, order_id=order_id)
            for order_id in order_ids
            if not desk.database.execute_sql(told, (order_id, SENT)).fetchone()
        ]


def undo_contacts(desk: Desk, *, contact_ids: Sequence[int]) -> int:
    """Strike out contacts noted by mistake; returns how many. The trail keeps both."""
    struck = 0
    with work(desk, Right.SERVE, Changed.CARE) as doing:
        for contact_id in contact_ids:
            rows = desk.database.execute_sql(
                "DELETE FROM contact WHERE id = ? RETURNING review_id, complaint_id, case_id, order_id, "
                "buyer_id, kind, note",
                (contact_id,),
            ).fetchall()
            for *record, kind, note in rows:
                doing.note("contact undone", *record_of(*record), before={"kind": kind, "note": note})
                struck += 1
    return struck


def record_of(*ids: int | None) -> tuple[str, int]:
    """The record that a contact is told of, by review, complaint, case, order and buyer: the nearest that it names."""
    kinds = ("review", "complaint", "case", "order", "buyer")
    return next(((kind, found) for kind, found in zip(kinds, ids, strict=True) if found), ("buyer", 0))
