"""Records that say just what is stored are left out of writing; the slightest difference isn't."""

from pathlib import Path

from shopdesk.importing.reader import open_sources
from shopdesk.importing.records import Batch, LineRecord, OrderRecord, Source
from shopdesk.services.desk import Desk
from shopdesk.services.imports import import_files
from shopdesk.services.stored_orders import StoredOrders
from tests.factories import make_desk
from tests.platform_files import write_taobao_pair


def read(file: Path) -> tuple[Source, Batch]:
    (reader,) = open_sources(file)
    (batch,) = reader.batches(size=1000)
    return reader.source, batch


def imported(tmp_path: Path) -> tuple[Desk, Path, Path]:
    desk = make_desk(tmp_path)
    pair = write_taobao_pair(tmp_path, 20)
    import_files(desk, files=[pair.orders, pair.lines])
    return desk, pair.orders, pair.lines


def unlike(desk: Desk, source: Source, batch: Batch) -> tuple[list[OrderRecord], list[LineRecord]]:
    stored = StoredOrders(desk.database, source, 1)
    return stored.unlike_orders(batch.orders), stored.unlike_lines(batch.lines)


def test_the_same_again_leaves_nothing_to_write(tmp_path: Path) -> None:
    desk, orders, lines = imported(tmp_path)
    for file in (orders, lines):
        found, items = unlike(desk, *read(file))
        # What a file leaves empty and another one filled in is looked at again; most orders aren't.
        assert len(found) <= 8
        assert items == []


def test_any_difference_goes_the_whole_way(tmp_path: Path) -> None:
    desk, orders, lines = imported(tmp_path)
    source, batch = read(orders)
    same = set(batch.orders) - set(unlike(desk, source, batch)[0])
    order = next(iter(same))
    for changed in (order._replace(memo="另一条"), order._replace(paid=order.paid + 1), order._replace(phone="1")):
        assert unlike(desk, source, Batch([changed], [], [], 1))[0] == [changed]
    source, batch = read(lines)
    line = batch.lines[0]._replace(quantity=99)
    assert unlike(desk, source, Batch([], [line], [], 1))[1] == [line]


def test_other_shops_and_new_orders_are_not_stored(tmp_path: Path) -> None:
    desk, orders, _lines = imported(tmp_path)
    source, batch = read(orders)
    assert StoredOrders(desk.database, source, 2).unlike_orders(batch.orders) == batch.orders
    new = batch.orders[0]._replace(order_no="1")
    assert unlike(desk, source, Batch([new], [], [], 1))[0] == [new]
