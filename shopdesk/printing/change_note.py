"""The change note: what a buyer wants instead, in the one form that the warehouse knows (ORD-14)."""

from collections.abc import Iterator

from shopdesk.domain.change_notes import ChangeForm, form_rows
from shopdesk.domain.documents import OrderPaper
from shopdesk.i18n import _
from shopdesk.printing.codes import code128
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import Format
from shopdesk.printing.rows import bar, flag_pennant, joined, leading, moment, rule, text_rows
from shopdesk.printing.sheet import Pen, Sheets
from shopdesk.printing.wrapping import fitted

_HEAD, _FOOT = 168, 34


class ChangeNote:
    """One order's open changes on one format."""

    def __init__(self, paper: OrderPaper, form: Format) -> None:
        self.paper, self.form = paper, form
        size = form.size
        self.gap = size(36) if form.columns > 1 else 0
        self.inner = form.width - 2 * form.margin
        self.room = (self.inner - self.gap * (form.columns - 1)) // form.columns
        self.head = size(_HEAD)
        body = form.height - 2 * form.margin - self.head - size(_FOOT)
        self.pages = in_pages(self._rows(), body, form.columns)

    def draw(self, pen: Pen, sheets: Sheets, page: int) -> None:
        """Draw page `page` (from 0) with the pen's origin at the note's upper left corner."""
        form = self.form
        self._draw_head(pen)
        draw_page(pen, self.pages[page], form.margin, form.margin + self.head, self.room + self.gap)
        self._draw_foot(pen, page)

    def _draw_head(self, pen: Pen) -> None:
        form, size, paper = self.form, self.form.size, self.paper
        x, y = form.margin, form.margin
        left = x + flag_pennant(pen, x, y, size(64), paper.flag) + size(14)
        room = self.inner - (left - x)
        title = fitted(joined((_("Change note"), paper.shop), "  "), room, [size(s) for s in (34, 28, 22)], 1, BOLD)
        for shown in title.lines[:1]:
            pen.text(left, y, shown, title.size, BOLD)
        bars = code128(paper.order_no, room=room, height=size(56))
        if bars:
            pen.bars(left, y + size(46), bars, size(56))
        number = fitted(paper.order_no, room, [size(s) for s in (26, 22, 18, 14)], 1, BOLD)
        for i, shown in enumerate(number.lines):
            pen.text(left, y + size(108) + i * leading(number.size), shown, number.size, BOLD)
        pen.fill(x, y + self.head - size(12), self.inner, size(4))

    def _draw_foot(self, pen: Pen, page: int) -> None:
        form, size, paper = self.form, self.form.size, self.paper
        y = form.height - form.margin - size(22)
        printed = _("Printed {time} by {name}").format(time=moment(paper.printed_at), name=paper.printed_by or "-")
        pen.text(form.margin, y, printed, size(20))
        if len(self.pages) > 1:
            number = _("Page {page}/{pages}").format(page=page + 1, pages=len(self.pages))
            pen.text_right(form.width - form.margin, y - size(4), number, size(26), BOLD)

    def _rows(self) -> Iterator[Row]:
        size, room = self.form.size, self.room
        if self.paper.reprint:
            yield from bar(_("REPRINT {n}").format(n=self.paper.reprint), room, size(34))
        for place, change in enumerate(self.paper.changes):
            if place:
                yield rule(room, above=size(10), below=size(10), thick=size(4), keep=True)
            rows = list(self._change(change))
            yield from (row._replace(keep=True) for row in rows[:-1])
            yield rows[-1]

    def _change(self, change: ChangeForm) -> Iterator[Row]:
        """The form's lines in their order; what it is changed to in a black bar."""
        size, room = self.form.size, self.room
        for name, said in form_rows(change):
            text = _("{name}: {value}").format(name=name, value=said)
            if said == change.changed_to:
                yield from bar(text, room, size(34))
            else:
                yield from text_rows(text, room, size(28), BOLD)
            yield space(size(4))
