"""What goes back to a supplier together, on A4: what is wrong, since when its time runs, what it cost, and room for the
supplier's answer to each line (REP-04)."""

from collections.abc import Iterator

from shopdesk.domain.repair_papers import DamageLine, DamageReturn
from shopdesk.i18n import _, ngettext
from shopdesk.printing.columns import Row, space
from shopdesk.printing.fonts import BOLD
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.rows import bar, day, joined, leading, rule, signatures
from shopdesk.printing.sheet import THIN, Pen
from shopdesk.printing.tables import (
    INNER,
    SMALL,
    TEXT,
    Column,
    Head,
    Said,
    headings,
    homes_rows,
    put,
    render_table,
    table_row,
    wrapped,
)

_LINE = Column(0, 56, right=True)
_ENTRY = Column(72, 84)
_ITEM = Column(168, 352)
_PIECES = Column(524, 70, right=True)
_FAULT = Column(614, 236)
_DAYS = Column(862, 150)
_COST = Column(1020, 116, right=True)
_WORTH = Column(1144, 124, right=True)
_ANSWER = Column(1288, INNER - 1288)


def render_damage_return(listed: DamageReturn, *, offset: Offset = NO_OFFSET) -> bytes:
    """The list as a PDF, in the language in use; the same input gives the same bytes."""
    title = _("Faulty goods back to {supplier}").format(supplier=listed.supplier)
    head = Head(title, _("Return batch {number}").format(number=listed.batch), _below(listed))
    return render_table(
        _("Damage return list"), head, _rows(listed), printed_at=listed.printed_at, printed_by=listed.printed_by,
        offset=offset,
    )  # fmt: skip


def _below(listed: DamageReturn) -> str:
    n, pieces, days = len(listed.lines), listed.pieces, listed.return_days
    limit = ngettext("taken back for {n} day from receipt", "taken back for {n} days from receipt", days)
    return joined((
        ngettext("{n} line", "{n} lines", n).format(n=n),
        ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces),
        _("sent {day}").format(day=day(listed.sent_at)) if listed.sent_at else "",
        joined((listed.carrier, listed.waybill), " "),
        limit.format(n=days) if days else "",
    ))  # fmt: skip


def _rows(listed: DamageReturn) -> Iterator[Row]:
    yield from homes_rows(listed.homes)
    if listed.note:
        yield from bar(listed.note, INNER, 26)
    columns = headings((
        (_LINE, _("No.")), (_ENTRY, _("Entry")), (_ITEM, _("Item")), (_PIECES, _("Pieces")), (_FAULT, _("Fault")),
        (_DAYS, _("Came, until")), (_COST, _("Cost")), (_WORTH, _("Sum")), (_ANSWER, _("The supplier's answer")),
    ))  # fmt: skip
    yield columns
    for place, shown in enumerate(listed.lines, 1):
        is_last = place == len(listed.lines)  # the sum never stands alone
        yield _line(shown)._replace(heads=(columns,), keep=is_last)
    yield _sum(listed)
    yield space(24)
    yield rule(INNER, above=4, below=8, thick=4, keep=True)
    yield signatures((_("Sent by, date"), _("Supplier, date"), _("Answer noted by, date")), INNER, TEXT)


def _line(shown: DamageLine) -> Row:
    answers = (_("taken back"), _("refused"))
    row = table_row(
        {
            _LINE: [Said(str(shown.line), TEXT, BOLD)],
            _ENTRY: wrapped(_ENTRY, f"#{shown.number}"),
            _ITEM: [*wrapped(_ITEM, shown.name, TEXT, BOLD), *wrapped(_ITEM, shown.sku)],
            _PIECES: [Said(str(shown.quantity), TEXT, BOLD)],
            _FAULT: wrapped(_FAULT, shown.fault or "–", TEXT),
            _DAYS: [*wrapped(_DAYS, day(shown.received_at)), *wrapped(_DAYS, day(shown.expires_at), face=BOLD)],
            _COST: [Said(shown.cost.shown if shown.cost else "–", TEXT)],
            _WORTH: [Said(shown.worth.shown if shown.cost else "–", TEXT, BOLD)],
        },
        least=3 * leading(SMALL) + 12,
    )  # fmt: skip

    def draw(pen: Pen, x: int, y: int) -> None:
        row.draw(pen, x, y)
        for place, text in enumerate(answers):
            top = y + 8 + place * leading(SMALL)
            pen.frame(x + _ANSWER.x, top + 2, 20, 20)
            put(pen, (x + 30, top), Column(_ANSWER.x, _ANSWER.width - 30), Said(text, 20))
        below = y + 12 + 3 * leading(SMALL)
        put(pen, (x, below - leading(SMALL)), _ANSWER, Said("¥", 20))
        pen.fill(x + _ANSWER.x + 24, below - 4, _ANSWER.width - 24, THIN)

    return Row(row.height, draw)


def _sum(listed: DamageReturn) -> Row:
    """Below the columns; goods whose cost nobody knows are said."""
    unknown = sum(line.quantity for line in listed.lines if not line.cost)
    left = ngettext("{n} piece without a cost", "{n} pieces without a cost", unknown).format(n=unknown)
    return table_row(
        {
            _ITEM: [Said(_("Total"), TEXT, BOLD), *wrapped(_ITEM, left if unknown else "")],
            _PIECES: [Said(str(listed.pieces), TEXT, BOLD)],
            Column(_DAYS.x, _WORTH.x + _WORTH.width - _DAYS.x, right=True): [Said(listed.worth.shown, 30, BOLD)],
        }
    )._replace(keep=True)
