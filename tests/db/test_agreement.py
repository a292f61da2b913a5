"""What derives from the rows is compared with them."""

from pathlib import Path

import pytest

from shopdesk.db.agreement import find_disagreements
from shopdesk.services.desk import Desk
from tests.factories import add_order, make_desk

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    for number in range(3):
        add_order(made, memo=f"备注{number}", flag=number % 2)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


def test_a_sound_shop_agrees(desk: Desk, file: Path) -> None:
    assert find_disagreements(file) == []
    assert desk.database.get_tables(), "others may have it open"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE order_count SET n = n + 1 WHERE flag = 1", "order_count"),
        ("UPDATE orders SET memo = 'damaged' WHERE id = 2", "order_text"),
        ("DELETE FROM order_text WHERE rowid = 1", "order_text"),
        ("UPDATE orders SET status_text = CAST(x'e4bdff' AS TEXT) WHERE id = 3", "orders"),
    ],
)
def test_what_does_not_agree_is_named(desk: Desk, file: Path, change: str, named: str) -> None:
    desk.database.execute_sql(change)
    assert find_disagreements(file) == [named]
