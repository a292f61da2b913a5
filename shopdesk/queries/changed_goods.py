"""Slips that no longer hold what was bought: a later file or an edit by hand changed the order's lines."""

from collections.abc import Iterable

from shopdesk.db.database import GIVEN, Database, listed, rows_of

PIECES_DIFFER = """l.quantity <>
  (SELECT coalesce(sum(x.quantity), 0) FROM slip_item x JOIN slip y ON y.id = x.slip_id
   WHERE x.order_id = l.order_id AND x.line_id = l.id AND y.cancelled_at IS NULL)"""
"""Of an order's line `l`: its slips hold another number of pieces."""
_SQL = f"""
SELECT DISTINCT mine.slip_id, o.order_no FROM slip_item mine
JOIN orders o ON o.id = mine.order_id JOIN order_line l ON l.order_id = o.id
WHERE mine.slip_id IN {GIVEN} AND mine.line_id IS NOT NULL AND {PIECES_DIFFER}
ORDER BY mine.slip_id, o.order_no
"""


def list_changed_goods(database: Database, slip_ids: Iterable[int]) -> dict[int, str]:
    """Of these slips those that hold other pieces than their orders have now: slip to the number of such an order."""
    return {slip_id: order_no for slip_id, order_no in reversed(rows_of(database, _SQL, (listed(slip_ids),)))}
