"""The label of a box for repair or a quality complaint: its number from across the room, where it goes in black, bars
that open it again (RET-06)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.domain.documents import Paper
from shopdesk.domain.intake import WISHES, Wish
from shopdesk.domain.intake_papers import PLACES, BoxLabel, PaperItem
from shopdesk.i18n import _
from shopdesk.printing.codes import MIN_MODULE, Bars, code128
from shopdesk.printing.columns import Row, draw_page, in_pages
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import FORMATS, NO_OFFSET, Format, Offset
from shopdesk.printing.papers import Progress
from shopdesk.printing.rows import joined, leading, moment, rule, text_rows
from shopdesk.printing.sheet import Pen, Sheets
from shopdesk.printing.wrapping import Lines, fitted, width_of

_LARGER = (1.5, 1.3, 1.15, 1.0, 0.88, 0.76)
"""The largest of these that keeps what is in the box on one label, else the last."""
_LOW = 400
"""Dots: a label that is lower has its bars beside the number."""


class _Sizes(NamedTuple):
    """Type sizes and heights of a label in dots."""

    number: int
    day: int
    bars: int
    code: int
    buyer: int
    order: int
    item: int
    text: int
    place: int
    foot: int


_HIGH_SIZES = _Sizes(number=210, day=44, bars=110, code=26, buyer=52, order=28, item=42, text=32, place=72, foot=20)
_LOW_SIZES = _Sizes(number=84, day=22, bars=46, code=18, buyer=26, order=18, item=25, text=21, place=32, foot=0)


class ShownLabel(NamedTuple):
    """What a label says, of a box or of a repair."""

    number: int
    code: str
    """Of its bars."""
    day_title: str
    day: str
    whose: str
    order_no: str
    items: tuple[PaperItem, ...]
    place: str
    """White on black along its foot."""
    printed_at: Millis
    printed_by: str


def render_labels(
    labels: Sequence[BoxLabel], paper: Paper, *, offset: Offset = NO_OFFSET, progress: Progress | None = None
) -> bytes:
    """The labels as one PDF in the order given, in the language in use; the same input gives the same bytes."""
    return draw_labels(_("Box label"), [_shown(label) for label in labels], paper, offset=offset, progress=progress)


def draw_labels(
    title: str,
    labels: Sequence[ShownLabel],
    paper: Paper,
    *,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
) -> bytes:
    """Labels under a title of the file's own."""
    form = FORMATS[paper]
    sheets = Sheets(title)
    for done, label in enumerate(labels, 1):
        drawing = LabelDrawing(label, form)
        for page in range(len(drawing.pages)):
            pen = sheets.pen(form.height)
            drawing.draw(pen, page)
            sheets.add(pen, form.width, form.height, offset)
        if progress:
            progress(done, len(labels))
    return sheets.finished()


def _shown(label: BoxLabel) -> ShownLabel:
    return ShownLabel(
        label.number, label.code, _("Unpacked on"), label.day, label.buyer or _("Buyer unknown"), label.order_no,
        label.items, joined((_(PLACES[label.place]), label.shelf), "  "), label.printed_at, label.printed_by,
    )  # fmt: skip


class LabelDrawing:
    """One label on one format; what is in the box goes on on a further one where it has to."""

    def __init__(self, label: ShownLabel, form: Format) -> None:
        self.label, self.form = label, form
        self.is_low = form.height < _LOW
        sizes = _LOW_SIZES if self.is_low else _Sizes(*(form.size(each) for each in _HIGH_SIZES))
        self.sizes = sizes
        self.inner = form.width - 2 * form.margin
        self.bars = self._make_bars()
        self.number = self._fit_number()
        self.place = self._fit_place()
        self.whose = self._fit_whose()
        self.head = self._head_height()
        self.foot = leading(self.place.size) * len(self.place.lines) + self._place_pad * 2
        self.foot += leading(sizes.foot) if sizes.foot else 0
        for larger in _LARGER:
            self.larger = larger
            room = form.height - 2 * form.margin - self.head - self.foot
            self.pages = in_pages(self._rows(), room)
            if len(self.pages) == 1:
                break

    @property
    def _place_pad(self) -> int:
        return max(4, self.sizes.place // 8)

    def _make_bars(self) -> Bars | None:
        """On a low label as narrow as a printer can do them, so that the number beside them stays large."""
        module = MIN_MODULE if self.is_low else 4
        return code128(self.label.code, room=self.inner, height=self.sizes.bars, module=module)

    def _fit_number(self) -> int:
        """The size of the number: beside the bars on a low label, else beside the day."""
        if self.is_low:
            taken = self.bars.width + 2 * self.bars.quiet - self.form.margin if self.bars else 0
        else:
            taken = round(width_of(self.label.day, self.sizes.day, BOLD)) + self.sizes.day
        largest = self.sizes.number
        sizes = [round(largest * part) for part in (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)]
        return fitted(str(self.label.number), self.inner - taken, sizes, 1, BOLD).size

    def _fit_place(self) -> Lines:
        sizes = [round(self.sizes.place * part) for part in (1, 0.85, 0.7, 0.55, 0.45)]
        return fitted(self.label.place, self.inner - 4 * self._place_pad, sizes, 1, BOLD)

    def _fit_whose(self) -> Lines:
        sizes = [round(self.sizes.buyer * part) for part in (1, 0.85, 0.7)]
        return fitted(self.label.whose, self.inner, sizes, 1, BOLD)

    def _head_height(self) -> int:
        sizes = self.sizes
        top = sizes.number + (0 if self.is_low else sizes.bars + leading(sizes.code) + sizes.code)
        return top + leading(self.whose.size) * len(self.whose.lines) + 4

    def draw(self, pen: Pen, page: int) -> None:
        """Draw page `page` (from 0)."""
        form = self.form
        top = self._draw_low_head(pen) if self.is_low else self._draw_high_head(pen)
        for i, shown in enumerate(self.whose.lines):
            pen.text(form.margin, top + i * leading(self.whose.size), shown, self.whose.size, BOLD)
        draw_page(pen, self.pages[page], form.margin, form.margin + self.head, self.inner)
        self._draw_foot(pen, page)

    def _draw_high_head(self, pen: Pen) -> int:
        """The number over the bars; where what follows begins."""
        form, sizes, label = self.form, self.sizes, self.label
        x, y = form.margin, form.margin
        pen.text(x, y - round(self.number * 0.16), str(label.number), self.number, BOLD)
        pen.text_right(x + self.inner, y, label.day_title, sizes.order)
        pen.text_right(x + self.inner, y + leading(sizes.order) + 4, label.day, sizes.day, BOLD)
        y += sizes.number
        if self.bars:
            pen.bars(x + (self.inner - self.bars.width) // 2, y, self.bars, sizes.bars)
        pen.text_middle(x + self.inner / 2, y + sizes.bars + 2, label.code, sizes.code)
        return y + sizes.bars + leading(sizes.code) + sizes.code

    def _draw_low_head(self, pen: Pen) -> int:
        """The bars beside the number; where what follows begins."""
        form, sizes, label = self.form, self.sizes, self.label
        x, y = form.margin, form.margin
        pen.text(x, y - round(self.number * 0.14), str(label.number), self.number, BOLD)
        if self.bars:
            left = x + self.inner - self.bars.width - self.bars.quiet + form.margin
            pen.bars(left, y + 2, self.bars, sizes.bars)
            pen.text_middle(left + self.bars.width / 2, y + sizes.bars + 4, label.code, sizes.code)
        return y + sizes.number

    def _draw_foot(self, pen: Pen, page: int) -> None:
        """Where it goes, white on black: seen from the shelf."""
        form, sizes, label = self.form, self.sizes, self.label
        x, pad = form.margin, self._place_pad
        high = leading(self.place.size) * len(self.place.lines) + pad
        y = form.height - form.margin - high - (leading(sizes.foot) if sizes.foot else 0)
        pen.fill(x, y, self.inner, high)
        for i, shown in enumerate(self.place.lines):
            pen.text(x + 2 * pad, y + pad // 2 + i * leading(self.place.size), shown, self.place.size, BOLD, white=True)
        number = _("Page {page}/{pages}").format(page=page + 1, pages=len(self.pages)) if len(self.pages) > 1 else ""
        if sizes.foot:
            printed = _("Printed {time} by {name}").format(time=moment(label.printed_at), name=label.printed_by or "-")
            below = form.height - form.margin - leading(sizes.foot) + 2
            pen.text(x, below, printed, sizes.foot)
            pen.text_right(x + self.inner, below, number, sizes.foot, BOLD)
        elif number:
            pen.text_right(x + self.inner - pad, y + pad, number, sizes.code, BOLD, white=True)

    def _size(self, dots: int) -> int:
        return round(dots * self.larger)

    def _rows(self) -> Iterator[Row]:
        sizes, room = self.sizes, self.inner
        order = _("Order {order_no}").format(order_no=self.label.order_no) if self.label.order_no else ""
        if order:
            yield from text_rows(order, room, self._size(sizes.order))
        yield rule(room, above=2, below=4 if self.is_low else self._size(10))
        for item in self.label.items:
            yield from self._item(item)

    def _item(self, item: PaperItem) -> Iterator[Row]:
        sizes, room = self.sizes, self.inner
        name = _("{item} × {n}").format(item=item.name, n=item.quantity)
        rows = text_rows(name, room, self._size(sizes.item), BOLD)
        wanted = f"{_(WISHES[item.wish])} {item.wish_to}".strip() if item.wish is not Wish.UNKNOWN else ""
        text = self._size(sizes.text)
        rows += text_rows(_("Fault: {text}").format(text=item.fault) if item.fault else "", room, text, BOLD)
        rows += text_rows(_(", ").join(filter(None, (wanted, item.accessories))), room, text)
        if len(rows) <= 6:
            rows = [*(row._replace(keep=True) for row in rows[:-1]), rows[-1]]
        yield from rows
        yield Row(self._size(10) if not self.is_low else 2, lambda pen, x, y: None)
