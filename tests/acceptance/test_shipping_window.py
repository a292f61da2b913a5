"""Waves, waybills and the issue register in the window, by keys and scanner (SHP-01 to SHP-03, ORD-16, ORD-17)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.domain.documents import Paper, Party
from shopdesk.printing.preview import Preview
from shopdesk.printing.printers import Printer
from shopdesk.queries.orders import get_order
from shopdesk.queries.slips import SlipRow, list_slips
from shopdesk.queries.waves import list_wave_carriers, list_waves
from shopdesk.services.holds import hold_orders
from shopdesk.services.shop_settings import save_shop
from shopdesk.services.waves import make_wave
from shopdesk.services.waybill_ranges import add_range
from shopdesk.ui.navigation import NavButton
from shopdesk.ui.print_preview import dialog
from shopdesk.ui.print_preview.dialog import PrintPreview
from shopdesk.ui.shipping.conflicts import ConflictsDialog
from shopdesk.ui.shipping.page import ShippingPage
from tests.factories import NOON, add_order, make_desk
from tests.window_stand import WindowStand, window_on

YTO, SF = "圆通速递", "顺丰速运"
HERE = Party("一号店", "0571-88880000", "浙江省 杭州市 余杭区", "示例小镇1幢")
NUMBERS = [f"YT745324486560{n}" for n in range(1, 8)]
DAY = 24 * 3_600_000


def page_count(pdf: bytes) -> int:
    with Preview(pdf) as opened:
        return opened.count


class Printed(list[tuple[bytes, Paper]]):
    """What the printer was given."""


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Printed:
    """A printer that remembers."""
    given = Printed()
    monkeypatch.setattr(dialog, "find_printers", lambda: [Printer("Zebra", True)])
    monkeypatch.setattr(dialog, "send_to_printer", lambda pdf, *, printer, title, paper: given.append((pdf, paper)))
    return given


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    """Five registered orders: three by YTO, two by SF; one more is held. It is 10:00."""
    desk = make_desk(tmp_path)
    save_shop(desk, shop_id=1, version=1, name="一号店", sender=HERE, return_to=HERE)
    for place, carrier in enumerate((YTO, YTO, YTO, SF, SF, YTO), 1):
        columns: dict[str, Any] = {"order_no": f"100{place}", "paid_at": NOON - DAY + place, "carrier": carrier}
        add_order(desk, stage=1, registered_at=NOON - DAY, buyer=f"b{place}", address=f"路{place}号", **columns)
    hold_orders(desk, order_ids=[6], reason="地址不全")
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


def shipping(window: WindowStand) -> ShippingPage:
    page: ShippingPage = window.open("shipping")
    window.settle()
    return page


def with_wave(window: WindowStand) -> ShippingPage:
    """The page, with a wave of all five just made by keys."""
    page = shipping(window)
    window.keys("Ctrl+N")
    window.settle()
    assert page._wave_id == 1
    return page


def slips(window: WindowStand) -> list[SlipRow]:
    return list_slips(window.desk.database, wave_id=1)


def waybills(window: WindowStand) -> list[str]:
    return [slip.waybill for slip in slips(window)]


def preview(window: WindowStand) -> PrintPreview:
    """The preview that is open, once its pages are drawn and its printer is known."""
    found = window.dialog()
    assert isinstance(found, PrintPreview)
    window.wait_for(lambda: found.pages.count > 0 and found.choices.printer == "Zebra")
    return found


def print_all(window: WindowStand) -> None:
    window.keys("Ctrl+P")
    preview(window).print()
    window.settle()


@pytest.mark.rule("ORD-16")
def test_the_next_wave_shows_what_goes_by_carrier_and_what_stays_and_why(window: WindowStand) -> None:
    page = shipping(window)
    told = [(entry.takes.carrier, entry.takes.slips) for entry in page.next.carriers.records.rows]
    assert sorted(told) == sorted([(YTO, 3), (SF, 2)])
    assert [(entry.order_no, entry.group) for entry in page.next.left.records.rows] == [("1006", "On hold")]
    assert "地址不全" in page.next.left.records.rows[0].said
    assert page.next._title.text() == "Noon wave, due 12:00"
    page.next.left.opened.emit(page.next.left.records.rows[0].id)
    window.settle()
    assert window.window.page_key == "orders", "each leads to its order"


@pytest.mark.rule("ORD-16")
def test_what_is_unprinted_at_cut_off_is_a_banner_and_a_badge(window: WindowStand) -> None:
    banner = window.window.banners
    window.shop._cut_off.look()
    window.wait_for(lambda: "6 orders registered before it are still unprinted" in banner_text(window))
    assert banner.isVisible()
    badge = window.window.findChild(NavButton, "main.nav.shipping")
    assert badge is not None
    assert badge.badge == 5, "the held one can't be printed"


def banner_text(window: WindowStand) -> str:
    return "\n".join(label.text() for label in window.window.banners.findChildren(QLabel))


@pytest.mark.rule("ORD-16")
def test_a_wave_is_made_by_key_undone_and_made_for_one_carrier(window: WindowStand) -> None:
    page = with_wave(window)
    assert len(slips(window)) == 5
    window.undo()
    assert list_waves(window.desk.database) == []
    assert page.stack.currentWidget() is page.next
    page.next.carriers.go_to(next(entry.id for entry in page.next.carriers.records.rows if entry.takes.carrier == SF))
    window.click("shipping.make-carrier.button")
    assert {slip.carrier for slip in list_slips(window.desk.database) if slip.wave_id is not None} == {SF}
    page._choose_wave(0)
    window.settle()
    window.keys("Ctrl+Shift+N")
    assert [wave.kind for wave in list_waves(window.desk.database)] == ["urgent", "noon"]


@pytest.mark.rule("SHP-01")
def test_slips_are_printed_once_grouped_by_carrier_and_again_only_with_a_reason(
    window: WindowStand, paper: Printed
) -> None:
    page = with_wave(window)
    carriers = [slip.carrier for slip in slips(window)]
    assert carriers == sorted(carriers), "grouped"
    print_all(window)
    assert page_count(paper[0][0]) == 5
    assert "Did all 5 slips come out?" in page.view.question.text
    window.keys("Ctrl+Return")
    assert page.view.question.isHidden()
    assert not page.commands.by_name["print"].isEnabled(), "each once"
    page.view.table.go_to(slips(window)[0].id)
    window.keys("Ctrl+Shift+P")
    assert "Why is this slip printed again?" in window.asked()
    window.answer("Paper jam")
    preview(window).print()
    window.settle()
    assert page_count(paper[1][0]) == 1
    rows = window.desk.database.execute_sql("SELECT reason FROM print_record WHERE reason <> ''").fetchall()
    assert rows == [("Paper jam",)]


@pytest.mark.rule("SHP-01")
def test_what_did_not_come_out_is_printed_again_as_if_for_the_first_time(
    window: WindowStand, paper: Printed, qtbot: QtBot
) -> None:
    page = with_wave(window)
    print_all(window)
    window.click("shipping.wave.question.button1")
    asked = window.dialog()
    assert isinstance(asked, QInputDialog)
    asked.setIntValue(2)
    asked.accept()
    window.settle()
    assert [slip.printed_at is not None for slip in slips(window)] == [True, True, False, False, False]
    print_all(window)
    assert page_count(paper[1][0]) == 3
    assert page.view.question.text == "Did all 3 slips come out?"


@pytest.mark.rule("SHP-02")
def test_waybills_are_scanned_in_print_order_whatever_has_the_focus(window: WindowStand) -> None:
    page = with_wave(window)
    page.waves.setFocus()
    page.view.tabs.setCurrentIndex([page.view.tabs.tabData(n) for n in range(3)].index(YTO))
    window.settle()
    for number in NUMBERS[:2]:
        window.scan(number)
    mine = [slip.waybill for slip in slips(window) if slip.carrier == YTO]
    assert mine == [NUMBERS[0], NUMBERS[1], ""]
    window.scan(NUMBERS[0])
    current = page.view.table.current()
    assert current is not None
    assert current.slip.waybill == NUMBERS[0], "a known number leads to its slip"
    assert [slip.waybill for slip in slips(window) if slip.carrier == YTO] == mine, "and is given to no other"
    window.scan("XX")
    assert "is no waybill of 圆通速递" in page.view.notice.text


@pytest.mark.rule("SHP-02")
def test_waybills_are_typed_and_enter_goes_to_the_next_empty_one(window: WindowStand) -> None:
    page = with_wave(window)
    page.view.tabs.setCurrentIndex([page.view.tabs.tabData(n) for n in range(3)].index(YTO))
    window.settle()
    entries = page.view.table.records.rows
    window.scan(NUMBERS[5])
    page.view.table.go_to(entries[1].id, "waybill")
    window.keys(f"slow:{NUMBERS[0].lower()}", "Return")
    assert page.view.table.current_id() == entries[2].id
    window.keys(f"slow:{NUMBERS[1].replace('0', 'O')}", "Return")
    assert [slip.waybill for slip in slips(window) if slip.carrier == YTO] == [NUMBERS[5], NUMBERS[0], NUMBERS[1]]


@pytest.mark.rule("SHP-02")
def test_a_refused_waybill_keeps_its_slip_waiting_for_the_next_try(window: WindowStand) -> None:
    page = with_wave(window)
    first = page.view.table.current_id()
    window.keys("slow:99", "Return")
    assert "is no waybill" in page.view.notice.text
    assert page.view.table.current_id() == first, "the right number must not land on the next slip"


@pytest.mark.rule("ORD-16")
def test_after_taking_out_the_next_slip_is_chosen_and_undo_takes_back_the_rest(window: WindowStand) -> None:
    page = with_wave(window)
    page.view.table.go_to(page.view.table.records.rows[0].id)
    window.keys("Ctrl+Backspace")
    assert len(slips(window)) == 4 and len(page.view.chosen()) == 1
    window.keys("Ctrl+Backspace")
    assert len(slips(window)) == 3
    window.undo()
    assert not list_waves(window.desk.database) and "taken back" in window.news()[-1]


@pytest.mark.rule("SHP-01")
def test_keys_and_scans_work_on_after_the_strip_is_answered(window: WindowStand, paper: Printed) -> None:
    page = with_wave(window)
    badge = window.window.findChild(NavButton, "main.nav.packing")
    assert badge is not None and badge.badge == 0
    print_all(window)
    window.wait_for(lambda: badge.badge == 5)  # to be packed, though nobody opened that page yet
    button = page.view.question.findChild(QPushButton, "shipping.wave.question.button0")
    assert button is not None
    button.setFocus()
    window.keys("Space")
    assert page.view.question.isHidden() and page.view.table.hasFocus()


@pytest.mark.rule("SHP-02")
def test_a_pasted_column_is_taken_whole_or_its_conflicts_are_named(window: WindowStand) -> None:
    page = with_wave(window)
    page.view.tabs.setCurrentIndex([page.view.tabs.tabData(n) for n in range(3)].index(YTO))
    window.settle()
    QGuiApplication.clipboard().setText("\n".join([NUMBERS[0], "SF1234567890123", NUMBERS[0]]))
    window.keys("Ctrl+V")
    dialog = window.dialog()
    assert isinstance(dialog, ConflictsDialog)
    assert [entry.conflict.line for entry in dialog.table.records.rows] == [1, 2, 3]
    dialog.accept()
    window.settle()
    assert set(waybills(window)) == {""}
    QGuiApplication.clipboard().setText("\n".join(NUMBERS[:3]))
    window.keys("Ctrl+V")
    assert [slip.waybill for slip in slips(window) if slip.carrier == YTO] == NUMBERS[:3]


@pytest.mark.rule("SHP-02")
def test_numbers_come_from_stock_and_a_range_that_runs_out_leaves_the_choice(window: WindowStand) -> None:
    add_range(window.desk, carrier=YTO, first=NUMBERS[0], last=NUMBERS[1])
    page = with_wave(window)
    page.view.tabs.setCurrentIndex([page.view.tabs.tabData(n) for n in range(3)].index(YTO))
    window.settle()
    window.keys("Ctrl+G")
    assert "圆通速递: 3 wait, 2 in stock" in window.asked()
    window.click("form.stock.save")
    assert "reach for 2 of 3 slips" in page.view.notice.text
    assert set(waybills(window)) == {""}
    window.click("shipping.wave.notice.button1")
    assert [slip.waybill for slip in slips(window) if slip.carrier == YTO] == [NUMBERS[0], NUMBERS[1], ""]


@pytest.mark.rule("SHP-02")
def test_another_number_needs_a_reason(window: WindowStand) -> None:
    page = with_wave(window)
    slip = next(slip for slip in slips(window) if slip.carrier == YTO)
    page.entry.give(slip, NUMBERS[0])
    window.settle()
    page.view.table.go_to(slip.id, "waybill")
    window.keys("F2")
    window.scan(NUMBERS[1])
    assert "has waybill" in window.asked()
    window.answer("Label damaged")
    assert NUMBERS[1] in waybills(window)


@pytest.mark.rule("ORD-17")
def test_a_slip_without_waybill_waits_is_printed_plain_and_filled_in_later(window: WindowStand, paper: Printed) -> None:
    page = with_wave(window)
    assert {page.view.table.records.data(page.view.table.records.index(0, 7))} == {"waiting"}
    print_all(window)
    slip = slips(window)[0]
    assert slip.plain_at == NOON
    page.entry.give(slip, "SF1234567890123" if slip.carrier == SF else NUMBERS[0])
    window.settle()
    assert slips(window)[0].waybill
    assert page.view.facts is not None
    assert page.view.facts.wave.waiting == 4


@pytest.mark.rule("SHP-03")
def test_the_register_is_printed_scanned_counted_and_a_difference_names_the_slips(
    window: WindowStand, paper: Printed
) -> None:
    page = with_wave(window)
    print_all(window)
    window.keys("Ctrl+Return")
    window.keys("Ctrl+I")
    register = page._register
    assert register is not None
    mine = [slip for slip in slips(window) if slip.carrier == YTO]
    window.keys(f"text:{mine[0].order_no}", "Return", into=register.scan)
    assert f"Handed over: {mine[0].order_no}" in register.notice.text
    window.keys("text:nobody1", "Return", into=register.scan)
    assert "There is no slip" in register.notice.text
    place = next(entry.id for entry in register.table.records.rows if entry.carrier.carrier == YTO)
    register.table.go_to(place)
    register.scan.setFocus()
    window.keys("Down", f"slow:{mine[0].order_no}00", "Return")
    assert f"There is no slip {mine[0].order_no}00" in register.notice.text, "a scan into the counts is a scan"
    register.table.go_to(place, "counted")
    window.keys("text:2", "Return")
    assert "2 counted, 3 printed" in register.notice.text
    assert {entry.slip.order_no for entry in register.missing.records.rows} == {mine[1].order_no, mine[2].order_no}
    register.table.edit_cell(place, "note")
    window.keys("text:one torn", "Return")
    carrier = next(each for each in list_wave_carriers(window.desk.database, 1) if each.carrier == YTO)
    assert (carrier.counted, carrier.note) == (2, "one torn")
    window.click("shipping.register.print")
    preview(window).print()
    window.settle()
    assert paper[-1][1] is Paper.A4


@pytest.mark.rule("SHP-01")
def test_a_slip_is_taken_out_of_its_wave_or_cancelled_with_a_reason(window: WindowStand, paper: Printed) -> None:
    page = with_wave(window)
    first, second = slips(window)[:2]
    page.view.table.go_to(first.id)
    window.keys("Ctrl+Backspace")
    assert first.id not in {slip.id for slip in slips(window)}
    print_all(window)
    page.view.table.go_to(second.id)
    window.keys("Ctrl+Delete")
    assert "must not leave" in window.asked()
    window.answer("Refunded")
    cancelled = [slip for slip in slips(window) if slip.cancelled_at is not None]
    assert [(slip.id, slip.cancel_reason) for slip in cancelled] == [(second.id, "Refunded")]


@pytest.mark.rule("SHP-01")
def test_orders_ship_together_and_one_is_split_from_the_list_of_orders(window: WindowStand) -> None:
    page = window.open("orders")
    add_order(
        window.desk, order_no="2001", stage=1, registered_at=NOON, carrier=YTO, buyer="b1", address="路1号", lines=2
    )
    page.refresh()
    window.settle()
    page.commands.parcels.together([1, 7])
    window.settle()
    together = list_slips(window.desk.database, order_id=7)
    assert [{order.id for order in slip.orders} for slip in together] == [{1, 7}]
    window.undo()
    assert list_slips(window.desk.database, order_id=7) == []
    dialog = page.commands.parcels.split(7)
    assert dialog is not None
    window.settle()
    window.keys("text:1", "Return")
    window.click("parcels.split")
    window.wait_for(lambda: len(list_slips(window.desk.database, order_id=7)) == 2)
    made = make_wave(window.desk)
    assert made.slips == 7, "five orders, and two parcels of one"
    assert get_order(window.desk.database, 7).order_no == "2001"


def test_nothing_modal_is_left_behind(window: WindowStand) -> None:
    shipping(window)
    assert QApplication.activeModalWidget() is None
