"""The sample shop's shortages: one that scales and packaging explain, one whose buyer was asked for photos."""

from collections.abc import Iterator

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.shortages import Packaging, Remedy
from shopdesk.services.sample_desk import AGENT, Sample
from shopdesk.services.sample_orders import DAY, HOUR
from shopdesk.services.shortages import Missing, choose_remedy, open_shortage, preview_shortage


def miss(sample: Sample, now: Millis) -> None:
    """What buyers missed yesterday and today."""
    parcels = _weighed_parcels(sample)
    order_id, line_id, grams = next(parcels)
    agent, missing = sample.acting(AGENT, now - DAY), [Missing(line_id)]
    gone = preview_shortage(agent, order_id=order_id, missing=missing).traces.missing or 0
    open_shortage(
        agent, order_id=order_id, missing=missing, packaging=Packaging.OPENED, departed=grams // 10 * 10,
        arrived=(grams - gone) // 10 * 10,
    )  # fmt: skip
    order_id, line_id, grams = next(parcels)
    asked = open_shortage(
        sample.acting(AGENT, now - 3 * HOUR), order_id=order_id, missing=[Missing(line_id)], departed=grams
    )
    choose_remedy(sample.acting(AGENT, now - 3 * HOUR), shortage_id=asked, remedy=Remedy.LOOK_AGAIN)


def _weighed_parcels(sample: Sample) -> Iterator[tuple[int, int, int]]:
    """Orders that left in a weighed parcel of their own and of which nothing else is told: order, a line, grams."""
    rows = rows_of(
        sample.desk.database,
        "SELECT i.order_id, min(i.line_id), s.weight FROM slip s JOIN slip_item i ON i.slip_id = s.id "
        "WHERE s.shipped_at IS NOT NULL AND s.weight > 700 AND i.line_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.order_id = i.order_id) "
        "AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.order_id = i.order_id) "
        "GROUP BY s.id, i.order_id, s.weight ORDER BY s.id, i.order_id",
    )
    yield from rows
