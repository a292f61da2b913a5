"""Products and variants: learned, edited, taken over from a table and written as one (PRD-01)."""

import csv
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.queries.products import VariantRow, list_suppliers, list_variants
from shopdesk.services.products import NewVariant, VariantChange, add_variant, change_variants
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.suppliers import save_supplier
from shopdesk.settings import DAMAGE_RETURN_DAYS
from tests.command_line import CommandLine, new_shop
from tests.factories import make_desk
from tests.platform_files import TRUE_QIANNIU, header, write_csv
from tests.window_stand import WindowStand, window_on

pytestmark = pytest.mark.rule("PRD-01")


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """One shop with three variants of two products, learned from a file of lines."""
    shop = new_shop(tmp_path)
    shop.done("import", TRUE_QIANNIU)
    names = header("taobao_ExportOrderDetailList_2017_csv")
    rows = [
        {"订单编号": "1001", "标题": title, "外部系统编号": sku, "商品属性": said, "购买数量": "1", "价格": "99.00"}
        for title, sku, said in (
            ("真皮单鞋", "5815-1", "颜色分类：深紫;尺码：W7"),
            ("真皮单鞋", "5815-2", "颜色分类：黑色;尺码：W8"),
            ("商务夹克", "M41", "颜色：藏青;尺码：175/92A"),
        )
    ]
    shop.done("import", "--kind", "lines", write_csv(tmp_path / "lines.csv", names, rows))
    return shop


def variants(shop: CommandLine, *arguments: str) -> dict[str, dict[str, Any]]:
    rows = shop.done("products", *arguments, "--format", "jsonl").lines
    return {row["sku"]: row for row in rows}


def write_table(file: Path, *rows: tuple[str, ...]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)
    return file


# By command line


def test_variants_are_learned_from_imported_lines(shop: CommandLine) -> None:
    known = variants(shop)
    assert {"5815-1", "5815-2", "M41"} <= known.keys()
    assert (known["5815-1"]["colour"], known["5815-1"]["size"], known["5815-1"]["title"]) == ("深紫", "W7", "真皮单鞋")
    assert (known["M41"]["weight"], known["M41"]["on_sale"]) == (None, True)
    assert set(variants(shop, "--find", "zpdx")) == {"5815-1", "5815-2"}, "by the initials of the title"
    assert "5815-1" in shop.done("products").out


def test_a_table_is_taken_over_and_a_second_time_changes_nothing(shop: CommandLine, tmp_path: Path) -> None:
    table = write_table(
        tmp_path / "p.csv",
        ("商家编码", "商品名称", "重量", "货架", "售价", "供应商", "退货期限", "在售"),
        ("5815-1", "真皮单鞋", "0.42kg", "A-1", "129.5", "温州厂", "30", "是"),
        ("NEW-1", "新款靴", "800", "B-2", "", "温州厂", "30", "下架"),
    )
    assert shop.done("products", "import", table, "--dry-run", "--json").json["created"] == 1
    assert "NEW-1" not in variants(shop), "a dry run only tells"
    told = shop.done("products", "import", table, "--json").json
    told.pop("code")
    assert told == {"file": "p.csv", "rows": 2, "created": 1, "updated": 1, "unchanged": 0, "suppliers": 1}
    known = variants(shop)
    one = known["5815-1"]
    assert (one["weight"], one["shelf"], one["price"]) == (420, "A-1", "129.50")
    assert (one["supplier"], one["return_days"], known["5815-2"]["supplier"]) == ("温州厂", 30, "温州厂")
    assert (known["NEW-1"]["title"], known["NEW-1"]["on_sale"]) == ("新款靴", False)
    assert set(variants(shop, "--show", "taken-down")) == {"NEW-1"}
    assert shop.done("products", "import", table, "--json").json["unchanged"] == 2


@pytest.mark.rule("DATA-02")
def test_a_table_is_taken_over_only_as_it_was_planned(shop: CommandLine, tmp_path: Path) -> None:
    table = write_table(tmp_path / "p.csv", ("商家编码", "重量"), ("5815-1", "300"))
    code = shop.done("products", "import", table, "--dry-run", "--json").json["code"]
    assert code in shop.done("products", "import", table, "--dry-run").out
    shop.done("products", "import", write_table(tmp_path / "other.csv", ("商家编码", "重量"), ("5815-1", "350")))
    answer = shop("products", "import", table, "--planned", code)
    assert (answer.status, "no longer what was shown" in answer.err) == (1, True)
    assert variants(shop)["5815-1"]["weight"] == 350
    code = shop.done("products", "import", table, "--dry-run", "--json").json["code"]
    shop.done("products", "import", table, "--planned", code)
    assert variants(shop)["5815-1"]["weight"] == 300


def test_a_wrong_table_is_refused_whole_with_row_column_and_value(shop: CommandLine, tmp_path: Path) -> None:
    table = write_table(
        tmp_path / "p.csv",
        ("Code", "Weight (g)", "Price", "On sale"),
        ("5815-1", "500", "10", "yes"),
        ("5815-2", "heavy", "1,2x", "perhaps"),
        ("", "3", "", ""),
        ("5815-1", "600", "", ""),
    )
    answer = shop("products", "import", table)
    assert answer.status == 1
    for told in ("Row 3, Weight (g) “heavy”", "Row 3, On sale “perhaps”", "Row 4, Code", "stands in row 2 already"):
        assert told in answer.err
    assert variants(shop)["5815-1"]["weight"] is None, "nothing was taken over"


@pytest.mark.parametrize("name", ["p.csv", "p.xlsx"])
def test_what_is_exported_can_be_imported_and_says_nothing_new(shop: CommandLine, tmp_path: Path, name: str) -> None:
    shop.done(
        "products", "import", write_table(tmp_path / "w.csv", ("code", "weight", "barcode"), ("M41", "70", "0069"))
    )
    shop.done("export", "products", "-o", tmp_path / name)
    told = shop.done("products", "import", tmp_path / name, "--json").json
    assert told["rows"] == told["unchanged"] == len(variants(shop))


def test_a_file_without_codes_is_no_table_of_products(shop: CommandLine, tmp_path: Path) -> None:
    answer = shop("products", "import", write_table(tmp_path / "p.csv", ("重量",), ("3",)))
    assert answer.status == 1
    assert "no column for the code" in answer.err


# In the window


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    desk = make_desk(tmp_path)
    for sku, title, size in (("5815-1", "真皮单鞋", "W7"), ("5815-2", "真皮单鞋", "W8"), ("M41", "商务夹克", "L")):
        add_variant(desk, NewVariant(1, sku, values={"title": title, "size": size}))
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


def known(window: WindowStand) -> dict[str, VariantRow]:
    return {row.sku: row for row in list_variants(window.desk.database)}


def test_weights_and_shelves_are_typed_down_a_column(window: WindowStand) -> None:
    page = window.open("products")
    first = page.table.records.rows[0]
    assert page.table.go_to(first.id, "weight")
    window.keys("text:350", "Return", "text:360", "Return")
    window.wait_for(lambda: [row.weight for row in page.table.records.rows] == [350, 360, None])
    assert {row.id: row.weight for row in known(window).values()}[first.id] == 350
    page.table.go_to(first.id, "weight")
    window.keys("F2", "text:355", "Tab", "text:A-1", "Return")
    row = known(window)[first.sku]
    assert (row.weight, row.shelf) == (355, "A-1")
    window.undo()
    assert known(window)[first.sku].shelf == ""


def test_cells_are_filled_in_faster_than_they_are_saved(window: WindowStand) -> None:
    page = window.open("products")
    first, second = (row for row in page.table.records.rows if row.title == "真皮单鞋")
    gate = threading.Event()
    window.shop.background.run_task(lambda: gate.wait(10), in_order=True)  # the shop's file is busy
    typed = page.table.records.typed
    for weight in range(300, 310):
        typed.emit(first.id, "weight", str(weight))
    typed.emit(first.id, "shelf", "A-1")
    for row, title in ((first, "单鞋"), (second, "真皮鞋")):  # all variants of a product have one title
        typed.emit(row.id, "title", title)
    gate.set()
    window.settle()
    row = known(window)[first.sku]
    assert (row.weight, row.shelf, row.title) == (309, "A-1", "真皮鞋")
    window.undo()
    window.undo()
    typed.emit(first.id, "title", "皮鞋")
    window.settle()
    assert known(window)[second.sku].title == "皮鞋"


def test_closing_the_window_saves_an_open_cell(window: WindowStand) -> None:
    page = window.open("products")
    first = page.table.records.rows[0]
    page.table.go_to(first.id, "weight")
    window.keys("text:heavy")
    assert not window.window.close()
    assert "“heavy” is no weight" in window.asked()
    window.answer()
    index = page.table.records.index(0, page.table.records.column_of("weight"))
    assert index.data() == "heavy", "what was typed stays"
    page.table.go_to(first.id, "shelf")
    window.keys("text:A-1")
    assert window.window.close()
    assert known(window)[first.sku].shelf == "A-1"


def test_what_is_no_weight_is_refused_in_the_row(window: WindowStand) -> None:
    page = window.open("products")
    page.table.go_to(page.table.records.rows[0].id, "weight")
    window.keys("text:heavy", "Return")
    assert "“heavy” is no weight" in window.asked()
    window.answer()
    assert all(row.weight is None for row in known(window).values())


def test_somebody_elses_change_of_the_same_cell_is_noticed(window: WindowStand) -> None:
    page = window.open("products")
    row = page.table.records.rows[0]
    change_variants(replace(window.desk, announce=lambda _kinds: None), [VariantChange(row.id, {"shelf": "B-9"})])
    page.table.go_to(row.id, "shelf")
    window.keys("text:A-1", "Return")
    assert f"changed variant {row.sku}" in window.asked()
    assert known(window)[row.sku].shelf == "B-9"
    window.keys("Escape")
    assert page.table.findChild(QLineEdit, "products.table.edit").text() == "A-1", "what was typed stays"


def test_several_get_a_shelf_a_supplier_and_are_taken_down_at_once(window: WindowStand) -> None:
    save_supplier(window.desk, name="温州厂", return_days=30)
    page = window.open("products")
    page.table.selectAll()
    window.keys("Ctrl+L")
    window.fill(shelf="C-3")
    window.keys("Ctrl+G")
    window.fill(weight="820")
    assert {row.weight for row in known(window).values()} == {820}
    window.undo()
    assert {row.weight for row in known(window).values()} == {None}
    assert page.count.text() == f"{len(known(window))} of {len(known(window))} chosen"
    window.keys("Ctrl+D")
    assert {(row.shelf, bool(row.on_sale)) for row in known(window).values()} == {("C-3", False)}
    window.undo()
    assert all(row.on_sale for row in known(window).values())
    page.tabs.setCurrentIndex(3)
    window.settle()
    assert len(page.table.records.rows) == 3, "incomplete: no weight"


def test_a_variant_is_added_by_hand_and_a_code_only_once(window: WindowStand) -> None:
    window.open("products")
    window.keys("Ctrl+N")
    window.fill(sku="5815-1", title="别的鞋")
    assert "belongs to another variant" in window.asked()
    window.fill(sku="N-1", title="别的鞋", weight="310")
    assert known(window)["N-1"].weight == 310
    window.undo()
    assert "N-1" not in known(window)


def test_a_table_is_previewed_taken_over_and_written_again(window: WindowStand, tmp_path: Path) -> None:
    page = window.open("products")
    table = write_table(tmp_path / "t.csv", ("编码", "重量", "供应商"), ("5815-1", "300", "新厂"), ("X-9", "10", ""))
    page.commands.preview_table(table)
    window.settle()
    assert "1 new variant, 1 changed" in window.asked()
    assert known(window)["5815-1"].weight is None
    window.answer()
    assert (known(window)["5815-1"].weight, known(window)["5815-1"].supplier) == (300, "新厂")
    page.commands.export_to(tmp_path / "out.xlsx")
    window.settle()
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    names, *rows = sheet.iter_rows(values_only=True)
    assert names[3] == "Code"
    assert len(rows) == 4
    page.commands.preview_table(tmp_path / "out.xlsx")
    window.settle()
    assert "nothing to change" in window.asked(), "what is written can be read again"


@pytest.mark.rule("DATA-02")
def test_a_preview_that_no_longer_holds_is_shown_again(window: WindowStand, tmp_path: Path) -> None:
    page = window.open("products")
    table = write_table(tmp_path / "t.csv", ("编码", "重量"), ("5815-1", "300"))
    page.commands.preview_table(table)
    window.settle()
    other = replace(window.desk, announce=lambda _kinds: None)
    change_variants(other, [VariantChange(known(window)["5815-1"].id, {"weight": 350})])
    window.answer()
    assert known(window)["5815-1"].weight == 350, "what somebody typed meanwhile isn't lost unseen"
    said = window.asked()
    assert "no longer what was shown" in said and "changed 5815-1 last" in said and "1 changed" in said
    window.answer()
    assert known(window)["5815-1"].weight == 300


def test_suppliers_are_entered_changed_and_stay_while_they_are_needed(window: WindowStand) -> None:
    page = window.open("products")
    save_setting(window.desk, DAMAGE_RETURN_DAYS, 30)
    dialog = page.commands.open_suppliers()
    window.click("suppliers.add")
    window.fill(name="温州厂", contact="陈姐")
    row = list_suppliers(window.desk.database)[0]
    assert (row.return_days, row.repair_days, row.warranty_days) == (30, 0, 0)
    dialog.table.edit_cell(row.id, "return_days")
    window.keys("text:45", "Return")
    assert list_suppliers(window.desk.database)[0].return_days == 45
    dialog.table.records.typed.emit(row.id, "return_days", "9" * 5_000)  # pasted
    assert list_suppliers(window.desk.database)[0].return_days == 45
    change_variants_of(window, row.id)
    dialog.refresh()
    dialog.table.go_to(row.id)
    window.click("suppliers.remove")
    assert "Give those another supplier first" in window.asked()


def change_variants_of(window: WindowStand, supplier_id: int) -> None:
    row = known(window)["M41"]
    change_variants(window.desk, [VariantChange(row.id, {"supplier_id": supplier_id})])


def test_a_scan_finds_the_variant_or_fills_its_barcode(window: WindowStand) -> None:
    page = window.open("products")
    row = page.table.records.rows[1]
    page.table.go_to(row.id, "barcode")
    window.scan("6901234567890")
    assert known(window)[row.sku].barcode == "6901234567890"
    page.table.go_to(page.table.records.rows[0].id, "title")
    window.scan("6901234567890")
    assert page.table.current_id() == row.id


def test_an_empty_list_offers_the_way_to_a_table(tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(make_desk(tmp_path), tmp_path, qtbot) as window:
        page = window.open("products")
        assert page.empty.isVisible()
        assert "taken over from a table" in page.empty.accessibleName()
