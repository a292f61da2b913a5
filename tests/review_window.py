"""What tests of the page of reviews do with it."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.reviews import Kind
from shopdesk.domain.statuses import Status
from shopdesk.queries.reviews import ReviewRow, get_review_row
from shopdesk.services.reviews import enter_review
from shopdesk.ui.reviews.page import ReviewsPage
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders
from tests.window_stand import WindowStand


def listed(page: ReviewsPage) -> list[int]:
    """What the list holds, from the top."""
    return [row.id for row in page.table.records.rows]


def at(stand: WindowStand, review: int | None = None) -> ReviewsPage:
    """The page of reviews, with this one in its panel."""
    page: ReviewsPage = stand.open("reviews")
    stand.settle()
    if review is not None:
        page.open_record("review", review)
        stand.settle()
        stand.wait_for(lambda: page.panel.review is not None and page.panel.review.row.id == review)
        page.take_focus()
    return page


def bad(people: Refunders, words: str = "后跟磨脚", kind: Kind = Kind.BAD, hours: float = 1, **told: Any) -> int:
    moment = people.owner.clock() - int(hours * HOUR_MS)
    return enter_review(people.agent, kind=kind, said=words, at=moment, **told)


def row_of(people: Refunders, review: int) -> ReviewRow:
    return get_review_row(people.owner.database, review)


def put(stand: WindowStand, key: str, text: str) -> None:
    """Into a field of the open form: a keyboard has no Chinese signs."""
    field = stand.dialog().findChild(QPlainTextEdit, key) or stand.dialog().findChild(QLineEdit, key)
    assert field is not None, key
    field.setFocus()
    field.setPlainText(text) if isinstance(field, QPlainTextEdit) else field.setText(text)
    stand.settle()


def done(people: Refunders, days: float, **columns: Any) -> int:
    """An order whose trade was completed so many days ago."""
    moment = NOON - int(days * DAY_MS)
    return add_order(people.owner, status=Status.DONE, done_at=moment, created=moment - DAY_MS, **columns)
