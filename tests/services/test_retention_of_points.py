"""What was written about points goes with what they were booked on (DATA-06, TEAM-02)."""

import pytest

from shopdesk.db.database import GIVEN, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.points import PointKind
from shopdesk.queries.retention import POINTS_OF
from shopdesk.services.desk import Desk, work
from tests.services.test_retention import NAME, OLD, desk, wipe

__all__ = ["desk"]
_BOOK = (
    "INSERT INTO point_entry (person_id, month, rule, points, kind, record_id, note, dispute, settlement, "
    "booked_by_id, at) VALUES (1, '2023-01', 'size', -2, ?, ?, ?, ?, ?, 1, ?)"
)
_COMPLAINT = (
    "INSERT INTO complaint (buyer_id, number, cause, state, opened_by_id, opened_at, closed_at) "
    f"VALUES ({{buyer}}, '', 'late', 'won', 1, {OLD}, {OLD})"
)
_MAKE: dict[str, tuple[PointKind, tuple[str, ...]]] = {
    "a slip of the order": (
        PointKind.SLIP,
        (
            "INSERT INTO slip (shop_id, created_at) VALUES (1, 1)",
            "INSERT INTO slip_item (slip_id, order_id) VALUES (1, 1)",
        ),
    ),
    "a review without an order": (
        PointKind.REVIEW,
        (
            "INSERT INTO review (key, order_no, kind, said, at, came_at, closed_at, state) "
            f"VALUES ('b', '1', 'bad', 'x', {OLD}, {OLD}, {OLD}, 'closed')",
        ),
    ),
    "a complaint without an order": (PointKind.COMPLAINT, (_COMPLAINT.format(buyer="NULL"),)),
    "a complaint of the buyer": (PointKind.COMPLAINT, (_COMPLAINT.format(buyer=1),)),
}


def test_points_go_whatever_they_were_booked_on() -> None:
    told = {which.split("'")[1] for each in POINTS_OF.values() for which in each}
    assert told == set(PointKind)
    assert all(which.count(GIVEN) == 1 for each in POINTS_OF.values() for which in each)


@pytest.mark.parametrize("on", _MAKE)
def test_what_was_written_goes(desk: Desk, on: str) -> None:
    kind, statements = _MAKE[on]
    with desk.database.atomic():
        for sql in statements:
            desk.database.execute_sql(sql)
        desk.database.execute_sql(_BOOK, (kind.value, 1, NAME, NAME, NAME, OLD))
    with work(desk, Right.SERVE) as doing:
        doing.note("book", "points", 1, after={"note": NAME})
    wipe(desk)
    assert rows_of(desk.database, "SELECT note, dispute, settlement, points FROM point_entry") == [("", "", "", -2)]
    assert NAME not in str(rows_of(desk.database, "SELECT * FROM trail WHERE kind = 'points'"))
