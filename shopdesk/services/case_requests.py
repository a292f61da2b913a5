"""The platforms' refund files open cases and bring them on by themselves, and never twice (RET-10, RET-13).

Set by set: a file of ten thousand requests is a handful of statements on either engine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.case_clocks import due_of
from shopdesk.domain.cases import Kind, Source, State
from shopdesk.domain.deadlines import DAY_MS, confirm_by
from shopdesk.domain.platform_requests import read_kind, read_progress, read_reason
from shopdesk.domain.statuses import Status
from shopdesk.domain.waybills import fold_waybill
from shopdesk.i18n import _
from shopdesk.queries.extensions import USUAL_CONFIRM_DAYS, Deadline
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.case_follow import NOTHING_TO_DO, HistoryLine, Request, go_on, tell_all
from shopdesk.services.case_steps import limits_of
from shopdesk.services.desk import Work
from shopdesk.settings import CASE_EXTEND_DAYS, CONFIRM_DAYS

_MONEY_KINDS = (Kind.RETURN.value, Kind.REFUND.value, Kind.REFUSAL.value)
_ALIKE = {Kind.RETURN: _MONEY_KINDS, Kind.REFUND: _MONEY_KINDS, Kind.REFUSAL: _MONEY_KINDS}
"""Kinds of cases entered by hand that a request of the platform means."""


def follow_requests(doing: Work, import_ids: Iterable[int], *, new_orders_after: int) -> int:
    """What the files of this import say of requests: those under way get a case where their order is known (also one
    that came only now), a case goes on with its request, and a request withdrawn closes its case. Returns how many
    cases were opened. Part of an import."""
    requests = _read_requests(doing.desk.database, list(import_ids), new_orders_after)
    if not requests:
        return 0
    requests = _join_open_cases(doing, requests)
    fresh = [each for each in requests if each.case_id is None and each.progress not in NOTHING_TO_DO]
    opened = _open(doing, fresh)
    known = [each for each in requests if each.case_id is not None]
    go_on(doing, [*known, *(replace(each, case_id=opened[_key(each)]) for each in fresh)], set(opened.values()))
    return len(opened)


def _key(request: Request) -> tuple[int, str]:
    return request.shop_id, request.refund_no


_REQUESTS_SQL = """
SELECT r.shop_id, r.refund_no, o.id, o.buyer_id, r.kind, r.state, r.goods_state, r.reason, r.explanation, r.amount,
  r.return_carrier, r.return_waybill, r.requested_at, r.deadline, r.finished_at, r.title, r.sku,
  (SELECT max(c.id) FROM cases c WHERE c.refund_no = r.refund_no AND c.shop_id = r.shop_id)
FROM refund_request r JOIN orders o ON o.shop_id = r.shop_id AND o.order_no = r.order_no WHERE {which} ORDER BY r.id"""


def _read_requests(database: Database, import_ids: list[int], new_orders_after: int) -> list[Request]:
    rows: list[tuple[Any, ...]] = []
    if import_ids:
        rows += rows_of(database, _REQUESTS_SQL.format(which=f"r.import_id IN {GIVEN}"), (listed(import_ids),))
    if rows_of(database, "SELECT 1 FROM orders WHERE id > ? LIMIT 1", (new_orders_after,)):
        rows += rows_of(database, _REQUESTS_SQL.format(which="o.id > ?"), (new_orders_after,))
    return list({(row[0], row[1]): _request(row) for row in rows}.values())


def _request(row: tuple[Any, ...]) -> Request:
    shop_id, refund_no, order_id, buyer_id, kind, state, goods_state, reason, explanation, amount = row[:10]
    carrier, waybill, requested_at, deadline, finished_at, title, sku, case_id = row[10:]
    number = fold_waybill(waybill) if waybill else ""
    return Request(
        shop_id, refund_no, order_id, buyer_id, read_kind(kind, goods_state=goods_state),
        read_progress(state, waybill=number, is_finished=finished_at is not None), read_reason(reason).value,
        "\n".join(filter(None, (reason.strip(), explanation.strip()))), int(amount), carrier.strip(), number,
        requested_at, deadline, state, title, sku, case_id,
    )  # fmt: skip


def _join_open_cases(doing: Work, requests: Sequence[Request]) -> list[Request]:
    """A case that somebody opened by hand, or a box, before the platform's file told of the request, is its case."""
    lost = {each.order_id for each in requests if each.case_id is None}
    rows = rows_of(
        doing.desk.database,
        f"SELECT id, order_id, kind FROM cases WHERE refund_no = '' AND closed_at IS NULL AND order_id IN {GIVEN} "
        "ORDER BY id DESC",
        (listed(lost),),
    )
    waiting: dict[int, list[tuple[int, str]]] = {}
    for case_id, order_id, kind in rows:
        waiting.setdefault(order_id, []).append((case_id, kind))
    joined, found = [], []
    for request in requests:
        case_id = request.case_id if request.case_id is not None else _take(waiting.get(request.order_id, []), request)
        if case_id is not None and request.case_id is None:
            found.append((request.refund_no, case_id))
        joined.append(replace(request, case_id=case_id))
    execute_many(doing.desk.database, "UPDATE cases SET refund_no = ?, version = version + 1 WHERE id = ?", found)
    entries = [Entry(case_id, {"refund_no": ""}, {"refund_no": refund_no}) for refund_no, case_id in found]
    doing.note_all("platform", "case", entries)
    return joined


def _take(waiting: list[tuple[int, str]], request: Request) -> int | None:
    """The newest case of the request's kind among those that wait; it waits no longer."""
    kinds = _ALIKE.get(request.kind, (request.kind.value,))
    place = next((place for place, (_id, kind) in enumerate(waiting) if kind in kinds), None)
    return None if place is None else waiting.pop(place)[0]


def _open(doing: Work, requests: Sequence[Request]) -> dict[tuple[int, str], int]:
    """Open cases for these requests; returns their ids."""
    if not requests:
        return {}
    database = doing.desk.database
    limits, people = limits_of(database), _people_of(database, requests)
    columns = (
        "shop_id", "order_id", "buyer_id", "kind", "state", "source", "reason", "asked", "amount", "waybill",
        "person_id", "opened_by_id", "opened_at", "due_at", "platform_due", "refund_no", "questions",
    )  # fmt: skip
    rows = [
        (
            each.shop_id, each.order_id, each.buyer_id, each.kind.value, State.ASKED.value, Source.PLATFORM.value,
            each.reason, each.asked, each.amount, "", people.pop(_key(each), None), doing.desk.actor.id, doing.at,
            due_of(State.ASKED, limits, at=doing.at, platform_due=each.deadline), each.deadline, each.refund_no, 1,
        )
        for each in requests
    ]  # fmt: skip
    marks = ", ".join("?" * len(columns))
    execute_many(database, f"INSERT INTO cases ({', '.join(columns)}) VALUES ({marks})", rows)
    opened = {
        (shop_id, refund_no): int(case_id)
        for case_id, shop_id, refund_no in rows_of(
            database,
            f"SELECT id, shop_id, refund_no FROM cases WHERE refund_no IN {GIVEN_TEXTS}",
            (listed(each.refund_no for each in requests),),
        )
    }
    _write_items(database, requests, opened)
    tell_all(
        doing, [HistoryLine(opened[_key(each)], "open", State.ASKED, State.ASKED, each.asked) for each in requests]
    )
    entries = [
        Entry(opened[_key(each)], {}, {"kind": each.kind.value, "refund_no": each.refund_no, "reason": each.reason})
        for each in requests
    ]
    doing.note_all("open case", "case", entries)
    _extend(doing, requests)
    return opened


def _write_items(database: Database, requests: Sequence[Request], opened: dict[tuple[int, str], int]) -> None:
    """What a request is about: the bought lines of its code or title, else all of its order."""
    by_order: dict[int, list[tuple[Any, ...]]] = {}
    for order_id, *line in rows_of(
        database,
        "SELECT order_id, id, title, sku, properties, quantity FROM order_line "
        f"WHERE order_id IN {GIVEN} ORDER BY order_id, position, id",
        (listed({each.order_id for each in requests}),),
    ):
        by_order.setdefault(order_id, []).append(tuple(line))
    rows = []
    for each in requests:
        lines = by_order.get(each.order_id, [])
        named = [line for line in lines if each.sku and line[2] == each.sku] or [
            line for line in lines if each.title and line[1] == each.title
        ]
        rows += [(opened[_key(each)], *line) for line in named or lines]
    execute_many(
        database,
        "INSERT INTO case_item (case_id, line_id, title, sku, properties, quantity) VALUES (?, ?, ?, ?, ?, ?)",
        rows,
    )


def _people_of(database: Database, requests: Sequence[Request]) -> dict[tuple[int, str], int | None]:
    """Who is in charge of each new case: whoever is of the buyer, works here and has room (RET-15, CRM-04)."""
    buyers = {each.buyer_id for each in requests if each.buyer_id is not None}
    rows = rows_of(
        database,
        "SELECT b.id, p.id, p.case_limit, (SELECT count(*) FROM cases c WHERE c.person_id = p.id AND c.closed_at IS "
        f"NULL) FROM buyer b JOIN person p ON p.id = b.person_id WHERE p.active AND b.id IN {GIVEN}",
        (listed(buyers),),
    )
    of_buyer = {buyer_id: (person_id, limit) for buyer_id, person_id, limit, _held in rows}
    held = {person_id: int(count) for _buyer, person_id, _limit, count in rows}
    chosen: dict[tuple[int, str], int | None] = {}
    for each in requests:
        person_id, limit = of_buyer.get(each.buyer_id or 0, (None, 0))
        if person_id is not None and (not limit or held[person_id] < limit):
            held[person_id] += 1
            chosen[_key(each)] = person_id
    return chosen


def _extend(doing: Work, requests: Sequence[Request]) -> None:
    """Orders on their way whose goods are asked back get more time before the platform confirms (RET-13)."""
    database = doing.desk.database
    days, usual = get_setting(database, CASE_EXTEND_DAYS), get_setting(database, CONFIRM_DAYS)
    asked = {each.order_id for each in requests if each.kind in (Kind.RETURN, Kind.EXCHANGE)}
    if not days or not asked:
        return
    rows = rows_of(
        database,
        "SELECT o.id, s.platform, o.shipped_at, (SELECT max(e.until) FROM extension e WHERE e.order_id = o.id AND "
        "e.kind = ?) FROM orders o JOIN shop s ON s.id = o.shop_id WHERE o.status = ? AND o.shipped_at IS NOT NULL "
        f"AND o.id IN {GIVEN} AND (SELECT count(*) FROM cases c WHERE c.order_id = o.id AND c.closed_at IS NULL "
        "AND c.kind IN (?, ?)) = 1",
        (Deadline.RECEIPT.value, int(Status.SHIPPED), listed(asked), Kind.RETURN.value, Kind.EXCHANGE.value),
    )
    reason = _("Return request")
    untils = []
    for order_id, platform, shipped_at, until in rows:
        due = confirm_by(shipped_at, usual.get(platform, USUAL_CONFIRM_DAYS), until)
        untils.append((order_id, max(due or 0, doing.at) + days * DAY_MS))
    execute_many(
        database,
        "INSERT INTO extension (order_id, kind, until, reason, message, told_at, person_id, at) "
        "VALUES (?, ?, ?, ?, '', ?, ?, ?)",
        [
            (order_id, Deadline.RECEIPT.value, until, reason, doing.at, doing.desk.actor.id, doing.at)
            for order_id, until in untils
        ],
    )
    entries = [Entry(order_id, {}, {"kind": Deadline.RECEIPT.value, "until": until}) for order_id, until in untils]
    doing.note_all("extend", "order", entries, reason=reason)
