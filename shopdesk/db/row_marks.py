"""What has changed in a shop's file since its newest backup, so that all else can be compared with it (DATA-01).

SQLite has no checksum: a bit that the disk flips in an amount leaves a sound file. But a row that no statement has
touched since a backup must be what the backup holds. Triggers note each row that is changed or removed, whoever does
it, with the number of the round it falls in; every backup begins a round and carries its token. An inserted row needs
no note, since the backup hasn't got it. A server looks after its own files.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

from peewee import Database

from shopdesk.db.database import rows_of
from shopdesk.db.driver import sqlite3
from shopdesk.db.errors import storage_errors

NAMES = ("changed_row", "changed_since")
_TABLES = [
    "CREATE TABLE changed_row (name TEXT NOT NULL, row INTEGER NOT NULL, since INTEGER NOT NULL, "
    "PRIMARY KEY (name, row)) WITHOUT ROWID",
    "CREATE TABLE changed_since (number INTEGER PRIMARY KEY, token TEXT NOT NULL)",
    "INSERT INTO changed_since (number, token) VALUES (1, hex(randomblob(8)))",
]
_NEXT = "INSERT INTO changed_since (token) VALUES (hex(randomblob(8))) RETURNING number"
_TRIGGER = """
CREATE TRIGGER changed_row_{event}_{table} AFTER {event} ON {table} BEGIN
  INSERT INTO changed_row (name, row, since) VALUES ('{table}', old.id, (SELECT max(number) FROM changed_since))
  ON CONFLICT (name, row) DO UPDATE SET since = excluded.since WHERE since <> excluded.since;
END"""
_STEPS = "SELECT name FROM {}.schema_migration ORDER BY name"
_ROUND = """
SELECT theirs.number FROM kept.changed_since theirs
JOIN main.changed_since ours ON ours.number = theirs.number AND ours.token = theirs.token
WHERE theirs.number = (SELECT max(number) FROM kept.changed_since)"""
_CHANGED_SCHEMA = """
SELECT theirs.name FROM kept.sqlite_master theirs LEFT JOIN main.sqlite_master ours ON ours.name = theirs.name
WHERE theirs.type = 'table' AND theirs.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND ours.sql IS NOT theirs.sql"""
_CHANGED_ROW = """
SELECT theirs.id FROM kept."{table}" theirs LEFT JOIN main."{table}" ours ON ours.id = theirs.id
WHERE (ours.id IS NULL OR {differs}) AND NOT EXISTS (
  SELECT 1 FROM main.changed_row c WHERE c.name = ? AND c.row = theirs.id AND c.since >= ?)
LIMIT 1"""


def make_marks(database: Database) -> None:
    """Begin to note what changes, from now on; no older backup can be compared any more. Call inside a transaction, on
    a file without marks."""
    for statement in _TABLES:
        database.execute_sql(statement)
    for table in _tables_of(database.connection()):
        for event in ("UPDATE", "DELETE"):
            database.execute_sql(_TRIGGER.format(table=table, event=event))


def drop_marks(database: Database) -> None:
    """Throw all notes away. Call inside a transaction that ends with `make_marks`."""
    made = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'changed~_row~_%' ESCAPE '~'"
    for (name,) in rows_of(database, made):
        database.execute_sql(f'DROP TRIGGER "{name}"')
    for name in NAMES:
        database.execute_sql(f"DROP TABLE IF EXISTS {name}")


def begin_round(database: Database) -> int:
    """What changes from now on is told from what changed before; call right before a backup, and `end_rounds` with the
    number once it is found good. Raises StorageErrors."""
    with storage_errors(str(database.database)), database.atomic():
        return int(database.execute_sql(_NEXT).fetchone()[0])


def end_rounds(database: Database, number: int) -> None:
    """The backup of a round was compared and is good: older notes aren't needed any more. Raises StorageErrors."""
    with storage_errors(str(database.database)), database.atomic():
        database.execute_sql("DELETE FROM changed_row WHERE since < ?", (number,))
        database.execute_sql("DELETE FROM changed_since WHERE number < ?", (number,))


def is_comparable(file: Path, backup: Path, *, still: bool = False) -> bool:
    """Whether the notes in a file reach back to a backup; `still` for a file that nobody writes to. Raises
    StorageErrors."""
    with storage_errors(str(file)), closing(_side_by_side(file, backup, still=still)) as opened:
        return _round_of(opened) is not None


def find_changed_rows(file: Path, backup: Path, *, still: bool = False) -> list[tuple[str, int]]:
    """Table and id of one row in each table whose rows aren't as in a backup though nothing changed them since; id 0
    for the table's own form. Empty for a sound file, and where the notes don't reach back to that backup. Reads all
    of both. Raises StorageErrors."""
    with storage_errors(str(file)), closing(_side_by_side(file, backup, still=still)) as opened:
        opened.execute("BEGIN")  # of one moment, whoever writes meanwhile
        number = _round_of(opened)
        if number is None:
            return []
        found = [(name, 0) for (name,) in opened.execute(_CHANGED_SCHEMA).fetchall()]
        if found:
            return found
        looked = ((table, _changed_row(opened, table, number)) for table in _tables_of(opened))
        return [(table, row) for table, row in looked if row is not None]


def _side_by_side(file: Path, backup: Path, *, still: bool) -> Any:
    opened = sqlite3.connect(f"{_uri(file)}{'&immutable=1' if still else ''}", uri=True, isolation_level=None)
    try:
        opened.execute("ATTACH ? AS kept", (f"{_uri(backup)}&immutable=1",))
    except BaseException:
        opened.close()
        raise
    return opened


def _uri(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=ro"


def _round_of(opened: Any) -> int | None:
    """The round that the backup began; None where it isn't one of this shop's, or too old."""
    for schema in ("main", "kept"):
        tables = opened.execute(f"SELECT 1 FROM {schema}.sqlite_master WHERE name = 'changed_since'").fetchall()
        if not tables:
            return None
    if opened.execute(_STEPS.format("main")).fetchall() != opened.execute(_STEPS.format("kept")).fetchall():
        return None
    row = opened.execute(_ROUND).fetchone()
    return row[0] if row else None


def _changed_row(opened: Any, table: str, number: int) -> int | None:
    columns = [row[1] for row in opened.execute(f'PRAGMA main.table_info("{table}")')]
    differs = " OR ".join(f'ours."{column}" IS NOT theirs."{column}"' for column in columns)
    row = opened.execute(_CHANGED_ROW.format(table=table, differs=differs), (table, number)).fetchone()
    return row[0] if row else None


def _tables_of(connection: Any) -> list[str]:
    """The tables whose rows have a number by which they are known: all but one, whose files prove themselves."""
    known = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' ORDER BY name"
    ).fetchall()
    return [name for (name,) in known if name not in NAMES and _has_own_number(connection, name)]


def _has_own_number(connection: Any, table: str) -> bool:
    keys = [(row[1], row[2].upper()) for row in connection.execute(f'PRAGMA main.table_info("{table}")') if row[5]]
    return keys == [("id", "INTEGER")] and not table.startswith("order_text")
