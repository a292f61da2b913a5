"""Saved views: each person's own, with whole rows in the trail."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.views import ViewChanged, delete_view, list_views, save_view
from tests.factories import make_desk

RED, BLUE = {"flags": ["red"]}, {"flags": ["blue"], "find": "加急"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_kept_by_page_and_name(desk: Desk) -> None:
    save_view(desk, page="orders", name="乙", filters=BLUE)
    save_view(desk, page="orders", name="甲", filters=RED)
    save_view(desk, page="buyers", name="甲", filters={})
    assert list_views(desk, page="orders") == {"乙": BLUE, "甲": RED}
    save_view(desk, page="orders", name="甲", filters=BLUE, shown=RED)
    assert list_views(desk, page="orders")["甲"] == BLUE
    assert list_views(desk, page="buyers") == {"甲": {}}


def test_everybody_has_their_own(desk: Desk) -> None:
    other = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    save_view(desk, page="orders", name="甲", filters=RED)
    assert list_views(other, page="orders") == {}
    delete_view(other, page="orders", name="甲", shown=RED)
    assert list_views(desk, page="orders") == {"甲": RED}


def test_another_pc_changed_it(desk: Desk) -> None:
    """One person at two PCs: what the other wrote is never lost unseen."""
    save_view(desk, page="orders", name="甲", filters=RED)
    for shown in (None, {"find": "旧"}):
        with pytest.raises(ViewChanged, match="甲 was changed on another PC meanwhile \\(Owner"):
            save_view(desk, page="orders", name="甲", filters=BLUE, shown=shown)
    with pytest.raises(ViewChanged):
        delete_view(desk, page="orders", name="甲", shown=BLUE)
    assert list_views(desk, page="orders") == {"甲": RED}
    save_view(desk, page="orders", name="甲", filters=RED)  # the same is no contradiction


def test_the_trail_could_bring_a_view_back(desk: Desk) -> None:
    save_view(desk, page="orders", name="甲", filters=RED)
    save_view(desk, page="orders", name="甲", filters=BLUE, shown=RED)
    delete_view(desk, page="orders", name="甲", shown=BLUE)
    told = {"page": "orders", "name": "甲"}
    rows = [(row.action, row.before, row.after) for row in list_trail(desk.database, kind="view", record_id=1)]
    assert rows == [
        ("deleted", {**told, "filters": BLUE}, {}),
        ("saved", {**told, "filters": RED}, {**told, "filters": BLUE}),
        ("saved", {}, {**told, "filters": RED}),
    ]


def test_forgetting_what_is_not_there_leaves_no_trace(desk: Desk) -> None:
    delete_view(desk, page="orders", name="甲", shown=RED)
    assert rows_of(desk.database, "SELECT count(*) FROM trail WHERE kind = 'view'") == [(0,)]
