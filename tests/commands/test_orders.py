"""The list of orders: filters, formats, names."""

from pathlib import Path
from typing import Any

import pytest

from tests.command_line import CommandLine, new_shop, sample_shop
from tests.platform_files import TRUE_QIANNIU

NAMES = [
    *("shop", "platform", "order_no", "status", "stage", "flag", "salesperson", "registrar", "buyer", "receiver"),
    *("phone", "province", "city", "district", "address", "postcode", "goods", "postage", "paid", "buyer_message"),
    *("memo", "created_at", "paid_at", "carrier", "waybill", "holds", "lines", "origin"),
    *("source", "warehouse"),
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A sample shop that tests only read."""
    return sample_shop(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def everything(sample: CommandLine) -> list[dict[str, Any]]:
    return sample.orders()


def test_names_and_types_are_those_promised(everything: list[dict[str, Any]]) -> None:
    for order in everything:
        assert list(order) == NAMES
        assert all(isinstance(order[name], str) for name in ("goods", "postage", "paid", "buyer", "waybill"))
        assert order["created_at"].endswith("+08:00") and len(order["created_at"]) == 25
        assert all(list(line) == ["title", "sku", "properties", "quantity", "price"] for line in order["lines"])


def test_newest_first_and_no_limit_unless_asked(sample: CommandLine, everything: list[dict[str, Any]]) -> None:
    times = [order["created_at"] for order in everything]
    assert times == sorted(times, reverse=True) and len(times) > 250
    assert sample.orders("--limit", "7") == everything[:7]
    assert sample.orders("--limit", "0") == []


@pytest.mark.parametrize(
    ("option", "name"), [("--flag", "flag"), ("--stage", "stage"), ("--status", "status"), ("--shop", "shop")]
)
def test_filters_give_what_they_name(
    sample: CommandLine, everything: list[dict[str, Any]], option: str, name: str
) -> None:
    for value in {order[name] for order in everything}:
        assert sample.orders(option, value) == [order for order in everything if order[name] == value]


def test_days_are_the_shops_and_inclusive(sample: CommandLine, everything: list[dict[str, Any]]) -> None:
    day = everything[40]["created_at"][:10]
    assert sample.orders("--since", day, "--until", day) == [o for o in everything if o["created_at"][:10] == day]


def test_words_and_numbers_are_found(sample: CommandLine, everything: list[dict[str, Any]]) -> None:
    assert {order["receiver"] for order in sample.orders("--find", "林小满")} == {"林小满"}
    numbers = [everything[9]["order_no"], everything[3]["order_no"]]
    found = sample.orders("--order-no", numbers[0], "--order-no", numbers[1])
    assert {order["order_no"] for order in found} == set(numbers)
    assert sample.orders("--find", "nothing has this in it") == []


def test_several_flags_add_up(sample: CommandLine, everything: list[dict[str, Any]]) -> None:
    both = sample.orders("--flag", "red", "--flag", "blue")
    assert both == [order for order in everything if order["flag"] in ("red", "blue")]


def test_the_table_keeps_its_columns_with_chinese_in_them(sample: CommandLine) -> None:
    from shopdesk.commands.output import width

    head, *rows = sample.done("orders", "--limit", "30").out.splitlines()
    place = width(head[: head.index("Stage")])
    for row in rows:
        before = "".join(c for i, c in enumerate(row) if width(row[: i + 1]) <= place)
        assert width(before) == place and before.endswith(" ")


def test_formats_follow_the_ending(sample: CommandLine, tmp_path: Path) -> None:
    for name in ("o.csv", "o.xlsx", "o.jsonl"):
        sample.done("orders", "--limit", "3", "-o", tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100
    assert sample("orders", "--format", "xlsx").status == 2
    assert sample("orders", "-o", tmp_path / "o.doc").status == 2


def test_csv_goes_to_the_terminal_too(sample: CommandLine) -> None:
    assert sample.done("orders", "--limit", "2", "--format", "csv").out.startswith(",".join(NAMES[:4]))


def test_an_unknown_shop_is_named(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    shop.done("import", TRUE_QIANNIU)
    assert "There is no shop called X. Shops here: Taobao shop." in shop("orders", "--shop", "X").err
    assert "no shop called X" in shop("import", TRUE_QIANNIU, "--shop", "X").err
