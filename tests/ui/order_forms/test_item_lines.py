"""Lines are found, typed, ticked and taken out by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.manual_orders import AmountUnreadable, ManualItem
from shopdesk.domain.money import Money
from shopdesk.queries.products import VariantFilter, VariantRow, list_variants
from shopdesk.services.order_contents import OddQuantity
from shopdesk.services.products import learn_variants
from shopdesk.ui.background import Background
from shopdesk.ui.form_inputs import Field
from shopdesk.ui.order_forms.item_lines import ItemLines, TypedLine, read_lines
from tests.factories import add_order, make_desk

OLD = (TypedLine("A1", "单鞋", "颜色：黑色;尺码：W7", "1"), TypedLine("A2", "单鞋", "颜色：黑色;尺码：W8", "2"))


class Editor:
    """The field in a window, over a shop with two variants of 5815."""

    def __init__(self, qtbot: QtBot, background: Background, folder: Path, lines: tuple[TypedLine, ...] = ()) -> None:
        desk = make_desk(folder)
        add_order(desk, lines=2)
        with desk.database.atomic():
            learn_variants(desk.database, shop_id=1, after_line=0)
        desk.database.execute_sql("UPDATE variant SET price = 19900")
        self.skus = [row.sku for row in list_variants(desk.database)]
        self._qtbot, self._background = qtbot, background
        self.window = QWidget()
        self.window.setObjectName("row")

        def find(text: str) -> Callable[[], list[VariantRow]]:
            return lambda: list_variants(desk.database, VariantFilter(find=text))

        self.lines = ItemLines(
            Field("items", "Items"), self.window, find=find, background=background, lines=lines, is_ticked=bool(lines)
        )
        self.lines.retranslate()
        QVBoxLayout(self.window).addWidget(self.lines.widget)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitActive(self.window)
        self.lines.search.setFocus()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.lines.search, text)

    def enter(self) -> None:
        QTest.keyClick(self.lines.search, Qt.Key.Key_Return)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.lines._timer.isActive() and not self._background.running, timeout=10_000)
        self._qtbot.wait(5)


@pytest.fixture
def editor(qtbot: QtBot, background: Background, tmp_path: Path) -> Editor:
    return Editor(qtbot, background, tmp_path)


def test_what_is_typed_is_offered_and_enter_takes_the_first(editor: Editor) -> None:
    editor.type("5815")
    editor.settle()
    assert editor.lines._popup.isVisible()
    assert editor.lines._texts.stringList()[0] == f"{editor.skus[0]}  ·  真皮单鞋  ·  深紫 W7  ·  199.00"
    QTest.keyClick(editor.lines._popup, Qt.Key.Key_Return)
    (line,) = editor.lines.value()
    assert (line.sku, line.title, line.properties, line.quantity, line.price) == (
        editor.skus[0], "真皮单鞋", "颜色：深紫;尺码：W7", "1", "199.00",
    )  # fmt: skip
    assert editor.lines.search.text() == ""


def test_a_scanned_code_is_taken_at_once(editor: Editor) -> None:
    editor.lines.search.setText(editor.skus[1])
    editor.enter()
    assert [line.sku for line in editor.lines.value()] == [editor.skus[1]]


def test_initials_find_too_and_several_are_offered(editor: Editor) -> None:
    editor.lines.search.setText("zpdx")
    editor.enter()
    assert editor.lines.value() == ()
    editor.lines.search.setFocus()  # another window on a busy machine may have had the keys
    assert editor.lines._popup.isVisible()
    editor.lines._popup.hide()


def test_what_nobody_knows_is_taken_as_typed(editor: Editor) -> None:
    editor.lines.search.setText("鞋垫 一双")
    editor.enter()
    assert editor.lines.value() == (TypedLine("", "鞋垫 一双", "", "1"),)


def test_what_is_typed_before_an_item_is_found_is_the_next_one(editor: Editor) -> None:
    editor.lines.search.setText("鞋垫")
    editor.lines.take("鞋垫")
    editor.type(editor.skus[1])
    editor.settle()
    assert [line.title for line in editor.lines.value()] == ["鞋垫"]
    assert editor.lines.search.text() == editor.skus[1]


def test_what_is_typed_over_a_code_that_is_looked_for_stays(editor: Editor) -> None:
    editor.lines.search.setText(editor.skus[0])
    editor.lines.take(editor.skus[0])
    editor.lines.search.setText("鞋带")
    editor.settle()
    assert [line.sku for line in editor.lines.value()] == [editor.skus[0]]
    assert editor.lines.search.text() == "鞋带"


def test_what_is_found_while_the_keys_are_elsewhere_is_offered_when_they_come_back(editor: Editor) -> None:
    editor.lines.search.setText("zpdx")
    editor.lines.take("zpdx")
    editor.lines.table.setFocus()
    editor.settle()
    assert not editor.lines._popup.isVisible()
    editor.lines.search.setFocus()
    assert editor.lines._popup.isVisible()
    editor.lines._popup.hide()


def test_delete_takes_a_line_out(editor: Editor) -> None:
    for text in ("鞋垫", "鞋带"):
        editor.lines.search.setText(text)
        editor.enter()
    editor.lines.table.setCurrentCell(0, 0)
    QTest.keyClick(editor.lines.table, Qt.Key.Key_Delete)
    assert [line.title for line in editor.lines.value()] == ["鞋带"]


def test_lines_of_another_order_are_ticked(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    editor = Editor(qtbot, background, tmp_path, OLD)
    assert editor.lines.value() == ()
    editor.lines.table.setFocus()
    editor.lines.table.setCurrentCell(1, 0)
    QTest.keyClick(editor.lines.table, Qt.Key.Key_Space)
    assert editor.lines.value() == (OLD[1],)


def test_lines_are_read_with_full_width_figures() -> None:
    assert read_lines((TypedLine("A1", "", "", "１２", "１，２９９"),)) == (
        ManualItem("A1", quantity=12, price=Money(129_900)),
    )
    assert read_lines((TypedLine("A1", "", "", "2"),))[0].price is None


@pytest.mark.parametrize("quantity", ["", "x", "-1", "1.5", "²", "99999999"])
def test_odd_quantities_are_refused(quantity: str) -> None:
    with pytest.raises(OddQuantity):
        read_lines((TypedLine("A1", "", "", quantity),))


def test_odd_prices_are_refused() -> None:
    with pytest.raises(AmountUnreadable):
        read_lines((TypedLine("A1", "", "", "1", "cheap"),))
