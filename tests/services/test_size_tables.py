"""Tables of sizes: kept, merged, given to products, from files and for files (PRD-02)."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import xlsxwriter

from shopdesk.db.database import rows_of
from shopdesk.domain.body_measures import read_body
from shopdesk.domain.sizes import Measure, SizeRow, Verdict, advise
from shopdesk.importing.named_tables import NoSuchTable
from shopdesk.importing.product_tables import WrongCells
from shopdesk.importing.size_tables import presets, read_size_tables
from shopdesk.queries.size_tables import (
    SizeTableNotFound,
    SizeTableRow,
    find_product_sizes,
    find_size_table,
    get_size_table,
    list_bought_sizes,
    list_size_tables,
    list_sized_products,
)
from shopdesk.queries.trail import list_trail
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.products import NewVariant, add_variant
from shopdesk.services.size_tables import (
    BadRange,
    NameMissing,
    NameTaken,
    NoSizes,
    NoSuchPreset,
    ProductGone,
    SizeMissing,
    SizesChanged,
    SizeTwice,
    TableInUse,
    export_size_tables,
    give_size_table,
    import_size_tables,
    list_presets,
    plan_size_tables,
    remove_size_table,
    save_size_table,
    size_table_base,
    take_presets,
)
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order, make_desk

FOOT = Measure.FOOT
ROWS = (SizeRow("38", "240", {FOOT: (236, 240)}), SizeRow("39", "245", {FOOT: (241, 245)}))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def save(desk: Desk, name: str = "男鞋", rows: tuple[SizeRow, ...] = ROWS, **more: object) -> int:
    return save_size_table(desk, name=name, measures=[FOOT], rows=rows, **more)  # type: ignore[arg-type]


def tables(desk: Desk) -> list[tuple[str, object, str]]:
    return [(row.name, row.chart, row.note) for row in list_size_tables(desk.database)]


def table(folder: Path, text: str) -> Path:
    file = folder / "尺码.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_table_is_kept_and_found(desk: Desk) -> None:
    table_id = save(desk, " 男  鞋 ", note=" 脚宽的大一码 ")
    row = get_size_table(desk.database, table_id)
    assert (row.name, row.note, row.shop_id, row.products) == ("男 鞋", "脚宽的大一码", None, 0)
    assert (row.chart.measures, row.chart.rows) == ((FOOT,), ROWS)
    assert find_size_table(desk.database, "男 鞋") == row
    assert [each.name for each in list_size_tables(desk.database, find="鞋", shop_id=1)] == ["男 鞋"]


@pytest.mark.parametrize(
    ("name", "rows", "refusal"),
    [
        (" ", ROWS, NameMissing),
        ("x", (), NoSizes),
        ("x", (SizeRow("38", "", {}),), NoSizes),
        ("x", (SizeRow(" ", "", {FOOT: (236, 240)}),), SizeMissing),
        ("x", (*ROWS, ROWS[0]), SizeTwice),
        ("x", (SizeRow("38", "", {FOOT: (240, 236)}),), BadRange),
        ("x", (SizeRow("38", "", {FOOT: (2, 3)}),), BadRange),
        ("男鞋", ROWS, NameTaken),
    ],
)
def test_what_is_no_table_is_not_kept(
    desk: Desk, name: str, rows: tuple[SizeRow, ...], refusal: type[Exception]
) -> None:
    save(desk)
    with pytest.raises(refusal):
        save(desk, name, rows)
    assert len(list_size_tables(desk.database)) == 1


def test_two_people_change_one_table(desk: Desk) -> None:
    table_id = save(desk)
    base = size_table_base(get_size_table(desk.database, table_id))
    other = replace(desk, actor=add_person(desk, name="小李", role="owner"), clock=lambda: NOON + 60_000)
    save(other, size_table_id=table_id, base=base, note="看鞋盒")
    save(desk, size_table_id=table_id, base=base, rows=ROWS[:1])
    row = get_size_table(desk.database, table_id)
    assert (row.note, row.chart.rows) == ("看鞋盒", ROWS[:1])
    with pytest.raises(Clash) as caught:
        save(other, size_table_id=table_id, base=base, rows=ROWS[1:])
    assert caught.value.conflict is not None
    (choice,) = caught.value.conflict.choices
    assert (choice.theirs, choice.mine) == ("Foot length 38 240 236~240", "Foot length 39 245 241~245")


def test_a_products_table_is_at_hand_with_its_orders(desk: Desk) -> None:
    table_id = save(desk)
    order_id = add_order(desk, lines=2)
    skus = [row[0] for row in rows_of(desk.database, "SELECT sku FROM order_line ORDER BY id")]
    add_variant(desk, NewVariant(1, skus[0], "P", {"size": "39(245)"}))
    product_id = rows_of(desk.database, "SELECT id FROM product")[0][0]
    assert give_size_table(desk, product_ids=[product_id], size_table_id=table_id) == 1
    assert give_size_table(desk, product_ids=[product_id], size_table_id=table_id) == 0
    found = find_product_sizes(desk.database, product_id=product_id)
    assert found is not None
    assert (found.id, found.products) == (table_id, 1)
    (sized,) = list_sized_products(desk.database)
    assert (sized.product_id, sized.shop, sized.code, sized.table) == (product_id, "一号店", "P", "男鞋")
    assert list_sized_products(desk.database, size_table_id=table_id) == [sized]
    first, second = list_bought_sizes(desk.database, order_id=order_id)
    assert (first.size, first.row, first.table) == ("39(245)", ROWS[1], found)
    assert (second.size, second.row, second.table) == ("W7", None, None)
    assert second.meanings[0].said == "an American women's shoe for a foot of about 240 mm"
    (row,) = list_trail(desk.database, kind="product", record_id=product_id)[:1]
    assert what_happened(row) == "Table of sizes: 男鞋"
    with pytest.raises(TableInUse, match="1 product"):
        remove_size_table(desk, size_table_id=table_id)
    give_size_table(desk, product_ids=[product_id], size_table_id=None)
    remove_size_table(desk, size_table_id=table_id)
    assert not list_size_tables(desk.database)


def test_refusals_name_what_isnt_there(desk: Desk) -> None:
    table_id = save(desk)
    with pytest.raises(SizeTableNotFound):
        give_size_table(desk, product_ids=[1], size_table_id=99)
    with pytest.raises(ProductGone):
        give_size_table(desk, product_ids=[99], size_table_id=table_id)
    with pytest.raises(SizeTableNotFound):
        remove_size_table(desk, size_table_id=99)
    with pytest.raises(Clash):
        remove_size_table(desk, size_table_id=table_id, version=7)


def test_the_presets_come_once_and_leave_own_tables_alone(desk: Desk) -> None:
    save(desk)
    done = take_presets(desk, names=["男鞋", "女鞋"])
    assert (done.new, done.unchanged) == (["女鞋"], ["男鞋"])
    assert get_size_table(desk.database, 1).chart.rows == ROWS
    take_presets(desk)
    assert {row.name for row in list_size_tables(desk.database)} == set(list_presets())
    assert not take_presets(desk).new


def test_a_name_that_nobody_knows_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NoSuchPreset, match="男裤"):
        take_presets(desk, names=["女鞋", "帽子"])
    with pytest.raises(SizeTableNotFound):
        export_size_tables(desk, tmp_path / "s.csv", names=["帽子"])
    assert not list_size_tables(desk.database)


def test_numbers_of_a_spreadsheet_are_sizes(desk: Desk, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "s.xlsx")) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["尺码表", "尺码", "脚长(mm)"], ["鞋", 39, 245], ["鞋", 39.5, 247.5]]):
            sheet.write_row(row, 0, cells)
    import_size_tables(desk, tmp_path / "s.xlsx")
    (found,) = list_size_tables(desk.database)
    assert found.chart.rows == (SizeRow("39", "", {FOOT: (245, 245)}), SizeRow("39.5", "", {FOOT: (247.5, 247.5)}))


@pytest.mark.parametrize("name", list(read_size_tables(presets()).tables))
def test_a_preset_rises_from_size_to_size(desk: Desk, name: str) -> None:
    take_presets(desk, names=[name])
    (row,) = list_size_tables(desk.database)
    for measure in row.chart.measures:
        ends = [each.ranges[measure] for each in row.chart.rows if measure in each.ranges]
        assert len(ends) == len(row.chart.rows)
        assert ends == sorted(ends)
        assert all(one[1] <= other[0] for one, other in pairwise(ends))
        for each in row.chart.rows:
            middle = sum(each.ranges[measure]) / 2
            assert advise(row.chart, {measure: middle}).sizes == (each.size,)


def test_a_message_is_answered_from_a_preset(desk: Desk) -> None:
    take_presets(desk)
    row: SizeTableRow | None = find_size_table(desk.database, "男装上衣")
    assert row is not None
    advice = advise(row.chart, read_body("身高1米75，体重140斤"))
    assert (advice.verdict, advice.sizes) == (Verdict.FITS, ("L",))
    assert advise(row.chart, read_body("身高1米7，体重130斤")).verdict is Verdict.BETWEEN


@pytest.mark.parametrize("name", ["s.csv", "s.xlsx"])
def test_what_is_written_is_read_again(desk: Desk, tmp_path: Path, name: str) -> None:
    take_presets(desk)
    before = tables(desk)
    assert export_size_tables(desk, tmp_path / name) == len(before)
    plan = import_size_tables(desk, tmp_path / name)
    assert (plan.new, plan.changed, len(plan.unchanged)) == ([], [], len(before))
    desk.database.execute_sql("DELETE FROM size_table")
    assert len(import_size_tables(desk, tmp_path / name).new) == len(before)
    assert tables(desk) == before


def test_a_file_replaces_the_tables_it_names(desk: Desk, tmp_path: Path) -> None:
    save(desk)
    save(desk, "女鞋")
    file = table(
        tmp_path, "尺码表,尺码,体重(斤),脚长(cm),身高\n男鞋,39.0,140-150,24.1~24.5,\n男鞋,40,,25,\n童鞋,20,,,90～95\n"
    )
    plan = plan_size_tables(desk.database, file)
    assert (plan.new, plan.changed, plan.unchanged) == (["童鞋"], ["男鞋"], [])
    with pytest.raises(SizesChanged):
        import_size_tables(desk, file, shown="other")
    import_size_tables(desk, file, shown=plan.code)
    found = find_size_table(desk.database, "男鞋")
    assert found is not None
    assert found.chart.rows == (
        SizeRow("39", "", {Measure.WEIGHT: (70, 75), FOOT: (241, 245)}),
        SizeRow("40", "", {FOOT: (250, 250)}),
    )
    assert len(list_size_tables(desk.database)) == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",39,240~245", "name is missing"),
        ("鞋,,240~245", "size is missing"),
        ("鞋,39,x", "Write one value or two"),
        ("鞋,39,245~240", "Write one value or two"),
        ("鞋,39,24.5", "Nobody measures that"),
        ("鞋,39,", "has no measures"),
        ("鞋,39,245\n鞋,39,250", "has this size already"),
    ],
)
def test_what_cant_be_read_is_named_and_nothing_is_taken(desk: Desk, tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(WrongCells, match=reason):
        import_size_tables(desk, table(tmp_path, f"尺码表,尺码,脚长(mm)\n好的,38,240\n{row}\n"))
    assert not list_size_tables(desk.database)


def test_a_file_without_the_columns_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NoSuchTable):
        import_size_tables(desk, table(tmp_path, "订单编号,买家\n1,2\n"))


def test_the_trail_tells_what_became_of_a_table(desk: Desk) -> None:
    table_id = save(desk)
    save(desk, "鞋", ROWS[:1], size_table_id=table_id)
    said = [what_happened(row) for row in list_trail(desk.database, kind="size_table", record_id=table_id)]
    assert sorted(said) == ["Added: 男鞋", "Table of sizes: 男鞋 → 鞋\nSizes changed"]
