"""Reviews by command, from a platform's file to closed; ratings of our own (REV-01 to REV-06)."""

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from shopdesk.clock import now, to_local
from shopdesk.db.database import open_database
from shopdesk.domain.points import PointKind
from shopdesk.queries.points import list_points
from tests.command_line import CommandLine, new_shop
from tests.platform_files import write_taobao_pair

HEADER = "订单编号,评价类型,评价内容,追评,评价时间,买家,商品,解释"
DAY = timedelta(days=1)


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """A shop with Taobao's orders of a day, an agent and a supervisor."""
    shop = new_shop(tmp_path)
    shop.done("import", write_taobao_pair(tmp_path, 5).orders)
    shop.done("user", "add", "小王", "--role", "agent")
    return shop


def numbers(shop: CommandLine) -> list[str]:
    return [order["order_no"] for order in shop.orders()]


def yesterday(clock: str = "13:05:00") -> str:
    return f"{to_local(now()).date() - DAY} {clock}"


def write_reviews(folder: Path, *rows: str) -> Path:
    file = folder / "评价.csv"
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return file


def a_bad_one(order_no: str, said: str = "后跟磨脚") -> str:
    return f"{order_no},差评,{said},,{yesterday()},tb_x,单鞋,"


@pytest.mark.rule("REV-01")
def test_reviews_come_from_a_file_once_and_by_hand(shop: CommandLine, tmp_path: Path) -> None:
    first, second, *_more = numbers(shop)
    file = write_reviews(tmp_path, a_bad_one(first), a_bad_one("1999999999999999999"))
    (result,) = shop.done("import", file, "--json").json["files"]
    assert (result["kind"], result["created"], result["unknown"]) == ("reviews", 2, ["1999999999999999999"])
    assert shop.done("import", file, "--json").json["files"][0]["unchanged"] == 2
    shop.done("review", "add", second, "--kind", "neutral", "--said", "一般般")
    found = shop.done("review", "list", "--format", "jsonl").lines
    assert {each["kind"] for each in found} == {"bad", "neutral"}
    assert {each["known"] for each in found} == {True, False}
    some = shop.done("review", "list", "--state", "new", "--kind", "neutral", "--format", "jsonl").lines
    assert [each["order_no"] for each in some] == [second]
    again = shop("review", "add", second, "--kind", "neutral", "--said", "一般般")
    assert again.status == 1
    assert "Owner" in again.err
    shown = shop.done("review", "show", "1", "--json").json
    assert (shown["order_no"], shown["cause"]) == (first, "quality")
    assert shown["phone"]


@pytest.mark.rule("REV-01")
def test_a_review_pasted_from_the_page(shop: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"差评\n订单编号：{numbers(shop)[0]}\n{yesterday()[:16]}\n开胶了\n回复\n", encoding="utf-8")
    told = shop.done("review", "paste", page, "--json").json
    assert (told["kind"], told["said"], told["known"]) == ("bad", "开胶了", True)
    page.write_text("开胶了", encoding="utf-8")
    assert "--kind" in shop("review", "paste", page).err


@pytest.mark.rule("REV-01")
def test_a_pasted_text_may_be_in_any_encoding_but_has_to_be_one(
    shop: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.txt"
    for number, encoding in enumerate(("gb18030", "utf-16", "utf-8-sig")):
        page.write_bytes(f"差评\n订单编号：{numbers(shop)[number]}\n开胶了\0".encode(encoding))
        assert shop.done("review", "paste", page, "--json").json["said"] == "开胶了"
    sent = f"差评\n订单编号：{numbers(shop)[3]}\n开胶了".encode("gbk")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sent), encoding="utf-8"))
    assert shop.done("review", "paste", "--json").json["said"] == "开胶了"
    for odd in (b"\xff\xd8\xff\xe0\xff", b"a" * (2 << 20)):
        page.write_bytes(odd)
        answer = shop("review", "paste", page, "--kind", "bad")
        assert (answer.status, "page.txt is no text" in answer.err) == (1, True)
    assert shop("review", "paste", tmp_path / "none.txt").status == 2


@pytest.mark.rule("REV-02", "REV-03")
def test_a_bad_review_from_the_file_to_closed(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("import", write_reviews(tmp_path, a_bad_one(numbers(shop)[0])))
    assert shop.done("review", "workload", "--format", "jsonl").lines
    told = shop.done("review", "assign", "1", "--to", "小王", "--json").json
    assert (told["state"], told["person"]) == ("assigned", "小王")
    assert told["due_at"][:10] == str(to_local(now()).date())  # the buyer is contacted that day
    tomorrow = f"{to_local(now()).date() + DAY} 10:00"
    told = shop.done("review", "contact", "1", "--note", "打了，考虑一下", "--next", tomorrow, "--json").json
    assert (told["state"], told["next_at"][:16]) == ("in-work", tomorrow.replace(" ", "T"))
    assert shop.done("review", "step", "1", "raise", "--note", "不肯", "--json").json["state"] == "raised"
    closing = ("review", "close", "1", "--result", "solved", "--explanation", "补了 20 元")
    told = shop.done(*closing, "--json").json
    assert (told["state"], told["result"], told["explanation"]) == ("closed", "solved", "补了 20 元")
    assert shop(*closing).status == 1
    steps = [each["step"] for each in shop.done("review", "show", "1", "--json").json["steps"]]
    assert steps == ["come", "assign", "contact", "raise", "close"]
    assert "Dealt with" in shop.done("review", "show", "1").out or "Solved" in shop.done("review", "show", "1").out


@pytest.mark.rule("REV-07")
@pytest.mark.parametrize(("result", "points"), [("solved", 2), ("failed", -2), ("not-worked", -3)])
def test_closing_books_points(shop: CommandLine, tmp_path: Path, result: str, points: int) -> None:
    shop.done("import", write_reviews(tmp_path, a_bad_one(numbers(shop)[0])))
    shop.done("review", "assign", "1", "--to", "小王")
    shop.done("review", "close", "1", "--result", result, "--explanation", "打了三次", "--points")
    database = open_database(shop.address)
    (found,) = list_points(database, kind=PointKind.REVIEW, record_id=1)
    assert (found.person, found.points) == ("小王", points)
    database.close()


@pytest.mark.rule("REV-03")
def test_what_is_not_solved_in_a_week_goes_up(shop: CommandLine, tmp_path: Path) -> None:
    old = a_bad_one(numbers(shop)[0]).replace(yesterday(), f"{to_local(now()).date() - 6 * DAY} 10:00:00")
    shop.done("import", write_reviews(tmp_path, old))
    shop.done("review", "assign", "1")
    assert shop.done("review", "late", "--json").json == {"raised": []}
    row = shop.done("review", "list", "--format", "jsonl").lines[0]
    assert row["change_until"][:10] == str(to_local(now()).date() + 24 * DAY)


@pytest.mark.rule("REV-05")
@pytest.mark.parametrize("text", ["{phone}", "{wide}", "{name}您好", "{spaced}打不通"])
def test_an_answer_with_private_data_is_stopped(shop: CommandLine, tmp_path: Path, text: str) -> None:
    shop.done("import", write_reviews(tmp_path, a_bad_one(numbers(shop)[0])))
    shown = shop.done("review", "show", "1", "--json").json
    phone = shown["phone"]
    wide = phone.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    said = text.format(phone=phone, wide=wide, name=shown["receiver"], spaced=" ".join(phone))
    answer = shop("review", "reply", "1", "--text", said)
    assert answer.status == 1
    assert "who the buyer is" in answer.err
    assert phone not in answer.err
    assert shop.done("review", "reply", "1", "--text", said, "--check", "--json").json["tells"]
    told = shop.done("review", "reply", "1", "--text", "非常抱歉，已联系您处理", "--json").json
    assert (told["reply"], told["replied_by"]) == ("非常抱歉，已联系您处理", "Owner")


@pytest.mark.rule("REV-06")
def test_a_good_one_that_complains_gets_an_answer(shop: CommandLine, tmp_path: Path) -> None:
    first, second, *_more = numbers(shop)
    rows = (a_bad_one(first, "很好看，就是有点磨脚").replace("差评", "好评"),
            a_bad_one(second, "没有色差，不磨脚").replace("差评", "好评"))  # fmt: skip
    shop.done("import", write_reviews(tmp_path, *rows))
    (found,) = shop.done("review", "list", "--but", "--format", "jsonl").lines
    assert (found["but_words"], found["state"]) == ("有点磨脚", "new")
    number = str(found["review"])
    shop.done("review", "reply", number, "--text", "谢谢亲，后跟穿几天会软")
    assert shop.done("review", "show", number, "--json").json["state"] == "closed"
    other = "2" if number == "1" else "1"
    assert shop.done("review", "but", other, "yes", "--json").json["state"] == "new"


@pytest.mark.rule("REV-01")
def test_changed_and_deleted_by_the_buyer(shop: CommandLine, tmp_path: Path) -> None:
    first, second, *_more = numbers(shop)
    shop.done("import", write_reviews(tmp_path, a_bad_one(first), a_bad_one(second)))
    changed = a_bad_one(first, "客服好").replace("差评", "好评")
    assert shop.done("import", write_reviews(tmp_path, changed), "--json").json["files"][0]["updated"] == 1
    (row,) = shop.done("review", "list", "--changed", "--format", "jsonl").lines
    assert (row["kind_before"], row["kind"], row["result"]) == ("bad", "good", "changed")
    number = "2" if row["review"] == 1 else "1"
    assert shop.done("review", "deleted", number, "--json").json["result"] == "deleted"
    assert shop("review", "deleted", number).status == 1


@pytest.mark.rule("REV-03", "REV-04")
def test_own_ratings_stop_where_a_bad_review_is_in_sight(tmp_path: Path) -> None:
    from tests.command_line import sample_shop

    shop = sample_shop(tmp_path)
    rows = shop.done("rating", "list", "--format", "jsonl").lines
    assert [row["rate_by"] for row in rows] == sorted(row["rate_by"] for row in rows)
    free = next(row for row in rows if not row["stopped"] and not row["first"])
    stopped = next(row for row in rows if row["stopped"])
    answer = shop("rating", "mark", free["order_no"], stopped["order_no"], "--json")
    assert (answer.status, answer.json["rated"], answer.json["left"]) == (1, [free["order_no"]], [stopped["order_no"]])
    assert "supervisor" in answer.err
    shop.done("rating", "decide", stopped["order_no"], "--decision", "rate", "--note", "照常")
    assert shop.done("rating", "mark", stopped["order_no"], "--json").json["rated"] == [stopped["order_no"]]
    assert shop.done("rating", "unmark", free["order_no"], "--json").json["taken_back"] == 1


@pytest.mark.rule("REV-01")
def test_the_list_goes_into_a_file(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("import", write_reviews(tmp_path, a_bad_one(numbers(shop)[0])))
    shop.done("review", "list", "-o", tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("review,kind,state,late,order_no")
    assert "后跟磨脚" in lines[1]
