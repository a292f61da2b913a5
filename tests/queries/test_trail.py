"""Searching the trail, and the trail of one record, read off its index (TEAM-03)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.queries.trail import TrailFilter, count_trail, list_trail, list_trail_kinds, search_trail, stream_entries
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag, set_memo
from shopdesk.services.people import add_person
from shopdesk.services.setup import make_shop
from tests.factories import NOON, add_order, make_desk


def test_newest_first_and_of_this_record_only(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order, other = add_order(desk), add_order(desk)
    set_flag(desk, order_ids=[order, other], colour=Colour.RED)
    set_memo(desk, order_id=order, memo="急")
    rows = list_trail(desk.database, kind="order", record_id=order)
    assert [(row.action, row.after, row.person, row.at) for row in rows] == [
        ("memo", {"memo": "急"}, "Owner", NOON),
        ("flag", {"flag": 1}, "Owner", NOON),
    ]
    assert list_trail(desk.database, kind="shop", record_id=order)[0].action == "made"
    assert list_trail(desk.database, kind="order", record_id=99) == []


@pytest.mark.sqlite_only
def test_by_an_index_that_needs_no_sorting(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    sql = (
        "SELECT t.at FROM trail t JOIN person p ON p.id = t.person_id "
        "WHERE t.kind = ? AND t.record_id = ? ORDER BY t.id DESC"
    )
    plan = " ".join(row[3] for row in rows_of(desk.database, f"EXPLAIN QUERY PLAN {sql}", ("order", 1)))
    assert "trail_kind_record_id (kind=? AND record_id=?)" in plan
    assert "TEMP B-TREE" not in plan


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    order_id = add_order(desk, order_no="4711000011112222", waybill="YT7453244865603")
    add_person(desk, name="小李", role="agent")
    make_shop(desk, name="二号店", platform=Platform.TAOBAO)
    set_flag(desk, order_ids=[order_id], colour=Colour.GREEN)
    set_memo(desk, order_id=order_id, memo="要 100% 棉")
    return desk


def found(desk: Desk, **chosen: Any) -> list[str]:
    return [entry.change.action for entry in search_trail(desk.database, TrailFilter(**chosen))]


def test_each_row_names_what_it_is_about(desk: Desk) -> None:
    rows = search_trail(desk.database, TrailFilter())
    named = {(row.kind, row.record) for row in rows}
    assert {("order", "4711000011112222"), ("person", "小李"), ("shop", "二号店")} <= named
    assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)


def test_by_record_person_day_kind_and_word(desk: Desk) -> None:
    assert found(desk, record="4711000011112222") == found(desk, record=" YT7453244865603 ") == ["memo", "flag"]
    assert found(desk, record="小李") == ["added"]
    assert found(desk, record="5") == []
    assert found(desk, kind="order") == ["memo", "flag"]
    assert found(desk, person="Owner", kind="shop") == ["made", "made"]
    assert found(desk, person="小李") == []
    assert found(desk, word="100% 棉") == ["memo"]
    assert found(desk, word="100_") == []
    assert found(desk, since=NOON, until=NOON + 1, kind="order") == ["memo", "flag"]
    assert found(desk, since=NOON + 1) == found(desk, until=NOON) == []


def test_a_page_goes_on_behind_the_last_row(desk: Desk) -> None:
    every = search_trail(desk.database, TrailFilter())
    page = search_trail(desk.database, TrailFilter(), limit=2)
    rest = search_trail(desk.database, TrailFilter(), before=page[-1].id)
    assert page + rest == every
    assert count_trail(desk.database, TrailFilter()) == len(every)
    assert [row.id for row in stream_entries(desk.database, TrailFilter())] == [row.id for row in reversed(every)]


def test_the_kinds_there_are(desk: Desk) -> None:
    assert list_trail_kinds(desk.database) == ["order", "person", "shop"]
