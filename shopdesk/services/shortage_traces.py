"""What is known of a parcel in which something was missing, read and judged (SHP-12)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.shortage_reasons import Proposal, Question, explain, find_questions, propose
from shopdesk.domain.shortage_triage import Judgement, Pieces, Traces, check_weight, judge
from shopdesk.domain.shortages import Packaging
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.orders import get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shortage_contents import ContentLine, Packing, list_packings
from shopdesk.settings import PACKAGING_GRAMS


@dataclass(frozen=True, slots=True)
class Missing:
    """What the buyer says was missing: pieces of a bought line, or something else by its name."""

    line_id: int | None = None
    quantity: int = 1
    title: str = ""
    """Of what is no line: a gift, a pair of insoles."""
    grams: int | None = None
    """Of one piece, where somebody weighed one because nobody knew."""


@dataclass(frozen=True, slots=True)
class MissingPiece:
    """The same, with what is known of it."""

    line_id: int | None
    title: str
    sku: str
    properties: str
    quantity: int
    grams: int | None
    is_ticked: bool
    value: Money
    """What was paid for all these pieces."""
    is_sold: bool

    @property
    def name(self) -> str:
        """Title, and how many where it is more than one, as a buyer reads it."""
        name = self.title or self.sku
        return f"{name} ×{self.quantity}" if self.quantity > 1 else name


@dataclass(frozen=True, slots=True)
class Triage:
    """A shortage weighed up: evidence, verdict, reasons, what to ask and what to do."""

    packing: Packing
    missing: tuple[MissingPiece, ...]
    traces: Traces
    judgement: Judgement
    why: tuple[str, ...]
    questions: tuple[Question, ...]
    proposal: Proposal

    @property
    def value(self) -> Money:
        """What was paid for what is missing."""
        return sum((piece.value for piece in self.missing), ZERO)

    @property
    def goods(self) -> str:
        """What is missing, as a buyer reads it."""
        return _(", ").join(piece.name for piece in self.missing)


class NothingMissing(BadInput):
    template = N_("Say what was missing.")


class NotInParcel(BadInput):
    template = N_("{item} was not in this parcel of order {order_no}. Choose one of its lines, or the other parcel.")


class TooManyMissing(BadInput):
    template = N_("{quantity} pieces of {item} can't be missing: {sent} were to be in the parcel.")


class WhichParcel(Refused):
    template = N_("Order {order_no} went in several parcels: {waybills}. Say which one it is about.")


class NoSuchParcel(Refused):
    template = N_("Order {order_no} has no parcel {waybill}. Its parcels: {waybills}.")


def weigh_up(
    database: Database,
    *,
    order_id: int,
    missing: Sequence[Missing],
    waybill: str = "",
    packaging: Packaging = Packaging.UNKNOWN,
    has_photo: bool = False,
    departed: int | None = None,
    arrived: int | None = None,
) -> Triage:
    """Read what is known of the parcel and judge it; writes nothing.

    Raises NothingMissing, NotInParcel, TooManyMissing, WhichParcel, NoSuchParcel, NoWeight, WrongUnit."""
    order_no = get_order(database, order_id).order_no
    packing = _choose(database, order_id, order_no, waybill, {m.line_id for m in missing if m.line_id is not None})
    pieces = tuple(_piece(packing, each, order_no) for each in _added_up(missing))
    if not pieces:
        raise NothingMissing()
    traces = Traces(
        _weights(packing, pieces), get_setting(database, PACKAGING_GRAMS), _usable(packing.weight), departed, arrived,
        packaging, has_photo, all(piece.is_ticked for piece in pieces),
    )  # fmt: skip
    for grams in (departed, arrived):
        if grams is not None:
            check_weight(grams, traces.expected)
    judgement = judge(traces)
    questions = find_questions(traces, judgement)
    proposal = propose(judgement, questions, can_send_again=all(piece.is_sold for piece in pieces))
    return Triage(packing, pieces, traces, judgement, explain(traces, judgement), questions, proposal)


def count_photos(database: Database, shortage_id: int) -> int:
    """Pictures that show how the parcel looked."""
    sql = "SELECT count(*) FROM evidence WHERE kind = 'shortage' AND record_id = ? AND removed_at IS NULL "
    return int(rows_of(database, f"{sql} AND media LIKE 'image/%'", (shortage_id,))[0][0])


def _choose(database: Database, order_id: int, order_no: str, waybill: str, line_ids: set[int]) -> Packing:
    """The parcel that is meant: the one named, or the only one that can have held it all."""
    every = list_packings(database, order_id=order_id)
    waybills = _(", ").join(each.waybill or "–" for each in every)
    found = list_packings(database, order_id=order_id, waybill=waybill) if waybill else every
    if not found:
        raise NoSuchParcel(order_no=order_no, waybill=waybill, waybills=waybills)
    fitting = [each for each in found if each.holds(line_ids)] if line_ids else found
    if len(fitting) > 1 or (len(found) > 1 and not fitting):
        raise WhichParcel(order_no=order_no, waybills=waybills)
    return (fitting or found)[0]


def _added_up(missing: Sequence[Missing]) -> list[Missing]:
    """The same line said twice is one."""
    found: dict[object, Missing] = {}
    for each in missing:
        key = each.line_id if each.line_id is not None else each.title.strip()
        known = found.get(key)
        number = each.quantity + (known.quantity if known else 0)
        found[key] = Missing(each.line_id, number, each.title.strip(), each.grams or (known.grams if known else None))
    return list(found.values())


def _piece(packing: Packing, said: Missing, order_no: str) -> MissingPiece:
    if said.grams is not None:
        check_weight(said.grams)
    if said.line_id is None:
        if not said.title or said.quantity < 1:
            raise NothingMissing()
        return MissingPiece(None, said.title, "", "", said.quantity, said.grams, False, ZERO, is_sold=True)
    lines = [line for line in packing.lines if line.line_id == said.line_id]
    if not lines:
        raise NotInParcel(item=said.title or said.line_id, order_no=order_no)
    line, sent = lines[0], sum(each.quantity for each in lines)
    if not 0 < said.quantity <= sent:
        raise TooManyMissing(quantity=said.quantity, item=line.sku or line.title, sent=sent)
    return MissingPiece(
        line.line_id, line.title, line.sku, line.properties, said.quantity, line.grams or said.grams,
        all(each.is_ticked for each in lines), Money(line.value * said.quantity), line.is_sold,
    )  # fmt: skip


def _weights(packing: Packing, missing: Sequence[MissingPiece]) -> tuple[Pieces, ...]:
    """Each article of the parcel with what one piece weighs and how many of it are missing."""
    by_line = {piece.line_id: piece for piece in missing if piece.line_id is not None}
    found = []
    for line in packing.lines:
        piece = by_line.pop(line.line_id, None) if line.line_id is not None else None
        gone = min(piece.quantity, line.quantity) if piece is not None else 0
        found.append(Pieces(line.quantity, *_weight(line, piece), gone))
    if not packing.lines:  # nobody knows what was in it
        found.append(Pieces(1, None, 0))
    others = [piece for piece in missing if piece.line_id is None]
    return (*found, *(Pieces(each.quantity, each.grams, _WEIGHED, each.quantity) for each in others))


_WEIGHED = 4.0
"""Grams that a piece may be off which somebody has just put on the scale."""


def _weight(line: ContentLine, piece: MissingPiece | None) -> tuple[int | None, float]:
    if line.grams is None and piece is not None:
        return piece.grams, _WEIGHED
    return line.grams, line.doubt


def _usable(packed: int | None) -> int | None:
    """Our own weight, unless it is kilograms without their unit: older parcels may have such."""
    return packed if packed is not None and packed >= _LIGHTEST else None


_LIGHTEST = 20
