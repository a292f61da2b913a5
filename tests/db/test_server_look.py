"""What is found on a server before a shop goes there, and every way in which it can be no place for one."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.db import postgres, server_look
from shopdesk.db.addresses import Address, address_of
from shopdesk.db.database import open_database, rows_of
from shopdesk.db.errors import (
    NewerDatabase,
    NoChineseSearch,
    NoSuchDatabase,
    NotOurs,
    NotPermitted,
    OnlyFollows,
    ServerAway,
    ServerTooOld,
    WrongPassword,
)
from shopdesk.db.server_look import CannotCreate, Holds, create_database, look_at_server
from shopdesk.domain.platforms import Platform
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.services.setup import create_desk, make_shop, open_desk
from tests.command_line import CommandLine
from tests.engines import new_database
from tests.platform_files import TRUE_QIANNIU
from tests.postgres_server import Server

pytestmark = [pytest.mark.postgres, pytest.mark.sqlite_only]


@pytest.fixture(scope="module")
def roles(postgres_server: Server) -> Iterator[Server]:
    """A server with a clerk who owns nothing but what is given to him; no superuser."""
    postgres_server.execute("CREATE ROLE plain LOGIN")
    yield postgres_server
    for (name,) in postgres_server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'plain%'"):
        postgres_server.drop_database(name)
    postgres_server.execute("DROP ROLE plain")


def plain(server: Server, database: str) -> Address:
    return address_of(server.url(database).replace("postgres@", "plain@"))


def said(where: str | Address) -> str:
    """Why a shop can't be opened there, as a clerk reads it."""
    with pytest.raises(ShopdeskError) as refusal:
        open_desk(where).database.close()
    return sentence(refusal.value)


def test_an_empty_database_is_ready(postgres_server: Server) -> None:
    look = look_at_server(address_of(new_database()))
    assert look.holds is Holds.NOTHING and look.is_ready and not look.missing
    assert look.version[0].isdigit() and 0 < look.round_trip_ms < 1_000


def test_a_shop_tells_its_name(postgres_server: Server) -> None:
    address = new_database()
    desk = create_desk(address)
    make_shop(desk, name="云栖鞋坊", platform=Platform.TAOBAO)
    desk.database.close()
    look = look_at_server(address_of(address))
    assert look.holds is Holds.SHOP and list(look.shops) == ["云栖鞋坊"] and not look.is_ready


def test_a_database_that_is_not_there_can_be_made(postgres_server: Server) -> None:
    where = address_of(postgres_server.url("to be made"))
    assert "no such database" in said(where)
    look = look_at_server(where)
    assert look.holds is Holds.ABSENT and look.may_create
    create_database(where)
    assert look_at_server(where).is_ready
    create_database(where)  # another PC was quicker
    postgres_server.drop_database("to be made")


def test_who_may_not_make_one_is_told_the_statement(roles: Server) -> None:
    where = plain(roles, "plain_shop")
    look = look_at_server(where)
    assert look.holds is Holds.ABSENT and not look.may_create and "plain_shop" in look.missing[0].sql
    with pytest.raises(CannotCreate, match="plain_shop"):
        create_database(where)
    roles.execute(look.missing[0].sql)
    assert look_at_server(where).is_ready


def test_an_ordinary_name_that_owns_its_database_has_a_whole_shop(roles: Server) -> None:
    """As on a managed server: no superuser anywhere; pg_trgm may be added by a database's owner."""
    roles.execute("CREATE DATABASE plain_owned OWNER plain TEMPLATE template0")
    where = plain(roles, "plain_owned")
    shop = CommandLine(where.url)
    shop.done("init", "--sample")
    assert shop.orders("--find", shop.orders()[0]["order_no"])


def test_a_name_that_only_owns_a_schema_has_its_tables_there(roles: Server) -> None:
    roles.execute("CREATE DATABASE plain_shared TEMPLATE template0")
    roles.execute("CREATE EXTENSION pg_trgm", "plain_shared")
    where = plain(roles, "plain_shared")
    look = look_at_server(where)
    assert ["CREATE" in missing.sql and "public" in missing.sql for missing in look.missing] == [True]
    with pytest.raises(NotPermitted):
        create_desk(where)
    roles.execute("CREATE SCHEMA desk AUTHORIZATION plain", "plain_shared")
    roles.execute("ALTER ROLE plain IN DATABASE plain_shared SET search_path = desk, public")
    assert look_at_server(where).is_ready
    shop = CommandLine(where.url)
    shop.done("init")
    shop.done("import", TRUE_QIANNIU)
    assert len(shop.orders()) == 58
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert roles.execute(tables, "plain_shared") == [(0,)]


def test_without_the_right_to_add_pg_trgm_the_statement_is_told(roles: Server) -> None:
    roles.execute("CREATE DATABASE plain_bare TEMPLATE template0")
    roles.execute("GRANT CREATE ON SCHEMA public TO plain", "plain_bare")
    look = look_at_server(plain(roles, "plain_bare"))
    assert [missing.sql for missing in look.missing] == ["CREATE EXTENSION pg_trgm"]
    with pytest.raises(NotPermitted):
        create_desk(plain(roles, "plain_bare"))
    roles.execute("CREATE EXTENSION pg_trgm", "plain_bare")
    create_desk(plain(roles, "plain_bare")).database.close()


def test_other_programs_tables_are_left_alone(postgres_server: Server) -> None:
    theirs = new_database()
    postgres_server.execute("CREATE TABLE payroll (id INT)", theirs.rpartition("/")[2])
    assert look_at_server(address_of(theirs)).holds is Holds.OTHERS
    with pytest.raises(NotOurs):
        create_desk(theirs)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert postgres_server.execute(tables, theirs.rpartition("/")[2]) == [("payroll",)]


def test_a_newer_shop_is_left_alone(postgres_server: Server) -> None:
    address = new_database()
    create_desk(address).database.close()
    sql = "UPDATE schema_migration SET name = '9999_later' WHERE name = (SELECT max(name) FROM schema_migration)"
    postgres_server.execute(sql, address.rpartition("/")[2])
    assert look_at_server(address_of(address)).holds is Holds.NEWER
    with pytest.raises(NewerDatabase):
        open_desk(address)
    assert "Update this program" in said(address)


def test_an_old_server_is_named_with_what_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    address = new_database()
    monkeypatch.setattr(postgres, "LOWEST", 99)
    monkeypatch.setattr(server_look, "LOWEST", 99)
    assert "99 or newer" in look_at_server(address_of(address)).missing[0].what
    with pytest.raises(ServerTooOld):
        open_desk(address)
    assert "Use 99 or newer" in said(address)


def test_a_server_that_takes_chinese_for_signs_is_told_and_mended() -> None:
    with Server.make(ctype="C") as server:
        server.create_database("shop")
        where = address_of(server.url("shop"))
        with pytest.raises(NoChineseSearch):
            open_desk(where)
        assert "LC_CTYPE" in said(where)
        missing = look_at_server(where).missing
        assert len(missing) == 1 and "lc_ctype C" in missing[0].what
        server.execute(missing[0].sql)
        assert look_at_server(address_of(server.url("shop_2"))).is_ready
        create_database(address_of(server.url("third")))
        assert look_at_server(address_of(server.url("third"))).is_ready


def test_a_wrong_password_is_said_without_telling_it() -> None:
    with Server.make(password="right") as server:
        where = address_of(server.url("postgres"))
        for password in ("", "wr0ng"):
            with pytest.raises(WrongPassword) as refusal:
                look_at_server(where.with_password(password))
            assert "wr0ng" not in sentence(refusal.value) + repr(refusal.value) + repr(where.with_password(password))
        with pytest.raises(WrongPassword):
            open_desk(address_of(server.url("postgres").replace("postgres@", "nobody@")).with_password("right"))
        look_at_server(where.with_password("right"))


@pytest.mark.parametrize("server", ["no-such-server.invalid", "127.0.0.1:1", "[::1]:1"])
def test_a_server_that_is_not_there_is_said_within_seconds(server: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ServerAway):
        look_at_server(address_of(f"postgresql://clerk@{server}/shop"))
    assert time.monotonic() - begun < 10


def test_an_address_without_such_a_database_is_said(postgres_server: Server) -> None:
    with pytest.raises(NoSuchDatabase):
        open_database(postgres_server.url("nothing"))


def test_a_server_that_follows_is_no_place_to_work() -> None:
    with Server.make(quick=False) as first:
        first.create_database("shop")
        with first.standby() as second:
            both = f"postgresql://postgres@127.0.0.1:{second.port},127.0.0.1:{first.port}/shop"
            with pytest.raises(OnlyFollows):
                look_at_server(address_of(second.url("shop")))
            assert "only follows another one" in said(second.url("shop"))
            create_desk(both).database.close()
            database = open_database(both)
            assert rows_of(database, "SELECT pg_is_in_recovery()") == [(False,)]
            database.close()
            first.set_option("synchronous_standby_names", None)


def test_a_share_and_a_folder_are_no_places_for_a_file(tmp_path: Path) -> None:
    assert "can't be opened" in said(str(tmp_path))
    assert "is no address of a shop" in said("mysql://clerk@server/shop")


@pytest.mark.parametrize(
    "odd",
    [
        "standard_conforming_strings = off",
        "client_encoding = 'LATIN1'",
        "statement_timeout = '700ms'",
        "idle_in_transaction_session_timeout = '200ms'",
        "transform_null_equals = on",
        "\"DateStyle\" = 'German'",
    ],
)
def test_odd_settings_of_a_database_change_nothing(postgres_server: Server, odd: str, tmp_path: Path) -> None:
    url = new_database()
    postgres_server.execute(f"ALTER DATABASE {address_of(url).database} SET {odd}")
    shop = CommandLine(url)
    shop.done("init", "--sample")
    assert len(shop.orders()) > 10
    assert shop.orders("--find", "it's 100%_\\") == []
    shop.done("backup", tmp_path / "kept.db")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_keep_every_sign_is_refused(postgres_server: Server, encoding: str) -> None:
    name = f"odd_{encoding.lower()}"
    postgres_server.execute(
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LC_CTYPE 'C' LC_COLLATE 'C'"
    )
    url = postgres_server.url(name)
    with pytest.raises(NoChineseSearch):
        open_database(url)
    assert "lc_ctype C" in look_at_server(address_of(url)).missing[0].what
    postgres_server.drop_database(name)


@pytest.mark.parametrize(
    ("theirs", "refusal"),
    [
        ("CREATE TABLE schema_migration (step int)", NotOurs),
        ("CREATE VIEW person AS SELECT 1 AS one", NotOurs),
        (
            "CREATE FUNCTION no_steps() RETURNS event_trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; "
            "CREATE EVENT TRIGGER no_steps ON ddl_command_start EXECUTE FUNCTION no_steps()",
            NotPermitted,
        ),
    ],
)
def test_what_others_put_there_is_no_fault_of_ours(
    postgres_server: Server, theirs: str, refusal: type[ShopdeskError]
) -> None:
    url = new_database()
    postgres_server.execute(theirs, address_of(url).database)
    with pytest.raises(refusal):
        create_desk(url)


def test_the_search_extension_may_lie_in_a_schema_of_its_own(postgres_server: Server) -> None:
    url = new_database()
    postgres_server.execute(
        "CREATE SCHEMA extensions; CREATE EXTENSION pg_trgm SCHEMA extensions", address_of(url).database
    )
    create_desk(url).database.close()
    open_desk(url).database.close()
