"""Saving an edit: the row changes only if nobody changed it in between, and the trail keeps before and after."""

from typing import Any

from shopdesk.db.search import index_again
from shopdesk.errors import N_, NotFound, Refused
from shopdesk.services.desk import Work


class Clash(Refused):
    template = N_("{person} changed this {kind} meanwhile ({fields}). Look at it again, then repeat your change.")


class Gone(NotFound):
    template = N_("This {kind} is no longer there.")


def save_edit(
    doing: Work,
    table: str,
    record_id: int,
    after: dict[str, Any],
    *,
    action: str,
    kind: str,
    version: int | None = None,
    reason: str = "",
    searched: bool = False,
) -> bool:
    """Set the columns in `after` on one row; False where they were so already.

    With `version` the row must still be at it, else Clash names who changed what. `searched` says that the text of the
    order search depends on these columns. Table and column names are ours, never a user's.
    """
    database = doing.desk.database
    columns = ", ".join(after)
    row = database.execute_sql(f"SELECT version, {columns} FROM {table} WHERE id = ?", (record_id,)).fetchone()
    if row is None:
        raise Gone(kind=kind)
    if version is not None and row[0] != version:
        raise _clash(doing, kind, record_id)
    before = dict(zip(after, row[1:], strict=True))
    if before == after:
        return False
    sets = ", ".join(f"{column} = ?" for column in after)
    database.execute_sql(f"UPDATE {table} SET {sets}, version = version + 1 WHERE id = ?", (*after.values(), record_id))
    if searched:
        index_again(database, [record_id])
    doing.note(action, kind, record_id, before=before, after=after, reason=reason)
    return True


def _clash(doing: Work, kind: str, record_id: int) -> Clash:
    rows = doing.desk.database.execute_sql(
        "SELECT p.name, t.after FROM trail t JOIN person p ON p.id = t.person_id "
        "WHERE t.kind = ? AND t.record_id = ? ORDER BY t.id DESC LIMIT 1",
        (kind, record_id),
    ).fetchall()
    person, fields = rows[0] if rows else ("?", "")
    return Clash(person=person, kind=kind, fields=fields)
