"""What carriers lost, emptied or broke in a month, on A4: sums by carrier, then each parcel (SHP-08)."""

from collections.abc import Iterator
from typing import NamedTuple

from shopdesk.domain.claims import KINDS, SOLUTIONS, STATES
from shopdesk.domain.documents import Paper
from shopdesk.domain.loss_summary import LossLine, LossSum, LossSummary
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import FORMATS, NO_OFFSET, Offset
from shopdesk.printing.rows import bar, day, joined, leading, line, moment, rule, signatures
from shopdesk.printing.sheet import THIN, Pen, Sheets
from shopdesk.printing.wrapping import fitted, wrap

_FORM = FORMATS[Paper.A4]
_TEXT, _SMALL, _BIG = 26, 22, 44
_HEAD, _FOOT = 150, 40
_INNER = _FORM.width - 2 * _FORM.margin


class _Column(NamedTuple):
    """A column: where it begins, how wide it is (dots), and whether numbers stand at its right edge."""

    x: int
    width: int
    right: bool = False


_NUMBER = _Column(0, 76, right=True)
_PARCEL = _Column(92, 292)
_ORDER = _Column(400, 286)
_STATE = _Column(702, 206)
_ASKED = _Column(912, 142, right=True)
_OFFERED = _Column(1064, 142, right=True)
_PAID = _Column(1216, 142, right=True)
_LOST = _Column(1368, _INNER - 1368, right=True)
_SUMS = (_ASKED, _OFFERED, _PAID, _LOST)


class _Said(NamedTuple):
    """A line of a parcel's cell."""

    text: str
    size: int = _SMALL
    face: str = REGULAR


def render_loss_summary(summary: LossSummary, *, offset: Offset = NO_OFFSET) -> bytes:
    """The summary as a PDF, in the language in use; the same input gives the same bytes."""
    sheets = Sheets(_("Lost parcels"))
    body = _FORM.height - 2 * _FORM.margin - _HEAD - _FOOT
    pages = in_pages(_rows(summary), body)
    for number, page in enumerate(pages, 1):
        pen = sheets.pen(_FORM.height)
        _draw_head(pen, summary)
        draw_page(pen, page, _FORM.margin, _FORM.margin + _HEAD, _INNER)
        _draw_foot(pen, summary, number, len(pages))
        sheets.add(pen, _FORM.width, _FORM.height, offset)
    return sheets.finished()


def _draw_head(pen: Pen, summary: LossSummary) -> None:
    x, y, whole = _FORM.margin, _FORM.margin, summary.whole
    title = _("Lost and broken parcels of {month}").format(month=summary.month)
    pen.text(x, y, title, fitted(title, _INNER - 420, (_BIG, 36, 30), 1, BOLD).size, BOLD)
    pen.text_right(x + _INNER, y + 4, _("lost {amount}").format(amount=whole.lost.shown), 38, BOLD)
    pen.text(x, y + 64, joined((_counted(whole.parcels), _paid(whole))), _TEXT)
    pen.fill(x, y + _HEAD - 16, _INNER, 4)


def _counted(n: int) -> str:
    return ngettext("{n} parcel", "{n} parcels", n).format(n=n)


def _paid(whole: LossSum) -> str:
    said = _("asked of carriers {asked}, paid by them {paid}")
    return said.format(asked=whole.asked.shown, paid=whole.paid.shown)


def _draw_foot(pen: Pen, summary: LossSummary, page: int, pages: int) -> None:
    y = _FORM.height - _FORM.margin - 26
    printed = _("Printed {time} by {name}").format(time=moment(summary.printed_at), name=summary.printed_by or "-")
    pen.text(_FORM.margin, y, printed, _SMALL)
    number = _("Page {page}/{pages}").format(page=page, pages=pages)
    pen.text_right(_FORM.margin + _INNER, y, number, _SMALL, BOLD)


def _rows(summary: LossSummary) -> Iterator[Row]:
    waiting = summary.whole.waiting
    if waiting:
        said = ngettext(
            "{n} buyer has neither goods nor money yet", "{n} buyers have neither goods nor money yet", waiting
        )
        yield from bar(said.format(n=waiting), _INNER, 28)
    headings = Row(leading(_SMALL) + 12, _draw_headings, keep=True)
    yield space(14)
    yield line(_("By carrier"), 32, BOLD, keep=True)
    yield headings
    for carrier in summary.carriers:
        yield _sum_row(_name(carrier), summary.of(carrier), _TEXT, REGULAR)
    yield _sum_row(_("Total"), summary.whole, 28, BOLD)
    yield space(30)
    for carrier in summary.carriers:
        yield from _carrier(summary, carrier, headings)
    yield rule(_INNER, above=4, below=8, thick=4, keep=True)
    yield signatures((_("Made by, date"), _("Seen by, date")), _INNER, _TEXT)


def _carrier(summary: LossSummary, carrier: str, headings: Row) -> Iterator[Row]:
    lines = [each for each in summary.lines if each.carrier == carrier]
    heads = (line(_("{carrier}, continued").format(carrier=_name(carrier)), 32, BOLD), headings)
    yield line(joined((_name(carrier), _counted(len(lines)))), 32, BOLD, keep=True)
    yield headings
    for each in lines:
        yield _line(each)._replace(heads=heads)
    yield space(24)


def _name(carrier: str) -> str:
    return carrier or _("Unknown carrier")


def _sum_row(name: str, found: LossSum, size: int, face: str) -> Row:
    said = joined((name, _counted(found.parcels)))

    def draw(pen: Pen, x: int, y: int) -> None:
        width = _ASKED.x - _PARCEL.x - 20
        pen.text(x + _PARCEL.x, y + 8, said, fitted(said, width, (size, 22, 18, 14), 1, face).size, face)
        for column, amount in zip(_SUMS, (found.asked, found.offered, found.paid, found.lost), strict=True):
            _put(pen, (x, y + 8), column, _Said(amount.shown if amount else "–", size, face))
        pen.fill(x, y + leading(size) + 14, _INNER, THIN)

    return Row(leading(size) + 18, draw, keep=True)


def _draw_headings(pen: Pen, x: int, y: int) -> None:
    for column, text in (
        (_NUMBER, _("No.")), (_PARCEL, _("Parcel")), (_ORDER, _("Order, buyer")), (_STATE, _("How it stands")),
        (_ASKED, _("Asked for")), (_OFFERED, _("Offered")), (_PAID, _("Paid")), (_LOST, _("Lost")),
    ):  # fmt: skip
        _put(pen, (x, y + 4), column, _Said(text, fitted(text, column.width, (_SMALL, 18, 16), 1).size))
    pen.fill(x, y + leading(_SMALL) + 8, _INNER, THIN)


def _line(shown: LossLine) -> Row:
    cells = {
        _NUMBER: [_Said(str(shown.number), _TEXT, BOLD)],
        _PARCEL: [
            *_wrapped(_PARCEL, shown.waybill, _TEXT),
            *_wrapped(_PARCEL, joined((_(KINDS[shown.kind]), day(shown.at)), " · ")),
        ],
        _ORDER: [*_wrapped(_ORDER, shown.order_no or "–", _TEXT), *_wrapped(_ORDER, shown.buyer)],
        _STATE: [
            *_wrapped(_STATE, _(STATES[shown.state])),
            *_wrapped(_STATE, "" if shown.is_over else _(SOLUTIONS[shown.solution])),
            *_wrapped(_STATE, shown.answer),
        ],
        **{
            column: [_Said(amount.shown if amount else "–", _TEXT, BOLD if column is _LOST else REGULAR)]
            for column, amount in zip(_SUMS, shown.amounts, strict=True)
        },
    }
    height = max(sum(leading(each.size) for each in lines) for lines in cells.values()) + 14

    def draw(pen: Pen, x: int, y: int) -> None:
        for column, lines in cells.items():
            top = y + 6
            for each in lines:
                _put(pen, (x, top), column, each)
                top += leading(each.size)
        pen.fill(x, y + height - THIN, _INNER, THIN)

    return Row(height, draw)


def _wrapped(column: _Column, text: str, size: int = _SMALL, face: str = REGULAR) -> list[_Said]:
    return [_Said(each, size, face) for each in wrap(text, column.width, size, face)]


def _put(pen: Pen, at: tuple[int, int], column: _Column, said: _Said) -> None:
    """A text in its column of the row that begins at `at`."""
    x, y = at
    if column.right:
        size = fitted(said.text, column.width, (said.size, 26, 22, 18, 14), 1, said.face).size
        pen.text_right(x + column.x + column.width, y, said.text, size, said.face)
    else:
        pen.text(x + column.x, y, said.text, said.size, said.face)
