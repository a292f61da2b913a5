"""The people who work here."""

import json
from dataclasses import dataclass
from typing import Any

from shopdesk.db.database import Database, remembered_rows, rows_of
from shopdesk.domain.permissions import Right, may
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import RECOVERY_CODE


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who works here. `extra` are the rights given by name, beyond those of the role."""

    id: int
    name: str
    role: str
    active: bool = True
    can_sign_in: bool = False
    """Whether there is a password."""
    has_pin: bool = False
    extra: frozenset[Right] = frozenset()
    case_limit: int = 0
    """Open cases that this person may hold at once (CRM-04); 0: any number."""


_COLUMNS = "id, name, role, active, password <> '', pin <> '', rights, case_limit"


def list_people(database: Database, *, with_inactive: bool = False) -> list[PersonRow]:
    """Everybody active, in the order they were added; those who left too where wanted."""
    where = "" if with_inactive else "WHERE active"
    return [_person(row) for row in rows_of(database, f"SELECT {_COLUMNS} FROM person {where} ORDER BY id")]


def list_others_who_may(database: Database, right: Right, *, but: int) -> list[str]:
    """The names of everybody else who may do something: nobody approves what they did where another could."""
    people = list_people(database)
    return [each.name for each in people if each.id != but and may(each.role, right, each.extra)]


def find_owner(database: Database) -> PersonRow | None:
    """The first owner; None in a database without people."""
    sql = f"SELECT {_COLUMNS} FROM person WHERE active AND role = 'owner' ORDER BY id LIMIT 1"
    return next((_person(row) for row in rows_of(database, sql)), None)


def find_person(database: Database, name: str) -> PersonRow | None:
    """Whoever has this name, active or not; None for nobody."""
    rows = rows_of(database, f"SELECT {_COLUMNS} FROM person WHERE name = ?", (name.strip(),))
    return next((_person(row) for row in rows), None)


def get_person(database: Database, person_id: int) -> PersonRow | None:
    """Somebody by id, active or not; None for nobody."""
    rows = rows_of(database, f"SELECT {_COLUMNS} FROM person WHERE id = ?", (person_id,))
    return next((_person(row) for row in rows), None)


def is_sign_in_needed(database: Database) -> bool:
    """Whether anybody who works here has a password; in a one-person shop nobody has (TEAM-01)."""
    return bool(remembered_rows(database, "SELECT 1 FROM person WHERE active AND password <> '' LIMIT 1"))


def is_one_person_shop(database: Database) -> bool:
    """Whether only one person works here, so that nobody else could confirm or approve anything (TEAM-01)."""
    return len(remembered_rows(database, "SELECT id FROM person WHERE active LIMIT 2")) < 2


def has_recovery_code(database: Database) -> bool:
    """Whether an owner who forgot the password can get in by the code that was written down."""
    return bool(get_setting(database, RECOVERY_CODE))


def _person(row: tuple[Any, ...]) -> PersonRow:
    person_id, name, role, active, password, pin, rights, case_limit = row
    words = json.loads(rights) if rights else []
    extra = frozenset(Right(word) for word in words if word in set(Right))
    return PersonRow(person_id, name, role, bool(active), bool(password), bool(pin), extra, case_limit)
