"""Orders as they leave the shop: whole, in order, streamed (DATA-05)."""

from pathlib import Path

import pytest

from shopdesk.db.errors import Damaged
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.queries import order_exports
from shopdesk.queries.order_exports import LineExport, export_orders, stream_orders, stream_rows
from shopdesk.queries.order_lists import OrderFilter, fetch_page
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.registering import register_orders
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_an_order_in_words(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_1", lines=2, waybill="YT1", flag=7, order_no="A1", postage=500, postcode="310000")
    desk.database.execute_sql("INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, '顺丰', 'ZZ2')", (order,))
    register_orders(desk, order_ids=[order])
    hold_orders(desk, order_ids=[order], reason="补差价")
    hold_orders(desk, order_ids=[order], reason="缺货")
    (told,) = export_orders(desk.database, [order])
    lines = told.lines
    assert told._replace(lines=())._asdict() == {
        "shop": "一号店", "platform": "taobao", "order_no": "A1", "status": "paid", "stage": "registered",
        "flag": "light-blue", "salesperson": "Owner", "registrar": "Owner", "buyer": "tb_1", "receiver": "张三",
        "phone": "13800000000", "province": "浙江省", "city": "杭州市", "district": "西湖区", "address": "示例路1号",
        "postcode": "310000", "goods": 39_800, "postage": 500, "paid": 39_800, "buyer_message": "", "memo": "D",
        "created_at": NOON - 3_600_000, "paid_at": NOON - 3_500_000, "carrier": "圆通速递", "waybill": "YT1 ZZ2",
        "holds": ("补差价", "缺货"), "lines": (), "origin": "platform", "source": "", "warehouse": "",
    }  # fmt: skip
    assert {type(amount) for amount in (told.goods, told.postage, told.paid, lines[0].price)} == {Money}
    assert lines[0] == LineExport("真皮单鞋", lines[0].sku, "颜色分类：深紫;尺码：W7", 1, Money(19_900))
    assert len(lines) == 2


def test_in_the_order_asked_and_without_what_is_gone(desk: Desk) -> None:
    one, two, three = (add_order(desk, order_no=number) for number in ("A1", "A2", "A3"))
    assert [told.order_no for told in export_orders(desk.database, [three, 99, one, two])] == ["A3", "A1", "A2"]
    assert export_orders(desk.database, []) == []


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
@pytest.mark.parametrize("limit", [None, 0, 1, 3, 4, 99])
@pytest.mark.parametrize(
    "chosen",
    [OrderFilter(), OrderFilter(descending=False), OrderFilter(sort="order_no"), OrderFilter(find="红的")],
    ids=["newest", "oldest", "sorted", "found"],
)
def test_streamed_in_any_portions(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, chosen: OrderFilter, limit: int | None, chunk: int
) -> None:
    monkeypatch.setattr(order_exports, "CHUNK", chunk)
    with desk.database.atomic():
        for number in range(7):
            flag = Colour.RED if number % 2 else Colour.GREY
            add_order(desk, lines=0, order_no=f"A{6 - number}", flag=int(flag), memo="红的" if number % 2 else "")
    numbers = [told.order_no for told in stream_orders(desk.database, chosen, limit=limit)]
    newest_first = [f"A{number}" for number in range(7)]
    everything = {"newest": newest_first, "oldest": newest_first[::-1], "sorted": newest_first[::-1]}
    wanted = ["A1", "A3", "A5"] if chosen.find else everything[
        "oldest" if not chosen.descending else "newest" if chosen.sort == "created" else "sorted"
    ]  # fmt: skip
    assert numbers == wanted[:limit]
    assert [row.order_no for row in stream_rows(desk.database, chosen, limit=limit)] == wanted[:limit]


@pytest.mark.sqlite_only
def test_an_index_that_runs_in_a_circle_ends_in_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a damaged file may hold one: the same rows would come again and again."""
    add_order(desk)
    page = fetch_page(desk.database, OrderFilter(), limit=10)
    monkeypatch.setattr(order_exports, "fetch_page", lambda *_args, **_kwargs: page)
    with pytest.raises(Damaged, match="is damaged"):
        list(stream_orders(desk.database, OrderFilter()))
