"""Pictures of pages, drawn in the background when somebody looks at them, a few of them kept."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from shopdesk.printing.preview import Preview
from shopdesk.ui.background import Background

KEPT = 48
"""Pictures kept; a slip at 150 % is 1.5 MB."""
AT_WORK = 2
"""Pages drawn at the same time; those asked for last come first."""

Key = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Pages:
    """An opened PDF with the size of each page in mm; see `open_pages`."""

    preview: Preview
    sizes: list[tuple[float, float]]


def open_pages(pdf: bytes) -> Pages:
    """Open a PDF; call it in a thread, as the first time takes a tenth of a second."""
    preview = Preview(pdf)
    return Pages(preview, [preview.size_mm(page) for page in range(preview.count)])


class Pictures(QObject):
    """The pages of one PDF. Asking for one that isn't there draws it; `drawn` tells its page."""

    drawn = Signal(int)

    def __init__(self, pages: Pages, background: Background) -> None:
        """It has no parent: pages under way may come back after the window is gone."""
        super().__init__()
        self.sizes = pages.sizes
        self._preview, self._background = pages.preview, background
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._wanted: dict[Key, None] = {}
        self._at_work: set[Key] = set()
        self._retired = False

    def get(self, page: int, scale: float) -> QImage | None:
        """The page in `scale` pixels to the point; None while it is still to be drawn."""
        key = (page, round(scale, 4))
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
            return image
        if key not in self._at_work:
            self._wanted.pop(key, None)
            self._wanted[key] = None
            while len(self._wanted) > KEPT:
                self._wanted.pop(next(iter(self._wanted)))
            self._draw_next()
        return None

    def any_of(self, page: int) -> QImage | None:
        """The page at whatever scale there is: shown, blurred, until the right one is drawn."""
        return next((image for (number, _scale), image in reversed(self._images.items()) if number == page), None)

    def retire(self) -> None:
        """Nobody looks any more: the PDF is closed once the last page under way is drawn."""
        self._retired = True
        self._wanted.clear()
        self._images.clear()
        self._close_when_idle()

    def _draw_next(self) -> None:
        while self._wanted and len(self._at_work) < AT_WORK:
            key, _none = self._wanted.popitem()
            self._at_work.add(key)
            self._background.run_task(
                partial(_image, self._preview, *key), partial(self._take, key), partial(self._fail, key)
            )

    def _take(self, key: Key, image: QImage) -> None:
        self._at_work.discard(key)
        if self._retired:
            self._close_when_idle()
            return
        self._images[key] = image
        while len(self._images) > KEPT:
            self._images.popitem(last=False)
        self.drawn.emit(key[0])
        self._draw_next()

    def _fail(self, key: Key, error: Exception) -> None:
        self._at_work.discard(key)
        self._close_when_idle()
        if not self._retired:
            raise error

    def _close_when_idle(self) -> None:
        if self._retired and not self._at_work:
            self._preview.close()
            self.deleteLater()


def _image(preview: Preview, page: int, scale: float) -> QImage:
    """Runs in a thread."""
    picture = preview.picture(page, scale)
    shared = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    return shared.copy()
