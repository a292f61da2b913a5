"""A whole day by command line: the files come in, clear orders are registered, a wave goes to the warehouse, leaves."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import CommandLine, new_shop
from tests.platform_files import write_taobao_pair
from tests.printing.samples import pages


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    shop = new_shop(tmp_path)
    pair = write_taobao_pair(tmp_path, 60)
    shop.done("import", pair.orders, pair.lines)
    return shop


def stages(shop: CommandLine) -> Counter[str]:
    return Counter(order["stage"] for order in shop.orders())


def by_number(shop: CommandLine) -> dict[str, dict[str, Any]]:
    return {order["order_no"]: order for order in shop.orders()}


@pytest.mark.rule("ORD-01")
@pytest.mark.rule("ORD-13")
@pytest.mark.rule("SHP-01")
@pytest.mark.rule("SHP-02")
@pytest.mark.rule("SHP-05")
def test_a_day_from_the_files_to_the_courier(shop: CommandLine, tmp_path: Path) -> None:
    held = {no for no, order in by_number(shop).items() if order["holds"]}
    registered = shop.done("register", "--ready", "--json").json
    assert registered["refused"] == [] and len(registered["registered"]) > 5
    assert not held & set(registered["registered"])

    wave = shop.done("wave", "new", "--json").json
    assert sorted(wave["orders"]) == sorted(registered["registered"])
    assert sum(wave["carriers"].values()) == wave["slips"] == len(wave["orders"])
    assert {left["order_no"] for left in wave["left"]} >= held
    assert stages(shop)["settled"] == len(wave["orders"])

    number = 7_700_000_000_001
    for carrier, prefix in (("圆通速递", "YT"), ("顺丰速运", "SF")):
        if carrier in wave["carriers"]:
            shop.done("wave", "waybills", str(wave["wave"]), "--from", f"{prefix}{number}")
    file = tmp_path / "wave.pdf"
    shop.done("wave", "print", str(wave["wave"]), "-o", file)
    assert len(pages(file.read_bytes())) >= wave["slips"]
    shop.done("wave", "confirm", str(wave["wave"]))
    orders = by_number(shop)
    printed = [orders[no] for no in wave["orders"]]
    assert {order["stage"] for order in printed} == {"printed"}
    assert len({order["waybill"] for order in printed}) == len(printed) and all(order["waybill"] for order in printed)

    for no in wave["orders"]:
        shop.done("pack", no)
    assert stages(shop)["packed"] == len(printed)
    for carrier in wave["carriers"]:
        shop.done("ship", "--carrier", carrier)
    assert stages(shop)["shipped"] == len(printed) and stages(shop)["packed"] == 0


@pytest.mark.rule("SHP-01")
def test_the_second_wave_takes_nothing_twice(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("register", "--ready")
    first = shop.done("wave", "new", "--json").json
    again = shop("wave", "new", "--json")
    assert again.status == 1 and again.out == ""
    assert {order["order_no"] for order in shop.orders("--stage", "settled")} == set(first["orders"])
    shop.done("wave", "print", "1", "-o", tmp_path / "1.pdf")
    refused = shop("wave", "print", "1", "-o", tmp_path / "2.pdf")
    assert refused.status == 1 and not (tmp_path / "2.pdf").exists()


def test_every_answer_is_one_json_object(shop: CommandLine, tmp_path: Path) -> None:
    said = [
        shop.done("register", "--ready", "--json"),
        shop.done("wave", "new", "--json"),
        shop.done("wave", "show", "1", "--json"),
        shop.done("wave", "print", "1", "-o", tmp_path / "1.pdf", "--json"),
    ]
    assert all(isinstance(json.loads(answer.out), dict) for answer in said)
