"""The packing list: what the picker follows, in the order of the shelves (ORD-10)."""

from collections.abc import Iterator
from functools import partial

from shopdesk.domain.documents import Item, OrderPaper
from shopdesk.i18n import _
from shopdesk.printing.codes import code128
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import Format
from shopdesk.printing.rows import (
    code_and_title,
    flag_pennant,
    joined,
    leading,
    line,
    moment,
    pieces,
    rule,
    text_rows,
    warnings,
    write_line,
)
from shopdesk.printing.sheet import Pen, Sheets
from shopdesk.printing.wrapping import fitted, width_of, wrap

_HEAD, _NARROW_HEAD = 128, 164
_FOOT = 34


class PackingList:
    """One order's packing list on one format."""

    def __init__(self, paper: OrderPaper, form: Format) -> None:
        self.paper = paper
        self.form = form
        size = form.size
        self.gap = size(36) if form.columns > 1 else 0
        self.inner = form.width - 2 * form.margin
        self.room = (self.inner - self.gap * (form.columns - 1)) // form.columns
        self.narrow = self.inner < size(900)
        self.head = size(_NARROW_HEAD if self.narrow else _HEAD)
        body = form.height - 2 * form.margin - self.head - size(_FOOT)
        self.pages = in_pages(self._rows(), body, form.columns)

    def draw(self, pen: Pen, sheets: Sheets, page: int) -> None:
        """Draw page `page` (from 0) with the pen's origin at the list's upper left corner."""
        form = self.form
        self._draw_head(pen)
        draw_page(pen, self.pages[page], form.margin, form.margin + self.head, self.room + self.gap)
        self._draw_foot(pen, page)

    def _draw_head(self, pen: Pen) -> None:
        form, size, paper = self.form, self.form.size, self.paper
        x, y, right = form.margin, form.margin, form.width - form.margin
        left = x + flag_pennant(pen, x, y, size(76), paper.flag) + size(14)
        narrow = self.narrow
        code_room = right - left if narrow else self.inner // 2
        bars = code128(paper.order_no, room=code_room, height=size(64))
        title = _("Packing list")
        if narrow:
            pen.text(left, y, joined((title, pieces(paper)), "  "), size(30), BOLD)
        else:
            pen.text(left, y, title, size(44), BOLD)
            below = joined((paper.shop, pieces(paper)))
            shop = fitted(below, right - left - code_room, [size(s) for s in (24, 20, 16)], 2)
            for i, shown in enumerate(shop.lines):
                pen.text(left, y + size(54) + i * leading(shop.size), shown, shop.size)
        code_y = y + size(44) if narrow else y
        number = fitted(paper.order_no, code_room, [size(s) for s in (26, 22, 18, 14)], 1, BOLD)
        middle = (left + right) / 2 if narrow else right - (bars.width if bars else code_room) / 2
        if bars:
            pen.bars(round(middle) - bars.width // 2, code_y, bars, size(64))
        for i, shown in enumerate(number.lines):
            pen.text_middle(middle, code_y + size(68) + i * leading(number.size), shown, number.size, BOLD)
        pen.fill(x, y + self.head - size(12), self.inner, size(4))

    def _draw_foot(self, pen: Pen, page: int) -> None:
        form, size, paper = self.form, self.form.size, self.paper
        y = form.height - form.margin - size(22)
        printed = _("Printed {time} by {name}").format(time=moment(paper.printed_at), name=paper.printed_by or "-")
        pen.text(form.margin, y, printed, size(20))
        if len(self.pages) > 1:
            number = _("Page {page}/{pages}").format(page=page + 1, pages=len(self.pages))
            pen.text_right(form.width - form.margin, y - size(4), number, size(26), BOLD)

    # ---- rows

    def _rows(self) -> Iterator[Row]:
        size, paper, room = self.form.size, self.paper, self.room
        whose = joined((
            _("For {name}").format(name=paper.receiver.name) if paper.receiver.name else "",
            _("Buyer {name}").format(name=paper.buyer),
            joined((paper.carrier or _("Carrier not chosen"), paper.waybill), " "),
        ))  # fmt: skip
        yield from text_rows(whose, room, size(24))
        yield space(size(6))
        yield from warnings(paper, room, size(34))
        if paper.memo:
            yield from text_rows(_("Memo: {text}").format(text=paper.memo), room, size(28), BOLD)
        if paper.buyer_message:
            yield from text_rows(_("Buyer says: {text}").format(text=paper.buyer_message), room, size(28), BOLD)
        for item in sorted(paper.items, key=lambda item: (not item.shelf, item.shelf)):
            yield from self._item(item)
        yield rule(room, above=size(4), below=size(4), thick=size(4), keep=True)
        total = joined((_("Total"), pieces(paper)))
        yield line(total, size(30), BOLD, keep=True)
        yield space(size(8))._replace(keep=True)
        yield from write_line(_("Picked by"), room, size(26))
        yield from write_line(_("Checked by"), room, size(26))

    def _item(self, item: Item) -> Iterator[Row]:
        """Shelf, what it is, how many, and a box to tick."""
        size = self.form.size
        box, count = size(52), size(96)
        shelf = max(size(150), round(width_of(item.shelf, size(28), BOLD)) + size(16)) if self._has_shelves() else 0
        room = self.room - box - count - shelf
        big = wrap(item.name, room, size(30), BOLD) or [""]
        title = item.title if item.title != item.name else ""
        rest = code_and_title(item.sku, title, room, (size(26), size(22)), indent=box + shelf)
        yield rule(self.room, above=size(4), below=size(6), keep=True)
        keep = len(big) + len(rest) < 8
        for i, text in enumerate(big):
            row = line(text, size(30), BOLD, indent=box + shelf, keep=keep and (i < len(big) - 1 or bool(rest)))
            yield row._replace(draw=partial(self._draw_first, item, row)) if i == 0 else row
        yield from rest

    def _has_shelves(self) -> bool:
        return any(item.shelf for item in self.paper.items)

    def _draw_first(self, item: Item, row: Row, pen: Pen, x: int, y: int) -> None:
        size = self.form.size
        pen.frame(x + size(2), y + size(4), size(32), size(32))
        pen.text(x + size(52), y + size(3), item.shelf, size(28), BOLD)
        row.draw(pen, x, y)
        text = f"×{item.quantity}"
        many = item.quantity > 1
        if many:
            width = round(width_of(text, size(36), BOLD)) + size(16)
            pen.fill(x + self.room - width, y - size(2), width, size(46))
        pen.text_right(x + self.room - size(8), y, text, size(36), BOLD, white=many)
