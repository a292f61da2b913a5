"""The return form that travels with the parcel (RET-14): scanned at intake, its code opens the order."""

from collections.abc import Iterator
from functools import partial

from shopdesk.domain.documents import OrderPaper
from shopdesk.i18n import _
from shopdesk.printing.codes import QUIET_QR, qr
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import Format
from shopdesk.printing.rows import (
    bar,
    day,
    framed,
    full_address,
    joined,
    leading,
    line,
    paragraph,
    rule,
    text_rows,
    ticks,
    write_line,
)
from shopdesk.printing.sheet import Pen, Sheets
from shopdesk.printing.wrapping import fitted, width_of, wrap

_HEAD = 190
_LARGER = (1.5, 1.35, 1.2, 1.1, 1.0, 0.92)
"""A form is easier to fill in the larger it is: the first of these that keeps it on one page, else the last."""


class ReturnForm:
    """One order's return form on one format; a blank one where the paper has no order number."""

    def __init__(self, paper: OrderPaper, form: Format) -> None:
        self.paper = paper
        for larger in _LARGER:
            self._lay_out(form._replace(scale=form.scale * larger))
            if len(self.pages) == 1:
                break

    def _lay_out(self, form: Format) -> None:
        self.form = form
        size = form.size
        self.gap = size(40) if form.columns > 1 else 0
        self.inner = form.width - 2 * form.margin
        self.room = (self.inner - self.gap * (form.columns - 1)) // form.columns
        self.code = qr(self.paper.return_code, room=size(_HEAD), module=6) if self.paper.order_no else None
        self.corner = self.code.size + QUIET_QR * self.code.module if self.code else 0
        room = self.inner - self.corner
        self.title = fitted(_("Return and exchange form"), room, [size(s) for s in (56, 50, 44, 38, 32, 26)], 1, BOLD)
        self.hint = wrap(_("Please fill it in and put it into the parcel with the goods."), room, size(22))
        self.shop = wrap(self.paper.shop, room - size(150), size(26), BOLD)
        texts = leading(self.title.size) * len(self.title.lines) + leading(size(26)) * len(self.shop) + size(14)
        texts += leading(size(22)) * len(self.hint)
        self.head = max(self.corner, texts)
        body = form.height - 2 * form.margin - self.head
        self.pages = in_pages(self._rows(), body, form.columns)

    def draw(self, pen: Pen, sheets: Sheets, page: int) -> None:
        """Draw page `page` (from 0) with the pen's origin at the form's upper left corner."""
        form = self.form
        self._draw_head(pen, page)
        draw_page(pen, self.pages[page], form.margin, form.margin + self.head, self.room + self.gap)

    def _draw_head(self, pen: Pen, page: int) -> None:
        form, size = self.form, self.form.size
        x, y = form.margin, form.margin
        if self.code:
            pen.square(form.width - form.margin - self.code.size, y, self.code)
        for i, shown in enumerate(self.title.lines):
            pen.text(x, y - size(6) + i * leading(self.title.size), shown, self.title.size, BOLD)
        y += leading(self.title.size) * len(self.title.lines)
        if len(self.pages) > 1:
            number = _("Page {page}/{pages}").format(page=page + 1, pages=len(self.pages))
            pen.text_right(x + self.inner - self.corner - size(8), y, number, size(26), BOLD)
        for i, shown in enumerate(self.shop):
            pen.text(x, y + i * leading(size(26)), shown, size(26), BOLD)
        y += leading(size(26)) * len(self.shop) + size(4)
        for i, shown in enumerate(self.hint):
            pen.text(x, y + i * leading(size(22)), shown, size(22))

    # ---- rows

    def _rows(self) -> Iterator[Row]:
        size, room = self.form.size, self.room
        if self.paper.reprint:
            yield from bar(_("REPRINT {n}").format(n=self.paper.reprint), room, size(28))
        yield from self._order() if self.paper.order_no else self._blank_order()
        yield space(size(8))
        yield from self._steps()
        yield from framed(self._address(), room, size(5))
        yield space(size(8))
        for i, row in enumerate(self._wanted()):
            yield row._replace(turn=i == 0)

    def _order(self) -> Iterator[Row]:
        size, paper = self.form.size, self.paper
        to = paper.receiver
        yield rule(self.room, above=0, below=size(6), thick=size(4))
        yield from text_rows(_("Order {order_no}").format(order_no=paper.order_no), self.room, size(28), BOLD)
        facts = joined((
            _("Buyer {name}").format(name=paper.buyer) if paper.buyer else "",
            joined((to.name, to.phone), " "),
            joined((paper.carrier, paper.waybill), " "),
            _("Sent {date}").format(date=day(paper.printed_at)) if paper.printed_at else "",
        ))  # fmt: skip
        yield from text_rows(facts, self.room, size(22))

    def _blank_order(self) -> Iterator[Row]:
        size, room = self.form.size, self.room
        yield rule(room, above=0, below=0, thick=size(4))
        for label in (_("Order number"), _("Your ID on the platform"), _("Name and phone")):
            yield from write_line(label, room, size(26))

    def _steps(self) -> Iterator[Row]:
        days = self.paper.return_days
        steps = (
            _("Within {n} days, ask for the return or exchange in your order on the platform, with the reason.").format(
                n=days
            )
            if days
            else _("Ask for the return or exchange in your order on the platform, with the reason."),
            _("Fill in this form and pack it with the goods, tags, accessories and gifts."),
            _("Send the parcel to the address below, then enter its waybill number in your order."),
        )
        for number, text in enumerate(steps, 1):
            yield self._step(number, text)

    def _step(self, number: int, text: str) -> Row:
        size = self.form.size
        figure = size(58)
        lines = wrap(text, self.room - figure - size(18), size(26))
        height = max(figure, leading(size(26)) * len(lines)) + size(12)

        def draw(pen: Pen, x: int, y: int) -> None:
            pen.fill(x, y, figure, figure)
            pen.text_middle(x + figure / 2, y + size(3), str(number), size(52), BOLD, white=True)
            top = y + max(0, (figure - leading(size(26)) * len(lines)) // 2)
            for i, shown in enumerate(lines):
                pen.text(x + figure + size(18), top + i * leading(size(26)), shown, size(26))

        return Row(height, draw)

    def _address(self) -> list[Row]:
        size, to = self.form.size, self.paper.return_to
        room = self.room - size(48)
        if not f"{to.region}{to.address}".strip():
            blank = [*write_line("", room, size(28)), *write_line("", room, size(28))]
            return [line(_("Send to"), size(22)), *blank]
        who = fitted(joined((to.name, to.phone)), room, [size(s) for s in (36, 32, 28, 24)], 1, BOLD)
        where = fitted(full_address(to), room, [size(s) for s in (32, 28, 24)], 3, BOLD)
        return [
            line(_("Send to"), size(22)),
            *paragraph(who, BOLD),
            *paragraph(where, BOLD),
            line(_("Parcels with postage to collect are refused."), size(20)),
        ]

    def _wanted(self) -> Iterator[Row]:
        size, room = self.form.size, self.room
        if self.paper.items:
            yield line(_("What comes back: tick it and write how many"), size(24), BOLD, keep=True)
            for item in self.paper.items:
                yield from self._item(joined((item.name, item.sku)), item.quantity)
        else:
            yield from write_line(_("What comes back"), room, size(26))
            if self.form.roomy:
                yield from write_line("", room, size(26))
        wishes = (_("Return and refund"), _("Exchange"), _("Repair"))
        yield from self._choice(_("I want"), wishes)
        yield from write_line(_("Exchange to (style, colour, size)"), room, size(24))
        reasons = (
            _("Wrong size"), _("Colour not liked"), _("Changed my mind"), _("Faulty"), _("Not what I ordered"),
            _("Something missing"), _("Damaged on the way"),
        )  # fmt: skip
        yield from self._choice(_("Because"), reasons)
        yield from write_line(_("In detail"), room, size(24))
        yield from write_line(_("Postage I paid, and how to reach me"), room, size(24))

    def _choice(self, label: str, choices: tuple[str, ...]) -> Iterator[Row]:
        size = self.form.size
        indent = round(width_of(label, size(24), BOLD)) + size(16)
        rows = ticks(choices, self.room - indent, size(24))
        for i, row in enumerate(rows):
            yield row._replace(
                keep=row is not rows[-1], draw=partial(self._draw_choice, (label if i == 0 else "", indent), row)
            )

    def _draw_choice(self, label: tuple[str, int], row: Row, pen: Pen, x: int, y: int) -> None:
        size = self.form.size(24)
        text, indent = label
        pen.text(x, y + round(size * 0.36), text, size, BOLD)
        row.draw(pen, x + indent, y)

    def _item(self, text: str, quantity: int) -> Iterator[Row]:
        size = self.form.size
        indent, count = size(44), size(170)
        lines = wrap(text, self.room - indent - count, size(24)) or [""]
        for i, shown in enumerate(lines):
            row = line(shown, size(24), indent=indent, keep=i < min(len(lines) - 1, 3))
            yield row._replace(draw=partial(self._draw_item, quantity, row)) if i == 0 else row
        yield space(size(6))

    def _draw_item(self, quantity: int, row: Row, pen: Pen, x: int, y: int) -> None:
        size = self.form.size
        pen.frame(x, y + size(2), size(26), size(26))
        row.draw(pen, x, y)
        pen.fill(x + self.room - size(150), y + size(28), size(70), 2)
        pen.text(x + self.room - size(70), y + size(1), _("of {n}").format(n=quantity), size(24))
