"""Time, handed in wherever it is needed so that tests can set it.

Inside, a moment is whole milliseconds UTC (`Millis`); the shop's zone appears only at the edges.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Millis = int
"""Milliseconds since 1970-01-01 UTC."""

Clock = Callable[[], Millis]
"""Tells the moment now."""

DEFAULT_ZONE = "Asia/Shanghai"


def now() -> Millis:
    """The moment now, from the machine's clock."""
    return time.time_ns() // 1_000_000


def to_local(moment: Millis, zone: str = DEFAULT_ZONE) -> datetime:
    """`moment` as an aware datetime in the shop's zone."""
    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(ZoneInfo(zone))


def from_local(local: datetime, zone: str = DEFAULT_ZONE) -> Millis:
    """The moment that a wall clock in the shop's zone shows as `local` (naive) or that `local` (aware) is."""
    aware = local if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone))
    return round(aware.timestamp() * 1000)


def day_start(day: date, zone: str = DEFAULT_ZONE) -> Millis:
    """The first moment of `day` in the shop's zone."""
    return from_local(datetime(day.year, day.month, day.day), zone)


def day_end(day: date, zone: str = DEFAULT_ZONE) -> Millis:
    """The first moment after `day` in the shop's zone."""
    return day_start(min(day, date.max - timedelta(days=1)) + timedelta(days=1), zone)


def shown(moment: Millis | None, zone: str = DEFAULT_ZONE) -> str:
    """`2024-03-02 10:00`: what sentences say; `?` for None."""
    return "?" if moment is None else to_local(moment, zone).strftime("%Y-%m-%d %H:%M")


def iso(moment: Millis | None, zone: str = DEFAULT_ZONE) -> str | None:
    """ISO 8601 with offset, to the second: what the command line and exports write."""
    return None if moment is None else to_local(moment, zone).isoformat(timespec="seconds")
