"""Two people, one record: two windows on one shop, and nobody's work is lost (DATA-02)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.domain.flags import Colour
from shopdesk.queries.orders import get_order
from shopdesk.queries.products import list_variants
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.products import learn_variants
from shopdesk.services.setup import open_desk
from shopdesk.settings import REGISTERED_MARK
from shopdesk.ui.clash_dialog import ClashDialog
from tests.engines import shop_address
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import WindowStand, window_on

pytestmark = pytest.mark.rule("DATA-02")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    add_order(made, memo="旧备注", receiver="张三")
    add_order(made, memo="另一单", created=NOON - 7_200_000)
    with made.database.atomic():
        learn_variants(made.database, shop_id=1, after_line=0)
    return made


@pytest.fixture
def both(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[WindowStand, WindowStand]]:
    """The owner's window and, on another PC, that of 小李."""
    second = open_desk(shop_address(tmp_path), clock=lambda: NOON + 60_000)
    second = replace(second, actor=add_person(desk, name="小李", role="owner"))
    with window_on(desk, tmp_path, qtbot) as first, window_on(second, tmp_path, qtbot) as other:
        yield first, other


def panel_of(stand: WindowStand, order: int = 1) -> Any:
    page: Any = stand.open("orders")
    page.open_record("order", order)
    stand.settle()
    stand.wait_for(lambda: page.panel.everything is not None and page.panel.everything.order.id == order)
    return page.panel


def write_memo(stand: WindowStand, text: str) -> Any:
    """Type a memo into the panel, and save it as Ctrl+Enter does."""
    panel = panel_of(stand)
    panel.memo.text.setPlainText(text)
    return panel


def press(key: Qt.Key) -> None:
    """A key to where the focus is in the open dialog."""
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    QTest.keyClick(dialog.focusWidget() or dialog, key)


def memo(stand: WindowStand) -> str:
    return get_order(stand.desk.database, 1).memo


def asked(stand: WindowStand) -> ClashDialog:
    stand.wait_for(lambda: isinstance(QApplication.activeModalWidget(), ClashDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ClashDialog)
    return dialog


def test_the_same_memo_shows_both_and_both_may_stay(both: tuple[WindowStand, WindowStand]) -> None:
    first, other = both
    mine, theirs = write_memo(first, "我的备注"), write_memo(other, "小李的备注")
    theirs.memo.save()
    other.settle()
    mine.memo.save()
    dialog = asked(first)
    number = get_order(first.desk.database, 1).order_no
    assert f"小李 changed order {number} while you were at it (2024-03-02 10:01)." in first.asked()
    (row,) = dialog.rows
    assert (row.choice.name, row.choice.theirs, row.choice.mine, row.side) == ("memo", "小李的备注", "我的备注", "both")
    press(Qt.Key.Key_Return)
    first.settle()
    assert memo(first) == "小李的备注\n我的备注"
    assert first.news()[-1] == "Memo saved"


def test_a_flag_that_another_gave_meanwhile_is_not_painted_over(both: tuple[WindowStand, WindowStand]) -> None:
    first, other = both
    pages: list[Any] = [stand.open("orders") for stand in both]
    for page in pages:
        page.table.choose_row(0)
    (order_id,) = pages[0].table.chosen_ids()

    def flag(stand: WindowStand, colour: Colour) -> None:
        pages[both.index(stand)].actions_.flag(colour).trigger()
        stand.settle()

    flag(first, Colour.RED)
    flag(first, Colour.YELLOW)  # one's own of a moment ago is no surprise
    flag(other, Colour.GREEN)  # which shows grey still
    assert "Owner changed order" in other.asked() and "flag" in other.asked()
    other.answer()
    assert get_order(first.desk.database, order_id).flag == Colour.YELLOW
    pages[1].refresh()
    other.settle()
    flag(other, Colour.GREEN)
    assert get_order(first.desk.database, order_id).flag == Colour.GREEN


def test_going_back_keeps_what_was_typed_and_mine_can_be_taken_by_key(both: tuple[WindowStand, WindowStand]) -> None:
    first, other = both
    mine, theirs = write_memo(first, "我的备注"), write_memo(other, "小李的备注")
    theirs.memo.save()
    other.settle()
    mine.memo.save()
    asked(first)
    press(Qt.Key.Key_Escape)
    first.settle()
    assert memo(first) == "小李的备注"
    assert (mine.memo.text.toPlainText(), mine.memo.is_changed) == ("我的备注", True)
    panel_of(first, 2)
    assert mine.memo.text.toPlainText() == "另一单"
    panel_of(first, 1)
    assert mine.memo.text.toPlainText() == "我的备注", "it waits for its order"
    mine.memo.save()
    dialog = asked(first)
    press(Qt.Key.Key_Left)
    assert dialog.rows[0].side == "mine"
    press(Qt.Key.Key_Return)
    first.settle()
    assert memo(first) == "我的备注"


def test_different_fields_are_both_kept_and_it_is_said(both: tuple[WindowStand, WindowStand]) -> None:
    first, other = both
    panel_of(first)
    first.open("orders").commands.care.edit(1)
    first.settle()
    form = first.dialog()
    write_memo(other, "小李的备注").memo.save()
    other.settle()
    other.open("orders").commands.care.edit(1)
    other.settle()
    assert other.dialog() is not form
    other.fill(reason="买家说", carrier="顺丰速运")
    assert first.dialog() is form
    first.fill(reason="改价", paid="150.00")
    changed = get_order(first.desk.database, 1)
    assert (changed.paid.yuan, changed.carrier, changed.memo) == ("150.00", "顺丰速运", "小李的备注")
    first.wait_for(lambda: any("小李 had changed order" in said and "carrier" in said for said in first.news()))


def test_a_cell_filled_in_by_two(both: tuple[WindowStand, WindowStand]) -> None:
    first, other = both
    mine, theirs = first.open("products"), other.open("products")
    row = mine.table.records.rows[0]
    theirs.commands.type_in(row, "shelf", "B-1")
    other.settle()
    mine.table.go_to(row.id, "shelf")
    mine.commands.type_in(row, "shelf", "A-1")
    dialog = asked(first)
    assert f"小李 changed variant {row.sku}" in first.asked()
    press(Qt.Key.Key_Return)
    assert dialog.isVisible(), "nothing is chosen by itself"
    press(Qt.Key.Key_Escape)
    first.settle()
    editor = mine.table.findChild(QLineEdit, "products.table.edit")
    assert editor is not None
    assert editor.text() == "A-1"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    asked(first)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    first.settle()
    assert list_variants(first.desk.database)[0].shelf == "A-1"
    theirs.commands.type_in(row, "weight", "300")
    other.settle()
    now = list_variants(first.desk.database)[0]
    assert (now.shelf, now.weight) == ("A-1", 300), "another cell of the same row is no clash"


def test_settings_of_two_owners(both: tuple[WindowStand, WindowStand]) -> None:
    first, other = both
    mine, theirs = first.shop.open_settings(), other.shop.open_settings()
    for dialog, key, text in (
        (theirs, "settings.shops.name", "小李的店"),
        (theirs, "settings.registering.mark", "已"),
        (mine, "settings.shops.name", "我的店"),
    ):
        field = dialog.findChild(QLineEdit, key)
        assert field is not None
        field.setText(text)
    theirs.save()
    other.settle()
    mine.save()
    question = asked(first)
    assert [(row.choice.name, row.choice.theirs, row.choice.mine) for row in question.rows] == [
        ("name", "小李的店", "我的店")
    ]
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    first.settle()
    kept = first.desk.database.execute_sql("SELECT name FROM shop").fetchone()[0]
    assert (kept, get_setting(first.desk.database, REGISTERED_MARK)) == ("我的店", "已")
