"""Column mappings that people made."""

import json
from collections.abc import Collection
from dataclasses import replace

from shopdesk.db.database import Database, add_row, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.importing.mapping import FIELDS, Mapping
from shopdesk.importing.records import Kind
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, work


class MappingChanged(Refused):
    """`theirs` is the mapping that is there now."""

    template = N_(
        "{person} saved the mapping {mapping} for such files meanwhile ({when}). It differs in: {fields}. Save again "
        "if yours is to take its place; or cancel and open the file again: it is read by the other one."
    )
    theirs: Mapping | None = None


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


def find_replaced(database: Database, *, header_key: str, name: str) -> list[Mapping]:
    """The mappings that one for this header, or of this name, would take the place of."""
    return [each for each in list_mappings(database) if header_key == each.header_key or name == each.name]


def save_mapping(desk: Desk, mapping: Mapping, *, header_key: str, shown: Collection[Mapping] = ()) -> None:
    """Remember a column mapping under the header it was made for.

    It takes the place of others for that header, or of that name, only where they were `shown` to who saves. Raises
    MappingChanged, which carries one that wasn't.
    """
    with work(desk, Right.IMPORT, Changed.IMPORTS) as doing:
        database, mapping = desk.database, replace(mapping, header_key=header_key)
        replaced = find_replaced(database, header_key=header_key, name=mapping.name)
        unseen = next((each for each in replaced if each != mapping and each not in shown), None)
        if unseen is not None:
            raise _changed(desk, unseen, mapping)
        database.execute_sql("DELETE FROM import_mapping WHERE header_key = ? OR name = ?", (header_key, mapping.name))
        columns = json.dumps(dict(mapping.columns), ensure_ascii=False)
        mapping_id = add_row(
            database,
            "INSERT INTO import_mapping (header_key, name, platform, kind, columns, amounts_per_line) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (header_key, mapping.name, mapping.platform.value, mapping.kind.value, columns, mapping.amounts_per_line),
        )
        before = {"name": replaced[0].name, "columns": dict(replaced[0].columns)} if replaced else {}
        after = {"name": mapping.name, "columns": dict(mapping.columns)}
        doing.note("saved", "mapping", mapping_id, before=before, after=after)


def _changed(desk: Desk, there: Mapping, mine: Mapping) -> MappingChanged:
    row = desk.database.execute_sql(
        "SELECT id FROM import_mapping WHERE header_key = ?", (there.header_key,)
    ).fetchone()
    person, when = last_deed(desk, "mapping", row[0], "saved")
    names = {name for name in {*there.columns, *mine.columns} if there.columns.get(name) != mine.columns.get(name)}
    titles = [_(FIELDS[mine.kind][name]) for name in FIELDS.get(mine.kind, {}) if name in names]
    changed = MappingChanged(person=person, when=when, mapping=there.name, fields=", ".join(titles) or _("name"))
    changed.theirs = there
    return changed
