"""The time by which a page is written."""

from dataclasses import dataclass

from shopdesk.clock import Millis, day_end, to_local
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.moments import full_moment


@dataclass(frozen=True, slots=True)
class Moment:
    """Deadlines are told by it, so that a page that was read agrees with itself."""

    now: Millis
    zone: str

    @property
    def today_ends(self) -> Millis:
        """The first moment of tomorrow."""
        return day_end(to_local(self.now, self.zone).date(), self.zone)

    def pressing(self, due: Millis | None) -> str:
        """The role of a deadline's colour: late is red, today amber."""
        if due is None or due >= self.today_ends:
            return ""
        return "danger" if due < self.now else "warning"

    def said(self, due: Millis) -> str:
        """A deadline in full, to the minute."""
        return full_moment(due, self.zone)[:16]


def unread_moment(desk: Desk) -> Moment:
    """Until something is read: the shop's zone is not known yet."""
    return Moment(desk.clock(), ZONE.default)


def moment_of(desk: Desk) -> Moment:
    """As it is now, in the shop's zone."""
    return Moment(desk.clock(), get_setting(desk.seen, ZONE))
