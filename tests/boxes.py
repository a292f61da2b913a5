"""Boxes that came back, put in as the intake leaves them."""

from typing import Any

from shopdesk.db.database import add_row
from shopdesk.services.desk import Desk
from tests.factories import NOON

TODAY = "2024-03-02"
"""The day of `factories.NOON`."""


def add_box(desk: Desk, *, day: str = TODAY, number: int = 1, **columns: Any) -> int:
    """A box and its id; registered and empty where nothing else is said. `columns` are those of the table."""
    row = {"day": day, "number": number, "state": "registered", "waybill": "", "person_id": 1, "at": NOON}
    return _put(desk, "box", row | columns)


def add_box_item(desk: Desk, box_id: int, *, order_id: int | None = None, **columns: Any) -> int:
    """Something in a box and its id: the first line of an order, where one is named."""
    row: dict[str, Any] = {"box_id": box_id, "title": "真皮单鞋", "condition": "good", "wish": "refund"}
    if order_id is not None:
        sql = "SELECT id FROM order_line WHERE order_id = ? ORDER BY position LIMIT 1"
        row |= {"order_id": order_id, "line_id": desk.database.execute_sql(sql, (order_id,)).fetchone()[0]}
    return _put(desk, "box_item", row | columns)


def _put(desk: Desk, table: str, row: dict[str, Any]) -> int:
    marks = ", ".join("?" * len(row))
    with desk.database.atomic():
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        return add_row(desk.database, sql, list(row.values()))
