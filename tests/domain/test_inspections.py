"""What an inspection usually finds (RET-09)."""

import pytest

from shopdesk.domain.inspections import Found, usual_findings
from shopdesk.domain.intake import Condition, Destination, Wish

STOCK, DAMAGE, REPAIR, BUYER = Destination.STOCK, Destination.DAMAGE, Destination.REPAIR, Destination.BUYER


@pytest.mark.parametrize(
    ("condition", "wish", "can_stay", "found"),
    [
        (Condition.GOOD, Wish.REFUND, 2, Found(2, 0, STOCK, DAMAGE)),
        (None, Wish.UNKNOWN, 2, Found(2, 0, STOCK, DAMAGE)),
        (Condition.FAULTY, Wish.QUALITY, 2, Found(0, 2, STOCK, DAMAGE)),
        (Condition.FAULTY, Wish.REPAIR, 2, Found(0, 2, REPAIR, REPAIR)),
        (Condition.WORN, Wish.BACK, 2, Found(2, 0, BUYER, DAMAGE)),
        (Condition.BROKEN, Wish.BACK, 2, Found(0, 2, BUYER, BUYER)),
        (Condition.WRONG, Wish.REFUND, 2, Found(2, 0, BUYER, DAMAGE)),
        (Condition.GOOD, Wish.REFUND, 1, Found(2, 0, BUYER, DAMAGE)),
        (Condition.EMPTY, Wish.REFUND, 2, Found(0, 0)),
    ],
)
def test_by_condition_and_wish(condition: Condition | None, wish: Wish, can_stay: int, found: Found) -> None:
    assert usual_findings(condition=condition, wish=wish, quantity=2, can_stay=can_stay) == found
