"""What goes to a factory together, on A4: what is wrong with each, who pays, until when, to be ticked off when it is
back (REP-03)."""

from collections.abc import Iterator

from shopdesk.domain.reasons import PARTIES
from shopdesk.domain.repair_papers import DispatchLine, RepairDispatch
from shopdesk.domain.repairs import ESTIMATES, WARRANTIES, Estimate, Warranty
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, space
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.rows import bar, day, joined, rule, signatures
from shopdesk.printing.sheet import Pen
from shopdesk.printing.tables import (
    INNER,
    TEXT,
    Column,
    Head,
    Said,
    headings,
    homes_rows,
    render_table,
    table_row,
    wrapped,
)

_LINE = Column(0, 56, right=True)
_REPAIR = Column(72, 228)
_ITEM = Column(316, 430)
_PIECES = Column(750, 76, right=True)
_FAULT = Column(846, 330)
_COST = Column(1192, 218)
_BACK = Column(1426, INNER - 1426)


def render_repair_dispatch(listed: RepairDispatch, *, offset: Offset = NO_OFFSET) -> bytes:
    """The list as a PDF, in the language in use; the same input gives the same bytes."""
    title = _("Repairs for {supplier}").format(supplier=listed.supplier)
    head = Head(title, _("Batch {number}").format(number=listed.batch), _below(listed))
    return render_table(
        _("Factory dispatch list"), head, _rows(listed), printed_at=listed.printed_at, printed_by=listed.printed_by,
        offset=offset,
    )  # fmt: skip


def _below(listed: RepairDispatch) -> str:
    n, pieces = len(listed.lines), listed.pieces
    return joined((
        ngettext("{n} repair", "{n} repairs", n).format(n=n),
        ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces),
        _("sent {day}").format(day=day(listed.sent_at)) if listed.sent_at else "",
        joined((listed.carrier, listed.waybill), " "),
    ))  # fmt: skip


def _rows(listed: RepairDispatch) -> Iterator[Row]:
    yield from homes_rows(listed.homes)
    if listed.due_at is not None:
        yield from bar(_("To be back with us by {day}").format(day=day(listed.due_at)), INNER, 30)
    if listed.note:
        yield from bar(listed.note, INNER, 26)
    columns = headings((
        (_LINE, _("No.")), (_REPAIR, _("Repair")), (_ITEM, _("Item")), (_PIECES, _("Pieces")), (_FAULT, _("Fault")),
        (_COST, _("Warranty, cost")), (_BACK, _("Back")),
    ))  # fmt: skip
    yield columns
    for place, shown in enumerate(listed.lines, 1):
        yield _line(place, shown)._replace(heads=(columns,))
    yield space(24)
    yield rule(INNER, above=4, below=8, thick=4, keep=True)
    yield signatures((_("Sent by, date"), _("Received by the factory, date"), _("Back, checked by, date")), INNER, TEXT)


def _line(place: int, shown: DispatchLine) -> Row:
    row = table_row(
        {
            _LINE: [Said(str(place), TEXT, BOLD)],
            _REPAIR: [Said(f"#{shown.number}", TEXT, BOLD), *wrapped(_REPAIR, shown.code)],
            _ITEM: [
                *wrapped(_ITEM, shown.name, TEXT, BOLD), *wrapped(_ITEM, shown.sku), *wrapped(_ITEM, shown.accessories)
            ],
            _PIECES: [Said(str(shown.quantity), TEXT, BOLD)],
            _FAULT: wrapped(_FAULT, shown.fault or "–", TEXT),
            _COST: [each for text in _cost(shown) for each in wrapped(_COST, text)],
        },
        least=48,
    )  # fmt: skip

    def draw(pen: Pen, x: int, y: int) -> None:
        row.draw(pen, x, y)
        pen.frame(x + _BACK.x + 4, y + 10, 32, 32)

    return Row(row.height, draw)


def _cost(shown: DispatchLine) -> Iterator[str]:
    """Under warranty or not; what was asked of the buyer; who pays."""
    if shown.warranty is not Warranty.UNKNOWN:
        yield _(WARRANTIES[shown.warranty])
    if shown.estimate_state is not Estimate.NONE:
        yield _("{amount}: {state}").format(amount=shown.estimate.shown, state=_(ESTIMATES[shown.estimate_state]))
    if shown.fee_by is not None:
        yield _("{who} pays").format(who=_(PARTIES[shown.fee_by]))
