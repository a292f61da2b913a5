"""A large import's texts come under the indexes by a table made anew, and nobody notices but by the speed."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shopdesk.db import postgres_search, postgres_settling
from shopdesk.db.database import rows_of
from shopdesk.db.search import find_order_ids, index_again, index_new, settle_index
from shopdesk.domain.platforms import Platform
from shopdesk.services.desk import Desk
from shopdesk.services.setup import create_desk, make_shop
from tests.factories import add_order
from tests.postgres_server import Server

pytestmark = pytest.mark.postgres

INDEXES = {"order_text_pkey", "order_text_trigrams", "order_text_parts"}
_TABLE = "SELECT 'order_text'::regclass::oid::int"


@pytest.fixture
def shop(postgres_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Where three orders are many, and the indexes are asked at once."""
    monkeypatch.setattr(postgres_settling, "_MANY", 2)
    monkeypatch.setattr(postgres_search, "_FIRST_READ", 1)
    monkeypatch.setattr(postgres_search, "_READ_AT_MOST", 0)
    desk = create_desk(postgres_server.create_database(tmp_path.name))
    make_shop(desk, name="一号店", platform=Platform.TAOBAO)
    yield desk
    desk.database.close()
    postgres_server.drop_database(tmp_path.name)


@pytest.fixture
def other(shop: Desk, postgres_server: Server, tmp_path: Path) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Another PC's connection."""
    with postgres_server.connect(tmp_path.name) as connection:
        yield connection


def imported(desk: Desk, *memos: str) -> list[int]:
    with desk.database.atomic():
        before = rows_of(desk.database, "SELECT coalesce(max(id), 0) FROM orders")[0][0]
        for number, memo in enumerate(memos, 1):
            desk.database.execute_sql(
                "INSERT INTO orders (shop_id, order_no, created, memo) VALUES (1, ?, 1, ?)",
                (f"{before + number}", memo),
            )
        index_new(desk.database, before)
    return list(range(before + 1, before + len(memos) + 1))


def stored(desk: Desk) -> list[tuple[object, ...]]:
    return rows_of(desk.database, "SELECT rowid, text FROM order_text ORDER BY rowid")


def all_texts(desk: Desk) -> list[tuple[object, ...]]:
    return rows_of(desk.database, "SELECT id, lower(text) FROM order_search ORDER BY id")


def test_a_first_import_makes_the_table_anew(shop: Desk) -> None:
    early = add_order(shop, memo="早就在")
    orders = imported(shop, "批量一", "批量二", "批量三")
    before = rows_of(shop.database, _TABLE)
    settle_index(shop.database)
    assert rows_of(shop.database, _TABLE) != before
    assert stored(shop) == all_texts(shop)
    assert rows_of(shop.database, "SELECT count(*) FROM order_text_new") == [(0,)]
    names = rows_of(shop.database, "SELECT indexname FROM pg_indexes WHERE tablename = 'order_text'")
    assert {name for (name,) in names} == INDEXES
    assert find_order_ids(shop.database, "批量") == orders[::-1]
    assert find_order_ids(shop.database, "批量二") == [orders[1]]
    assert find_order_ids(shop.database, "早就") == [early]


def test_a_later_import_is_moved_into_it(shop: Desk) -> None:
    imported(shop, *"一二三四五")
    settle_index(shop.database)
    before = rows_of(shop.database, _TABLE)
    imported(shop, *"六七八")
    settle_index(shop.database)
    assert rows_of(shop.database, _TABLE) == before
    assert stored(shop) == all_texts(shop)


def test_what_is_written_meanwhile_is_taken_over(shop: Desk, other: psycopg.Connection[tuple[object, ...]]) -> None:
    early = add_order(shop, memo="早就在")
    orders = imported(shop, "批量一", "批量二", "批量三")
    with other.transaction():
        other.execute(postgres_settling._BUILD)
        with shop.database.atomic():
            for order, memo in ((early, "改过了"), (orders[1], "也改过")):
                shop.database.execute_sql("UPDATE orders SET memo = ? WHERE id = ?", (memo, order))
            index_again(shop.database, [early, orders[1]])
        (late,) = imported(shop, "批量四")
        assert find_order_ids(shop.database, "批量") == [late, orders[2], orders[0]]
        other.execute(postgres_settling._TAKE_PLACE)
    assert find_order_ids(shop.database, "改过") == [orders[1], early]
    assert find_order_ids(shop.database, "批量") == [late, orders[2], orders[0]]
    assert rows_of(shop.database, "SELECT rowid FROM order_text_new") == [(late,)]
    settle_index(shop.database)
    assert stored(shop) == all_texts(shop)


def test_whoever_reads_for_long_holds_up_nothing(
    shop: Desk, other: psycopg.Connection[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(shop, "批量一", "批量二", "批量三")
    soon = postgres_settling._TAKE_PLACE.replace("'2s'", "'20ms'")
    monkeypatch.setattr(postgres_settling, "_TAKE_PLACE", soon)
    before = rows_of(shop.database, _TABLE)
    with other.transaction():
        other.execute("SELECT count(*) FROM order_text")
        settle_index(shop.database)
    assert rows_of(shop.database, _TABLE) == before
    assert stored(shop) == all_texts(shop)


def test_what_was_granted_on_the_table_stays(shop: Desk) -> None:
    imported(shop, "批量一", "批量二", "批量三")
    shop.database.execute_sql("GRANT SELECT ON order_text TO PUBLIC")
    granted = "SELECT relacl IS NULL FROM pg_class WHERE relname = 'order_text'"
    settle_index(shop.database)
    assert rows_of(shop.database, granted) == [(0,)]
    assert stored(shop) == all_texts(shop)
