"""What weighed parcels say of products' weights, in the list of products (SHP-12)."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.queries.learned_weights import list_learned_weights
from tests.factories import make_desk
from tests.services.packers import add_variant
from tests.services.test_learned_weights import weighed
from tests.window_stand import window_on

pytestmark = pytest.mark.rule("SHP-12")


def test_typed_weights_come_first_and_parcels_say_what_they_think_of_them(tmp_path: Path, qtbot: QtBot) -> None:
    desk = make_desk(tmp_path)
    for sku, typed in (("A", None), ("B", 820), ("C", 1), ("D", None)):
        add_variant(desk, sku, weight=typed, size=sku)
    for sku in "ABC":
        weighed(desk, sku, 900, 905, 895)
    with window_on(desk, tmp_path, qtbot) as window:
        page = window.open("products")
        window.keys("Ctrl+Shift+G")
        window.wait_for(lambda: "3 weights learned or changed." in "\n".join(window.news()))
        window.settle()
        model = page.table.records
        column = {each.key: each for each in model.columns}["weight"]
        by_code = {row.sku: row for row in model.rows}
        assert [column.says(by_code[sku]) for sku in "ABCD"] == ["≈ 800 ± 5", "820", "1", ""]
        assert column.edits is not None and column.edits(by_code["A"]) == "", "typing begins with an empty cell"
        assert column.colour is not None and column.tip is not None
        assert [column.colour(by_code[sku]) for sku in "ABC"] == ["muted", "", "warning"]
        assert "3 weighed parcels say 800 g ± 5." in column.tip(by_code["A"])
        assert "look at the unit" in column.tip(by_code["C"])
        assert page.tabs.tabText(4) == "Odd weight  1"
        page.tabs.setCurrentIndex(4)
        window.wait_for(lambda: [row.sku for row in model.rows] == ["C"])
        page.tabs.setCurrentIndex(0)
        window.wait_for(lambda: len(model.rows) == 4)
        page.table.go_to(by_code["A"].id, "weight")
        window.keys("text:790", "Return")
        window.wait_for(lambda: {row.sku: row.weight for row in model.rows}["A"] == 790)
        assert [row.sku for row in list_learned_weights(desk.database, only_doubtful=True)] == ["C"]
        window.keys("Ctrl+Shift+G")
        window.wait_for(lambda: "say nothing new" in "\n".join(window.news()))
