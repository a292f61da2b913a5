"""Saved views: filters of a list that somebody named and kept."""

import json
from typing import Any

from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, work


class ViewChanged(Refused):
    template = N_(
        "The view {name} was changed on another PC meanwhile ({person}, {when}). Nothing was written; it is shown as "
        "it is now. Do it again if yours is to take its place."
    )


def save_view(
    desk: Desk, *, page: str, name: str, filters: dict[str, Any], shown: dict[str, Any] | None = None
) -> None:
    """Keep `filters` under `name` for the acting person, in place of the view of that name that was `shown` (None:
    there was none). Raises ViewChanged where another PC has written another one since."""
    with work(desk, Right.VIEW, Changed.VIEWS) as doing:
        before = _unchanged(desk, page, name, shown, filters)
        view_id = desk.database.execute_sql(
            "INSERT INTO saved_view (person_id, page, name, filters) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (person_id, page, name) DO UPDATE SET filters = excluded.filters, "
            "version = saved_view.version + 1 RETURNING id",
            (desk.actor.id, page, name, json.dumps(filters, ensure_ascii=False)),
        ).fetchone()[0]
        doing.note("saved", "view", view_id, before=_told(page, name, before), after=_told(page, name, filters))


def delete_view(desk: Desk, *, page: str, name: str, shown: dict[str, Any]) -> None:
    """Forget a view as it was `shown`; one that isn't there leaves no trace. Raises ViewChanged."""
    with work(desk, Right.VIEW, Changed.VIEWS) as doing:
        _unchanged(desk, page, name, shown, None)
        rows = desk.database.execute_sql(
            "DELETE FROM saved_view WHERE person_id = ? AND page = ? AND name = ? RETURNING id, filters",
            (desk.actor.id, page, name),
        ).fetchall()
        for view_id, filters in rows:
            doing.note("deleted", "view", view_id, before=_told(page, name, json.loads(filters)))


def _unchanged(
    desk: Desk, page: str, name: str, shown: dict[str, Any] | None, wanted: dict[str, Any] | None
) -> dict[str, Any] | None:
    """The view as it stands, which is what was shown or is wanted; raises ViewChanged."""
    now = list_views(desk, page=page).get(name)
    if now is None or now in (shown, wanted):
        return now
    sql = "SELECT id FROM saved_view WHERE person_id = ? AND page = ? AND name = ?"
    row = desk.database.execute_sql(sql, (desk.actor.id, page, name)).fetchone()
    person, when = last_deed(desk, "view", row[0], "saved")
    raise ViewChanged(name=name, person=person, when=when)


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
