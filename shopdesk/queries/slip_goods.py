"""What lies in slips' parcels, as one line each: for lists of many slips."""

from collections.abc import Sequence

from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.properties import read_properties


def list_slip_goods(database: Database, slip_ids: Sequence[int]) -> dict[int, str]:
    """Slip id -> its goods: `5815-1 深紫 W7 ×1; 5822 棕色 W6 ×2`."""
    found: dict[int, list[str]] = {}
    for slip_id, code, properties, quantity in rows_of(
        database,
        "SELECT i.slip_id, coalesce(nullif(l.sku, ''), l.title, o.titles) AS sku, "
        "coalesce(l.properties, '') AS properties, i.quantity "
        "FROM slip_item i JOIN orders o ON o.id = i.order_id LEFT JOIN order_line l ON l.id = i.line_id "
        f"WHERE i.slip_id IN {GIVEN} ORDER BY i.id",
        (listed(slip_ids),),
    ):
        found.setdefault(slip_id, []).append(_told(code, properties, quantity))
    return {slip_id: "; ".join(told) for slip_id, told in found.items()}


def _told(code: str, properties: str, quantity: int) -> str:
    values = [value for value in read_properties(properties) if value and value not in code] if properties else []
    return " ".join([code, *values, f"×{quantity}"])
