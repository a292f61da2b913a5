"""Rules that name who may: each tried by somebody who may and by somebody who may not, signed in by command line
(ORD-03, ORD-08, ORD-09, ORD-11, ORD-12, ORD-15, ORD-17)."""

import io
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.command_line import Answer, CommandLine, new_shop
from tests.platform_files import header, write_csv

PASSWORD = "correct horse"
STAFF = {"李姐": "supervisor", "小王": "agent", "小陈": "registrar", "老赵": "warehouse", "阿芳": "finance"}
ADDRESS = "浙江省 杭州市 西湖区 示例路1号(310000)"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Two plain paid orders and one to Hong Kong; a person for each role; the owner gives the commands."""
    made = new_shop(tmp_path)
    common = {
        "订单状态": "买家已付款，等待卖家发货", "收货人姓名": "张三", "联系手机": "13800000001", "收货地址 ": ADDRESS,
        "订单创建时间": "2026-06-01 08:59:00", "订单付款时间 ": "2026-06-01 09:00:00", "买家实际支付金额": "99.00",
        "宝贝标题 ": "真皮单鞋", "宝贝总数量": "1",
    }  # fmt: skip
    far = {"订单编号": "1003", "买家会员名": "c", "收货地址 ": "香港特别行政区 香港岛 中西区 示例路1号(999077)"}
    rows = [{"订单编号": "1001", "买家会员名": "a"}, {"订单编号": "1002", "买家会员名": "b"}, far]
    names = header("taobao_ExportOrderList_2017_csv")
    made.done("import", write_csv(tmp_path / "orders.csv", names, [common | row for row in rows]))
    for name, role in STAFF.items():
        made.done("user", "add", name, "--role", role)
    for name in ("Owner", *STAFF):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        made.done("user", "password", name)
        monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
        monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
    return made


def order_of(shop: CommandLine, order_no: str) -> dict[str, Any]:
    (order,) = shop.orders("--order-no", order_no)
    return dict(order)


def may_not(shop: CommandLine, person: str, *arguments: str | Path) -> Answer:
    """Somebody's command is refused for want of the right, and nothing has changed."""
    before = shop.orders()
    answer = shop("--person", person, *arguments)
    assert (answer.status, answer.out) == (1, ""), answer
    assert answer.err.startswith(f"{person} (") and ") may not " in answer.err
    assert shop.orders() == before
    return answer


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.rule("ORD-03")
def test_a_wrong_entry_leads_back_to_each_who_made_it(shop: CommandLine) -> None:
    shop.done("--person", "小陈", "register", "1001")
    shop.done("--person", "李姐", "register", "1002", "--salesperson", "小王")
    assert [order_of(shop, no)["registrar"] for no in ("1001", "1002")] == ["小陈", "李姐"]
    again = shop("register", "1001")
    assert (again.status, "was registered by 小陈" in again.err) == (1, True)


@pytest.mark.rule("ORD-08", "ORD-12")
def test_postage_due_is_let_go_by_who_sees_the_money(shop: CommandLine) -> None:
    assert order_of(shop, "1003")["holds"] == ["Postage due to 香港: 30.00"]
    for person in ("小王", "小陈"):
        refused = may_not(shop, person, "release", "1003", "--reason", "买家说付了")
        assert "confirm that money came in" in refused.err
    shop.done("--person", "李姐", "release", "1003", "--reason", "支付宝收到 30 元")
    assert order_of(shop, "1003")["holds"] == []


@pytest.mark.rule("ORD-12")
def test_a_blocked_buyer_s_order_is_let_through_by_a_supervisor(shop: CommandLine) -> None:
    shop.done("buyer", "edit", "a", "--block", "恶意退货")
    may_not(shop, "小王", "release", "1001", "--reason", "认识")
    may_not(shop, "小陈", "release", "1001", "--reason", "认识")
    shop.done("--person", "李姐", "release", "1001", "--reason", "最后一次")
    assert shop.done("--person", "小陈", "register", "1001", "--json").json["registered"] == ["1001"]


@pytest.mark.rule("ORD-09")
def test_a_transfer_is_confirmed_by_who_sees_the_money_and_not_in_a_wave_before(shop: CommandLine) -> None:
    line = ("--receiver", "李四 13912345678 江苏省苏州市吴中区金枫路8号", "--item", ",单鞋 W7x1@199", "--paid", "199")
    number = shop.done("--person", "小陈", "order", "add", "--kind", "bank", *line, "--json").json["order_no"]
    bank = order_of(shop, number)
    assert (bank["stage"], bank["memo"], bank["registrar"]) == ("registered", "银: D", "小陈")
    confirm = ("order", "confirm", number, "--amount", "199", "--reference", "工行 0921")
    may_not(shop, "小王", *confirm)
    may_not(shop, "小陈", *confirm)
    shop.done("register", "1001")
    made = shop.done("wave", "new", "--json").json
    left = {each["order_no"]: each["reason"] for each in made["left"]}
    assert (made["orders"], "not confirmed" in left[number]) == (["1001"], True)
    shop.done("--person", "阿芳", *confirm)
    (row,) = [
        row for row in shop.done("settlements", "--orders", "--format", "jsonl").lines if row["order_no"] == number
    ]
    assert (row["amount"], row["reference"], row["settled_by"]) == ("199.00", "工行 0921", "阿芳")
    assert shop.done("wave", "new", "--json").json["orders"] == [number]


@pytest.mark.rule("ORD-11")
@pytest.mark.rule("ORD-06")
def test_a_reissue_is_whose_enterer_it_is_and_an_exchange_too_needs_somebody_who_enters(shop: CommandLine) -> None:
    item = ("--from", "1001", "--item", ",款式：5815;颜色：深紫;尺码：W7x1")
    again = shop.done("--person", "小王", "order", "add", "--kind", "reissue", *item, "--json").json
    assert (again["salesperson"], again["memo"].split(" D")[0]) == ("小王", "补:5815 深紫 W7×1")
    assert shop("order", "add", "--kind", "reissue", *item, "--salesperson", "李姐").status == 2
    may_not(shop, "老赵", "order", "add", "--kind", "exchange", *item)


@pytest.mark.rule("ORD-15")
def test_registered_orders_are_edited_by_supervisors_and_who_is_named_for_it(shop: CommandLine) -> None:
    shop.done("register", "1001")
    edit = ("order", "edit", "1001", "--paid", "88", "--reason", "改价")
    for person in ("小王", "小陈", "老赵", "阿芳"):
        assert "change registered orders" in may_not(shop, person, *edit).err
    shop.done("--person", "李姐", *edit)
    assert order_of(shop, "1001")["paid"] == "88.00"
    shop.done("user", "grant", "小王", "edit-registered")
    shop.done("--person", "小王", *edit[:4], "77", *edit[5:])
    assert order_of(shop, "1001")["paid"] == "77.00"
    shop.done("user", "revoke", "小王", "edit-registered")
    may_not(shop, "小王", *edit)
    shop.done("--person", "小王", "order", "edit", "1002", "--paid", "98", "--reason", "还没登记")


@pytest.mark.rule("ORD-17")
def test_plain_paper_needs_a_supervisor_and_carries_its_date(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("register", "1001", "1002")
    shop.done("wave", "new")
    paper = tmp_path / "w.pdf"
    refused = shop("--person", "小陈", "wave", "print", "1", "-o", paper)
    assert refused.status == 1 and not paper.exists()
    assert "ask a supervisor to print it plain" in refused.err
    alone = shop("--person", "小陈", "print", "slip", "1001", "-o", paper)
    assert alone.status == 1 and not paper.exists(), alone
    assert "supervisor" in alone.err
    assert {order_of(shop, no)["stage"] for no in ("1001", "1002")} == {"settled"}
    assert shop.done("--person", "李姐", "wave", "print", "1", "-o", paper, "--json").json["plain"] == 2
    assert "Waiting for waybill" in text_of(paper) and "Plain paper 20" in text_of(paper)
    shop.done("--person", "小陈", "slip", "waybill", "1001", "YT1234567890001")
    shop.done("--person", "小陈", "print", "slip", "1001", "-o", paper, "--reprint", "单号来了")
    assert "YT1234567890001" in text_of(paper) and "Plain paper" not in text_of(paper)


@pytest.mark.rule("ORD-10")
def test_wholesale_is_the_owner_s_whoever_enters_it(shop: CommandLine) -> None:
    line = ("--receiver", "李四 13912345678 江苏省苏州市吴中区金枫路8号", "--item", ",单鞋 W7x2@50", "--paid", "100")
    made = shop.done("--person", "小陈", "order", "add", "--kind", "wholesale", *line, "--json").json
    assert (made["salesperson"], made["registrar"], made["memo"].split(" D")[0]) == ("Owner", "小陈", "批发")


@pytest.mark.rule("ORD-03")
def test_no_command_takes_another_registrar(shop: CommandLine) -> None:
    shop.done("--person", "小陈", "register", "1001")
    for arguments in (
        ("register", "1002", "--registrar", "李姐"),
        ("order", "edit", "1001", "--registrar", "李姐", "--reason", "x"),
        ("order", "add", "--kind", "reissue", "--from", "1001", "--item", ",鞋x1", "--registrar", "李姐"),
    ):
        assert shop(*arguments).status == 2
    shop.done("order", "edit", "1001", "--paid", "88", "--reason", "改价")
    assert [order_of(shop, no)["registrar"] for no in ("1001", "1002")] == ["小陈", ""]


@pytest.mark.rule("ORD-21")
def test_overpaid_postage_is_paid_out_by_who_pays(shop: CommandLine, tmp_path: Path) -> None:
    row = {
        "订单编号": "2001", "买家会员名": "d", "订单状态": "买家已付款，等待卖家发货", "收货人姓名": "张三",
        "收货地址 ": ADDRESS.replace("1号", "2号"), "联系手机": "13800000002", "订单创建时间": "2026-06-01 08:59:00",
        "订单付款时间 ": "2026-06-01 09:00:00", "买家应付邮费": "15.00", "买家实际支付金额": "114.00",
    }  # fmt: skip
    shop.done("import", write_csv(tmp_path / "more.csv", header("taobao_ExportOrderList_2017_csv"), [row]))
    pay = ("owed", "payout", "2001", "--amount", "10", "--reference", "T1")
    for person in ("小王", "小陈"):
        assert "pay money out" in may_not(shop, person, *pay).err
    shop.done("--person", "阿芳", *pay)
    assert "at most 5.00" in shop("--person", "阿芳", *pay).err
