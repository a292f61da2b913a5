"""Cash, closing the day, inspection and approval by command line, each person signed in (RET-07, RET-08, RET-09)."""

import io
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from shopdesk.clock import from_local, now, to_local
from shopdesk.domain.cases import State
from shopdesk.domain.statuses import Status
from shopdesk.queries.cases import get_case
from shopdesk.services.setup import open_desk
from tests.command_line import Answer, CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.pictures import PROGRAM, png

DAY, NEXT = "2026-06-02", "2026-06-03"
PASSWORD = "correct horse"
STAFF = {"李姐": "supervisor", "小王": "agent", "老赵": "warehouse", "老钱": "warehouse", "阿芳": "finance"}
ORDER = "4001"


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[CommandLine]:
    """A shop in which one person works, on an afternoon in June; one order has left, of three pieces."""
    with time_machine.travel(to_local(from_local(datetime(2026, 6, 2, 16, 0))), tick=False):
        desk = make_desk(tmp_path, clock=now)
        add_order(desk, buyer="tb_1", order_no=ORDER, status=int(Status.SHIPPED), created=now() - 9_000_000,
                  shipped_at=now() - 90_000)  # fmt: skip
        desk.database.execute_sql("UPDATE order_line SET quantity = 3")
        desk.database.close()
        yield CommandLine(shop_address(tmp_path))


@pytest.fixture
def shop(alone: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The same with its staff; the owner gives commands where nobody is named."""
    for name, role in STAFF.items():
        alone.done("user", "add", name, "--role", role)
    for name in ("Owner", *STAFF):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        alone.done("user", "password", name)
        monkeypatch.setenv("SHOPDESK_PERSON", "Owner")
        monkeypatch.setenv("SHOPDESK_PASSWORD", PASSWORD)
    return alone


def by(shop: CommandLine, person: str, *arguments: str) -> dict[str, Any]:
    """Somebody's command about the intake, done; its answer."""
    return dict(shop.done("--person", person, "intake", *arguments, "--json").json)


def refused(shop: CommandLine, person: str, *arguments: str) -> str:
    answer: Answer = shop("--person", person, "intake", *arguments)
    assert (answer.status, answer.out) == (1, ""), answer
    return answer.err


def register(shop: CommandLine, *, quantity: int = 1, condition: str = "good") -> int:
    """A box of the order, registered; its item's number."""
    box = by(shop, "小王", "add")["number"]
    by(shop, "小王", "match", str(box), ORDER)
    (item,) = shop.done("intake", "show", str(box), "--json").json["items"]
    by(shop, "小王", "change", str(item["item"]), "--quantity", str(quantity), "--condition", condition)
    by(shop, "小王", "register", str(box))
    return int(item["item"])


@pytest.mark.rule("RET-07")
def test_cash_is_counted_handed_over_and_confirmed_by_another(shop: CommandLine) -> None:
    by(shop, "小王", "add", "--cash", "50")
    by(shop, "小王", "add", "--cash", "20.50")
    assert by(shop, "小王", "cash", "--counted", "70.50")["handed_by"] == "小王"
    assert "may not confirm that money came in" in refused(shop, "小王", "cash", "--confirmed", "70.50")
    assert "小王 handed over the cash" in refused(shop, "老赵", "cash", "--counted", "70.50")
    told = by(shop, "李姐", "cash", "--confirmed", "70.50")
    assert (told["cash"], told["counted"], told["confirmed"], told["confirmed_by"]) == (
        "70.50", "70.50", "70.50", "李姐",
    )  # fmt: skip
    assert "李姐 confirmed the cash" in refused(shop, "李姐", "cash", DAY, "--confirmed", "70.50")


@pytest.mark.rule("RET-07")
def test_a_days_sum_agrees_or_is_explained(shop: CommandLine) -> None:
    by(shop, "小王", "add", "--cash", "50")
    assert "50.00 expected, 45.00 counted. Say why" in refused(shop, "小王", "cash", "--counted", "45")
    by(shop, "小王", "cash", "--counted", "45", "--because", "一张假币")
    assert "45.00 expected, 40.00 counted" in refused(shop, "李姐", "cash", "--confirmed", "40")
    told = by(shop, "李姐", "cash", "--confirmed", "40", "--because", "又掉了五元")
    assert told["explanation"] == "一张假币\n又掉了五元"
    by(shop, "小王", "add", "--cash", "10")
    assert "60.00 found in boxes was not handed over" in by(shop, "李姐", "day", DAY)["open"]


@pytest.mark.rule("RET-08")
def test_closing_names_what_is_open_and_wants_a_reason_to_close_all_the_same(shop: CommandLine) -> None:
    register(shop)
    by(shop, "小王", "add", "--cash", "5")
    said = refused(shop, "小王", "close", DAY)
    for part in ("box 2 is not registered yet", "5.00 found in boxes was not handed over", "box 1 is not inspected"):
        assert part in said
    assert "may not let through what only a supervisor may" in refused(shop, "小王", "close", "--reason", "停电")
    assert by(shop, "小王", "day")["closed_by"] == ""
    told = by(shop, "李姐", "close", "--reason", "停电")
    assert (told["closed_by"], told["reason"], len(told["open"])) == ("李姐", "停电", 3)
    assert (told["start"], told["latest"]) == (f"{DAY}T16:00:00+08:00", f"{DAY}T20:00:00+08:00")
    assert "was closed by 李姐" in refused(shop, "Owner", "close", "--reason", "again")


@pytest.mark.rule("RET-08")
def test_a_closed_day_is_not_changed_only_corrected_beside_it(shop: CommandLine) -> None:
    item = register(shop)
    by(shop, "小王", "inspect", str(item), "--good", "1")
    by(shop, "小王", "close")
    for change in (("fill", "1", "--postage", "12"), ("add",), ("void", "1", "--reason", "错了"),
                   ("cash", DAY, "--counted", "5", "--because", "晚了")):  # fmt: skip
        assert "was closed by 小王" in refused(shop, "李姐", *change), change
    words = ("correct", DAY, "--box", "1", "--what", "postage", "--was", "0", "--should-be", "12", "--reason", "漏记")
    assert "may not" in refused(shop, "小王", *words)
    assert by(shop, "李姐", *words)["number"] == 1
    (entry,) = by(shop, "小王", "day", DAY)["corrections"]
    assert (entry["what"], entry["was"], entry["should_be"], entry["person"]) == ("postage", "0", "12", "李姐")
    assert shop.done("intake", "show", "1", "--json").json["postage"] == "0.00"
    assert "Corrected: box 1, postage: 0 → 12 (漏记; 李姐)" in shop.done("intake", "day", DAY).out
    (day,) = shop.done("intake", "days", "--format", "jsonl").lines
    assert (day["day"], day["boxes"], day["closed_by"]) == (DAY, 1, "小王")
    assert "has not come yet" in refused(shop, "小王", "close", NEXT)


@pytest.mark.rule("RET-08")
def test_what_was_left_open_is_finished_later(shop: CommandLine) -> None:
    by(shop, "小王", "add", "--cash", "5")
    by(shop, "李姐", "close", "--reason", "停电")
    by(shop, "小王", "match", "1", ORDER)
    shop.done("intake", "register", "1", "--all-there")
    by(shop, "小王", "cash", DAY, "--counted", "5")
    assert by(shop, "李姐", "cash", DAY, "--confirmed", "5")["confirmed"] == "5.00"
    assert "was closed by 李姐" in refused(shop, "小王", "fill", "1", "--postage", "9")


@pytest.mark.rule("RET-09")
def test_goods_are_inspected_by_one_and_approved_by_another(shop: CommandLine) -> None:
    item = str(register(shop, quantity=3))
    case = shop.done("intake", "goods", "--format", "jsonl").lines[0]["case"]
    assert state_of(shop, case) is State.RECEIVED
    assert "was not inspected yet" in refused(shop, "老赵", "approve", item)
    told = by(shop, "老赵", "inspect", item, "--good", "2", "--faulty", "1", "--note", "开胶")
    assert (told["state"], told["goes_to"], told["faulty_to"]) == ("to-approve", "stock", "damage")
    assert state_of(shop, case) is State.INSPECTED
    assert "You inspected" in refused(shop, "老赵", "approve", item)
    assert "may not approve goods into stock" in refused(shop, "小王", "approve", item)
    assert by(shop, "老钱", "approve", item)["pieces"] == 3
    assert state_of(shop, case) is State.RELEASED
    (row,) = shop.done("intake", "goods", "--state", "approved", "--format", "jsonl").lines
    assert (row["inspected_by"], row["approved_by"], row["good"], row["faulty"]) == ("老赵", "老钱", 2, 1)
    assert "老钱 approved" in refused(shop, "Owner", "approve", item)


@pytest.mark.rule("RET-09")
def test_nothing_enters_stock_that_never_left(shop: CommandLine) -> None:
    first, second = str(register(shop, quantity=2)), str(register(shop, quantity=2))
    by(shop, "老赵", "inspect", first, "--good", "2")
    by(shop, "老赵", "inspect", second, "--good", "2")
    by(shop, "老钱", "approve", first)
    said = refused(shop, "老钱", "approve", second)
    assert "3 of order 4001 left the shop, and 2 came back before" in said
    by(shop, "老赵", "inspect", second, "--good", "1", "--note", "多一双不是我们的")
    assert by(shop, "老钱", "approve", second)["pieces"] == 1


@pytest.mark.rule("RET-09")
def test_one_person_alone_needs_no_second(alone: CommandLine) -> None:
    alone.done("intake", "add", "--cash", "5")
    alone.done("intake", "match", "1", ORDER)
    alone.done("intake", "register", "1", "--all-there")
    alone.done("intake", "inspect", "1", "--good", "3")
    alone.done("intake", "approve", "1")
    alone.done("intake", "cash", "--counted", "5")
    assert alone.done("intake", "close", "--json").json["open"] == []


@pytest.mark.rule("RET-10")
def test_files_are_kept_with_a_box_and_others_refused_by_name(shop: CommandLine, tmp_path: Path) -> None:
    by(shop, "小王", "add")
    photo, program, film = (tmp_path / name for name in ("鞋底.png", "照片.jpg", "录像.png"))
    photo.write_bytes(png())
    program.write_bytes(PROGRAM)
    with film.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    shop.done("evidence", "add", "box", "1", photo)
    for wrong, why in ((program, "is no picture, PDF or text"), (film, "has 200 MB, and 20 MB is the most")):
        answer = shop("evidence", "add", "box", "1", wrong)
        assert (answer.status, f"{wrong.name} {why}" in answer.err) == (1, True)
    (row,) = shop.done("evidence", "list", "box", f"{DAY}/1", "--format", "jsonl").lines
    assert shop("evidence", "list", "case", "one").status == 2
    assert "case 7 is not there" in shop("evidence", "add", "case", "7", photo).err.lower()
    shop.done("evidence", "save", str(row["id"]), "-o", tmp_path / "again.png")
    assert (tmp_path / "again.png").read_bytes() == png()
    shop.done("evidence", "remove", str(row["id"]))
    assert shop.done("evidence", "list", "box", "1").out == ""
    shop.done("evidence", "restore", str(row["id"]))
    assert "鞋底.png" in shop.done("evidence", "list", "box", "1", "--all").out


def state_of(shop: CommandLine, case: int) -> State:
    """Where a case stands, as every page of the window reads it."""
    desk = open_desk(shop.address)
    state = get_case(desk.seen, case).row.state
    desk.database.close()
    return state
