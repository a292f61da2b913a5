"""The shop's file: made at first start, backed up, restored, and its faults noticed (DATA-01)."""

from pathlib import Path

import pytest

from shopdesk.db.database import open_database
from shopdesk.paths import default_database
from tests.command_line import CommandLine, new_shop, sample_shop
from tests.engines import on_postgres
from tests.platform_files import TRUE_QIANNIU


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    shop = new_shop(tmp_path)
    shop.done("import", TRUE_QIANNIU)
    return shop


def file_of(shop: CommandLine) -> Path:
    assert isinstance(shop.address, Path)
    return shop.address


@pytest.mark.sqlite_only
@pytest.mark.rule("DATA-01")
def test_the_usual_file_is_made_at_first_use() -> None:
    shop = CommandLine(None)
    assert not default_database().exists()
    shop.done("import", TRUE_QIANNIU)
    assert default_database().exists()
    assert len(shop.orders()) == 58


@pytest.mark.sqlite_only
@pytest.mark.rule("DATA-01")
def test_a_named_file_is_made_by_init_only_and_only_once(tmp_path: Path) -> None:
    shop = CommandLine(tmp_path / "other.db")
    refused = shop("orders")
    assert refused.status == 1 and "init" in refused.err and not file_of(shop).exists()
    assert shop.done("init", "--json").json == {"database": str(file_of(shop)), "sample": False}
    assert shop("init").status == 1


@pytest.mark.sqlite_only
@pytest.mark.rule("DATA-01")
def test_a_backup_is_a_whole_shop_of_its_own(shop: CommandLine, tmp_path: Path) -> None:
    made = Path(shop.done("backup", tmp_path / "copy.db", "--json").json["file"])
    assert made == tmp_path / "copy.db"
    assert CommandLine(made).orders() == shop.orders()
    kept = Path(shop.done("backup", "--json").json["file"])
    assert kept.parent.name == "backups" and kept.exists()


@pytest.mark.sqlite_only
@pytest.mark.rule("DATA-01")
def test_restoring_brings_everything_back_and_keeps_what_was_there(shop: CommandLine, tmp_path: Path) -> None:
    before = shop.orders()
    shop.done("backup", tmp_path / "copy.db")
    shop.done("register", before[0]["order_no"])
    after = shop.orders()
    kept = Path(shop.done("restore", tmp_path / "copy.db", "--json").json["kept"])
    assert shop.orders() == before != after
    assert CommandLine(kept).orders() == after
    shop.done("check")


@pytest.mark.sqlite_only
@pytest.mark.rule("DATA-01")
def test_a_broken_file_is_noticed_and_can_be_restored(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("backup", tmp_path / "copy.db")
    before, file = shop.orders(), file_of(shop)
    content = bytearray(file.read_bytes())
    page = 4096
    for number in range(4, len(content) // page):
        content[number * page : number * page + 60] = b"\xde" * 60
    file.write_bytes(content)
    noticed = shop("check")
    assert noticed.status == 1 and "damaged" in noticed.err
    shop.done("restore", tmp_path / "copy.db")
    assert shop.orders() == before


@pytest.mark.sqlite_only
@pytest.mark.rule("DATA-01")
@pytest.mark.parametrize("content", [b"not a database at all, only words" * 40, b"SQLite format 3\0" + bytes(5000)])
def test_what_is_no_shop_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.db").write_bytes(content)
    refused = CommandLine(tmp_path / "t.db")("orders")
    assert refused.status == 1 and "t.db" in refused.err and len(refused.err.splitlines()) == 1
    assert (tmp_path / "t.db").read_bytes() == content


@pytest.mark.rule("DATA-01")
def test_a_newer_shop_is_refused_untouched(shop: CommandLine) -> None:
    database = open_database(shop.address)
    database.execute_sql("UPDATE schema_migration SET name = '9999_later' WHERE name LIKE '0001%'")
    database.close()
    refused = shop("orders")
    assert refused.status == 1 and "newer shopdesk" in refused.err


@pytest.mark.rule("DATA-01")
def test_tampering_with_the_trail_is_noticed(shop: CommandLine) -> None:
    shop.done("register", "--ready")
    database = open_database(shop.address)
    database.execute_sql("DROP TRIGGER trail_is_final" + (" ON trail" if on_postgres() else ""))
    database.execute_sql("UPDATE trail SET reason = 'never mind' WHERE id = 5")
    database.close()
    noticed = shop("check", "--json")
    assert noticed.status == 1 and noticed.json["problems"] == [noticed.err.strip()]
    assert "row 5" in noticed.err.casefold()


def test_a_server_is_not_a_file(tmp_path: Path) -> None:
    shop = CommandLine(None)
    refused = shop("--database", "mysql://host/shop", "orders")
    assert refused.status == 1 and "is no address of a shop" in refused.err
    shop.done("--database", f"sqlite:///{tmp_path / 'a.db'}", "init")
    assert (tmp_path / "a.db").exists()


def test_the_sample_shop_has_every_kind_of_trouble(tmp_path: Path) -> None:
    shop = sample_shop(tmp_path)
    orders = shop.orders()
    assert len(orders) == pytest.approx(300, abs=30)
    assert {order["platform"] for order in orders} == {"taobao", "douyin", "kuaishou"}
    assert {order["status"] for order in orders} == {"unpaid", "paid", "shipped", "done", "closed"}
    assert {order["flag"] for order in orders} >= {"grey", "red", "yellow", "green", "blue", "purple"}
    assert len({order["registrar"] for order in orders if order["registrar"]}) >= 3
    assert sum(bool(order["holds"]) for order in orders) >= 4
    assert any("##" in order["receiver"] for order in orders) and any("**" in order["phone"] for order in orders)
    assert max(len(order["lines"]) for order in orders) == 12
    shop.done("check")
