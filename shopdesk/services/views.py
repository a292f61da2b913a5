"""Saved views: filters of a list that somebody named and kept."""

import json
from typing import Any

from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.services.desk import Changed, Desk, work


def save_view(desk: Desk, *, page: str, name: str, filters: dict[str, Any]) -> None:
    """Keep `filters` under `name` for the acting person, in place of an older view of that name."""
    with work(desk, Right.VIEW, Changed.VIEWS) as doing:
        before = list_views(desk, page=page).get(name)
        view_id = desk.database.execute_sql(
            "INSERT INTO saved_view (person_id, page, name, filters) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (person_id, page, name) DO UPDATE SET filters = excluded.filters, "
            "version = saved_view.version + 1 RETURNING id",
            (desk.actor.id, page, name, json.dumps(filters, ensure_ascii=False)),
        ).fetchone()[0]
        doing.note("saved", "view", view_id, before=_told(page, name, before), after=_told(page, name, filters))


def delete_view(desk: Desk, *, page: str, name: str) -> None:
    """Forget a view; one that isn't there leaves no trace."""
    with work(desk, Right.VIEW, Changed.VIEWS) as doing:
        rows = desk.database.execute_sql(
            "DELETE FROM saved_view WHERE person_id = ? AND page = ? AND name = ? RETURNING id, filters",
            (desk.actor.id, page, name),
        ).fetchall()
        for view_id, filters in rows:
            doing.note("deleted", "view", view_id, before=_told(page, name, json.loads(filters)))


def _told(page: str, name: str, filters: dict[str, Any] | None) -> dict[str, Any]:
    """A view as the trail keeps it; nothing for none."""
    return {} if filters is None else {"page": page, "name": name, "filters": filters}


def list_views(desk: Desk, *, page: str) -> dict[str, dict[str, Any]]:
    """The acting person's views of a page: name to filters."""
    rows = rows_of(
        desk.database,
        "SELECT name, filters FROM saved_view WHERE person_id = ? AND page = ? ORDER BY name",
        (desk.actor.id, page),
    )
    return {name: json.loads(filters) for name, filters in rows}
