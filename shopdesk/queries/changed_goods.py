"""Slips that no longer hold what was bought: a later file or an edit by hand changed the order's lines."""

from collections.abc import Iterable

from shopdesk.db.database import GIVEN, Database, listed, rows_of

_SQL = f"""
SELECT DISTINCT mine.slip_id, o.order_no FROM slip_item mine
JOIN orders o ON o.id = mine.order_id JOIN order_line l ON l.order_id = o.id
WHERE mine.slip_id IN {GIVEN} AND mine.line_id IS NOT NULL AND l.quantity <>
  (SELECT coalesce(sum(i.quantity), 0) FROM slip_item i JOIN slip s ON s.id = i.slip_id
   WHERE i.order_id = o.id AND i.line_id = l.id AND s.cancelled_at IS NULL)
ORDER BY mine.slip_id, o.order_no
"""


def list_changed_goods(database: Database, slip_ids: Iterable[int]) -> dict[int, str]:
    """Of these slips those that hold other pieces than their orders have now: slip to the number of such an order."""
    return {slip_id: order_no for slip_id, order_no in reversed(rows_of(database, _SQL, (listed(slip_ids),)))}
