"""The day's intake register on A4: the cover sheet of the papers that came in the boxes (RET-01, RET-07, RET-08)."""

from collections.abc import Iterator
from typing import NamedTuple

from shopdesk.domain.documents import Paper
from shopdesk.domain.intake import BOX_STATES, CONDITIONS, WISHES, BoxState, Wish
from shopdesk.domain.intake_papers import IntakeRegister, PaperItem, RegisterBox, RegisterCorrection
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, draw_page, in_pages, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import FORMATS, NO_OFFSET, Offset
from shopdesk.printing.rows import joined, leading, line, minute, moment, rule, signatures, text_rows
from shopdesk.printing.sheet import THIN, Pen, Sheets
from shopdesk.printing.wrapping import fitted, wrap

_FORM = FORMATS[Paper.A4]
_TEXT, _SMALL, _BIG = 26, 22, 44
_HEAD, _FOOT = 150, 40
_INNER = _FORM.width - 2 * _FORM.margin
_TOGETHER = 14
"""Lines of a box that stay on one page; one with more goes over to the next."""


class _Column(NamedTuple):
    """A column: where it begins, how wide it is (dots), and whether numbers stand at its right edge."""

    x: int
    width: int
    right: bool = False


_NUMBER = _Column(0, 76, right=True)
_BUYER = _Column(96, 300)
_ITEMS = _Column(412, 530)
_WAYBILL = _Column(958, 250)
_CASH = _Column(1210, 120, right=True)
_WHO = _Column(1350, _INNER - 1350)


class _Said(NamedTuple):
    """A line of a box's cell."""

    text: str
    size: int = _SMALL
    face: str = REGULAR


def render_intake_register(register: IntakeRegister, *, offset: Offset = NO_OFFSET) -> bytes:
    """The register as a PDF, in the language in use; the same input gives the same bytes."""
    sheets = Sheets(_("Intake register"))
    body = _FORM.height - 2 * _FORM.margin - _HEAD - _FOOT
    pages = in_pages(_rows(register), body)
    for number, page in enumerate(pages, 1):
        pen = sheets.pen(_FORM.height)
        _draw_head(pen, register)
        draw_page(pen, page, _FORM.margin, _FORM.margin + _HEAD, _INNER)
        _draw_foot(pen, register, number, len(pages))
        sheets.add(pen, _FORM.width, _FORM.height, offset)
    return sheets.finished()


def _draw_head(pen: Pen, register: IntakeRegister) -> None:
    x, y = _FORM.margin, _FORM.margin
    pen.text(x, y, _("Intake register of {day}").format(day=register.day), _BIG, BOLD)
    closed = _("Closed {time} by {name}").format(time=moment(register.closed_at), name=register.closed_by)
    pen.text_right(x + _INNER, y + 12, closed if register.closed_at else _("Not closed yet"), _TEXT, BOLD)
    below = fitted(joined((*register.shops, _counted(register))), _INNER, (_TEXT, 22, 18), 2)
    for i, shown in enumerate(below.lines[:2]):
        pen.text(x, y + 64 + i * leading(below.size), shown, below.size)
    pen.fill(x, y + _HEAD - 16, _INNER, 4)


def _counted(register: IntakeRegister) -> str:
    n = len(register.there)
    boxes = ngettext("{n} box", "{n} boxes", n).format(n=n)
    goods = ngettext("{n} piece", "{n} pieces", register.pieces).format(n=register.pieces)
    unclaimed = sum(box.state is BoxState.UNCLAIMED for box in register.boxes)
    nobodys = ngettext("{n} unclaimed", "{n} unclaimed", unclaimed).format(n=unclaimed)
    return joined((boxes, goods, nobodys if unclaimed else ""))


def _draw_foot(pen: Pen, register: IntakeRegister, page: int, pages: int) -> None:
    y = _FORM.height - _FORM.margin - 26
    printed = _("Printed {time} by {name}").format(time=moment(register.printed_at), name=register.printed_by or "-")
    pen.text(_FORM.margin, y, printed, _SMALL)
    number = _("Page {page}/{pages}").format(page=page, pages=pages)
    pen.text_right(_FORM.margin + _INNER, y, number, _SMALL, BOLD)


def _rows(register: IntakeRegister) -> Iterator[Row]:
    headings = Row(leading(_SMALL) + 12, _draw_headings, keep=True)
    yield headings
    for box in register.boxes:
        yield from _box(box, headings)
    yield space(20)
    yield from _totals(register)
    yield from _corrections(register)
    yield space(16)._replace(keep=True)
    yield signatures((_("Registered by"), _("Cash counted by"), _("Checked by, date")), _INNER, _TEXT)


def _draw_headings(pen: Pen, x: int, y: int) -> None:
    for column, text in (
        (_NUMBER, _("No.")), (_BUYER, _("Buyer")), (_ITEMS, _("What is in it, and what is wanted")),
        (_WAYBILL, _("Waybill")), (_CASH, _("Cash")), (_WHO, _("Opened by")),
    ):  # fmt: skip
        size = fitted(text, column.width, (_SMALL, 18, 16), 1).size
        _put(pen, (x, y + 4), column, _Said(text, size))
    pen.fill(x, y + leading(_SMALL) + 8, _INNER, THIN)


def _box(box: RegisterBox, headings: Row) -> Iterator[Row]:
    """A box, line by line, so that the longest goes over to the next page under the same head."""
    cells = {
        _NUMBER: [_Said(str(box.number), 30, BOLD)],
        _BUYER: list(_whose(box)),
        _ITEMS: list(_inside(box)),
        _WAYBILL: [*_wrapped(_WAYBILL, box.carrier), *_wrapped(_WAYBILL, box.waybill)],
        _CASH: [_Said(box.cash.shown, _TEXT, BOLD)] if box.cash else [],
        _WHO: [*_wrapped(_WHO, box.person), _Said(minute(box.at))],
    }
    count = max(map(len, cells.values()))
    again = line(_("No. {number}, continued").format(number=box.number), _SMALL, BOLD)
    for place in range(count):
        shown = {column: lines[place] for column, lines in cells.items() if place < len(lines)}
        heads = (headings, again) if place else (headings,)
        yield _line(shown, first=place == 0)._replace(heads=heads, keep=count <= _TOGETHER or place < 2)
    yield Row(8 + THIN, lambda pen, x, y: pen.fill(x, y + 8, _INNER, THIN))


def _line(shown: dict[_Column, _Said], *, first: bool) -> Row:
    top = 6 if first else 0
    tallest = max(said.size for said in shown.values()) if shown else _SMALL

    def draw(pen: Pen, x: int, y: int) -> None:
        for column, said in shown.items():
            _put(pen, (x, y + top + max(0, (tallest - said.size) * 3 // 4)), column, said)

    return Row(top + leading(tallest), draw)


def _whose(box: RegisterBox) -> Iterator[_Said]:
    if box.state is not BoxState.REGISTERED:
        yield from _wrapped(_BUYER, _(BOX_STATES[box.state]), _TEXT, BOLD)
    yield from _wrapped(_BUYER, box.buyer, _TEXT, BOLD)
    yield from _wrapped(_BUYER, box.order_no)
    yield from _wrapped(_BUYER, _("From {sender}").format(sender=box.sender) if box.sender else "")


def _inside(box: RegisterBox) -> Iterator[_Said]:
    for item in box.items:
        yield from _wrapped(_ITEMS, _("{item} × {n}").format(item=item.name, n=item.quantity), _TEXT, BOLD)
        yield from _wrapped(_ITEMS, said_of(item))
    if box.postage:
        yield from _wrapped(_ITEMS, _("Postage paid at the door: {amount}").format(amount=box.postage.shown))
    yield from _wrapped(_ITEMS, _("Note: {text}").format(text=box.note) if box.note else "")


def said_of(item: PaperItem) -> str:
    """Condition, fault, what came with it and what the buyer wants."""
    condition = _(CONDITIONS[item.condition]) if item.condition else _("Not looked at yet")
    wanted = f"{_(WISHES[item.wish])} {item.wish_to}".strip() if item.wish is not Wish.UNKNOWN else ""
    order = _("Order {order_no}").format(order_no=item.order_no) if item.order_no else ""
    return _(", ").join(filter(None, (wanted, condition, item.fault, item.accessories, order)))


def _wrapped(column: _Column, text: str, size: int = _SMALL, face: str = REGULAR) -> list[_Said]:
    return [_Said(shown, size, face) for shown in wrap(text, column.width, size, face)]


def _put(pen: Pen, at: tuple[int, int], column: _Column, said: _Said) -> None:
    """A text in its column of the row that begins at `at`."""
    x, y = at
    if column.right:
        size = fitted(said.text, column.width, (said.size, 22, 18, 14), 1, said.face).size
        pen.text_right(x + column.x + column.width, y, said.text, size, said.face)
    else:
        pen.text(x + column.x, y, said.text, said.size, said.face)


def _totals(register: IntakeRegister) -> Iterator[Row]:
    pieces = ngettext("{n} piece", "{n} pieces", register.pieces).format(n=register.pieces)
    n = len(register.there)
    boxes = ngettext("{n} box", "{n} boxes", n).format(n=n)
    wishes = (_("{wish} {n}").format(wish=_(WISHES[wish]), n=n) for wish, n in register.wishes.items())
    yield rule(_INNER, above=0, below=8, thick=4, keep=True)
    yield line(joined((_("Total"), boxes, pieces)), 32, BOLD, keep=True)
    yield from _kept(text_rows(joined(wishes), _INNER, _TEXT))
    yield from _kept(text_rows(joined(_money(register)), _INNER, _TEXT))
    if register.explanation:
        yield from text_rows(_("Explanation: {text}").format(text=register.explanation), _INNER, _TEXT)
    for text in register.left_open:
        yield from text_rows(_("Open: {what}").format(what=text), _INNER, _TEXT, BOLD)
    if register.reason:
        yield from text_rows(_("Closed all the same: {reason}").format(reason=register.reason), _INNER, _TEXT)


def _money(register: IntakeRegister) -> Iterator[str]:
    yield _("Cash found: {amount}").format(amount=register.cash.shown)
    if register.postage:
        yield _("Postage paid at the door: {amount}").format(amount=register.postage.shown)
    for said, amount, person in (
        (_("handed over: {amount}, {name}"), register.counted, register.handed_by),
        (_("confirmed: {amount}, {name}"), register.confirmed, register.confirmed_by),
    ):
        if person:
            yield said.format(amount=amount.shown, name=person)


def _corrections(register: IntakeRegister) -> Iterator[Row]:
    if register.corrections:
        yield space(12)._replace(keep=True)
        yield line(_("Put right after closing"), _TEXT, BOLD, keep=True)
    for each in register.corrections:
        yield from text_rows(_correction(each), _INNER, _SMALL)


def _correction(each: RegisterCorrection) -> str:
    where = _("No. {number}").format(number=each.number) if each.number is not None else ""
    changed = _("{before} → {after}").format(before=each.was or "–", after=each.should_be)
    return joined((where, f"{each.what}: {changed}", each.reason, each.person, moment(each.at)))


def _kept(rows: list[Row]) -> list[Row]:
    return [row._replace(keep=True) for row in rows]
