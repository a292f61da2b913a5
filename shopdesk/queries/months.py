"""A month as people write it, and the moments between which it lies in the shop's zone."""

from dataclasses import dataclass
from datetime import date

from shopdesk.clock import Millis, day_start
from shopdesk.db.database import Database
from shopdesk.errors import N_, BadInput
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import ZONE

_DECEMBER = 12


class NotAMonth(BadInput):
    template = N_("{text} is not a month. Write it as 2026-11.")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the shop."""

    name: str
    """`2026-11`"""
    since: Millis
    until: Millis
    """The first moment of the next."""


def get_month(database: Database, *, name: str) -> Month:
    """A month such as `2026-11`. Raises NotAMonth."""
    zone = get_setting(database, ZONE)
    try:
        first = date.fromisoformat(f"{name.strip()}-01")
        after = date(first.year + first.month // _DECEMBER, first.month % _DECEMBER + 1, 1)
    except ValueError as error:
        raise NotAMonth(text=name) from error
    return Month(f"{first:%Y-%m}", day_start(first, zone), day_start(after, zone))
