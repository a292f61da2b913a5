"""Days typed into the forms of damage."""

from contextlib import suppress
from datetime import date

from shopdesk.clock import Millis, day_end, day_start, to_local
from shopdesk.i18n import _


def read_day(text: str, today: date) -> date:
    """A day as people type it: `2026-11-22`, or `11-22` for the nearest one. ValueError for anything else."""
    typed = text.strip().replace("/", "-").replace(".", "-")
    parts = [int(part) for part in typed.split("-")]  # ValueError for what is no number
    if len(parts) == 3:  # year, month, day
        return date(*parts)
    month, day = parts
    near = []
    for year in (today.year - 1, today.year, today.year + 1):
        with suppress(ValueError):  # a leap day
            near.append(date(year, month, day))
    if not near:
        raise ValueError(text)
    return min(near, key=lambda each: abs(each - today))


def what_is_wrong_with_day(text: object) -> str | None:
    """The sentence under the field; None for a day, or for nothing."""
    if not str(text).strip():
        return None
    try:
        read_day(str(text), date(2024, 1, 1))
    except ValueError:
        return _("Type a day such as 2026-11-22 or 11-22.")
    return None


def shown_day(at: Millis | None, zone: str) -> str:
    """A day as it may be typed."""
    return "" if at is None else to_local(at, zone).date().isoformat()


def came_on(text: str, zone: str, now: Millis) -> Millis | None:
    """The day on which something came, as a moment; None where nothing was typed."""
    if not text.strip():
        return None
    today = to_local(now, zone).date()
    day = read_day(text, today)
    return now if day == today else day_start(day, zone)


def over_on(text: str, zone: str, now: Millis) -> Millis | None:
    """The last moment of the day that was typed; None where none was."""
    if not text.strip():
        return None
    return day_end(read_day(text, to_local(now, zone).date()), zone) - 1
