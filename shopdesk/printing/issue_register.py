"""The issue register on A4: each slip a line, a table for each carrier, room to sign (SHP-03)."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from shopdesk.domain.documents import Paper
from shopdesk.domain.issue_register import IssueRegister, RegisterCarrier, RegisterLine
from shopdesk.domain.slips import WAVE_NAMES
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import FORMATS, NO_OFFSET, Offset
from shopdesk.printing.rows import joined, leading, line, moment, rule, write_line
from shopdesk.printing.sheet import THIN, Pen, Sheets
from shopdesk.printing.wrapping import fitted, wrap

_FORM = FORMATS[Paper.A4]
_TEXT, _SMALL, _BIG = 26, 22, 44
_HEAD, _FOOT = 150, 40
_INNER = _FORM.width - 2 * _FORM.margin
_PAD = 8


class _Column(NamedTuple):
    """A column: where it begins, how wide it is (dots), and whether numbers stand at its right edge."""

    x: int
    width: int
    right: bool = False


_NUMBER = _Column(0, 90, right=True)
_ORDER = _Column(110, 480)
_RECEIVER = _Column(600, 190)
_PIECES = _Column(790, 100, right=True)
_WAYBILL = _Column(920, 440)
_TICK = _Column(_INNER - 150, 60)


def render_register(register: IssueRegister, *, offset: Offset = NO_OFFSET) -> bytes:
    """The register as a PDF, in the language in use; the same input gives the same bytes."""
    sheets = Sheets(_("Issue register"))
    body = _FORM.height - 2 * _FORM.margin - _HEAD - _FOOT
    pages = in_pages(_rows(register), body)
    for number, page in enumerate(pages, 1):
        pen = sheets.pen(_FORM.height)
        _draw_head(pen, register)
        draw_page(pen, page, _FORM.margin, _FORM.margin + _HEAD, _INNER)
        _draw_foot(pen, register, number, len(pages))
        sheets.add(pen, _FORM.width, _FORM.height, offset)
    return sheets.finished()


def _draw_head(pen: Pen, register: IssueRegister) -> None:
    x, y = _FORM.margin, _FORM.margin
    title = _("Issue register of wave {wave}").format(wave=register.wave)
    pen.text(x, y, title, _BIG, BOLD)
    pen.text_right(x + _INNER, y + 12, joined((_(WAVE_NAMES[register.kind]), moment(register.made_at))), _TEXT, BOLD)
    slips = ngettext("{n} slip", "{n} slips", register.slips).format(n=register.slips)
    goods = ngettext("{n} piece", "{n} pieces", register.pieces).format(n=register.pieces)
    below = fitted(joined((*register.shops, slips, goods)), _INNER, (_TEXT, 22, 18), 2)
    for i, shown in enumerate(below.lines):
        pen.text(x, y + 64 + i * leading(below.size), shown, below.size)
    pen.fill(x, y + _HEAD - 16, _INNER, 4)


def _draw_foot(pen: Pen, register: IssueRegister, page: int, pages: int) -> None:
    y = _FORM.height - _FORM.margin - 26
    printed = _("Printed {time} by {name}").format(time=moment(register.printed_at), name=register.printed_by or "-")
    pen.text(_FORM.margin, y, printed, _SMALL)
    number = _("Page {page}/{pages}").format(page=page, pages=pages)
    pen.text_right(_FORM.margin + _INNER, y, number, _SMALL, BOLD)


def _rows(register: IssueRegister) -> Iterator[Row]:
    for carrier in register.carriers:
        yield from _carrier(carrier)
        yield space(28)
    yield from _totals(register)


def _carrier(carrier: RegisterCarrier) -> Iterator[Row]:
    count = ngettext("{n} slip", "{n} slips", len(carrier.lines)).format(n=len(carrier.lines))
    goods = ngettext("{n} piece", "{n} pieces", carrier.pieces).format(n=carrier.pieces)
    name = carrier.carrier or _("Carrier not chosen")
    headings = Row(leading(_SMALL) + 12, _draw_headings, keep=True)
    heads = (line(_("{carrier}, continued").format(carrier=name), 32, BOLD), headings)
    yield line(joined((name, count, goods)), 32, BOLD, keep=True)
    yield headings
    for place, shown in enumerate(carrier.lines, 1):
        yield _line(shown)._replace(heads=heads, keep=place == len(carrier.lines))  # the sum never stands alone
    yield Row(leading(_TEXT) + 18, partial(_draw_sum, len(carrier.lines), carrier.pieces))


def _draw_headings(pen: Pen, x: int, y: int) -> None:
    for column, text in (
        (_NUMBER, _("No.")), (_ORDER, _("Order")), (_RECEIVER, _("Receiver")), (_PIECES, _("Pieces")),
        (_WAYBILL, _("Waybill")), (_TICK, _("There")),
    ):  # fmt: skip
        _put(pen, (x, y + 4), column, text, _SMALL)
    pen.fill(x, y + leading(_SMALL) + 8, _INNER, THIN)


def _line(shown: RegisterLine) -> Row:
    orders = list(shown.order_nos)
    if shown.parts > 1:
        orders[0] = joined((orders[0], f"({shown.part}/{shown.parts})"), " ")
    waybill = wrap(shown.waybill or _("Waiting for waybill"), _WAYBILL.width, _TEXT)
    height = leading(_TEXT) * max(len(orders), len(waybill)) + 14

    def draw(pen: Pen, x: int, y: int) -> None:
        _put(pen, (x, y + 6), _NUMBER, str(shown.position), _TEXT)
        for i, order_no in enumerate(orders):
            size = fitted(order_no, _ORDER.width, (_TEXT, 22, 18, 14), 1).size
            pen.text(x + _ORDER.x, y + 6 + i * leading(_TEXT), order_no, size)
        receiver = fitted(shown.receiver, _RECEIVER.width, (_TEXT, 22, 18, 14), 1)
        pen.text(x + _RECEIVER.x, y + 6, "".join(receiver.lines[:1]), receiver.size)
        _put(pen, (x, y + 6), _PIECES, str(shown.pieces), _TEXT)
        for i, text in enumerate(waybill):
            pen.text(x + _WAYBILL.x, y + 6 + i * leading(_TEXT), text, _TEXT)
        pen.frame(x + _TICK.x + _PAD, y + 6, 28, 28)
        pen.fill(x, y + height - THIN, _INNER, THIN)

    return Row(height, draw)


def _draw_sum(slips: int, pieces: int, pen: Pen, x: int, y: int) -> None:
    pen.text(x + _ORDER.x, y + 8, _("Total"), _TEXT, BOLD)
    _put(pen, (x, y + 8), _NUMBER, str(slips), _TEXT, bold=True)
    _put(pen, (x, y + 8), _PIECES, str(pieces), _TEXT, bold=True)


def _put(pen: Pen, at: tuple[int, int], column: _Column, text: str, size: int, *, bold: bool = False) -> None:
    """A text in its column of the row that begins at `at`."""
    x, y = at
    face = BOLD if bold else REGULAR
    if column.right:
        pen.text_right(x + column.x + column.width, y, text, size, face)
    else:
        pen.text(x + column.x, y, text, size, face)


def _totals(register: IssueRegister) -> Iterator[Row]:
    slips = ngettext("{n} slip", "{n} slips", register.slips).format(n=register.slips)
    goods = ngettext("{n} piece", "{n} pieces", register.pieces).format(n=register.pieces)
    yield rule(_INNER, above=4, below=8, thick=4, keep=True)
    yield line(joined((_("Total"), slips, goods)), 32, BOLD, keep=True)
    yield space(16)._replace(keep=True)
    half = _INNER // 2
    for label in (_("Handed over by"), _("Slips counted"), _("Taken over by, date")):
        rows = write_line(label, half + half // 2, _TEXT)
        yield from (row._replace(keep=True) for row in rows[:-1])
        yield rows[-1]._replace(keep=label != _("Taken over by, date"))
