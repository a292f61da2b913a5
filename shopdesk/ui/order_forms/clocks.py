"""Clocks of orders as the window shows them."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.deadlines import HOUR_MS, Urgency, register_by, urgency
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.order_lists import OrderRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import LATE_SOON_HOURS, REGISTER_WITHIN_HOURS, ZONE


@dataclass(frozen=True, slots=True)
class Clocks:
    """The moment by which a list is written, and the shop's rules about time."""

    now: Millis
    zone: str
    register_within: int
    """Hours (ORD-01)."""
    late_soon: int
    """Hours."""

    def deadline(self, row: OrderRow) -> Millis | None:
        """By when a row is to be registered; None where nothing is to be registered any more."""
        if row.stage != Stage.NEW or row.status != Status.PAID:
            return None
        return register_by(row.paid_at, self.register_within)

    def urgency(self, row: OrderRow) -> Urgency:
        """How pressing registering a row is."""
        deadline = self.deadline(row)
        return Urgency.CALM if deadline is None else urgency(deadline, self.now, self.late_soon)

    def pressing(self, paid_at: Millis) -> Urgency:
        """How pressing it is to register what was paid then (ORD-01)."""
        return urgency(paid_at + self.register_within * HOUR_MS, self.now, self.late_soon)


def read_clocks(desk: Desk) -> Clocks:
    """As they are now."""
    database = desk.seen
    rules = (get_setting(database, setting) for setting in (REGISTER_WITHIN_HOURS, LATE_SOON_HOURS))
    return Clocks(desk.clock(), get_setting(database, ZONE), *rules)
