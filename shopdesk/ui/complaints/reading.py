"""What the page of complaints shows: the list as it is filtered, with counts, and one complaint with all about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from shopdesk.domain.complaints import ENDED, OURS, State
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right, may
from shopdesk.domain.points import PointKind
from shopdesk.queries.complaints import (
    ComplaintDetail,
    ComplaintRow,
    get_complaint,
    get_complaint_row,
    list_complaints,
)
from shopdesk.queries.orders import get_order
from shopdesk.queries.people import PersonRow, list_others_who_may, list_people
from shopdesk.queries.points import PointRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.points import see_points
from shopdesk.settings import COMPLAINT_ANSWER_DAYS
from shopdesk.ui.order_forms.after_sales import NONE, AfterSales, read_of_order
from shopdesk.ui.page_moment import Moment, moment_of

MOST_CLOSED = 500
"""Ended complaints listed at most: search finds the others."""
OPEN, OVER = "all", "over"
"""All open ones, all ended ones."""


class Whose(StrEnum):
    """In whose hands the listed ones are."""

    ALL = "all"
    MINE = "mine"
    NOBODY = "nobody"


class When(StrEnum):
    """How pressing they are."""

    ANY = "any"
    UNSEEN = "unseen"
    """No supervisor has taken note of them (CMP-01)."""
    LATE = "late"
    DUE = "due"
    """To be answered today, or before."""
    CONTACT = "contact"
    """The buyer is to be spoken with again today, or was before."""


@dataclass(frozen=True, slots=True)
class ComplaintFilter:
    """Which complaints are listed."""

    state: str = OPEN
    """OPEN, OVER, or the value of an open State."""
    whose: Whose = Whose.ALL
    when: When = When.ANY
    find: str = ""
    is_seen: bool = False
    """Only those that a supervisor took note of: lists of Today, where unseen ones have a line of their own."""


MY = "my-"
"""Before the name of a list: only one's own."""
_NAMED = {
    "all": ComplaintFilter(),
    "over": ComplaintFilter(state=OVER),
    "mine": ComplaintFilter(whose=Whose.MINE),
    "nobody": ComplaintFilter(whose=Whose.NOBODY),
    **{when.value: ComplaintFilter(when=when) for when in When if when is not When.ANY},
    **{state.value: ComplaintFilter(state=state.value, is_seen=True) for state in State if state not in ENDED},
    State.NEW.value: ComplaintFilter(state=State.NEW.value),
    State.SENT.value: ComplaintFilter(state=State.SENT.value),
}


def list_named(word: str) -> ComplaintFilter | None:
    """The list that Today and others ask for by a word; None for a word that names none."""
    chosen = _NAMED.get(word.removeprefix(MY))
    return replace(chosen, whose=Whose.MINE) if chosen is not None and word.startswith(MY) else chosen


@dataclass(frozen=True, slots=True)
class ComplaintList:
    """The list, and how many there would be by each of the filters."""

    moment: Moment
    rows: Sequence[ComplaintRow] = ()
    by_state: Mapping[str, int] = field(default_factory=dict)
    by_whose: Mapping[Whose, int] = field(default_factory=dict)
    by_when: Mapping[When, int] = field(default_factory=dict)
    shops: Sequence[ShopRow] = ()
    answer_days: int = 3
    """To answer in, where the platform names no time."""
    is_added: bool = False
    """The first row is there only because it was asked for."""


@dataclass(frozen=True, slots=True)
class WholeComplaint:
    """One complaint and what its steps depend on."""

    detail: ComplaintDetail
    moment: Moment
    flag: Colour | None
    """Of its order; None where that isn't here."""
    people: Sequence[PersonRow]
    """Who may work on it."""
    approvers: Sequence[str]
    """Who else than the one at the desk may approve its appeal."""
    points: Sequence[PointRow]
    """Booked on it: one's own, a supervisor's everybody's."""
    after: AfterSales = NONE
    """What else there is of its order."""

    @property
    def row(self) -> ComplaintRow:
        """The complaint as lists show it."""
        return self.detail.row


def is_whose(row: ComplaintRow, whose: Whose, me: int) -> bool:
    """Whether it is in this person's hands, or nobody was put in charge of it."""
    if whose is Whose.MINE:
        return row.holder_id == me
    return whose is Whose.ALL or row.person_id is None


def is_when(row: ComplaintRow, when: When, moment: Moment) -> bool:
    """Whether it is as pressing as that."""
    if when is When.UNSEEN:
        return row.seen_at is None
    if when is When.CONTACT:
        return row.next_at is not None and row.next_at < moment.today_ends
    if when is When.ANY:
        return True
    pressing = moment.pressing(row.due_at) if row.state in OURS else ""
    return pressing == "danger" if when is When.LATE else bool(pressing)


def read_list(desk: Desk, chosen: ComplaintFilter, also: int | None = None) -> ComplaintList:
    """The complaints that fit, unseen ones first, then the most pressing; and `also` one that was asked for by its
    number, fit or not."""
    database, me = desk.seen, desk.actor.id
    moment = moment_of(desk)
    found = list_complaints(database, only_open=True, find=chosen.find)
    own = [row for row in found if is_whose(row, chosen.whose, me) and (row.seen_at is not None or not chosen.is_seen)]
    fitting = [row for row in own if is_when(row, chosen.when, moment)]
    by_state = dict.fromkeys((state.value for state in State if state not in ENDED), 0)
    for row in fitting:
        by_state[row.state.value] += 1
    rows = [row for row in fitting if chosen.state in (OPEN, row.state.value)]
    if chosen.state == OVER:
        rows = _over(desk, chosen)
    elif chosen.find and chosen.state == OPEN and chosen.when is When.ANY and chosen.whose is not Whose.NOBODY:
        rows += _over(desk, chosen)  # what is looked for may have ended
    is_added = also is not None and all(row.id != also for row in rows)
    if also is not None and is_added:
        rows = [get_complaint_row(database, also), *rows]
    return ComplaintList(
        moment,
        rows,
        {OPEN: len(fitting), **by_state},
        {whose: sum(is_whose(row, whose, me) for row in found) for whose in Whose},
        {when: sum(is_when(row, when, moment) for row in own) for when in When},
        list_shops(database),
        get_setting(database, COMPLAINT_ANSWER_DAYS),
        is_added,
    )


def _over(desk: Desk, chosen: ComplaintFilter) -> list[ComplaintRow]:
    """Ended ones are many: the newest, or those that are looked for."""
    person_id = desk.actor.id if chosen.whose is Whose.MINE else None
    states = [state for state in State if state in ENDED]
    return list_complaints(
        desk.seen, states=states, person_id=person_id, find=chosen.find, newest=True, limit=MOST_CLOSED
    )


def read_complaint(desk: Desk, complaint_id: int) -> WholeComplaint:
    """One complaint; raises ComplaintNotFound."""
    database = desk.seen
    detail = get_complaint(database, complaint_id)
    order_id = detail.row.order_id
    people = [each for each in list_people(database) if may(each.role, Right.SERVE, each.extra)]
    return WholeComplaint(
        detail,
        moment_of(desk),
        get_order(database, order_id).flag if order_id is not None else None,
        people,
        list_others_who_may(database, Right.OVERRULE, but=desk.actor.id),
        see_points(desk, kind=PointKind.COMPLAINT, record_id=complaint_id),
        read_of_order(desk, order_id) if order_id is not None else NONE,
    )
