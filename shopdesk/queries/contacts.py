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
