"""What the refunds page reads of the shop: its lists with counts and sums, and everything about one refund."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.clock import Millis, day_end, to_local
from shopdesk.domain.money import ZERO
from shopdesk.domain.refund_steps import REFUND_RULES, RefundFacts, RefundStep, doubt_about_refund
from shopdesk.domain.refunds import OPEN, Effect, RefundState
from shopdesk.errors import N_
from shopdesk.i18n import sentence
from shopdesk.queries.refund_answers import RefundAnswer, get_answer
from shopdesk.queries.refund_effects import effect_for
from shopdesk.queries.refund_sums import RefundSum, find_came_back, sum_refunds
from shopdesk.queries.refunds import (
    RefundNotFound,
    RefundRow,
    RefundView,
    get_refund,
    list_refunds,
    refund_facts,
    refund_view,
)
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.refund_refusals import refusal_of
from shopdesk.settings import ZONE

LONGEST = 10
"""Digits that no refund's number has."""
MOST = 2_000
"""Rows of a list of what is done, the newest first."""


NUMBER = "#"
"""Begins a search for one refund by its own number: `#12`."""


class Show(StrEnum):
    """Which refunds a list holds."""

    OPEN = "open"
    ASKED = "to-approve"
    WAITING = "waiting"
    TO_PAY = "to-pay"
    FAILED = "failed"
    PAID = "paid"
    REFUSED = "refused"
    ALL = "all"


class Due(StrEnum):
    """Which of the open ones, by their 24 hours (REF-02)."""

    ANY = ""
    LATE = "late"
    TODAY = "due"


SHOWS: Mapping[Show, str] = {
    Show.OPEN: N_("Still open"),
    Show.ASKED: N_("To approve"),
    Show.WAITING: N_("Waiting"),
    Show.TO_PAY: N_("To pay"),
    Show.FAILED: N_("Came back"),
    Show.PAID: N_("Paid back"),
    Show.REFUSED: N_("Turned down"),
    Show.ALL: N_("All"),
}
NOTHING: Mapping[Show, str] = {
    Show.OPEN: N_("No refund is open."),
    Show.ASKED: N_("Nothing is to be approved."),
    Show.WAITING: N_("No approved refund waits for anything."),
    Show.TO_PAY: N_("Nothing is to be paid."),
    Show.FAILED: N_("No payment came back."),
    Show.PAID: N_("Nothing was paid back yet."),
    Show.REFUSED: N_("No refund was refused."),
    Show.ALL: N_("Nobody has asked for a refund yet."),
}
"""What an empty list says."""
OPEN_SHOWS = frozenset({Show.OPEN, Show.ASKED, Show.WAITING, Show.TO_PAY})
_STATES: Mapping[Show, tuple[RefundState, ...]] = {
    Show.FAILED: (RefundState.FAILED,),
    Show.PAID: (RefundState.PAID,),
    Show.REFUSED: (RefundState.REFUSED,),
    Show.ALL: (),
}


class Wait(StrEnum):
    """What an open refund waits for."""

    APPROVAL = "approval"
    GOODS = "goods"
    PAYEE = "payee"
    CHECK = "check"
    PAYMENT = "payment"


WAITS: Mapping[Wait, str] = {
    Wait.APPROVAL: N_("To be approved"),
    Wait.GOODS: N_("Goods not approved"),
    Wait.PAYEE: N_("Payee missing"),
    Wait.CHECK: N_("Payee to be checked"),
    Wait.PAYMENT: N_("To be paid"),
}


def waits_for(row: RefundRow) -> Wait | None:
    """What is next, as far as its row tells; None where nothing is."""
    if row.state is RefundState.ASKED:
        return Wait.APPROVAL
    if row.state is not RefundState.APPROVED:
        return None
    if not row.goods_back or (row.is_intercepted and not row.is_let_through):
        return Wait.GOODS
    if row.is_direct and not row.has_payee:
        return Wait.PAYEE
    return Wait.CHECK if row.is_direct and row.payee_checked_at is None else Wait.PAYMENT


_SHOWN: Mapping[Wait, Show] = {Wait.APPROVAL: Show.ASKED, Wait.PAYMENT: Show.TO_PAY}


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment by which a list is written."""

    now: Millis
    zone: str

    @property
    def day_ends(self) -> Millis:
        """The end of the shop's day."""
        return day_end(to_local(self.now, self.zone).date(), self.zone)

    def due(self, row: RefundRow) -> Due:
        """Whether it is late or due today (REF-02)."""
        if not row.is_open or row.due_at is None or row.due_at >= self.day_ends:
            return Due.ANY
        return Due.LATE if row.due_at < self.now else Due.TODAY


def read_clock(desk: Desk) -> Clock:
    """As it is now."""
    return Clock(desk.clock(), get_setting(desk.seen, ZONE))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list; what is left at its default asks for nothing."""

    show: Show = Show.OPEN
    due: Due = Due.ANY
    find: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, and what the other lists hold."""

    wanted: Wanted
    rows: list[RefundRow]
    sums: Mapping[Show, RefundSum]
    dues: Mapping[Due, RefundSum]
    clock: Clock
    whole: RefundSum
    """Of the list, where it holds more than is shown."""


def read_list(desk: Desk, wanted: Wanted) -> Listed:
    """The list and all counts."""
    database, clock = desk.seen, read_clock(desk)
    open_rows = list_refunds(database, states=tuple(OPEN))
    done = sum_refunds(database)
    if (number := _number(wanted.find)) is not None:
        rows = _one(desk, number)
    elif wanted.show in OPEN_SHOWS:
        found = list_refunds(database, states=tuple(OPEN), find=wanted.find) if wanted.find.strip() else open_rows
        rows = [row for row in found if _is_shown(row, wanted, clock)]
    else:
        rows = list_refunds(database, states=_STATES[wanted.show], find=wanted.find, newest=True, limit=MOST)
    came_back = find_came_back(database)
    if wanted.show is Show.FAILED and not wanted.find.strip():
        rows = [row for row in rows if row.id in came_back]
    sums = _open_sums(open_rows) | {show: done[states[0]] for show, states in _STATES.items() if states}
    sums[Show.FAILED] = RefundSum(len(came_back), sum(came_back.values(), ZERO))
    sums[Show.ALL] = _together(done.values())
    is_cut = len(rows) == MOST and not wanted.find.strip()
    return Listed(
        wanted, rows, sums, {due: _sum([row for row in open_rows if clock.due(row) is due]) for due in Due}, clock,
        sums[wanted.show] if is_cut else _sum(rows),
    )  # fmt: skip


def _number(text: str) -> int | None:
    digits = text.strip().removeprefix(NUMBER)
    return int(digits) if text.strip().startswith(NUMBER) and digits.isdecimal() and len(digits) < LONGEST else None


def _one(desk: Desk, number: int) -> list[RefundRow]:
    try:
        return [get_refund(desk.seen, number)]
    except RefundNotFound:
        return []


def _is_shown(row: RefundRow, wanted: Wanted, clock: Clock) -> bool:
    if wanted.due and clock.due(row) is not wanted.due:
        return False
    return wanted.show is Show.OPEN or _show_of(row) is wanted.show


def _show_of(row: RefundRow) -> Show | None:
    wait = waits_for(row)
    return None if wait is None else _SHOWN.get(wait, Show.WAITING)


def _open_sums(rows: list[RefundRow]) -> dict[Show, RefundSum]:
    sums = {show: _sum([row for row in rows if _show_of(row) is show]) for show in OPEN_SHOWS}
    return sums | {Show.OPEN: _sum(rows)}


def _sum(rows: list[RefundRow]) -> RefundSum:
    return RefundSum(len(rows), sum((row.amount for row in rows), ZERO))


def _together(parts: Iterable[RefundSum]) -> RefundSum:
    each = list(parts)
    return RefundSum(sum(one.refunds for one in each), sum((one.amount for one in each), ZERO))


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything about one refund."""

    row: RefundRow
    view: RefundView
    facts: RefundFacts
    effect: Effect
    answer: RefundAnswer
    refusals: Mapping[RefundStep, str]
    """Why a step can't be taken by who looks, as a sentence; steps that can be taken aren't in it."""
    clock: Clock


def read_refund(desk: Desk, refund_id: int) -> Shown:
    """Everything about one refund, and what whoever looks can do. Raises RefundNotFound."""
    database = desk.seen
    row = get_refund(database, refund_id)
    view = refund_view(database, order_id=row.order_id)
    facts = refund_facts(database, row, view)
    refusals = {}
    for step in REFUND_RULES:
        doubt = doubt_about_refund(step, facts, person_id=desk.actor.id)
        if doubt is not None:
            refusals[step] = sentence(refusal_of(desk, doubt, step, row, view))
    clock = read_clock(desk)
    return Shown(row, view, facts, effect_for(row, view), get_answer(database, row, now=clock.now), refusals, clock)
