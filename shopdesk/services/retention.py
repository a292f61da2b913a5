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

_CLEARED = {
    "orders": (
        "id",
        ("receiver", "phone", "address", "postcode", "receiver_native", "buyer_message", "memo", "memo_native"),
    ),
    "hold": ("order_id", ("reason", "release_reason", "signature")),
    "contact": ("order_id", ("note",)),
    "extension": ("order_id", ("reason", "message")),
    "change_note": ("order_id", ("reason",)),
    "owed_item": ("order_id", ("note",)),
}
"""By table: what ties a row to its order, and the columns that people filled with words about buyers."""


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
    given = listed(order_ids)
    for table, (key, columns) in _CLEARED.items():
        sets = ", ".join(f"{column} = ''" for column in columns)
        raised = ", version = version + 1" if table in ("orders", "change_note", "owed_item") else ""
        database.execute_sql(f"UPDATE {table} SET {sets}{raised} WHERE {key} IN {GIVEN}", (given,))
    database.execute_sql(
        "UPDATE refund_request SET explanation = '' WHERE EXISTS (SELECT 1 FROM orders o WHERE "
        f"o.shop_id = refund_request.shop_id AND o.order_no = refund_request.order_no AND o.id IN {GIVEN})",
        (given,),
    )


def _clear_buyers(database: Database, buyer_ids: Sequence[int]) -> None:
    database.execute_sql(
        "UPDATE buyer SET platform_id = '*' || CAST(id AS TEXT), note = '', tags = '', version = version + 1 "
        f"WHERE id IN {GIVEN}",
        (listed(buyer_ids),),
    )
    database.execute_sql(f"UPDATE contact SET note = '' WHERE buyer_id IN {GIVEN}", (listed(buyer_ids),))


def _note(doing: Work, orders: int, buyers: int, trail: int, before: Millis) -> None:
    told = {"orders": orders, "buyers": buyers, "trail": trail, "before": before}
    doing.note(WIPED, "shop", 0, after=told)


def _before(desk: Desk, months: int) -> Millis:
    """The beginning of the day that many months ago, in the shop's zone."""
    if months < FEWEST_MONTHS:
        raise NotThatRecent(months=FEWEST_MONTHS)
    zone = get_setting(desk.database, ZONE)
    today = to_local(desk.clock(), zone)
    counted = today.year * _DECEMBER + today.month - 1 - months
    return from_local(datetime(counted // _DECEMBER, counted % _DECEMBER + 1, min(today.day, 28)), zone)
