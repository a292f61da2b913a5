"""Boxes without a paper, by the command line: proposed, left, claimed, asked about (RET-03, RET-04, RET-05)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now, to_local
from shopdesk.domain.statuses import Status
from shopdesk.queries.boxes import get_box
from shopdesk.queries.cases import list_cases
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person, set_password
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.platform_files import write_csv

BACK = "SF1234567890123"
DAY = 86_400_000
RED, OTHER_RED, BLUE = "4001", "4002", "4003"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs. Two buyers are called 王小红; their parcels and another one left four days ago."""
    made = make_desk(tmp_path, clock=now)
    left: dict[str, Any] = {
        "status": int(Status.SHIPPED), "created": now() - 5 * DAY, "shipped_at": now() - 4 * DAY, "province": "广东省",
        "city": "广州市", "district": "天河区",
    }  # fmt: skip
    add_order(made, order_no=RED, buyer="tb_red", receiver="王小红", phone="13812348888", **left)
    add_order(made, order_no=OTHER_RED, buyer="tb_rose", receiver="王小红", phone="13900001111", **left)
    add_order(made, order_no=BLUE, buyer="tb_blue", receiver="李小兰", phone="13700002222", **left)
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def open_box(shop: CommandLine, *facts: str) -> None:
    """A box without a paper: the first of the day, with an item in it."""
    shop.done("intake", "add", BACK, "--carrier", "顺丰速运", *facts)
    shop.done("intake", "put", "1", "--style", "5815", "--colour", "深紫", "--size", "W7")


def unclaimed(shop: CommandLine, *options: str) -> list[int]:
    return [row["number"] for row in shop.done("intake", "unclaimed", "--format", "jsonl", *options).lines]


@pytest.mark.rule("RET-03")
def test_a_box_without_paper_gets_proposals_best_first_with_reasons_and_waits_unclaimed(shop: CommandLine) -> None:
    open_box(shop, "--sender-name", "王小红", "--sender-phone", "138****8888", "--sender-region", "广东省广州市",
             "--sender-address", "天河路1号")  # fmt: skip
    told = shop.done("intake", "show", "1", "--json").json
    assert (told["carrier"], told["waybill"], told["sender_region"]) == ("顺丰速运", BACK, "广东省广州市")
    best, second = shop.done("intake", "propose", "1", "--json").json["proposals"][:2]
    assert (best["order_no"], best["sure"], second["order_no"]) == (RED, True, OTHER_RED)
    assert best["score"] > second["score"]
    assert best["reasons"][:3] == [
        "What is seen of the phone agrees, ends in 8888", "Item bought: 5815 深紫 W7", "Same name: 王小红",
    ]  # fmt: skip
    assert "But another phone" in second["reasons"]
    assert shop.done("intake", "show", "1", "--json").json["order_no"] == "", "nothing is accepted by itself"
    left = shop.done("intake", "leave", "1", "--json").json
    assert (left["state"], left["asker"], left["ask_by"] is not None) == ("unclaimed", "Owner", True)
    assert unclaimed(shop) == unclaimed(shop, "--mine") == [1]


@pytest.mark.rule("RET-03")
def test_what_comes_later_ranks_the_unclaimed_again(shop: CommandLine, tmp_path: Path) -> None:
    open_box(shop)
    shop.done("intake", "leave", "1")
    assert shop.done("intake", "news", "--json").out == ""
    names = ("退款编号", "订单编号", "售后类型", "退款状态", "退货物流公司", "退货物流单号", "退款完结时间")
    cells = ("2001", BLUE, "退货退款", "买家已退货，等待卖家确认收货", "顺丰速运", BACK, "")
    file = write_csv(tmp_path / "refunds.csv", names, [dict(zip(names, cells, strict=True))])
    shop.done("import", file, "--shop", "一号店")
    (news,) = shop.done("intake", "news", "--format", "jsonl").lines
    assert (news["number"], news["best"]["order_no"], news["best"]["sure"]) == (1, BLUE, True)
    assert (news["state"], news["order_no"]) == ("unclaimed", "")
    shop.done("intake", "put-aside", "1")
    assert shop.done("intake", "news", "--json").out == ""


@pytest.mark.rule("RET-04")
def test_you_signed_for_it_a_week_ago(shop: CommandLine) -> None:
    open_box(shop, "--sender-name", "王小姐", "--sender-phone", "8888")
    shop.done("intake", "leave", "1")
    for options in (("--waybill", BACK), ("--waybill", "0123"), ("--phone", "13812348888"), ("--name", "王小红")):
        assert unclaimed(shop, *options) == [1], options
    assert unclaimed(shop, "--phone", "13900001111") == []
    claimed = shop.done("intake", "claim", "1", RED, "--json").json
    assert (claimed["state"], claimed["order_no"], claimed["case"]) == ("registered", RED, 1)
    assert unclaimed(shop) == []
    again = shop("intake", "claim", "1", OTHER_RED)
    assert again.status == 1
    assert "was claimed by Owner" in again.err
    assert f"for order {RED}. Nothing was changed." in again.err


@pytest.mark.rule("RET-04")
def test_two_clerks_at_two_pcs_claim_one_box(shop: CommandLine, desk: Desk) -> None:
    open_box(shop)
    shop.done("intake", "leave", "1")
    people = [desk.actor.id, *(add_person(desk, name=name, role="warehouse").id for name in ("小李", "小周"))]
    for person_id in people:
        set_password(desk, person_id=person_id, password="correct horse")
    claims = [start(shop, name, "intake", "claim", "1", order_no) for name, order_no in (("小李", RED), ("小周", BLUE))]
    said = [claim.communicate(timeout=120) for claim in claims]
    assert sorted(claim.returncode for claim in claims) == [0, 1], said
    row = get_box(desk.database, 1).row
    won = [claim.returncode for claim in claims].index(0)
    assert (row.claimed_by, row.order_no) == (("小李", RED), ("小周", BLUE))[won]
    assert f"was claimed by {row.claimed_by}" in said[1 - won][1]
    assert f"for order {row.order_no}. Nothing was changed." in said[1 - won][1]
    assert len(list_cases(desk.database)) == 1


def start(shop: CommandLine, person: str, *arguments: str) -> "subprocess.Popen[str]":
    """A run in a process of its own, by somebody who signs in."""
    command = [sys.executable, "-m", "shopdesk", "--database", str(shop.address), "--person", person, *arguments]
    known = os.environ | {"SHOPDESK_PASSWORD": "correct horse", "SHOPDESK_LANGUAGE": "en"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=known
    )


@pytest.mark.rule("RET-04")
def test_none_found_makes_the_query_at_the_carrier_a_task(shop: CommandLine, desk: Desk) -> None:
    tomorrow = to_local(now() + DAY).date().isoformat()
    told = shop.done("intake", "missing", RED, "--by", tomorrow, "--note", "SF99 说已签收", "--json").json
    assert told["ask_by"].startswith(tomorrow)
    sql = "SELECT kind, note, next_at FROM contact WHERE order_id = 1"
    ((kind, note, due),) = desk.database.execute_sql(sql).fetchall()
    assert (kind, note, to_local(due).date().isoformat()) == ("courier", "SF99 说已签收", tomorrow)


@pytest.mark.rule("RET-05")
def test_unclaimed_parcels_are_worked_through_and_come_before_the_supervisor(shop: CommandLine, desk: Desk) -> None:
    open_box(shop)
    shop.done("intake", "leave", "1")
    assert unclaimed(shop, "--due") == unclaimed(shop, "--escalated") == []
    desk.database.execute_sql("UPDATE box SET at = at - ?, ask_by = ask_by - ?", (3 * DAY, 3 * DAY))
    assert unclaimed(shop, "--due") == unclaimed(shop, "--escalated") == [1]
    in_two_days = to_local(now() + 2 * DAY).date().isoformat()
    asked = shop.done("intake", "ask", "1", "--by", in_two_days, "--note", "已问顺丰", "--json").json
    assert (asked["ask_by"][:10], asked["note"]) == (in_two_days, "已问顺丰")
    assert unclaimed(shop, "--due") == []
    late = shop("intake", "ask", "1", "--by", "2001-01-01")
    assert (late.status, "Choose a later time." in late.err) == (1, True)


@pytest.mark.rule("RET-05")
def test_only_a_supervisor_gives_up(shop: CommandLine, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    open_box(shop)
    shop.done("intake", "leave", "1")
    clerk = add_person(desk, name="小李", role="warehouse")
    for person_id in (desk.actor.id, clerk.id):
        set_password(replace(desk), person_id=person_id, password="correct horse")
    monkeypatch.setenv("SHOPDESK_PASSWORD", "correct horse")
    refused = shop("--person", "小李", "intake", "give-up", "1", "--reason", "查不到")
    assert (refused.status, "may not" in refused.err) == (1, True)
    given = shop.done("--person", "Owner", "intake", "give-up", "1", "--reason", "快递查无此件", "--json").json
    assert (given["state"], given["reason"]) == ("given-up", "快递查无此件")
    assert shop("--person", "小李", "intake", "claim", "1", RED).status == 1
