"""Pictures of a PDF's pages, for the screen and for printers that take pictures: what is shown is the file itself."""

from collections.abc import Iterator
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple

_PDFIUM = Lock()
"""pdfium may be used by one thread at a time."""

MM_PER_POINT = 25.4 / 72


class Picture(NamedTuple):
    """One page as pixels: 4 bytes each (blue, green, red, unused), rows of `stride` bytes from the top. QImage calls it
    Format_RGB32."""

    width: int
    height: int
    stride: int
    pixels: bytes


class Preview:
    """An opened PDF. Safe to use from several threads; close it or use it in a `with` block."""

    def __init__(self, pdf: bytes) -> None:
        from pypdfium2 import PdfDocument  # 0.1 s to load: not before something is shown

        with _PDFIUM:
            self._document: Any = PdfDocument(pdf)
            self.count = len(self._document)
            """How many pages."""

    def size_mm(self, page: int) -> tuple[float, float]:
        """Width and height of a page (from 0) in millimetres."""
        with _PDFIUM:
            width, height = self._document.get_page_size(page)
        return width * MM_PER_POINT, height * MM_PER_POINT

    def picture(self, page: int, scale: float) -> Picture:
        """A page (from 0) in `scale` pixels to the point, smoothed for the screen."""
        return self._render(page, scale)

    def picture_for_printing(self, page: int, dpi: float) -> Picture:
        """A page (from 0) at a printer's resolution, every pixel black or white, so that codes stay sharp."""
        return self._render(page, dpi / 72, no_smoothtext=True, no_smoothpath=True, no_smoothimage=True)

    def text(self, page: int) -> str:
        """The text of a page (from 0), as it would be copied."""
        with _PDFIUM:
            sheet = self._document[page]
            text: str = sheet.get_textpage().get_text_range()
            sheet.close()
        return text

    def _render(self, page: int, scale: float, **how: bool) -> Picture:
        with _PDFIUM:
            sheet = self._document[page]
            bitmap = sheet.render(scale=scale, prefer_bgrx=True, may_draw_forms=False, **how)
            picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            sheet.close()
        return picture

    def close(self) -> None:
        """Let go of the file; calling it again does nothing."""
        with _PDFIUM:
            self._document.close()

    def __enter__(self) -> "Preview":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def pages_for_printing(pdf: bytes, dpi: float) -> Iterator[Picture]:
    """Every page at a printer's resolution, one at a time, for printers that CUPS doesn't serve."""
    with Preview(pdf) as preview:
        for page in range(preview.count):
            yield preview.picture_for_printing(page, dpi)
