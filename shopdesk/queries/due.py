"""What is due and late, counted for one person and for the shop: one statement for each kind (TEAM-04, CRM-03)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from shopdesk.clock import Millis, day_end, day_start, to_local
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.cases import State
from shopdesk.domain.damage_list import EXPIRING_DAYS
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import DUE, DueKind
from shopdesk.domain.holds import Hold
from shopdesk.domain.intake import BoxState
from shopdesk.domain.permissions import Right
from shopdesk.domain.points import month_of
from shopdesk.domain.slips import minute_of
from shopdesk.domain.statuses import Stage, Status, Tray
from shopdesk.queries import due_away, due_reviews
from shopdesk.queries.contacts import IN_CHARGE, OF_CONTACTS
from shopdesk.queries.interceptions import BROUGHT_BACK, HELD_BACK
from shopdesk.queries.people import list_people
from shopdesk.queries.refund_sums import ASKED_AGAIN
from shopdesk.queries.shipping_lists import PACKED, ShippingList, union_of
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.tracking import stalled
from shopdesk.queries.untold import UNTOLD
from shopdesk.queries.waves import UNPRINTED, get_cut_off_times
from shopdesk.settings import (
    CASE_REFUND_HOURS,
    CLAIM_ANSWER_DAYS,
    INTAKE_UNTIL,
    INTERCEPT_ESCALATE_HOURS,
    INTERCEPT_TRAVEL_DAYS,
    REFUND_SECOND_ABOVE,
    REGISTER_WITHIN_HOURS,
    REVIEW_RATE_DAYS,
    SHIP_NEAR_HOURS,
    SHIP_WITHIN_HOURS,
    UNCLAIMED_ESCALATE_DAYS,
    ZONE,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of one kind is there."""

    count: int = 0
    late: int = 0
    today: int = 0
    """Not late, and due before the day ends, or without any time: to be done now."""
    due: Millis | None = None
    """The worst time; the nearest where nothing is late."""
    since: Millis | None = None
    """Since when the oldest waits."""
    late_elsewhere: int = 0
    today_elsewhere: int = 0
    """Of those late and due today: counted by another line as well, and in the sums there."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One kind of due thing, for the shop and for the person who asks."""

    kind: DueKind
    shop: Tally
    mine: Tally


class _Source(NamedTuple):
    """A statement that gives `due`, `since` and `mine` of each thing; `:names` are values of `_values`."""

    sql: str
    mine: str = ""
    """When it is this person's; "" where the line's right says so."""


_MINUTE = 60_000
_NEW_TRAYS = f"{Tray.TO_REGISTER:d}, {Tray.HELD:d}"
_AT_THE_DESK = f"{_NEW_TRAYS}, {Tray.REGISTERED:d}, {Tray.PRINTED:d}"
_PAID = "coalesce(o.paid_at, o.created)"
_SHIP_BY = "coalesce(o.ship_by, o.paid_at + :ship_within)"
_OF_DAY = "CASE WHEN {day} < :day THEN {since} ELSE :intake_until END"
"""A day's intake is done by the evening; what is of an earlier day is late since it came."""
_REFUND_DUE = "coalesce(r.due_at, c.received_at + :refund_within)"
_REFUNDS = "FROM refund r LEFT JOIN cases c ON c.id = r.case_id WHERE r.state"
_OPEN_REFUNDS = f"{_REFUNDS} IN ('asked', 'approved') AND r.state"
"""Said just as the index of them is: what was paid long ago isn't read."""
_ITEMS = (
    "SELECT coalesce(b.registered_at, b.at) + :refund_within AS due, coalesce(b.registered_at, b.at) AS since, "
    "{mine} AS mine FROM box_item i JOIN box b ON b.id = i.box_id "
    f"WHERE i.approved_at IS NULL AND b.state = '{BoxState.REGISTERED}' AND "
)
_CASES = "SELECT c.{due} AS due, c.opened_at AS since, {mine} AS mine FROM cases c WHERE c.closed_at IS NULL AND "
_MY_CASE = "c.person_id = :person"
_DIRECT = "(r.kind = 'transfer' OR r.channel IN ('bank', 'cash') OR trim(r.payee_account) <> '')"
_PAYABLE = (
    f"(r.kind <> 'return' OR c.approved_at IS NOT NULL OR {BROUGHT_BACK}) AND NOT ({HELD_BACK} AND r.above = 0) AND "
    f"(NOT {_DIRECT} OR r.payee <> '' AND (r.payee_account <> '' OR r.channel = 'cash') "
    "AND r.payee_checked_at IS NOT NULL)"
)
"""Nothing is missing before it can be paid: see `RefundRow.goods_back`, `is_direct` and `has_payee`."""
_TO_ASK = (
    "SELECT b.ask_by AS due, b.at AS since, {mine} AS mine FROM box b "
    f"WHERE b.state = '{BoxState.UNCLAIMED}' AND b.ask_by < :tomorrow"
)
_ESCALATED = "(b.escalated_at IS NOT NULL OR b.at + :escalate_after <= :now)"
_DAYS = """
WITH RECURSIVE came(day) AS (SELECT CAST(max(day) AS TEXT) FROM box UNION ALL
  SELECT (SELECT CAST(max(b.day) AS TEXT) FROM box b WHERE b.day < came.day) FROM came WHERE came.day IS NOT NULL)
SELECT {due} AS due, {since} AS since, {mine} AS mine FROM came WHERE came.day IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM intake_day d WHERE d.day = came.day AND d.closed_at IS NOT NULL)
"""
"""Each day is looked up by the index of boxes, and the boxes between two days are not read."""
_FIRST_BOX = "(SELECT b.at FROM box b WHERE b.day = came.day ORDER BY b.number LIMIT 1)"


def _cases(where: str, *, due: str = "due_at", mine: str = _MY_CASE) -> _Source:
    return _Source(_CASES.replace("{due}", due) + where, mine)


_SOURCES: Mapping[DueKind, _Source] = {
    DueKind.TO_REGISTER: _Source(
        f"SELECT {_PAID} + :register_within AS due, {_PAID} AS since, {{mine}} AS mine FROM orders o "
        f"WHERE o.tray IN ({_NEW_TRAYS}) AND o.stage = {Stage.NEW:d} AND o.status <> {Status.UNPAID:d} "
        "AND (o.held = 0 OR NOT EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.released_at IS NULL "
        f"AND h.kind <> '{Hold.SALESPERSON}'))"
    ),
    DueKind.HELD: _Source(
        f"SELECT CASE WHEN o.stage = {Stage.NEW:d} THEN {_PAID} + :register_within ELSE {_SHIP_BY} END AS due, "
        f"{_PAID} AS since, {{mine}} AS mine FROM orders o WHERE o.tray = {Tray.HELD:d}"
    ),
    DueKind.SHIP_SOON: _Source(
        f"SELECT {_SHIP_BY} AS due, o.paid_at AS since, {{mine}} AS mine FROM orders o "
        f"WHERE o.tray IN ({_AT_THE_DESK}) AND o.status = {Status.PAID:d} AND {_SHIP_BY} <= :ship_near "
        "AND o.id NOT IN (SELECT e.order_id FROM extension e WHERE e.kind = 'ship' AND e.until >= :now)"
    ),
    DueKind.WAVE: _Source(
        "SELECT CASE WHEN o.registered_at < :cut_off THEN :cut_off ELSE :next_cut_off END AS due, "
        f"o.registered_at AS since, {{mine}} AS mine {UNPRINTED.replace('?', ':after_now')} AND o.held = 0"
    ),
    DueKind.TO_STOP: _Source(
        "SELECT since AS due, since, {mine} AS mine FROM ("
        + union_of(ShippingList.TO_STOP, "o.id AS order_id, s.id AS slip_id, s.created_at AS since", 0)[0]
        + ") AS stopped"
    ),
    DueKind.NO_WAYBILL: _Source(
        "SELECT NULL AS due, since, {mine} AS mine FROM ("
        + union_of(ShippingList.NO_WAYBILL, "o.id AS order_id, s.id AS slip_id, s.printed_at AS since", 0)[0]
        + ") AS waiting"
    ),
    DueKind.NOT_GONE: _Source(
        "SELECT CASE WHEN s.packed_at < :today THEN s.packed_at ELSE :tonight END AS due, s.packed_at AS since, "
        f"{{mine}} AS mine FROM slip s WHERE {PACKED}"
    ),
    DueKind.UNTOLD: _Source(f"SELECT NULL AS due, o.shipped_at AS since, {{mine}} AS mine {UNTOLD}"),
    DueKind.UNSETTLED: _Source(
        "SELECT NULL AS due, o.registered_at AS since, {mine} AS mine FROM orders o "
        f"WHERE o.tray IN ({Tray.HELD:d}, {Tray.REGISTERED:d}) AND o.stage = {Stage.REGISTERED:d} "
        f"AND o.status <> {Status.CLOSED:d} AND NOT EXISTS (SELECT 1 FROM settlement t WHERE t.order_id = o.id)"
    ),
    DueKind.BOXES_OPENED: _Source(
        f"SELECT {_OF_DAY.format(day='b.day', since='b.at')} AS due, b.at AS since, {{mine}} AS mine FROM box b "
        f"WHERE b.state = '{BoxState.OPENED}'",
        "b.person_id = :person",
    ),
    DueKind.DAYS_OPEN: _Source(
        _DAYS.replace("{due}", _OF_DAY.format(day="came.day", since=_FIRST_BOX)).replace("{since}", _FIRST_BOX)
    ),
    DueKind.CASH: _Source(
        f"SELECT {_OF_DAY.format(day='d.day', since='d.handed_at')} AS due, d.handed_at AS since, {{mine}} AS mine "
        "FROM intake_day d WHERE d.handed_at IS NOT NULL AND d.confirmed_at IS NULL "
        "AND (d.counted > 0 OR d.expected > 0)",
        "{allowed} AND d.handed_by_id <> :person",
    ),
    DueKind.TO_INSPECT: _Source(_ITEMS + "i.inspected_at IS NULL"),
    DueKind.TO_APPROVE: _Source(_ITEMS + "i.inspected_at IS NOT NULL", "{allowed} AND i.inspected_by_id <> :person"),
    DueKind.UNCLAIMED: _Source(_TO_ASK, "b.asker_id = :person"),
    DueKind.ESCALATED: _Source(
        "SELECT coalesce(b.escalated_at, b.at + :escalate_after) AS due, b.at AS since, {mine} AS mine FROM box b "
        f"WHERE b.state = '{BoxState.UNCLAIMED}' AND {_ESCALATED}"
    ),
    DueKind.CASES_DUE: _cases("c.due_at < :tomorrow"),
    DueKind.CASES_OF_NOBODY: _cases("c.person_id IS NULL", mine=""),
    DueKind.ASKED_AGAIN: _cases("c.questions > 1 AND c.answer_by IS NOT NULL", due="answer_by"),
    DueKind.CONTACTS: _Source(
        f"SELECT c.next_at AS due, c.at AS since, {{mine}} AS mine {OF_CONTACTS} "
        "WHERE c.next_at IS NOT NULL AND c.done_at IS NULL AND c.next_at < :tomorrow",
        f"{IN_CHARGE} = :person",
    ),
    DueKind.CALLS: _cases(f"c.due_at < :tomorrow AND c.state = '{State.DONE}'"),
    DueKind.ASKED_TODAY: _Source(
        "SELECT NULL AS due, NULL AS since, {mine} AS mine FROM ("
        "SELECT c.id FROM cases c WHERE c.opened_at >= :today AND c.opened_at < :tomorrow AND c.source <> 'box' UNION "
        "SELECT s.case_id FROM case_step s WHERE s.at >= :today AND s.at < :tomorrow AND s.step = 'ask-again') AS asked"
    ),
    DueKind.REFUNDS_TO_APPROVE: _Source(
        f"SELECT {_REFUND_DUE} AS due, r.asked_at AS since, {{mine}} AS mine {_OPEN_REFUNDS} = 'asked'",
        "{allowed} AND (r.asked_by_id <> :person OR r.amount <= :alone_up_to)",
    ),
    DueKind.REFUNDS_TO_PAY: _Source(
        f"SELECT {_REFUND_DUE} AS due, r.asked_at AS since, {{mine}} AS mine {_OPEN_REFUNDS} = 'approved' "
        f"AND {_PAYABLE}"
    ),
    DueKind.REFUNDS_WAITING: _Source(
        f"SELECT {_REFUND_DUE} AS due, r.asked_at AS since, {{mine}} AS mine {_OPEN_REFUNDS} = 'approved' "
        f"AND NOT ({_PAYABLE})"
    ),
    DueKind.REFUNDS_FAILED: _Source(
        f"SELECT {_REFUND_DUE} AS due, r.asked_at AS since, {{mine}} AS mine {_REFUNDS} = 'failed' "
        f"AND NOT {ASKED_AGAIN}",
        "r.asked_by_id = :person",
    ),
    DueKind.TO_BE_SENT: _cases(f"c.state = '{State.AGREED}'"),
    DueKind.ON_THE_WAY: _cases(f"c.state = '{State.SENT}'"),
    DueKind.REFUNDS_ASKED: _Source(
        f"SELECT {_REFUND_DUE} AS due, r.asked_at AS since, {{mine}} AS mine {_OPEN_REFUNDS} = 'asked' "
        "AND r.asked_by_id = :person",
        "NOT ({may_approve} AND r.amount <= :alone_up_to)",
    ),
    **{kind: _Source(sql) for kind, sql in due_away.SOURCES.items()},
    **{kind: _Source(sql, due_reviews.MINE.get(kind, "")) for kind, sql in due_reviews.SOURCES.items()},
}
_ELSEWHERE: Mapping[DueKind, tuple[Right, _Source]] = {
    DueKind.UNCLAIMED: (Right.OVERRULE, _Source(f"{_TO_ASK} AND {_ESCALATED}", "{allowed} AND b.asker_id = :person")),
    DueKind.CASES_OF_NOBODY: (Right.SERVE, _cases("c.person_id IS NULL AND c.due_at < :tomorrow", mine="FALSE")),
}
"""What the sums have from another line: parcels before the supervisor, cases that are due. With whose line that is."""
_SHOP = """count(*), count(*) FILTER (WHERE due < :now), count(*) FILTER (WHERE due IS NULL OR due < :tomorrow),
  min(due), min(since)"""
_MINE = """count(*) FILTER (WHERE mine), count(*) FILTER (WHERE mine AND due < :now),
  count(*) FILTER (WHERE mine AND (due IS NULL OR due < :tomorrow)), min(due) FILTER (WHERE mine),
  min(since) FILTER (WHERE mine)"""
_FROM = (
    "FROM (SELECT CAST(due AS BIGINT) AS due, CAST(since AS BIGINT) AS since, mine FROM ({source}) AS found) AS listed"
)
_NAME = re.compile(r":([a-z_][a-z_0-9]*)")


def list_due(database: Database, *, now: Millis, person_id: int, rights: Collection[Right]) -> list[DueRow]:
    """What is due of each kind that the database tells of, in the order of `DUE`; kinds of which nothing is due stand
    there with nothing."""
    values = _values(database, now, person_id)
    sources = {**_SOURCES, DueKind.PARCELS_STALLED: _stalled(database, now, values)}
    return [_count(database, kind, sources[kind], values, frozenset(rights)) for kind in DUE if kind in sources]


def _stalled(database: Database, now: Millis, values: dict[str, int | str]) -> _Source:
    """What stands still, by the shop's days and those of its carriers; the marks get names among the values."""
    where, given = stalled(database, now, None)
    for place, value in enumerate(given):
        where, values[f"stalled_{place}"] = where.replace("?", f":stalled_{place}", 1), value
    source = _SOURCES[DueKind.PARCELS_STALLED]
    return source._replace(sql=source.sql.replace(due_away.STALLED, where))


class _Statement(NamedTuple):
    """A kind's statement with its marks."""

    sql: str
    names: tuple[str, ...]
    """Which value stands for each mark."""
    is_mine: bool | None
    """Whether all of it is this person's, or nothing; None where the statement counts that as well."""


def _count(
    database: Database, kind: DueKind, source: _Source, values: Mapping[str, int | str], rights: frozenset[Right]
) -> DueRow:
    shop, mine = _tallies(database, source, values, rights, DUE[kind].right)
    if kind in _ELSEWHERE and shop.count:
        right, part = _ELSEWHERE[kind]
        shops, own = _tallies(database, part, values, rights, right)
        shop = replace(shop, late_elsewhere=shops.late, today_elsewhere=shops.today)
        mine = replace(mine, late_elsewhere=own.late, today_elsewhere=own.today)
    return DueRow(kind, Tally() if DUE[kind].is_personal else shop, mine)


def _tallies(
    database: Database, source: _Source, values: Mapping[str, int | str], rights: frozenset[Right], right: Right
) -> tuple[Tally, Tally]:
    """For the shop and for the person."""
    asked = _statement(source, right in rights, Right.APPROVE in rights)
    row = rows_of(database, asked.sql, [values[name] for name in asked.names])[0]
    shop = _tally(row[:5])
    return shop, _tally(row[5:]) if asked.is_mine is None else shop if asked.is_mine else Tally()


@cache
def _statement(source: _Source, is_allowed: bool, may_approve: bool) -> _Statement:
    counted = _SHOP if not source.mine else f"{_SHOP}, {_MINE}"
    said = source.sql.replace("{mine}", source.mine or "{allowed}")
    for word, truth in (("{allowed}", is_allowed), ("{may_approve}", may_approve)):
        said = said.replace(word, str(truth).upper())
    sql = f"SELECT {counted} {_FROM}".replace("{source}", said)
    return _Statement(_NAME.sub("?", sql), tuple(_NAME.findall(sql)), None if source.mine else is_allowed)


def _tally(row: tuple[Any, ...]) -> Tally:
    count, late, until_tonight, due, since = row
    return Tally(int(count), int(late), int(until_tonight) - int(late), due, since)


def _values(database: Database, now: Millis, person_id: int) -> dict[str, int | str]:
    zone, cut_offs = get_setting(database, ZONE), get_cut_off_times(database, now=now)
    day = to_local(now, zone).date()
    today, tomorrow = day_start(day, zone), day_end(day, zone)
    rate_within = get_setting(database, REVIEW_RATE_DAYS) * DAY_MS
    is_alone = len(list_people(database)) < 2  # where one person works, nobody else can approve
    return {
        "now": now,
        "after_now": now + 1,
        "person": person_id,
        "day": day.isoformat(),
        "month": month_of(now, zone),
        "today": today,
        "tomorrow": tomorrow,
        "tonight": tomorrow - 1,
        "cut_off": cut_offs.at,
        "next_cut_off": cut_offs.next_at,
        "register_within": get_setting(database, REGISTER_WITHIN_HOURS) * HOUR_MS,
        "ship_within": get_setting(database, SHIP_WITHIN_HOURS) * HOUR_MS,
        "ship_near": now + get_setting(database, SHIP_NEAR_HOURS) * HOUR_MS,
        "intake_until": today + minute_of(get_setting(database, INTAKE_UNTIL)) * _MINUTE,
        "refund_within": get_setting(database, CASE_REFUND_HOURS) * HOUR_MS,
        "escalate_after": get_setting(database, UNCLAIMED_ESCALATE_DAYS) * DAY_MS,
        "expiring": now + EXPIRING_DAYS * DAY_MS,
        "travel": get_setting(database, INTERCEPT_TRAVEL_DAYS) * DAY_MS,
        "escalate_within": get_setting(database, INTERCEPT_ESCALATE_HOURS) * HOUR_MS,
        "answer_within": get_setting(database, CLAIM_ANSWER_DAYS) * DAY_MS,
        "rate_within": rate_within,
        "rate_since": now - rate_within,
        "alone_up_to": 1 << 60 if is_alone else get_setting(database, REFUND_SECOND_ABOVE),
    }
