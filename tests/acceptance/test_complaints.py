"""Complaints and points by command, each person signed in as themselves (CMP-01, CMP-02, TEAM-02, REV-07)."""

import io
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from shopdesk.clock import now, to_local
from tests.command_line import CommandLine, new_shop
from tests.platform_files import write_taobao_pair

PASSWORD = "correct horse"
STAFF = {"李姐": "supervisor", "小王": "agent", "小陈": "agent"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    """A shop with Taobao's orders of a day, a supervisor and two agents who sign in."""
    made = new_shop(tmp_path)
    made.done("import", write_taobao_pair(tmp_path, 3).orders)
    for name, role in STAFF.items():
        made.done("user", "add", name, "--role", role)
    for name in ("Owner", *STAFF):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        made.done("user", "password", name)
        monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
        monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
    yield made


def told(shop: CommandLine, person: str, *arguments: str | Path) -> dict[str, Any]:
    """Somebody's command, done; its answer."""
    return dict(shop.done("--person", person, *arguments, "--json").json)


def refused(shop: CommandLine, person: str, *arguments: str | Path) -> str:
    """Somebody's command is refused with a sentence."""
    answer = shop("--person", person, *arguments)
    assert (answer.status, answer.out) == (1, ""), answer
    return answer.err


def a_complaint(shop: CommandLine) -> str:
    """Of the first order; its number."""
    order_no = str(shop.orders()[0]["order_no"])
    told(shop, "小王", "complaint", "add", order_no, "--cause", "not-received", "--said", "没收到", "--number", "TS1")
    return order_no


@pytest.mark.rule("CMP-01")
def test_a_complaint_reaches_the_supervisor_at_once(shop: CommandLine, tmp_path: Path) -> None:
    order_no = a_complaint(shop)
    count = told(shop, "李姐", "complaint", "count")
    assert (count["unseen"], count["states"]) == (1, {"new": 1})
    (first,) = shop.done("complaint", "list", "--unseen", "--format", "jsonl").lines
    assert (first["order_no"], first["unseen"], first["opened_by"], first["cause"]) == (
        order_no, True, "小王", "not-received",
    )  # fmt: skip
    assert "小王" in refused(shop, "小陈", "complaint", "add", order_no, "--cause", "late", "--number", "TS1")
    assert "may not" in refused(shop, "小王", "complaint", "step", "1", "see")
    assert told(shop, "李姐", "complaint", "assign", "1", "--to", "小陈")["seen_by"] == "李姐"
    assert told(shop, "李姐", "complaint", "count")["unseen"] == 0
    tomorrow = f"{to_local(now()).date() + timedelta(days=1)} 10:00"
    told(shop, "小陈", "complaint", "contact", "1", "--note", "电话说明", "--next", tomorrow)
    proof = tmp_path / "底单.txt"
    proof.write_text("签收底单", encoding="utf-8")
    told(shop, "小陈", "evidence", "add", "complaint", "1", proof)
    shown = told(shop, "小陈", "complaint", "show", "1")
    assert (shown["files"], [each["note"] for each in shown["spoken"]]) == (1, ["电话说明"])
    assert [each["step"] for each in shown["steps"]] == ["come", "assign", "contact"]
    text = shop.done("complaint", "show", "1").out
    assert "Not received" in text and "电话说明" in text
    closed = told(shop, "李姐", "complaint", "close", "1", "settle", "--result", "补偿后撤诉", "--cost", "20")
    assert (closed["state"], closed["cost"], closed["result"]) == ("settled", "20.00", "补偿后撤诉")
    list_ = tmp_path / "complaints.csv"
    shop.done("complaint", "list", "-o", list_)
    assert "补偿后撤诉" in list_.read_text(encoding="utf-8-sig")


@pytest.mark.rule("CMP-02")
def test_an_appeal_is_approved_proved_and_in_time(shop: CommandLine, tmp_path: Path) -> None:
    a_complaint(shop)
    told(shop, "李姐", "complaint", "step", "1", "see")
    assert told(shop, "小王", "complaint", "appeal", "1", "--text", "已签收，见底单")["state"] == "drafted"
    assert "prove" in refused(shop, "李姐", "complaint", "step", "1", "approve")
    proof = tmp_path / "底单.txt"
    proof.write_text("签收底单", encoding="utf-8")
    told(shop, "小王", "evidence", "add", "complaint", "1", proof)
    assert "may not" in refused(shop, "小王", "complaint", "step", "1", "approve")
    assert "Appeal to approve" in refused(shop, "小王", "complaint", "step", "1", "send")
    told(shop, "李姐", "complaint", "step", "1", "approve")
    assert "李姐" in refused(shop, "Owner", "complaint", "step", "1", "approve")
    sent = told(shop, "小王", "complaint", "step", "1", "send")
    assert (sent["state"], sent["approved_by"]) == ("sent", "李姐")
    assert sent["sent_at"] < sent["due_at"]
    won = told(shop, "李姐", "complaint", "close", "1", "win", "--result", "平台支持商家")
    assert (won["state"], won["closed_by"]) == ("won", "李姐")
    told(shop, "李姐", "complaint", "step", "1", "reopen", "--note", "买家再次投诉")
    told(shop, "李姐", "complaint", "appeal", "1", "--text", "同上")
    assert "Owner" in refused(shop, "李姐", "complaint", "step", "1", "approve")  # who wrote it


@pytest.mark.rule("TEAM-02")
def test_points_from_the_rule_to_the_sheet(shop: CommandLine, tmp_path: Path) -> None:
    order_no = str(shop.orders()[0]["order_no"])
    table = {each["rule"]: each["points"] for each in shop.done("points", "rules", "--format", "jsonl").lines}
    assert (table["salesperson"], table["amount"], table["size"], table["carrier"]) == (-1, -2, -2, -2)
    assert "may not" in refused(shop, "小王", "points", "book", "小陈", "size", "order", order_no)
    booked = told(shop, "李姐", "points", "book", "小王", "size", "order", order_no, "--note", "W7 录成 W6")
    assert (booked["booked"], booked["order_no"], booked["booked_by"]) == (-2, order_no, "李姐")
    assert "李姐" in refused(shop, "Owner", "points", "book", "小王", "size", "order", order_no)
    told(shop, "李姐", "points", "book", "小陈", "noticed", "order", order_no)
    assert [each["person"] for each in told_lines(shop, "小王", "points", "list")] == ["小王"]
    assert len(told_lines(shop, "李姐", "points", "list")) == 2
    assert "may not" in refused(shop, "小王", "points", "list", "--person", "小陈")
    assert "no entry" in refused(shop, "小陈", "points", "dispute", "1", "--reason", "x")
    assert told(shop, "小王", "points", "dispute", "1", "--reason", "买家自己选错")["disputed"] is True
    (open_,) = told_lines(shop, "李姐", "points", "list", "--disputed")
    assert open_["dispute"] == "买家自己选错"
    settled = told(shop, "李姐", "points", "settle", "1", "--points", "0", "--reason", "聊天记录属实")
    assert (settled["counts"], settled["settled_by"]) == (0, "李姐")
    month = f"{to_local(now()):%Y-%m}"
    sums = {each["person"]: each["total"] for each in told_lines(shop, "李姐", "points", "month", month)}
    assert sums == {"小王": 0, "小陈": 1}
    printed = told(shop, "李姐", "print", "points-sheet", month, "-o", tmp_path / "points.pdf")
    assert printed["people"] == 2
    with pypdfium2.PdfDocument(tmp_path / "points.pdf") as pdf:
        page = pdf[0].get_textpage().get_text_range()
    assert "小王" in page and "聊天记录属实" in page
    assert told(shop, "小王", "print", "points-sheet", month, "-o", tmp_path / "own.pdf")["people"] == 1
    shop.done("points", "list", "--month", month, "-o", tmp_path / "points.xlsx")
    assert (tmp_path / "points.xlsx").stat().st_size > 1000
    assert "Nothing was booked" in refused(shop, "李姐", "print", "points-sheet", "2020-01", "-o", tmp_path / "x.pdf")


@pytest.mark.rule("REV-07")
def test_points_for_follow_up_by_month(shop: CommandLine) -> None:
    order_no = str(shop.orders()[0]["order_no"])
    table = {each["rule"]: each["points"] for each in shop.done("points", "rules", "--format", "jsonl").lines}
    follow_up = ("review-solved", "review-not-worked", "review-failed", "review-helped")
    assert [table[rule] for rule in follow_up] == [2, -3, -2, 2]
    told(shop, "小王", "review", "add", order_no, "--kind", "bad", "--said", "开胶")
    told(shop, "李姐", "review", "assign", "1", "--to", "小王")
    told(shop, "小陈", "review", "contact", "1", "--note", "补发鞋垫")
    told(shop, "李姐", "review", "close", "1", "--result", "solved", "--explanation", "买家满意", "--points")
    found = {each["person"]: (each["rule"], each["counts"]) for each in told_lines(shop, "李姐", "points", "list")}
    assert found == {"小王": ("review-solved", 2), "小陈": ("review-helped", 2)}
    told(shop, "李姐", "review", "step", "1", "reopen", "--note", "买家又改回差评")
    told(shop, "李姐", "review", "assign", "1", "--to", "小王")
    told(shop, "李姐", "review", "close", "1", "--result", "failed", "--explanation", "联系不上", "--points")
    month = f"{to_local(now()):%Y-%m}"
    sums = {each["person"]: each["total"] for each in told_lines(shop, "李姐", "points", "month", month)}
    assert sums == {"小王": -2, "小陈": 0}


def test_what_else_the_commands_do(shop: CommandLine, tmp_path: Path) -> None:
    first, second, *_more = (str(each["order_no"]) for each in shop.orders())
    told(shop, "小王", "complaint", "add", "--cause", "privacy", "--said", "说我们泄露电话", "--due", "2099-01-01")
    assert "2099-01-01 23:59" in shop.done("complaint", "show", "1").out
    changed = told(shop, "小王", "complaint", "set", "1", "--order", first, "--number", "TS7", "--cause", "late")
    assert (changed["order_no"], changed["number"], changed["cause"]) == (first, "TS7", "late")
    told(shop, "小陈", "case", "open", second, "--kind", "return")
    of_case = told(shop, "小陈", "complaint", "add", "--case", "1", "--cause", "refund", "--person", "小陈")
    assert (of_case["order_no"], of_case["person"]) == (second, "小陈")
    for asked, numbers in (
        (("--find", "TS7"), [1]), (("--person", "小陈"), [2]), (("--cause", "late", "--open"), [1]), (("--late",), []),
        (("--order", second), [2]), (("--state", "new", "--limit", "1"), [2]), (("--until", "2020-01-01"), []),
    ):  # fmt: skip
        found = shop.done("complaint", "list", *asked, "--format", "jsonl").lines
        assert [each["complaint"] for each in found] == numbers, asked
    assert "Not seen yet" in shop.done("complaint", "list").out
    assert "2 not seen" in shop.done("complaint", "count").out
    assert shop("complaint", "list", "--format", "xlsx").status == 2
    assert shop("complaint", "step", "1", "win").status == 2
    assert "no complaint 9" in refused(shop, "小王", "complaint", "show", "9")
    assert "There is no case 9" in refused(shop, "小王", "complaint", "add", "--case", "9", "--cause", "late")
    told(shop, "李姐", "points", "book", "小王", "late", "complaint", "2", "--points", "-3")
    assert "case 1" not in shop.done("points", "list").out
    assert "complaint 2" in shop.done("points", "list").out
    assert "not a number" in refused(shop, "李姐", "points", "book", "小王", "late", "case", "x1")
    assert "salesperson" in refused(shop, "李姐", "points", "book", "小王", "lazy", "case", "1")
    assert "Nobody here" in refused(shop, "李姐", "points", "book", "小张", "late", "case", "1")
    told(shop, "李姐", "points", "settle", "1", "--points", "-1", "--reason", "平台系统故障")
    assert "李姐" in refused(shop, "Owner", "points", "settle", "1", "--points", "0", "--reason", "x")
    assert told(shop, "Owner", "points", "settle", "1", "--points", "0", "--reason", "属实", "--again")["counts"] == 0
    month = f"{to_local(now()):%Y-%m}"
    assert "merits 0, mistakes 0" in shop.done("points", "month", month).out
    assert "Late" in shop.done("points", "rules").out or "late" in shop.done("points", "rules").out
    assert "not a month" in refused(shop, "小王", "points", "list", "--month", "2026-13")


def told_lines(shop: CommandLine, person: str, *arguments: str | Path) -> list[dict[str, Any]]:
    """Somebody's list."""
    return shop.done("--person", person, *arguments, "--format", "jsonl").lines
