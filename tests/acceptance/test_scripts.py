"""The right words by command line: found, filled from the order in view, never sent with a gap (CRM-02)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.clock import now
from shopdesk.domain.documents import Party
from shopdesk.domain.script_topics import Topic
from shopdesk.queries.shops import get_shop
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_shop
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk

NUMBER = "5001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop with one order and an address for returns."""
    made = make_desk(tmp_path, clock=now)
    shop = get_shop(made.database, "一号店")
    return_to = Party("售后部", "0571-00000001", "浙江省 杭州市", "示例路 2 号")
    save_shop(made, shop_id=1, version=shop.version, name=shop.name, sender=shop.sender, return_to=return_to)
    add_order(made, order_no=NUMBER, buyer="tb_one")
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


@pytest.fixture
def stocked(shop: CommandLine) -> CommandLine:
    """With the starting set."""
    assert shop.done("scripts", "start", "--json").json["added"] >= 80
    return shop


@pytest.mark.rule("CRM-02")
def test_there_are_words_for_every_topic(stocked: CommandLine) -> None:
    counts = {line["topic"]: line["scripts"] for line in stocked.done("scripts", "topics", "--format", "jsonl").lines}
    assert set(counts) == {topic.value for topic in Topic}
    assert min(counts.values()) >= 3
    for title in ("greeting", "apology", "tracking", "interception", "return-address", "refund-channel", "complaint"):
        assert counts[title] >= 4
    assert counts["phone"] >= 4


@pytest.mark.rule("CRM-02")
@pytest.mark.parametrize(("words", "title"), [("thdz", "退货地址"), ("不要到付", "不要到付"), ("bydf", "不要到付")])
def test_a_script_is_found_by_word_or_initials(stocked: CommandLine, words: str, title: str) -> None:
    assert stocked.done("scripts", "list", words, "--format", "jsonl").lines[0]["title"] == title


@pytest.mark.rule("CRM-02")
def test_the_order_in_view_fills_it_and_it_is_counted(stocked: CommandLine, desk: Desk) -> None:
    said = stocked.done("scripts", "say", "退货地址", "--order", NUMBER).out
    assert said == (
        "退货寄到：浙江省 杭州市 示例路 2 号，售后部，0571-00000001。请放纸条写订单号5001，寄出后把单号发我。\n"
    )
    stocked.done("scripts", "say", "退货地址", "--order", NUMBER)
    (use,) = stocked.done("scripts", "uses", "--format", "jsonl").lines
    assert (use["person"], use["title"], use["times"]) == (desk.actor.name, "退货地址", 2)
    assert stocked.done("scripts", "list", "退货地址", "--format", "jsonl").lines[0]["used"] == 2


@pytest.mark.rule("CRM-02")
def test_nothing_is_sent_with_a_gap(stocked: CommandLine) -> None:
    refused = stocked("scripts", "say", "已经发出", "--order", NUMBER)
    assert (refused.status, refused.out) == (1, "")
    assert "{运单号} (the waybill)" in refused.err
    shown = stocked.done("scripts", "preview", "已经发出", "--order", NUMBER, "--json").json
    assert shown["gaps"] == ["快递", "运单号"]
    assert "{运单号}" in shown["text"]
    filled = stocked.done(
        "scripts", "say", "已经发出", "--order", NUMBER, "--fill", "快递=圆通", "--fill", "运单号=YT1"
    )
    assert "圆通，单号YT1" in filled.out
    assert stocked("scripts", "say", "已经发出", "--order", "9999").status == 1
    assert stocked("scripts", "say", "已经发出", "--fill", "快递").status == 1


@pytest.mark.rule("CRM-02")
def test_unknown_blanks_are_told_when_it_is_written(shop: CommandLine) -> None:
    refused = shop("scripts", "add", "催付", "亲，{订单}还没付款")
    assert refused.status == 1
    assert "{订单} (did you mean {订单号}?)" in refused.err
    shop.done("scripts", "add", "催付", "亲，{订单号}还没付款", "--topic", "payment")
    assert shop.done("scripts", "say", "催付", "--order", NUMBER).out == "亲，5001还没付款\n"
    assert shop("scripts", "edit", "催付", "--text", "{天气}").status == 1
    shop.done("scripts", "edit", "催付", "--text", "亲，{订单编号}等您", "--title", "催款")
    assert shop.done("scripts", "show", "催款", "--json").json["text"] == "亲，{订单编号}等您"
    shop.done("scripts", "hide", "催款")
    assert shop("scripts", "say", "1", "--order", NUMBER).status == 1
    shop.done("scripts", "unhide", "催款")
    assert shop.done("scripts", "say", "1", "--order", NUMBER).out == "亲，5001等您\n"


@pytest.mark.rule("CRM-02")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_library_travels_as_a_table(stocked: CommandLine, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"话术.{ending}"
    stocked.done("scripts", "add", "=自己的", "第一行\n第二行")
    stocked.done("scripts", "export", file)
    plan = stocked.done("scripts", "import", file, "--dry-run", "--json").json
    assert (plan["created"], plan["updated"]) == (0, 0)
    stocked.done("scripts", "edit", "=自己的", "--text", "改过的")
    changed = stocked.done("scripts", "import", file, "--dry-run", "--json").json
    assert stocked("scripts", "import", file, "--planned", "other").status == 1
    assert stocked.done("scripts", "import", file, "--planned", changed["code"], "--json").json["updated"] == 1
    assert stocked.done("scripts", "show", "=自己的", "--json").json["text"] == "第一行\n第二行"


@pytest.mark.rule("CRM-02")
def test_a_newer_set_leaves_the_shops_own_alone(stocked: CommandLine) -> None:
    stocked.done("scripts", "edit", "退货地址", "--text", "寄到老地方")
    done = stocked.done("scripts", "start", "--json").json
    assert (done["added"], done["renewed"], done["kept"]) == (0, 0, 1)
    assert stocked.done("scripts", "say", "退货地址").out == "寄到老地方\n"


def test_a_word_that_means_several_names_them(stocked: CommandLine) -> None:
    refused = stocked("scripts", "say", "退货")
    assert (refused.status, "Give the number of one" in refused.err) == (1, True)
    assert stocked("scripts", "say", "没有这样的").status == 1
    assert stocked("scripts", "say", "9999").status == 1


def test_blanks_are_listed_with_their_names(shop: CommandLine) -> None:
    lines = {line["name"]: line for line in shop.done("scripts", "blanks", "--format", "jsonl").lines}
    assert lines["order_no"]["chinese"] == ["订单号", "订单编号"]
    assert lines["order_no"]["from"] == "order"
