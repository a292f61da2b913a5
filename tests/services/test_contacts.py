"""The log of contacts, and who was told."""

import json
from pathlib import Path
from typing import Any

import pytest

from shopdesk.queries.untold import count_untold, list_untold, told_texts
from shopdesk.services.contacts import mark_told, note_contact, undo_contacts
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import TOLD_TEXT
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def shipped(desk: Desk, **columns: Any) -> int:
    """An exchange that has left with YT1."""
    usual: dict[str, Any] = {"origin": 4, "stage": 5, "titles": "单鞋", "order_no": "HH1", "shipped_at": 5}
    return add_order(desk, buyer="tb_1", waybill="YT1", **(usual | columns))


def contacts(desk: Desk) -> list[tuple[object, ...]]:
    rows = desk.database.execute_sql("SELECT order_id, buyer_id, kind, note, next_at FROM contact ORDER BY id")
    return list(rows.fetchall())


def test_a_contact_of_an_order_is_its_buyers_too(desk: Desk) -> None:
    order_id = add_order(desk, buyer="tb_1")
    note_contact(desk, kind="postage", note=" 补 10 元 ", order_id=order_id, next_at=77)
    note_contact(desk, kind="call", note="问尺码", buyer_id=1)
    assert contacts(desk) == [(order_id, 1, "postage", "补 10 元", 77), (None, 1, "call", "问尺码", None)]
    trail = desk.database.execute_sql("SELECT kind, record_id, after FROM trail WHERE action = 'contact'").fetchall()
    assert [(kind, number, json.loads(after)["kind"]) for kind, number, after in trail] == [
        ("order", order_id, "postage"), ("buyer", 1, "call"),
    ]  # fmt: skip


def test_who_is_to_be_told(desk: Desk) -> None:
    source = add_order(desk, order_no="A1")
    exchange = shipped(desk, source_id=source)
    bank = shipped(desk, origin=1, order_no="YH1", shipped_at=4)
    shipped(desk, origin=0, order_no="PLAIN")
    shipped(desk, origin=3, order_no="PHONE")
    shipped(desk, stage=4, order_no="PACKED")
    add_order(desk, origin=5, stage=5, order_no="NO WAYBILL")
    rows = list_untold(desk.database)
    assert [(row.order_id, row.order_no, row.source_no, row.waybill) for row in rows] == [
        (bank, "YH1", "", "YT1"), (exchange, "HH1", "A1", "YT1"),
    ]  # fmt: skip
    assert count_untold(desk.database) == 2
    assert [row.order_id for row in list_untold(desk.database, order_ids=[exchange])] == [exchange]


def test_who_was_told_is_listed_no_more_until_that_is_undone(desk: Desk) -> None:
    order_id = shipped(desk)
    (contact,) = mark_told(desk, order_ids=[order_id], note="已发")
    assert mark_told(desk, order_ids=[order_id]) == []
    assert count_untold(desk.database) == 0
    assert contacts(desk) == [(order_id, 1, "sent", "已发", None)]
    assert undo_contacts(desk, contact_ids=[contact]) == 1
    assert undo_contacts(desk, contact_ids=[contact]) == 0
    assert count_untold(desk.database) == 1


def test_the_text_is_the_shops_own_with_its_blanks_filled_in(desk: Desk) -> None:
    order_id = shipped(desk, source_id=add_order(desk, order_no="A1"))
    assert told_texts(desk.database, list_untold(desk.database)) == {
        order_id: "亲，您的单鞋已发出，圆通速递 YT1，请留意查收。"
    }
    save_setting(desk, TOLD_TEXT, "{buyer} {order_no} {waybill} {what}")
    assert told_texts(desk.database, list_untold(desk.database)) == {order_id: "tb_1 A1 YT1 {what}"}
