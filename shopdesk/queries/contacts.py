"""What was said to buyers about an order (ORD-08)."""

from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of


class ContactRow(NamedTuple):
    """One time that somebody spoke with the buyer."""

    kind: str
    note: str
    person: str
    at: Millis


def list_contacts(database: Database, order_id: int, *, kind: str = "") -> tuple[ContactRow, ...]:
    """The contacts about an order, the newest first; of one kind or of all."""
    rows = rows_of(
        database,
        "SELECT c.kind, c.note, p.name, c.at FROM contact c JOIN person p ON p.id = c.person_id "
        "WHERE c.order_id = ? AND ? IN ('', c.kind) ORDER BY c.at DESC, c.id DESC",
        (order_id, kind),
    )
    return tuple(map(ContactRow._make, rows))


class SpokenRow(NamedTuple):
    """One time that somebody spoke with the buyer about a review or a complaint (REV-02, CMP-01)."""

    id: int
    note: str
    person_id: int
    person: str
    at: Millis
    next_at: Millis | None
    """When to speak with the buyer again."""
    done_at: Millis | None


def list_spoken(
    database: Database, *, review_id: int | None = None, complaint_id: int | None = None
) -> tuple[SpokenRow, ...]:
    """What was spoken about one review or one complaint, the oldest first."""
    about, record_id = ("review_id", review_id) if review_id is not None else ("complaint_id", complaint_id)
    rows = rows_of(
        database,
        "SELECT c.id, c.note AS note, c.person_id, p.name AS person, c.at, c.next_at, c.done_at FROM contact c "
        f"JOIN person p ON p.id = c.person_id WHERE c.{about} = ? ORDER BY c.id",
        (record_id,),
    )
    return tuple(map(SpokenRow._make, rows))


def find_spoken_of(database: Database, *, contact_id: int) -> tuple[str, int] | None:
    """What was spoken of: kind and id of the narrowest; None for nothing that is kept here."""
    sql = "SELECT complaint_id, review_id, case_id, order_id FROM contact WHERE id = ?"
    rows = rows_of(database, sql, (contact_id,))
    about = zip(("complaint", "review", "case", "order"), rows[0], strict=True) if rows else ()
    return next(((kind, int(number)) for kind, number in about if number is not None), None)


class NextContact(NamedTuple):
    """A time at which a buyer is to be spoken with again (CRM-03)."""

    id: int
    case_id: int | None
    order_id: int | None
    order_no: str
    buyer_id: int | None
    buyer: str
    kind: str
    note: str
    """What was said the last time."""
    person_id: int
    """Who is in charge of the case, the review or the complaint, else who spoke the last time."""
    person: str
    at: Millis
    next_at: Millis
    review_id: int | None = None
    complaint_id: int | None = None


IN_CHARGE = "coalesce(k.person_id, v.person_id, q.person_id, c.person_id)"
OF_CONTACTS = (
    "FROM contact c LEFT JOIN cases k ON k.id = c.case_id LEFT JOIN review v ON v.id = c.review_id "
    "LEFT JOIN complaint q ON q.id = c.complaint_id"
)
"""What a contact is about, which tells who speaks next: IN_CHARGE."""


def list_next_contacts(
    database: Database, *, before: Millis | None = None, person_id: int | None = None
) -> list[NextContact]:
    """Whom to speak with again, the most pressing first: until a moment, and of one person, or all."""
    asked = {"c.next_at < ?": before, "p.id = ?": person_id}
    where = "".join(f" AND {sql}" for sql, value in asked.items() if value is not None)
    rows = rows_of(
        database,
        "SELECT c.id, c.case_id, c.order_id, coalesce(o.order_no, '') AS order_no, c.buyer_id, "
        "coalesce(b.platform_id, '') AS platform_id, c.kind, c.note, p.id, p.name, c.at, c.next_at, "
        f"c.review_id, c.complaint_id {OF_CONTACTS} JOIN person p ON p.id = {IN_CHARGE} "
        "LEFT JOIN orders o ON o.id = c.order_id LEFT JOIN buyer b ON b.id = c.buyer_id "
        f"WHERE c.next_at IS NOT NULL AND c.done_at IS NULL{where} ORDER BY c.next_at, c.id",
        [value for value in asked.values() if value is not None],
    )
    return [NextContact._make(row) for row in rows]
