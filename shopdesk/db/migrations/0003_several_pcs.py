"""Several PCs: heads of the trail that each PC vouches for; a trail whose values can be wiped while its chain holds.

Frozen: later changes are steps of their own.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from peewee import SQL, BigIntegerField, BlobField, CharField, Database, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Table(Model):
    class Meta:
        legacy_table_names = False


class TrailHead(Table):
    day = CharField(max_length=10)
    pc = TextField()
    trail_id = BigIntegerField()
    chain = TextField()
    mac = TextField(constraints=[SQL("DEFAULT ''")])
    at = BigIntegerField()

    class Meta:
        indexes = ((("pc", "day"), True),)


class StoredFile(Table):
    hash = CharField(max_length=64, primary_key=True)
    size = BigIntegerField()
    content = BlobField(null=True)


TABLES = [TrailHead, StoredFile]
COLUMNS = ("salt TEXT NOT NULL DEFAULT ''", "seal TEXT NOT NULL DEFAULT ''", "wiped_at {moment}")
INDEXES = ("CREATE INDEX trail_person_id ON trail (person_id, id)", "CREATE INDEX trail_at ON trail (at)")
_ROWS = 2_000
_listed: Callable[[list[Any]], str] = json.JSONEncoder(ensure_ascii=False).encode


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the new tables and columns, and seal what stands in the trail."""
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
    moment = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for column in COLUMNS:
        db.execute_sql(f"ALTER TABLE trail ADD COLUMN {column.format(moment=moment)}")
    for index in INDEXES:
        db.execute_sql(index)
    _seal_trail(db)


def _seal_trail(db: Database) -> None:
    """Chain every row over a seal of its values instead of the values. A row that did not fit the chain until now keeps
    its chain as it was found, so that it goes on standing out."""
    last, old, new = 0, "", ""
    while True:
        rows = db.execute_sql(
            "SELECT id, at, person_id, action, kind, record_id, before, after, reason, chain FROM trail "
            f"WHERE id > ? ORDER BY id LIMIT {_ROWS}",
            (last,),
        ).fetchall()
        if not rows:
            return
        sealed = []
        for row_id, *content, found in rows:
            fits = _digest([old, *content]) == found
            salt = secrets.token_hex(16)
            seal = _digest([salt, *content[5:]])
            new = _digest([new, *content[:5], seal]) if fits else found
            sealed.append((salt, seal, new, row_id))
            last, old = row_id, found
        _put(db, sealed)


def _put(db: Database, sealed: list[tuple[str, str, str, int]]) -> None:
    sql = "UPDATE trail SET salt = ?, seal = ?, chain = ? WHERE id = ?"
    if isinstance(db, SqliteDatabase):
        db.cursor().executemany(sql, sealed)  # a trail may have a million rows: nobody works meanwhile
        return
    for row in sealed:
        db.execute_sql(sql, row)


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(_listed(parts).encode()).hexdigest()
