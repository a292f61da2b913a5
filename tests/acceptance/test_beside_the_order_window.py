"""What stands beside an order and what Settings decide of it, in the window by keys (ORD-02, ORD-14, ORD-19, ORD-21,
ORD-23)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.clock import now
from shopdesk.domain.statuses import Stage, Status
from shopdesk.printing.preview import Preview
from shopdesk.printing.printers import Printer
from shopdesk.queries.extensions import list_extensions
from shopdesk.queries.orders import get_order
from shopdesk.queries.overpayments import list_overpayments
from shopdesk.services.desk import Desk
from shopdesk.services.registering import register_orders
from shopdesk.ui.print_preview import dialog as print_dialog
from shopdesk.ui.print_preview.dialog import PrintPreview
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
    """A red one of tb_li, paid an hour ago, with 15.00 of postage."""
    fresh = now() - HOUR
    return add_order(desk, buyer="tb_li", order_no="NEXT", created=fresh, paid_at=fresh, flag=1, postage=1_500,
                     paid=21_400)  # fmt: skip


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
    said: list[Any] = [*shown.findChildren(QLabel), *shown.findChildren(QPushButton)]
    return "\n".join(each.text() for each in said if each.isVisibleTo(shown))


@pytest.mark.rule("ORD-02")
def test_the_table_of_flags_in_settings_chooses_the_salesperson(window: WindowStand, desk: Desk, order: int) -> None:
    settings = window.shop.open_settings()
    settings.show_section("flags")
    part(window, QLineEdit, "settings.flags.red.people").setText("小王，小李")
    window.click("settings.save")
    window.settle()
    page = window.open("registering")
    window.wait_for(lambda: page.reading is not None and page.reading.is_unclear)
    page.take_focus()
    window.keys("2", "Return")
    window.wait_for(lambda: get_order(desk.database, order).stage is Stage.REGISTERED)
    found = get_order(desk.database, order)
    assert (found.salesperson, found.registrar, int(found.flag)) == ("小李", "Owner", 1)


@pytest.mark.rule("ORD-21")
def test_overpaid_postage_is_paid_out_from_the_menu_and_shown(window: WindowStand, desk: Desk, order: int) -> None:
    window.open("orders").actions_.by_name["overpaid"].trigger()
    window.settle()
    way = part(window, QComboBox, "form.overpaid.way")
    way.setCurrentIndex(way.findText("Paid out"))
    window.fill(amount="6.00")
    assert "Say how it was paid" in window.asked()
    window.fill(reference="支付宝 0302-9")
    (row,) = list_overpayments(desk.database, order)
    assert (row.amount.yuan, row.reference, row.person) == ("6.00", "支付宝 0302-9", "Owner")
    said = panel(window)
    assert "6.00 · 支付宝 0302-9 · Owner" in said
    assert "Paid too much\n15.00" in said
    window.open("orders").actions_.by_name["overpaid"].trigger()
    window.settle()
    assert part(window, QLineEdit, "form.overpaid.amount").text() == "9.00"
    window.dialog().reject()


@pytest.mark.rule("ORD-23")
def test_when_a_shipped_order_confirms_itself_shows_and_moves_with_its_extension(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    sent = now() - DAY
    order = add_order(desk, buyer="tb_b", order_no="SENT", created=sent, paid_at=sent, shipped_at=sent,
                      status=int(Status.SHIPPED), stage=int(Stage.SHIPPED))  # fmt: skip
    due = desk.shown(sent + 10 * DAY)[:10]
    with window_on(desk, tmp_path, qtbot) as window:
        show(window, order)
        assert f"Confirms itself\n{due}" in panel(window)
        window.keys("Shift+T")
        window.fill(until="2999-01-01", reason="货在途中")
        assert [each.reason for each in list_extensions(desk.database, order)] == ["货在途中"]
        said = panel(window)
        assert "Confirms itself\n2999-01-01" in said
        assert "Confirm by" in said and "buyer not told yet" in said


@pytest.mark.rule("ORD-19")
def test_discount_and_block_are_noted_beside_the_order(window: WindowStand, desk: Desk, order: int) -> None:
    window.click("orders.panel.buyer.card.edit")
    number: Any = part(window, QWidget, "form.buyer.discount")
    number.setValue(5)
    window.click("form.buyer.save")
    assert "5%" in panel(window).replace(" ", "")
    window.click("orders.panel.buyer.card.block")
    window.answer("恶意退货")
    assert "恶意退货" in panel(window)
    assert [hold.kind for hold in get_order(desk.database, order).open_holds] == ["blocked"]


@pytest.mark.rule("ORD-14")
def test_the_change_note_is_printed_for_the_warehouse(
    window: WindowStand, desk: Desk, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(print_dialog, "find_printers", lambda: [Printer("Zebra", True)])
    monkeypatch.setattr(print_dialog, "send_to_printer", lambda pdf, **_more: printed.append(pdf))
    register_orders(desk, order_ids=[order])
    window.shop.changes.announce(("orders",))
    show(window, order)
    window.keys("N")
    window.fill(colour="灰色", reason="旺旺说的")
    show(window, order)
    window.keys("Shift+N")
    preview = window.dialog()
    assert isinstance(preview, PrintPreview)
    window.wait_for(lambda: preview.pages.count > 0 and preview.choices.printer == "Zebra")
    preview.print()
    window.wait_for(lambda: bool(printed))
    with Preview(printed[0]) as shown:
        text = shown.text(0)
    assert all(each in text for each in ("tb_li", "张三", "13800000000", "灰色 W7 ×1"))


@pytest.mark.rule("ORD-01")
def test_the_time_left_shows_before_it_is_late(window: WindowStand) -> None:
    page = window.open("registering")
    window.wait_for(lambda: page.reading is not None)
    told = window.window.findChild(QWidget, "registering.order")
    assert told is not None
    said = "\n".join(each.text() for each in told.findChildren(QLabel) if each.isVisibleTo(told))
    assert "22 h" in said or "23 h" in said
    assert "late" not in said


@pytest.mark.rule("ORD-03")
def test_no_form_asks_who_registers(window: WindowStand, desk: Desk, order: int) -> None:
    register_orders(desk, order_ids=[order])
    window.shop.changes.announce(("orders",))
    show(window, order)
    window.keys("E")
    fields = [each.objectName() for each in window.dialog().findChildren(QWidget)]
    assert "form.edit_order.paid" in fields
    assert not [name for name in fields if "registrar" in name]
    window.dialog().reject()
