"""Stored files are kept once, found again, saved with the shop, and missed when they are gone."""

from pathlib import Path

import pytest

from shopdesk.db.database import is_shared, rows_of
from shopdesk.db.files import (
    FileFolder,
    FileLost,
    bring_files,
    find_lost_files,
    folder_of,
    get_file,
    list_files,
    name_of,
    put_file,
    save_files,
)
from shopdesk.errors import OutputFailed
from shopdesk.services.desk import Desk
from tests.factories import make_desk

PHOTO, OTHER = b"\x89PNG a photo \x00\xff" * 1000, b""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def put(desk: Desk, content: bytes) -> str:
    with desk.database.atomic():
        return put_file(desk.database, content)


def lose(desk: Desk, name: str, content: bytes | None) -> None:
    if is_shared(desk.database):
        desk.database.execute_sql("UPDATE stored_file SET content = ? WHERE hash = ?", (content, name))
    elif content is None:
        folder_of(desk.database).path(name).unlink()
    else:
        folder_of(desk.database).path(name).write_bytes(content)


def test_a_file_is_kept_once_by_what_is_in_it(desk: Desk) -> None:
    name = put(desk, PHOTO)
    assert put(desk, PHOTO) == name == name_of(PHOTO)
    assert put(desk, OTHER) != name
    assert get_file(desk.database, name) == PHOTO
    assert get_file(desk.database, name_of(OTHER)) == OTHER
    assert list_files(desk.database) == sorted([name, name_of(OTHER)])
    assert rows_of(desk.database, "SELECT size FROM stored_file WHERE hash = ?", (name,)) == [(len(PHOTO),)]


def test_what_was_given_up_is_not_known(desk: Desk) -> None:
    with pytest.raises(KeyboardInterrupt), desk.database.atomic():
        put_file(desk.database, PHOTO)
        raise KeyboardInterrupt
    assert list_files(desk.database) == []
    with pytest.raises(FileLost):
        get_file(desk.database, "0" * 64)


@pytest.mark.parametrize("left", [None, b"something else"])
def test_a_lost_file_is_noticed_and_comes_back_from_a_backup(desk: Desk, tmp_path: Path, left: bytes | None) -> None:
    name, kept = put(desk, PHOTO), FileFolder(tmp_path / "backups" / "files")
    assert save_files(desk.database, kept) == 1
    assert save_files(desk.database, kept) == 0
    lose(desk, name, left)
    assert find_lost_files(desk.database) == [name]
    with pytest.raises(FileLost, match=name):
        get_file(desk.database, name)
    assert bring_files(desk.database, kept) == []
    assert get_file(desk.database, name) == PHOTO
    assert find_lost_files(desk.database) == []


def test_what_a_backup_lacks_too_is_told(desk: Desk, tmp_path: Path) -> None:
    name = put(desk, PHOTO)
    lose(desk, name, None)
    assert save_files(desk.database, FileFolder(tmp_path / "empty")) == 0
    assert bring_files(desk.database, FileFolder(tmp_path / "empty")) == [name]


def test_putting_a_lost_file_again_mends_it(desk: Desk) -> None:
    name = put(desk, PHOTO)
    lose(desk, name, None)
    put(desk, PHOTO)
    assert get_file(desk.database, name) == PHOTO


def test_what_nobody_needs_goes(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path)
    needed, other = folder.put(b"needed"), folder.put(b"other")
    folder.path(needed).with_name("left.part").write_bytes(b"half")
    assert folder.names() == {needed, other}
    assert folder.forget_all_but([needed]) == [other]
    assert folder.names() == {needed}


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file")
    with pytest.raises(OutputFailed):
        FileFolder(tmp_path / "blocked").put(PHOTO)
