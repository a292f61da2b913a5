"""Pages below one another, as large as wanted; what is shown is the file that will be printed."""

from bisect import bisect_right
from enum import Enum, auto

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from shopdesk.ui.print_preview.pictures import Pictures
from shopdesk.ui.theme import Text, Theme

PX_PER_MM = 96 / 25.4
POINT_PER_MM = 72 / 25.4
SMALLEST, LARGEST = 0.1, 4.0
STEP = 1.25


class Fit(Enum):
    """How the size of pages is chosen."""

    PAGE = auto()
    WIDTH = auto()
    FREE = auto()


class PageView(QAbstractScrollArea):
    """All pages of a document; only those in view are ever drawn."""

    page_changed = Signal(int)
    """The page in the middle of the view, from 0."""
    zoom_changed = Signal(float)
    """1.0 is the size on paper."""
    page_clicked = Signal(int)

    def __init__(self, name: str, theme: Theme, *, numbered: bool = False, parent: QWidget | None = None) -> None:
        """`numbered` pages carry their number below: for a list of small ones, whose chosen page is marked."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._numbered = theme, numbered
        self._margin, self._gap = (12, 28) if numbered else (20, 16)
        self._pictures: Pictures | None = None
        self._fit, self._zoom = (Fit.WIDTH if numbered else Fit.PAGE), 1.0
        self._tops: list[int] = []
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self.viewport().update)

    # What is shown

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self._pictures.sizes) if self._pictures else 0

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper."""
        return self._zoom

    def show_pictures(self, pictures: Pictures | None) -> None:
        """Show another document; the place in it stays as far as it can."""
        page = self._page
        self._pictures = pictures
        if pictures is not None:
            pictures.drawn.connect(self._on_drawn)
        self._arrange()
        self.go_to(min(page, max(0, self.count - 1)))
        self.viewport().update()

    def set_fit(self, fit: Fit) -> None:
        """Fit the page or its width into the view from now on."""
        self._fit = fit
        self._arrange_again()

    def set_zoom(self, zoom: float) -> None:
        """Show pages at a size of their own."""
        self._fit = Fit.FREE
        self._zoom = min(LARGEST, max(SMALLEST, zoom))
        self._arrange_again()

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(self._zoom * STEP)

    def zoom_out(self) -> None:
        """One step smaller."""
        self.set_zoom(self._zoom / STEP)

    def go_to(self, page: int) -> None:
        """Scroll so that this page (from 0) begins at the top."""
        if 0 <= page < self.count:
            self.verticalScrollBar().setValue(self._tops[page] - self._margin)
            self._set_page(page)

    def reveal(self, page: int) -> None:
        """Mark this page, and scroll no more than is needed to see it."""
        if not 0 <= page < self.count:
            return
        bar, rect = self.verticalScrollBar(), self._rect(page)
        top, bottom = rect.top() - self._margin, rect.bottom() + self._gap
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())
        self._page = page
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Room for a page."""
        return QSize(148, 400) if self._numbered else QSize(560, 640)

    # Where pages lie

    def _arrange(self) -> None:
        """Sizes and places of all pages, and how far can be scrolled."""
        sizes = self._pictures.sizes if self._pictures else []
        if sizes and self._fit is not Fit.FREE:
            self._zoom = self._fitting(max(w for w, _h in sizes), max(h for _w, h in sizes))
        self._tops, top = [], self._margin
        for _width, height in sizes:
            self._tops.append(top)
            top += round(height * PX_PER_MM * self._zoom) + self._gap
        widest = max((round(width * PX_PER_MM * self._zoom) for width, _height in sizes), default=0)
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, top - self._gap + self._margin - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setRange(0, max(0, widest + 2 * self._margin - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def _fitting(self, width: float, height: float) -> float:
        view = self.viewport().size()
        by_width = (view.width() - 2 * self._margin) / (width * PX_PER_MM)
        by_height = (view.height() - 2 * self._margin) / (height * PX_PER_MM)
        wanted = by_width if self._fit is Fit.WIDTH else min(by_width, by_height)
        return min(LARGEST, max(SMALLEST, wanted))

    def _rect(self, page: int) -> QRect:
        """Where a page lies, before scrolling."""
        assert self._pictures is not None
        width, height = (round(side * PX_PER_MM * self._zoom) for side in self._pictures.sizes[page])
        room = max(self.viewport().width(), width + 2 * self._margin)
        return QRect((room - width) // 2, self._tops[page], width, height)

    def _pages_in_view(self) -> range:
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(first, last)

    def _scrolled(self) -> QPoint:
        return QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _arrange_again(self) -> None:
        """Another size: the page that was looked at stays."""
        page = self._page
        self._arrange()
        self.go_to(page)

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pages in view, those not drawn yet as blank paper."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("window"))
        for page in self._pages_in_view():
            self._paint_page(painter, page)
        painter.end()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        assert self._pictures is not None
        rect = self._rect(page).translated(self._scrolled())
        painter.fillRect(rect, Qt.GlobalColor.white)
        image = self._pictures.get(page, self._scale()) or self._pictures.any_of(page)
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(rect), image)
        chosen = self._numbered and page == self._page
        painter.setPen(QPen(self._theme.colour("accent" if chosen else "edge"), 2 if chosen else 1))
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        if self._numbered:
            painter.setPen(self._theme.colour("text" if chosen else "muted"))
            painter.setFont(self._theme.font(Text.SMALL))
            below = QRect(rect.left(), rect.bottom() + 2, rect.width(), self._gap - 4)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), str(page + 1))

    def _scale(self) -> float:
        """Pixels to the point, for the screen as it is."""
        return self._zoom * PX_PER_MM / POINT_PER_MM * self.devicePixelRatioF()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fitting pages follow the view."""
        super().resizeEvent(event)
        self._arrange_again()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel: larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._numbered:
            self.zoom_in() if event.angleDelta().y() > 0 else self.zoom_out()
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page by page, to the ends, larger and smaller."""
        moves = {
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count - 1,
        }
        if self._numbered:
            moves |= {Qt.Key.Key_Down: self._page + 1, Qt.Key.Key_Up: self._page - 1}
        key = Qt.Key(event.key())
        if key in moves:
            page = min(max(0, moves[key]), max(0, self.count - 1))
            self.page_clicked.emit(page) if self._numbered else self.go_to(page)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key is Qt.Key.Key_Minus:
            self.zoom_out()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a page chooses it."""
        at = event.position().toPoint() - self._scrolled()
        for page in self._pages_in_view():
            if self._rect(page).adjusted(0, 0, 0, self._gap).contains(at):
                self.page_clicked.emit(page)
                return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a click that was taken."""
        event.accept()

    def _on_drawn(self, page: int) -> None:
        if page in self._pages_in_view():
            self.viewport().update()

    def _on_scrolled(self) -> None:
        self.viewport().update()
        if not self._numbered and self._tops:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 2
            self._set_page(max(0, bisect_right(self._tops, middle) - 1))

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
