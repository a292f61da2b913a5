"""Personal data of long finished orders goes, and nothing else (DATA-06)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import file_of, is_shared, rows_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.address_changes import Address
from shopdesk.domain.flags import Colour
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.orders import get_order
from shopdesk.services import backups
from shopdesk.services.desk import Desk
from shopdesk.services.holds import hold_orders
from shopdesk.services.order_edits import change_address
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.retention import NotConfirmed, NotThatRecent, preview_wipe, wipe_old
from shopdesk.services.trail import verify_trail
from tests.factories import NOON, add_order, make_desk

MONTH = 31 * 86_400_000
OLD = NOON - 14 * MONTH
PHONE, NAME, STREET = "13912345678", "欧阳小满", "长乐巷 77 弄 5 号"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An old finished order with its history, one that is held, one of today by another buyer."""
    desk = make_desk(tmp_path)
    order = add_order(desk, buyer="tb_old", receiver="旧名", phone="13800000001", address="旧街1号", created=OLD)
    change_address(
        desk,
        order_id=order,
        change=Address(NAME, PHONE, "浙江省", "杭州市", "西湖区", STREET),
        reason=f"打 {PHONE} 说的",
    )
    set_memo(desk, order_id=order, memo=f"找{NAME}")
    set_flag(desk, order_ids=[order], colour=Colour.RED)
    desk.database.execute_sql(
        "UPDATE orders SET stage = ?, status = ? WHERE id = ?", (Stage.SHIPPED, Status.DONE, order)
    )
    held = add_order(desk, buyer="tb_held", created=OLD, stage=Stage.SHIPPED, status=Status.SHIPPED)
    hold_orders(desk, order_ids=[held], reason="拒收")
    add_order(desk, buyer="tb_new")
    return desk


def wipe(desk: Desk) -> None:
    wipe_old(desk, months=12, confirmed=preview_wipe(desk, months=12).orders)


def test_the_preview_counts_and_takes_nothing(desk: Desk) -> None:
    found = preview_wipe(desk, months=12)
    assert (found.orders, found.left, found.buyers, found.trail) == (1, 1, 1, 2)
    assert get_order(desk.database, 1).phone == PHONE


def test_nothing_is_left_of_the_buyer(desk: Desk) -> None:
    wipe(desk)
    order = get_order(desk.database, 1)
    assert (order.receiver, order.phone, order.address, order.memo, order.buyer_message) == ("", "", "", "", "")
    assert order.province == "浙江省" and order.paid and order.lines  # what the figures need
    assert order.buyer == "*1"
    for table in ("orders", "trail", "hold", "buyer"):
        told = str(rows_of(desk.database, f"SELECT * FROM {table}"))
        assert not any(part in told for part in (PHONE, NAME, "长乐巷", "tb_old", "13800000001")), table
    assert find_order_ids(desk.database, PHONE) == []
    assert find_order_ids(desk.database, "长乐巷") == []


def test_what_is_not_finished_or_not_old_stays(desk: Desk) -> None:
    wipe(desk)
    assert get_order(desk.database, 2).phone == get_order(desk.database, 3).phone == "13800000000"
    assert preview_wipe(desk, months=12).orders == 0


def test_the_trail_stays_valid_and_says_who_wiped(desk: Desk) -> None:
    wipe(desk)
    assert verify_trail(desk, whole=True).findings == ()
    rows = rows_of(
        desk.database, "SELECT action, before, after FROM trail WHERE kind = 'order' AND record_id = 1 ORDER BY id"
    )
    assert rows[0] == ("address", "{}", "{}")
    assert rows[-1][0] == "flag" and rows[-1][2] == '{"flag": 1}'
    assert rows_of(desk.database, "SELECT action FROM trail ORDER BY id DESC LIMIT 1") == [("wiped",)]


def test_nothing_lingers_in_the_file(desk: Desk) -> None:
    if is_shared(desk.database):
        pytest.skip("a server's files are its own")
    wipe(desk)
    file = file_of(desk.database)
    for each in (file, file.with_name(file.name + "-wal")):
        content = each.read_bytes() if each.exists() else b""
        for part in (PHONE, NAME, "长乐巷"):
            assert part.encode() not in content, (each.name, part)


def test_a_backup_is_made_first(desk: Desk) -> None:
    made = wipe_old(desk, months=12, confirmed=1)
    assert made.backup is not None and made.backup.exists()


def test_the_number_confirms(desk: Desk) -> None:
    with pytest.raises(NotConfirmed):
        wipe_old(desk, months=12, confirmed=2)
    with pytest.raises(NotThatRecent):
        preview_wipe(desk, months=1)
    assert get_order(desk.database, 1).phone == PHONE


def test_it_can_stop_between_portions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    add_order(desk, created=OLD, stage=Stage.SHIPPED, status=Status.DONE)
    monkeypatch.setattr("shopdesk.services.retention.PORTION", 1)

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wipe_old(desk, months=12, confirmed=2, progress=stop)
    assert preview_wipe(desk, months=12).orders == 1
    assert verify_trail(desk, whole=True).findings == ()


def test_a_disk_that_takes_no_backup_stops_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_desk: Desk) -> Path:
        raise OSError("no room")

    monkeypatch.setattr("shopdesk.services.retention.backup_now", full)
    with pytest.raises(OSError, match="no room"):
        wipe_old(desk, months=12, confirmed=1)
    assert get_order(desk.database, 1).phone == PHONE
    assert replace(desk) and backups
