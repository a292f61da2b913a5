"""The trail of one record, read off its index."""

from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.flags import Colour
from shopdesk.queries.trail import list_trail
from shopdesk.services.orders import set_flag, set_memo
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
