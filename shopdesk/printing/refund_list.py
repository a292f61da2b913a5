"""What finance pays today on A4: by channel with its sum, room for the reference of each payment (REF-02, REF-03)."""

from collections.abc import Iterator

from shopdesk.domain.refund_list import RefundList, RefundListLine, total
from shopdesk.domain.refunds import ARRIVALS, REFUND_KINDS, Channel, reason_title
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.rows import bar, due_moment, joined, leading, line, moment, rule, signatures
from shopdesk.printing.sheet import THIN, Pen
from shopdesk.printing.tables import INNER, SMALL, TEXT, Column, Head, Said, headings, render_table, table_row, wrapped

_NUMBER = Column(0, 84, right=True)
_ORDER = Column(104, 316)
_REASON = Column(436, 226)
_PAYEE = Column(678, 296)
_DUE = Column(990, 136)
_AMOUNT = Column(1130, 152, right=True)
_PAID = Column(1306, INNER - 1306)


def render_refund_list(listed: RefundList, *, offset: Offset = NO_OFFSET) -> bytes:
    """The list as a PDF, in the language in use; the same input gives the same bytes."""
    left = ngettext("{n} approved one can't be paid yet", "{n} approved ones can't be paid yet", listed.left)
    said = joined((_counted(len(listed.lines)), left.format(n=listed.left) if listed.left else ""))
    head = Head(_("Refunds to pay on {day}").format(day=listed.day), listed.amount.shown, said)
    return render_table(
        _("Refund list"), head, _rows(listed), printed_at=listed.printed_at, printed_by=listed.printed_by, offset=offset
    )


def _counted(n: int) -> str:
    return ngettext("{n} payment", "{n} payments", n).format(n=n)


def _rows(listed: RefundList) -> Iterator[Row]:
    again = sum(each.listed_at is not None for each in listed.lines)
    if again:
        said = ngettext(
            "{n} stood in an earlier list: look whether it is paid already",
            "{n} stood in earlier lists: look whether they are paid already",
            again,
        )
        yield from bar(said.format(n=again), INNER, 28)
    for channel, lines in listed.channels.items():
        yield from _channel(channel, lines)
        yield space(28)
    yield rule(INNER, above=4, below=8, thick=4, keep=True)
    yield _sum_line(_("Total"), listed.lines, 32)._replace(keep=True)
    yield space(16)._replace(keep=True)
    yield signatures((_("Listed by"), _("Paid by, date"), _("Checked by, date")), INNER, TEXT)


def _channel(channel: Channel, lines: tuple[RefundListLine, ...]) -> Iterator[Row]:
    name = _(ARRIVALS[channel].title)
    columns = _headings()
    heads = (line(_("{carrier}, continued").format(carrier=name), 32, BOLD), columns)
    yield line(joined((name, _counted(len(lines)))), 32, BOLD, keep=True)
    yield columns
    for place, shown in enumerate(lines, 1):
        yield _line(shown)._replace(heads=heads, keep=place == len(lines))  # the sum never stands alone
    yield _sum_line(name, lines, TEXT)


def _sum_line(name: str, lines: tuple[RefundListLine, ...], size: int) -> Row:
    amount = total(lines).shown

    def draw(pen: Pen, x: int, y: int) -> None:
        pen.text(x + _ORDER.x, y + 8, joined((name, _counted(len(lines)))), size, BOLD)
        pen.text_right(x + _AMOUNT.x + _AMOUNT.width, y + 8, amount, size, BOLD)

    return Row(leading(size) + 18, draw)


def _headings() -> Row:
    return headings((
        (_NUMBER, _("No.")), (_ORDER, _("Order, buyer")), (_REASON, _("What for")), (_PAYEE, _("Payee, account")),
        (_DUE, _("Pay by")), (_AMOUNT, _("Amount")), (_PAID, _("Paid, reference")),
    ))  # fmt: skip


def _cells(shown: RefundListLine) -> dict[Column, list[Said]]:
    return {
        _NUMBER: [Said(str(shown.number), TEXT, BOLD)],
        _ORDER: [
            *wrapped(_ORDER, shown.order_no, TEXT),
            *wrapped(_ORDER, joined((shown.buyer, shown.shop), " · ")),
            *wrapped(_ORDER, _people(shown)),
        ],
        _REASON: [
            *wrapped(_REASON, _(REFUND_KINDS[shown.kind])),
            *wrapped(_REASON, _(reason_title(shown.reason))),
        ],
        _PAYEE: list(_payee(shown)),
        _DUE: [
            *wrapped(_DUE, due_moment(shown.due_at), face=BOLD if shown.is_late else REGULAR),
            *(wrapped(_DUE, _("Late"), face=BOLD) if shown.is_late else ()),
        ],
        _AMOUNT: [
            Said(shown.amount.shown, 30, BOLD),
            *wrapped(_AMOUNT, _("less {fee} fee").format(fee=shown.fee.shown) if shown.fee else ""),
        ],
    }


def _line(shown: RefundListLine) -> Row:
    warning = _listed(shown)
    below = leading(SMALL) + 4 if warning else 0
    row = table_row(_cells(shown), below=below)
    height = row.height - below

    def draw(pen: Pen, x: int, y: int) -> None:
        row.draw(pen, x, y)
        pen.frame(x + _PAID.x, y + 8, 28, 28)
        pen.fill(x + _PAID.x + 40, y + height - 12, _PAID.width - 40, THIN)
        if warning:
            pen.fill(x + _ORDER.x, y + height - 2, INNER - _ORDER.x, below)
            pen.text(x + _ORDER.x + 8, y + height, warning, SMALL, BOLD, white=True)

    return Row(row.height, draw)


def _people(shown: RefundListLine) -> str:
    said = _("{asked} asked, {approved} approved") if shown.approved_by else _("{asked} asked")
    return said.format(asked=shown.asked_by, approved=shown.approved_by)


def _payee(shown: RefundListLine) -> Iterator[Said]:
    yield from wrapped(_PAYEE, shown.payee, TEXT, BOLD)
    yield from wrapped(_PAYEE, shown.account, TEXT)
    yield from wrapped(_PAYEE, _("checked by {name}").format(name=shown.checked_by) if shown.checked_by else "")
    yield from wrapped(_PAYEE, _("Request {refund_no}").format(refund_no=shown.refund_no) if shown.refund_no else "")


def _listed(shown: RefundListLine) -> str:
    if shown.listed_at is None:
        return ""
    said = _("In a list of {time} already, by {name}: paid?")
    return said.format(time=moment(shown.listed_at), name=shown.listed_by)
