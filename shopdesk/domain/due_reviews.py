"""What can be due of reviews, complaints and points: lines of Today as `domain.due` has them (TEAM-04)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.domain.due import DueLine
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_


class ReviewDue(StrEnum):
    """The value is the command line's word."""

    COMPLAINTS_UNSEEN = "complaints-unseen"
    APPEALS_TO_APPROVE = "appeals-to-approve"
    APPEALS_TO_SEND = "appeals-to-send"
    COMPLAINTS_TO_ANSWER = "complaints-to-answer"
    COMPLAINTS_WAITING = "complaints-waiting"
    REVIEWS_TO_ASSIGN = "reviews-to-assign"
    REVIEWS_TO_CONTACT = "reviews-to-contact"
    REVIEWS_IN_WORK = "reviews-in-work"
    REVIEWS_RAISED = "reviews-raised"
    REVIEWS_TO_ANSWER = "reviews-to-answer"
    TO_RATE = "to-rate"
    RATINGS_STOPPED = "ratings-stopped"
    POINTS_DISPUTED = "points-disputed"
    POINTS_OF_TODAY = "points-of-today"


_COMPLAINTS, _REVIEWS, _RATINGS, _POINTS = "complaint-list", "review-list", "rate-list", "points-list"
LINES: Mapping[ReviewDue, DueLine] = {
    ReviewDue.COMPLAINTS_UNSEEN: DueLine(
        N_("Complaints no supervisor has seen"), _COMPLAINTS, "unseen", Right.OVERRULE
    ),
    ReviewDue.APPEALS_TO_APPROVE: DueLine(N_("Appeals to approve"), _COMPLAINTS, "drafted", Right.OVERRULE),
    ReviewDue.APPEALS_TO_SEND: DueLine(
        N_("Appeals to send"), _COMPLAINTS, "approved", Right.SERVE, my_wants="my-approved"
    ),
    ReviewDue.COMPLAINTS_TO_ANSWER: DueLine(
        N_("Complaints to answer"), _COMPLAINTS, "open", Right.SERVE, my_wants="my-open"
    ),
    ReviewDue.REVIEWS_TO_ASSIGN: DueLine(N_("Reviews to assign"), _REVIEWS, "to-assign", Right.OVERRULE),
    ReviewDue.REVIEWS_TO_CONTACT: DueLine(
        N_("Buyers to contact about their review"), _REVIEWS, "assigned", Right.SERVE, my_wants="my-assigned"
    ),
    ReviewDue.REVIEWS_IN_WORK: DueLine(
        N_("Reviews to solve"), _REVIEWS, "in-work", Right.SERVE, my_wants="my-in-work"
    ),
    ReviewDue.REVIEWS_RAISED: DueLine(N_("Reviews before the supervisor"), _REVIEWS, "raised", Right.OVERRULE),
    ReviewDue.REVIEWS_TO_ANSWER: DueLine(
        N_("Good reviews that complain, to answer"), _REVIEWS, "to-answer", Right.SERVE
    ),
    ReviewDue.TO_RATE: DueLine(N_("Buyers to rate before the time ends"), _RATINGS, "today", Right.SERVE),
    ReviewDue.RATINGS_STOPPED: DueLine(
        N_("Ratings stopped by a bad review"), _RATINGS, "stopped", Right.OVERRULE, is_part=True
    ),
    ReviewDue.POINTS_DISPUTED: DueLine(N_("Points that are disputed"), _POINTS, "disputed", Right.OVERRULE),
    ReviewDue.COMPLAINTS_WAITING: DueLine(
        N_("Appeals before the platform"), _COMPLAINTS, "sent", waits=True, my_wants="my-sent"
    ),
    ReviewDue.POINTS_OF_TODAY: DueLine(
        N_("Points booked for you today"), _POINTS, "mine", is_news=True, is_personal=True
    ),
}  # fmt: skip
"""What is told and opened; no complaint and no review stands in two lines that count."""
