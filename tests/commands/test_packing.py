"""Packing and leaving on the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.services.desk import Desk
from shopdesk.services.setup import open_desk
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, add_slip, make_desk

WAYBILL = "YT7453244856560"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield open_desk(shop_address(tmp_path))
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


def test_a_parcel_is_packed_by_its_pieces(shop: CommandLine, desk: Desk) -> None:
    add_slip(desk, add_order(desk, order_no="A1", lines=2), waybill=WAYBILL)
    desk.database.execute_sql("UPDATE order_line SET sku = 'S' || position")
    missing = shop("pack", "A1", "--item", "S0")
    assert (missing.status, "Something is missing" in missing.err) == (1, True)
    wrong = shop("pack", "A1", "--item", "S0", "--item", "S9")
    assert (wrong.status, "Wrong item: S9" in wrong.err) == (1, True)
    assert desk.database.execute_sql("SELECT sum(packed) FROM slip_item").fetchone() == (0,)
    done = shop.done("pack", WAYBILL, "--item", "S0", "--item", "s1", "--weight", "850", "--json").json
    assert done == {
        "order_nos": ["A1"], "stage": "packed", "carrier": "圆通速递", "waybill": WAYBILL, "weight": 850,
        "expected": None, "struck": 0,
    }  # fmt: skip


def test_without_pieces_all_are_ticked(shop: CommandLine, desk: Desk) -> None:
    add_slip(desk, add_order(desk, order_no="A1", lines=2))
    assert "Slip A1 is packed." in shop.done("pack", "A1").out
    assert "is no waybill" in shop("pack", "4711").err
    assert shop("pack", "A1", "--weight", "0").status == 2


def test_a_packed_parcel_is_opened_again(shop: CommandLine, desk: Desk) -> None:
    add_slip(desk, add_order(desk, order_no="A1"))
    shop.done("pack", "A1")
    assert "Say why" in shop("pack", "A1", "--again").err
    assert shop.done("pack", "A1", "--again", "--reason", "装错", "--json").json["stage"] == "printed"


def test_parcels_leave_by_number_and_by_carrier(shop: CommandLine, desk: Desk) -> None:
    for n in (1, 2, 3):
        add_slip(desk, add_order(desk, order_no=f"A{n}"), waybill=f"YT{n}" if n < 3 else "")
        shop.done("pack", f"A{n}")
    assert shop.done("ship", "YT1", "--json").json == {"shipped": ["A1"], "parcels": 1, "refused": []}
    assert "A1 left on" in shop("ship", "A1").err
    rest = shop.done("ship", "--carrier", "圆通速递", "--json")
    assert rest.json["shipped"] == ["A2"]
    assert rest.json["refused"] == [
        {"order_no": "A3", "reason": "Slip A3 has no waybill yet. Give it one, then mark it as shipped."}
    ]
    assert shop.done("ship", "A2", "--undo", "--reason", "没交", "--json").json == {"unshipped": ["A2"]}
    assert [(order["order_no"], order["stage"]) for order in shop.orders("--stage", "shipped")] == [("A1", "shipped")]


@pytest.mark.parametrize("wrong", [(), ("A1", "--carrier", "x"), ("--carrier", "x", "--undo")])
def test_ship_says_what_it_needs(shop: CommandLine, wrong: tuple[str, ...]) -> None:
    assert shop("ship", *wrong).status == 2


def test_the_lists_and_their_counts(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    add_slip(desk, add_order(desk, order_no="A1", flag=1, buyer="tb_1"), waybill=WAYBILL)
    counts = shop.done("lists", "--json").json
    assert counts["printed-not-shipped"] == 1 and counts["shipped-not-packed"] == 0
    assert "printed, but not shipped" in shop.done("lists").out
    (row,) = shop.done("lists", "printed-not-shipped", "--format", "jsonl").lines
    assert {key: row[key] for key in ("shop", "order_no", "stage", "flag", "buyer", "waybill", "packed_at")} == {
        "shop": "一号店", "order_no": "A1", "stage": "printed", "flag": "red", "buyer": "tb_1", "waybill": WAYBILL,
        "packed_at": None,
    }  # fmt: skip
    assert row["printed_at"] == "2024-03-02T10:00:00+08:00"
    assert WAYBILL in shop.done("lists", "printed-not-shipped").out
    shop.done("lists", "printed-not-shipped", "-o", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1].startswith("一号店,taobao,A1,paid,printed,red")
    assert shop("lists", "printed-not-shipped", "--format", "xlsx").status == 2
    assert shop("lists", "printed-not-shipped", "-o", tmp_path / "a.txt").status == 2
    assert shop("lists", "nothing").status == 2


def test_the_file_for_bulk_shipping(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    add_slip(desk, add_order(desk, order_no="A1"), waybill=WAYBILL)
    shop.done("pack", "A1")
    file = tmp_path / "a.csv"
    assert "has no parcel to tell" in shop("export", "shipments", "-o", file).err
    assert shop.done("export", "shipments", "-o", file, "--packed", "--json").json == {
        "file": str(file), "shop": "一号店", "rows": 1, "parcels": 1,
    }  # fmt: skip
    assert WAYBILL in file.read_text("utf-8-sig")
    shop.done("ship", "A1")
    assert shop("export", "shipments", "-o", file).status == 1
    assert "There is no shop called x" in shop("export", "shipments", "--shop", "x", "-o", file).err
    for wrong in (
        ("shipments", "--flag", "red"),
        ("orders", "--packed"),
        ("shipments", "--day", "2024-03-02", "--packed"),
    ):
        assert shop("export", *wrong, "-o", file).status == 2
