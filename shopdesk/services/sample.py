"""The made-up shop: three platforms, invented people, dates up to now, each kind of trouble present.

It comes in by the doors that real work uses (files, registering, waves, packing), so whatever it shows can happen.
"""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from shopdesk.clock import Millis
from shopdesk.db.copying import copy_tables, empty_tables
from shopdesk.db.database import is_shared, open_database
from shopdesk.db.files import bring_files, folder_of
from shopdesk.db.migrate import upgrade
from shopdesk.domain.documents import Party
from shopdesk.domain.permissions import Right
from shopdesk.queries.shops import find_shop
from shopdesk.services.desk import Changed, Desk, need, work
from shopdesk.services.holds import hold_orders
from shopdesk.services.last_stored import forget_stored
from shopdesk.services.sample_buyers import know_buyers
from shopdesk.services.sample_care import change_today, enter_exchange, enter_today, promise, send_along
from shopdesk.services.sample_cases import work_after_sales
from shopdesk.services.sample_desk import CASH, OWN_ACCOUNT, SHOPS, Sample, enter_people
from shopdesk.services.sample_orders import BEGUN, HOUR, STAFF, SampleOrder, Way
from shopdesk.services.sample_parcels import tell_parcels
from shopdesk.services.sample_products import fill_products
from shopdesk.services.sample_reviews import tell_reviews
from shopdesk.services.sample_shipping import (
    MINUTE,
    as_paid,
    enter_stock,
    evenings,
    print_today,
    ship_evening,
    with_parcels,
)
from shopdesk.services.sample_team import tell_team
from shopdesk.services.sample_troubles import invent_orders
from shopdesk.services.sample_words import fill_library
from shopdesk.services.setup import make_shop
from shopdesk.services.shop_settings import save_setting, save_shop
from shopdesk.settings import FLAG_LABELS, FLAG_NAMES, FLAG_SALESPEOPLE, OWN_ACCOUNTS

_LABELS = {"加急单": "red", "老客户": "blue", "批发单": "green", "待补差": "yellow", "送样品": "purple"}
_NAMES = {"red": "加急", "blue": "老客", "green": "批发", "yellow": "补差", "purple": "送样"}
_SALESPEOPLE = {
    "red": [STAFF[0]], "blue": [STAFF[1]], "green": [STAFF[2]], "yellow": [STAFF[0], STAFF[1]], "purple": [STAFF[2]],
}  # fmt: skip


def make_sample(desk: Desk, *, seed: int = 2026) -> int:
    """Fill an empty shop with about 300 orders of the 30 days before `desk.clock()`; returns how many.

    The caller has no transaction open.
    """
    need(desk, Right.PEOPLE)
    return _fill_on_server(desk, seed) if is_shared(desk.database) else _fill(desk, seed)


def _fill_on_server(desk: Desk, seed: int) -> int:
    """A month's deeds are thousands of journeys to a server: they are done in a file, which is brought there whole."""
    with (
        work(desk, Right.PEOPLE, *Changed),
        TemporaryDirectory() as folder,
        closing(open_database(Path(folder) / "sample.db", create=True)) as file,
    ):
        upgrade(file)
        copy_tables(desk.database, file)
        orders = _fill(Desk(file, desk.actor, desk.clock), seed)
        forget_stored(file)
        empty_tables(desk.database)
        copy_tables(file, desk.database)
        bring_files(desk.database, folder_of(file))
    return orders


def _fill(desk: Desk, seed: int) -> int:
    now = desk.clock()
    with desk.database.atomic():  # one flush to disk instead of one for each of a month's deeds
        set_up_shops(desk)
        sample = Sample(desk, invent_orders(now, seed), enter_people(desk))
        sample.bring_in([order for order in sample.orders if order.created < now - BEGUN], now - BEGUN)
        fill_products(sample)
        _work_until_yesterday(sample)
        promise(sample)
        _work_today(sample, now)
        sample.bring_in(with_parcels(sample, _since_begun(sample)), now - 20 * MINUTE)
        _hold(sample)
        enter_today(sample, now)
        tell_parcels(sample, now)
        work_after_sales(sample, now)
        fill_products(sample)
        fill_library(sample, now)
        tell_reviews(sample, now)
        tell_team(sample, now)
        know_buyers(sample, now)
    return len(sample.orders)


def set_up_shops(desk: Desk) -> None:
    """The sample's three shops with their addresses and what their flags mean."""
    for platform, name in SHOPS.items():
        shop_id = make_shop(desk, name=name, platform=platform, sample=True)
        shop = find_shop(desk.database, name)
        assert shop is not None
        sender = Party(f"{name} 发货部", "0571-00000000", "浙江省 杭州市 余杭区", "示例街道云栖路 18 号 2 楼")
        return_to = Party(f"{name} 售后", "0571-00000001", "浙江省 杭州市 余杭区", "示例街道云栖路 18 号 503 仓")
        save_shop(desk, shop_id=shop_id, version=shop.version, name=name, sender=sender, return_to=return_to)
    save_setting(desk, FLAG_LABELS, _LABELS)
    save_setting(desk, FLAG_NAMES, _NAMES)
    save_setting(desk, FLAG_SALESPEOPLE, _SALESPEOPLE)
    save_setting(desk, OWN_ACCOUNTS, [OWN_ACCOUNT, CASH])


def _since_begun(sample: Sample) -> list[SampleOrder]:
    return [order for order in sample.orders if order.created >= sample.desk.clock() - BEGUN]


def _work_until_yesterday(sample: Sample) -> None:
    """Each evening: the day's files, registering, one wave that leaves with the courier."""
    days = evenings(sample)
    enter_stock(sample, min(days) - 2 * HOUR)
    for evening, orders in days.items():
        sample.bring_in([as_paid(order) for order in orders], evening - 90 * MINUTE)
        sample.register(orders, evening - 60 * MINUTE)
        further = enter_exchange(sample, evening - 30 * MINUTE) if evening == max(days) else ()
        ship_evening(sample, evening, _registered(sample, orders), further)


def _work_today(sample: Sample, now: Millis) -> None:
    """This morning: what was bought since is registered; one wave is printed and half packed."""
    today = [order for order in sample.orders if order.way in (Way.TODAY, Way.REGISTERED)]
    sample.bring_in(today, now - 3 * HOUR)
    send_along(sample, now - 2 * HOUR - 10 * MINUTE)
    sample.register(today, now - 2 * HOUR)
    wave = [order for order in today if order.way is Way.TODAY]
    print_today(sample, sample.order_ids(_registered(sample, wave)), now - 90 * MINUTE)
    change_today(sample, now - 60 * MINUTE)


def _registered(sample: Sample, orders: Iterable[SampleOrder]) -> list[SampleOrder]:
    return [order for order in orders if order.registered]


def _hold(sample: Sample) -> None:
    for order in sample.orders:
        if order.hold:
            acting = sample.acting(STAFF[order.clerk], sample.desk.clock() - 15 * MINUTE)
            hold_orders(acting, order_ids=sample.order_ids([order]), reason=order.hold)
