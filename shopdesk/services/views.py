"""Saved views: filters of a list that somebody named and kept."""

import json
from typing import Any

from shopdesk.db.database import rows_of
from shopdesk.services.desk import Changed, Desk, work


def save_view(desk: Desk, *, page: str, name: str, filters: dict[str, Any]) -> None:
    """Keep `filters` under `name` for the acting person, in place of an older view of that name."""
    with work(desk, Changed.VIEWS) as doing:
        desk.database.execute_sql(
            "INSERT INTO saved_view (person_id, page, name, filters) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (person_id, page, name) DO UPDATE SET filters = excluded.filters, version = version + 1",
            (desk.actor.id, page, name, json.dumps(filters, ensure_ascii=False)),
        )
        doing.note("saved", "view", 0, after={"page": page, "name": name})


def delete_view(desk: Desk, *, page: str, name: str) -> None:
    """Forget a view."""
    with work(desk, Changed.VIEWS) as doing:
        desk.database.execute_sql(
            "DELETE FROM saved_view WHERE person_id = ? AND page = ? AND name = ?", (desk.actor.id, page, name)
        )
        doing.note("deleted", "view", 0, before={"page": page, "name": name})


def list_views(desk: Desk, *, page: str) -> dict[str, dict[str, Any]]:
    """The acting person's views of a page: name to filters."""
    rows = rows_of(
        desk.database,
        "SELECT name, filters FROM saved_view WHERE person_id = ? AND page = ? ORDER BY name",
        (desk.actor.id, page),
    )
    return {name: json.loads(filters) for name, filters in rows}
