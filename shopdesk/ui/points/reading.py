"""What the page of points shows: a month's entries, what they come to by person, and the table of rules (TEAM-02)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shopdesk.clock import Millis, to_local
from shopdesk.domain.permissions import Right
from shopdesk.domain.points import PointKind, month_of
from shopdesk.i18n import _
from shopdesk.queries.people import PersonRow
from shopdesk.queries.points import PointRow, PointSum
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import name_of
from shopdesk.services.desk import Desk
from shopdesk.services.point_sheets import sum_seen_points
from shopdesk.services.points import see_points
from shopdesk.settings import ZONE
from shopdesk.ui.order_forms.points_form import bookable

MONTHS = 24
"""That can be looked at, from this one back."""
ALL_MONTHS = ""
MOST = 2000
"""Entries listed at most where all months are."""


@dataclass(frozen=True, slots=True)
class PointFilter:
    """Which entries are listed."""

    month: str
    """`2026-11`, or ALL_MONTHS."""
    is_mine: bool = False
    is_disputed: bool = False
    """Only those that wait to be settled."""
    person_id: int | None = None
    """Only this person's."""
    find: str = ""


@dataclass(frozen=True, slots=True)
class PointLine:
    """An entry with what people call its record."""

    row: PointRow
    record: str

    @property
    def id(self) -> int:
        """The entry's."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class PointList:
    """What was found."""

    now: Millis
    zone: str
    lines: Sequence[PointLine] = ()
    sums: Sequence[PointSum] = ()
    """Of the month, person by person."""
    all_: int = 0
    mine: int = 0
    disputed: int = 0
    worth: Mapping[str, int] = field(default_factory=dict)
    """What each rule counts."""
    people: Sequence[PersonRow] = ()
    """Whose points the person at the desk can book."""
    is_everybodys: bool = False
    """A supervisor sees everybody's, others their own."""

    @property
    def this_month(self) -> str:
        """The month that runs."""
        return month_of(self.now, self.zone)

    @property
    def months(self) -> list[str]:
        """This one and those before, the newest first."""
        today = to_local(self.now, self.zone).date()
        back = [divmod(today.year * 12 + today.month - 1 - n, 12) for n in range(MONTHS)]
        return [f"{year:04d}-{month + 1:02d}" for year, month in back]


def read_points(desk: Desk, chosen: PointFilter) -> PointList:
    """A month's points as the person at the desk may see them."""
    database = desk.seen
    now, zone = desk.clock(), get_setting(database, ZONE)
    month = month_of(now, zone) if chosen.month == "now" else chosen.month
    found = see_points(desk, month=month, limit=None if month else MOST)
    of = [row for row in found if chosen.person_id in (None, row.person_id)]
    waiting = see_points(desk, only_disputed=True)
    if chosen.is_disputed:
        of = waiting  # whatever month they count for: they wait
    rows = [row for row in of if not chosen.is_mine or row.person_id == desk.actor.id]
    lines = [PointLine(row, _record_of(desk, row)) for row in rows]
    word = chosen.find.strip().casefold()
    people, worth = bookable(desk)
    return PointList(
        now, zone,
        [line for line in lines if word in _words(line)],
        sum_seen_points(desk, month=month or month_of(now, zone)),
        len(found), sum(row.person_id == desk.actor.id for row in found), len(waiting),
        worth, people, desk.actor.may(Right.OVERRULE),
    )  # fmt: skip


def _record_of(desk: Desk, row: PointRow) -> str:
    """What people call it. Most are orders, whose number is there already."""
    if row.kind is PointKind.ORDER and row.order_no:
        return _("order {name}").format(name=row.order_no)
    return name_of(desk, row.kind.value, row.record_id)


def _words(line: PointLine) -> str:
    row = line.row
    parts = (line.record, row.person, row.order_no, row.note, row.dispute, row.settlement, row.booked_by, row.rule)
    return "\n".join(parts).casefold()


def opening(row: PointRow) -> tuple[str, int] | None:
    """What a page is asked to show of what points were booked on: a slip has no page, its order is shown."""
    if row.kind is not PointKind.SLIP:
        return row.kind.value, row.record_id
    return ("order", row.order_id) if row.order_id is not None else None
