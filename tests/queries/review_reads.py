"""What is read of reviews and of our own ratings, compared on both engines by `test_both_engines`."""

from collections.abc import Mapping

from shopdesk.db.database import rows_of
from shopdesk.domain.reviews import Kind, Result, State
from shopdesk.queries import own_ratings, review_orders, review_people, reviews
from tests.queries.reads import DAY, Read, files_of, now, of_each

REVIEW_READS: Mapping[str, Read] = {
    "reviews": reviews.list_reviews,
    "reviews found": lambda database: reviews.list_reviews(
        database, states=tuple(State), kinds=(Kind.BAD, Kind.NEUTRAL), only_open=True, person_id=2, nobody=False,
        due_before=now(database) + DAY, change_before=now(database) + 40 * DAY, since=1, until=1 << 60, shop_id=1,
        find="%_", limit=3,
    ),
    "reviews of a kind": lambda database: (
        reviews.list_reviews(database, only_but=True),
        reviews.list_reviews(database, nobody=True, unknown_order=True),
        reviews.list_reviews(database, changed=True, order_id=1, buyer_id=1),
        reviews.list_reviews(database, find="脚"),
        reviews.list_reviews(database, newest=True, limit=3),
    ),
    "each review": of_each("review", reviews.get_review),
    "who follows reviews": lambda database: review_people.list_workload(database, now=now(database)),
    "who should follow": of_each(
        "review", lambda database, at: review_people.propose_follower(database, review_id=at, now=now(database))
    ),
    "points of reviews": of_each(
        "review", lambda database, at: review_people.propose_review_points(database, review_id=at, result=Result.SOLVED)
    ),
    "what the guard knows": of_each(
        "orders", lambda database, at: review_people.get_buyer_facts(database, order_id=at, buyer_id=at)
    ),
    "what the shop may tell": review_people.list_own_traces,
    "orders of reviews": lambda database: review_orders.find_review_orders(
        database, [row[0] for row in rows_of(database, "SELECT order_no FROM orders ORDER BY id")], shop_id=1
    ),
    "an order of a review": of_each("orders", review_orders.get_review_order),
    "orders that came": review_orders.list_orders_that_came,
    "to rate": lambda database: own_ratings.list_to_rate(database, now=now(database)),
    "to rate of some": lambda database: own_ratings.list_to_rate(
        database, now=now(database), shop_id=1, order_ids=range(300), limit=4
    ),
    "to rate counted": lambda database: own_ratings.count_to_rate(database, now=now(database)),
    "files of a review": files_of("review", "review"),
}  # fmt: skip
