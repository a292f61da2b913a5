"""Days of intake: what came, its cash, what is open, who closed them (RET-07, RET-08)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk.clock import Millis, day_start
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.intake import BoxState
from shopdesk.domain.intake_days import LeftOpen, read_left_open
from shopdesk.domain.money import Money
from shopdesk.domain.slips import minute_of
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import INTAKE_FROM, INTAKE_UNTIL, ZONE

_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class IntakeDayRow:
    """One day of intake."""

    day: str
    """`2026-11-22`, in the shop's zone."""
    boxes: int
    """Without those that were struck out."""
    registering: int
    unclaimed: int
    cash: Money
    """Found in the boxes, as their entries say."""
    id: int | None
    """None until somebody counted or closed."""
    version: int
    expected: Money
    """What the entries came to when it was handed over."""
    counted: Money
    handed_by_id: int | None
    handed_by: str
    handed_at: Millis | None
    confirmed: Money
    confirmed_by: str
    confirmed_at: Millis | None
    explanation: str
    closed_by: str
    closed_at: Millis | None
    left_open: LeftOpen
    """What was still open when it was closed all the same."""
    reason: str
    corrections: int

    @property
    def is_closed(self) -> bool:
        """Whether its register can't be changed any more."""
        return self.closed_at is not None

    @property
    def is_cash_handed(self) -> bool:
        """Whether all money found so far was handed over."""
        return self.handed_at is not None and self.expected == self.cash


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What was put right about a closed day."""

    id: int
    day: str
    box_id: int | None
    number: int | None
    """The box's number of that day; None where it is about the day."""
    what: str
    was: str
    should_be: str
    reason: str
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class DayPlan:
    """When a day's intake is begun with and closed, at the latest."""

    start: Millis
    latest: Millis


_BOXES = f"""
SELECT b.day AS day, count(*) AS boxes, sum(CASE b.state WHEN '{BoxState.OPENED}' THEN 1 ELSE 0 END) AS registering,
  sum(CASE b.state WHEN '{BoxState.UNCLAIMED}' THEN 1 ELSE 0 END) AS unclaimed, sum(b.cash) AS cash
FROM box b WHERE b.state <> '{BoxState.VOID}' GROUP BY b.day
"""
_SQL = """
SELECT w.day AS day, coalesce(b.boxes, 0) AS boxes, coalesce(b.registering, 0) AS registering,
  coalesce(b.unclaimed, 0) AS unclaimed, coalesce(b.cash, 0) AS cash, d.id, coalesce(d.version, 0) AS version,
  coalesce(d.expected, 0) AS expected, coalesce(d.counted, 0) AS counted, d.handed_by_id,
  coalesce(h.name, '') AS handed_by, d.handed_at, coalesce(d.confirmed, 0) AS confirmed,
  coalesce(c.name, '') AS confirmed_by, d.confirmed_at, coalesce(d.explanation, '') AS explanation,
  coalesce(p.name, '') AS closed_by, d.closed_at, coalesce(d.left_open, '') AS left_open,
  coalesce(d.reason, '') AS reason,
  (SELECT count(*) FROM intake_correction k WHERE k.day = w.day) AS corrections
FROM ({days}) w LEFT JOIN ({boxes}) b ON b.day = w.day LEFT JOIN intake_day d ON d.day = w.day
LEFT JOIN person h ON h.id = d.handed_by_id LEFT JOIN person c ON c.id = d.confirmed_by_id
LEFT JOIN person p ON p.id = d.closed_by_id
"""


def get_day(database: Database, *, day: str) -> IntakeDayRow:
    """One day, whether or not anything came."""
    boxes = _BOXES.replace("GROUP BY", "AND b.day = ? GROUP BY")
    sql = _SQL.format(days="SELECT CAST(? AS TEXT) AS day", boxes=boxes)
    return _day(rows_of(database, sql, (day, day))[0])


def list_days(database: Database, *, only_open: bool = False, limit: int | None = None) -> list[IntakeDayRow]:
    """Days on which something came or that somebody closed, the newest first; `only_open`: those nobody closed yet."""
    sql = _SQL.format(days="SELECT day AS day FROM box UNION SELECT day AS day FROM intake_day", boxes=_BOXES)
    where = "WHERE d.closed_at IS NULL" if only_open else ""
    most = "" if limit is None else f"LIMIT {int(limit)}"
    return [_day(row) for row in rows_of(database, f"{sql} {where} ORDER BY w.day DESC {most}")]


def find_open_day(database: Database, *, only_cash: bool = False) -> str | None:
    """The oldest day that nobody closed yet; or of which nobody confirmed the cash that was handed over."""
    days = [row for row in list_days(database, only_open=not only_cash) if not only_cash or _waits_for_cash(row)]
    return min((row.day for row in days), default=None)


def _waits_for_cash(row: IntakeDayRow) -> bool:
    return row.handed_at is not None and row.confirmed_at is None and bool(row.counted or row.expected)


def get_left_open(database: Database, *, day: str) -> LeftOpen:
    """What keeps a day from being closed (RET-08)."""
    row = get_day(database, day=day)
    to_confirm = row.is_cash_handed and row.confirmed_at is None and bool(row.cash or row.counted)
    return LeftOpen(
        registering=_numbers(database, day, f"b.state = '{BoxState.OPENED}'"),
        cash_to_hand=int(row.cash) if row.cash != row.expected or (row.cash and row.handed_at is None) else 0,
        cash_to_confirm=int(row.counted) if to_confirm else 0,
        no_asker=_numbers(database, day, f"b.state = '{BoxState.UNCLAIMED}' AND b.asker_id IS NULL"),
        to_inspect=_numbers(
            database,
            day,
            f"b.state = '{BoxState.REGISTERED}' AND EXISTS (SELECT 1 FROM box_item i WHERE i.box_id = b.id "
            "AND i.inspected_at IS NULL AND i.approved_at IS NULL)",
        ),
    )


def list_corrections(database: Database, *, day: str | None = None) -> list[CorrectionRow]:
    """What was put right about closed days, the oldest first; of one day or of all."""
    where, params = ("WHERE k.day = ?", (day,)) if day is not None else ("", ())
    sql = (
        "SELECT k.id, k.day AS day, k.box_id, b.number, k.what AS what, k.was AS was, k.should_be AS should_be, "
        "k.reason AS reason, p.name AS person, k.at FROM intake_correction k JOIN person p ON p.id = k.person_id "
        f"LEFT JOIN box b ON b.id = k.box_id {where} ORDER BY k.id"
    )
    return [CorrectionRow(*row) for row in rows_of(database, sql, params)]


def get_day_plan(database: Database, *, day: str) -> DayPlan:
    """When the day's boxes are begun with and closed, at the latest (RET-08)."""
    midnight = day_start(date.fromisoformat(day), get_setting(database, ZONE))
    start, latest = (minute_of(get_setting(database, each)) for each in (INTAKE_FROM, INTAKE_UNTIL))
    return DayPlan(midnight + start * _MINUTE, midnight + latest * _MINUTE)


def _numbers(database: Database, day: str, where: str) -> tuple[int, ...]:
    sql = f"SELECT b.number FROM box b WHERE b.day = ? AND {where} ORDER BY b.number"
    return tuple(int(row[0]) for row in rows_of(database, sql, (day,)))


def _day(row: tuple[Any, ...]) -> IntakeDayRow:
    day, boxes, registering, unclaimed, cash, day_id, version, expected, counted, *rest = row
    by_id, handed_by, handed_at, confirmed, confirmed_by, confirmed_at, explanation, closed_by, closed_at, *last = rest
    left_open, reason, corrections = last
    return IntakeDayRow(
        day, int(boxes), int(registering), int(unclaimed), Money(cash), day_id, version, Money(expected),
        Money(counted), by_id, handed_by, handed_at, Money(confirmed), confirmed_by, confirmed_at, explanation,
        closed_by, closed_at, read_left_open(left_open), reason, corrections,
    )  # fmt: skip
