"""Change notes: buyers' late changes for the warehouse (ORD-14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.change_notes import ChangeForm, item_text
from shopdesk.errors import N_, NotFound
from shopdesk.queries.orders import Line, OrderDetail


class NoteNotFound(NotFound):
    template = N_("This change note is no longer there. Look at the order again.")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One change note; open while `done_at` is None."""

    id: int
    version: int
    order_id: int
    order_no: str
    wanted: str
    """What was bought."""
    changed_to: str
    reason: str
    person: str
    at: Millis
    done_at: Millis | None
    done_by: str


_SQL = """
SELECT n.id, n.version, n.order_id, o.order_no, n.wanted, n.changed_to, n.reason, p.name, n.at, n.done_at,
  coalesce(d.name, '') AS name
FROM change_note n JOIN orders o ON o.id = n.order_id JOIN person p ON p.id = n.person_id
LEFT JOIN person d ON d.id = n.done_by_id
"""


def list_change_notes(database: Database, *, order_id: int | None = None, only_open: bool = False) -> list[NoteRow]:
    """Change notes, the oldest first; of one order or of all."""
    where, params = ["TRUE"], []
    if order_id is not None:
        where.append("n.order_id = ?")
        params.append(order_id)
    if only_open:
        where.append("n.done_at IS NULL")
    return _rows(database, f"{_SQL} WHERE {' AND '.join(where)} ORDER BY n.id", params)


def get_change_note(database: Database, note_id: int) -> NoteRow:
    """One note; raises NoteNotFound."""
    found = _rows(database, f"{_SQL} WHERE n.id = ?", [note_id])
    if not found:
        raise NoteNotFound()
    return found[0]


def change_form(order: OrderDetail, *, wanted: str, changed_to: str) -> ChangeForm:
    """The fixed form, filled in from the order."""
    parcel = order.parcels[0] if order.parcels else None
    return ChangeForm(
        buyer=order.buyer,
        receiver=order.receiver,
        phone=order.phone,
        address=" ".join(filter(None, (order.region, order.address))),
        wanted=wanted,
        changed_to=changed_to,
        waybill=parcel.waybill if parcel else "",
        carrier=(parcel.carrier if parcel else "") or order.carrier,
    )


def line_text(line: Line) -> str:
    """A bought item as a note names it."""
    return item_text(sku=line.sku, title=line.title, properties=line.properties, quantity=line.quantity)


def _rows(database: Database, sql: str, params: Sequence[int]) -> list[NoteRow]:
    return [NoteRow(*row) for row in rows_of(database, sql, list(params))]
