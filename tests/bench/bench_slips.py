"""1,000 shipping slips of 100 x 150 mm: ours against Qt's QPdfWriter and reportlab's plain canvas.

All start from the orders and lay out by the same code; each draws with a pen of its own, in the same fonts, at the same
places. The peers draw QR codes as rectangles, as bars are; a second figure lets Qt draw them as pictures, as ours does.
"""

import io
import os
import random
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import zxingcpp
from PIL import Image

from shopdesk.domain.documents import Document, Item, OrderPaper, Paper, Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.paths import resources
from shopdesk.printing.codes import Bars, Square
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import FORMATS
from shopdesk.printing.papers import render
from shopdesk.printing.preview import Preview
from shopdesk.printing.sheet import POINTS, Pen, Sheets
from shopdesk.printing.slip import Slip
from tests.bench.results import Result, at_most, seconds

SLIPS = 1000
SAMPLE = 25
PAPER = Paper.LABEL_100X150
COLD = """
import time; started = time.perf_counter()
from shopdesk.printing.papers import render
from shopdesk.printing.preview import Preview
from tests.bench.bench_slips import first_order
order = first_order()
from shopdesk.domain.documents import Document
with Preview(render(Document.SLIP, [order])) as preview:
    preview.picture(0, 1.5)
print((time.perf_counter() - started) * 1000)
"""


def orders(count: int) -> list[OrderPaper]:
    """Made-up orders, all different."""
    chance = random.Random(5)
    common = [chr(code) for code in range(0x4E00, 0x4E00 + 20000, 20)]

    def words(count: int) -> str:
        return "".join(chance.choices(common, k=count))

    return [
        OrderPaper(
            order_no=str(3821113838621957025 + 7 * number),
            shop="样品鞋店",
            platform="taobao",
            flag=Colour(number % 6),
            buyer=f"tb{number}",
            receiver=Party(
                words(3), f"138{number:08d}", "广东省 深圳市 南山区", f"{words(16)}{number}号{number % 30}幢", "518057"
            ),
            sender=Party("样品鞋店", "0571-88001234", "浙江省 杭州市 余杭区", "文一西路969号3号楼1层", "311121"),
            return_to=Party("", "", "", ""),
            items=tuple(
                Item(
                    f"春季新款{words(14)}",
                    f"{number}-{i}",
                    f"颜色分类：{words(2)}；尺码：W{i + 5}",
                    i + 1,
                    Money(35900),
                )
                for i in range(1 + number % 3)
            ),
            goods=Money(35900),
            postage=Money(0),
            paid=Money(35900),
            carrier="圆通速递",
            waybill=f"YT{7453244865603 + number}",
            notices=("赠品：样品一份",) if number % 4 == 0 else (),
            printed_at=1_709_348_400_000,
            printed_by="王芳",
        )
        for number in range(count)
    ]


def first_order() -> OrderPaper:
    """An order for the first slip."""
    return orders(1)[0]


# ---- the peers


class PlainPen(Pen):
    """A pen that draws rectangles and lines of text by a library's own means; nothing is shared between pages."""

    def __init__(self) -> None:
        self.sheets = Sheets("")
        super().__init__(self.sheets, FORMATS[PAPER].height)

    def rectangles(self, found: list[tuple[int, int, int, int]]) -> None:
        """Filled rectangles: x, y, width, height."""
        raise AssertionError

    def polygon(self, points: list[tuple[int, int]]) -> None:
        """A filled polygon."""
        raise AssertionError

    def fill(self, x: int, y: int, width: int, height: int) -> None:
        self.rectangles([(x, y, width, height)])

    def pennant(self, x: int, y: int, width: int, height: int) -> None:
        notch = x + width - height // 4, y + height // 2
        self.polygon([(x, y), (x + width, y), notch, (x + width, y + height), (x, y + height)])

    def bars(self, x: int, y: int, bars: Bars, height: int) -> None:
        self.rectangles([(x + left, y + height - high, wide, high) for left, wide, high in _bars(bars)])

    def bars_up(self, x: int, y: int, bars: Bars) -> None:
        self.rectangles([(x - high, y - left - wide, high, wide) for left, wide, high in _bars(bars)])

    def square(self, x: int, y: int, code: Square) -> None:
        bits, across, unit = _bits(code)
        places = (divmod(i, across) for i, bit in enumerate(bits) if bit == "0")
        self.rectangles([(x + left * unit, y + top * unit, unit, unit) for top, left in places])


def _bars(bars: Bars) -> list[tuple[int, int, int]]:
    return [(int(x), int(w), int(h)) for x, w, h in re.findall(r"(\d+) \d+ (\d+) (\d+) re", bars.path)]


def _bits(code: Square) -> tuple[str, int, int]:
    """The modules of a QR code, 0 where dark, how many lie in a row, and the dots of each."""
    packed = code.picture.split(" ID ")[1].split(">")[0]
    return f"{int(packed, 16):0{len(packed) * 4}b}", len(packed) * 4 // code.side, code.module


def _draw(pen: PlainPen, paper: OrderPaper) -> None:
    slip = Slip(paper, FORMATS[PAPER])
    pen.form = lambda name, height: slip._draw_fixed(pen)  # type: ignore[method-assign]
    slip.draw(pen, pen.sheets, 0)


def by_qt(papers: Sequence[OrderPaper], *, pictures: bool = False) -> bytes:
    """The slips by QPdfWriter; QR codes as rectangles or as `pictures`."""
    from PySide6.QtCore import QBuffer, QMarginsF, QPoint, QRect, QSizeF, Qt
    from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPolygon

    families = _qt()[1]
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(203)
    label = QPageSize(QSizeF(100, 150), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(label, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    painter.setBrush(Qt.GlobalColor.black)

    @cache
    def qt_font(face: str, size: int) -> QFont:
        font = QFont(families[face][0])
        font.setWeight(QFont.Weight(families[face][1]))
        font.setPixelSize(size)
        return font

    class QtPen(PlainPen):
        def rectangles(self, found: list[tuple[int, int, int, int]]) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRects([QRect(*rectangle) for rectangle in found])

        def polygon(self, points: list[tuple[int, int]]) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(QPolygon([QPoint(*point) for point in points]))

        def square(self, x: int, y: int, code: Square) -> None:
            if not pictures:
                super().square(x, y, code)
                return
            bits, across, _ = _bits(code)
            grey = bytes(255 * (bit == "1") for bit in bits)
            picture = QImage(grey, across, code.side, across, QImage.Format.Format_Grayscale8)
            painter.drawImage(QRect(x, y, across * code.module, code.size), picture)

        def text(self, x: float, y: float, text: str, size: int, face: str = REGULAR, *, white: bool = False) -> None:
            painter.setFont(qt_font(face, size))
            painter.setPen(Qt.GlobalColor.white if white else Qt.GlobalColor.black)
            painter.drawText(round(x), round(y + size * 0.88), text)

        def text_up(self, x: int, y: int, text: str, size: int, face: str = REGULAR) -> None:
            painter.save()
            painter.translate(x, y)
            painter.rotate(-90)
            self.text(0, 0, text, size, face)
            painter.restore()

    pen = QtPen()
    for number, paper in enumerate(papers):
        if number:
            writer.newPage()
        _draw(pen, paper)
    painter.end()
    return bytes(buffer.data().data())


@cache
def _qt() -> tuple[Any, dict[str, tuple[str, int]]]:
    """The application, and the family and weight of each face."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    families = {}
    for name, weight in ((REGULAR, 400), (BOLD, 700)):
        number = QFontDatabase.addApplicationFont(str(resources() / "fonts" / f"{name}.ttf"))
        families[name] = (QFontDatabase.applicationFontFamilies(number)[0], weight)
    return application, families


def by_canvas(papers: Sequence[OrderPaper]) -> bytes:
    """The slips by reportlab's own canvas and fonts."""
    from reportlab.pdfgen.canvas import Canvas

    names = _stock_fonts()
    width, height = FORMATS[PAPER].width, FORMATS[PAPER].height
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width * POINTS, height * POINTS), pageCompression=1)

    class CanvasPen(PlainPen):
        def rectangles(self, found: list[tuple[int, int, int, int]]) -> None:
            for x, y, wide, high in found:
                canvas.rect(x, height - y - high, wide, high, stroke=0, fill=1)

        def polygon(self, points: list[tuple[int, int]]) -> None:
            path = canvas.beginPath()
            path.moveTo(points[0][0], height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, height - y)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)

        def text(self, x: float, y: float, text: str, size: int, face: str = REGULAR, *, white: bool = False) -> None:
            canvas.setFont(names[face], size)
            canvas.setFillGray(int(white))
            canvas.drawString(round(x), height - round(y + size * 0.88), text)
            canvas.setFillGray(0)

        def text_up(self, x: int, y: int, text: str, size: int, face: str = REGULAR) -> None:
            canvas.saveState()
            canvas.translate(x, height - y)
            canvas.rotate(90)
            canvas.setFont(names[face], size)
            canvas.drawString(0, -round(size * 0.88), text)
            canvas.restoreState()

    pen = CanvasPen()
    for paper in papers:
        canvas.scale(POINTS, POINTS)
        _draw(pen, paper)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@cache
def _stock_fonts() -> dict[str, str]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    names = {}
    for name in (REGULAR, BOLD):
        names[name] = f"stock-{name}"
        pdfmetrics.registerFont(TTFont(names[name], str(resources() / "fonts" / f"{name}.ttf")))
    return names


# ---- the figures


def decoded(pdf: bytes, papers: Sequence[OrderPaper]) -> int:
    """How many of the codes on a sample of the slips a scanner reads back, of 3 on each."""
    read = 0
    with Preview(pdf) as preview:
        for page in range(0, len(papers), len(papers) // SAMPLE):
            picture = preview.picture_for_printing(page, 203.2)
            image = Image.frombytes("RGBX", (picture.width, picture.height), picture.pixels).convert("L")
            paper = papers[page]
            found = {code.text for code in zxingcpp.read_barcodes(image)}
            read += len(found & {paper.order_no, paper.waybill, paper.return_code})
    return read


def cold_ms() -> float:
    """The first slip in a fresh process: loading the modules and fonts, drawing, and its picture."""
    runs = [subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True) for _ in range(3)]
    return statistics.median(float(run.stdout) for run in runs)


def warm_ms(paper: OrderPaper) -> float:
    """A slip and its picture when everything is loaded."""

    def show() -> None:
        with Preview(render(Document.SLIP, [replace(paper)])) as preview:
            preview.picture(0, 1.5)

    show()
    return seconds(show, 11) * 1000


def run() -> list[Result]:
    """Slips against both peers, the first slip cold and warm, and whether codes read back."""
    papers = orders(SLIPS)
    jobs: dict[str, Callable[[], bytes]] = {
        "ours": lambda: render(Document.SLIP, papers, PAPER),
        "qt": lambda: by_qt(papers),
        "qt pictures": lambda: by_qt(papers, pictures=True),
        "canvas": lambda: by_canvas(papers),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    by_qt(papers[:5]), by_canvas(papers[:5]), render(Document.SLIP, papers[:5], PAPER)
    for _ in range(3):
        for name, job in jobs.items():
            times[name].append(seconds(job, 1))
    took = {name: statistics.median(found) for name, found in times.items()}
    sample = len(range(0, SLIPS, SLIPS // SAMPLE)) * 3
    read = decoded(jobs["ours"](), papers)
    work, own = f"{SLIPS:,} slips 100x150 mm ({took['ours']:.2f} s)", took["ours"]
    return [
        at_most(work, own / took["qt"], 0.5, "x", f"QPdfWriter {took['qt']:.2f} s"),
        at_most(work, own / took["qt pictures"], 1, "x", f"QPdfWriter, QR as picture {took['qt pictures']:.2f} s"),
        at_most(work, own / took["canvas"], 0.5, "x", f"reportlab canvas {took['canvas']:.2f} s"),
        at_most("first slip on screen, cold", cold_ms(), 250, "ms", "new process"),
        at_most("first slip on screen, warm", warm_ms(papers[0]), 40, "ms", "-"),
        at_most("codes on slips not read back", sample - read, 0, f"of {sample}", "zxing at 203 dpi"),
    ]


if __name__ == "__main__":
    for result in run():
        print(*result, sep="   ")
