"""What carriers lost, emptied or broke in a month, on A4: sums by carrier, then each parcel (SHP-08)."""

from collections.abc import Iterator

from shopdesk.domain.claims import KINDS, SOLUTIONS, STATES
from shopdesk.domain.loss_summary import LossLine, LossSum, LossSummary
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, space
from shopdesk.printing.fonts import BOLD, REGULAR
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.rows import bar, day, joined, leading, line, rule, signatures
from shopdesk.printing.sheet import THIN, Pen
from shopdesk.printing.tables import INNER, TEXT, Column, Head, Said, headings, put, render_table, table_row, wrapped
from shopdesk.printing.wrapping import fitted

_NUMBER = Column(0, 76, right=True)
_PARCEL = Column(92, 292)
_ORDER = Column(400, 286)
_STATE = Column(702, 206)
_ASKED = Column(912, 142, right=True)
_OFFERED = Column(1064, 142, right=True)
_PAID = Column(1216, 142, right=True)
_LOST = Column(1368, INNER - 1368, right=True)
_SUMS = (_ASKED, _OFFERED, _PAID, _LOST)


def render_loss_summary(summary: LossSummary, *, offset: Offset = NO_OFFSET) -> bytes:
    """The summary as a PDF, in the language in use; the same input gives the same bytes."""
    whole = summary.whole
    title = _("Lost and broken parcels of {month}").format(month=summary.month)
    below = joined((_counted(whole.parcels), _paid(whole)))
    head = Head(title, _("lost {amount}").format(amount=whole.lost.shown), below)
    return render_table(
        _("Lost parcels"), head, _rows(summary), printed_at=summary.printed_at, printed_by=summary.printed_by,
        offset=offset,
    )  # fmt: skip


def _counted(n: int) -> str:
    return ngettext("{n} parcel", "{n} parcels", n).format(n=n)


def _paid(whole: LossSum) -> str:
    said = _("asked of carriers {asked}, paid by them {paid}")
    return said.format(asked=whole.asked.shown, paid=whole.paid.shown)


def _rows(summary: LossSummary) -> Iterator[Row]:
    waiting = summary.whole.waiting
    if waiting:
        said = ngettext(
            "{n} buyer has neither goods nor money yet", "{n} buyers have neither goods nor money yet", waiting
        )
        yield from bar(said.format(n=waiting), INNER, 28)
    sums = ((_ASKED, _("Asked for")), (_OFFERED, _("Offered")), (_PAID, _("Carrier paid")), (_LOST, _("Loss")))
    columns = headings((
        (_NUMBER, _("No.")), (_PARCEL, _("Parcel")), (_ORDER, _("Order, buyer")), (_STATE, _("How it stands")), *sums,
    ))  # fmt: skip
    yield space(14)
    yield line(_("By carrier"), 32, BOLD, keep=True)
    yield headings(((_PARCEL, _("Carrier")), *sums))
    for carrier in summary.carriers:
        yield _sum_row(_name(carrier), summary.of(carrier), TEXT, REGULAR)
    yield _sum_row(_("Total"), summary.whole, 28, BOLD)
    yield space(30)
    for carrier in summary.carriers:
        yield from _carrier(summary, carrier, columns)
    yield rule(INNER, above=4, below=8, thick=4, keep=True)
    yield signatures((_("Made by, date"), _("Seen by, date")), INNER, TEXT)


def _carrier(summary: LossSummary, carrier: str, columns: Row) -> Iterator[Row]:
    lines = [each for each in summary.lines if each.carrier == carrier]
    heads = (line(_("{carrier}, continued").format(carrier=_name(carrier)), 32, BOLD), columns)
    yield line(joined((_name(carrier), _counted(len(lines)))), 32, BOLD, keep=True)
    yield columns
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
            put(pen, (x, y + 8), column, Said(amount.shown if amount else "–", size, face))
        pen.fill(x, y + leading(size) + 14, INNER, THIN)

    return Row(leading(size) + 18, draw, keep=True)


def _line(shown: LossLine) -> Row:
    cells = {
        _NUMBER: [Said(str(shown.number), TEXT, BOLD)],
        _PARCEL: [
            *wrapped(_PARCEL, shown.waybill, TEXT),
            *wrapped(_PARCEL, joined((_(KINDS[shown.kind]), day(shown.at)), " · ")),
        ],
        _ORDER: [*wrapped(_ORDER, shown.order_no or "–", TEXT), *wrapped(_ORDER, shown.buyer)],
        _STATE: [
            *wrapped(_STATE, _(STATES[shown.state])),
            *wrapped(_STATE, "" if shown.is_over else _(SOLUTIONS[shown.solution])),
            *wrapped(_STATE, shown.answer),
        ],
        **{
            column: [Said(amount.shown if amount else "–", TEXT, BOLD if column is _LOST else REGULAR)]
            for column, amount in zip(_SUMS, shown.amounts, strict=True)
        },
    }
    return table_row(cells)
