"""Lists of variants: what is found, counted and incomplete (PRD-01)."""

from pathlib import Path

import pytest

from shopdesk.queries.products import (
    Shows,
    VariantFilter,
    count_variants,
    find_variant,
    list_shelves,
    list_suppliers,
    list_variants,
)
from shopdesk.services.desk import Desk
from shopdesk.services.products import NewVariant, add_variant
from shopdesk.services.suppliers import save_supplier
from tests.factories import make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three variants: complete, without weight, taken down."""
    made = make_desk(tmp_path)
    supplier = save_supplier(made, name="温州厂", return_days=30)
    common = {"title": "真皮单鞋", "colour": "深紫", "supplier_id": supplier}
    add_variant(made, NewVariant(1, "5815-1", "P1", {**common, "weight": 300, "shelf": "A-1", "barcode": "690001"}))
    add_variant(made, NewVariant(1, "5815-2", "P1", {**common, "shelf": "A-2"}))
    add_variant(made, NewVariant(1, "M41%", "", {"title": "商务夹克", "on_sale": False}))
    return made


def found(desk: Desk, find: str = "", shows: Shows = Shows.ALL) -> list[str]:
    return [row.sku for row in list_variants(desk.database, VariantFilter(find, shows))]


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        ("5815", ["5815-1", "5815-2"]),
        ("深紫 A-2", ["5815-2"]),
        ("温州", ["5815-1", "5815-2"]),
        ("swjk", ["M41%"]),
        ("690001", ["5815-1"]),
        ("%", ["M41%"]),
        ("_", []),
    ],
)
def test_every_word_is_in_the_texts_or_the_initials(desk: Desk, find: str, expected: list[str]) -> None:
    assert found(desk, find) == expected


def test_lists_by_what_is_on_sale_and_what_is_missing(desk: Desk) -> None:
    assert found(desk, shows=Shows.ON_SALE) == ["5815-1", "5815-2"]
    assert found(desk, shows=Shows.TAKEN_DOWN) == ["M41%"]
    assert found(desk, shows=Shows.INCOMPLETE) == ["5815-2"], "what was taken down needs no weight any more"
    counts = count_variants(desk.database)
    assert counts == {
        Shows.ALL: 3, Shows.ON_SALE: 2, Shows.TAKEN_DOWN: 1, Shows.INCOMPLETE: 1, Shows.ODD_WEIGHT: 0
    }  # fmt: skip


def test_a_code_or_barcode_finds_its_variant(desk: Desk) -> None:
    row = find_variant(desk.database, "690001")
    assert row is not None
    assert (row.sku, row.supplier, row.return_days) == ("5815-1", "温州厂", 30)
    assert find_variant(desk.database, "5815-2") is not None
    assert find_variant(desk.database, "nothing") is None


def test_shelves_and_suppliers_to_choose_from(desk: Desk) -> None:
    assert list_shelves(desk.database) == ["A-1", "A-2"]
    assert [(row.name, row.products) for row in list_suppliers(desk.database)] == [("温州厂", 1)]
