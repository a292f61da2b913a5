"""The page machinery: a pen that writes one page as one stream of text, and the document that collects pages.

Everything is measured in printer dots (8 to the millimetre, 203 dpi) from the upper left corner, so rules and bars lie
on whole dots.
"""

import zlib
from collections.abc import Callable, Hashable

from reportlab.pdfbase import pdfdoc

from shopdesk.i18n import current_language
from shopdesk.printing.codes import DOTS_PER_MM, Bars, Square
from shopdesk.printing.fonts import BOLD, REGULAR, Codes
from shopdesk.printing.formats import Offset
from shopdesk.printing.wrapping import width_of

THIN = 2
"""Dots: 0.25 mm, the thinnest line a label printer draws reliably."""
POINTS = 72 / 25.4 / DOTS_PER_MM
"""Points in a dot."""
_SCALE = POINTS * 0.99999
"""A hair less than a dot: renderers that round rectangles outwards then don't add a row of dots. 0.02 dots over A4."""
_ASCENT = 0.88
"""Of the type size: from the top of a line to its baseline."""


class Pen:
    """Draws a page, a part of one, or a form. `x` and `y` count from the pen's origin, which `move` sets."""

    def __init__(self, sheets: "Sheets", height: int) -> None:
        self._sheets = sheets
        self._height = height
        self._left = 0
        self._top = height
        self._shapes: list[str] = []
        self._rules: list[str] = []
        self._texts: list[str] = []

    def move(self, x: int, y: int) -> None:
        """Put the origin at `x`, `y` of the page."""
        self._left = x
        self._top = self._height - y

    def fill(self, x: int, y: int, width: int, height: int) -> None:
        """A black rectangle; also every rule and line."""
        self._rules.append(f"{self._left + x} {self._top - y - height} {width} {height} re")

    def frame(self, x: int, y: int, width: int, height: int, line: int = THIN) -> None:
        """A rectangle's outline, within its size."""
        self.fill(x, y, width, line)
        self.fill(x, y + height - line, width, line)
        self.fill(x, y, line, height)
        self.fill(x + width - line, y, line, height)

    def dashes(self, x: int, y: int, length: int, dash: int = 16) -> None:
        """A dashed rule: where to cut or fold."""
        for left in range(x, x + length - dash // 2, dash * 2):
            self.fill(left, y, min(dash, x + length - left), THIN)

    def pennant(self, x: int, y: int, width: int, height: int) -> None:
        """A filled pennant with a swallow tail to the right."""
        left, top = self._left + x, self._top - y
        self._shapes.append(
            f"{left} {top} m {left + width} {top} l {left + width - height // 4} {top - height // 2} l "
            f"{left + width} {top - height} l {left} {top - height} l h f"
        )

    def text(self, x: float, y: float, text: str, size: int, face: str = REGULAR, *, white: bool = False) -> None:
        """One line of text, the top of the line at `y`."""
        if not text:
            return
        codes = self._sheets.codes[face]
        shown = "".join(map(codes.__getitem__, text))
        line = (
            f"/{codes.name} 1 Tf {size} 0 0 {size} {self._left + round(x)} {self._top - round(y + size * _ASCENT)} Tm"
            f"<{shown}>Tj"
        )
        self._texts.append(f"1 g {line} 0 g" if white else line)

    def text_right(self, x: float, y: float, text: str, size: int, face: str = REGULAR, *, white: bool = False) -> None:
        """One line of text that ends at `x`."""
        self.text(x - width_of(text, size, face), y, text, size, face, white=white)

    def text_middle(
        self, x: float, y: float, text: str, size: int, face: str = REGULAR, *, white: bool = False
    ) -> None:
        """One line of text with its middle at `x`."""
        self.text(x - width_of(text, size, face) / 2, y, text, size, face, white=white)

    def text_up(self, x: int, y: int, text: str, size: int, face: str = REGULAR) -> None:
        """One line of text running upwards from `x`, `y`; `x` is the line's top, at its left."""
        codes = self._sheets.codes[face]
        shown = "".join(map(codes.__getitem__, text))
        base = self._left + x + round(size * _ASCENT)
        self._texts.append(f"/{codes.name} 1 Tf 0 {size} {-size} 0 {base} {self._top - y} Tm<{shown}>Tj")

    def bars(self, x: int, y: int, bars: Bars, height: int) -> None:
        """A bar code whose upper left bar begins at `x`, `y`."""
        self._shapes.append(f"q 1 0 0 1 {self._left + x} {self._top - y - height} cm {bars.path} Q")

    def bars_up(self, x: int, y: int, bars: Bars) -> None:
        """A bar code running upwards, its first bar at `y`, its foot at `x` (to the right of it)."""
        self._shapes.append(f"q 0 1 -1 0 {self._left + x} {self._top - y} cm {bars.path} Q")

    def square(self, x: int, y: int, code: Square) -> None:
        """A QR code with its upper left corner at `x`, `y`, without its quiet zone."""
        inset = 0.03  # renderers widen a picture to whole pixels: stay just inside, lest a row of dots be added
        left, foot = self._left + x + inset, self._top - y - code.size + inset
        side = code.size - 2 * inset
        self._shapes.append(f"q {side:.2f} 0 0 {side:.2f} {left:.2f} {foot:.2f} cm {code.picture} Q")

    def form(self, name: str, height: int) -> None:
        """What `Sheets.form` made once, at the origin; `height` is the form's."""
        self._shapes.append(f"q 1 0 0 1 {self._left} {self._top - height} cm /{name} Do Q")

    def stream(self) -> str:
        """Everything drawn, as page content: shapes, then rules, then text on top."""
        rules = " ".join(self._rules) + " f" if self._rules else ""
        texts = "\n".join(self._texts)
        return "\n".join([*self._shapes, rules, f"BT {texts} ET" if texts else ""])


class Sheets:
    """The document in the making. Pages share one set of fonts and forms; the same input gives the same bytes."""

    def __init__(self, title: str) -> None:
        self._doc = pdfdoc.PDFDocument(dummyoutline=1, compression=1, invariant=1, lang=current_language())
        self._doc.Catalog.Outlines = None
        self._doc.Outlines = _NoOutlines()
        self._doc.setTitle(title)
        self._doc.setCreator("shopdesk")
        self.codes = {face: Codes(face, self._doc) for face in (REGULAR, BOLD)}
        self._forms = pdfdoc.PDFDictionary({})
        self._names: dict[Hashable, str] = {}
        fonts = self._doc.idToObject[pdfdoc.BasicFonts]
        shared = pdfdoc.PDFDictionary({"Font": self._doc.Reference(fonts), "XObject": self._forms})
        self._resources = self._doc.Reference(shared)
        self._shared = self._number(shared)
        self._pages = self._number(self._doc.Pages)
        self.count = 0

    def form(self, key: Hashable, width: int, height: int, draw: Callable[[Pen], None]) -> str:
        """The name of what `draw` draws, written once for every page that shows it; `key` tells forms apart."""
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"X{len(self._names) + 1}"
            pen = Pen(self, height)
            draw(pen)
            entry = pdfdoc.PDFDictionary({
                "Type": "/XObject", "Subtype": "/Form", "FormType": 1, "Resources": self._resources,
                "BBox": pdfdoc.PDFArray([0, 0, width, height]),
            })  # fmt: skip
            self._forms[name] = self._doc.Reference(
                pdfdoc.PDFStream(entry, pen.stream().encode("ascii"), [pdfdoc.PDFZCompress])
            )
        return name

    def pen(self, height: int) -> Pen:
        """A pen for a page of `height` dots."""
        return Pen(self, height)

    def add(self, pen: Pen, width: int, height: int, offset: Offset) -> None:
        """The page that `pen` drew, moved by the printer's offset (to whole dots)."""
        right, down = round(offset.right * DOTS_PER_MM), round(offset.down * DOTS_PER_MM)
        scale = f"{_SCALE:.8f} 0 0 {_SCALE:.8f} {right * POINTS:.4f} {-down * POINTS:.4f} cm"
        content = zlib.compress(f"{scale}\n{pen.stream()}\n".encode("ascii"))
        packed = b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(content), content)
        page = (
            f"<</Type/Page/Parent {self._pages}/MediaBox[0 0 {_points(width)} {_points(height)}]"
            f"/Resources {self._shared}/Contents {self._number(_Written(packed))}>>"
        )
        self._doc.addPage(_Written(page.encode("ascii")))
        self.count += 1

    def _number(self, thing: pdfdoc.PDFObject) -> str:
        """The reference by which other objects name `thing`."""
        return str(self._doc.Reference(thing).format(self._doc), "ascii")

    def finished(self) -> bytes:
        """The PDF; nothing can be added after."""
        data: bytes = self._doc.GetPDFData(None)
        return data


def _points(dots: int) -> str:
    """Rounded down, so that at 203 dpi the page has just `dots` pixels and none is stretched."""
    return f"{int(dots * POINTS * 10_000) / 10_000:.4f}"


class _Written(pdfdoc.PDFObject):
    """An object written by us: pages are too many for reportlab's general way of formatting."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """The object's bytes."""
        return self.content


class _NoOutlines:
    """Papers have no table of contents."""

    ready = 1

    def prepare(self, document: object, canvas: object) -> None:
        """Nothing to prepare."""
