"""A shop of release 5 comes up to date on either engine: its old orders, buyers and products are reviewed, complained
about, joined, sized and written to."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.db.steps import applied, steps
from shopdesk.domain.complaints import Cause
from shopdesk.domain.permissions import Role
from shopdesk.domain.points import PointKind
from shopdesk.domain.reviews import Kind
from shopdesk.domain.script_topics import Topic
from shopdesk.queries.buyer_pages import get_buyer_page
from shopdesk.services.buyer_joins import join_buyers
from shopdesk.services.complaints import note_complaint_contact, open_complaint
from shopdesk.services.desk import Desk
from shopdesk.services.people import add_person
from shopdesk.services.points import book_points
from shopdesk.services.review_steps import assign_review, note_review_contact
from shopdesk.services.reviews import enter_review
from shopdesk.services.scripts import save_script, use_script
from shopdesk.services.trail import verify_trail
from tests.db.old_shops import ENGINES, LATER, assert_as_fresh, kept_rows, old_shop

BEFORE = "0005_repairs_parcels"
NEW = (
    "review", "review_step", "own_rating", "complaint", "complaint_step", "point_entry", "script", "script_use",
    "size_table", "buyer_join", "care_rule", "care_contact",
)  # fmt: skip


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The shop of release 5, opened by this program."""
    with old_shop(BEFORE, request.param, tmp_path) as made:
        yield made


def test_its_rows_are_kept_and_nothing_is_said_of_its_buyers(desk: Desk, tmp_path: Path) -> None:
    database = desk.database
    assert applied(database) == steps()
    had, has = kept_rows(database, BEFORE)
    for table in ("orders", "trail", "buyer", "contact", "product", "tracking", "cases", "refund"):
        assert has[table] == had[table] > 0, table
    assert {has[table] for table in NEW} == {0}
    assert rows_of(database, "SELECT DISTINCT birthday, no_care_at, no_care_reason FROM buyer") == [("", None, "")]
    assert rows_of(database, "SELECT DISTINCT review_id, complaint_id FROM contact") == [(None, None)]
    assert rows_of(database, "SELECT DISTINCT size_table_id FROM product") == [(None,)]
    assert_as_fresh(database, tmp_path)


def test_what_is_new_works_on_its_old_orders(desk: Desk) -> None:
    database = desk.database
    (order_id, buyer_id), (_order, other_id) = rows_of(
        database, "SELECT min(id), buyer_id FROM orders WHERE buyer_id IS NOT NULL GROUP BY buyer_id ORDER BY 1 LIMIT 2"
    )
    agent = add_person(desk, name="小张", role=Role.AGENT)
    review_id = enter_review(desk, kind=Kind.BAD, said="鞋底太硬", at=LATER, order_id=order_id)
    assign_review(desk, review_id=review_id, person_id=agent.id)
    note_review_contact(replace(desk, actor=agent), review_id=review_id, note="答应换货")
    complaint_id = open_complaint(desk, cause=Cause.LATE, order_id=order_id)
    note_complaint_contact(desk, complaint_id=complaint_id, note="解释了")
    book_points(desk, person_id=agent.id, rule="late", kind=PointKind.COMPLAINT, record_id=complaint_id)
    script_id = save_script(desk, topic=Topic.GREETING, title="问好", body="您好")
    assert use_script(desk, script_id=script_id, order_id=order_id) == "您好"
    join_buyers(desk, kept_id=buyer_id, joined_id=other_id, reason="电话里说的")
    page = get_buyer_page(database, buyer_id=other_id)
    assert (page.id, len(page.records), page.reviews.open, page.complaints.open) == (buyer_id, 2, 1, 1)
    assert verify_trail(desk, whole=True).findings == ()
