"""The people who work here."""

from dataclasses import dataclass

from shopdesk.db.database import Database, rows_of


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who works here."""

    id: int
    name: str
    role: str


def list_people(database: Database) -> list[PersonRow]:
    """Everybody active, in the order they were added."""
    return [PersonRow(*row) for row in rows_of(database, "SELECT id, name, role FROM person WHERE active ORDER BY id")]


def find_owner(database: Database) -> PersonRow | None:
    """The first owner; None in a database without people."""
    rows = rows_of(database, "SELECT id, name, role FROM person WHERE active AND role = 'owner' ORDER BY id LIMIT 1")
    return PersonRow(*rows[0]) if rows else None
