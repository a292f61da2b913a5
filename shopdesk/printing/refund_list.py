"""What finance pays today on A4: by channel with its sum, room for the reference of each payment (REF-02, REF-03)."""

from collections.abc import Iterator
from typing import NamedTuple

from shopdesk.domain.documents import Paper
from shopdesk.domain.refund_list import RefundList, RefundListLine, total
from shopdesk.domain.refunds import ARRIVALS, REFUND_KINDS, Channel, reason_title
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import FORMATS, NO_OFFSET, Offset
from shopdesk.printing.rows import bar, due_moment, joined, leading, line, moment, rule, signatures
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


_NUMBER = _Column(0, 84, right=True)
_ORDER = _Column(104, 316)
_REASON = _Column(436, 226)
_PAYEE = _Column(678, 296)
_DUE = _Column(990, 136)
_AMOUNT = _Column(1130, 152, right=True)
_PAID = _Column(1306, _INNER - 1306)


class _Said(NamedTuple):
    """A line of a refund's cell."""

    text: str
    size: int = _SMALL
    face: str = REGULAR


def render_refund_list(listed: RefundList, *, offset: Offset = NO_OFFSET) -> bytes:
    """The list as a PDF, in the language in use; the same input gives the same bytes."""
    sheets = Sheets(_("Refund list"))
    body = _FORM.height - 2 * _FORM.margin - _HEAD - _FOOT
    pages = in_pages(_rows(listed), body)
    for number, page in enumerate(pages, 1):
        pen = sheets.pen(_FORM.height)
        _draw_head(pen, listed)
        draw_page(pen, page, _FORM.margin, _FORM.margin + _HEAD, _INNER)
        _draw_foot(pen, listed, number, len(pages))
        sheets.add(pen, _FORM.width, _FORM.height, offset)
    return sheets.finished()


def _draw_head(pen: Pen, listed: RefundList) -> None:
    x, y = _FORM.margin, _FORM.margin
    pen.text(x, y, _("Refunds to pay on {day}").format(day=listed.day), _BIG, BOLD)
    pen.text_right(x + _INNER, y + 4, listed.amount.shown, 38, BOLD)
    left = ngettext("{n} approved one can't be paid yet", "{n} approved ones can't be paid yet", listed.left)
    said = joined((_counted(len(listed.lines)), left.format(n=listed.left) if listed.left else ""))
    pen.text(x, y + 64, said, _TEXT)
    pen.fill(x, y + _HEAD - 16, _INNER, 4)


def _counted(n: int) -> str:
    return ngettext("{n} payment", "{n} payments", n).format(n=n)


def _draw_foot(pen: Pen, listed: RefundList, page: int, pages: int) -> None:
    y = _FORM.height - _FORM.margin - 26
    printed = _("Printed {time} by {name}").format(time=moment(listed.printed_at), name=listed.printed_by or "-")
    pen.text(_FORM.margin, y, printed, _SMALL)
    number = _("Page {page}/{pages}").format(page=page, pages=pages)
    pen.text_right(_FORM.margin + _INNER, y, number, _SMALL, BOLD)


def _rows(listed: RefundList) -> Iterator[Row]:
    again = sum(each.listed_at is not None for each in listed.lines)
    if again:
        said = ngettext(
            "{n} stood in an earlier list: look whether it is paid already",
            "{n} stood in earlier lists: look whether they are paid already",
            again,
        )
        yield from bar(said.format(n=again), _INNER, 28)
    for channel, lines in listed.channels.items():
        yield from _channel(channel, lines)
        yield space(28)
    yield rule(_INNER, above=4, below=8, thick=4, keep=True)
    yield _sum_line(_("Total"), listed.lines, 32)._replace(keep=True)
    yield space(16)._replace(keep=True)
    yield signatures((_("Listed by"), _("Paid by, date"), _("Checked by, date")), _INNER, _TEXT)


def _channel(channel: Channel, lines: tuple[RefundListLine, ...]) -> Iterator[Row]:
    name = _(ARRIVALS[channel].title)
    headings = Row(leading(_SMALL) + 12, _draw_headings, keep=True)
    heads = (line(_("{carrier}, continued").format(carrier=name), 32, BOLD), headings)
    yield line(joined((name, _counted(len(lines)))), 32, BOLD, keep=True)
    yield headings
    for place, shown in enumerate(lines, 1):
        yield _line(shown)._replace(heads=heads, keep=place == len(lines))  # the sum never stands alone
    yield _sum_line(name, lines, _TEXT)


def _sum_line(name: str, lines: tuple[RefundListLine, ...], size: int) -> Row:
    amount = total(lines).shown

    def draw(pen: Pen, x: int, y: int) -> None:
        pen.text(x + _ORDER.x, y + 8, joined((name, _counted(len(lines)))), size, BOLD)
        pen.text_right(x + _AMOUNT.x + _AMOUNT.width, y + 8, amount, size, BOLD)

    return Row(leading(size) + 18, draw)


def _draw_headings(pen: Pen, x: int, y: int) -> None:
    for column, text in (
        (_NUMBER, _("No.")), (_ORDER, _("Order, buyer")), (_REASON, _("What for")), (_PAYEE, _("Payee, account")),
        (_DUE, _("Pay by")), (_AMOUNT, _("Amount")), (_PAID, _("Paid, reference")),
    ):  # fmt: skip
        _put(pen, (x, y + 4), column, _Said(text, fitted(text, column.width, (_SMALL, 18, 16), 1).size))
    pen.fill(x, y + leading(_SMALL) + 8, _INNER, THIN)


def _cells(shown: RefundListLine) -> dict[_Column, list[_Said]]:
    return {
        _NUMBER: [_Said(str(shown.number), _TEXT, BOLD)],
        _ORDER: [
            *_wrapped(_ORDER, shown.order_no, _TEXT),
            *_wrapped(_ORDER, joined((shown.buyer, shown.shop), " · ")),
            *_wrapped(_ORDER, _people(shown)),
        ],
        _REASON: [
            *_wrapped(_REASON, _(REFUND_KINDS[shown.kind])),
            *_wrapped(_REASON, _(reason_title(shown.reason))),
        ],
        _PAYEE: list(_payee(shown)),
        _DUE: [
            *_wrapped(_DUE, due_moment(shown.due_at), face=BOLD if shown.is_late else REGULAR),
            *(_wrapped(_DUE, _("Late"), face=BOLD) if shown.is_late else ()),
        ],
        _AMOUNT: [
            _Said(shown.amount.shown, 30, BOLD),
            *_wrapped(_AMOUNT, _("less {fee} fee").format(fee=shown.fee.shown) if shown.fee else ""),
        ],
    }


def _line(shown: RefundListLine) -> Row:
    cells = _cells(shown)
    warning = _listed(shown)
    height = max(sum(leading(each.size) for each in lines) for lines in cells.values()) + 14
    below = leading(_SMALL) + 4 if warning else 0

    def draw(pen: Pen, x: int, y: int) -> None:
        for column, lines in cells.items():
            top = y + 6
            for each in lines:
                _put(pen, (x, top), column, each)
                top += leading(each.size)
        pen.frame(x + _PAID.x, y + 8, 28, 28)
        pen.fill(x + _PAID.x + 40, y + height - 12, _PAID.width - 40, THIN)
        if warning:
            pen.fill(x + _ORDER.x, y + height - 2, _INNER - _ORDER.x, below)
            pen.text(x + _ORDER.x + 8, y + height, warning, _SMALL, BOLD, white=True)
        pen.fill(x, y + height + below - THIN, _INNER, THIN)

    return Row(height + below, draw)


def _people(shown: RefundListLine) -> str:
    said = _("{asked} asked, {approved} approved") if shown.approved_by else _("{asked} asked")
    return said.format(asked=shown.asked_by, approved=shown.approved_by)


def _payee(shown: RefundListLine) -> Iterator[_Said]:
    yield from _wrapped(_PAYEE, shown.payee, _TEXT, BOLD)
    yield from _wrapped(_PAYEE, shown.account, _TEXT)
    yield from _wrapped(_PAYEE, _("checked by {name}").format(name=shown.checked_by) if shown.checked_by else "")
    yield from _wrapped(_PAYEE, _("Request {refund_no}").format(refund_no=shown.refund_no) if shown.refund_no else "")


def _listed(shown: RefundListLine) -> str:
    if shown.listed_at is None:
        return ""
    said = _("In a list of {time} already, by {name}: paid?")
    return said.format(time=moment(shown.listed_at), name=shown.listed_by)


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
