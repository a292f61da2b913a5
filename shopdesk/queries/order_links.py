"""What hangs on an order entered by hand: the exchanges and reissues of an order, and its packing list (ORD-06,
ORD-10, ORD-11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.documents import Document
from shopdesk.domain.origins import Origin
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import PACKING_LIST_ABOVE


@dataclass(frozen=True, slots=True)
class LinkedOrder:
    """An exchange or reissue of an order."""

    id: int
    order_no: str
    origin: Origin
    stage: Stage
    status: Status
    created: Millis


def list_linked(database: Database, order_id: int) -> list[LinkedOrder]:
    """The exchanges and reissues that belong to an order, oldest first."""
    rows = rows_of(
        database,
        "SELECT id, order_no, origin, stage, status, created FROM orders WHERE source_id = ? ORDER BY id",
        (order_id,),
    )
    return [LinkedOrder(row[0], row[1], Origin(row[2]), Stage(row[3]), Status(row[4]), row[5]) for row in rows]


def list_unlisted(database: Database, order_ids: Sequence[int]) -> set[int]:
    """Those of these orders that need a detailed packing list which nobody has printed yet (ORD-10)."""
    rows = rows_of(
        database,
        f"SELECT o.id FROM orders o WHERE o.id IN {GIVEN} "
        "AND o.origin = ? AND o.pieces > ? AND o.status <> ? AND NOT EXISTS "
        "(SELECT 1 FROM print_record r WHERE r.order_id = o.id AND r.document = ? AND r.spoilt = 0)",
        (
            listed(order_ids),
            int(Origin.WHOLESALE),
            get_setting(database, PACKING_LIST_ABOVE),
            int(Status.CLOSED),
            Document.PACKING_LIST.value,
        ),
    )
    return {row[0] for row in rows}
