"""Writing the platform's own refund requests. A request only moves forward in time: an older file changes nothing."""

from shopdesk.db.database import Database
from shopdesk.db.upsert import Upsert, fields_of, upsert_rows
from shopdesk.importing.records import RefundRecord

_FIELDS = fields_of(RefundRecord)


def _kept(column: str) -> str:
    if column in ("requested_at", "deadline", "finished_at"):
        return f"coalesce(excluded.{column}, refund_request.{column})"
    if column == "amount":
        return "excluded.amount"
    return f"CASE WHEN excluded.{column} = '' THEN refund_request.{column} ELSE excluded.{column} END"


_REFUND = Upsert(
    "refund_request",
    {**_FIELDS, "shop_id": int, "import_id": int},
    {column: f"given.{column}" for column in (*_FIELDS, "shop_id", "import_id")},
    key=("shop_id", "refund_no"),
    updates={column: _kept(column) for column in _FIELDS if column != "refund_no"},
    unless="refund_request.finished_at IS NOT NULL AND excluded.finished_at IS NULL",
    also={"import_id": "excluded.import_id"},
)


def write_refunds(database: Database, refunds: list[RefundRecord], *, shop_id: int, import_id: int) -> tuple[int, int]:
    """Write requests; returns how many were new and how many changed."""
    last = database.execute_sql("SELECT coalesce(max(id), 0) FROM refund_request").fetchone()[0]
    changes = upsert_rows(database, _REFUND, ((*refund, shop_id, import_id) for refund in refunds))
    made = int(database.execute_sql("SELECT count(*) FROM refund_request WHERE id > ?", (last,)).fetchone()[0])
    return made, changes - made
