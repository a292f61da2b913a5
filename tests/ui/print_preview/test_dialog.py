"""The print preview: the pages are the print; each printing is recorded, and none happens twice in silence."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shopdesk.domain.documents import ORDER_DOCUMENTS, Document, Paper
from shopdesk.printing.printers import PrinterRefused, PrinterStalled
from shopdesk.queries.orders import get_order
from shopdesk.services.change_notes import enter_note
from shopdesk.services.desk import Desk
from shopdesk.services.papers import print_papers
from shopdesk.services.shop_settings import save_shop
from shopdesk.ui.print_preview.dialog import PrintPreview
from tests.factories import add_order
from tests.printing.samples import pages as page_texts
from tests.ui.print_preview.conftest import HERE, PrintShop


def part(preview: PrintPreview, name: str) -> Any:
    found = preview.findChild(QWidget, name)
    assert found is not None, name
    return found


def printed(desk: Desk, order_id: int) -> list[str]:
    return [record.document for record in get_order(desk.database, order_id).prints]


def wait_for_dialog(qtbot: QtBot, name: str) -> QDialog:
    def found() -> QDialog | None:
        widgets = QApplication.topLevelWidgets()
        return next((w for w in widgets if isinstance(w, QDialog) and w.objectName() == name and w.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None, timeout=5000)
    dialog = found()
    assert dialog is not None
    return dialog


def test_print_records_and_sends_the_very_pages(shop: PrintShop, qtbot: QtBot) -> None:
    preview = shop.open()
    qtbot.waitUntil(lambda: preview.choices.printer == "Zebra")
    with qtbot.waitSignal(preview.printed, timeout=10_000) as told:
        QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    ((pdf, printer, paper),) = shop.printers.given
    assert (printer, paper) == ("Zebra", Paper.LABEL_100X150)
    assert told.args is not None and told.args[0].pdf == pdf
    assert "YT7453244865603" in page_texts(pdf)[0]
    assert printed(shop.desk, shop.order) == ["slip"]
    assert not preview.isVisible()
    assert shop.settings["print.slip.printer"] == "Zebra"
    assert shop.settings["print.slip.paper"] == "100x150"


def test_a_second_printing_asks_why_and_says_so(shop: PrintShop, qtbot: QtBot) -> None:
    print_papers(shop.desk, order_ids=[shop.order], document=Document.SLIP, paper=Paper.LABEL_100X150)
    preview = shop.open()
    preview.print()
    question = wait_for_dialog(qtbot, "message.ask")
    said = question.findChild(QLabel, "message.ask.text")
    assert said is not None and "was printed by" in said.text()
    assert shop.printers.given == []
    line = question.findChild(QLineEdit, "message.ask.input")
    assert line is not None
    line.setText("Paper jam")
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        question.accept()
    assert "REPRINT 1" in page_texts(shop.printers.given[0][0])[0]
    assert [record.reason for record in get_order(shop.desk.database, shop.order).prints] == ["", "Paper jam"]


def test_no_reason_no_print(shop: PrintShop, qtbot: QtBot) -> None:
    print_papers(shop.desk, order_ids=[shop.order], document=Document.SLIP, paper=Paper.LABEL_100X150)
    preview = shop.open()
    preview.print()
    wait_for_dialog(qtbot, "message.ask").reject()
    assert printed(shop.desk, shop.order) == ["slip"]
    assert shop.printers.given == []
    assert part(preview, "preview.print").isEnabled()
    preview.reject()


def test_a_printer_that_refuses_gets_the_same_pages_again(shop: PrintShop, qtbot: QtBot) -> None:
    preview = shop.open()
    qtbot.waitUntil(lambda: preview.choices.printer == "Zebra")
    shop.printers.error = PrinterRefused(printer="Zebra", title="Shipping slip", reason="out of paper")
    preview.print()
    trouble: QLabel = part(preview, "preview.trouble")
    qtbot.waitUntil(lambda: "out of paper" in trouble.text(), timeout=5000)
    assert printed(shop.desk, shop.order) == ["slip"]
    shop.printers.error = None
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        preview.print()
    assert printed(shop.desk, shop.order) == ["slip"], "recorded once, as it came out once"
    assert "REPRINT" not in page_texts(shop.printers.given[0][0])[0]


def test_a_stalled_printer_is_never_given_the_pages_twice_in_silence(shop: PrintShop, qtbot: QtBot) -> None:
    preview = shop.open()
    qtbot.waitUntil(lambda: preview.choices.printer == "Zebra")
    shop.printers.error = PrinterStalled(printer="Zebra", seconds="30", title="Shipping slip")
    preview.print()
    trouble: QLabel = part(preview, "preview.trouble")
    qtbot.waitUntil(lambda: "may or may not come out" in trouble.text(), timeout=5000)
    shop.printers.error = None
    preview.print()
    question = wait_for_dialog(qtbot, "message.ask")
    assert shop.printers.given == []
    question.reject()
    preview.reject()


def test_orders_that_cannot_be_printed_are_named_and_left_out_if_wanted(shop: PrintShop, qtbot: QtBot) -> None:
    hidden = add_order(shop.desk, masking=2, receiver="##aaa", address="##bbb")
    nobody = add_order(shop.desk, receiver="", address="")
    preview = shop.open(hidden, shop.order, nobody)
    reasons: QPlainTextEdit = part(preview, "preview.refused.reasons")
    assert reasons.isVisible()
    assert get_order(shop.desk.database, hidden).order_no in reasons.toPlainText()
    assert get_order(shop.desk.database, nobody).order_no in reasons.toPlainText()
    button: QPushButton = part(preview, "preview.print")
    assert not button.isEnabled()
    preview.print()
    leave: QCheckBox = part(preview, "preview.refused.leave_out")
    leave.setChecked(True)
    assert button.isEnabled()
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        preview.print()
    assert (printed(shop.desk, shop.order), printed(shop.desk, hidden), printed(shop.desk, nobody)) == (
        ["slip"],
        [],
        [],
    )


def test_where_nothing_can_be_printed_it_says_so(shop: PrintShop, qtbot: QtBot) -> None:
    hidden = add_order(shop.desk, masking=2, receiver="##aaa", address="##bbb")
    preview = shop.open(hidden, pages=False)
    nothing: QWidget = part(preview, "preview.nothing")
    qtbot.waitUntil(nothing.isVisible, timeout=5000)
    assert not part(preview, "preview.print").isEnabled()
    assert not part(preview, "preview.refused.leave_out").isVisible()
    preview.reject()


@pytest.mark.parametrize("document", ORDER_DOCUMENTS)
def test_every_document_can_be_saved_as_pdf(shop: PrintShop, qtbot: QtBot, tmp_path: Path, document: Document) -> None:
    shop.printers.found = []
    enter_note(shop.desk, order_id=shop.order, wanted="5815 ×1", changed_to="5816 ×1")
    preview = shop.open(document=document)
    assert part(preview, "preview.print").text() == "Save as PDF…"
    preview.print()
    chooser = part(preview, "preview.target")
    assert isinstance(chooser, QFileDialog)
    target = tmp_path / "out.pdf"
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        chooser.fileSelected.emit(str(target))
    chooser.close()
    assert len(page_texts(target.read_bytes())) == 1
    assert printed(shop.desk, shop.order) == [document.value]


def test_a_pdf_that_cannot_be_written_is_said(shop: PrintShop, qtbot: QtBot, tmp_path: Path) -> None:
    shop.printers.found = []
    preview = shop.open()
    preview._record("", tmp_path / "nowhere" / "out.pdf")
    trouble: QLabel = part(preview, "preview.trouble")
    qtbot.waitUntil(lambda: "could not be written" in trouble.text(), timeout=5000)
    assert preview.isVisible()
    assert printed(shop.desk, shop.order) == []
    preview.reject()


def test_a_return_form_without_return_address_is_printed_with_lines_to_write_it_on(shop: PrintShop) -> None:
    nowhere = type(HERE)("", "", "", "")
    save_shop(shop.desk, shop_id=1, version=2, name="一号店", sender=HERE, return_to=nowhere)
    preview = shop.open(document=Document.RETURN_FORM)
    assert not part(preview, "preview.refused").isVisible()
    assert preview.pages.count == 1
    assert part(preview, "preview.print").isEnabled()
    preview.reject()


def test_another_paper_draws_other_pages_and_is_remembered(shop: PrintShop, qtbot: QtBot) -> None:
    preview = shop.open()
    papers: QComboBox = part(preview, "preview.paper")
    before = preview._pictures
    papers.setCurrentIndex(papers.findData(Paper.A5.value))
    qtbot.waitUntil(lambda: preview._pictures is not None and preview._pictures is not before, timeout=5000)
    assert preview._pictures is not None
    assert preview._pictures.sizes[0] == pytest.approx((148, 210), abs=0.5)
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        preview.print()
    assert shop.settings["print.slip.paper"] == "A5"
    again = shop.open()
    assert again.choices.paper is Paper.A5
    again.reject()


def test_the_offset_belongs_to_printer_and_document(shop: PrintShop, qtbot: QtBot) -> None:
    preview = shop.open()
    qtbot.waitUntil(lambda: preview.choices.printer == "Zebra")
    right: QDoubleSpinBox = part(preview, "preview.offset.right")
    right.setValue(1.5)
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        preview.print()
    assert shop.settings["print.slip.offset.Zebra"] == [1.5, 0.0]
    again = shop.open()
    qtbot.waitUntil(lambda: again.choices.printer == "Zebra")
    assert again.choices.offset == (1.5, 0.0)
    names: QComboBox = part(again, "preview.printer")
    names.setCurrentText("Laser")
    assert again.choices.offset == (0.0, 0.0)
    names.setCurrentIndex(names.count() - 1)
    assert not part(again, "preview.offset").isVisible()
    again.reject()


def test_a_printing_system_that_does_not_answer_leaves_the_pdf(
    shop: PrintShop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shopdesk.printing.printers import PrintersUnknown
    from shopdesk.ui.print_preview import dialog

    def unknown() -> list[Any]:
        raise PrintersUnknown(reason="5 s")

    monkeypatch.setattr(dialog, "find_printers", unknown)
    shop.printers.found = []
    preview = shop.open()
    trouble: QLabel = part(preview, "preview.trouble")
    qtbot.waitUntil(lambda: "which printers there are" in trouble.text(), timeout=5000)
    assert part(preview, "preview.print").text() == "Save as PDF…"
    preview.reject()


def test_many_orders_are_drawn_with_progress_and_can_be_left(shop: PrintShop, qtbot: QtBot) -> None:
    orders = [add_order(shop.desk) for _number in range(60)]
    preview = shop.open(*orders)
    assert preview.pages.count == 60
    told: list[float] = []
    task = preview._drawing.preview(
        orders, Paper.A4, preview.choices.offset, title="again", then=lambda _job: None, failed=lambda _error: None
    )
    task.progressed.connect(lambda share, _text: told.append(share))
    qtbot.waitUntil(lambda: not task.is_running, timeout=10_000)
    qtbot.waitUntil(lambda: told[-1:] == [1.0], timeout=5000)
    assert len(told) == 6
    stopped = preview._drawing.preview(
        orders,
        Paper.A4,
        preview.choices.offset,
        title="again",
        then=lambda _job: pytest.fail("it was stopped"),
        failed=lambda _error: None,
    )
    preview.reject()
    qtbot.waitUntil(lambda: not stopped.is_running, timeout=10_000)
