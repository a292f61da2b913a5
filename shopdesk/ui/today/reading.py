"""What the page shows, read in one go in the background, and how it is said."""

from dataclasses import dataclass

from shopdesk.clock import Millis, to_local
from shopdesk.domain.due import DUE, DueLine
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.due import DueRow, Tally
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.today import read_today
from shopdesk.settings import ZONE
from shopdesk.ui.moments import short_moment

WAITING, NEWS = N_("Waiting for others"), N_("To read")


@dataclass(frozen=True, slots=True)
class Reading:
    """All kinds, as they stood at a moment."""

    rows: tuple[DueRow, ...]
    now: Millis
    zone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the list: a kind with its figures, or the title of a group."""

    row: DueRow | None
    tally: Tally
    title: str = ""
    """English source text."""

    @property
    def line(self) -> DueLine | None:
        """What the kind is called and what it opens; None for a title."""
        return None if self.row is None else DUE[self.row.kind]

    @property
    def tone(self) -> str:
        """The role of its figure's colour: late red, due today amber, else plain."""
        if self.line is None or self.line.waits or self.line.is_news:
            return "text" if self.tally.late == 0 else "danger"
        return "danger" if self.tally.late else "warning" if self.tally.today else "text"


def read_now(desk: Desk) -> Reading:
    """Read it."""
    return Reading(tuple(read_today(desk)), desk.clock(), get_setting(desk.seen, ZONE))


def shown_lines(reading: Reading, *, mine: bool) -> list[Shown]:
    """The lines of which something is due: what is late first, then what is due today, then the rest; what waits for
    others and what is only to be read stand below."""
    lines = [Shown(row, row.mine if mine else row.shop, DUE[row.kind].title) for row in reading.rows]
    lines = [each for each in lines if each.tally.count]
    work = [each for each in lines if each.line and not each.line.waits and not each.line.is_news]
    work.sort(key=lambda each: ("danger", "warning", "text").index(each.tone))
    for title, group in (
        (WAITING, [each for each in lines if each.line and each.line.waits]),
        (NEWS, [each for each in lines if each.line and each.line.is_news]),
    ):
        work += [Shown(None, Tally(), title), *group] if group else []
    return work


def detail(shown: Shown, reading: Reading) -> str:
    """How late, since when, or by when."""
    tally = shown.tally
    parts = []
    if tally.late:
        parts.append(ngettext("{n} is late", "{n} are late", tally.late).format(n=tally.late))
    when = tally.since if tally.late or tally.due is None else tally.due
    if when is not None:
        said = _("since {when}") if tally.late or tally.due is None else _("by {when}")
        parts.append(said.format(when=short_moment(when, reading.now, reading.zone)))
    return " · ".join(parts)


def greeting(now: Millis, zone: str) -> str:
    """By the shop's clock."""
    hour = to_local(now, zone).hour
    if 4 <= hour < 12:
        return _("Good morning.")
    return _("Good afternoon.") if 12 <= hour < 18 else _("Good evening.")
