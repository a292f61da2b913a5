"""What Today counts of complaints and points is what the lists hold that its lines open (TEAM-04)."""

import pytest

from shopdesk.domain.due import DUE, DueKind
from shopdesk.services.desk import Desk
from shopdesk.services.sample_desk import AGENT, SUPERVISOR
from shopdesk.ui.complaints.reading import OPEN, OVER, ComplaintFilter, list_named, read_complaint, read_list
from shopdesk.ui.points.reading import PointFilter, read_points
from tests.queries.test_due_reviews import acting, counted, desk

__all__ = ["desk"]
COMPLAINTS = [kind for kind, line in DUE.items() if line.opens == "complaint-list"]


@pytest.mark.parametrize("kind", COMPLAINTS)
def test_the_lines_of_complaints(desk: Desk, kind: DueKind) -> None:
    line = DUE[kind]
    for name in (AGENT, SUPERVISOR):
        shop, mine = counted(desk, kind, name)
        wanted = list_named(str(line.wants))
        assert wanted is not None, line.wants
        assert len(read_list(acting(desk, name), wanted).rows) == shop.count
        if line.my_wants is not None:
            own = list_named(str(line.my_wants))
            assert own is not None, line.my_wants
            assert len(read_list(acting(desk, name), own).rows) == mine.count


def test_disputed_points(desk: Desk) -> None:
    for name in (AGENT, SUPERVISOR):
        found = read_points(acting(desk, name), PointFilter("now", is_disputed=True))
        assert len(found.lines) == found.disputed == counted(desk, DueKind.POINTS_DISPUTED, name)[0].count
    assert found.disputed > 0


def test_points_of_the_month(desk: Desk) -> None:
    found = read_points(acting(desk, AGENT), PointFilter("now", is_mine=True))
    assert len(found.lines) == found.mine == counted(desk, DueKind.POINTS_OF_MONTH, AGENT)[1].count


def test_everybody_sees_their_own_points_only(desk: Desk) -> None:
    found = read_points(acting(desk, AGENT), PointFilter(""))
    assert {line.row.person for line in found.lines} <= {AGENT} and not found.is_everybodys
    assert {each.person for each in found.sums} <= {AGENT}


def test_what_is_over_is_found_by_search_and_by_its_list(desk: Desk) -> None:
    over = read_list(desk, ComplaintFilter(state=OVER)).rows
    assert over and not any(row.is_open for row in over)
    found = read_list(desk, ComplaintFilter(find=over[0].number))
    assert [row.id for row in found.rows] == [over[0].id]
    asked_for = read_list(desk, ComplaintFilter(), also=over[0].id)
    assert asked_for.is_added and asked_for.rows[0].id == over[0].id
    assert len(asked_for.rows) - 1 == asked_for.by_state[OPEN]
    assert read_complaint(desk, over[0].id).row == over[0]
