"""Late changes, deadlines, buyers and promises in the window, by keys (ORD-14, 15, 18 to 21, 23)."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.money import Money
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.permissions import Role
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.change_notes import list_change_notes
from shopdesk.queries.extensions import list_extensions
from shopdesk.queries.orders import get_order
from shopdesk.queries.owed_items import list_owed_items
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.order_edits import OrderEdit, edit_order
from shopdesk.services.orders import set_memo
from shopdesk.services.owed_items import add_owed_item
from tests.factories import add_order, make_desk
from tests.window_stand import WindowStand, window_on

Part = TypeVar("Part", bound=QWidget)
HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, clock=now)
    yield made
    made.database.close()


@pytest.fixture
def order(desk: Desk) -> int:
    """A registered order of tb_li, paid an hour ago, with 15.00 of postage."""
    fresh = now() - HOUR
    return add_order(
        desk, buyer="tb_li", order_no="NEXT", created=fresh, paid_at=fresh, stage=int(Stage.REGISTERED),
        postage=1_500, paid=21_400,
    )  # fmt: skip


@pytest.fixture
def window(desk: Desk, order: int, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as stand:
        show(stand, order)
        yield stand


def show(stand: WindowStand, order_id: int) -> None:
    """The orders page with this order in its panel and the keys going to the table."""
    page = stand.open("orders")
    page.open_record("order", order_id)
    stand.settle()
    stand.wait_for(lambda: page.panel.everything is not None and page.panel.everything.order.id == order_id)
    page.table.setFocus()


def part(stand: WindowStand, kind: type[Part], name: str) -> Part:
    """A part of the open dialog."""
    found = stand.dialog().findChild(kind, name)
    assert found is not None, name
    return found


def panel(stand: WindowStand) -> str:
    """What the panel says."""
    shown = stand.open("orders").panel
    stand.wait_for(lambda: not shown._timer.isActive())
    stand.settle()
    labels = [each.text() for each in shown.findChildren(QLabel) if each.isVisibleTo(shown)]
    return "\n".join(labels + [each.text() for each in shown.findChildren(QPushButton) if each.isVisibleTo(shown)])


@pytest.mark.rule("ORD-14")
def test_a_change_is_noted_by_keys_copied_and_taken_back(window: WindowStand, desk: Desk, order: int) -> None:
    window.keys("N")
    assert window.dialog().objectName() == "form.change_note"
    assert part(window, QComboBox, "form.change_note.wanted").currentText().endswith("×1")
    window.fill(colour="灰色", size="W6", reason="旺旺说的")
    [note] = list_change_notes(desk.database, order_id=order)
    assert note.changed_to == "灰色 W6 ×1"
    assert "灰色 W6 ×1" in panel(window)
    row = window.open("orders").table.orders.row_at(0)
    assert row is not None
    assert row.has_changes
    window.click("orders.panel.changes.list.0.button")
    assert QGuiApplication.clipboard().text().startswith("Buyer: tb_li\nName: 张三\n")
    assert "Change to: 灰色 W6 ×1" in QGuiApplication.clipboard().text()
    window.click("orders.panel.changes.list.0.back")
    window.answer("写错了")
    assert list_change_notes(desk.database, order_id=order) == []


@pytest.mark.rule("ORD-14")
def test_a_packed_parcel_warns_before_and_the_same_again_is_refused(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    packed = add_order(desk, buyer="tb_li", stage=int(Stage.PACKED), created=now(), paid_at=now())
    with window_on(desk, tmp_path, qtbot) as window:
        show(window, packed)
        window.keys("N")
        assert "packed already" in window.asked()
        window.answer()
        window.click("form.change_note.save")
        assert "is what was bought" in window.asked()
        assert list_change_notes(desk.database) == []
        window.fill(colour="灰色")
        assert [note.changed_to for note in list_change_notes(desk.database)] == ["灰色 W7 ×1"]


@pytest.mark.rule("ORD-15")
def test_an_edit_by_keys_needs_a_reason_and_shows_in_the_history(window: WindowStand, desk: Desk, order: int) -> None:
    window.keys("E")
    dialog = window.dialog()
    assert dialog.objectName() == "form.edit_order"
    window.fill(**{"line0.colour": "灰色", "line0.quantity": "0"})
    assert "Pieces are whole numbers" in window.asked()
    window.fill(**{"line0.quantity": "2"})
    assert "This is needed." in window.asked()
    window.fill(reason="买家加一件", paid="413.00")
    changed = get_order(desk.database, order)
    assert (changed.pieces, changed.paid.yuan, changed.lines[0].quantity) == (2, "413.00", 2)
    said = panel(window)
    assert "Edited by hand" in said
    assert "214.00 → 413.00" in said
    assert "买家加一件" in said


@pytest.mark.rule("ORD-15")
def test_two_on_one_order_the_second_hears_who_was_first_and_keeps_what_was_typed(
    window: WindowStand, desk: Desk, order: int
) -> None:
    window.keys("E")
    set_memo(desk, order_id=order, memo="别人写的")
    window.fill(reason="改价", paid="200.00")
    changed = get_order(desk.database, order)
    assert (changed.paid.yuan, changed.memo) == ("200.00", "别人写的"), "both are kept"
    window.keys("E")
    edit_order(desk, order_id=order, edit=OrderEdit(paid=Money(19_000)), reason="优惠")
    window.fill(reason="改价", paid="180.00")
    assert "Owner changed order" in window.asked()
    assert get_order(desk.database, order).paid.yuan == "190.00"
    window.keys("Escape")
    paid = window.dialog().findChild(QLineEdit, "form.edit_order.paid")
    assert paid is not None
    assert paid.text() == "180.00"


@pytest.mark.rule("ORD-15")
def test_an_agent_may_not_edit_a_registered_order_and_is_told_who_may(
    desk: Desk, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    person = desk.database.execute_sql("INSERT INTO person (name, role) VALUES ('小王', 'agent') RETURNING id")
    agent = Desk(desk.database, Actor(int(person.fetchone()[0]), "小王", Role.AGENT.value), desk.clock)
    with window_on(agent, tmp_path, qtbot) as window:
        show(window, order)
        action = window.open("orders").actions_.by_name["edit"]
        assert not action.isEnabled()
        assert "may not change registered orders" in action.toolTip()


@pytest.mark.rule("ORD-18")
@pytest.mark.rule("ORD-23")
def test_deadlines_are_extended_and_told_from_their_list_and_a_row_opens_its_order(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    late = add_order(desk, buyer="tb_a", order_no="LATE", ship_by=now() - HOUR, created=now(), paid_at=now())
    soon: dict[str, Any] = {
        "status": int(Status.SHIPPED),
        "shipped_at": now() - 9 * DAY,
        "created": now(),
        "paid_at": now(),
    }
    add_order(desk, buyer="tb_b", order_no="SOON", address="别处2号", **soon)
    with window_on(desk, tmp_path, qtbot) as window:
        show(window, late)
        window.keys("Ctrl+D")
        dialog = window.dialog()
        assert "1 order, 1 without an extension" in window.asked()
        window.keys("T", into=part(window, QTableView, "deadlines.table"))
        window.fill(until="2999-01-01", reason="缺货")
        window.wait_for(lambda: "1 order, 0 without an extension" in window.asked())
        [extension] = list_extensions(desk.database, late)
        assert "LATE" in extension.message
        assert extension.told_at is None
        window.click("deadlines.told")
        assert list_extensions(desk.database, late)[0].told_at is not None
        tabs = part(window, QTabBar, "deadlines.lists")
        window.keys("Ctrl+PgDown", into=dialog)
        assert tabs.currentIndex() == 1
        window.click("deadlines.open")
        window.wait_for(lambda: "SOON" in panel(window))
        assert "Confirms itself" in panel(window)


@pytest.mark.rule("ORD-18")
def test_a_time_that_is_none_or_has_passed_is_refused_in_the_form(window: WindowStand, desk: Desk, order: int) -> None:
    window.keys("T")
    window.fill(until="bald", reason="缺货")
    assert "Type a day or a moment" in window.asked()
    window.fill(until="2020-01-01")
    assert "Choose a later time" in window.asked()
    assert part(window, QPlainTextEdit, "form.extension.message").toPlainText().count("{") == 4
    assert list_extensions(desk.database, order) == []


@pytest.mark.rule("ORD-19")
@pytest.mark.rule("ORD-20")
def test_the_buyer_stands_beside_the_order_and_what_is_owed_goes_along_by_a_button(
    desk: Desk, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    old = now() - 9 * DAY
    first = add_order(desk, buyer="tb_li", order_no="FIRST", created=old, status=int(Status.DONE), done_at=old)
    add_owed_item(desk, kind=Owed.SAMPLE, item="样品茶", order_id=first)
    with window_on(desk, tmp_path, qtbot) as window:
        show(window, order)
        said = panel(window)
        assert "2 orders so far" in said
        assert "Owed: Sample: 样品茶 ×1" in said
        assert "Still owed to this buyer: 样品茶" in said
        window.click("orders.panel.buyer.card.owed.0.button")
        assert "goes with order NEXT" in panel(window)
        assert get_order(desk.database, order).open_holds == ()
        window.click("orders.panel.buyer.card.edit")
        box = part(window, QComboBox, "form.buyer.tier")
        box.setCurrentIndex(box.findData("VIP1"))
        window.fill(tags="老客户，大方")
        assert "VIP1" in panel(window)
        assert "老客户 · 大方" in panel(window)
        window.click("orders.panel.buyer.card.past.0")
        window.wait_for(lambda: "FIRST" in panel(window))


@pytest.mark.rule("ORD-20")
def test_what_the_memo_promises_is_noted_with_one_button_and_struck_off_with_a_reason(
    desk: Desk, order: int, tmp_path: Path, qtbot: QtBot
) -> None:
    set_memo(desk, order_id=order, memo="送鞋垫")
    with window_on(desk, tmp_path, qtbot) as window:
        show(window, order)
        assert "Memo or message promise: 鞋垫" in panel(window)
        window.click("orders.panel.promise.button")
        [item] = list_owed_items(desk.database)
        assert (item.item, item.travels_no) == ("鞋垫", "NEXT")
        assert "promise" not in panel(window)
        window.click("orders.panel.buyer.card.owed.0.strike")
        window.answer("买家不要了")
        assert list_owed_items(desk.database) == []
        window.open("orders").table.setFocus()
        window.keys("O")
        part(window, QCheckBox, "form.owed.along").setChecked(False)
        window.fill(item="袜子")
        assert [(item.item, item.travels_id) for item in list_owed_items(desk.database)] == [("袜子", None)]


@pytest.mark.rule("ORD-21")
def test_overpaid_postage_is_made_good_from_the_menu_and_shown(window: WindowStand, desk: Desk, order: int) -> None:
    assert "Paid too much" in panel(window)
    window.open("orders").actions_.by_name["overpaid"].trigger()
    window.settle()
    window.fill(amount="20", item="袜子")
    assert "at most 15.00" in window.asked()
    window.fill(amount="15")
    assert [(item.kind, item.item) for item in list_owed_items(desk.database)] == [("postage", "袜子")]
    assert "15.00 · 袜子" in panel(window)
    window.open("orders").actions_.by_name["overpaid"].trigger()
    window.settle()
    assert "nothing left" in window.asked()
    window.answer()


def test_what_is_owed_is_written_beside_the_window(
    window: WindowStand, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[threading.Thread] = []

    def noted(*args: Any, **values: Any) -> int:
        writers.append(threading.current_thread())
        return add_owed_item(*args, **values)

    monkeypatch.setattr("shopdesk.ui.order_forms.buyer_care.add_owed_item", noted)
    window.keys("O")
    window.fill(item="袜子")
    assert [item.item for item in list_owed_items(desk.database)] == ["袜子"]
    assert writers and threading.main_thread() not in writers
