"""What a table of products would change, and what is wrong with it (PRD-01)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.platforms import Platform
from shopdesk.importing.product_tables import NoProductTable, WrongCells, read_product_table
from shopdesk.queries.products import list_suppliers, list_variants
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.product_tables import PlanChanged, export_products, import_products, plan_table
from shopdesk.services.products import NewVariant, VariantChange, add_variant, change_variants
from shopdesk.services.setup import make_shop
from shopdesk.services.suppliers import save_supplier
from tests.factories import make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    add_variant(made, NewVariant(1, "A-1", "P", {"title": "单鞋"}))
    add_variant(made, NewVariant(1, "A-2", "P"))
    return made


def table(folder: Path, text: str) -> Path:
    file = folder / "p.csv"
    file.write_text(text, encoding="utf-8")
    return file


def refused(desk: Desk, file: Path) -> str:
    with pytest.raises(WrongCells) as caught:
        plan_table(desk.database, file)
    return str(caught.value)


def test_a_plan_tells_what_is_new_changed_and_as_it_was(desk: Desk, tmp_path: Path) -> None:
    file = table(tmp_path, "\n备注\n编码,重量(克),供应商\nA-1,300g,厂\nA-2,,厂\nB,5,\n")
    plan = plan_table(desk.database, file)
    assert (plan.rows, len(plan.new), len(plan.changed), plan.new_suppliers) == (3, 1, 2, 1)
    assert {(d.name, d.before, d.after) for d in plan.changed[0].differences} == {
        ("weight", None, 300),
        ("supplier", "", "厂"),
    }
    import_products(desk, file)
    assert plan_table(desk.database, file).is_empty


def test_only_what_was_agreed_to_is_taken_over(desk: Desk, tmp_path: Path) -> None:
    """Somebody types a weight while another looks at what a table would change."""
    file = table(tmp_path, "编码,重量(克),货架\nA-1,300g,Z1\nA-2,400g,Z2\n")
    shown = plan_table(desk.database, file)
    assert shown.code == plan_table(desk.database, file).code
    other = replace(desk, actor=add_person(desk, name="小李", role="owner"))
    change_variants(other, [VariantChange(1, {"weight": 350})])
    with pytest.raises(PlanChanged, match=r"小李 changed A-1 last \(weight"):
        import_products(desk, file, shown=shown.code)
    assert [row.weight for row in list_variants(desk.database)] == [350, None]
    import_products(desk, file, shown=plan_table(desk.database, file).code)
    assert [row.weight for row in list_variants(desk.database)] == [300, 400]
    import_products(desk, file, shown=shown.code)  # it is all there: nothing to decide


def test_a_known_supplier_gets_its_new_limit(desk: Desk, tmp_path: Path) -> None:
    save_supplier(desk, name="厂", return_days=7)
    import_products(desk, table(tmp_path, "编码,供应商,退货期限\nA-1,厂,30\n"))
    assert [row.return_days for row in list_suppliers(desk.database)] == [30]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("编码,店铺\nA-1,别家店\n", "There is no such shop"),
        ("编码,商品编码\nA-1,Q\n", "belongs to the product P"),
        ("编码,商品名称\nA-1,甲\nA-2,乙\n", "has another one in row 2"),
        ("编码,供应商,退货期限\nA-1,厂,7\nA-2,厂,8\n", "The supplier 厂 has another one in row 2"),
        ("编码,店铺\nA-1,\nA-1,一号店\n", "stands in row 2 already"),
        ("编码,重量\nA-1,1.5E+12\n", "not a weight"),
        ("编码,售价\nA-1,-3\n", "not an amount"),
        ("编码,退货期限\nA-1,9999\n", "not a number of days"),
        ("编码\n1.23457E+12\n", "Row 2, 编码"),
    ],
)
def test_what_is_wrong_is_named(desk: Desk, tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(desk, table(tmp_path, text))


def test_without_a_shop_the_code_decides_whose_it_is(desk: Desk, tmp_path: Path) -> None:
    make_shop(desk, name="二号店", platform=Platform.TAOBAO)
    assert len(plan_table(desk.database, table(tmp_path, "编码,货架\nA-1,Z\n")).changed) == 1
    assert "Say whose it is" in refused(desk, table(tmp_path, "编码\nNEW\n"))


def test_formulas_and_leading_noughts_survive_the_round_trip(desk: Desk, tmp_path: Path) -> None:
    add_variant(desk, NewVariant(1, "0042", "", {"title": "=1+1", "shelf": "-A", "barcode": "0690", "price": 1290}))
    for name in ("x.csv", "x.xlsx"):
        assert export_products(desk, tmp_path / name) == 3
        plan = plan_table(desk.database, tmp_path / name)
        assert plan.is_empty, (name, plan)
    assert len(list_variants(desk.database)) == 3


def test_a_picture_or_a_list_of_orders_is_no_table_of_products(tmp_path: Path) -> None:
    with pytest.raises(NoProductTable):
        read_product_table(table(tmp_path, "订单编号,金额\n1,2\n"))
