"""Wiping buyers' personal data from orders that are long finished (DATA-06).

The orders stay, with goods, money and dates. The trail keeps who did what to which order when; what it tells of buyers
goes, and its chain holds (`db/trail.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from shopdesk.clock import Millis, from_local, to_local
from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.db.files import drop_files
from shopdesk.db.search import index_again
from shopdesk.db.sweeping import forgetting
from shopdesk.db.trail import wipe_rows
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.retention import (
    POINTS_OF,
    Given,
    count_old,
    list_given,
    list_lone,
    list_old_ids,
    list_personal_rows,
)
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.backups import backup_now
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.trail import WIPED
from shopdesk.settings import ZONE

PORTION = 500
"""Orders wiped in one transaction, so that others get their turn."""
FEWEST_MONTHS = 3
"""Returns and complaints still need the buyer for a while."""
_DECEMBER = 12
_NOTHING_BEFORE = 1970 * _DECEMBER
"""As a month counted: whoever types more months than there are leaves everything as it is."""

_OF_ORDERS = f"order_id IN {GIVEN}"
_OF_BUYERS = f"buyer_id IN {GIVEN}"
REVIEW_TEXTS = ("buyer_name", "said", "later_said", "but_words", "reply", "explanation")
"""What people wrote in and about a review; its kind, its goods and its times stay."""
COMPLAINT_TEXTS = ("said", "appeal", "result")
_POINT_TEXTS = ("note", "dispute", "settlement")
CLEARED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "orders",
        f"id IN {GIVEN}",
        ("receiver", "phone", "address", "postcode", "receiver_native", "buyer_message", "memo", "memo_native"),
    ),
    ("hold", _OF_ORDERS, ("reason", "release_reason", "signature")),
    ("contact", _OF_ORDERS, ("note",)),
    ("extension", _OF_ORDERS, ("reason", "message")),
    ("change_note", _OF_ORDERS, ("reason",)),
    ("owed_item", _OF_ORDERS, ("note", "struck_reason")),
    ("print_record", _OF_ORDERS, ("reason",)),
    ("slip", f"id IN (SELECT slip_id FROM slip_item WHERE {_OF_ORDERS})", ("cancel_reason",)),
    (
        "refund_request",
        "EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = refund_request.shop_id AND o.order_no = "
        f"refund_request.order_no AND o.id IN {GIVEN})",
        ("explanation",),
    ),
    ("refund", _OF_ORDERS, ("payee", "payee_account", "decision", "note")),
    ("tracking", _OF_ORDERS, ("last_text",)),
    ("tracking_event", f"tracking_id IN (SELECT id FROM tracking WHERE {_OF_ORDERS})", ("said",)),
    ("claim", _OF_ORDERS, ("answer", "note")),
    ("interception", _OF_ORDERS, ("reason", "result")),
    ("detour", _OF_ORDERS, ("reason",)),
    ("shortage", _OF_ORDERS, ("reason",)),
    ("damage", _OF_ORDERS, ("note",)),
    ("repair", _OF_ORDERS, ("note", "check_note")),
    ("repair_step", f"repair_id IN (SELECT id FROM repair WHERE {_OF_ORDERS})", ("note",)),
    ("review", _OF_ORDERS, REVIEW_TEXTS),
    ("review_step", f"review_id IN (SELECT id FROM review WHERE {_OF_ORDERS})", ("note",)),
    ("own_rating", _OF_ORDERS, ("note",)),
    ("complaint", _OF_ORDERS, COMPLAINT_TEXTS),
    ("complaint_step", f"complaint_id IN (SELECT id FROM complaint WHERE {_OF_ORDERS})", ("note",)),
    *(("point_entry", which, _POINT_TEXTS) for which in POINTS_OF["orders"]),
)
"""By table: which rows belong to given orders, and the columns that people filled with words about buyers. A column of
text is named here, or in tests/services/test_retention.py with the reason why it stays."""
CLEARED_OF_BUYERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("buyer", f"id IN {GIVEN}", ("note", "tags", "birthday", "no_care_reason")),
    ("buyer_join", f"kept_id IN {GIVEN}", ("reason",)),
    ("buyer_join", f"joined_id IN {GIVEN}", ("reason",)),
    ("contact", _OF_BUYERS, ("note",)),
    ("owed_item", _OF_BUYERS, ("note", "struck_reason")),
    ("repair", _OF_BUYERS, ("note", "check_note")),
    ("repair_step", f"repair_id IN (SELECT id FROM repair WHERE {_OF_BUYERS})", ("note",)),
    ("complaint", _OF_BUYERS, COMPLAINT_TEXTS),
    ("complaint_step", f"complaint_id IN (SELECT id FROM complaint WHERE {_OF_BUYERS})", ("note",)),
    *(("point_entry", which, _POINT_TEXTS) for which in POINTS_OF["buyers"]),
)
"""The same of given buyers, whose platform name goes too."""
CLEARED_OF_BOXES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("box", f"id IN {GIVEN}", ("sender_name", "sender_phone", "sender_address", "buyer_name", "note", "reason")),
    ("box_item", f"box_id IN {GIVEN}", ("note",)),
    *(("point_entry", which, _POINT_TEXTS) for which in POINTS_OF["boxes"]),
    ("intake_correction", f"box_id IN {GIVEN}", ("was", "should_be", "reason")),
)
"""The same of boxes: those of given orders, and old ones that are nobody's."""
CLEARED_OF_CASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "cases",
        f"id IN {GIVEN}",
        ("asked", "verified", "proposed", "agreed", "done", "early_reason", "outcome"),
    ),
    ("case_step", f"case_id IN {GIVEN}", ("note",)),
    *(("point_entry", which, _POINT_TEXTS) for which in POINTS_OF["cases"]),
    ("contact", f"case_id IN {GIVEN}", ("note",)),
)
"""The same of cases: those of given orders and buyers, and old ones that hang on nothing."""
_FILES_OF = (
    ("box", "boxes", GIVEN),
    ("case", "cases", GIVEN),
    ("refund", "orders", f"(SELECT id FROM refund WHERE order_id IN {GIVEN})"),
    ("damage", "orders", f"(SELECT id FROM damage WHERE order_id IN {GIVEN})"),
    ("repair", "orders", f"(SELECT id FROM repair WHERE order_id IN {GIVEN})"),
    ("shortage", "orders", f"(SELECT id FROM shortage WHERE order_id IN {GIVEN})"),
    ("review", "orders", f"(SELECT id FROM review WHERE order_id IN {GIVEN})"),
    ("complaint", "orders", f"(SELECT id FROM complaint WHERE order_id IN {GIVEN})"),
    ("complaint", "buyers", f"(SELECT id FROM complaint WHERE order_id IS NULL AND buyer_id IN {GIVEN})"),
    ("claim", "orders", f"(SELECT id FROM claim WHERE order_id IN {GIVEN})"),
)
"""Whose photos, chat logs and proofs go whole: nobody can wipe a name out of a picture."""
_LONE = (
    ("review", "order_id IS NULL AND closed_at IS NOT NULL AND at < ?", REVIEW_TEXTS),
    ("complaint", "order_id IS NULL AND buyer_id IS NULL AND closed_at < ?", COMPLAINT_TEXTS),
)
"""Records that hang on nothing, so that no order or buyer takes them along."""
_EDITED = frozenset(
    {
        "orders",
        "change_note",
        "owed_item",
        "slip",
        "buyer",
        "box",
        "box_item",
        "cases",
        "refund",
        "repair",
        "damage",
        "claim",
        "interception",
        "detour",
        "shortage",
        "review",
        "own_rating",
        "complaint",
        "point_entry",
    }
)
"""Tables with versions: who edits such a row just now is told."""
_CHANGED = (
    Changed.ORDERS,
    Changed.BUYERS,
    Changed.BOXES,
    Changed.CASES,
    Changed.REFUNDS,
    Changed.REPAIRS,
    Changed.PARCELS,
    Changed.REVIEWS,
    Changed.COMPLAINTS,
    Changed.POINTS,
)


class NotThatRecent(BadInput):
    template = N_("Personal data can be wiped from orders older than {months} months at the least.")


class NotConfirmed(Refused):
    template = N_("{orders} orders would lose their personal data for good. Confirm it with that number.")


@dataclass(frozen=True, slots=True)
class Wipe:
    """What a wipe takes, or took."""

    before: Millis
    """Orders made before this moment."""
    orders: int
    left: int
    """Not finished: held, owed something, or not shipped. Their data stays."""
    buyers: int
    """Whose platform name goes too: they have no newer order."""
    trail: int
    """Rows of the trail that were emptied."""
    boxes: int = 0
    """That came back, of these orders or of nobody."""
    backup: Path | None = None
    """Made first; it still holds everything, as do older backups until they are thinned."""
    cases: int = 0
    """Of these orders and buyers, or of nobody."""

    @property
    def is_something(self) -> bool:
        """Whether there is anything to wipe."""
        return bool(self.orders or self.boxes or self.cases)


def preview_wipe(desk: Desk, *, months: int) -> Wipe:
    """What wiping orders older than so many months would take. Raises NotAllowed, NotThatRecent."""
    need(desk, Right.WIPE)
    before = _before(desk, months)
    old = count_old(desk.database, before)
    each = (list_given(desk.database, list_old_ids(desk.database, before), before), list_lone(desk.database, before))
    rows = sum(len(list_personal_rows(desk.database, given)) for given in each)
    boxes, cases = (sum(map(len, found)) for found in zip(*((given.boxes, given.cases) for given in each), strict=True))
    return Wipe(before, old.orders, old.left, len(each[0].buyers), rows, boxes, cases=cases)


def wipe_old(desk: Desk, *, months: int, confirmed: int, progress: Callable[[float], None] | None = None) -> Wipe:
    """Wipe receiver, phone, address, messages and memos of finished orders older than so many months, after a backup;
    with them goes what came back, what was asked for, and its photos and chat logs.

    `confirmed` is the number of orders as the preview told it. `progress` is told the share done, and may raise to
    stop between two portions. Raises NotAllowed, NotThatRecent, NotConfirmed, OutputFailed.
    """
    need(desk, Right.WIPE)
    before = _before(desk, months)
    old = count_old(desk.database, before)
    if confirmed != old.orders:
        raise NotConfirmed(orders=old.orders)
    ids = list_old_ids(desk.database, before)
    lone = list_lone(desk.database, before)
    if not (ids or lone.boxes or lone.cases):
        return Wipe(before, 0, old.left, 0, 0)
    backup = backup_now(desk)
    done = Wipe(before, 0, old.left, 0, 0, backup=backup)
    with forgetting(desk.database):
        for start in range(0, len(ids), PORTION):
            done = _wipe_portion(desk, done, partial(list_given, order_ids=ids[start : start + PORTION], before=before))
            if progress:
                progress(min(1.0, (start + PORTION) / len(ids)))
        _forget_nobodys(desk, before)
        if lone.boxes or lone.cases:
            done = _wipe_portion(desk, done, partial(list_lone, before=before))
    return done


def _wipe_portion(desk: Desk, done: Wipe, find: Callable[[Database], Given]) -> Wipe:
    """Wipe what is found now, and count it to what is done."""
    with work(desk, Right.WIPE, *_CHANGED) as doing:
        given = find(desk.database)
        rows = list_personal_rows(desk.database, given)
        _clear(desk.database, given)
        files = _forget_files(desk.database, given)
        wipe_rows(desk.database, rows, doing.at)
        index_again(desk.database, given.orders)
        _note(doing, given, len(rows), done.before)
    with desk.database.atomic():
        drop_files(desk.database, files)
    return replace(
        done,
        orders=done.orders + len(given.orders),
        buyers=done.buyers + len(given.buyers),
        trail=done.trail + len(rows),
        boxes=done.boxes + len(given.boxes),
        cases=done.cases + len(given.cases),
    )


def _forget_nobodys(desk: Desk, before: Millis) -> None:
    """What carriers told of numbers that no order of ours has, and reviews and complaints without an order, name people
    too, and are of no use to anybody."""
    old = "order_id IS NULL AND moved_at < ?"
    with work(desk, Right.WIPE, Changed.PARCELS, Changed.REVIEWS, Changed.COMPLAINTS, Changed.POINTS) as doing:
        files = [name for kind, which, texts in _LONE for name in _forget_lone(doing, kind, which, texts, before)]
        sql = f"DELETE FROM tracking_event WHERE tracking_id IN (SELECT id FROM tracking WHERE {old})"
        desk.database.execute_sql(sql, (before,))
        desk.database.execute_sql(f"DELETE FROM tracking WHERE {old}", (before,))
    with desk.database.atomic():
        drop_files(desk.database, files)


def _forget_lone(doing: Work, kind: str, which: str, texts: Sequence[str], before: Millis) -> list[str]:
    """Wipe what stands in these records, their histories, contacts, points and rows of the trail; returns files to
    drop."""
    database = doing.desk.database
    ids = listed(row[0] for row in rows_of(database, f"SELECT id FROM {kind} WHERE {which}", (before,)))
    for table in (f"{kind}_step", "contact"):
        database.execute_sql(f"UPDATE {table} SET note = '' WHERE {kind}_id IN {GIVEN}", (ids,))
    points = f"kind = '{kind}' AND record_id IN {GIVEN}"
    for table, rows, columns in ((kind, f"id IN {GIVEN}", texts), ("point_entry", points, _POINT_TEXTS)):
        sets, all_ = ", ".join(f"{name} = ''" for name in columns), " || ".join(columns)
        sql = f"UPDATE {table} SET {sets}, version = version + 1 WHERE {rows} AND {all_} <> ''"
        database.execute_sql(sql, (ids,))
    for record, rows in ((kind, GIVEN), ("points", f"(SELECT id FROM point_entry WHERE {points})")):
        told = f"SELECT id FROM trail WHERE kind = '{record}' AND wiped_at IS NULL AND record_id IN {rows}"
        wipe_rows(database, [row[0] for row in rows_of(database, told, (ids,))], doing.at)
    return _forget_unused(database, _take_files(database, kind, GIVEN, ids))


def _clear(database: Database, given: Given) -> None:
    """Empty the columns, and give buyers a number in place of their platform name."""
    of = (CLEARED, CLEARED_OF_BUYERS, CLEARED_OF_BOXES, CLEARED_OF_CASES)
    for tables, ids in zip(of, given, strict=True):
        for cleared in tables:
            _clear_table(database, *cleared, ids)
    sql = f"UPDATE buyer SET platform_id = '*' || CAST(id AS TEXT) WHERE id IN {GIVEN}"
    database.execute_sql(sql, (listed(given.buyers),))


def _forget_files(database: Database, given: Given) -> list[str]:
    """Take the files of these records out of the shop; returns the names of those that nothing else has."""
    names: set[str] = set()
    for kind, whose, which in _FILES_OF:
        names |= _take_files(database, kind, which, listed(getattr(given, whose)))
    return _forget_unused(database, names)


def _take_files(database: Database, kind: str, which: str, ids: str) -> set[str]:
    """The names of the files that these records had."""
    of = f"FROM evidence WHERE kind = '{kind}' AND record_id IN {which}"
    names = {str(row[0]) for row in rows_of(database, f"SELECT hash {of}", (ids,))}
    database.execute_sql(f"DELETE {of}", (ids,))
    return names


def _forget_unused(database: Database, names: set[str]) -> list[str]:
    """Those of them that nothing else has, which the shop forgets."""
    kept = {
        row[0] for row in rows_of(database, f"SELECT hash FROM evidence WHERE hash IN {GIVEN_TEXTS}", (listed(names),))
    }
    gone = sorted(names - kept)
    database.execute_sql(f"DELETE FROM stored_file WHERE hash IN {GIVEN_TEXTS}", (listed(gone),))
    return gone


def _clear_table(database: Database, table: str, which: str, columns: Sequence[str], ids: Sequence[int]) -> None:
    sets = ", ".join(f"{column} = ''" for column in columns)
    raised = ", version = version + 1" if table in _EDITED else ""
    database.execute_sql(f"UPDATE {table} SET {sets}{raised} WHERE {which}", (listed(ids),))


def _note(doing: Work, given: Given, trail: int, before: Millis) -> None:
    told = {"orders": len(given.orders), "buyers": len(given.buyers), "trail": trail, "before": before}
    if given.boxes:
        told["boxes"] = len(given.boxes)
    doing.note(WIPED, "shop", 0, after=told)


def _before(desk: Desk, months: int) -> Millis:
    """The beginning of the day that many months ago, in the shop's zone."""
    if months < FEWEST_MONTHS:
        raise NotThatRecent(months=FEWEST_MONTHS)
    zone = get_setting(desk.database, ZONE)
    today = to_local(desk.clock(), zone)
    counted = max(today.year * _DECEMBER + today.month - 1 - months, _NOTHING_BEFORE)
    return from_local(datetime(counted // _DECEMBER, counted % _DECEMBER + 1, min(today.day, 28)), zone)
