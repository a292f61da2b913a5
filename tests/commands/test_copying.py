"""`shopdesk copy`: the whole shop to another place, on either engine (DATA-03)."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from shopdesk.db import shop_copy
from shopdesk.db.copying import write_rows
from shopdesk.db.database import Database, open_database, rows_of
from shopdesk.db.files import folder_of, get_file, put_file
from shopdesk.db.trail import first_broken_link
from shopdesk.services.setup import open_desk
from tests.command_line import Answer, CommandLine, sample_shop
from tests.engines import new_database, on_postgres, shop_address
from tests.postgres_server import Server

KINDS = ["file", pytest.param("server", marks=pytest.mark.postgres)]


def place(kind: str, folder: Path, name: str = "copy") -> str:
    """An empty place for a shop."""
    return new_database() if kind == "server" else str(folder / f"{name}.db")


def copy(*arguments: str | Path) -> Any:
    return CommandLine(None).done("copy", *arguments, "--json").json


def refused(*arguments: str | Path) -> str:
    answer: Answer = CommandLine(None)("copy", *arguments)
    assert answer.status == 1 and not answer.out, answer
    return answer.err


def rows(address: Path | str, sql: str) -> list[tuple[Any, ...]]:
    database = open_database(address)
    try:
        return rows_of(database, sql)
    finally:
        close(database)


def change(address: Path | str, *statements: str) -> None:
    database = open_database(address)
    with database.atomic():
        for statement in statements:
            database.execute_sql(statement)
    close(database)


def close(database: Database) -> None:
    database.close()


@pytest.mark.parametrize("there", KINDS)
def test_a_shop_is_the_same_row_by_row_in_its_new_place(tmp_path: Path, there: str) -> None:
    source, target, again = sample_shop(tmp_path), place(there, tmp_path), place(there, tmp_path, "again")
    told = copy(source.address, target)
    assert told["tables"]["orders"]["rows"] > 250 and len(told["tables"]["trail"]["sha256"]) == 64
    assert told["tables"] == copy(target, again)["tables"]
    copied = CommandLine(again)
    assert source.orders() == copied.orders()
    assert source.orders("--find", "5815") == copied.orders("--find", "5815") != []
    counts = "SELECT shop_id, flag, tray, n FROM order_count WHERE n > 0 ORDER BY shop_id, flag, tray"
    assert rows(again, counts) == rows(source.address, counts)
    desk = open_desk(again)
    assert first_broken_link(desk.database) is None
    close(desk.database)


@pytest.mark.parametrize("there", KINDS)
def test_work_goes_on_in_the_copy(tmp_path: Path, there: str) -> None:
    target = place(there, tmp_path)
    copy(sample_shop(tmp_path).address, target)
    copied = CommandLine(target)
    order = next(order for order in copied.orders("--stage", "new") if order["order_no"])
    copied.done("hold", order["order_no"], "--reason", "x")
    last = "SELECT max(id) FROM trail"
    assert rows(target, last)[0][0] == rows(shop_address(tmp_path), last)[0][0] + 1


@pytest.mark.parametrize("there", KINDS)
def test_a_copy_that_was_broken_off_is_no_shop_and_goes_on(
    tmp_path: Path, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = sample_shop(tmp_path), place(there, tmp_path)
    written: list[str] = []

    def until_lines(database: Database, table: str, *rest: Any) -> int:
        written.append(table)
        if table == "order_line" and stop:
            raise KeyboardInterrupt
        return write_rows(database, table, *rest)

    stop = True
    monkeypatch.setattr(shop_copy, "write_rows", until_lines)
    answer = CommandLine(None)("copy", source.address, target)
    assert answer.status == 130
    assert "isn't whole yet" in CommandLine(target)("orders").err
    another = CommandLine(tmp_path / "another.db")
    another.done("init")
    assert "that was broken off" in refused(another.address, target)
    source.done("hold", source.orders("--stage", "new")[0]["order_no"], "--reason", "meanwhile")
    stop, first, written[:] = False, list(written), []
    told = copy(source.address, target)
    assert "orders" in first and "product" in first and "product" not in written
    assert {"hold", "order_line", "trail", "orders"} <= set(written), (
        "what has changed meanwhile, and what refers to it"
    )
    assert source.orders() == CommandLine(target).orders()
    assert told["tables"]["hold"]["rows"] == rows(source.address, "SELECT count(*) FROM hold")[0][0]


@pytest.mark.parametrize("there", KINDS)
def test_what_was_changed_in_a_broken_off_copy_is_brought_again(
    tmp_path: Path, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = sample_shop(tmp_path), place(there, tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(shop_copy.ShopCopy, "finish", lambda _copy: 1 / 0)
        assert CommandLine(None)("copy", source.address, target).status == 1
    change(target, "UPDATE buyer SET note = 'x' WHERE id = 1", "DELETE FROM parcel")
    change(source.address, "UPDATE shop SET return_phone = '02188888888' WHERE id = 1")  # to which all else refers
    copy(source.address, target)
    assert source.orders() == CommandLine(target).orders()
    assert rows(target, "SELECT return_phone FROM shop WHERE id = 1") == [("02188888888",)]


@pytest.mark.parametrize("there", KINDS)
def test_a_difference_names_table_and_row(tmp_path: Path, there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = sample_shop(tmp_path), place(there, tmp_path)

    def spoil(database: Database, table: str, columns: list[str], portions: Any) -> int:
        written = write_rows(database, table, columns, portions)
        if table == "order_line":
            database.execute_sql("UPDATE order_line SET title = 'other' WHERE id = 7")
        return written

    with monkeypatch.context() as spoilt:
        spoilt.setattr(shop_copy, "write_rows", spoil)
        assert "table order_line, row 7" in refused(source.address, target)
    assert "isn't whole yet" in CommandLine(target)("orders").err
    copy(source.address, target)
    assert source.orders() == CommandLine(target).orders()


def test_what_is_not_empty_stays_as_it_is(tmp_path: Path) -> None:
    source, other = sample_shop(tmp_path), tmp_path / "other.db"
    CommandLine(other).done("init")
    assert "holds a shop already" in refused(source.address, other)
    assert "is the shop itself" in refused(source.address, source.address)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear")
    assert "not a shopdesk database" in refused(source.address, letter)
    assert letter.read_text() == "Dear"


@pytest.mark.postgres
def test_what_is_somebody_elses_stays_as_it_is(tmp_path: Path, postgres_server: Any) -> None:
    source, theirs = sample_shop(tmp_path), new_database()
    name = theirs.rpartition("/")[2]
    postgres_server.execute("CREATE TABLE payroll (id INT)", name)
    assert "is not a shopdesk database" in refused(source.address, theirs)
    assert "is not a shopdesk database" in CommandLine(theirs)("init").err
    assert postgres_server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name) == [
        ("payroll",)
    ]


@pytest.mark.postgres
@pytest.mark.sqlite_only
def test_a_row_that_the_server_cannot_take_is_named(tmp_path: Path) -> None:
    source, target = sample_shop(tmp_path), new_database()
    change(source.address, "UPDATE orders SET memo = 'a' || char(0) || 'b' WHERE id = 5")
    change(source.address, f"UPDATE settlement SET method = '{'x' * 200}' WHERE id = 3")
    assert "row 3 of table settlement" in refused(source.address, target)
    change(source.address, "UPDATE settlement SET method = '' WHERE id = 3")
    copy(source.address, target)
    assert rows(target, "SELECT memo FROM orders WHERE id = 5") == [("ab",)], "no text on a server can hold a NUL"


@pytest.mark.postgres
def test_the_name_of_the_new_place_is_only_a_name(tmp_path: Path) -> None:
    source = CommandLine(new_database())
    source.done("init", "--sample")
    target = tmp_path / "it's $$ 100%s ?.db"
    source.done("copy", source.address, target, "--move")
    answer = source("orders")
    assert answer.status == 1 and str(target) in answer.err
    with pytest.raises(psycopg.Error, match=r"has moved to .*it's"), psycopg.connect(str(source.address)) as at:
        at.execute("INSERT INTO trail SELECT * FROM trail LIMIT 1")


@pytest.mark.parametrize("there", KINDS)
def test_a_shop_that_was_moved_takes_no_more_work(tmp_path: Path, there: str) -> None:
    source, target = sample_shop(tmp_path), place(there, tmp_path)
    order = source.orders("--stage", "new")[0]["order_no"]
    still_open = open_desk(source.address)
    told = copy(source.address, target, "--move")
    assert told["moved"] and told["to"] == target
    said = source("orders").err
    assert f"has moved to {target}" in said and f"shopdesk --database {target}" in said
    with pytest.raises(Exception, match="has moved to") as refusal, still_open.database.atomic():
        still_open.database.execute_sql(
            "INSERT INTO trail (at, person_id, action, kind, record_id, before, after, reason, chain) "
            "VALUES (1, 1, '', '', 1, '', '', '', '')"
        )
    assert refusal
    close(still_open.database)
    CommandLine(target).done("hold", order, "--reason", "x")
    assert copy(source.address, place("file", tmp_path, "second"))["rows"] > 1_000, "what is kept can still be copied"


@pytest.mark.sqlite_only
@pytest.mark.postgres
def test_a_shop_that_comes_back_finds_its_old_place(tmp_path: Path) -> None:
    home, server = sample_shop(tmp_path), new_database()
    copy(home.address, server, "--move")
    order = CommandLine(server).orders("--stage", "new")[0]["order_no"]
    CommandLine(server).done("hold", order, "--reason", "on the server")
    copy(server, home.address, "--move")
    assert home.orders() and "has moved to" in CommandLine(server)("orders").err
    assert len(list(tmp_path.glob("shop.moved-*.db"))) == 1


def test_a_place_that_cannot_be_reached_is_said(tmp_path: Path) -> None:
    source = sample_shop(tmp_path)
    assert "can't be opened" in refused(source.address, tmp_path / "no" / "folder" / "copy.db")
    assert "There is no shop" in refused(tmp_path / "nothing.db", tmp_path / "copy.db")
    assert "is no address" in refused(source.address, "mysql://somebody@server/shop")


@pytest.mark.parametrize("there", KINDS)
def test_stored_files_go_with_the_shop(tmp_path: Path, there: str) -> None:
    source = sample_shop(tmp_path)
    folder = tmp_path / "another folder"
    folder.mkdir()
    target = place(there, folder)
    desk = open_desk(source.address)
    with desk.database.atomic():
        kept, lost = put_file(desk.database, b"\0photo"), put_file(desk.database, b"gone")
        if not on_postgres():
            folder_of(desk.database).path(lost).unlink()
        else:
            desk.database.execute_sql("UPDATE stored_file SET content = NULL WHERE hash = ?", (lost,))
    close(desk.database)
    assert copy(source.address, target)["lost_files"] == [lost]
    copied = open_database(target)
    assert get_file(copied, kept) == b"\0photo"
    close(copied)


@pytest.mark.postgres
@pytest.mark.sqlite_only
def test_a_server_that_dies_while_the_shop_is_copied_has_a_copy_to_go_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sample_shop(tmp_path)
    with Server.make(quick=False) as server:
        target = server.create_database("shop")

        def die(database: Database, table: str, *rest: Any) -> int:
            if table == "order_line":
                server.kill()
            return write_rows(database, table, *rest)

        with monkeypatch.context() as dying:
            dying.setattr(shop_copy, "write_rows", die)
            assert "can't be reached" in refused(source.address, target)
        assert source.orders(), "the shop is where it was"
        server.start()
        copy(source.address, target)
        assert source.orders() == CommandLine(target).orders()


@pytest.mark.postgres
@pytest.mark.sqlite_only
def test_a_full_disk_there_is_said_and_copying_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = sample_shop(tmp_path), new_database()

    def full(database: Database, table: str, *rest: Any) -> int:
        if table == "orders":
            raise psycopg.errors.DiskFull("could not extend file: No space left on device")
        return write_rows(database, table, *rest)

    with monkeypatch.context() as small:
        small.setattr(shop_copy, "write_rows", full)
        said = refused(source.address, target)
    assert "is full" in said and "Free some space" in said
    copy(source.address, target)
    assert source.orders() == CommandLine(target).orders()
