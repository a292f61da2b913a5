"""What is in a backup, what going back would lose, and going back, on either engine."""

from pathlib import Path

import pytest

from shopdesk.db.addresses import Address
from shopdesk.db.database import address_in, rows_of
from shopdesk.db.errors import Damaged, NotOurs
from shopdesk.db.files import get_file, put_file
from shopdesk.db.migrate import steps
from shopdesk.services.backup_preview import Loss, facts, look_into, said_loss, what_is_lost
from shopdesk.services.backups import backup_now
from shopdesk.services.damage import check
from shopdesk.services.desk import Desk
from shopdesk.services.restoring import restore
from shopdesk.services.setup import open_desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import RETURN_DAYS
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    add_order(made, registered_at=NOON - 1000)
    return made


def orders(desk: Desk) -> int:
    return int(rows_of(desk.database, "SELECT count(*) FROM orders")[0][0])


def closed(desk: Desk) -> Address:
    address = address_in(desk.database)
    desk.database.close()
    return address


def test_a_look_tells_what_is_in_a_backup(desk: Desk) -> None:
    content = look_into(backup_now(desk))
    assert (content.shops, content.people, content.orders) == (("一号店",), ("Owner",), 1)
    assert content.newest_order == NOON - 3_600_000 and content.newest_registered == NOON - 1000
    assert content.last_change == NOON and content.step == steps()[-1]
    assert facts(content)[0] == "Shops: 一号店" and "2024-03-02 09:00" in facts(content)[3]
    assert what_is_lost(closed(desk), content) == Loss(0, 0, False, ("一号店",))


def test_a_look_tells_what_would_be_lost(desk: Desk) -> None:
    backup = backup_now(desk)
    for _order in range(3):
        add_order(desk)
    save_setting(desk, RETURN_DAYS, 9)
    loss = what_is_lost(closed(desk), look_into(backup))
    assert loss == Loss(3, 1, False, ("一号店",))
    assert said_loss(loss).startswith("3 orders and 1 change that came since would be lost.")


def test_a_backup_of_another_shop_is_named_as_such(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other", shop="二号店", clock=lambda: NOON + 5)
    backup = backup_now(other)
    other.database.close()
    loss = what_is_lost(closed(desk), look_into(backup))
    assert loss is not None and loss.is_other_shop
    assert said_loss(loss) == "This is a backup of another shop. The present one is called 一号店."


@pytest.mark.sqlite_only
def test_of_a_present_shop_that_can_not_be_read_nothing_is_said(desk: Desk, tmp_path: Path) -> None:
    content = look_into(backup_now(desk))
    address = closed(desk)
    address.file.write_bytes(b"\xff" * 9000)
    assert what_is_lost(address, content) is None
    address.file.unlink()
    assert what_is_lost(address, content) is None
    assert said_loss(None).startswith("The present shop can't be read")


def test_going_back_brings_everything_and_keeps_what_was_there(desk: Desk) -> None:
    with desk.database.atomic():
        name = put_file(desk.database, b"photo")
    backup = backup_now(desk)
    add_order(desk)
    told: list[float] = []
    address = closed(desk)
    kept = restore(address, backup, progress=told.append)
    again = open_desk(address, clock=desk.clock)
    assert orders(again) == 1 and get_file(again.database, name) == b"photo" and check(again) == []
    again.database.close()
    assert kept is not None and look_into(kept).orders == 2
    assert told == sorted(told) and told[-1] == 1
    restore(address, kept)  # and forth again
    assert what_is_lost(address, look_into(kept)) == Loss(0, 1, False, ("一号店",))  # the trail tells of it
    assert what_is_lost(address, look_into(backup)) == Loss(1, 1, False, ("一号店",))


def test_work_goes_on_after_going_back(desk: Desk) -> None:
    backup = backup_now(desk)
    address = closed(desk)
    restore(address, backup)
    again = open_desk(address, clock=desk.clock)
    save_setting(again, RETURN_DAYS, 9)
    add_order(again)
    assert orders(again) == 2 and check(again) == []
    again.database.close()


def test_half_a_backup_changes_nothing(desk: Desk) -> None:
    backup = backup_now(desk)
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    add_order(desk)
    address = closed(desk)
    with pytest.raises((Damaged, NotOurs)):
        restore(address, backup)
    again = open_desk(address)
    assert orders(again) == 2
    again.database.close()


@pytest.mark.postgres
def test_a_backup_of_a_server_opens_as_a_shop_on_one_pc(tmp_path: Path) -> None:
    from shopdesk.db.copying import copy_tables
    from shopdesk.db.database import open_database
    from shopdesk.db.migrate import upgrade
    from tests.engines import new_database

    (tmp_path / "here").mkdir()
    here = make_desk(tmp_path / "here")
    add_order(here)
    server = open_database(new_database())
    upgrade(server)
    copy_tables(here.database, server)
    there = open_desk(address_in(server), clock=here.clock)
    backup = backup_now(there)
    assert backup.name == f"{address_in(server).database}-20240302-100000.db"
    restored = tmp_path / "new" / "shop.db"
    restored.parent.mkdir()
    assert restore(restored, backup) is None
    shop = open_desk(restored)
    assert orders(shop) == 1 and check(shop) == []
    for each in (shop, there, here):
        each.database.close()
    server.close()
