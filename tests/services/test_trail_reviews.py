"""Reviews and own ratings as the trail tells of them."""

from pathlib import Path

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.reviews import Cause, Decision, Kind, Result, Step
from shopdesk.domain.statuses import Status
from shopdesk.queries.reviews import get_review_row
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.own_ratings import decide_rating, mark_rated
from shopdesk.services.review_steps import assign_review, close_review, note_review_contact, take_step
from shopdesk.services.reviews import change_review, edit_review, enter_review, note_deleted, reply_review, review_base
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order, make_desk


def said(desk: Desk, kind: str, record_id: int = 1) -> list[str]:
    """The oldest first."""
    return [what_happened(row) for row in reversed(list_trail(desk.database, kind=kind, record_id=record_id))]


def test_a_review_in_words(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, order_no="5001", buyer="tb_li")
    enter_review(desk, kind=Kind.BAD, said="磨脚", order_id=1)
    assign_review(desk, review_id=1, person_id=1)
    note_review_contact(desk, review_id=1, note="打了")
    base = review_base(get_review_row(desk.database, 1))
    edit_review(desk, review_id=1, values={"cause": Cause.SIZE}, base=base)
    reply_review(desk, review_id=1, text="抱歉")
    take_step(desk, review_id=1, step=Step.RAISE, note="不肯")
    change_review(desk, review_id=1, kind=Kind.GOOD, said="好了")
    note_deleted(desk, review_id=1)
    close_review(desk, review_id=1, result=Result.DELETED, explanation="删了")
    assert said(desk, "review") == [
        "The review came: Bad, 5001",
        "Assign (– → Owner)",
        "Buyer contacted (打了)",
        "Buyer contacted: 打了",
        "Changed Cause: Quality → Size",
        "Answered in public (抱歉)",
        "To the supervisor (不肯)",
        "The buyer changed the review",
        "The buyer deleted the review",
        "Close the review (删了)",
    ]
    assert said(desk, "order")[0] == "Review: Bad"
    assert said(desk, "order")[-1] == "Review: Dealt with (删了)"


def test_own_ratings_in_words(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk, status=Status.DONE, done_at=NOON - DAY_MS)
    decide_rating(desk, order_ids=[order], decision=Decision.WAIT, note="等等")
    decide_rating(desk, order_ids=[order], decision=Decision.RATE, note="评吧", version=2)
    mark_rated(desk, order_ids=[order])
    assert said(desk, "own_rating")[-1] == "We rated the buyer"
