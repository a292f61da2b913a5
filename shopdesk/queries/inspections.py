"""What came back and is to be inspected, approved, or was (RET-09)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.intake import BoxState, Condition, Destination, Wish
from shopdesk.domain.repairs import State as RepairState
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, NotFound


class ItemNotFound(NotFound):
    template = N_("There is no item {number} in any box here. Look at the box again.")


class Progress(StrEnum):
    """How far an item has come; the value is the command line's word."""

    TO_INSPECT = "to-inspect"
    TO_APPROVE = "to-approve"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """Some pieces of one thing in a box, as whoever inspects or approves sees them."""

    id: int
    version: int
    box_id: int
    day: str
    number: int
    box_state: BoxState
    order_id: int | None
    order_no: str
    buyer: str
    """The buyer's platform id."""
    case_id: int | None
    line_id: int | None
    title: str
    sku: str
    style: str
    colour: str
    size: str
    quantity: int
    condition: Condition | None
    """None while nobody looked at it."""
    fault: str
    wish: Wish
    wish_to: str
    note: str
    good: int
    faulty: int
    goes_to: Destination | None
    faulty_to: Destination | None
    inspected_by_id: int | None
    inspected_by: str
    inspected_at: Millis | None
    approved_by: str
    approved_at: Millis | None
    shipped: int
    """Pieces of its line that left the shop; of an order whose lines nobody knows, all its pieces."""
    came_back: int
    """Of these, the pieces that other approved items brought to stay."""
    is_known: bool
    """Whether it is said what was bought: a line, or an order of which no file told the lines."""

    @property
    def name(self) -> str:
        """What people call it."""
        return " ".join(filter(None, (self.title or self.sku or self.style, self.colour, self.size))) or "?"

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        if self.approved_at is not None:
            return Progress.APPROVED
        return Progress.TO_APPROVE if self.inspected_at is not None else Progress.TO_INSPECT

    @property
    def can_stay(self) -> int:
        """How many pieces may still go into stock."""
        return max(0, self.shipped - self.came_back)

    @property
    def stays(self) -> int:
        """How many of its pieces stay in the shop, by the inspection."""
        return sum(pieces for pieces, to in self.parts if to is not Destination.BUYER)

    @property
    def parts(self) -> list[tuple[int, Destination]]:
        """Pieces and where they go."""
        both = ((self.good, self.goes_to), (self.faulty, self.faulty_to))
        return [(pieces, to) for pieces, to in both if pieces and to is not None]


_PACKED = (
    "(SELECT coalesce(sum(s.quantity), 0) FROM slip_item s JOIN slip p ON p.id = s.slip_id "
    "WHERE s.line_id = i.line_id AND p.shipped_at IS NOT NULL AND p.cancelled_at IS NULL)"
)
_HAS_LEFT = (
    f"(o.shipped_at IS NOT NULL OR o.stage = {int(Stage.SHIPPED)} "
    f"OR o.status IN ({int(Status.SHIPPED)}, {int(Status.DONE)}) OR (o.status = {int(Status.CLOSED)} "
    "AND EXISTS (SELECT 1 FROM parcel p WHERE p.order_id = o.id AND p.slip_id IS NULL)))"
)
"""Orders that the desk did not ship itself: what the platform's files say of them."""
_WITHOUT_LINES = (
    "(i.line_id IS NULL AND o.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_line x WHERE x.order_id = o.id))"
)
"""Of an order whose lines no file has told, its pieces are counted as a whole."""
_AGAIN = (
    f"= '{Destination.BUYER}' OR {{to}} = '{Destination.REPAIR}' AND EXISTS (SELECT 1 FROM repair m "
    f"WHERE m.box_item_id = k.id AND m.state = '{RepairState.RETURNED}')"
)
"""What the buyer has again: sent back as it was, or mended."""
_STAYED = (
    f"SELECT coalesce(sum(CASE WHEN k.goes_to {_AGAIN.format(to='k.goes_to')} THEN 0 ELSE k.good END "
    f"+ CASE WHEN k.faulty_to {_AGAIN.format(to='k.faulty_to')} THEN 0 ELSE k.faulty END), 0) FROM box_item k"
)
_OTHERS = "k.id <> i.id AND k.approved_at IS NOT NULL"
_SQL = f"""
SELECT i.id, i.version, i.box_id, b.day AS day, b.number, b.state AS state,
  coalesce(i.order_id, b.order_id) AS order_id, coalesce(o.order_no, '') AS order_no,
  coalesce(y.platform_id, '') AS platform_id, i.case_id, i.line_id,
  i.title AS title, i.sku AS sku, i.style AS style, i.colour AS colour, i.size AS size, i.quantity,
  i.condition AS condition, i.fault AS fault, i.wish AS wish, i.wish_to AS wish_to, i.note AS note, i.good, i.faulty,
  i.goes_to AS goes_to, i.faulty_to AS faulty_to, i.inspected_by_id, coalesce(w.name, '') AS inspected_by,
  i.inspected_at, coalesce(a.name, '') AS approved_by, i.approved_at,
  CASE WHEN {_WITHOUT_LINES} THEN CASE WHEN {_HAS_LEFT} THEN o.pieces ELSE 0 END WHEN i.line_id IS NULL THEN 0
    WHEN {_PACKED} > 0 THEN {_PACKED} WHEN {_HAS_LEFT} THEN l.quantity ELSE 0 END AS shipped,
  CASE WHEN {_WITHOUT_LINES} THEN ({_STAYED} JOIN box c ON c.id = k.box_id
      WHERE k.line_id IS NULL AND coalesce(k.order_id, c.order_id) = o.id AND {_OTHERS})
    WHEN i.line_id IS NULL THEN 0 ELSE ({_STAYED} WHERE k.line_id = i.line_id AND {_OTHERS}) END AS came_back,
  CASE WHEN i.line_id IS NOT NULL OR {_WITHOUT_LINES} THEN 1 ELSE 0 END AS is_known
FROM box_item i JOIN box b ON b.id = i.box_id LEFT JOIN order_line l ON l.id = i.line_id
LEFT JOIN orders o ON o.id = coalesce(l.order_id, i.order_id, b.order_id) LEFT JOIN buyer y ON y.id = o.buyer_id
LEFT JOIN person w ON w.id = i.inspected_by_id LEFT JOIN person a ON a.id = i.approved_by_id
"""
_PROGRESS = {
    Progress.TO_INSPECT: "i.approved_at IS NULL AND i.inspected_at IS NULL",
    Progress.TO_APPROVE: "i.approved_at IS NULL AND i.inspected_at IS NOT NULL",
    Progress.APPROVED: "i.approved_at IS NOT NULL",
}


def get_inspection(database: Database, *, item_id: int) -> InspectionRow:
    """One item; raises ItemNotFound."""
    found = _rows(database, "i.id = ?", [item_id])
    if not found:
        raise ItemNotFound(number=item_id)
    return found[0]


def list_inspections(
    database: Database,
    *,
    progress: Progress | None = None,
    day: str | None = None,
    box_id: int | None = None,
    case_id: int | None = None,
    limit: int | None = None,
) -> list[InspectionRow]:
    """Items of registered boxes, what came first is first; `progress`: only those that have come so far."""
    where, params = [f"b.state = '{BoxState.REGISTERED}'"], []
    if progress is not None:
        where.append(_PROGRESS[progress])
    for column, value in (("b.day", day), ("i.box_id", box_id), ("i.case_id", case_id)):
        if value is not None:
            where.append(f"{column} = ?")
            params.append(value)
    return _rows(database, " AND ".join(where), params, limit=limit)


def list_inspections_of(database: Database, item_ids: Iterable[int]) -> list[InspectionRow]:
    """These items, as they come in boxes."""
    return _rows(database, f"i.id IN {GIVEN}", [listed(item_ids)])


def _rows(database: Database, where: str, params: list[Any], *, limit: int | None = None) -> list[InspectionRow]:
    most = "" if limit is None else f" LIMIT {int(limit)}"
    sql = f"{_SQL} WHERE {where} ORDER BY b.day, b.number, i.id{most}"
    return [_row(row) for row in rows_of(database, sql, params)]


def _row(row: tuple[Any, ...]) -> InspectionRow:
    values: list[Any] = list(row)
    for place, kind in ((5, BoxState), (17, Condition), (19, Wish), (24, Destination), (25, Destination)):
        values[place] = kind(values[place]) if values[place] else None
    values[19] = values[19] or Wish.UNKNOWN
    values[31:] = int(values[31]), int(values[32]), bool(values[33])
    return InspectionRow(*values)
