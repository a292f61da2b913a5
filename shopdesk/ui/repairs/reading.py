"""The lists of repairs with their counts: late, to be sent, to be checked, to be told ... (REP-01 to REP-03)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shopdesk.clock import Millis, day_end, to_local
from shopdesk.domain.repairs import ENDS, HERE, Estimate, State
from shopdesk.errors import N_
from shopdesk.queries.repairs import RepairRow, list_repairs
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

MOST = 500
"""Closed repairs that are listed, the newest."""


class Show(StrEnum):
    """Which repairs; the value is what `open_record("repair-list", ...)` takes."""

    OPEN = "open"
    """Also what is over, while the supplier has the goods or the buyer doesn't know."""
    LATE = "late"
    """With the supplier, and should be back."""
    DUE = "due"
    """With the supplier, and to be back by the end of the day; late ones too."""
    TO_SEND = "to-send"
    """Here, not at the factory yet, and in no batch."""
    BACK = "back"
    """Back from the factory: to be checked."""
    TO_RETURN = "to-return"
    """Checked: to be sent to the buyer."""
    ESTIMATES = "estimates"
    """The buyer was asked about the cost and has not answered."""
    FEES = "fees"
    """The buyer has a fee to pay."""
    UNTOLD = "untold"
    """The buyer is to be told where it stands; also of what is over."""
    OVER = "over"


SHOWS: Mapping[Show, str] = {
    Show.OPEN: N_("All open"),
    Show.LATE: N_("Late"),
    Show.DUE: N_("Due today"),
    Show.TO_SEND: N_("To the factory"),
    Show.BACK: N_("To check"),
    Show.TO_RETURN: N_("To return"),
    Show.ESTIMATES: N_("Cost asked"),
    Show.FEES: N_("Fee to pay"),
    Show.UNTOLD: N_("Buyer to tell"),
    Show.OVER: N_("Over"),
}
NOTHING: Mapping[Show, str] = {
    Show.OPEN: N_("Nothing is being repaired."),
    Show.LATE: N_("Nothing is late."),
    Show.DUE: N_("Nothing is due today."),
    Show.TO_SEND: N_("Nothing waits to go to the factory."),
    Show.BACK: N_("Nothing is to be checked."),
    Show.TO_RETURN: N_("Nothing is to be sent back to a buyer."),
    Show.ESTIMATES: N_("No buyer was asked about a cost."),
    Show.FEES: N_("No buyer has a fee to pay."),
    Show.UNTOLD: N_("Every buyer knows where the repair stands."),
    Show.OVER: N_("No repair is over yet."),
}
"""What an empty list says."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment by which a list is written."""

    now: Millis
    zone: str

    @property
    def day_ends(self) -> Millis:
        """The end of the shop's day."""
        return day_end(to_local(self.now, self.zone).date(), self.zone)

    def pressing(self, row: RepairRow) -> str:
        """`danger` where it is late, `warning` where it is due today; the role of a text's colour."""
        if row.is_late(self.now):
            return "danger"
        return "warning" if row.is_late(self.day_ends) else ""


def unread_moment(desk: Desk) -> Moment:
    """Until something is read: the shop's zone is not known yet."""
    return Moment(desk.clock(), ZONE.default)


def read_moment(desk: Desk) -> Moment:
    """As it is now."""
    return Moment(desk.clock(), get_setting(desk.seen, ZONE))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list; what is left at its default asks for nothing."""

    show: Show = Show.OPEN
    supplier_id: int | None = None
    batch_id: int | None = None
    find: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, and how many the other lists hold."""

    wanted: Wanted
    moment: Moment
    rows: list[RepairRow] = field(default_factory=list)
    counts: Mapping[Show, int] = field(default_factory=dict)
    suppliers: Mapping[int, str] = field(default_factory=dict)
    """Who has repairs, by id."""


_BELONGS: Mapping[Show, Callable[[RepairRow, Moment], bool]] = {
    Show.OPEN: lambda row, _moment: row.is_open or row.is_away or bool(row.to_tell),
    Show.LATE: lambda row, moment: row.is_late(moment.now),
    Show.DUE: lambda row, moment: row.is_late(moment.day_ends),
    Show.TO_SEND: lambda row, _moment: row.state in HERE and row.batch_id is None,
    Show.BACK: lambda row, _moment: row.state is State.BACK,
    Show.TO_RETURN: lambda row, _moment: row.state is State.CHECKED,
    Show.ESTIMATES: lambda row, _moment: row.is_open and row.estimate_state is Estimate.ASKED,
    Show.FEES: lambda row, _moment: row.is_open and bool(row.owed),
    Show.UNTOLD: lambda row, _moment: bool(row.to_tell),
    Show.OVER: lambda row, _moment: row.state in ENDS,
}


def belongs(row: RepairRow, show: Show, moment: Moment) -> bool:
    """Whether a repair is in a list."""
    return _BELONGS[show](row, moment)


def read_list(desk: Desk, wanted: Wanted) -> Listed:
    """The list and all counts. What is over for the buyer and still with a supplier, or still to be told, is late or to
    be told all the same."""
    database, moment = desk.seen, read_moment(desk)
    alive = {row.id: row for row in list_repairs(database, only_open=True)}
    for more in (list_repairs(database, away=True), list_repairs(database, untold=True)):
        alive |= {row.id: row for row in more}
    counts: dict[Show, int] = {}
    counts |= {
        show: sum(belongs(row, show, moment) for row in alive.values()) for show in Show if show is not Show.OVER
    }
    if wanted.find.strip() or wanted.batch_id is not None:
        rows = list_repairs(database, find=wanted.find, batch_id=wanted.batch_id, limit=MOST)
    elif wanted.show is Show.OVER:
        rows = list_repairs(database, states=tuple(ENDS), limit=MOST)
    else:
        rows = [row for row in alive.values() if belongs(row, wanted.show, moment)]
        rows.sort(key=lambda row: (not row.is_away or row.due_at is None, row.due_at or 0, row.id))
    suppliers = {row.supplier_id: row.supplier for row in alive.values() if row.supplier_id is not None}
    if wanted.supplier_id is not None:
        rows = [row for row in rows if row.supplier_id == wanted.supplier_id]
    return Listed(wanted, moment, rows, counts, dict(sorted(suppliers.items(), key=lambda each: each[1])))
