"""One order with everything about it."""

from pathlib import Path

import pytest

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Masking, Stage, Status, Tray
from shopdesk.importing.records import RefundRecord
from shopdesk.queries.orders import (
    OrderAmbiguous,
    OrderNotFound,
    ParcelRow,
    find_order_by_waybill,
    find_order_id,
    get_order,
    get_order_ids,
    list_ready_ids,
)
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders, release_orders
from shopdesk.services.papers import print_papers
from shopdesk.services.refund_writer import write_refunds
from shopdesk.services.registering import register_orders
from shopdesk.services.setup import make_shop
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_everything_about_an_order(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1", lines=2, waybill="YT1", flag=1, order_no="A1", postage=500, masking=1)
    add_order(desk, buyer="tb_1", status=3)
    register_orders(desk, order_ids=[order])
    print_papers(desk, order_ids=[order], document=Document.SLIP, paper=Paper.A5)
    hold_orders(desk, order_ids=[order], reason="补差价")
    release_orders(desk, order_ids=[order], reason="已补")
    hold_orders(desk, order_ids=[order], reason="缺货")
    with desk.database.atomic():
        write_refunds(desk.database, [RefundRecord("R1", "A1", "仅退款", amount=Money(99))], shop_id=1, import_id=1)
    found = get_order(desk.database, order)
    assert (found.order_no, found.shop, found.platform, found.buyer, found.buyer_orders) == (
        "A1",
        "一号店",
        "taobao",
        "tb_1",
        2,
    )
    assert (found.status, found.stage, found.tray) == (Status.PAID, Stage.PRINTED, Tray.PRINTED)
    assert (found.flag, found.masking, found.goods, found.postage, found.paid) == (
        Colour.RED,
        Masking.MASKED,
        39_800,
        500,
        39_800,
    )
    kinds = (found.status, found.stage, found.tray, found.flag, found.masking, found.goods)
    assert [type(each) for each in kinds] == [Status, Stage, Tray, Colour, Masking, Money]
    assert (found.registrar, found.salesperson, found.registered_at) == ("Owner", "Owner", NOON)
    assert (found.receiver, found.province, found.address, found.memo) == ("张三", "浙江省", "示例路1号", "D")
    assert [(line.title, line.quantity, line.price) for line in found.lines] == [("真皮单鞋", 1, 19_900)] * 2
    assert found.parcels == (ParcelRow("圆通速递", "YT1"),)
    assert [hold.reason for hold in found.holds] == ["补差价", "缺货"]
    assert [hold.reason for hold in found.open_holds] == ["缺货"]
    assert [record.document for record in found.prints] == ["slip"]
    assert [(refund.refund_no, refund.amount) for refund in found.refunds] == [("R1", 99)]


def test_lines_know_their_shelf(desk: Desk) -> None:
    order = add_order(desk)
    sku = get_order(desk.database, order).lines[0].sku
    desk.database.execute_sql("INSERT INTO product (shop_id, code) VALUES (1, 'p')")
    desk.database.execute_sql("INSERT INTO variant (product_id, shop_id, sku, shelf) VALUES (1, 1, ?, 'C3')", (sku,))
    assert get_order(desk.database, order).lines[0].shelf == "C3"


def test_a_buyer_without_name_has_no_other_orders(desk: Desk) -> None:
    order = add_order(desk)
    add_order(desk)
    assert (get_order(desk.database, order).buyer, get_order(desk.database, order).buyer_orders) == ("", 0)


def test_what_is_not_there(desk: Desk) -> None:
    with pytest.raises(OrderNotFound, match="There is no order 7 here"):
        get_order(desk.database, 7)
    with pytest.raises(OrderNotFound, match="no order A9"):
        get_order_ids(desk.database, ["A9"])
    assert find_order_id(desk.database, "A9") is None


def test_by_number_in_one_of_several_shops(desk: Desk) -> None:
    make_shop(desk, name="二号店", platform=Platform.JD)
    first, second = add_order(desk, order_no="A1"), add_order(desk, order_no="A1", shop_id=2)
    only = add_order(desk, order_no="A2", shop_id=2)
    assert find_order_id(desk.database, " A2 ") == only
    assert find_order_id(desk.database, "A1", shop="二号店") == second
    assert find_order_id(desk.database, "A1", shop="三号店") is None
    with pytest.raises(OrderAmbiguous, match=r"several shops \(一号店, 二号店\)"):
        find_order_id(desk.database, "A1")
    assert get_order_ids(desk.database, ["A1", "A1"], shop="一号店") == [first, first]


@pytest.mark.sqlite_only
def test_a_number_is_found_by_an_index(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(database: Database, sql: str, params: tuple[object, ...]) -> list[tuple[object, ...]]:
        asked.append(sql)
        return rows_of(database, sql, params)

    monkeypatch.setattr("shopdesk.queries.orders.rows_of", noted)
    find_order_id(desk.database, "A1")
    plan = " ".join(row[3] for row in rows_of(desk.database, f"EXPLAIN QUERY PLAN {asked[0]}", ("A1", "")))
    assert "orders_shop_id_order_no (shop_id=? AND order_no=?)" in plan
    assert "SCAN o" not in plan


def test_by_waybill_the_newest(desk: Desk) -> None:
    add_order(desk, waybill="YT1")
    newer = add_order(desk, waybill="YT1")
    assert find_order_by_waybill(desk.database, " YT1\n") == newer
    assert find_order_by_waybill(desk.database, "YT2") is None


def test_ready_are_paid_new_and_not_held_oldest_payment_first(desk: Desk) -> None:
    late, early = add_order(desk, paid_at=NOON + 2), add_order(desk, paid_at=NOON + 1)
    by_creation = add_order(desk, paid_at=None, created=NOON)
    hold_orders(desk, order_ids=[add_order(desk)], reason="缺货")
    for status, stage in ((0, 0), (4, 0), (1, 1), (2, 0)):
        add_order(desk, status=status, stage=stage)
    assert list_ready_ids(desk.database) == [by_creation, early, late]
