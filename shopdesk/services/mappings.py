"""Column mappings that people made."""

import json

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.platforms import Platform
from shopdesk.importing.mapping import Mapping
from shopdesk.importing.records import Kind


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
