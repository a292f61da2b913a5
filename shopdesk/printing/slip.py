"""The shipping slip: what travels with the parcel. The receiver's name and phone are the largest things on it."""

from collections.abc import Iterator
from functools import partial

from shopdesk.domain.documents import Item, OrderPaper
from shopdesk.i18n import _
from shopdesk.printing.codes import QUIET_QR, Bars, code128, qr
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import Format
from shopdesk.printing.rows import (
    code_and_title,
    flag_pennant,
    full_address,
    joined,
    leading,
    line,
    moment,
    paragraph,
    pieces,
    rule,
    tag,
    text_rows,
    warnings,
)  # fmt: skip
from shopdesk.printing.sheet import THIN, Pen, Sheets
from shopdesk.printing.wrapping import Lines, fitted, width_of, wrap

_STRIP = 112
"""Dots: the strip along the longer side that holds the order code."""
_CODE_ROOM = 640
"""Dots: how much of a wide slip's foot the order code takes."""
_FOOT = 176
_HEAD = 104
_HEAD_NAME = 40
"""Characters of the receiver that the heads of further pages repeat; the whole name stands on the first."""


class Slip:
    """One order's slip on one format: lays out once, then draws page by page."""

    def __init__(self, paper: OrderPaper, form: Format) -> None:
        self.paper = paper
        self.form = form
        self.wide = form.columns > 1
        size = form.size
        self.strip = 0 if self.wide else size(_STRIP)
        inner = form.width - 2 * form.margin - self.strip
        self.gap = size(32) if self.wide else 0
        self.room = (inner - self.gap * (form.columns - 1)) // form.columns - (0 if self.wide else size(10))
        self.code = qr(paper.return_code, room=size(_FOOT - 12))
        self.sender = self._sender()
        texts = leading(self.sender.size) * len(self.sender.lines) + size(56)
        self.foot = max(size(_FOOT), self._square_room(), texts)
        self.head = size(_HEAD)
        self.body = form.height - 2 * form.margin - self.head - self.foot
        self.pages = in_pages(self._rows(), self.body, form.columns)

    def draw(self, pen: Pen, sheets: Sheets, page: int) -> None:
        """Draw page `page` (from 0) with the pen's origin at the slip's upper left corner."""
        form = self.form
        key = ("slip", form, self.paper.sender, self.paper.shop, self.foot, self.code.size)
        pen.form(sheets.form(key, form.width, form.height, self._draw_fixed), form.height)
        self._draw_head(pen, page)
        draw_page(pen, self.pages[page], form.margin, form.margin + self.head, self.room + self.gap)
        self._draw_code(pen)
        self._draw_foot(pen)

    # ---- the parts that every slip of a shop shares

    def _draw_fixed(self, pen: Pen) -> None:
        form, size = self.form, self.form.size
        right = form.width - form.margin - self.strip
        foot_top = self._foot_top()
        pen.fill(form.margin, form.margin + self.head - size(10), right - form.margin, size(4))
        pen.fill(form.margin, foot_top, right - form.margin, THIN)
        if self.wide:
            middle = form.margin + self.room + self.gap // 2
            pen.fill(middle, form.margin + self.head, THIN, self.body - size(6))
        else:
            pen.fill(right, form.margin, THIN, form.height - 2 * form.margin)
        self._draw_sender(pen, foot_top + size(12))

    def _draw_sender(self, pen: Pen, y: int) -> None:
        size, x = self.form.size, self.form.margin
        tag(pen, x, y, _("FROM"), size(22))
        for i, shown in enumerate(self.sender.lines):
            pen.text(x + self._sender_indent(), y + size(3) + i * leading(self.sender.size), shown, self.sender.size)

    def _sender(self) -> Lines:
        size, sender = self.form.size, self.paper.sender
        who = joined((sender.name or self.paper.shop, sender.phone, full_address(sender)))
        return fitted(who, self._foot_room() - self._sender_indent(), [size(s) for s in (22, 20, 18)], 4)

    def _sender_indent(self) -> int:
        size = self.form.size(22)
        return round(width_of(_("FROM"), size, BOLD)) + size

    # ---- head, foot and order code

    def _draw_head(self, pen: Pen, page: int) -> None:
        paper, size = self.paper, self.form.size
        x, y = self.form.margin, self.form.margin
        right = self.form.width - x - self.strip - size(10)
        left = x + flag_pennant(pen, x, y, size(84), paper.flag) + size(14)
        if len(self.pages) > 1:
            number = _("Page {page}/{pages}").format(page=page + 1, pages=len(self.pages))
            pen.text_right(right, y + size(8), number, size(28), BOLD)
            right -= round(width_of(number, size(28), BOLD)) + size(16)
        carrier = paper.carrier or _("Carrier not chosen")
        big = fitted(carrier, right - left, (size(44), size(36), size(30), size(24), size(18)), 1, BOLD)
        for i, shown in enumerate(big.lines):
            pen.text(left, y + size(2) + i * leading(big.size), shown, big.size, BOLD)
        below = (
            joined((paper.shop, self._wave(), pieces(paper)))
            if page == 0
            else joined((paper.receiver.name[:_HEAD_NAME], paper.order_no))
        )
        small = fitted(below, right - left, (size(24), size(20), size(18), size(14)), 1)
        for i, shown in enumerate(small.lines):
            pen.text(left, y + size(54) + i * leading(small.size), shown, small.size)

    def _wave(self) -> str:
        paper = self.paper
        return _("Wave {wave} · {position}").format(wave=paper.wave, position=paper.position) if paper.wave else ""

    def _foot_top(self) -> int:
        return self.form.height - self.form.margin - self.foot

    def _foot_room(self) -> int:
        """What the sender may take of the foot: the QR code stands right of it, on wide slips the order code too."""
        column = self.form.width - 2 * self.form.margin - self.strip - self.form.size(_CODE_ROOM if self.wide else 0)
        return column - self._square_room()

    def _square_room(self) -> int:
        return self.code.size + 2 * QUIET_QR * self.code.module

    def _draw_foot(self, pen: Pen) -> None:
        size, paper = self.form.size, self.paper
        top = self._foot_top()
        quiet = QUIET_QR * self.code.module
        right = self.form.width - self.form.margin - self.strip - self._square_room()
        pen.square(right + quiet, top + max(quiet, (self.foot - self.code.size) // 2), self.code)
        about = (
            _("Printed {time} by {name}").format(time=moment(paper.printed_at), name=paper.printed_by or "-"),
            _("Sold by {name}").format(name=paper.salesperson) if paper.salesperson else "",
        )
        small = fitted(joined(about), self._foot_room(), (size(20), size(18), size(16)), 1)
        y = top + self.foot - len(small.lines) * leading(small.size) - size(4)
        for i, shown in enumerate(small.lines):
            pen.text(self.form.margin, y + i * leading(small.size), shown, small.size)

    def _draw_code(self, pen: Pen) -> None:
        """The order code along the longer side: up the right edge, or along the foot of a wide slip."""
        form, size, paper = self.form, self.form.size, self.paper
        length = size(_CODE_ROOM) if self.wide else form.height - 2 * form.margin
        bars = code128(paper.code or paper.order_no, room=length, height=size(68), module=4)
        more = f"+{len(paper.together) - 1}" if paper.together else ""
        numbers = joined((paper.code, paper.order_no, more), "  ")
        text = fitted(numbers, length, [size(s) for s in (30, 24, 18, 14)], 1, BOLD)
        for i, shown in enumerate(text.lines):
            down = size(70) + i * leading(text.size)
            if self.wide:
                middle = form.margin + self._foot_room() + length / 2
                pen.text_middle(middle, self._foot_top() + size(24) + down, shown, text.size, BOLD)
            else:
                side = form.width - form.margin - size(104) + down
                half = width_of(shown, text.size, BOLD) / 2
                pen.text_up(side, round(form.height / 2 + half), shown, text.size, BOLD)
        if bars and self.wide:
            left = form.margin + self._foot_room() + (length - bars.width) // 2
            pen.bars(left, self._foot_top() + size(24), bars, size(68))
        elif bars:
            pen.bars_up(form.width - form.margin - size(34), (form.height + bars.width) // 2, bars)

    # ---- the rows that flow

    def _rows(self) -> Iterator[Row]:
        size, paper, room = self.form.size, self.paper, self.room
        yield self._waybill()
        yield from self._receiver()
        if not self.wide:
            yield rule(room, above=size(8), below=size(10))
        yield from self._items()
        if paper.buyer_message:
            yield space(size(6))
            message = _("Buyer says: {text}").format(text=paper.buyer_message)
            yield from text_rows(message, room, size(24), BOLD)
        if self.form.roomy:
            yield from self._amounts()

    def _waybill(self) -> Row:
        size, number = self.form.size, self.paper.waybill
        bars = code128(number, room=self.room, height=size(88), module=4) if number else None
        if not number:
            return Row(size(136), self._draw_waiting)
        return Row(size(136), partial(self._draw_waybill, bars))

    def _draw_waybill(self, bars: Bars | None, pen: Pen, x: int, y: int) -> None:
        size, number = self.form.size, self.paper.waybill
        text = fitted(number, self.room, (size(32), size(24), size(18)), 1, BOLD)
        if bars:
            pen.bars(x + (self.room - bars.width) // 2, y, bars, size(88))
        for i, shown in enumerate(text.lines):
            top = y + size(92 if bars else 40) + i * leading(text.size)
            pen.text_middle(x + self.room / 2, top, shown, text.size, BOLD)

    def _draw_waiting(self, pen: Pen, x: int, y: int) -> None:
        size = self.form.size
        width, height = self.room - size(8), size(120)
        pen.frame(x, y, width, height)
        pen.text(x + size(14), y + size(12), _("Waiting for waybill"), size(26), BOLD)
        if self.paper.plain:
            text = _("Plain paper {time}").format(time=moment(self.paper.printed_at))
            pen.text_right(x + width - size(14), y + size(14), text, size(20))
        pen.fill(x + size(14), y + height - size(20), width - size(28), THIN)

    def _receiver(self) -> Iterator[Row]:
        size, to = self.form.size, self.paper.receiver
        label = _("TO")
        indent = round(width_of(label, size(36), BOLD)) + size(18) + size(14)
        room = self.room - indent
        for i, row in enumerate(self._name_and_phone(room, indent)):
            yield Row(row.height, partial(self._with_label, label, row), keep=True) if i == 0 else row
        address = fitted(full_address(to), self.room - size(6), [size(s) for s in (38, 34, 30, 26)], 5, BOLD)
        yield from paragraph(address, BOLD)
        if self.paper.masked:
            yield Row(leading(size(22)) + size(8), self._draw_masked)

    def _with_label(self, label: str, row: Row, pen: Pen, x: int, y: int) -> None:
        tag(pen, x, y + self.form.size(12), label, self.form.size(36))
        row.draw(pen, x, y)

    def _name_and_phone(self, room: int, indent: int) -> list[Row]:
        size, to = self.form.size, self.paper.receiver
        for big in (60, 56, 52, 50):
            both = joined((to.name, to.phone), "  ")
            if width_of(both, size(big), BOLD) <= room:
                return [line(both, size(big), BOLD, indent=indent)]
        name = fitted(to.name, room, (size(60), size(54), size(50)), 1, BOLD)
        phone = fitted(to.phone, room, (size(60), size(54), size(50)), 1, BOLD)
        return [*paragraph(name, BOLD, indent=indent, keep=True), *paragraph(phone, BOLD, indent=indent)]

    def _draw_masked(self, pen: Pen, x: int, y: int) -> None:
        tag(pen, x, y + self.form.size(4), _("Receiver partly hidden by the platform"), self.form.size(22))

    def _items(self) -> Iterator[Row]:
        size, paper = self.form.size, self.paper
        bars = list(warnings(paper, self.room, size(34)))
        for i, row in enumerate(bars):
            yield row._replace(turn=i == 0)
        heading = joined((_("Items"), pieces(paper)))
        yield line(heading, size(24), BOLD, keep=True)._replace(turn=not bars)
        whose = ""
        for item in paper.items:
            if item.order_no != whose:
                whose = item.order_no
                yield rule(self.room - size(8), above=size(4), below=size(4), thick=size(4), keep=True)
                yield line(_("Order {order_no}").format(order_no=whose), size(24), BOLD, keep=True)
            yield from self._item(item)

    def _item(self, item: Item) -> Iterator[Row]:
        size = self.form.size
        room = self.room - size(88)
        lines = wrap(item.name, room, size(34), BOLD) or [""]
        title = item.title if item.title != item.name else ""
        rest = code_and_title(joined((item.shelf, item.sku)), title, room, (size(26), size(22)))
        keep = len(lines) + len(rest) < 8
        yield rule(self.room - size(8), above=size(4), below=size(4), keep=True)
        for i, text in enumerate(lines):
            row = line(text, size(34), BOLD, keep=keep and (i < len(lines) - 1 or bool(rest)))
            yield row._replace(draw=partial(self._with_quantity, item.quantity, row)) if i == 0 else row
        yield from rest

    def _with_quantity(self, quantity: int, row: Row, pen: Pen, x: int, y: int) -> None:
        """How many, at the right edge; more than one is white on black, so that nobody packs one."""
        size = self.form.size
        text = f"×{quantity}"
        right = x + self.room - size(12)
        if quantity > 1:
            width = round(width_of(text, size(36), BOLD)) + size(16)
            pen.fill(right - width + size(4), y - size(2), width, size(46))
        pen.text_right(right - (size(4) if quantity > 1 else 0), y, text, size(36), BOLD, white=quantity > 1)
        row.draw(pen, x, y)

    def _amounts(self) -> Iterator[Row]:
        size, paper = self.form.size, self.paper
        yield rule(self.room, above=size(8), below=size(4))
        amounts = (
            _("Goods {amount}").format(amount=paper.goods.shown),
            _("Postage {amount}").format(amount=paper.postage.shown),
            _("Paid {amount}").format(amount=paper.paid.shown),
        )
        yield from text_rows(joined(amounts), self.room, size(24))
        yield from text_rows(
            joined((_("Buyer {name}").format(name=paper.buyer), moment(paper.paid_at))), self.room, size(20)
        )
