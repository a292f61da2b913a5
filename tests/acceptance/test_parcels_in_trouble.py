"""Parcels that are lost, out of reach, or to be brought back, on the command line, each person signed in as themselves
(SHP-08, SHP-10, SHP-11)."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import time_machine

from shopdesk.clock import from_local, to_local
from tests.command_line import CommandLine, new_shop

PASSWORD = "correct horse"
STAFF = {"李姐": "supervisor", "小王": "agent", "小陈": "agent", "阿芳": "finance"}
HEADER = (
    "订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,"
    "发货时间,物流单号,物流公司,宝贝标题,宝贝总数量"
)
FIRST, SECOND, THIRD = "YT1000000000001", "YT1000000000002", "YT1000000000003"


@contextmanager
def at(day: str, hour: int = 10) -> Iterator[None]:
    """The shop's wall clock stands at this moment."""
    moment = datetime.fromisoformat(day).replace(hour=hour)
    with time_machine.travel(to_local(from_local(moment)), tick=False):
        yield


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    """Three shipped orders of 199.00, the third to Kashgar; the owner gives commands where nobody is named."""
    made = new_shop(tmp_path)
    near, far = "浙江省 杭州市 西湖区", "新疆维吾尔自治区 喀什地区 喀什市"
    rows = [
        f"{number},{buyer},199.00,199.00,卖家已发货，等待买家确认,张三,{place} 示例路1号,13800000001,"
        f"2026-06-01 08:59:00,2026-06-01 09:00:00,2026-06-01 20:00:00,{waybill},圆通速递,真皮单鞋,1"
        for number, buyer, waybill, place in (
            ("1001", "a", FIRST, near),
            ("1002", "b", SECOND, near),
            ("1003", "c", THIRD, far),
        )
    ]
    file = tmp_path / "orders.csv"
    file.write_text("\n".join((HEADER, *rows)), encoding="utf-8-sig")
    with at("2026-06-01", 21):
        made.done("import", file)
        for name, role in STAFF.items():
            made.done("user", "add", name, "--role", role)
        for name in ("Owner", *STAFF):
            monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
            made.done("user", "password", name)
            monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
            monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
    with at("2026-06-04"):
        yield made


def told(shop: CommandLine, person: str, *arguments: str | Path) -> dict[str, Any]:
    """Somebody's command, done; its answer."""
    return dict(shop.done("--person", person, *arguments, "--json").json)


def refused(shop: CommandLine, person: str, *arguments: str | Path) -> str:
    """Somebody's command is refused with a sentence."""
    answer = shop("--person", person, *arguments)
    assert (answer.status, answer.out) == (1, ""), answer
    return answer.err


@pytest.mark.rule("SHP-08")
def test_a_lost_parcel_is_claimed_sent_again_and_summed(shop: CommandLine, tmp_path: Path) -> None:
    made = told(shop, "小王", "claim", "add", "1001", "--amount", "199", "--note", "三天无记录")
    assert (made["state"], made["waybill"], made["buyer"], made["amount"]) == ("registered", FIRST, "a", "199.00")
    assert "小王" in refused(shop, "小陈", "claim", "add", "--waybill", FIRST)
    told(shop, "小王", "claim", "ask", "1", "--by", "2026-06-06")
    with at("2026-06-07"):
        (late,) = shop.done("claim", "list", "--late", "--format", "jsonl").lines
        assert (late["claim"], late["late"], late["solution"]) == (1, True, "")
        told(shop, "小王", "claim", "answer", "1", "--offered", "150", "--answer", "按保价赔付")
        assert "may not" in refused(shop, "小王", "claim", "paid", "1", "--amount", "150")
        told(shop, "阿芳", "claim", "paid", "1", "--amount", "150", "--reference", "LP-1")
        assert "what was in order 1001" in refused(shop, "李姐", "claim", "reship", "1")
        again = told(shop, "李姐", "claim", "reship", "1", "--item", "5815,深紫 W7x1")
        assert again["solution"] == "reship" and again["new_order"]
        assert "made good" in refused(shop, "小王", "claim", "refund", "1")
        told(shop, "小王", "claim", "add", "1002", "--kind", "broken")
        money = told(shop, "小王", "claim", "refund", "2", "--amount", "50")
        assert '"amount":"50.00"' in shop.done("refund", "show", str(money["refund"]), "--json").out
        sums = shop.done("claim", "summary", "2026-06", "--format", "jsonl").lines
    assert [(each["kind"], each["asked"], each["paid"], each["lost"]) for each in sums] == [
        ("broken", "199.00", "0.00", "199.00"), ("lost", "199.00", "150.00", "49.00"),
    ]  # fmt: skip
    printed = told(shop, "李姐", "print", "loss-summary", "2026-06", "-o", tmp_path / "lost.pdf")
    assert (printed["parcels"], printed["lost"]) == (2, "248.00")
    page = pypdfium2.PdfDocument(tmp_path / "lost.pdf")[0].get_textpage().get_text_range()
    assert all(words in page for words in (FIRST, SECOND, "248.00", "圆通速递"))
    shop.done("claim", "list", "--month", "2026-06", "-o", tmp_path / "lost.csv")
    assert FIRST in (tmp_path / "lost.csv").read_text("utf-8-sig")
    assert "2026-13" in refused(shop, "李姐", "claim", "summary", "2026-13")
    assert "2026-07" in refused(shop, "李姐", "print", "loss-summary", "2026-07", "-o", tmp_path / "none.pdf")


@pytest.mark.rule("SHP-11")
def test_an_interception_that_fails_becomes_a_refusal(shop: CommandLine) -> None:
    ask = ("refund", "ask", "1001", "--kind", "only", "--reason", "mind", "--amount", "199")
    number = str(told(shop, "小王", *ask)["refund"])
    told(shop, "李姐", "refund", "approve", number)
    made = told(shop, "小王", "intercept", "ask", "1001", "--reason", "不要了", "--of", "圆通 工单 88",
                "--platform-due", "2026-06-08T10:00")  # fmt: skip
    assert (made["state"], str(made["refund"])) == ("asked", number)
    assert "brought back" in refused(shop, "阿芳", "refund", "pay", number, "--reference", "T1")
    told(shop, "小王", "intercept", "promised", "1", "--who", "站点小刘", "--by", "2026-06-05T18:00")
    with at("2026-06-07", 11):  # less than a day before the platform decides
        (found,) = shop.done("intercept", "list", "--escalated", "--format", "jsonl").lines
        assert found["escalated"] and found["late"]
    with at("2026-06-05", 19):
        answer = shop.done("--person", "小王", "intercept", "failed", "1", "--result", "已经派送").out
        assert FIRST in answer and "refuse" in answer
        told(shop, "小王", "intercept", "told", "1")
        assert "小王" in refused(shop, "小陈", "intercept", "told", "1")
        told(shop, "小王", "intercept", "refused", "1", "--result", "买家拒收")
        (case,) = shop.done("case", "list", "--order", "1001", "--format", "jsonl").lines
        assert (case["kind"], case["state"], case["waybill"]) == ("refusal", "sent", FIRST)
        assert "brought back" in refused(shop, "阿芳", "refund", "pay", number, "--reference", "T1")
    with at("2026-06-09"):
        told(shop, "李姐", "intake", "add", FIRST)
        assert told(shop, "小王", "intercept", "show", "1")["state"] == "succeeded"
        told(shop, "阿芳", "refund", "pay", number, "--reference", "T1")


@pytest.mark.rule("SHP-11")
def test_success_releases_the_refund_and_nothing_refuses_it(shop: CommandLine) -> None:
    ask = ("refund", "ask", "1001", "--kind", "only", "--reason", "mind", "--amount", "199")
    number = str(told(shop, "小王", *ask)["refund"])
    told(shop, "李姐", "refund", "approve", number)
    told(shop, "小王", "intercept", "ask", "--waybill", FIRST, "--reason", "不要了", "--platform-due", "2026-06-05")
    with at("2026-06-20"):  # long after every deadline
        assert (
            told(shop, "小王", "refund", "show", number)
            and "approved" in shop.done("refund", "show", number, "--json").out
        )
        assert "小王" in refused(shop, "小陈", "intercept", "ask", "1001", "--reason", "不要了")
        told(shop, "小王", "intercept", "succeeded", "1", "--result", "已退回")
        told(shop, "阿芳", "refund", "pay", number, "--reference", "T1")
        assert "Comes back" in refused(shop, "小王", "intercept", "kept", "1")


@pytest.mark.rule("SHP-10")
def test_a_carrier_that_does_not_go_there(shop: CommandLine) -> None:
    compared = told(shop, "小王", "detour", "compare", "1003")
    assert (compared["proposed"], compared["carrier"], compared["area"]) == ("post", "圆通速递", "新疆")
    assert compared["ways"]["post"]["days"] == 10 and len(compared["why"]) == 4
    dear = told(shop, "小王", "detour", "compare", "1003", "--value", "3000")
    assert dear["proposed"] == "bring-back" and "3,000.00" in dear["why"][1]
    assert "why" in refused(shop, "小王", "detour", "decide", "1003", "--way", "bring-back")
    answer = shop.done("--person", "小王", "detour", "decide", "1003", "--way", "post").out
    assert "邮政快递包裹" in answer and "within 10 days" in answer
    assert "小王" in refused(shop, "小陈", "detour", "decide", "1003", "--way", "post")
    with at("2026-06-11"):  # ten days after it left it would be confirmed; now it has until it should be there
        near = shop.done("deadlines", "--kind", "receipt", "--format", "jsonl").lines
        assert {row["order_no"] for row in near} == {"1001", "1002"}
    done = told(shop, "小王", "detour", "done", "1", "9876543210987", "--carrier", "邮政快递包裹")
    assert (done["waybill"], done["new_waybill"]) == (THIRD, "9876543210987")
    assert shop.done("detour", "list", "--open").out == ""
