"""Which printers there are, and giving them a finished PDF once: by CUPS where there is CUPS, else by Qt."""

import sys

from PySide6.QtCore import QMarginsF, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from shopdesk.domain.documents import Paper
from shopdesk.printing.formats import size_mm
from shopdesk.printing.preview import pages_for_printing
from shopdesk.printing.printers import Printer, PrinterRefused, list_printers, send


def find_printers() -> list[Printer]:
    """The printers of this PC, the default one first; call it in a thread. Raises PrintersUnknown."""
    if sys.platform == "win32":
        default = QPrinterInfo.defaultPrinterName()
        found = [Printer(name, name == default) for name in QPrinterInfo.availablePrinterNames()]
        return sorted(found, key=lambda each: (not each.is_default, each.name))
    return list_printers()


def send_to_printer(pdf: bytes, *, printer: str, title: str, paper: Paper) -> None:
    """Print once, at its real size; call it in a thread. Raises PrinterRefused (nothing came out), PrinterStalled."""
    if sys.platform == "win32":
        print_pictures(pdf, QPrinter(QPrinterInfo.printerInfo(printer)), title=title, paper=paper)
    else:
        send(pdf, printer=printer, title=title, paper=paper)


def print_pictures(pdf: bytes, printer: QPrinter, *, title: str, paper: Paper) -> None:
    """Every page as a picture in the printer's own dots, so that codes stay sharp. Raises PrinterRefused."""
    width, height = size_mm(paper)
    size = QPageSize(
        QSizeF(width, height), QPageSize.Unit.Millimeter, paper.value, QPageSize.SizeMatchPolicy.ExactMatch
    )
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setDocName(title)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefused(printer=printer.printerName(), title=title, reason="QPrinter")
    try:
        for number, page in enumerate(pages_for_printing(pdf, _dpi(printer))):
            if number:
                printer.newPage()
            image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
            dots = image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
            painter.drawImage(QRect(0, 0, page.width, page.height), dots)
    finally:
        painter.end()


def _dpi(printer: QPrinter) -> float:
    """A label printer of "203 dpi" has 8 dots to the millimetre, which is what papers are drawn for."""
    exact = 8 * 25.4
    return exact if abs(printer.resolution() - exact) < 1 else printer.resolution()
