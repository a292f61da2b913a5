"""What pages, badges and stations ask all day long, in a shop with a long history: none may need what is long done.

The lists of what waits grow with the pile that waits, 30,000 orders here, a hundred times a usual evening's; they are
read beside the window and have more time.
"""

import statistics
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from shopdesk.db.database import rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.permissions import Right
from shopdesk.queries.buyers import get_buyer_card
from shopdesk.queries.due import list_due
from shopdesk.queries.extensions import list_done_early, list_receipt_deadlines, list_ship_deadlines
from shopdesk.queries.orders import find_order_by_waybill, get_order
from shopdesk.queries.packing import find_article, get_pack_slip
from shopdesk.queries.products import count_variants, list_variants
from shopdesk.queries.registering import count_queue, list_queue
from shopdesk.queries.settlements import list_accounts, list_unsettled, stream_settled, total_settled
from shopdesk.queries.shipments import list_untold
from shopdesk.queries.shipping_lists import ShippingList, count_shipping, count_wrong, list_shipping, list_waiting
from shopdesk.queries.slips import find_slip, list_slips
from shopdesk.queries.untold import count_untold
from shopdesk.queries.waves import get_cut_off, list_unprinted, list_waves
from shopdesk.services.desk import Desk
from shopdesk.services.setup import open_desk
from shopdesk.services.waves import preview_wave
from tests.bench.bench_lists import milliseconds
from tests.bench.big_shop import START, STEP, make_big_shop
from tests.bench.results import Result, at_most, orders

AT_ONCE, BESIDE = 50, 500
"""Milliseconds."""


def run() -> list[Result]:
    """The slowest of each kind, by its name."""
    desk = open_desk(make_big_shop(orders()))
    try:
        return [
            _slowest("looks at one record", of_one(desk), AT_ONCE / 5),
            _slowest("badges, counts, a day's lists", of_today(desk), AT_ONCE),
            _slowest("lists of all that waits", of_all(desk), BESIDE),
        ]
    finally:
        desk.database.close()


def _slowest(what: str, looks: Mapping[str, Callable[[], object]], limit: float) -> Result:
    times = {name: milliseconds(look, 3) for name, look in looks.items()}
    name = max(times, key=lambda each: times[each])
    usual = f"median of {len(times)} {statistics.median(times.values()):.1f} ms"
    return at_most(f"{what}: {name}", times[name], limit, "ms", usual)


def of_one(desk: Desk) -> dict[str, Callable[[], object]]:
    """What a scan or a click shows."""
    database, last = desk.database, orders() - 10
    ((buyer_id,),) = rows_of(database, "SELECT buyer_id FROM orders WHERE id = ?", (last,))
    ((slip_id, waybill),) = rows_of(database, "SELECT id, waybill FROM slip WHERE id = ?", (orders() // 2 + 1,))
    return {
        "an order": partial(get_order, database, last),
        "a buyer": partial(get_buyer_card, database, buyer_id),
        "an order by its waybill": partial(find_order_by_waybill, database, waybill),
        "a slip by its waybill": partial(find_slip, database, waybill),
        "a code that nobody knows": partial(find_slip, database, "38000000000000000000"),
        "a slip at the packing table": partial(get_pack_slip, database, slip_id),
        "an article": partial(find_article, database, 1, "1001-灰色-W6"),
    }


def of_today(desk: Desk) -> dict[str, Callable[[], object]]:
    """What stands in the navigation and is read again at each change, and lists whose length goes by the day."""
    database, now = desk.database, START + orders() * STEP
    day: Any = {"since": now - 40 * DAY_MS, "until": now - 39 * DAY_MS}
    return {
        "badge of registering": partial(count_queue, database, late_before=now),
        "badge of shipping": partial(list_unprinted, database, before=now + 1),
        "cut-off": partial(get_cut_off, database, now=now),
        "waves": partial(list_waves, database, since=now - 40 * DAY_MS),
        "slips of a wave": partial(list_slips, database, wave_id=orders() // 1000),
        "counts of parcels gone wrong": partial(count_shipping, database, now=now),
        "parcels gone wrong": partial(count_wrong, database, now=now),
        "parcels that wait": partial(list_waiting, database),
        "parcels not told": partial(list_untold, database, shop_id=1, packed=True),
        "buyers not told": partial(count_untold, database),
        "completed too early": partial(list_done_early, database),
        "settled in a day": lambda: [total_settled(database, **day), *stream_settled(database, **day)],
        "accounts": partial(list_accounts, database),
        "products": lambda: (list_variants(database), count_variants(database)),
    }


def of_all(desk: Desk) -> dict[str, Callable[[], object]]:
    """As long as the pile."""
    database, now = desk.database, START + orders() * STEP
    lists = {f"{which}": partial(list_shipping, database, which, now=now) for which in ShippingList}
    return {
        "to register": partial(list_queue, database),
        "lines of Today": partial(list_due, database, now=now, person_id=1, rights=frozenset(Right)),
        "not settled": partial(list_unsettled, database),
        "before a wave": partial(preview_wave, desk),
        "to ship soon": partial(list_ship_deadlines, database, now=now),
        "to be confirmed soon": partial(list_receipt_deadlines, database, now=now),
        **lists,
    }
