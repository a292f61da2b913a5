"""Personal data of long finished orders goes, and nothing else (DATA-06)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.copying import columns_of, tables_of
from shopdesk.db.database import GIVEN, file_of, is_shared, rows_of
from shopdesk.db.files import folder_of, list_files, name_of
from shopdesk.db.search import find_order_ids
from shopdesk.domain.address_changes import Address
from shopdesk.domain.complaints import Cause
from shopdesk.domain.flags import Colour
from shopdesk.domain.permissions import Right
from shopdesk.domain.reviews import Kind
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.orders import get_order
from shopdesk.services import backups, retention
from shopdesk.services.complaints import open_complaint
from shopdesk.services.desk import Desk, work
from shopdesk.services.evidence import add_evidence
from shopdesk.services.holds import hold_orders
from shopdesk.services.order_edits import change_address
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.retention import (
    CLEARED,
    CLEARED_OF_BOXES,
    CLEARED_OF_BUYERS,
    CLEARED_OF_CASES,
    NotConfirmed,
    NotThatRecent,
    preview_wipe,
    wipe_old,
)
from shopdesk.services.reviews import enter_review
from shopdesk.services.trail import verify_trail
from tests.boxes import add_box, add_box_item
from tests.factories import NOON, add_order, make_desk
from tests.services.refunders import add_case
from tests.services.texts_that_stay import STAYS

ALL_CLEARED = (*CLEARED, *CLEARED_OF_BUYERS, *CLEARED_OF_BOXES, *CLEARED_OF_CASES)
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


def test_every_column_of_text_is_wiped_or_stays_for_a_reason(desk: Desk) -> None:
    known = {
        f"{table}.{column}" for group in STAYS.values() for table, columns in group.items() for column in columns
    } | {f"{table}.{column}" for table, _which, columns in ALL_CLEARED for column in columns}
    there = {
        f"{table}.{column.name}"
        for table in tables_of(desk.database)
        for column in desk.database.get_columns(table)
        if column.data_type.lower().startswith(("text", "varchar", "char"))
        and column.name in columns_of(desk.database, table)
    }
    assert there == known


def fill(desk: Desk, text: str) -> None:
    """A row of everything that may hang on the first order and its buyer, with the same words in each."""
    add: Any = desk.database.execute_sql
    hangs = {
        "hold": "kind, person_id, at",
        "contact": "kind, person_id, at",
        "extension": "kind, person_id, at, until",
        "change_note": "wanted, person_id, at, done_at",
        "owed_item": "item, buyer_id, at, person_id, struck_at",
        "print_record": "document, paper, person_id, at",
    }
    for table, named in hangs.items():
        values = ", ".join("1" if column.endswith(("_id", "at", "until")) else "'x'" for column in named.split(", "))
        add(f"INSERT INTO {table} (order_id, {named}) VALUES (1, {values})")
    add("INSERT INTO contact (buyer_id, kind, person_id, at) VALUES (1, 'x', 1, 1)")
    add("INSERT INTO owed_item (buyer_id, item, person_id, at, struck_at) VALUES (1, 'x', 1, 1, 1)")
    add("INSERT INTO slip (shop_id, created_at) VALUES (1, 1)")
    add("INSERT INTO slip_item (slip_id, order_id) VALUES (1, 1)")
    add(
        "INSERT INTO refund_request (shop_id, refund_no, order_no) "
        "SELECT shop_id, 'R1', order_no FROM orders WHERE id = 1"
    )
    add("INSERT INTO tracking (waybill, order_id) VALUES ('YT1234567890123', 1)")
    add("INSERT INTO tracking_event (tracking_id, at, key) VALUES (1, 1, 'x')")
    _come_back(desk)
    for table, which, columns in ALL_CLEARED:
        for column in columns:
            add(f"UPDATE {table} SET {column} = ? WHERE {which.replace(GIVEN, '(1)')}", (text,))


def _come_back(desk: Desk) -> None:
    """A box, a case and a refund of the first order; a case of its buyer and a box that are of no order."""
    add: Any = desk.database.execute_sql
    for number, order_id, state in ((1, 1, "registered"), (2, None, "given-up")):
        add(
            "INSERT INTO box (day, number, order_id, state, waybill, person_id, at) "
            "VALUES ('2024-01-01', ?, ?, ?, '', 1, ?)",
            (number, order_id, state, OLD),
        )
        add("INSERT INTO box_item (box_id) VALUES (?)", (number,))
    for order_id, buyer_id in ((1, None), (None, 1), (None, None)):
        add(
            "INSERT INTO cases (order_id, buyer_id, state, refund_no, waybill, opened_by_id, opened_at, closed_at) "
            "VALUES (?, ?, 'closed', '', '', 1, 1, 1)",
            (order_id, buyer_id),
        )
    for case_id in (1, 2, 3):
        add("INSERT INTO case_step (case_id, person_id, at) VALUES (?, 1, 1)", (case_id,))
        add("INSERT INTO contact (case_id, kind, person_id, at) VALUES (?, 'x', 1, 1)", (case_id,))
    add("INSERT INTO intake_correction (day, box_id, what, person_id, at) VALUES ('2024-01-01', 1, 'cash', 1, 1)")
    add("INSERT INTO refund (order_id, state, asked_by_id, asked_at) VALUES (1, 'paid', 1, 1)")
    for order_id, buyer_id in ((1, None), (None, 1)):
        add(
            "INSERT INTO repair (order_id, buyer_id, state, person_id, at, closed_at) "
            "VALUES (?, ?, 'returned', 1, 1, 1)",
            (order_id, buyer_id),
        )
    add("INSERT INTO damage (order_id, state, person_id, at, closed_at) VALUES (1, 'credited', 1, 1, 1)")
    for table in ("claim", "interception"):
        add(f"INSERT INTO {table} (order_id, state, person_id, at, closed_at, waybill) VALUES (1, 'x', 1, 1, 1, 'W1')")
    add("INSERT INTO detour (order_id, way, person_id, at, done_at) VALUES (1, 'post', 1, 1, 1)")
    for repair_id in (1, 2):
        add("INSERT INTO repair_step (repair_id, person_id, at) VALUES (?, 1, 1)", (repair_id,))


def test_whatever_people_wrote_about_a_buyer_goes_from_every_table(desk: Desk) -> None:
    fill(desk, "他说了什么")
    with work(desk, Right.PACK) as doing:
        kinds = ("slip", "owed_item", "change_note", "buyer", "box", "box_item", "case", "refund", "repair", "damage")
        for kind in (*kinds, "tracking"):
            doing.note("x", kind, 1, reason="他说了什么")
        doing.note("price", "order", 1, before={"amount": 100}, after={"amount": 90}, reason="鞋底脱胶")
        doing.note("price", "order", 1, before={"amount": 90}, after={"amount": 80}, reason="旧名要便宜点")
    wipe(desk)
    for table in tables_of(desk.database):
        assert "他说了什么" not in str(rows_of(desk.database, f"SELECT * FROM {table}")), table
    prices = rows_of(desk.database, "SELECT after, reason FROM trail WHERE action = 'price' ORDER BY id")
    assert prices == [('{"amount": 90}', "鞋底脱胶"), ("{}", "")]  # the second names who received it before
    assert verify_trail(desk, whole=True).findings == ()


def test_files_of_what_came_back_go_whole_but_those_of_others_stay(desk: Desk) -> None:
    _come_back(desk)
    shared = b"\x89PNG\r\n\x1a\n" + b"of two boxes"
    desk.database.execute_sql(
        "INSERT INTO box (day, number, state, waybill, person_id, at) VALUES ('2024-03-02', 1, 'unclaimed', '', 1, ?)",
        (NOON,),
    )
    add_evidence(desk, kind="box", record_id=3, file=shared, name="two.png")
    records = (("box", 1), ("box", 2), ("case", 2), ("refund", 1), ("repair", 1), ("damage", 1), ("claim", 1))
    for kind, record_id in records:
        add_evidence(desk, kind=kind, record_id=record_id, file=shared, name="two.png")
        add_evidence(desk, kind=kind, record_id=record_id, file=f"打 {PHONE} {kind}".encode(), name=f"{PHONE}.txt")
    desk.database.execute_sql("UPDATE box SET note = ? WHERE id = 3", (PHONE,))
    desk.database.execute_sql("UPDATE box SET note = ?, sender_phone = ? WHERE id < 3", (PHONE, PHONE))
    desk.database.execute_sql("UPDATE cases SET asked = ?", (PHONE,))
    wipe(desk)
    assert list_files(desk.database) == [name_of(shared)]
    if not is_shared(desk.database):
        assert folder_of(desk.database).names() == {name_of(shared)}
    assert rows_of(desk.database, "SELECT record_id, kind FROM evidence") == [(3, "box")]
    assert rows_of(desk.database, "SELECT note, sender_phone FROM box ORDER BY id") == [("", ""), ("", ""), (PHONE, "")]
    assert rows_of(desk.database, "SELECT DISTINCT asked FROM cases") == [("",)]
    assert verify_trail(desk, whole=True).findings == ()


@pytest.mark.parametrize(
    "still",
    [
        "UPDATE cases SET closed_at = NULL, state = 'asked' WHERE id = 1",
        "UPDATE refund SET state = 'approved'",
        "UPDATE box SET state = 'opened' WHERE id = 1",
        "UPDATE repair SET closed_at = NULL WHERE id = 1",
        "UPDATE claim SET closed_at = NULL",
        "UPDATE interception SET closed_at = NULL",
        "UPDATE detour SET done_at = NULL",
    ],
)
def test_an_order_stays_while_somebody_works_on_what_came_back(desk: Desk, still: str) -> None:
    _come_back(desk)
    desk.database.execute_sql(still)
    assert (preview_wipe(desk, months=12).orders, preview_wipe(desk, months=12).left) == (0, 2)


def test_what_somebody_takes_up_while_others_are_wiped_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def take_up(_desk: Desk) -> Path:
        add_case(desk, 1, asked=f"回电{PHONE}")
        return Path("backup.db")

    monkeypatch.setattr(retention, "backup_now", take_up)
    assert wipe_old(desk, months=12, confirmed=1).orders == 0
    assert get_order(desk.database, 1).phone == PHONE
    assert rows_of(desk.database, "SELECT asked FROM cases") == [(f"回电{PHONE}",)]


def test_an_order_stays_while_one_of_its_items_lies_in_a_box_on_the_table(desk: Desk) -> None:
    add_box_item(desk, add_box(desk, state="opened", sender_phone=PHONE), order_id=1)
    assert (preview_wipe(desk, months=12).orders, preview_wipe(desk, months=12).left) == (0, 2)
    wipe(desk)
    assert rows_of(desk.database, "SELECT sender_phone FROM box") == [(PHONE,)]


def test_boxes_of_nobody_are_wiped_without_any_order(desk: Desk) -> None:
    wipe(desk)
    _come_back(desk)
    desk.database.execute_sql("UPDATE box SET sender_phone = ?, note = '放门口' WHERE id = 2", (PHONE,))
    found = preview_wipe(desk, months=12)
    assert (found.orders, found.boxes) == (0, 1)
    wipe(desk)
    assert rows_of(desk.database, "SELECT sender_phone, note FROM box WHERE id = 2") == [("", "")]
    assert preview_wipe(desk, months=12).boxes == 0


def test_what_carriers_told_of_nobodys_parcels_goes_when_it_is_old(desk: Desk) -> None:
    for number, moved in enumerate((OLD, NOON), 1):
        row = (f"YT000000000000{number}", moved)
        desk.database.execute_sql("INSERT INTO tracking (waybill, moved_at) VALUES (?, ?)", row)
        sql = "INSERT INTO tracking_event (tracking_id, at, said, key) VALUES (?, ?, '签收人:张三', 'x')"
        desk.database.execute_sql(sql, (number, moved))
    wipe(desk)
    assert rows_of(desk.database, "SELECT tracking_id, at FROM tracking_event") == [(2, NOON)]
    assert rows_of(desk.database, "SELECT id FROM tracking") == [(2,)]


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


def test_a_review_loses_what_its_buyer_wrote(desk: Desk, tmp_path: Path) -> None:
    with desk.database.atomic():
        desk.database.execute_sql(
            "INSERT INTO review (order_id, key, order_no, buyer_name, kind, said, reply, at, came_at, closed_at, "
            "state) VALUES (1, 'a', '1', 'tb_old', 'bad', ?, 'x', ?, ?, ?, 'closed'), "
            "(NULL, 'b', '2', 'tb_lone', 'bad', ?, '', ?, ?, ?, 'closed')",
            (f"打{PHONE}", OLD, OLD, OLD, f"打{PHONE}", OLD, OLD, OLD),
        )
        desk.database.execute_sql(
            "INSERT INTO review_step (review_id, step, note, person_id, at) VALUES (1, 'contact', ?, 1, ?)", (NAME, OLD)
        )
    add_evidence(desk, kind="review", record_id=1, file=b"\x89PNG\r\n\x1a\nx", name="chat.png")
    wipe(desk)
    rows = rows_of(desk.database, "SELECT said, reply, buyer_name, kind FROM review ORDER BY id")
    assert rows == [("", "", "", "bad"), ("", "", "", "bad")]
    assert rows_of(desk.database, "SELECT note FROM review_step") == [("",)]
    assert rows_of(desk.database, "SELECT count(*) FROM evidence") == [(0,)]


def test_complaints_and_points_lose_what_people_wrote(desk: Desk) -> None:
    with desk.database.atomic():
        desk.database.execute_sql(
            "INSERT INTO complaint (order_id, number, cause, said, appeal, result, state, opened_by_id, opened_at, "
            "closed_at) VALUES (1, 'TS1', 'late', ?, ?, ?, 'won', 1, ?, ?), (NULL, '', 'late', ?, '', ?, 'lost', 1, ?, "
            "?), (NULL, '', 'late', ?, '', '', 'new', 1, ?, NULL)",
            (NAME, NAME, NAME, OLD, OLD, NAME, NAME, OLD, OLD, NAME, OLD),
        )
        for kind, record in (("order", 1), ("complaint", 1)):
            desk.database.execute_sql(
                "INSERT INTO point_entry (person_id, month, rule, points, kind, record_id, note, dispute, settlement, "
                "booked_by_id, at) VALUES (1, '2023-01', 'size', -2, ?, ?, ?, ?, ?, 1, ?)",
                (kind, record, NAME, NAME, NAME, OLD),
            )
        desk.database.execute_sql(
            "INSERT INTO complaint_step (complaint_id, step, note, person_id, at) VALUES (1, 'see', ?, 1, ?)",
            (NAME, OLD),
        )
    with work(desk, Right.SERVE) as doing:
        doing.note("open complaint", "complaint", 2, after={"said": NAME})
    add_evidence(desk, kind="complaint", record_id=2, file=b"\x89PNG\r\n\x1a\nz", name="lone.png")
    add_evidence(desk, kind="complaint", record_id=1, file=b"\x89PNG\r\n\x1a\ny", name="chat.png")
    wipe(desk)
    rows = rows_of(desk.database, "SELECT said, appeal, result, cause FROM complaint ORDER BY id")
    assert rows == [("", "", "", "late"), ("", "", "", "late"), (NAME, "", "", "late")]
    assert rows_of(desk.database, "SELECT DISTINCT note, dispute, settlement, points FROM point_entry") == [
        ("", "", "", -2)
    ]
    assert rows_of(desk.database, "SELECT note FROM complaint_step") == [("",)]
    assert rows_of(desk.database, "SELECT count(*) FROM evidence") == [(0,)]
    told = "SELECT count(*) FROM trail WHERE kind = 'complaint' AND after LIKE ?"
    assert rows_of(desk.database, told, (f"%{NAME}%",)) == [(0,)]


@pytest.mark.parametrize("table", ["review", "complaint"])
def test_an_order_stays_while_a_review_or_a_complaint_is_open(desk: Desk, table: str) -> None:
    if table == "review":
        enter_review(desk, kind=Kind.BAD, said="x", at=OLD, order_id=1)
    else:
        open_complaint(desk, cause=Cause.LATE, order_id=1)
    assert preview_wipe(desk, months=12).orders == 0
