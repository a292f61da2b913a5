"""What is due and late, for whoever works here and for the shop (TEAM-04): what Today, its badges and the command line
show."""

from collections.abc import Iterable
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import DUE, DueKind
from shopdesk.domain.permissions import Right
from shopdesk.queries.care_lists import list_care
from shopdesk.queries.due import DueRow, Tally, list_due
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.backups import last_backup
from shopdesk.services.desk import Desk
from shopdesk.settings import BACKUP_HOURS


class Sums(NamedTuple):
    """What stands above the lines."""

    late: int
    today: int
    waiting: int
    """For others: a buyer, a courier, a colleague."""


def read_today(desk: Desk) -> list[DueRow]:
    """What is due of each kind, in the order of `DUE`; kinds of which nothing is due stand there with nothing."""
    rights = [right for right in Right if desk.actor.may(right)]
    found = list_due(desk.seen, now=desk.clock(), person_id=desk.actor.id, rights=rights)
    others = ((DueKind.BACKUP, _late_backups(desk)), (DueKind.CARE, _buyers_to_write_to(desk)))
    counted = [DueRow(kind, tally, tally if DUE[kind].right in rights else Tally()) for kind, tally in others]
    by_kind = {row.kind: row for row in (*found, *counted)}
    return [by_kind[kind] for kind in DUE]


def add_up(rows: Iterable[DueRow], *, mine: bool) -> Sums:
    """Late and due today, each once and without what is only to be read; and what waits for others."""
    late = today = waiting = 0
    for row in rows:
        line, tally = DUE[row.kind], row.mine if mine else row.shop
        if line.waits:
            waiting += tally.count
        elif not (line.is_news or line.is_part):
            late += tally.late - tally.late_elsewhere
            today += tally.today - tally.today_elsewhere
    return Sums(late, today, waiting)


def _late_backups(desk: Desk) -> Tally:
    """One where the newest backup is older than the shop wants it, and than a day: it is made by itself long before
    (DATA-01)."""
    since = last_backup(desk) or _first_deed(desk)
    within = max(DAY_MS, 2 * get_setting(desk.seen, BACKUP_HOURS) * HOUR_MS)
    due = None if since is None else since + within
    is_late = due is not None and due < desk.clock()
    return Tally(1, 1, 0, due, since) if is_late else Tally()


def _buyers_to_write_to(desk: Desk) -> Tally:
    """By the list itself: which rule means whom, each person once under all names, is no matter of one statement."""
    n = len(list_care(desk.seen, now=desk.clock()))
    return Tally(n, 0, n)


def _first_deed(desk: Desk) -> Millis | None:
    """When anything was written first, where there was never a backup."""
    first: Millis | None = rows_of(desk.database, "SELECT min(at) FROM trail")[0][0]
    return first
