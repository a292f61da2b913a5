"""Sizes by command line: which one fits, what codes mean, tables of products (PRD-02)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.clock import now
from shopdesk.services.desk import Desk
from shopdesk.services.products import NewVariant, add_variant
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk

NUMBER = "5001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop with a jacket in its list and one order of it."""
    made = make_desk(tmp_path, clock=now)
    order_id = add_order(made, order_no=NUMBER)
    made.database.execute_sql(
        "UPDATE order_line SET sku = 'J-L', title = '夹克', properties = '颜色分类：黑色;尺码：L(175/92A)' "
        "WHERE order_id = ?",
        (order_id,),
    )
    add_variant(made, NewVariant(1, "J-L", "夹克", {"size": "L(175/92A)"}))
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


@pytest.mark.rule("PRD-02")
def test_height_and_weight_mean_a_size(shop: CommandLine) -> None:
    shop.done("sizes", "start")
    told = shop.done("sizes", "which", "男装上衣", "--height", "175", "--weight", "70", "--json").json
    assert (told["verdict"], told["sizes"]) == ("fits", ["L"])
    told = shop.done("sizes", "which", "男装上衣", "--said", "身高1米70，体重130斤", "--json").json
    assert (told["verdict"], told["sizes"]) == ("between", ["M", "L"])
    assert told["said"].startswith("Between M and L")
    told = shop.done("sizes", "which", "男装上衣", "--height", "220", "--json").json
    assert (told["verdict"], told["sizes"]) == ("outside", [])
    told = shop.done("sizes", "which", "男鞋", "--foot", "24.5", "--json").json
    assert told["sizes"] == ["39"]
    assert shop("sizes", "which", "男鞋", "--foot", "999").status == 1
    assert "Ask for it" in shop.done("sizes", "which", "男鞋").out


@pytest.mark.rule("PRD-02")
def test_a_product_goes_by_its_table(shop: CommandLine) -> None:
    shop.done("sizes", "start", "男装上衣")
    assert shop("sizes", "which", "--sku", "J-L", "--height", "175").status == 1
    assert shop.done("sizes", "give", "J-L", "--table", "男装上衣", "--json").json["changed"] == 1
    assert shop.done("sizes", "which", "--sku", "J-L", "--height", "172", "--json").json["sizes"] == ["L"]
    (line,) = shop.done("sizes", "order", NUMBER, "--format", "jsonl").lines
    assert (line["size"], line["table"], line["means"]) == ("L(175/92A)", "男装上衣", "175/92A")
    assert "for 175 cm of height" in line["meanings"][0]
    assert shop("sizes", "remove", "男装上衣").status == 1
    shop.done("sizes", "give", "J-L", "--none")
    shop.done("sizes", "remove", "男装上衣")
    assert shop.done("sizes", "list").out == ""
    assert shop("sizes", "give", "unknown", "--none").status == 1
    assert shop("sizes", "give", "J-L").status == 2


@pytest.mark.rule("PRD-02")
def test_codes_are_explained(shop: CommandLine) -> None:
    assert "12–16 cm for men" in shop.done("sizes", "code", "180/92A").out
    assert shop.done("sizes", "code", "XL", "--json").json["meanings"] == []


@pytest.mark.rule("PRD-02")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tables_travel_as_a_file(shop: CommandLine, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"尺码.{ending}"
    shop.done("sizes", "start")
    shop.done("sizes", "export", file)
    plan = shop.done("sizes", "import", file, "--json").json
    assert (plan["created"], plan["updated"], len(plan["unchanged"])) == ([], [], 7)
    shop.done("sizes", "remove", "女鞋")
    plan = shop.done("sizes", "import", file, "--dry-run", "--json").json
    assert plan["created"] == ["女鞋"]
    assert shop("sizes", "import", file, "--planned", "other").status == 1
    shop.done("sizes", "import", file, "--planned", plan["code"])
    assert "236~240" in shop.done("sizes", "show", "女鞋").out
