"""Snapshots for paper."""

from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.documents import Document, Item, OrderPaper, Paper, Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import ZERO
from shopdesk.queries.orders import get_order
from shopdesk.queries.papers import get_papers
from shopdesk.services.desk import Desk
from shopdesk.services.papers import print_papers
from shopdesk.services.shop_settings import save_shop
from tests.factories import NOON, add_order, make_desk

SENDER = Party("发货部", "0571-1", "浙江省 杭州市", "云栖路 18 号")
RETURN = Party("售后", "0571-2", "浙江省 杭州市", "503 仓")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    save_shop(made, shop_id=1, version=1, name="一号店", sender=SENDER, return_to=RETURN)
    return made


def papers(desk: Desk, *orders: int, document: Document = Document.SLIP) -> list[OrderPaper]:
    details = [get_order(desk.database, order) for order in orders]
    return get_papers(desk.database, orders=details, document=document, printed_at=NOON, printed_by="小王")


def test_what_a_slip_will_say(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1", lines=2, waybill="YT1", flag=3, order_no="A1", postcode="310000", masking=1)
    (paper,) = papers(desk, order)
    assert paper.receiver == Party("张三", "13800000000", "浙江省 杭州市 西湖区", "示例路1号", "310000")
    assert (paper.sender, paper.return_to) == (SENDER, RETURN)
    assert (paper.order_no, paper.shop, paper.platform, paper.flag, paper.buyer) == (
        "A1",
        "一号店",
        "taobao",
        Colour.GREEN,
        "tb_1",
    )
    assert (paper.carrier, paper.waybill, paper.masked, paper.pieces) == ("圆通速递", "YT1", True, 2)
    assert (paper.printed_at, paper.printed_by, paper.reprint) == (NOON, "小王", 0)
    assert paper.items[0].title == "真皮单鞋"
    assert paper.items[0].price == 19_900


def test_parts_of_a_region_that_are_missing_leave_no_gap(desk: Desk) -> None:
    (paper,) = papers(desk, add_order(desk, city="", district=""))
    assert paper.receiver.region == "浙江省"


def test_without_lines_the_titles_are_the_items(desk: Desk) -> None:
    one, several = (
        add_order(desk, lines=0, titles="单鞋", pieces=3),
        add_order(desk, lines=0, titles="单鞋，袜子，", pieces=2),
    )
    none = add_order(desk, lines=0, titles="")
    found = papers(desk, one, several, none)
    assert found[0].items == (Item("单鞋", "", "", 3, ZERO),)
    assert [(item.title, item.quantity) for item in found[1].items] == [("单鞋", 1), ("袜子", 1)]
    assert found[2].items == ()


def test_grouped_by_carrier_and_otherwise_as_given(desk: Desk) -> None:
    orders = [add_order(desk, waybill=f"W{number}", order_no=f"A{number}") for number in range(4)]
    for order, carrier in zip(orders, ("圆通", "中通", "圆通", "中通"), strict=True):
        desk.database.execute_sql("UPDATE parcel SET carrier = ? WHERE order_id = ?", (carrier, order))
    assert [paper.order_no for paper in papers(desk, *orders)] == ["A1", "A3", "A0", "A2"]
    assert [paper.order_no for paper in papers(desk, *orders[::-1])] == ["A3", "A1", "A2", "A0"]


def test_reprints_count_the_same_document(desk: Desk) -> None:
    order = add_order(desk)
    for reason in ("", "卡纸"):
        print_papers(desk, order_ids=[order], document=Document.SLIP, paper=Paper.A5, reason=reason)
    assert papers(desk, order)[0].reprint == 2
    assert papers(desk, order, document=Document.RETURN_FORM)[0].reprint == 0
    assert rows_of(desk.database, "SELECT count(*) FROM print_record") == [(2,)]


def test_a_cipher_is_not_put_on_paper(desk: Desk) -> None:
    order = add_order(desk, receiver="##pZk3v9Qx##", masking=2)
    (paper,) = papers(desk, order, document=Document.RETURN_FORM)
    assert paper.receiver == Party("", "", "浙江省 杭州市 西湖区", "")
