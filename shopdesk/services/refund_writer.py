"""Writing the platform's own refund requests. A request only moves forward in time: an older file changes nothing."""

from shopdesk.db.database import Database
from shopdesk.db.upsert import execute_many, upsert_sql
from shopdesk.importing.records import RefundRecord

_COLUMNS = (
    "refund_no", "order_no", "kind", "state", "goods_state", "amount", "reason", "explanation", "title", "sku",
    "return_carrier", "return_waybill", "requested_at", "deadline", "finished_at",
)  # fmt: skip


def _kept(column: str) -> str:
    if column in ("requested_at", "deadline", "finished_at"):
        return f"coalesce(excluded.{column}, refund_request.{column})"
    if column == "amount":
        return "excluded.amount"
    return f"CASE WHEN excluded.{column} = '' THEN refund_request.{column} ELSE excluded.{column} END"


_SQL = upsert_sql(
    "refund_request",
    dict.fromkeys((*_COLUMNS, "shop_id", "import_id"), "?"),
    key=("shop_id", "refund_no"),
    updates={column: _kept(column) for column in _COLUMNS if column != "refund_no"},
    unless="refund_request.finished_at IS NOT NULL AND excluded.finished_at IS NULL",
    also={"import_id": "excluded.import_id"},
)


def write_refunds(database: Database, refunds: list[RefundRecord], *, shop_id: int, import_id: int) -> tuple[int, int]:
    """Write requests; returns how many were new and how many changed."""
    last = database.execute_sql("SELECT coalesce(max(id), 0) FROM refund_request").fetchone()[0]
    changes = execute_many(database, _SQL, ((*refund, shop_id, import_id) for refund in refunds))
    made = int(database.execute_sql("SELECT count(*) FROM refund_request WHERE id > ?", (last,)).fetchone()[0])
    return made, changes - made
