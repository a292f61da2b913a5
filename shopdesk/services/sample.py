"""The made-up shop: three platforms, invented people, dates up to now, each kind of trouble present.

It comes in by the doors that real work uses (files, registering, holds, printing), so whatever it shows can happen.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from shopdesk.clock import Millis
from shopdesk.domain.documents import Document, Paper, Party
from shopdesk.domain.platforms import Platform
from shopdesk.queries.orders import find_order_id
from shopdesk.queries.shops import find_shop
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.imports import import_files
from shopdesk.services.papers import print_papers
from shopdesk.services.people import add_person
from shopdesk.services.registering import register_orders
from shopdesk.services.sample_files import write_files
from shopdesk.services.sample_orders import DAY, HOUR, STAFF, SampleOrder, invent_orders
from shopdesk.services.setup import make_shop
from shopdesk.services.shop_settings import save_setting, save_shop
from shopdesk.settings import FLAG_LABELS, FLAG_NAMES, FLAG_SALESPEOPLE

SHOPS = {Platform.TAOBAO: "云栖鞋坊", Platform.DOUYIN: "云栖男装", Platform.KUAISHOU: "山里茶舍"}
_LABELS = {"加急单": "red", "老客户": "blue", "批发单": "green", "待补差": "yellow", "送样品": "purple"}
_NAMES = {"red": "加急", "blue": "老客", "green": "批发", "yellow": "补差", "purple": "送样"}
_SALESPEOPLE = {
    "red": [STAFF[0]], "blue": [STAFF[1]], "green": [STAFF[2]], "yellow": [STAFF[0], STAFF[1]], "purple": [STAFF[2]],
}  # fmt: skip
_REPRINT_REASONS = ("打印机卡纸", "快递单号贴错，重打")


def make_sample(desk: Desk, *, seed: int = 2026) -> int:
    """Fill an empty shop with about 300 orders of the 30 days before `desk.clock()`; returns how many."""
    orders = invent_orders(desk.clock(), seed)
    with desk.database.atomic():  # one flush to disk instead of one for each of a month's deeds
        set_up_shops(desk)
        staff = [add_person(desk, name=name, role="registrar") for name in STAFF]
        _import(desk, orders)
        _register(desk, staff, orders)
        _print(desk, desk.actor, orders)
        _hold(desk, staff, orders)
    return len(orders)


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


def _import(desk: Desk, orders: Sequence[SampleOrder]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for result in import_files(desk, files=write_files(Path(folder), orders)):
            assert result.error is None and not result.rejected, result


def _acting(desk: Desk, person: Actor, at: Millis) -> Desk:
    """The desk as that person had it at that moment."""
    return replace(desk, actor=person, clock=lambda: at)


def _ids(desk: Desk, orders: Iterable[SampleOrder]) -> list[int]:
    found = (find_order_id(desk.database, order.order_no, shop=SHOPS[order.platform]) for order in orders)
    return [order_id for order_id in found if order_id is not None]


def _register(desk: Desk, staff: Sequence[Actor], orders: Iterable[SampleOrder]) -> None:
    """Each clerk's orders of a day, at one sitting the next morning or, of the last day, an hour ago."""
    sittings: dict[tuple[Millis, int], list[SampleOrder]] = {}
    for order in orders:
        if order.registered:
            at = min((order.created // DAY + 1) * DAY + 2 * HOUR, desk.clock() - HOUR)
            sittings.setdefault((at, order.clerk), []).append(order)
    for (at, clerk), chosen in sorted(sittings.items()):
        register_orders(_acting(desk, staff[clerk], at), order_ids=_ids(desk, chosen), skip_refused=True)


def _print(desk: Desk, clerk: Actor, orders: Iterable[SampleOrder]) -> None:
    """First prints in one run, reprints afterwards with their reasons. Ciphered ones can't be printed."""
    printed = [order for order in orders if order.prints and not order.receiver.startswith("##")]
    for turn in range(max((order.prints for order in printed), default=0)):
        chosen = [order for order in printed if order.prints > turn]
        print_papers(
            _acting(desk, clerk, desk.clock() - (3 - turn) * HOUR // 4),
            order_ids=_ids(desk, chosen),
            document=Document.SLIP,
            paper=Paper.LABEL_100X150,
            reason=_REPRINT_REASONS[turn - 1] if turn else "",
        )


def _hold(desk: Desk, staff: Sequence[Actor], orders: Iterable[SampleOrder]) -> None:
    for order in orders:
        if order.hold:
            acting = _acting(desk, staff[order.clerk], order.created + HOUR)
            hold_orders(acting, order_ids=_ids(desk, [order]), reason=order.hold)
