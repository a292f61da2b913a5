"""Boxes are found by what is known of them, and lists are masked (RET-01, DATA-06)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.masking import masked
from shopdesk.domain.intake import BoxState
from shopdesk.queries.box_scans import read_scan
from shopdesk.queries.boxes import (
    BoxItemNotFound,
    BoxNotFound,
    find_box,
    get_box,
    get_box_item,
    list_boxes,
    list_boxes_of,
)
from shopdesk.services.desk import Actor, Desk
from tests.boxes import TODAY, add_box, add_box_item
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


def test_what_boxes_are_found_by(desk: Desk) -> None:
    order = add_order(desk, buyer="tb_li", order_no="5001")
    first = add_box(desk, waybill="SF1234567890123", order_id=order, buyer_id=1)
    second = add_box(desk, number=2, state="unclaimed", sender_name="100%_张三", sender_phone="13800000000")
    third = add_box(desk, number=1, day="2024-03-03", state="void", note="湿了")
    for find, found in (
        ("7890", [first]), ("5001", [first]), ("TB_LI", [first]), ("100%_", [second]), ("0_张", []), ("1380", [second]),
        ("湿", [third]), ("bx20240302-2", [second]), (" ", [third, second, first]),
    ):  # fmt: skip
        assert [row.id for row in list_boxes(desk.seen, find=find)] == found, find
    assert [row.id for row in list_boxes(desk.seen, day=TODAY, limit=1)] == [second]
    assert [row.id for row in list_boxes(desk.seen, states={BoxState.VOID, BoxState.UNCLAIMED})] == [third, second]
    assert find_box(desk.seen, day=TODAY, number=9) is None
    with pytest.raises(BoxNotFound):
        get_box(desk.seen, 99)
    with pytest.raises(BoxItemNotFound):
        get_box_item(desk.seen, 99)


def test_behind_the_mask_nothing_is_found_out_digit_by_digit(desk: Desk) -> None:
    box = add_box(desk, waybill="SF99", sender_name="王小红", sender_phone="13812345678", buyer_name="tb_hong",
                  note="打 13612340000 问，秘密路77号")  # fmt: skip
    packer = masked(desk.database)
    for find in ("138123", "13812345", "小红", "王小", "b_hong", "136123", "12340", "秘密路7"):
        assert [row.id for row in list_boxes(desk.seen, find=find)] == [box], find
        assert list_boxes(packer, find=find) == [], find
    for find in ("5678", "13812345678", "王", "王小红", "tb_hong", "13612340000", "问", "SF9"):
        assert [row.id for row in list_boxes(packer, find=find, limit=1)] == [box], find


def test_the_boxes_of_an_order_and_a_buyer(desk: Desk) -> None:
    mine, other = add_order(desk, buyer="tb_li"), add_order(desk, buyer="tb_wang")
    whole = add_box(desk, order_id=mine, buyer_id=1)
    mixed = add_box(desk, number=2, order_id=other, buyer_id=2)
    add_box_item(desk, mixed, order_id=mine, quantity=3)
    add_box(desk, number=3, order_id=mine, buyer_id=1, state="void")
    assert [row.id for row in list_boxes_of(desk.seen, order_id=mine)] == [mixed, whole]
    assert [row.id for row in list_boxes_of(desk.seen, buyer_id=1)] == [mixed, whole]
    assert [row.id for row in list_boxes_of(desk.seen, buyer_id=2)] == [mixed]
    assert list_boxes_of(desk.seen) == list_boxes_of(desk.seen, case_id=5) == []
    row = get_box(desk.seen, mixed).row
    assert (row.items, row.pieces) == (1, 3)


def test_whoever_need_not_see_buyers_sees_no_phone(desk: Desk) -> None:
    box_id = add_box(desk, sender_phone="13800000000", sender_address="示例路1号", note="打13800000000")
    warehouse = replace(desk, actor=Actor(9, "小周", "warehouse"))
    row = get_box(warehouse.seen, box_id).row
    assert (row.sender_phone, row.sender_address, row.note) == ("138****0000", "***", "打138****0000")


@pytest.mark.sqlite_only
def test_scans_are_found_by_index(desk: Desk) -> None:
    """A million orders have as many waybills: nothing that a scan asks may read a whole table."""
    asked: list[tuple[str, tuple[str, ...]]] = []
    execute: Any = desk.database.execute_sql

    class Listening:
        """Hears what is asked."""

        def __getattr__(self, name: str) -> object:
            return getattr(desk.database, name)

        def execute_sql(self, sql: str, params: tuple[str, ...] = ()) -> object:
            asked.append((sql, params))
            return execute(sql, params)

    read_scan(Listening(), "SF1234567890123")  # type: ignore[arg-type]
    read_scan(Listening(), "SDR1:taobao/5LiA5Y-35bqX/1")  # type: ignore[arg-type]
    assert len(asked) > 4
    for sql, params in asked:
        plan = [str(row[3]) for row in rows_of(desk.database, f"EXPLAIN QUERY PLAN {sql}", params)]
        assert [step for step in plan if step.startswith("SCAN") and not step.startswith("SCAN h")] == [], (sql, plan)
