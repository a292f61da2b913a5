"""Wiping buyers' personal data from orders that are long finished (DATA-06).

The orders stay, with goods, money and dates. The trail keeps who did what to which order when; what it tells of buyers
goes, and its chain holds (`db/trail.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shopdesk.clock import Millis, from_local, to_local
from shopdesk.db.database import GIVEN, Database, listed
from shopdesk.db.search import index_again
from shopdesk.db.sweeping import forgetting
from shopdesk.db.trail import wipe_rows
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.retention import count_old, list_old_buyers, list_old_ids, list_personal_rows
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
)
"""By table: which rows belong to given orders, and the columns that people filled with words about buyers. A column of
text is named here, or in tests/services/test_retention.py with the reason why it stays."""
CLEARED_OF_BUYERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("buyer", f"id IN {GIVEN}", ("note", "tags")),
    ("contact", _OF_BUYERS, ("note",)),
    ("owed_item", _OF_BUYERS, ("note", "struck_reason")),
)
"""The same of given buyers, whose platform name goes too."""
_EDITED = frozenset({"orders", "change_note", "owed_item", "slip", "buyer"})
"""Tables with versions: who edits such a row just now is told."""


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
    backup: Path | None = None
    """Made first; it still holds everything, as do older backups until they are thinned."""


def preview_wipe(desk: Desk, *, months: int) -> Wipe:
    """What wiping orders older than so many months would take. Raises NotAllowed, NotThatRecent."""
    need(desk, Right.WIPE)
    before = _before(desk, months)
    old = count_old(desk.database, before)
    ids = list_old_ids(desk.database, before)
    buyers = list_old_buyers(desk.database, ids, before)
    return Wipe(before, old.orders, old.left, len(buyers), len(list_personal_rows(desk.database, ids, buyers)))


def wipe_old(desk: Desk, *, months: int, confirmed: int, progress: Callable[[float], None] | None = None) -> Wipe:
    """Wipe receiver, phone, address, messages and memos of finished orders older than so many months, after a backup.

    `confirmed` is the number of orders as the preview told it. `progress` is told the share done, and may raise to
    stop between two portions. Raises NotAllowed, NotThatRecent, NotConfirmed, OutputFailed.
    """
    need(desk, Right.WIPE)
    before = _before(desk, months)
    old = count_old(desk.database, before)
    if confirmed != old.orders:
        raise NotConfirmed(orders=old.orders)
    ids = list_old_ids(desk.database, before)
    if not ids:
        return Wipe(before, 0, old.left, 0, 0)
    backup = backup_now(desk)
    buyers = trail = 0
    with forgetting(desk.database):
        for start in range(0, len(ids), PORTION):
            taken = _wipe_portion(desk, ids[start : start + PORTION], before)
            buyers, trail = buyers + taken[0], trail + taken[1]
            if progress:
                progress(min(1.0, (start + PORTION) / len(ids)))
    return Wipe(before, len(ids), old.left, buyers, trail, backup)


def _wipe_portion(desk: Desk, candidates: Sequence[int], before: Millis) -> tuple[int, int]:
    """How many buyers and rows of the trail went with these orders."""
    with work(desk, Right.WIPE, Changed.ORDERS, Changed.BUYERS) as doing:
        buyers = list_old_buyers(desk.database, candidates, before)
        rows = list_personal_rows(desk.database, candidates, buyers)
        _clear(desk.database, candidates)
        _clear_buyers(desk.database, buyers)
        wipe_rows(desk.database, rows, doing.at)
        index_again(desk.database, candidates)
        _note(doing, len(candidates), len(buyers), len(rows), before)
    return len(buyers), len(rows)


def _clear(database: Database, order_ids: Sequence[int]) -> None:
    for cleared in CLEARED:
        _clear_table(database, *cleared, order_ids)


def _clear_buyers(database: Database, buyer_ids: Sequence[int]) -> None:
    for cleared in CLEARED_OF_BUYERS:
        _clear_table(database, *cleared, buyer_ids)
    sql = f"UPDATE buyer SET platform_id = '*' || CAST(id AS TEXT) WHERE id IN {GIVEN}"
    database.execute_sql(sql, (listed(buyer_ids),))


def _clear_table(database: Database, table: str, which: str, columns: Sequence[str], ids: Sequence[int]) -> None:
    sets = ", ".join(f"{column} = ''" for column in columns)
    raised = ", version = version + 1" if table in _EDITED else ""
    database.execute_sql(f"UPDATE {table} SET {sets}{raised} WHERE {which}", (listed(ids),))


def _note(doing: Work, orders: int, buyers: int, trail: int, before: Millis) -> None:
    told = {"orders": orders, "buyers": buyers, "trail": trail, "before": before}
    doing.note(WIPED, "shop", 0, after=told)


def _before(desk: Desk, months: int) -> Millis:
    """The beginning of the day that many months ago, in the shop's zone."""
    if months < FEWEST_MONTHS:
        raise NotThatRecent(months=FEWEST_MONTHS)
    zone = get_setting(desk.database, ZONE)
    today = to_local(desk.clock(), zone)
    counted = max(today.year * _DECEMBER + today.month - 1 - months, _NOTHING_BEFORE)
    return from_local(datetime(counted // _DECEMBER, counted % _DECEMBER + 1, min(today.day, 28)), zone)
