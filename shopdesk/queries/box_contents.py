"""What is expected in a box of an order: filled in where the order is known, so that a clerk only looks (RET-14)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.cases import COMES_BACK, Kind
from shopdesk.domain.intake import BoxState, Wish
from shopdesk.domain.refund_states import is_refund_underway


@dataclass(frozen=True, slots=True)
class Expected:
    """Pieces of a bought line that may be in a box."""

    line_id: int
    title: str
    sku: str
    properties: str
    quantity: int
    wish: Wish = Wish.UNKNOWN
    wish_to: str = ""


_WISHES = {Kind.RETURN: Wish.REFUND, Kind.EXCHANGE: Wish.EXCHANGE, Kind.REFUSAL: Wish.REFUND, Kind.REPAIR: Wish.REPAIR}
_EXCHANGE_WORDS = ("换",)


def list_expected(database: Database, *, order_id: int, own_waybill: str = "") -> list[Expected]:
    """The lines of an order that a box of it may hold, with what the buyer wants: what a parcel of ours held, else what
    an open case is about, else what the platform's refund requests are about, else every line; without what came back
    before. `own_waybill`: that parcel of ours came back."""
    lines, back = list_bought(database, order_id), _came_back(database, order_id)
    for chosen in (
        _of_parcel(database, order_id, own_waybill),
        _of_cases(database, order_id),
        _of_requests(database, order_id, lines),
        {line.line_id: line.quantity for line in lines},
    ):
        pieces = {
            line.line_id: min(chosen.get(line.line_id, 0), line.quantity - back.get(line.line_id, 0)) for line in lines
        }
        if any(n > 0 for n in pieces.values()):
            wish, wish_to = _asked(database, order_id)
            expected = [replace(line, quantity=pieces[line.line_id], wish=wish, wish_to=wish_to) for line in lines]
            return [line for line in expected if line.quantity > 0]
    return []


def list_bought(database: Database, order_id: int) -> list[Expected]:
    """All lines of an order, in their order."""
    rows = rows_of(
        database,
        "SELECT id, title, sku, properties, quantity FROM order_line WHERE order_id = ? ORDER BY position, id",
        (order_id,),
    )
    return [Expected(*row) for row in rows]


def _asked(database: Database, order_id: int) -> tuple[Wish, str]:
    """What the buyer wants, and in exchange for what: as the newest open case says, else the platform's request."""
    rows = rows_of(
        database,
        "SELECT kind, wanted FROM cases WHERE order_id = ? AND closed_at IS NULL ORDER BY id DESC",
        (order_id,),
    )
    for kind, wanted in rows:
        if kind in COMES_BACK:
            wish = _WISHES[Kind(kind)]
            return wish, wanted if wish is Wish.EXCHANGE else ""
    kinds = [kind for kind, _sku, _title in _requests(database, order_id)]
    if not kinds:
        return Wish.UNKNOWN, ""
    is_exchange = any(word in kinds[0] for word in _EXCHANGE_WORDS)
    return (Wish.EXCHANGE if is_exchange else Wish.REFUND), ""


def _requests(database: Database, order_id: int) -> list[tuple[str, str, str]]:
    """Kind, code and title of the platform's requests that are under way, the newest first."""
    rows = rows_of(
        database,
        "SELECT r.kind, r.sku, r.title, r.state FROM orders o JOIN refund_request r ON r.shop_id = o.shop_id "
        "AND r.order_no = o.order_no WHERE o.id = ? AND r.finished_at IS NULL ORDER BY r.id DESC",
        (order_id,),
    )
    return [(kind, sku, title) for kind, sku, title, state in rows if is_refund_underway(state)]


def _of_requests(database: Database, order_id: int, lines: Iterable[Expected]) -> dict[int, int]:
    asked = _requests(database, order_id)
    codes, titles = {sku for _kind, sku, _title in asked if sku}, {title for _kind, _sku, title in asked if title}
    by_code = {line.line_id: line.quantity for line in lines if line.sku in codes}
    return by_code or {line.line_id: line.quantity for line in lines if line.title in titles}


def _of_cases(database: Database, order_id: int) -> dict[int, int]:
    """Line -> pieces that open cases wait for."""
    rows = rows_of(
        database,
        "SELECT i.line_id, c.kind, i.quantity - i.received FROM cases c JOIN case_item i ON i.case_id = c.id "
        "WHERE c.order_id = ? AND c.closed_at IS NULL AND i.line_id IS NOT NULL ORDER BY i.id",
        (order_id,),
    )
    return _added((line_id, pieces) for line_id, kind, pieces in rows if kind in COMES_BACK)


def _of_parcel(database: Database, order_id: int, waybill: str) -> dict[int, int]:
    if not waybill:
        return {}
    rows = rows_of(
        database,
        "SELECT i.line_id, i.quantity FROM slip s JOIN slip_item i ON i.slip_id = s.id "
        "WHERE s.waybill = ? AND i.order_id = ? AND i.line_id IS NOT NULL AND s.cancelled_at IS NULL",
        (waybill, order_id),
    )
    return _added(rows)


def _came_back(database: Database, order_id: int) -> dict[int, int]:
    """Line -> pieces that boxes brought before."""
    rows = rows_of(
        database,
        "SELECT i.line_id, i.quantity FROM box_item i JOIN box b ON b.id = i.box_id "
        "WHERE i.line_id IN (SELECT id FROM order_line WHERE order_id = ?) AND b.state <> ?",
        (order_id, BoxState.VOID.value),
    )
    return _added(rows)


def _added(pieces: Iterable[tuple[int, ...]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for line_id, quantity in pieces:
        sums[line_id] = sums.get(line_id, 0) + quantity
    return sums
