"""Column mappings that people made."""

import json

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.importing.mapping import Mapping
from shopdesk.importing.records import Kind
from shopdesk.services.desk import Changed, Desk, work


def list_mappings(database: Database) -> list[Mapping]:
    """All mappings, by name."""
    rows = rows_of(
        database,
        "SELECT name, platform, kind, columns, header_key, amounts_per_line FROM import_mapping ORDER BY name",
    )
    return [
        Mapping(name, Platform(platform), Kind(kind), json.loads(columns), key, bool(per_line))
        for name, platform, kind, columns, key, per_line in rows
    ]


def save_mapping(desk: Desk, mapping: Mapping, *, header_key: str) -> None:
    """Remember a column mapping under the header it was made for, in place of an older one for that header or name."""
    with work(desk, Right.IMPORT, Changed.IMPORTS) as doing:
        database = desk.database
        database.execute_sql("DELETE FROM import_mapping WHERE header_key = ? OR name = ?", (header_key, mapping.name))
        columns = json.dumps(dict(mapping.columns), ensure_ascii=False)
        database.execute_sql(
            "INSERT INTO import_mapping (header_key, name, platform, kind, columns, amounts_per_line) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (header_key, mapping.name, mapping.platform.value, mapping.kind.value, columns, mapping.amounts_per_line),
        )
        doing.note("saved", "mapping", 0, after={"name": mapping.name, "columns": dict(mapping.columns)})
