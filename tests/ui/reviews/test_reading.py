"""What Today counts of reviews is what the lists hold that its lines open (TEAM-04)."""

import pytest

from shopdesk.domain.due import DUE, DueKind
from shopdesk.services.desk import Desk
from shopdesk.services.sample_desk import AGENT
from shopdesk.ui.reviews.reading import Rate, list_named, read_list, read_to_rate
from tests.queries.test_due_reviews import acting, counted, desk

__all__ = ["desk"]
REVIEWS = [kind for kind, line in DUE.items() if line.opens == "review-list"]
RATES = [kind for kind, line in DUE.items() if line.opens == "rate-list"]


@pytest.mark.parametrize("kind", REVIEWS)
def test_the_lines_of_reviews(desk: Desk, kind: DueKind) -> None:
    line, agent = DUE[kind], acting(desk, AGENT)
    shop, mine = counted(desk, kind, AGENT)
    wanted = list_named(str(line.wants))
    assert wanted is not None, line.wants
    assert len(read_list(agent, wanted).rows) == shop.count
    if line.my_wants is not None:
        own = list_named(str(line.my_wants))
        assert own is not None, line.my_wants
        assert len(read_list(agent, own).rows) == mine.count


@pytest.mark.parametrize("kind", RATES)
def test_the_lines_of_ratings(desk: Desk, kind: DueKind) -> None:
    found = read_to_rate(desk, Rate(str(DUE[kind].wants)))
    assert len(found.rows) == counted(desk, kind)[0].count
