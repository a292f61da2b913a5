"""Opening the shop's file, and what is refused."""

import shutil
import sqlite3 as plain_sqlite
from pathlib import Path

import pytest

from shopdesk.db import sqlite as opening
from shopdesk.db.database import GIVEN, file_of, listed, open_database, rows_of
from shopdesk.db.errors import NetworkShare, NoDatabase, NotOurs, Unreachable
from shopdesk.db.sqlite import APPLICATION_ID
from shopdesk.errors import StorageError


def pragma(file: Path, name: str) -> object:
    database = open_database(file)
    try:
        return rows_of(database, f"PRAGMA {name}")[0][0]
    finally:
        database.close()


def make(file: Path) -> Path:
    open_database(file, create=True).close()
    return file


def test_a_new_file_is_ours_from_the_first_moment(tmp_path: Path) -> None:
    database = open_database(tmp_path / "shop.db", create=True)
    header = (tmp_path / "shop.db").read_bytes()[:100]  # while it is open: nothing waits in the log
    database.close()
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("application_id", APPLICATION_ID)],
)
def test_how_it_is_opened(tmp_path: Path, name: str, value: object) -> None:
    assert pragma(make(tmp_path / "shop.db"), name) == value


def test_an_old_sqlite_is_not_trusted_with_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SAFE_WAL", (99,))
    assert pragma(make(tmp_path / "shop.db"), "journal_mode") == "truncate"


def test_a_missing_file_is_made_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match=r"shop\.db init"):
        open_database(tmp_path / "shop.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "shop.db").touch()
    with pytest.raises(NoDatabase):
        open_database(tmp_path / "shop.db")
    open_database(tmp_path / "shop.db", create=True).close()
    assert pragma(tmp_path / "shop.db", "application_id") == APPLICATION_ID


def somebody_elses(file: Path) -> bytes:
    other = plain_sqlite.connect(file)
    other.execute("CREATE TABLE diary (entry TEXT)")
    other.commit()
    other.close()
    return file.read_bytes()


def test_somebody_elses_database_is_left_as_it_is(tmp_path: Path) -> None:
    before = somebody_elses(tmp_path / "diary.db")
    for create in (False, True):
        with pytest.raises(NotOurs, match=r"diary\.db is not a shopdesk database"):
            open_database(tmp_path / "diary.db", create=create)
    assert (tmp_path / "diary.db").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["diary.db"]


@pytest.mark.parametrize("content", [b"notes", b"SQLite format 3\0", b"\0" * 4096, "订单号\n".encode("gb18030") * 50])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(NotOurs):
        open_database(tmp_path / "a.db", create=True)
    assert (tmp_path / "a.db").read_bytes() == content


def test_a_place_that_can_not_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path, tmp_path / "no" / "such" / "shop.db", tmp_path / "file" / "shop.db"):
        with pytest.raises(Unreachable):
            open_database(place, create=True)


def test_no_right_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unreachable, match="Permission denied"):
        open_database(tmp_path / "shop.db")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_share_is_refused_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    share = tmp_path / "the share"
    share.mkdir()
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/x {str(share).replace(' ', chr(92) + '040')} {kind} rw 0 0\n"
    told = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda self, *a, **k: mounts if self == Path("/proc/mounts") else told(self))
    with pytest.raises(NetworkShare, match="PostgreSQL server"):
        open_database(share / "shop.db", create=True)
    assert list(share.iterdir()) == []
    open_database(tmp_path / "shop.db", create=True).close()


def test_a_damaged_file_is_noticed_on_opening_or_reading(tmp_path: Path) -> None:
    file = make(tmp_path / "shop.db")
    database = open_database(file)
    database.execute_sql("CREATE TABLE a (b TEXT)")
    with database.atomic():
        for _ in range(400):
            database.execute_sql("INSERT INTO a VALUES (?)", ("x" * 500,))
    database.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StorageError, match="damaged"):
        rows_of(open_database(file), "SELECT count(*), sum(length(b)) FROM a")


def test_names_with_signs_of_an_address(tmp_path: Path) -> None:
    file = make(tmp_path / "我的 shop?mode=ro#1%20.db")
    database = open_database(str(file))
    assert file_of(database) == file
    database.close()
    shutil.copy(file, tmp_path / "copy.db")
    assert pragma(tmp_path / "copy.db", "application_id") == APPLICATION_ID


def test_a_list_of_any_length_is_one_parameter(tmp_path: Path) -> None:
    database = open_database(make(tmp_path / "shop.db"))
    many = range(400_000)  # more than SQLite takes question marks
    found = rows_of(database, f"SELECT value FROM json_each('[-1, 7, 399999]') WHERE value IN {GIVEN}", (listed(many),))
    assert found == [(7,), (399_999,)]
    words = rows_of(database, f"SELECT 1 WHERE '''5\"，' IN {GIVEN}", (listed(["'5\"，"]),))
    assert words == [(1,)]
    assert rows_of(database, f"SELECT 1 WHERE 1 IN {GIVEN}", (listed([]),)) == []
    database.close()
