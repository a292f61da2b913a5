"""Making and opening a shop (DATA-01)."""

import os
from pathlib import Path

import pytest

from shopdesk.db import migrate
from shopdesk.db.database import rows_of
from shopdesk.db.errors import DiskFull, NoDatabase, NotOurs, Unreachable
from shopdesk.domain.platforms import Platform
from shopdesk.queries.people import list_people
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Changed
from shopdesk.services.setup import SHOP_NAMES, AlreadyThere, create_desk, make_shop, open_desk
from shopdesk.services.shop_settings import NameTaken
from tests.engines import shop_address
from tests.factories import NOON


def test_a_new_shop_has_one_owner_and_nothing_else(tmp_path: Path) -> None:
    desk = create_desk(shop_address(tmp_path), clock=lambda: NOON)
    assert (desk.actor.name, desk.actor.role, desk.clock()) == ("Owner", "owner", NOON)
    assert rows_of(desk.database, "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM shop)") == [(0, 0)]


def test_the_owner_stays_the_same_person(tmp_path: Path) -> None:
    first = create_desk(shop_address(tmp_path))
    told: list[frozenset[Changed]] = []
    again = open_desk(shop_address(tmp_path), clock=lambda: 7, announce=told.append)
    assert again.actor == first.actor
    assert [person.name for person in list_people(again.database)] == ["Owner"]
    make_shop(again, name="一号店", platform=Platform.JD)
    assert (again.clock(), told) == (7, [frozenset({Changed.SHOPS})])


@pytest.mark.sqlite_only
def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    create_desk(tmp_path / "shop.db").database.close()
    before = (tmp_path / "shop.db").read_bytes()
    with pytest.raises(AlreadyThere, match=r"shop\.db already"):
        create_desk(tmp_path / "shop.db")
    assert (tmp_path / "shop.db").read_bytes() == before


@pytest.mark.sqlite_only
def test_a_making_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise DiskFull(file="shop.db")

    with monkeypatch.context() as broken:
        broken.setattr(migrate, "make_derived", full)
        with pytest.raises(DiskFull):
            create_desk(tmp_path / "shop.db")
    assert list(tmp_path.iterdir()) == []
    create_desk(tmp_path / "shop.db")


@pytest.mark.sqlite_only
def test_opening_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase):
        open_desk(tmp_path / "shop.db")
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(NotOurs):
        open_desk(tmp_path / "notes.txt", create=True)
    assert open_desk(tmp_path / "shop.db", create=True).actor.id == 1


def test_shops_have_names_of_their_own(tmp_path: Path) -> None:
    desk = create_desk(shop_address(tmp_path))
    shop = make_shop(desk, name=" 一号店 ", platform=Platform.TAOBAO)
    (row,) = list_trail(desk.database, kind="shop", record_id=shop)
    assert (row.action, row.after) == ("made", {"name": "一号店", "platform": "taobao"})
    with pytest.raises(NameTaken, match="called 一号店 already"):
        make_shop(desk, name="一号店", platform=Platform.JD)
    assert set(SHOP_NAMES) == set(Platform)


@pytest.mark.sqlite_only
def test_what_can_not_be_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path, tmp_path / "pipe", tmp_path / ("x" * 300), tmp_path / "no" / "t.db"):
        for begin in (create_desk, open_desk):
            with pytest.raises((Unreachable, NoDatabase), match=file.name):
                begin(file)
    assert [file.name for file in tmp_path.iterdir()] == ["pipe"]
