"""A shop that is sound in itself, and lacks what this PC stored last."""

import shutil
from pathlib import Path

import pytest

from shopdesk.domain.flags import Colour
from shopdesk.services.backups import backup_now
from shopdesk.services.damage import check
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag
from shopdesk.services.restoring import restore
from shopdesk.services.setup import create_desk, open_desk
from shopdesk.services.trail import accept_trail
from tests.factories import add_order, make_desk

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A shop whose file went back to what it was before its last change, as after a damaged log."""
    desk = make_desk(tmp_path)
    order = add_order(desk)
    set_flag(desk, order_ids=[order], colour=Colour.RED)
    desk.database.close()
    shutil.copy(tmp_path / "shop.db", tmp_path / "before.db")
    desk = open_desk(tmp_path / "shop.db")
    set_flag(desk, order_ids=[order], colour=Colour.GREEN)
    desk.database.close()
    shutil.copy(tmp_path / "before.db", tmp_path / "shop.db")
    return tmp_path / "shop.db"


def problems(desk: Desk) -> list[str]:
    found = check(desk)
    desk.database.close()
    return found


def test_what_is_gone_is_said_until_somebody_accepts_it(file: Path) -> None:
    desk = open_desk(file)
    set_flag(desk, order_ids=[1], colour=Colour.BLUE)  # work goes on
    desk.database.close()
    desk = open_desk(file)
    assert "stored row" in check(desk)[0] and "may be lost" in check(desk)[0]
    accept_trail(desk, reason="the disk was exchanged")
    assert problems(desk) == []
    assert problems(open_desk(file)) == []


def test_a_restored_backup_or_a_new_shop_is_not_blamed(file: Path, tmp_path: Path) -> None:
    desk = open_desk(file)
    assert len(check(desk)) == 1
    made = backup_now(desk, tmp_path / "backup.db")
    desk.database.close()
    restore(file, made)
    desk = open_desk(file)
    set_flag(desk, order_ids=[1], colour=Colour.BLUE)
    assert problems(desk) == []
    file.unlink()
    assert problems(create_desk(file)) == []


def test_what_was_taken_back_with_another_transaction_is_not_missed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk)
    set_flag(desk, order_ids=[order], colour=Colour.RED)
    with pytest.raises(ZeroDivisionError), desk.database.atomic():
        set_flag(desk, order_ids=[order], colour=Colour.GREEN)
        _ = 1 / 0
    desk.database.close()
    assert problems(open_desk(tmp_path / "shop.db")) == []
