"""Owed items: what was promised and has not been sent (ORD-20)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.money import Money
from shopdesk.errors import N_, NotFound
from shopdesk.queries.buyer_joins import list_members


class OwedItemNotFound(NotFound):
    template = N_("There is no owed item {number} here. Look at the list of owed items.")


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One owed item."""

    id: int
    version: int
    buyer_id: int
    buyer: str
    shop: str
    kind: str
    item: str
    quantity: int
    amount: Money
    """What it is worth, 0 while nobody said."""
    note: str
    person: str
    at: Millis
    order_no: str
    """The order with which it was promised, "" for none."""
    travels_id: int | None
    """The order in whose parcel it goes."""
    travels_no: str
    slip_id: int | None
    struck_at: Millis | None
    struck_by: str
    struck_reason: str

    @property
    def is_open(self) -> bool:
        """Still to be sent."""
        return self.struck_at is None


_SQL = """
SELECT w.id, w.version, w.buyer_id, b.platform_id, s.name, w.kind, w.item, w.quantity, w.amount, w.note, p.name, w.at,
  coalesce(o.order_no, '') AS order_no, w.travels_id, coalesce(t.order_no, '') AS order_no, w.slip_id, w.struck_at,
  coalesce(k.name, '') AS name,
  w.struck_reason
FROM owed_item w JOIN buyer b ON b.id = w.buyer_id JOIN shop s ON s.id = b.shop_id JOIN person p ON p.id = w.person_id
LEFT JOIN orders o ON o.id = w.order_id LEFT JOIN orders t ON t.id = w.travels_id
LEFT JOIN person k ON k.id = w.struck_by_id
"""


def list_owed_items(database: Database, *, buyer_id: int | None = None, only_open: bool = True) -> list[OwedRow]:
    """Owed items, the oldest first; of one buyer, under whatever name (CRM-01), or of all."""
    where, params = ["w.struck_at IS NULL"] if only_open else ["TRUE"], list[str]()
    if buyer_id is not None:
        where.append(f"w.buyer_id IN {GIVEN}")
        params.append(listed(list_members(database, buyer_id)))
    return _rows(database, f"{_SQL} WHERE {' AND '.join(where)} ORDER BY w.at, w.id", params)


def get_owed_item(database: Database, owed_id: int) -> OwedRow:
    """One owed item; raises OwedItemNotFound."""
    found = _rows(database, f"{_SQL} WHERE w.id = ?", [owed_id])
    if not found:
        raise OwedItemNotFound(number=owed_id)
    return found[0]


def _rows(database: Database, sql: str, params: Sequence[int | str]) -> list[OwedRow]:
    return [OwedRow(*[*row[:8], Money(row[8]), *row[9:]]) for row in rows_of(database, sql, list(params))]
