"""What is odd about a box, found by what the shop knows (RET-02)."""

from collections.abc import Iterator, Sequence

from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.box_doubts import Doubt, DoubtKind
from shopdesk.domain.intake import BoxState
from shopdesk.queries.box_scans import read_scan
from shopdesk.queries.boxes import BoxItemRow, BoxRow, get_box
from shopdesk.queries.inspections import list_inspections_of


def find_doubts(database: Database, *, box_id: int) -> list[Doubt]:
    """All that is odd about a box: pieces that never left, more than were sent, nothing of that order, a closed case,
    things of several buyers. Nothing of it forbids to register the box."""
    box = get_box(database, box_id)
    known = [item for item in box.items if item.order_id is not None]
    order_ids = sorted({item.order_id for item in known if item.order_id} | {box.row.order_id or 0} - {0})
    return [
        *_of_items(database, known),
        *_of_cases(database, order_ids, [item for item in box.items if item.case_id is not None]),
        *_of_buyers(database, order_ids),
        *_of_waybill(database, box.row),
    ]


def _of_waybill(database: Database, row: BoxRow) -> Iterator[Doubt]:
    """The platform's file tells whose it is, but the order was not imported."""
    if row.order_id is None and row.waybill:
        scan = read_scan(database, row.waybill)
        if scan.order_nos and not scan.order_ids:
            yield Doubt(DoubtKind.ORDER_UNKNOWN, order_no=", ".join(scan.order_nos))


def _of_items(database: Database, items: Sequence[BoxItemRow]) -> Iterator[Doubt]:
    shipped = {row.id: row.shipped for row in list_inspections_of(database, [item.id for item in items])}
    counts = _count_lines(database, [item.line_id for item in items if item.line_id is not None])
    told = set[int]()
    for item in items:
        if item.line_id is None:
            yield Doubt(DoubtKind.NOT_OF_ORDER, item.id, item.name, item.order_no)
            continue
        sent, (pieces, boxes) = shipped.get(item.id, 0), counts[item.line_id]
        if not sent:
            yield Doubt(DoubtKind.NEVER_LEFT, item.id, item.name, item.order_no, pieces)
        elif pieces > sent and item.line_id not in told:
            told.add(item.line_id)
            yield Doubt(DoubtKind.MORE_THAN_SENT, item.id, item.name, item.order_no, pieces, sent, boxes)


def _count_lines(database: Database, line_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Line -> how many pieces boxes brought of it, and which boxes."""
    rows = rows_of(
        database,
        "SELECT i.line_id, i.quantity, b.day, b.number FROM box_item i JOIN box b ON b.id = i.box_id "
        f"WHERE i.line_id IN {GIVEN} AND b.state <> ? ORDER BY b.day, b.number, i.id",
        (listed(line_ids), BoxState.VOID.value),
    )
    pieces: dict[int, int] = {}
    boxes: dict[int, dict[str, None]] = {}
    for line_id, quantity, day, number in rows:
        pieces[line_id] = pieces.get(line_id, 0) + quantity
        boxes.setdefault(line_id, {})[f"{day} #{number}"] = None
    return {line_id: (pieces.get(line_id, 0), ", ".join(boxes.get(line_id, {}))) for line_id in line_ids}


def _of_cases(database: Database, order_ids: Sequence[int], taken: Sequence[BoxItemRow]) -> Iterator[Doubt]:
    """Orders all of whose cases are closed; not once the box is with a case."""
    rows = rows_of(
        database,
        "SELECT o.id, o.order_no FROM orders o WHERE EXISTS (SELECT 1 FROM cases c WHERE c.order_id = o.id) "
        "AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.order_id = o.id AND c.closed_at IS NULL) "
        f"AND o.id IN {GIVEN} ORDER BY o.id",
        (listed(order_ids),),
    )
    with_case = {item.order_id for item in taken}
    for order_id, order_no in rows:
        if order_id not in with_case:
            yield Doubt(DoubtKind.CASE_CLOSED, order_no=order_no)


def _of_buyers(database: Database, order_ids: Sequence[int]) -> Iterator[Doubt]:
    rows = rows_of(
        database,
        "SELECT DISTINCT b.platform_id FROM orders o JOIN buyer b ON b.id = o.buyer_id "
        f"WHERE o.id IN {GIVEN} ORDER BY b.platform_id",
        (listed(order_ids),),
    )
    if len(rows) > 1:
        yield Doubt(DoubtKind.SEVERAL_BUYERS, others=", ".join(row[0] for row in rows))
