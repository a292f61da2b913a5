"""What the page of reviews shows: the list as it is filtered, with counts, one review with all about it, and the trades
whose buyers are still to be rated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from shopdesk.clock import Millis
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.flags import Colour
from shopdesk.domain.review_clocks import target_of
from shopdesk.domain.review_points import PointProposal, propose_points
from shopdesk.domain.reviews import But, Kind, Result, State
from shopdesk.queries.orders import get_order
from shopdesk.queries.own_ratings import RateRow, count_to_rate, list_to_rate
from shopdesk.queries.review_people import FollowerProposal, propose_follower
from shopdesk.queries.reviews import ReviewDetail, ReviewRow, get_review, get_review_row, list_reviews
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.points import rule_table
from shopdesk.services.review_steps import limits_of
from shopdesk.settings import ZONE
from shopdesk.ui.order_forms.after_sales import NONE, AfterSales, read_of_order
from shopdesk.ui.page_moment import Moment, moment_of

MOST_CLOSED = 500
"""Closed reviews listed at most: search finds the others."""
CLOSES_SOON_MS = 3 * DAY_MS
"""Before the buyer can't change a review any more."""
OPEN = "open"
"""All states but the closed one."""


class Whose(StrEnum):
    """Of whom the listed reviews are."""

    ALL = "all"
    MINE = "mine"
    NOBODY = "nobody"


class When(StrEnum):
    """How pressing they are (REV-03)."""

    ANY = "any"
    LATE = "late"
    DUE = "due"
    """The next step is to be taken today, or was before."""
    CONTACT = "contact"
    """The buyer is to be spoken with again today, or was before."""
    CLOSING = "closing"
    """The buyer can change them for some days only."""


class Sort(StrEnum):
    """What sort of review."""

    ANY = "any"
    NOT_GOOD = "not-good"
    BAD = "bad"
    NEUTRAL = "neutral"
    BUT = "but"
    """Good ones that complain (REV-06)."""
    CHANGED = "changed"
    """The buyer changed or deleted them since."""
    UNKNOWN = "unknown"
    """Their order isn't here."""


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which reviews are listed."""

    state: str = OPEN
    """OPEN, or a State."""
    whose: Whose = Whose.ALL
    when: When = When.ANY
    sort: Sort = Sort.ANY
    find: str = ""


MY = "my-"
"""Before the name of a list: only one's own."""
_NAMED = {
    "all": ReviewFilter(),
    "mine": ReviewFilter(whose=Whose.MINE),
    "nobody": ReviewFilter(whose=Whose.NOBODY),
    "to-assign": ReviewFilter(state=State.NEW.value, sort=Sort.NOT_GOOD),
    "to-answer": ReviewFilter(state=State.NEW.value, sort=Sort.BUT),
    **{when.value: ReviewFilter(when=when) for when in When if when is not When.ANY},
    **{sort.value: ReviewFilter(sort=sort) for sort in Sort if sort is not Sort.ANY},
    **{state.value: ReviewFilter(state=state.value) for state in State},
}


def list_named(word: str) -> ReviewFilter | None:
    """The list that Today and others ask for by a word: a State's value, "to-assign" and "to-answer" (new ones, as
    Today counts them), "all", "mine", "nobody", a value of When or Sort; with MY before it only one's own. None for a
    word that names none."""
    chosen = _NAMED.get(word.removeprefix(MY))
    return replace(chosen, whose=Whose.MINE) if chosen is not None and word.startswith(MY) else chosen


@dataclass(frozen=True, slots=True)
class ReviewList:
    """The list, and how many there would be by each of the filters."""

    moment: Moment
    rows: Sequence[ReviewRow] = ()
    by_state: Mapping[str, int] = field(default_factory=dict)
    by_whose: Mapping[Whose, int] = field(default_factory=dict)
    by_when: Mapping[When, int] = field(default_factory=dict)
    by_sort: Mapping[Sort, int] = field(default_factory=dict)
    shops: Sequence[ShopRow] = ()
    is_added: bool = False
    """The first row is there only because it was asked for."""


@dataclass(frozen=True, slots=True)
class WholeReview:
    """One review and what its steps depend on."""

    detail: ReviewDetail
    moment: Moment
    flag: Colour | None
    """Of its order; None where that isn't here."""
    target: Millis
    """By when it is to be solved (REV-03)."""
    proposed: FollowerProposal | None
    worth: Mapping[str, int]
    """What each rule of points counts."""
    rating: RateRow | None
    """Our own rating of the buyer of this order, where it is still to be given."""
    after: AfterSales = NONE
    """What else there is of its order."""

    @property
    def row(self) -> ReviewRow:
        """The review as lists show it."""
        return self.detail.row

    def points(self, result: Result) -> tuple[PointProposal, ...]:
        """What closing it so proposes (REV-07)."""
        spoke = dict.fromkeys(each.person_id for each in self.detail.contacts)
        return propose_points(result, follower_id=self.row.person_id, helpers=sorted(spoke), worth=self.worth)

    def name_of(self, person_id: int) -> str:
        """Who followed it up, or spoke with the buyer."""
        spoke = {each.person_id: each.person for each in self.detail.contacts}
        return self.row.person if person_id == self.row.person_id else spoke.get(person_id, "?")


def belongs(row: ReviewRow, chosen: ReviewFilter, moment: Moment, me: int) -> bool:
    """Whether an open review is in a list, whatever its state; Today counts the same."""
    return is_whose(row, chosen.whose, me) and is_when(row, chosen.when, moment) and is_sort(row, chosen.sort)


def is_whose(row: ReviewRow, whose: Whose, me: int) -> bool:
    """Whether it is this person's, or nobody's."""
    return whose is Whose.ALL or row.person_id == (me if whose is Whose.MINE else None)


def is_when(row: ReviewRow, when: When, moment: Moment) -> bool:
    """Whether it is as pressing as that."""
    if when is When.CONTACT:
        return row.next_at is not None and row.next_at < moment.today_ends
    if when is When.CLOSING:
        return row.change_until is not None and moment.now <= row.change_until < moment.now + CLOSES_SOON_MS
    if when is When.ANY:
        return True
    pressing = moment.pressing(row.due_at)
    return pressing == "danger" if when is When.LATE else bool(pressing)


def is_sort(row: ReviewRow, sort: Sort) -> bool:
    """Whether it is of this sort."""
    is_changed = row.changed_at is not None or row.deleted_at is not None
    return {
        Sort.ANY: True,
        Sort.NOT_GOOD: row.kind is not Kind.GOOD,
        Sort.BAD: row.kind is Kind.BAD,
        Sort.NEUTRAL: row.kind is Kind.NEUTRAL,
        Sort.BUT: row.kind is Kind.GOOD and row.but in (But.FOUND, But.SAID),
        Sort.CHANGED: is_changed,
        Sort.UNKNOWN: row.order_id is None,
    }[sort]


def read_list(desk: Desk, chosen: ReviewFilter, also: int | None = None) -> ReviewList:
    """The reviews that fit, the most pressing first; and `also` one that was asked for by its number, fit or not."""
    database, me = desk.seen, desk.actor.id
    moment = moment_of(desk)
    found = list_reviews(database, only_open=True, find=chosen.find)
    own = [row for row in found if is_whose(row, chosen.whose, me)]
    timely = [row for row in own if is_when(row, chosen.when, moment)]
    fitting = [row for row in timely if is_sort(row, chosen.sort)]
    by_state = dict.fromkeys((state.value for state in State if state is not State.CLOSED), 0)
    for row in fitting:
        by_state[row.state.value] += 1
    rows = [row for row in fitting if chosen.state in (OPEN, row.state.value)]
    if chosen.state == State.CLOSED.value:
        rows = _closed(desk, chosen)
    elif chosen.find and chosen.state == OPEN and chosen.when is When.ANY and chosen.whose is not Whose.NOBODY:
        rows += _closed(desk, chosen)  # what is looked for may be over
    is_added = also is not None and all(row.id != also for row in rows)
    if also is not None and is_added:
        rows = [get_review_row(database, also), *rows]
    return ReviewList(
        moment,
        rows,
        {OPEN: len(fitting), **by_state},
        {whose: sum(is_whose(row, whose, me) for row in found) for whose in Whose},
        {when: sum(is_when(row, when, moment) for row in own) for when in When},
        {sort: sum(is_sort(row, sort) for row in timely) for sort in Sort},
        list_shops(database),
        is_added,
    )


_SORTS_OF = {
    Kind.GOOD: {Sort.BUT},
    Kind.NEUTRAL: {Sort.NEUTRAL, Sort.NOT_GOOD},
    Kind.BAD: {Sort.BAD, Sort.NOT_GOOD},
}


def _closed(desk: Desk, chosen: ReviewFilter) -> list[ReviewRow]:
    """Closed ones are many: the newest, or those that are looked for."""
    kinds = [kind for kind in Kind if chosen.sort in _SORTS_OF[kind]]
    return list_reviews(
        desk.seen,
        states=[State.CLOSED],
        kinds=kinds,
        only_but=chosen.sort is Sort.BUT,
        changed=chosen.sort is Sort.CHANGED,
        unknown_order=chosen.sort is Sort.UNKNOWN,
        person_id=desk.actor.id if chosen.whose is Whose.MINE else None,
        find=chosen.find,
        newest=True,
        limit=MOST_CLOSED,
    )


def read_review(desk: Desk, review_id: int) -> WholeReview:
    """One review; raises ReviewNotFound."""
    database, now = desk.seen, desk.clock()
    detail = get_review(database, review_id)
    row = detail.row
    order_id = row.order_id
    ratings = list_to_rate(database, now=now, order_ids=[order_id]) if order_id is not None else []
    return WholeReview(
        detail,
        Moment(now, get_setting(database, ZONE)),
        get_order(database, order_id).flag if order_id is not None else None,
        target_of(limits_of(database), written_at=row.at, came_at=row.came_at),
        propose_follower(database, review_id=review_id, now=now) if row.state is State.NEW else None,
        rule_table(database),
        ratings[0] if ratings else None,
        read_of_order(desk, order_id) if order_id is not None else NONE,
    )


class Rate(StrEnum):
    """Which trades are listed that are still to be rated (REV-03, REV-04)."""

    ALL = "all"
    READY = "ready"
    """Can be rated together with others."""
    TODAY = "today"
    """Their time ends today."""
    STOPPED = "stopped"
    """A supervisor has to decide."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """A line of that list."""

    id: int
    """The order's."""
    row: RateRow


@dataclass(frozen=True, slots=True)
class RateList:
    """The list, and how many the others hold."""

    moment: Moment
    rows: Sequence[RateLine] = ()
    counts: Mapping[Rate, int] = field(default_factory=dict)


def is_rate(row: RateRow, show: Rate, moment: Moment) -> bool:
    """Whether a trade is in this list."""
    return {
        Rate.ALL: True,
        Rate.READY: row.may_rate,
        Rate.TODAY: row.rate_by < moment.today_ends,
        Rate.STOPPED: row.is_stopped,
    }[show]


def count_rates(desk: Desk) -> RateList:
    """How many there are, without reading them: in a large shop they are tens of thousands."""
    moment = moment_of(desk)
    found = count_to_rate(desk.seen, now=moment.now)
    return RateList(moment, (), {Rate.ALL: found.waiting})


def read_to_rate(desk: Desk, show: Rate, find: str = "") -> RateList:
    """The trades that fit, those whose time ends first at the top."""
    moment = moment_of(desk)
    word = find.strip().casefold()
    found = [
        row
        for row in list_to_rate(desk.seen, now=moment.now)
        if word in row.order_no.casefold() or word in row.buyer.casefold()
    ]
    rows = [RateLine(row.order_id, row) for row in found if is_rate(row, show, moment)]
    return RateList(moment, rows, {each: sum(is_rate(row, each, moment) for row in found) for each in Rate})
