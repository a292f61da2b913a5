"""Writing the platform's own refund requests. A request only moves forward in time: an older file changes nothing, and
what says less takes nothing back of the money that has gone."""

from collections.abc import Iterator

from shopdesk.db.database import GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.db.upsert import Upsert, fields_of, upsert_rows
from shopdesk.domain.money import Money
from shopdesk.domain.platform_requests import Progress, read_progress
from shopdesk.importing.records import RefundRecord

_FIELDS = fields_of(RefundRecord)
_IS_OF_ORDER = (
    "EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = refund_request.shop_id AND o.order_no = refund_request.order_no)"
)
"""A request that belongs to an order stays with it; one whose order nobody knows may get another number."""


def _kept(column: str) -> str:
    if column in ("requested_at", "deadline", "finished_at"):
        return f"coalesce(excluded.{column}, refund_request.{column})"
    if column == "amount":  # an empty cell, or a file without that column, doesn't say that nothing goes back
        return "CASE WHEN excluded.amount = 0 THEN refund_request.amount ELSE excluded.amount END"
    if column == "order_no":
        return f"CASE WHEN {_IS_OF_ORDER} THEN refund_request.order_no ELSE excluded.order_no END"
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
    rows = ((*refund, shop_id, import_id) for refund in _forward(database, refunds, shop_id))
    changes = upsert_rows(database, _REFUND, rows)
    made = int(database.execute_sql("SELECT count(*) FROM refund_request WHERE id > ?", (last,)).fetchone()[0])
    return made, changes - made


def _forward(database: Database, refunds: list[RefundRecord], shop_id: int) -> Iterator[RefundRecord]:
    """Without rows that open what the platform has paid back; some files name no time at which that was. An amount is
    how much goes back, also where a platform writes it with a minus."""
    found = rows_of(
        database,
        f"SELECT refund_no, state FROM refund_request WHERE shop_id = ? AND refund_no IN {GIVEN_TEXTS}",
        (shop_id, listed(refund.refund_no for refund in refunds)),
    )
    paid = {refund_no for refund_no, state in found if read_progress(state) is Progress.PAID}
    for refund in refunds:
        if read_progress(refund.state) is Progress.PAID:
            paid.add(refund.refund_no)
        elif refund.refund_no in paid and refund.state.strip() and refund.finished_at is None:
            continue
        yield refund._replace(amount=Money(abs(refund.amount)))
