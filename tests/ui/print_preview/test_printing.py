"""Printers without CUPS get the same pages as pictures, at their true size."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from shopdesk.domain.documents import Document, Paper
from shopdesk.printing.papers import render
from shopdesk.printing.preview import Preview
from shopdesk.printing.printers import Printer, PrinterRefused
from shopdesk.ui.print_preview import printing
from shopdesk.ui.print_preview.printing import find_printers, print_pictures, send_to_printer
from tests.printing.samples import numbered, scanned


@pytest.mark.parametrize("paper", [Paper.LABEL_100X150, Paper.LABEL_76X130, Paper.A5])
def test_pictures_have_the_papers_size_and_their_codes_can_be_read(
    qapp: QApplication, tmp_path: Path, paper: Paper
) -> None:
    pdf = render(Document.SLIP, numbered(2), paper)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(203)
    print_pictures(pdf, printer, title="Shipping slip", paper=paper)
    made = (tmp_path / "out.pdf").read_bytes()
    with Preview(made) as seen, Preview(pdf) as wanted:
        assert seen.count == 2
        assert seen.size_mm(0) == pytest.approx(wanted.size_mm(0), abs=0.6)
    assert scanned(made) == scanned(pdf)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_begin_is_an_error_in_words(qapp: QApplication, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "nowhere" / "out.pdf"))
    pdf = render(Document.SLIP, numbered(1), Paper.A5)
    with pytest.raises(PrinterRefused):
        print_pictures(pdf, printer, title="Shipping slip", paper=Paper.A5)


def test_with_cups_the_pdf_itself_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    monkeypatch.setattr(printing, "send", lambda pdf, **how: given.append((pdf, how)))
    monkeypatch.setattr(printing, "list_printers", lambda: [Printer("Zebra", True)])
    send_to_printer(b"%PDF", printer="Zebra", title="Slip", paper=Paper.A5)
    assert given == [(b"%PDF", {"printer": "Zebra", "title": "Slip", "paper": Paper.A5})]
    assert find_printers() == [Printer("Zebra", True)]
