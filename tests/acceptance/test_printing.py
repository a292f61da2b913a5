"""Papers: grouped by carrier, once, with codes that a scanner reads."""

from pathlib import Path

import pytest

from shopdesk.domain.documents import parse_return_code
from tests.command_line import CommandLine, new_shop
from tests.platform_files import header, made_orders, write_csv, write_taobao_pair
from tests.printing.samples import pages, scanned, text

CARRIERS = {
    "2001": ("中通快递", "75123456789012"),
    "2002": ("圆通速递", "YT7000000000001"),
    "2003": ("中通快递", "75123456789013"),
}


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """Three paid orders with waybills of two carriers, and one with a ciphered receiver."""
    shop = new_shop(tmp_path)
    names = header("taobao_ExportOrderList_2017_csv")
    common = {
        "订单状态": "买家已付款，等待卖家发货",
        "订单创建时间": "2026-06-01 08:59:00",
        "订单付款时间 ": "2026-06-01 09:00:00",
        "收货地址 ": "浙江省 杭州市 西湖区 示例路1号(310000)",
        "联系手机": "13800000001",
        "宝贝标题 ": "真皮单鞋",
        "宝贝总数量": "1",
    }
    rows = [
        {**common, "订单编号": no, "收货人姓名": f"收件{no}", "物流公司": carrier, "物流单号 ": f"No:{waybill}"}
        for no, (carrier, waybill) in CARRIERS.items()
    ]
    hidden = {"收货人姓名": "##pZk3v9Qx/aTq##", "联系手机": "$$x8Kq2mW1$$", "收货地址 ": "##Yt7Rw0pLmZs4Qe##"}
    rows.append({**common, "订单编号": "2009", **hidden})
    shop.done("import", write_csv(tmp_path / "orders.csv", names, rows))
    return shop


@pytest.mark.rule("SHP-01")
def test_slips_are_grouped_by_carrier_and_marked_as_printed(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("register", *CARRIERS)
    shop.done("print", "slip", *CARRIERS, "-o", tmp_path / "slips.pdf")
    printed = pages((tmp_path / "slips.pdf").read_bytes())
    carriers = [next(c for c in ("中通快递", "圆通速递") if c in page) for page in printed]
    assert sorted(carriers) == carriers and len(printed) == 3
    assert {order["stage"] for order in shop.orders(*(f"--order-no={no}" for no in CARRIERS))} == {"printed"}


@pytest.mark.rule("SHP-01")
def test_a_slip_is_printed_once(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("print", "slip", "2001", "-o", tmp_path / "one.pdf")
    again = shop("print", "slip", "2002", "2001", "-o", tmp_path / "two.pdf")
    assert again.status == 1
    assert "Order 2001: its shipping slip was printed by Owner" in again.err
    assert not (tmp_path / "two.pdf").exists()
    shop.done("print", "slip", "2002", "-o", tmp_path / "two.pdf")  # the refused run printed nothing of it


@pytest.mark.rule("SHP-01")
@pytest.mark.parametrize(("language", "mark"), [("en", "REPRINT{n}"), ("zh_CN", "补打{n}")])
def test_a_reprint_needs_a_reason_and_says_so(shop: CommandLine, tmp_path: Path, language: str, mark: str) -> None:
    file = tmp_path / "slip.pdf"
    shop.done("print", "slip", "2001", "-o", file)
    assert mark.format(n=1) not in text(file.read_bytes())
    for number in (1, 2):
        shop.done("--language", language, "print", "slip", "2001", "-o", file, "--reprint", "卡纸")
        assert mark.format(n=number) in text(file.read_bytes())


@pytest.mark.rule("SHP-01")
def test_what_could_not_be_written_was_not_printed(shop: CommandLine, tmp_path: Path) -> None:
    refused = shop("print", "slip", "2001", "-o", tmp_path / "missing" / "slip.pdf")
    assert refused.status == 1 and "could not be written" in refused.err
    shop.done("print", "slip", "2001", "-o", tmp_path / "slip.pdf")


def give_return_address(shop: CommandLine) -> None:
    """Enter the shop's addresses, which have no command of their own yet."""
    from shopdesk.domain.documents import Party
    from shopdesk.queries.shops import list_shops
    from shopdesk.services.setup import open_desk
    from shopdesk.services.shop_settings import save_shop

    desk = open_desk(shop.address)
    here = list_shops(desk.database)[0]
    party = Party("售后部", "0571-00000000", "浙江省 杭州市 余杭区", "示例路503仓")
    save_shop(desk, shop_id=here.id, version=here.version, name="一号店", sender=party, return_to=party)
    desk.database.close()


@pytest.mark.rule("RET-14")
def test_a_return_form_leaves_room_where_the_shop_has_no_return_address(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("print", "return-form", "2001", "-o", tmp_path / "form.pdf")
    (page,) = scanned((tmp_path / "form.pdf").read_bytes())
    assert [code for code in map(parse_return_code, page) if code] == [("taobao", "Taobao shop", "2001")]


@pytest.mark.rule("RET-14")
def test_the_return_forms_code_opens_its_order(shop: CommandLine, tmp_path: Path) -> None:
    give_return_address(shop)
    shop.done("print", "return-form", *CARRIERS, "-o", tmp_path / "form.pdf")
    found = scanned((tmp_path / "form.pdf").read_bytes())
    codes = [code for page in found for code in map(parse_return_code, page) if code]
    assert sorted(codes) == [("taobao", "一号店", order_no) for order_no in CARRIERS]
    for _platform, shop_name, order_no in codes:
        assert shop.orders("--shop", shop_name, "--order-no", order_no)[0]["order_no"] == order_no


@pytest.mark.rule("RET-14")
def test_the_return_form_is_filled_in(shop: CommandLine, tmp_path: Path) -> None:
    give_return_address(shop)
    shop.done("print", "return-form", "2002", "-o", tmp_path / "form.pdf")
    said = text((tmp_path / "form.pdf").read_bytes())
    assert all(part in said for part in ("2002", "真皮单鞋", "示例路503仓", "售后部"))


def test_a_cipher_is_not_printed(shop: CommandLine, tmp_path: Path) -> None:
    refused = shop("print", "slip", "2009", "-o", tmp_path / "slip.pdf")
    assert refused.status == 1
    assert "the platform hides the receiver in a cipher" in refused.err
    assert not (tmp_path / "slip.pdf").exists()


def test_twenty_slips_of_a_pair_read_right_and_scan_at_203_dpi(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    pair = write_taobao_pair(tmp_path, 400)
    shop.done("import", pair.lines, pair.orders)
    rare = [o for o in made_orders(400) if not o.receiver[0].isascii() and any(c in "㛃𠮷龑䶮𣲗🎁" for c in o.receiver)]
    chosen = [*rare[:5], *[order for order in made_orders(400) if order not in rare][: 20 - len(rare[:5])]]
    assert len(rare) >= 2
    file = tmp_path / "slips.pdf"
    shop.done("print", "slip", *(order.order_no for order in chosen), "-o", file)
    said = {next(o for o in chosen if o.order_no in page.replace(" ", "")): page for page in pages(file.read_bytes())}
    assert set(said) == set(chosen)
    for order, page in said.items():
        flat = "".join(page.split())
        for part in (order.receiver, order.phone, order.address, *(line.sku for line in order.lines)):
            assert "".join(part.split()) in flat, order
    codes = set().union(*scanned(file.read_bytes()))
    assert {order.order_no for order in chosen} <= codes
    assert {order.waybill for order in chosen if order.waybill} <= codes


@pytest.mark.parametrize("paper", ["100x150", "100x180", "76x130", "A5", "A4", "A4x2", "A4x3"])
def test_every_size_of_paper_can_be_asked_for(shop: CommandLine, tmp_path: Path, paper: str) -> None:
    answer = shop.done("print", "slip", "2001", "--paper", paper, "-o", tmp_path / "slip.pdf", "--json").json
    assert (answer["paper"], answer["orders"]) == (paper, 1)
