"""Moments and spans as people read them: short in lists, full where the pointer rests."""

from datetime import timedelta
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale

from shopdesk.clock import Millis, to_local
from shopdesk.i18n import _, current_language

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
"""In ms."""


def short_moment(moment: Millis | None, now: Millis, zone: str) -> str:
    """`14:05`, `Yest. 18:20`, `Mar 1`, `2023-11-05`: as short as it can be told on the day of `now`."""
    if moment is None:
        return ""
    return _short(moment // MINUTE, now // HOUR, zone, current_language())


def full_moment(moment: Millis | None, zone: str) -> str:
    """`2024-03-02 10:00:05`, for tooltips."""
    return "" if moment is None else to_local(moment, zone).strftime("%Y-%m-%d %H:%M:%S")


def span(length: Millis) -> str:
    """How long, in one unit: `45 min`, `21 h`, `12 d`; below a minute `1 min`."""
    if length < HOUR:
        return _("{n} min").format(n=max(1, length // MINUTE))
    if length < 2 * DAY:
        return _("{n} h").format(n=length // HOUR)
    return _("{n} d").format(n=length // DAY)


def exact_span(length: Millis) -> str:
    """How long, to the minute: `3 h 20 min`."""
    hours, minutes = divmod(length // MINUTE, 60)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes) if hours else span(length)


@lru_cache(maxsize=8192)
def _short(minute: int, hour_now: int, zone: str, _language: str) -> str:
    at, today = to_local(minute * MINUTE, zone), to_local(hour_now * HOUR, zone).date()
    clock = f"{at:%H:%M}"
    if at.date() == today:
        return clock
    if at.date() == today - timedelta(days=1):
        return _("Yest. {clock}").format(clock=clock)
    if at.year == today.year:
        return _day(at.year, at.month, at.day, _language)
    return f"{at:%Y-%m-%d}"


@lru_cache(maxsize=1024)
def _day(year: int, month: int, day: int, _language: str) -> str:
    """Asking Qt takes most of the time that a row's moment takes; many rows are of one day."""
    # For translators: how Qt writes month and day.
    return QLocale().toString(QDate(year, month, day), _("MMM d"))
