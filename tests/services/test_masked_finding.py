"""Who finds among reviews, complaints and the trail behind the mask finds out nothing that it hides (DATA-06)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.complaints import Cause
from shopdesk.domain.reviews import Kind
from shopdesk.queries.complaints import list_complaints
from shopdesk.queries.reviews import list_reviews
from shopdesk.queries.trail import TrailFilter, count_trail, search_trail, stream_entries
from shopdesk.services.complaints import open_complaint
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.reviews import enter_review
from tests.factories import make_desk

SAID = "打13912345678没人接"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    enter_review(desk, kind=Kind.BAD, order_no="1001", said=SAID)
    open_complaint(desk, cause=Cause.SERVICE, number="1001", said=SAID, shop_id=1)
    return desk


def found(desk: Desk, text: str) -> tuple[int, int]:
    return len(list_reviews(desk.seen, find=text)), len(list_complaints(desk.seen, find=text))


def in_trail(desk: Desk, text: str) -> tuple[int, int, int]:
    asked = TrailFilter(kind="complaint", word=text)
    entries = list(stream_entries(desk.seen, asked))
    return len(search_trail(desk.seen, asked)), len(entries), count_trail(desk.seen, asked)


@pytest.mark.parametrize("text", ["1391234", "12345678", "234"])
def test_nobody_finds_out_a_phone_digit_by_digit(desk: Desk, text: str) -> None:
    warehouse = replace(desk, actor=add_person(desk, name="仓", role="warehouse"))
    assert (found(desk, text), found(warehouse, text)) == ((1, 1), (0, 0))
    assert (in_trail(desk, text), in_trail(warehouse, text)) == ((1, 1, 1), (0, 0, 0))


@pytest.mark.parametrize("text", ["13912345678", "没人接", "1001"])
def test_what_is_seen_or_known_whole_is_found(desk: Desk, text: str) -> None:
    warehouse = replace(desk, actor=add_person(desk, name="仓", role="warehouse"))
    assert found(desk, text) == found(warehouse, text) == (1, 1)
    assert in_trail(desk, text) == in_trail(warehouse, text) == (1, 1, 1)
