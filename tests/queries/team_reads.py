"""What is read of complaints and of points, compared on both engines by `test_both_engines`."""

from collections.abc import Mapping

from shopdesk.db.database import rows_of
from shopdesk.domain.complaints import Cause, State
from shopdesk.domain.points import PointKind
from shopdesk.queries import complaints, points
from tests.queries.reads import DAY, Read, files_of, now, of_each

TEAM_READS: Mapping[str, Read] = {
    "complaints": complaints.list_complaints,
    "complaints found": lambda database: complaints.list_complaints(
        database, states=tuple(State), causes=tuple(Cause), only_open=True, person_id=2,
        due_before=now(database) + 9 * DAY, since=1, until=1 << 60, shop_id=1, find="%_", limit=3,
    ),
    "complaints of": lambda database: (
        complaints.list_complaints(database, unseen=True),
        complaints.list_complaints(database, order_id=1, buyer_id=1, case_id=1),
        complaints.list_complaints(database, find="货"),
        complaints.list_complaints(database, newest=True, limit=3),
    ),
    "each complaint": of_each("complaint", complaints.get_complaint),
    "complaints by number": lambda database: [
        complaints.find_complaint(database, row[0], shop_id=shop)
        for row in rows_of(database, "SELECT number FROM complaint ORDER BY id")
        for shop in (None, 1, 99)
    ],
    "complaints counted": lambda database: complaints.count_complaints(database, now=now(database), person_id=2),
    "files of a complaint": files_of("complaint", "complaint"),
    "points": points.list_points,
    "points found": lambda database: (
        points.list_points(database, month="2024-03", person_id=2, rules=("size", "late"), limit=3),
        points.list_points(database, only_disputed=True),
        points.list_points(database, kind=PointKind.ORDER, record_id=1),
    ),
    "each points": of_each("point_entry", points.get_points),
    "points summed": lambda database: [
        points.sum_points(database, month=row[0], person_id=person)
        for row in rows_of(database, "SELECT DISTINCT month FROM point_entry ORDER BY month")
        for person in (None, 2)
    ],
}  # fmt: skip
