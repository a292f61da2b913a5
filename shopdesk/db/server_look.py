"""What a server is like before a shop goes there, and making room for one (DATA-02)."""

import time
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import psycopg
from psycopg import sql

from shopdesk.db.addresses import Address
from shopdesk.db.connections import keeps_all_signs
from shopdesk.db.database import Database, rows_of
from shopdesk.db.errors import NoSuchDatabase, storage_errors
from shopdesk.db.migrate import applied, steps
from shopdesk.db.postgres import LOWEST, PostgresDatabase
from shopdesk.db.shop_copy import copied_from, is_empty, is_moved
from shopdesk.errors import N_, StorageError
from shopdesk.i18n import _

MAINTENANCE = "postgres"
"""The database that every server has, to ask from where there is none yet."""
CTYPES = ("C.UTF-8", "C.utf8", "zh_CN.UTF-8", "en_US.UTF-8", "Chinese_China.936", "English_United States.1252")
"""Languages in which Chinese characters are letters, by their names on the systems that servers run on."""


class Holds(StrEnum):
    """What is in a database."""

    NOTHING = "nothing"
    SHOP = "shop"
    HALF_COPY = "half copy"
    MOVED = "moved"
    OTHERS = "others"
    NEWER = "newer"
    ABSENT = "absent"
    """There is no such database."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to be mended by whoever looks after the server, by one statement."""

    what: str
    sql: str


@dataclass(frozen=True, slots=True)
class ServerLook:
    """What was found at an address."""

    address: Address
    version: str
    round_trip_ms: float
    holds: Holds
    shops: tuple[str, ...] = ()
    source: str = ""
    """Of a half copy: where it comes from; of a shop that has moved: where to."""
    may_create: bool = False
    """Whether this name may make the database that is absent."""
    missing: tuple[Missing, ...] = ()
    """What has to be done before a shop can lie there."""

    @property
    def is_ready(self) -> bool:
        """Whether an empty shop, or a copy, can be put there as it is."""
        return self.holds in (Holds.NOTHING, Holds.HALF_COPY) and not self.missing


class CannotCreate(StorageError):
    template = N_("The database could not be made ({file}: {detail}). Ask who looks after the server for: {sql}")


def look_at_server(where: Address) -> ServerLook:
    """Connect and look, changing nothing. Raises ServerAway, WrongPassword, ServerFull; everything else is told."""
    try:
        with closing(PostgresDatabase(where)) as database, storage_errors(where.place):
            database.connect()
            return _look(where, database)
    except NoSuchDatabase:
        return _look_from_outside(where)


def create_database(where: Address) -> None:
    """Make the database that an address names, in a language in which Chinese can be searched. Raises CannotCreate."""
    problem = ""
    outside = PostgresDatabase(replace(where, database=MAINTENANCE))
    with closing(outside.own_connection()) as connection:
        connection.autocommit = True
        for ctype in _languages(connection):
            try:
                connection.execute(creation(where.database, ctype))
            except psycopg.errors.DuplicateDatabase:  # another PC was quicker
                return
            except psycopg.errors.InsufficientPrivilege as error:
                problem = _first_line(error)
                break
            except psycopg.Error as error:  # a language that this server's system hasn't
                problem = problem or _first_line(error)
            else:
                return
    raise CannotCreate(file=where.place, detail=problem, sql=creation(where.database, CTYPES[0]).as_string())


def _languages(connection: psycopg.Connection[Any]) -> list[str]:
    """The server's own, where it will do, and others."""
    own = connection.execute("SELECT datctype FROM pg_database WHERE datname = 'template0'").fetchone()
    return [*([""] if own and own[0] not in ("C", "POSIX") else []), *CTYPES]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def creation(name: str, ctype: str) -> sql.Composed:
    """The statement that makes a database for a shop."""
    language = sql.SQL(" LC_CTYPE {}").format(sql.Literal(ctype)) if ctype else sql.SQL("")
    return sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)) + language


def _look(where: Address, database: PostgresDatabase) -> ServerLook:
    version, number = rows_of(
        database, "SELECT current_setting('server_version'), current_setting('server_version_num')::int"
    )[0]
    look = ServerLook(where, str(version), _round_trip(database), Holds.NOTHING)
    missing = [
        *_of_version(int(number), version),
        *_of_language(where, database),
        *_of_rights(database),
    ]
    return replace(look, missing=tuple(missing), **_content(database))


def _look_from_outside(where: Address) -> ServerLook:
    """There is no such database: what the server says of itself, and whether one may be made."""
    with closing(PostgresDatabase(replace(where, database=MAINTENANCE))) as database, storage_errors(where.place):
        database.connect()
        version, number, may = rows_of(
            database,
            "SELECT current_setting('server_version'), current_setting('server_version_num')::int, "
            "rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user",
        )[0]
        missing = _of_version(int(number), version)
        if not may:
            said = _("There is no database {name} yet, and {user} may not make one.")
            text = said.format(name=where.database, user=where.user)
            missing.append(Missing(text, f"{creation(where.database, CTYPES[0]).as_string()} OWNER {where.user}"))
        return ServerLook(
            where, str(version), _round_trip(database), Holds.ABSENT, may_create=bool(may), missing=tuple(missing)
        )


def _round_trip(database: Database) -> float:
    """Milliseconds that a question takes, at best of three."""
    taken = []
    for _turn in range(3):
        begun = time.perf_counter()
        rows_of(database, "SELECT 1")
        taken.append((time.perf_counter() - begun) * 1000)
    return min(taken)


def _of_version(number: int, version: object) -> list[Missing]:
    if number >= LOWEST * 10_000:
        return []
    said = _("The server runs PostgreSQL {version}. Use {lowest} or newer.")
    return [Missing(said.format(version=version, lowest=LOWEST), "")]


def _of_language(where: Address, database: PostgresDatabase) -> list[Missing]:
    is_utf8 = keeps_all_signs(database.connection())  # type: ignore[no-untyped-call]
    if is_utf8 and rows_of(database, "SELECT '汉' ~ '[[:alpha:]]'") == [(1,)]:
        return []
    text = _(
        "In this database Chinese characters are no letters (lc_ctype C), so nothing could be found. Make another:"
    )
    return [Missing(text, creation(f"{where.database}_2", CTYPES[0]).as_string())]


def _of_rights(database: Database) -> list[Missing]:
    """What the program needs to be allowed in this database."""
    user, schema, may_make, trigram, may_extend = rows_of(
        database,
        "SELECT current_user, current_schema(), "
        "coalesce(has_schema_privilege(current_schema(), 'CREATE'), FALSE), "
        "(SELECT installed_version IS NOT NULL FROM pg_available_extensions WHERE name = 'pg_trgm'), "
        "has_database_privilege(current_database(), 'CREATE')",
    )[0]
    missing = []
    who = sql.Identifier(str(user)).as_string()
    if not may_make:
        missing.append(
            Missing(
                _("{user} may not make tables in this database.").format(user=user),
                f"CREATE SCHEMA AUTHORIZATION {who}"
                if schema is None
                else f"GRANT CREATE ON SCHEMA {sql.Identifier(str(schema)).as_string()} TO {who}",
            )
        )
    if trigram is None:
        missing.append(Missing(_("The server has no pg_trgm, by which orders are searched. Install its package "
                                 "(postgresql-contrib)."), ""))  # fmt: skip
    elif not trigram and not may_extend:
        missing.append(Missing(_("{user} may not add pg_trgm, by which orders are searched.").format(user=user),
                               "CREATE EXTENSION pg_trgm"))  # fmt: skip
    return missing


def _content(database: Database) -> dict[str, Any]:
    have = applied(database)
    if not have:
        return {"holds": Holds.OTHERS if database.get_tables() else Holds.NOTHING}
    source, moved_to = copied_from(database), is_moved(database)
    if source:
        return {"holds": Holds.HALF_COPY, "source": source}
    if moved_to:
        return {"holds": Holds.MOVED, "source": moved_to}
    if set(have) - set(steps()):
        return {"holds": Holds.NEWER}
    if is_empty(database):
        return {"holds": Holds.NOTHING}
    return {
        "holds": Holds.SHOP,
        "shops": tuple(row[0] for row in rows_of(database, "SELECT name FROM shop ORDER BY id")),
    }
