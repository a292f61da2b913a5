"""Number ranges got from carriers, and what is left of them (SHP-02)."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.waybills import Numbers, Rule, numbers
from shopdesk.errors import N_, NotFound


class RangeNotFound(NotFound):
    template = N_("This number range is no longer there.")


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One range."""

    id: int
    version: int
    carrier: str
    first: str
    last: str
    next: str
    """The next free number; empty once it is used up."""
    rule: Rule
    step: int
    person: str
    at: Millis
    closed_at: Millis | None

    @property
    def whole(self) -> Numbers:
        """All its numbers."""
        return numbers(self.first, self.last, self.rule, self.step)

    @property
    def left(self) -> Numbers | None:
        """Its free numbers; None once there are none."""
        return numbers(self.next, self.last, self.rule, self.step) if self.next else None

    @property
    def stock(self) -> int:
        """How many numbers are left; 0 for a closed one."""
        free = self.left
        return 0 if free is None or self.closed_at is not None else len(free)

    @property
    def size(self) -> int:
        """How many it had."""
        return len(self.whole)


_SQL = """
SELECT r.id, r.version, r.carrier, r.first, r.last, r.next, r.rule, r.step, p.name, r.at, r.closed_at
FROM waybill_range r JOIN person p ON p.id = r.person_id
"""


def list_ranges(database: Database, *, carrier: str = "", only_open: bool = False) -> list[RangeRow]:
    """Ranges by carrier, the oldest first; `only_open`: those with numbers left."""
    closed = " AND r.closed_at IS NULL AND r.next <> ''" if only_open else ""
    rows = rows_of(
        database,
        f"{_SQL} WHERE ? IN ('', r.carrier){closed} ORDER BY r.carrier, r.closed_at IS NOT NULL, r.id",
        (carrier,),
    )
    return [_range(row) for row in rows]


def get_range(database: Database, range_id: int) -> RangeRow:
    """One range; raises RangeNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE r.id = ?", (range_id,))
    if not rows:
        raise RangeNotFound()
    return _range(rows[0])


def _range(row: tuple[object, ...]) -> RangeRow:
    values: list[object] = [*row[:6], Rule(str(row[6])), *row[7:]]
    return RangeRow(*values)  # type: ignore[arg-type]
