"""Whether a shop's file still holds what its newest backup holds, as far as nobody changed it since (DATA-01).

So damage inside a value is noticed that no count, index or trail repeats. Each backup is compared with the one before,
or the next one would take the damage for the shop's own; the weekly check compares the shop. Rows that are newer than
the newest backup can't be compared until the next one.
"""

from pathlib import Path

from shopdesk.db.addresses import address_of
from shopdesk.db.row_marks import find_changed_rows, is_comparable
from shopdesk.errors import StorageError
from shopdesk.i18n import _
from shopdesk.services.backup_list import Where, is_as_made, list_backups, note_checked


def changed_by_nobody(where: Where, *, copy: Path | None = None) -> list[str]:
    """What differs from the newest good backup that can be compared, in words; of a `copy` of the shop where one was
    just made. Nothing where there is none that proves to be as it was made: a backup may be what went bad. Raises
    StorageErrors."""
    file = copy or address_of(where).file
    for backup in (each.file for each in list_backups(where) if each.compared and each.file != copy):
        try:
            if not is_comparable(file, backup, still=copy is not None):
                continue
            found = find_changed_rows(file, backup, still=copy is not None)
        except StorageError:
            if is_as_made(backup):
                raise
            continue
        if not found:
            return []
        if is_as_made(backup):
            return [_said(table, row, backup.name) for table, row in found]
        note_checked(backup, good=False)
    return []


def _said(table: str, row: int, backup: str) -> str:
    said = _("row {row} of {table} is no longer what {backup} holds, though nobody changed it")
    return said.format(row=row, table=table, backup=backup)
