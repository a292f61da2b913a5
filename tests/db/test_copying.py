"""A shop copied to another database is the same shop, whichever engine either lies on."""

from pathlib import Path

import pytest

from shopdesk.db.copying import columns_of, copy_tables, empty_tables, finish_copy, snapshot, tables_of
from shopdesk.db.database import Database, is_shared, open_database, rows_of
from shopdesk.db.migrate import upgrade
from shopdesk.db.postgres import PostgresDatabase
from shopdesk.db.trail import first_broken_link
from shopdesk.queries.orders import find_order_id
from shopdesk.services.desk import Desk
from shopdesk.services.setup import open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import RETURN_DAYS
from tests.engines import new_database
from tests.factories import add_order, make_desk

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Orders that refer to each other both ways, a buyer, a setting, a trail."""
    made = make_desk(tmp_path)
    first = add_order(made, buyer="小王", lines=2, waybill="YT7400000000001", memo="改地址 见旺旺\t\\N")
    second = add_order(made, buyer="小王")
    save_setting(made, RETURN_DAYS, 9)
    with made.database.atomic():
        made.database.execute_sql("UPDATE orders SET source_id = ? WHERE id = ?", (second, first))
    return made


def empty_shop(kind: str, folder: Path) -> Database:
    where = folder / "other.db" if kind == "sqlite" else new_database()
    database = open_database(where, create=True)
    upgrade(database)
    return database


def end(database: Database) -> None:
    """Let go of it; on a server of the pool as well."""
    getattr(database, "close_all", database.close)()


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with snapshot(database) as shop:
        return {
            table: [tuple(map(int_of, row)) for portion in shop.rows(table) for row in portion] for table in shop.tables
        }


def int_of(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


@pytest.mark.parametrize("kind", ENGINES)
def test_everything_arrives(desk: Desk, tmp_path: Path, kind: str) -> None:
    other = empty_shop(kind, tmp_path)
    told: list[float] = []
    copied = copy_tables(desk.database, other, progress=told.append)
    assert copied["orders"] == 2 and copied["order_line"] == 3
    assert content(other) == content(desk.database)
    assert told == sorted(told) and told[-1] == 1
    assert first_broken_link(other) is None
    assert rows_of(other, "SELECT sum(n) FROM order_count") == [(2,)]
    end(other)


@pytest.mark.postgres
def test_there_and_back_again(desk: Desk, tmp_path: Path) -> None:
    between, other = empty_shop("postgres", tmp_path), empty_shop("sqlite", tmp_path)
    copy_tables(desk.database, between)
    copy_tables(between, other)
    assert content(other) == content(desk.database)
    end(between)
    end(other)


@pytest.mark.parametrize("kind", ENGINES)
def test_work_goes_on_in_the_copy(desk: Desk, tmp_path: Path, kind: str) -> None:
    other = empty_shop(kind, tmp_path)
    copy_tables(desk.database, other)
    address = other.address if isinstance(other, PostgresDatabase) else tmp_path / "other.db"
    end(other)
    copy = open_desk(address, clock=desk.clock)
    save_setting(copy, RETURN_DAYS, 11)  # a new row of the trail behind the copied ones
    assert first_broken_link(copy.database) is None
    number = rows_of(copy.database, "SELECT order_no FROM orders ORDER BY id LIMIT 1")[0][0]
    assert find_order_id(copy.database, number)
    end(copy.database)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_copy_that_breaks_off_leaves_nothing(desk: Desk, tmp_path: Path, kind: str) -> None:
    other = empty_shop(kind, tmp_path)

    def stop(_part: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_tables(desk.database, other, progress=stop)
    assert not any(content(other).values())
    copy_tables(desk.database, other)
    assert content(other) == content(desk.database)
    end(other)


@pytest.mark.parametrize("kind", ENGINES)
def test_another_shop_comes_in_the_place_of_one(desk: Desk, tmp_path: Path, kind: str) -> None:
    other = empty_shop(kind, tmp_path)
    copy_tables(desk.database, other)
    add_order(desk)
    with other.atomic():
        empty_tables(other)
        copy_tables(desk.database, other)
    assert content(other) == content(desk.database)
    end(other)


def test_what_is_written_meanwhile_is_not_in_a_snapshot(desk: Desk) -> None:
    with snapshot(desk.database) as shop:
        add_order(desk)
        assert shop.count("orders") == 2
        assert sum(map(len, shop.rows("orders"))) == 2


def test_tables_come_behind_those_they_refer_to(desk: Desk) -> None:
    tables = tables_of(desk.database)
    assert tables.index("shop") < tables.index("orders") < tables.index("order_line")
    assert tables.index("slip") < tables.index("parcel")
    assert not {"order_count", "order_text", "schema_migration"} & set(tables)
    assert "tray" not in columns_of(desk.database, "orders")


def test_an_empty_shop_can_be_finished(tmp_path: Path) -> None:
    database = empty_shop("sqlite", tmp_path)
    with database.atomic():
        finish_copy(database)
    assert not is_shared(database)
    database.close()
