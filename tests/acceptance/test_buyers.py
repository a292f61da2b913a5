"""Buyers beside the order, what is owed to them, and overpaid postage, by the command line (ORD-19 to ORD-21)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Stage, Status
from shopdesk.printing.preview import Preview
from shopdesk.services.desk import Desk
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk

HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs, because the command line's does."""
    made = make_desk(tmp_path, clock=now)
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    """tb_li bought `FIRST` last week, which has arrived, and `NEXT` an hour ago, which is registered."""
    past, fresh = now() - 7 * DAY, now() - HOUR
    done: dict[str, Any] = {"status": int(Status.DONE), "stage": int(Stage.SHIPPED), "created": past, "paid_at": past}
    add_order(desk, buyer="tb_li", order_no="FIRST", **done)
    later: dict[str, Any] = {"created": fresh, "paid_at": fresh, "stage": int(Stage.REGISTERED)}
    add_order(desk, buyer="tb_li", order_no="NEXT", waybill="YT1234567890123", **later)
    return CommandLine(shop_address(tmp_path))


def shown(pdf: Path) -> str:
    with Preview(pdf.read_bytes()) as preview:
        return "".join(preview.text(page) for page in range(preview.count)).replace(" ", "").replace("\n", "")


@pytest.mark.rule("ORD-19")
def test_a_returning_buyer_shows_with_tier_tags_past_and_what_is_owed(shop: CommandLine, desk: Desk) -> None:
    shop.done("buyer", "edit", "tb_li", "--tier", "VIP2", "--discount", "5", "--tag", "老客户", "--note", "脚宽")
    shop.done("owed", "add", "袜子", "--buyer", "tb_li", "--kind", "sample", "--quantity", "2")
    desk.database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, state) VALUES (1, 'R1', 'FIRST', '退款成功')"
    )
    told = shop.done("buyer", "show", "tb_li", "--json").json
    assert (told["tier"], told["discount"], told["tags"], told["note"]) == ("VIP2", 5, ["老客户"], "脚宽")
    assert (told["orders"], told["paid"], told["refunds"]) == (2, "398.00", 1)
    assert [past["order_no"] for past in told["past"]] == ["NEXT", "FIRST"]
    assert [(item["item"], item["quantity"]) for item in told["owed"]] == [("袜子", 2)]
    assert "VIP2" in shop.done("buyer", "show", "tb_li").out


@pytest.mark.rule("ORD-19")
def test_a_blocked_buyer_needs_a_reason_and_holds_the_open_order(shop: CommandLine) -> None:
    shop.done("buyer", "edit", "tb_li", "--block", "恶意退货")
    assert shop.done("buyer", "show", "tb_li", "--json").json["blocked"] == "恶意退货"
    assert any("恶意退货" in hold for hold in shop.orders("--order-no", "NEXT")[0]["holds"])
    shop.done("buyer", "edit", "tb_li", "--unblock", "说清楚了")
    assert shop.orders("--order-no", "NEXT")[0]["holds"] == []


@pytest.mark.rule("ORD-19")
def test_what_cannot_be_noted_of_a_buyer(shop: CommandLine) -> None:
    assert "There is no tier gold" in shop("buyer", "edit", "tb_li", "--tier", "gold").err
    assert shop("buyer", "edit", "tb_li", "--discount", "100").status == 2
    assert shop("buyer", "show", "nobody").status == 1
    assert shop("buyer", "edit", "tb_li", "--block", "a", "--unblock", "b").status == 2
    assert "was so already" in shop.done("buyer", "edit", "tb_li").out


@pytest.mark.rule("ORD-20")
def test_a_promise_shows_at_the_next_order_prints_on_its_slip_and_is_struck_off_when_packed(
    shop: CommandLine, tmp_path: Path
) -> None:
    number = shop.done("owed", "add", "样品茶", "--order", "FIRST", "--kind", "sample", "--json").json["number"]
    [order] = shop.orders("--order-no", "NEXT")
    assert any("样品茶" in hold for hold in order["holds"])
    assert shop("print", "slip", "NEXT", "-o", tmp_path / "held.pdf").status == 1
    shop.done("owed", "send", "NEXT", str(number))
    assert shop.orders("--order-no", "NEXT")[0]["holds"] == []
    shop.done("print", "slip", "NEXT", "-o", tmp_path / "slip.pdf")
    assert "样品茶×1" in shown(tmp_path / "slip.pdf")
    shop.done("pack", "NEXT", "--weight", "500")
    assert shop.done("owed", "list", "--format", "jsonl").lines == []
    [struck] = shop.done("owed", "list", "--all", "--format", "jsonl").lines
    assert struck["struck_at"]
    assert struck["travels_with"] == "NEXT"


@pytest.mark.rule("ORD-20")
def test_a_forgotten_promise_turns_the_flag_yellow_and_waits_for_the_next_order(
    shop: CommandLine, tmp_path: Path
) -> None:
    number = shop.done("owed", "add", "鞋垫", "--order", "NEXT", "--along", "--json").json["number"]
    shop.done("print", "slip", "NEXT", "-o", tmp_path / "slip.pdf")
    shop.done("ship", "NEXT", "--reason", "快递员在等")
    assert shop.orders("--order-no", "NEXT")[0]["flag"] == Colour.YELLOW.code
    [item] = shop.done("owed", "list", "--format", "jsonl").lines
    assert (item["number"], item["travels_with"]) == (number, "")


@pytest.mark.rule("ORD-20")
def test_striking_off_by_hand_needs_a_reason_and_works_once(shop: CommandLine) -> None:
    number = str(shop.done("owed", "add", "袜子", "--buyer", "tb_li", "--json").json["number"])
    assert shop("owed", "strike", number).status == 2
    assert "Say why" in shop("owed", "strike", number, "--reason", " ").err
    shop.done("owed", "strike", number, "--reason", "已经寄了")
    assert "struck off" in shop("owed", "strike", number, "--reason", "又一次").err
    assert shop("owed", "strike", "999", "--reason", "x").status == 1


@pytest.mark.rule("ORD-20")
def test_what_cannot_be_owed_or_sent_along(shop: CommandLine, desk: Desk) -> None:
    add_order(desk, buyer="tb_other", order_no="OTHER", address="别处9号")
    add_order(desk, order_no="NOBODY", address="别处10号")
    number = str(shop.done("owed", "add", "袜子", "--buyer", "tb_li", "--json").json["number"])
    assert "isn't the buyer" in shop("owed", "send", "OTHER", number).err
    assert "is packed already" in shop("owed", "send", "FIRST", number).err
    assert "names no buyer" in shop("owed", "add", "袜子", "--order", "NOBODY").err
    assert "Say what is owed" in shop("owed", "add", "  ", "--buyer", "tb_li").err
    assert shop("owed", "add", "袜子").status == 2
    assert shop("owed", "add", "袜子", "--buyer", "tb_li", "--quantity", "0").status == 2
    shop.done("owed", "send", "NEXT", number)
    add_order(desk, buyer="tb_li", order_no="THIRD", address="别处11号")
    assert "goes with order NEXT already" in shop("owed", "send", "THIRD", number).err


@pytest.mark.rule("ORD-21")
def test_overpaid_postage_is_made_good_in_goods_or_paid_out_never_more_than_it_was(
    shop: CommandLine, desk: Desk
) -> None:
    add_order(desk, buyer="tb_far", order_no="OVER", postage=1_500, paid=21_400, address="远路1号")
    too_much = shop("owed", "add", "袜子", "--order", "OVER", "--kind", "postage", "--amount", "20")
    assert too_much.status == 1
    assert "at most 15.00" in too_much.err
    goods = shop.done("owed", "add", "袜子", "--order", "OVER", "--kind", "postage", "--amount", "5", "--json").json
    assert (goods["kind"], goods["amount"]) == ("postage", "5.00")
    assert "at most 10.00" in shop("owed", "payout", "OVER", "--amount", "12", "--reference", "T1").err
    assert "Say how it was paid" in shop("owed", "payout", "OVER", "--amount", "10", "--reference", " ").err
    shop.done("owed", "payout", "OVER", "--amount", "10", "--reference", "T1")
    assert "nothing left" in shop("owed", "payout", "OVER", "--amount", "1", "--reference", "T2").err
    assert "nothing left" in shop("owed", "payout", "NEXT", "--amount", "1", "--reference", "T2").err
    assert "not an amount" in shop("owed", "payout", "OVER", "--amount", "x", "--reference", "T2").err
    rows = desk.database.execute_sql("SELECT amount, way, reference FROM overpayment ORDER BY id").fetchall()
    assert rows == [(500, "goods", ""), (1000, "payout", "T1")]
