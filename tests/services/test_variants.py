"""Changing, adding and removing variants; suppliers (PRD-01)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.queries.products import VariantRow, list_suppliers, list_variants
from shopdesk.services.desk import Actor, Changed, Desk, NotAllowed
from shopdesk.services.edits import Clash, Gone
from shopdesk.services.products import (
    BadAmount,
    BadWeight,
    CodeMissing,
    CodeTaken,
    NewVariant,
    VariantChange,
    add_variant,
    change_variants,
    remove_variants,
)
from shopdesk.services.suppliers import NameMissing, NameTaken, SupplierInUse, remove_supplier, save_supplier
from tests.factories import make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    for sku in ("A-1", "A-2"):
        add_variant(made, NewVariant(1, sku, "P", {"title": "单鞋"}))
    return made


def rows(desk: Desk) -> list[VariantRow]:
    return list_variants(desk.database)


def test_values_of_the_variant_and_of_its_product_are_changed_and_undone(desk: Desk) -> None:
    change = VariantChange(1, {"weight": 350, "shelf": "B", "on_sale": False, "title": "皮鞋"})
    undoing = change_variants(desk, [change])
    one, two = rows(desk)
    assert (one.weight, one.shelf, two.weight) == (350, "B", None)
    assert [(row.title, bool(row.on_sale)) for row in (one, two)] == [("皮鞋", False)] * 2, "its product's"
    change_variants(desk, undoing)
    assert [(row.weight, row.shelf, row.title, bool(row.on_sale)) for row in rows(desk)] == [
        (None, "", "单鞋", True)
    ] * 2


def test_what_is_so_already_is_no_change_and_leaves_no_trail(desk: Desk) -> None:
    before = desk.database.execute_sql("SELECT count(*) FROM trail").fetchone()
    assert change_variants(desk, [VariantChange(1, {"shelf": ""})]) == []
    assert desk.database.execute_sql("SELECT count(*) FROM trail").fetchone() == before


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"weight": 0}, BadWeight),
        ({"weight": 100_001}, BadWeight),
        ({"price": -1}, BadAmount),
        ({"sku": "A-2"}, CodeTaken),
        ({"sku": ""}, CodeMissing),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_written(
    desk: Desk, values: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        change_variants(desk, [VariantChange(2, {"shelf": "Z"}), VariantChange(1, values)])
    assert {row.shelf for row in rows(desk)} == {""}


def test_a_change_in_between_and_a_variant_that_is_gone_are_noticed(desk: Desk) -> None:
    change_variants(desk, [VariantChange(1, {"shelf": "C"})])
    with pytest.raises(Clash):
        change_variants(desk, [VariantChange(1, {"shelf": "D"}, version=1)])
    assert remove_variants(desk, [1]) == 1
    with pytest.raises(Gone):
        change_variants(desk, [VariantChange(1, {"shelf": "D"})])


def test_only_those_with_the_right_change_products(desk: Desk) -> None:
    told: list[frozenset[Changed]] = []
    agent = replace(desk, actor=Actor(desk.actor.id, "小王", "agent"), announce=told.append)
    with pytest.raises(NotAllowed):
        change_variants(agent, [VariantChange(1, {"shelf": "D"})])
    with pytest.raises(NotAllowed):
        save_supplier(agent, name="厂")
    assert told == []


def test_suppliers_have_one_name_each_and_stay_while_they_are_needed(desk: Desk) -> None:
    made = save_supplier(desk, name="温州厂", return_days=30)
    assert save_supplier(desk, supplier_id=made, version=1, name="温州厂", return_days=45) == made
    with pytest.raises(NameTaken):
        save_supplier(desk, name="温州厂")
    with pytest.raises(NameMissing):
        save_supplier(desk, name="")
    change_variants(desk, [VariantChange(1, {"supplier_id": made})])
    with pytest.raises(SupplierInUse):
        remove_supplier(desk, supplier_id=made)
    change_variants(desk, [VariantChange(1, {"supplier_id": None})])
    remove_supplier(desk, supplier_id=made)
    remove_supplier(desk, supplier_id=made)
    assert list_suppliers(desk.database) == []
