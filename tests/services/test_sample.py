"""The made-up shop: made quickly, the same for the same moment, with the troubles that pages are to show."""

from pathlib import Path

import pytest

from shopdesk.clock import Clock, Millis
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Masking, Tray
from shopdesk.queries.order_exports import stream_orders
from shopdesk.queries.order_lists import OrderFilter, count_by_tray, find_ids
from shopdesk.queries.orders import get_order
from shopdesk.queries.record_exports import stream_refunds, stream_trail, stream_variants
from shopdesk.services.desk import Desk
from shopdesk.services.sample import make_sample
from shopdesk.services.sample_files import write_files
from shopdesk.services.sample_orders import DAY, STAFF, Inventor, invent_orders
from shopdesk.services.setup import create_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = create_desk(tmp_path_factory.mktemp("sample") / "s.db", clock=lambda: 1_709_344_800_000)
    make_sample(made)
    return made


def test_the_same_moment_gives_the_same_orders(moment: Millis) -> None:
    assert invent_orders(moment) == invent_orders(moment)
    assert invent_orders(moment, seed=1) != invent_orders(moment)
    numbers = [order.order_no for order in invent_orders(moment)]
    assert len(set(numbers)) == len(numbers)


def test_orders_are_of_the_last_thirty_days(moment: Millis) -> None:
    orders = invent_orders(moment)
    assert all(moment - 30 * DAY <= order.created <= moment for order in orders)
    assert 280 <= len(orders) <= 330


def test_an_order_adds_up(clock: Clock) -> None:
    order = Inventor(clock()).order(Platform.TAOBAO, DAY, discount=500)
    assert order.goods == sum(i.article.price * i.quantity for i in order.items) - 500
    assert order.paid_at == order.created + order.paid_after


def test_only_platforms_with_orders_get_a_file(clock: Clock, tmp_path: Path) -> None:
    files = write_files(tmp_path, [Inventor(clock()).order(Platform.KUAISHOU, DAY)])
    assert [file.name for file in files] == ["kuaishou.csv"]


def test_every_tray_holds_something(desk: Desk) -> None:
    counts = count_by_tray(desk.database)
    assert min(counts[tray] for tray in Tray) >= 3


def test_amounts_of_files_and_orders_agree(desk: Desk) -> None:
    invented = {order.order_no: order for order in invent_orders(desk.clock())}
    for order in stream_orders(desk.database, OrderFilter()):
        wanted = invented[order.order_no]
        assert order.goods == wanted.goods
        assert order.paid == (wanted.goods + wanted.postage if wanted.paid_at else 0)


def test_reprints_refunds_and_registrars_are_there(desk: Desk) -> None:
    orders = [get_order(desk.database, order_id) for order_id in find_ids(desk.database, OrderFilter(find="云栖"))]
    orders += [get_order(desk.database, i) for i in find_ids(desk.database, OrderFilter())]
    assert max(len(order.prints) for order in orders) == 3
    assert {order.registrar for order in orders if order.registrar} == set(STAFF)
    assert {order.masking for order in orders} == set(Masking)
    assert sum(bool(order.refunds) for order in orders) >= 3
    assert any(order.buyer_orders >= 3 for order in orders)
    assert any(hold.reason.startswith("港澳台") for order in orders for hold in order.open_holds)


def test_whole_tables_stream_out(desk: Desk) -> None:
    assert len(list(stream_refunds(desk.database))) == 3
    variants = list(stream_variants(desk.database))
    assert {variant.shop for variant in variants} == {"云栖鞋坊", "云栖男装", "山里茶舍"}
    assert all(variant.colour and variant.size for variant in variants)
    trail = list(stream_trail(desk.database))
    assert {row.action for row in trail} >= {"made", "import", "register", "print", "hold", "set"}
    assert all(row.record.isdigit() for row in trail)
