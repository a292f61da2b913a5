"""Recording that slips were printed: before the paper leaves, so that a stalled printer never prints twice (SHP-01)."""

from collections.abc import Iterable, Sequence

from shopdesk.db.database import GIVEN, listed
from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.statuses import Stage
from shopdesk.queries.slips import SlipRow
from shopdesk.services.desk import Work

_RECORD = (
    "INSERT INTO print_record (order_id, document, paper, person_id, at, reason, slip_id, unconfirmed) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_PRINTED = (
    "UPDATE slip SET printed_at = ?, plain_at = CASE WHEN waybill = '' THEN ? ELSE plain_at END, "
    "version = version + 1 WHERE id = ?"
)


def record_prints(
    doing: Work, slips: Sequence[SlipRow], paper: Paper, *, reason: str = "", unconfirmed: bool = False
) -> None:
    """Record a printing of these slips; their orders are printed from now on. `unconfirmed`: somebody will have to say
    that it came out."""
    person = doing.desk.actor.id
    document = Document.SLIP.value
    rows = [
        (order.id, document, paper.value, person, doing.at, reason, slip.id, int(unconfirmed))
        for slip in slips
        for order in slip.orders
    ]
    execute_many(doing.desk.database, _RECORD, rows)
    execute_many(doing.desk.database, _PRINTED, [(doing.at, doing.at, slip.id) for slip in slips])
    entries = [
        Entry(order.id, {}, {"document": document} | ({} if slip.waybill else {"plain": True}))
        for slip in slips
        for order in slip.orders
    ]
    doing.note_all("print", "order", entries, reason=reason)
    early = {order.id: order.stage for slip in slips for order in slip.orders if order.stage < Stage.PRINTED}
    set_stages(doing, early, Stage.PRINTED)


def unprint(doing: Work, slips: Sequence[SlipRow]) -> None:
    """What did not come out counts as not printed: these slips' unconfirmed printings are spoilt, and slips that never
    came out before are open again, with their orders."""
    database, given = doing.desk.database, (listed(slip.id for slip in slips),)
    database.execute_sql(
        f"UPDATE print_record SET spoilt = 1, unconfirmed = 0 WHERE unconfirmed = 1 AND slip_id IN {GIVEN}", given
    )
    database.execute_sql(
        "UPDATE slip SET printed_at = NULL, plain_at = NULL, version = version + 1 "
        f"WHERE id IN {GIVEN} AND NOT EXISTS (SELECT 1 FROM print_record WHERE slip_id = slip.id AND spoilt = 0)",
        given,
    )
    entries = [Entry(order.id, {}, {"document": "slip"}) for slip in slips for order in slip.orders]
    doing.note_all("spoilt", "order", entries)
    take_back_stages(doing, {order.id for slip in slips for order in slip.orders})


def take_back_stages(doing: Work, order_ids: Iterable[int]) -> None:
    """Printed or packed orders none of whose slips is printed (any longer) go back to settled, or to registered."""
    rows = doing.desk.database.execute_sql(
        "SELECT o.id, o.stage, EXISTS (SELECT 1 FROM settlement WHERE order_id = o.id) FROM orders o "
        f"WHERE o.id IN {GIVEN} AND o.stage IN ({int(Stage.PRINTED)}, {int(Stage.PACKED)}) "
        "AND NOT EXISTS (SELECT 1 FROM slip_item i JOIN slip s ON s.id = i.slip_id WHERE i.order_id = o.id "
        "AND s.cancelled_at IS NULL AND s.printed_at IS NOT NULL)",
        (listed(order_ids),),
    ).fetchall()
    for settled, stage in ((1, Stage.SETTLED), (0, Stage.REGISTERED)):
        set_stages(doing, {row[0]: Stage(row[1]) for row in rows if row[2] == settled}, stage)


def set_stages(doing: Work, before: dict[int, Stage], after: Stage) -> None:
    """Bring orders to a stage, with the trail of it."""
    execute_many(
        doing.desk.database,
        "UPDATE orders SET stage = ?, version = version + 1 WHERE id = ?",
        [(int(after), order_id) for order_id in before],
    )
    entries = [Entry(order_id, {"stage": int(stage)}, {"stage": int(after)}) for order_id, stage in before.items()]
    doing.note_all("stage", "order", entries)
