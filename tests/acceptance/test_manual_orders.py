"""Orders that no platform's file brings, by command line: bank, wholesale, exchange, reissue; who is told, and with
which number it went out."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from shopdesk.db.database import open_database
from shopdesk.domain.platforms import Platform
from shopdesk.services.setup import make_shop, open_desk
from tests.command_line import Answer, CommandLine, new_shop
from tests.platform_files import header, write_csv

TO = "李四 13912345678 江苏省苏州市吴中区金枫路8号"
HEADS = {
    "收货人姓名": "张三", "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)", "联系手机": "13800000001",
    "订单创建时间": "2026-06-01 08:59:00", "订单付款时间 ": "2026-06-01 09:00:00", "买家实际支付金额": "99.00",
}  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """A shop with two orders that have left, one of them closed, and one of another shop."""
    made = new_shop(tmp_path)
    desk = open_desk(made.address)
    for name in ("一号店", "二号店"):
        make_shop(desk, name=name, platform=Platform.TAOBAO)
    desk.database.close()
    names = header("taobao_ExportOrderList_2017_csv")
    kept = ("订单编号", "订单状态", "买家会员名")
    rows = [("1001", "卖家已发货，等待买家确认", "tb_a"), ("1002", "交易关闭", "tb_b")]
    orders = [HEADS | dict(zip(kept, row, strict=True)) for row in rows]
    made.done("import", write_csv(tmp_path / "orders.csv", names, orders), "--shop", "一号店")
    other = [HEADS | dict(zip(kept, ("2001", "卖家已发货，等待买家确认", "tb_c"), strict=True))]
    made.done("import", write_csv(tmp_path / "other.csv", names, other), "--shop", "二号店")
    return made


def add(shop: CommandLine, kind: str, *more: str) -> Answer:
    return shop("order", "add", "--kind", kind, "--shop", "一号店", "--json", *more)


def added(shop: CommandLine, kind: str, *more: str) -> dict[str, Any]:
    answer = add(shop, kind, *more)
    assert answer.status == 0, answer
    told: dict[str, Any] = answer.json
    return told


def sold(shop: CommandLine, kind: str, item: str, paid: str, *more: str) -> dict[str, Any]:
    return added(shop, kind, "--buyer", "tb_x", "--receiver", TO, "--item", item, "--paid", paid, *more)


def listed(shop: CommandLine, order_no: str) -> dict[str, Any]:
    return shop.orders("--order-no", order_no)[0]


def ship(shop: CommandLine, order_no: str, waybill: str) -> None:
    """The parcel has left: what the pack table leaves behind."""
    database = open_database(shop.address)
    with database.atomic():
        database.execute_sql("UPDATE orders SET stage = 5, shipped_at = 1780000000000 WHERE order_no = ?", (order_no,))
        database.execute_sql(
            "INSERT INTO parcel (order_id, carrier, waybill) SELECT id, '圆通速递', ? FROM orders WHERE order_no = ?",
            (waybill, order_no),
        )
    database.close()


@pytest.mark.rule("ORD-04")
def test_prices_as_bought_postage_0_and_what_was_received_counts(shop: CommandLine) -> None:
    order = sold(shop, "phone", ",单鞋 深紫 W7x2@199", "１，０００．５０")
    told = listed(shop, order["order_no"])
    assert (told["goods"], told["postage"], told["paid"]) == ("398.00", "0.00", "1000.50")
    assert [(line["quantity"], line["price"]) for line in told["lines"]] == [(2, "199.00")]


@pytest.mark.rule("ORD-06")
def test_an_exchange_is_booked_in_the_after_sales_warehouse_for_nothing(shop: CommandLine) -> None:
    order = added(shop, "exchange", "--from", "1001", "--item", ",单鞋 灰色 W6x1", "--reason", "偏大")
    assert (order["source"], order["warehouse"], order["paid"]) == ("1001", "503", "0.00")
    told = listed(shop, order["order_no"])
    assert (told["goods"], told["postage"], told["buyer"], told["receiver"]) == ("0.00", "0.00", "tb_a", "张三")
    assert (told["origin"], told["source"], told["warehouse"]) == ("exchange", "1001", "503")
    assert [order["order_no"] for order in shop.orders("--origin", "exchange")] == [order["order_no"]]


@pytest.mark.rule("ORD-09")
def test_a_transfer_is_confirmed_by_somebody_before_anything_is_printed(shop: CommandLine, tmp_path: Path) -> None:
    order = sold(shop, "bank", ",单鞋 深紫 W7x1@199", "199", "--memo", "周一发")
    number = order["order_no"]
    assert order["memo"].startswith("银:周一发")
    assert order["holds"] == ["Bank transfer of 199.00 is not confirmed"]
    refused = shop("print", "slip", number, "-o", tmp_path / "a.pdf")
    assert (refused.status, "not confirmed" in refused.err) == (1, True)
    assert not (tmp_path / "a.pdf").exists()
    done = shop.done("order", "confirm", number, "--amount", "１９９．００", "--reference", "工行 0921", "--json").json
    assert (done["stage"], done["holds"]) == ("settled", [])
    assert done["settlement"] == {"account": "Bank account", "amount": "199.00", "reference": "工行 0921"}
    again = shop("order", "confirm", number, "--amount", "199", "--reference", "x")
    assert (again.status, "was settled by Owner" in again.err) == (1, True)
    shop.done("print", "slip", number, "-o", tmp_path / "a.pdf")


@pytest.mark.rule("ORD-10")
def test_wholesale_is_the_owners_and_above_ten_pieces_refers_to_its_list(shop: CommandLine) -> None:
    small = sold(shop, "wholesale", ",单鞋 深紫 W7x10@100", "1000")
    large = sold(shop, "wholesale", ",单鞋 黑色 W7x11@100", "1,100")
    assert {small["salesperson"], large["salesperson"]} == {"Owner"}
    assert (small["memo"].split(" D")[0], large["memo"].split(" D")[0]) == ("批发", "批发 附清单")
    assert large["paid"] == "1100.00"


@pytest.mark.rule("ORD-11")
def test_a_reissue_says_what_it_is_costs_nothing_and_is_its_enterers(shop: CommandLine) -> None:
    order = added(shop, "reissue", "--from", "1001", "--item", ",款式：5815;颜色：深紫;尺码：W7x2", "--memo", "漏发")
    assert order["memo"].startswith("补:5815 深紫 W7×2 漏发")
    assert (order["paid"], order["salesperson"], order["source"]) == ("0.00", "Owner", "1001")


@pytest.mark.rule("ORD-11")
def test_the_same_reissue_twice_has_to_be_meant(shop: CommandLine) -> None:
    first = added(shop, "reissue", "--from", "1001", "--item", ",鞋垫x1")
    second = add(shop, "reissue", "--from", "1001", "--item", ",鞋垫x1")
    assert (second.status, first["order_no"] in second.err, "Owner" in second.err) == (1, True, True)
    assert added(shop, "reissue", "--from", "1001", "--item", ",鞋垫x1", "--again")["order_no"] != first["order_no"]


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("bank", ("--receiver", TO, "--item", ",鞋x1", "--paid", "12,5"), "12,5 is not an amount"),
        ("bank", ("--receiver", TO, "--item", ",鞋x1", "--paid", "-5"), "-5 is not an amount"),
        ("bank", ("--receiver", TO, "--item", ",鞋x1"), "how much was received"),
        ("bank", ("--receiver", TO, "--item", "S404x1", "--paid", "9"), "has no item S404"),
        ("bank", ("--receiver", TO, "--item", ",鞋x0", "--paid", "9"), "0 pieces of 鞋"),
        ("bank", ("--receiver", TO, "--item", ",鞋x9999999", "--paid", "9"), "between 1 and 9999"),
        ("bank", ("--receiver", TO, "--item", "nothing", "--paid", "9"), "nothing is not an item"),
        ("bank", ("--receiver", "张三", "--item", ",鞋x1", "--paid", "9"), "No address is in 张三"),
        ("bank", ("--receiver", "金枫路8号", "--item", ",鞋x1", "--paid", "9"), "The receiver lacks: name, phone"),
        ("exchange", ("--from", "2001", "--item", ",鞋x1"), "2001 is of shop 二号店"),
        ("exchange", ("--from", "1002", "--item", ",鞋x1"), "1002 is closed"),
        ("reissue", ("--from", "4711", "--item", ",鞋x1"), "There is no order 4711"),
        ("reissue", ("--item", ",鞋x1"), "Say which order it belongs to"),
        ("exchange", ("--from", "1001", "--item", ",鞋x1@5"), "booked with amount 0"),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(
    shop: CommandLine, kind: str, more: tuple[str, ...], said: str
) -> None:
    before = shop.orders()
    answer = add(shop, kind, *more)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.err
    assert shop.orders() == before


def test_an_order_by_hand_is_cancelled_with_a_reason(shop: CommandLine) -> None:
    number = added(shop, "exchange", "--from", "1001", "--item", ",鞋x1")["order_no"]
    assert shop("order", "cancel", number, "--reason", " ").status == 1
    done = shop.done("order", "cancel", number, "--reason", "买家不换了", "--json").json
    assert (done["stage"], done["status"]) == ("closed", "closed")
    assert "comes from a platform" in shop("order", "cancel", "1001", "--reason", "x").err


@pytest.mark.rule("SHP-07")
def test_buyers_of_what_has_left_are_listed_until_they_are_told(shop: CommandLine) -> None:
    number = added(shop, "exchange", "--from", "1001", "--item", ",单鞋x1")["order_no"]
    assert shop.done("untold", "--json").json == {"untold": []}
    ship(shop, number, "YT7001")
    (row,) = shop.done("untold", "--json").json["untold"]
    assert (row["order_no"], row["source"], row["buyer"]) == (number, "1001", "tb_a")
    assert row["text"] == "亲，您的单鞋已发出，圆通速递 YT7001，请留意查收。"
    assert shop.done("told", number, "--json").json == {"told": 1}
    assert shop.done("told", number, "--json").json == {"told": 0}
    assert "Everybody has been told." in shop.done("untold").out


@pytest.mark.rule("SHP-13")
def test_the_newest_number_stands_first_with_exchanges_marked(shop: CommandLine) -> None:
    number = added(shop, "exchange", "--from", "1001", "--item", ",单鞋x1")["order_no"]
    ship(shop, "1001", "YT6999")
    ship(shop, number, "YT7001")
    found = shop.done("shipments", "tb_a", "--json").json["shipments"]
    assert [(row["waybill"], row["origin"], row["source"]) for row in found] == [
        ("YT7001", "exchange", "1001"), ("YT6999", "platform", ""),
    ]  # fmt: skip
    assert shop.done("shipments", "1001", "--json").json["shipments"] == found
    assert "圆通速递 YT7001" in shop.done("shipments", "tb_a").out.splitlines()[0]
    assert "Nothing was found" in shop.done("shipments", "nobody").out


@pytest.mark.rule("ORD-10")
def test_the_slip_of_a_large_wholesale_order_names_its_list_until_that_is_printed(
    shop: CommandLine, tmp_path: Path
) -> None:
    number = sold(shop, "wholesale", ",单鞋 黑色 W7x11@100", "1100")["order_no"]
    shop.done("order", "confirm", number, "--amount", "1100", "--reference", "R1")
    shop.done("print", "slip", number, "-o", tmp_path / "slip.pdf")
    assert "PACKING LIST is not printed yet" in text_of(tmp_path / "slip.pdf")
    shop.done("print", "packing-list", number, "-o", tmp_path / "list.pdf")
    shop.done("print", "slip", number, "-o", tmp_path / "again.pdf", "--reprint", "清单补上")
    assert "PACKING LIST" not in text_of(tmp_path / "again.pdf") + text_of(tmp_path / "list.pdf")


def text_of(pdf: Path) -> str:
    """What stands on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_bounded())
