"""A buyer over all shops, found by any trace, joined and let go; care lists: by command line (CRM-01, CRM-05)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now, to_local
from shopdesk.domain.permissions import Role
from shopdesk.domain.platforms import Platform
from shopdesk.domain.statuses import Status
from shopdesk.queries.buyer_times import list_times
from shopdesk.queries.buyer_traces import find_buyers
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.setup import make_shop
from tests.command_line import Answer, CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk

HOUR, DAY = 3_600_000, 86_400_000
LI: dict[str, Any] = {"receiver": "李晓梅", "phone": "13912345678", "address": "文三路18号2幢301"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """tb_li bought in one shop; dy_li, in another, has the same name and phone."""
    made = make_desk(tmp_path, clock=now)
    other = make_shop(made, name="二号店", platform=Platform.DOUYIN)
    at = now()
    add_order(made, buyer="tb_li", order_no="A1", waybill="YT7453244865603", created=at - 9 * DAY, memo="脚宽", **LI)
    add_order(made, buyer="tb_wang", order_no="B1", receiver="王强", phone="13700001111", address="建国路9号")
    order = add_order(made, order_no="C1", shop_id=other, created=at - DAY, **{**LI, "address": "滨江二路7号"})
    with made.database.atomic():
        made.database.execute_sql("INSERT INTO buyer (shop_id, platform_id) VALUES (?, 'dy_li')", (other,))
        made.database.execute_sql(
            "UPDATE orders SET buyer_id = (SELECT id FROM buyer WHERE platform_id = 'dy_li') WHERE id = ?", (order,)
        )
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def refused(shop: CommandLine, *arguments: str) -> Answer:
    answer = shop(*arguments)
    assert answer.status == 1, answer
    return answer


@pytest.mark.rule("CRM-01")
def test_one_page_over_all_shops(shop: CommandLine, desk: Desk) -> None:
    shop.done("case", "open", "A1", "--kind", "return", "--asked", "想退")
    shop.done("owed", "add", "袜子", "--buyer", "tb_li")
    shop.done("buyer", "edit", "tb_li", "--tier", "VIP1", "--tag", "老客户", "--birthday", "5月17日")
    shop.done("buyer", "edit", "dy_li", "--tag", "宽脚", "--block", "恶意退货")
    (proposed,) = shop.done("buyer", "same", "tb_li", "--format", "jsonl").lines
    assert (proposed["buyer"], proposed["why"]) == ("dy_li", ["name-phone"])
    told = shop.done("buyer", "join", "tb_li", "dy_li", "--reason", "电话里说的", "--json").json
    assert [record["buyer"] for record in told["records"]] == ["tb_li", "dy_li"]
    assert (told["orders"], told["tier"], told["tags"]) == (2, "VIP1", ["老客户", "宽脚"])
    assert (told["blocked"], told["cases"], told["owed"][0]["item"]) == ("恶意退货", {"open": 1, "all": 1}, "袜子")
    assert told["records"][0]["birthday"] == "05-17"
    assert shop.done("buyer", "page", "dy_li", "--json").json == told
    entries = shop.done("buyer", "times", "dy_li", "--format", "jsonl").lines
    assert {entry["kind"] for entry in entries} >= {"order", "parcel", "case", "owed", "deed"}
    assert [entry["order_no"] for entry in entries if entry["kind"] == "order"] == ["C1", "A1"]
    first = shop.done("buyer", "times", "tb_li", "--limit", "2", "--format", "jsonl").lines
    rest = shop.done("buyer", "times", "tb_li", "--after", first[-1]["next"], "--format", "jsonl").lines
    assert first[:2] + rest == entries
    assert "脚宽" in shop.done("buyer", "times", "tb_li", "--kind", "order").out
    refused(shop, "buyer", "join", "dy_li", "tb_li", "--reason", "x")
    refused(shop, "buyer", "join", "dy_li", "dy_li", "--reason", "x")
    assert len(shop.done("buyer", "joins", "--format", "jsonl").lines) == 1
    assert shop.done("buyer", "unjoin", "dy_li", "--json").json["orders"] == 1
    refused(shop, "buyer", "unjoin", "dy_li")
    assert shop.done("buyer", "same", "tb_li", "--format", "jsonl").lines == []
    refused(shop, "buyer", "times", "tb_li", "--after", "x/y/z")


@pytest.mark.rule("CRM-01")
@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("tb_li", "platform-id"), ("tb_l", "platform-id"), ("李晓梅", "name"), ("晓梅", "name"),
        ("13912345678", "phone"), ("12345678", "phone"), ("文三路18号", "address"), ("A1", "order-no"),
        ("YT7453244865603", "waybill"), ("李晓梅 文三路", "name"),
    ],
)  # fmt: skip
def test_found_by_any_trace(shop: CommandLine, text: str, by: str) -> None:
    found = shop.done("buyer", "find", text, "--format", "jsonl").lines
    assert ("tb_li", by) in [(hit["buyer"], hit["by"]) for hit in found]
    assert "tb_wang" not in [hit["buyer"] for hit in found]


@pytest.mark.rule("CRM-01")
def test_who_need_not_see_phones_finds_by_what_they_may_see(desk: Desk) -> None:
    packer = Desk(desk.database, add_person(desk, name="周师傅", role=Role.WAREHOUSE.value), desk.clock)
    assert [hit.buyer for hit in find_buyers(packer.seen, "5678")] == ["dy_li", "tb_li"]
    assert find_buyers(packer.seen, "12345678") == []
    assert find_buyers(packer.seen, "文三路18号") == []
    whole = find_buyers(packer.seen, "13912345678")
    assert {(hit.buyer, hit.found) for hit in whole} == {("tb_li", "139****5678"), ("dy_li", "139****5678")}
    entries = list_times(packer.seen, buyer_id=1).entries
    assert not any("13912345678" in str(entry) for entry in entries)


@pytest.mark.rule("CRM-05")
def test_a_morning_with_the_care_list(shop: CommandLine, desk: Desk) -> None:
    shop.done("scripts", "start")
    today = to_local(now()).date().isoformat()[5:]
    add_order(desk, buyer="tb_new", order_no="U1", status=int(Status.UNPAID), created=now() - HOUR, paid_at=None)
    shop.done("buyer", "edit", "tb_wang", "--birthday", today)
    shop.done("buyer", "edit", "tb_li", "--tag", "老客户")
    unpaid = shop.done("care", "rule", "--kind", "unpaid", "--title", "催付", "--script", "催付关怀", "--json").json
    shop.done("care", "rule", "--kind", "birthday", "--title", "生日", "--script", "生日祝福")
    holiday = ("--kind", "holiday", "--title", "节日", "--script", "节日问候", "--tag", "老客户", "--day", today)
    number = str(shop.done("care", "rule", *holiday, "--days", "0", "--json").json["number"])
    due = shop.done("care", "list", "--format", "jsonl").lines
    assert [(row["kind"], row["buyer"]) for row in due] == [
        ("unpaid", "tb_new"), ("birthday", "tb_wang"), ("holiday", "tb_li"),
    ]  # fmt: skip
    written = shop.done("care", "write", str(unpaid["number"]), "tb_new", "--json").json
    assert "真皮单鞋" in written["text"]
    assert "节日" in refused(shop, "care", "write", number, "tb_li").err
    assert "春节" in shop.done("care", "write", number, "tb_li", "--fill", "?节日=春节").out
    assert "already" in refused(shop, "care", "write", number, "tb_li").err
    shop.done("care", "stop", "tb_wang", "--reason", "别再发了")
    assert shop.done("care", "list", "--format", "jsonl").lines == []
    assert [row["buyer"] for row in shop.done("care", "done", "--format", "jsonl").lines] == ["tb_li", "tb_new"]
    shop.done("care", "undo", str(written["number"]))
    assert [row["buyer"] for row in shop.done("care", "list", "--format", "jsonl").lines] == ["tb_new"]
    shop.done("care", "skip", str(unpaid["number"]), "tb_new", "--reason", "电话说过了")
    assert shop.done("care", "list").out.strip() == ""
    shop.done("care", "allow", "tb_wang", "--reason", "又愿意了")
    assert "tb_wang" in shop.done("care", "list", "--text").out
    shop.done("care", "pause", "2")
    assert "paused" in shop.done("care", "rules").out
    shop.done("care", "resume", "2")
    assert shop.done("care", "rule", "--number", "2", "--days", "3", "--json").json["title"] == "生日"
