"""What is to be written about a repair, filled in: memo line and buyer's text (REP-02, REP-03)."""

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import Database
from shopdesk.domain.repair_texts import RepairWords, buyer_text, memo_line
from shopdesk.domain.repairs import State
from shopdesk.queries.repairs import RepairRow, get_repair_row
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import REPAIR_MEMO, REPAIR_TEXTS, ZONE


def get_memo_line(database: Database, *, repair_id: int) -> str:
    """The line for the platform's memo, ready to copy (REP-02)."""
    return memo_line(get_words(database, repair_id=repair_id), get_setting(database, REPAIR_MEMO))


def get_buyer_text(database: Database, *, repair_id: int) -> str:
    """What the buyer is to be told now; "" where it is nothing (REP-03)."""
    own = get_setting(database, REPAIR_TEXTS)
    return buyer_text(get_words(database, repair_id=repair_id), own)


def get_words(database: Database, *, repair_id: int) -> RepairWords:
    """What both are made of; raises RepairNotFound."""
    row = get_repair_row(database, repair_id)
    zone = get_setting(database, ZONE)
    return RepairWords(
        row.state, row.name, row.fault, _day(_since(row), zone), row.buyer, row.order_no, _day(row.due_at, zone),
        row.estimate, row.estimate_state, row.carrier, row.waybill,
        is_unmended=row.state is State.RETURNED and row.checked_at is None,
    )  # fmt: skip


def _since(row: RepairRow) -> Millis:
    """When it came into its state."""
    moments = (row.closed_at, row.checked_at, row.back_at, row.dispatched_at, row.at)
    return next(moment for moment in moments if moment is not None)


def _day(moment: Millis | None, zone: str) -> str:
    """`3-2`, as memos have it; "" for none."""
    if moment is None:
        return ""
    local = to_local(moment, zone)
    return f"{local.month}-{local.day}"
