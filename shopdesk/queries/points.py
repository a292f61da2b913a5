"""Points that were booked for mistakes and merits (TEAM-02, REV-07).

Everybody sees their own and a supervisor all: `services.points.see_points` looks at that, these queries don't.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.points import PointKind, counted
from shopdesk.errors import N_, NotFound
from shopdesk.queries.conditions import Conditions


class PointsNotFound(NotFound):
    template = N_("There is no entry {number} among the points here. Look at the list of points.")


@dataclass(frozen=True, slots=True)
class PointRow:
    """Points booked for somebody."""

    id: int
    version: int
    person_id: int
    person: str
    month: str
    """`2026-11`: whenever they are settled, they count for it."""
    rule: str
    points: int
    """As booked; merits above 0, mistakes below."""
    kind: PointKind
    record_id: int
    order_id: int | None
    """The order concerned, where the record has one; of a slip of several orders the first."""
    order_no: str
    note: str
    booked_by: str
    at: Millis
    dispute: str
    disputed_at: Millis | None
    settled_points: int | None
    settlement: str
    settled_by: str
    settled_at: Millis | None

    @property
    def counted(self) -> int:
        """What they count for their month."""
        return counted(self.points, self.settled_points)

    @property
    def is_disputed(self) -> bool:
        """Disputed by the person concerned, and not settled yet."""
        return self.disputed_at is not None and self.settled_at is None


@dataclass(frozen=True, slots=True)
class PointSum:
    """What somebody's points of a month come to."""

    person_id: int
    person: str
    month: str
    entries: int
    merits: int
    mistakes: int
    """Below 0."""
    disputed: int
    """Entries that are not settled yet."""

    @property
    def total(self) -> int:
        """Merits less mistakes."""
        return self.merits + self.mistakes


_ORDER_OF = {
    "case": "cases", "review": "review", "complaint": "complaint", "refund": "refund", "repair": "repair", "box": "box",
    "claim": "claim", "interception": "interception", "shortage": "shortage",
}  # fmt: skip
_ORDER_ID = (
    "CASE e.kind WHEN 'order' THEN e.record_id "
    "WHEN 'slip' THEN (SELECT min(i.order_id) FROM slip_item i WHERE i.slip_id = e.record_id) {whens} END"
).format(
    whens=" ".join(
        f"WHEN '{kind}' THEN (SELECT x.order_id FROM {table} x WHERE x.id = e.record_id)"
        for kind, table in _ORDER_OF.items()
    )
)
_SQL = f"""
SELECT e.id, e.version, e.person_id, p.name AS person, e.month AS month, e.rule AS rule, e.points, e.kind AS record,
  e.record_id, {_ORDER_ID} AS order_id,
  coalesce((SELECT o.order_no FROM orders o WHERE o.id = {_ORDER_ID}), '') AS order_no, e.note AS note,
  b.name AS person, e.at, e.dispute AS dispute, e.disputed_at, e.settled_points, e.settlement AS settlement,
  coalesce(s.name, '') AS person, e.settled_at
FROM point_entry e JOIN person p ON p.id = e.person_id JOIN person b ON b.id = e.booked_by_id
LEFT JOIN person s ON s.id = e.settled_by_id
"""


def list_points(
    database: Database,
    *,
    month: str = "",
    person_id: int | None = None,
    rules: Collection[str] = (),
    only_disputed: bool = False,
    kind: PointKind | None = None,
    record_id: int | None = None,
    limit: int | None = None,
) -> list[PointRow]:
    """Booked points, the newest first. `only_disputed`: those that wait to be settled."""
    wanted = Conditions()
    wanted.add_equal("e.month", month or None)
    wanted.add_equal("e.person_id", person_id)
    wanted.add_one_of("e.rule", rules)
    wanted.add_one_of("e.kind", () if kind is None else (kind,))
    wanted.add_equal("e.record_id", record_id)
    if only_disputed:
        wanted.add("e.disputed_at IS NOT NULL AND e.settled_at IS NULL")
    return [
        _row(row) for row in rows_of(database, f"{_SQL} {wanted.sql('e.at DESC, e.id DESC', limit)}", wanted.params)
    ]


def get_points(database: Database, entry_id: int) -> PointRow:
    """One entry; raises PointsNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE e.id = ?", (entry_id,))
    if not rows:
        raise PointsNotFound(number=entry_id)
    return _row(rows[0])


_COUNTED = "coalesce(e.settled_points, e.points)"


def sum_points(database: Database, *, month: str, person_id: int | None = None) -> list[PointSum]:
    """What everybody's points of a month come to, by name; only those who have any."""
    where, params = "", [month]
    if person_id is not None:
        where, params = " AND e.person_id = ?", [month, person_id]  # type: ignore[list-item]
    rows = rows_of(
        database,
        "SELECT e.person_id, p.name AS person, e.month AS month, count(*), "
        f"sum(CASE WHEN {_COUNTED} > 0 THEN {_COUNTED} ELSE 0 END), "
        f"sum(CASE WHEN {_COUNTED} < 0 THEN {_COUNTED} ELSE 0 END), "
        "sum(CASE WHEN e.disputed_at IS NOT NULL AND e.settled_at IS NULL THEN 1 ELSE 0 END) "
        f"FROM point_entry e JOIN person p ON p.id = e.person_id WHERE e.month = ?{where} "
        "GROUP BY e.person_id, p.name, e.month ORDER BY e.person_id",
        params,
    )
    return [PointSum(row[0], row[1], row[2], *map(int, row[3:])) for row in rows]


def _row(row: tuple[Any, ...]) -> PointRow:
    values = list(row)
    values[7] = PointKind(values[7])
    return PointRow(*values)
