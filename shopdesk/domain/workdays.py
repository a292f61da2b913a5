"""Working days as China counts them: holidays off, and the weekends that are worked for them (RET-11, RET-16)."""

from datetime import date, timedelta

import chinese_calendar

_FRIDAY = 4


def is_workday(day: date) -> bool:
    """Whether it is worked on a day; Monday to Friday in years whose holidays nobody has announced yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() <= _FRIDAY


def workday_after(day: date, days: int) -> date:
    """The day that lies so many working days after another; itself for 0."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day
