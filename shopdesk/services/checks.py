"""Checking orders (ORD-12): holds come where a check finds something and go once it no longer does."""

from collections.abc import Sequence

from shopdesk.services.desk import Work


def check_orders(doing: Work, order_ids: Sequence[int]) -> None:
    """Check orders that are paid and not yet printed, inside the work that made or changed them; the others are left
    as they are. Adds and removes automatic holds, chooses carrier and surcharge (ORD-07, ORD-08). A finding that a
    person cleared is not held again. The same again changes nothing."""
