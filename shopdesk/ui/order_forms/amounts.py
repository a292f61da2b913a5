"""Amounts and moments typed into forms."""

from contextlib import suppress
from datetime import datetime

from shopdesk.clock import Millis, from_local, to_local
from shopdesk.domain.money import Money
from shopdesk.i18n import _

_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d", "%m-%d %H:%M", "%m-%d")
END_OF_DAY = (23, 59)


def what_is_wrong_with_amount(text: object) -> str | None:
    """The sentence under the field; None for an amount of 0 or more."""
    typed = str(text).strip()
    try:
        Money.typed(typed)
    except ValueError:
        return _("Type an amount such as 12.50.")
    return None


def what_is_wrong_with_moment(text: object) -> str | None:
    """The sentence under the field; None for a day or a moment."""
    return None if _read(str(text)) else _("Type a day or a moment such as 2026-03-05 18:00.")


def read_moment(text: str, zone: str, now: Millis) -> Millis:
    """The moment that was typed; a day means its end, a day without year the next one. ValueError for anything else."""
    found = _read(text)
    if found is None:
        raise ValueError(text)
    moment, form = found
    if "%Y" not in form:
        today = to_local(now, zone)
        moment = moment.replace(year=today.year)
        moment = moment.replace(year=today.year + 1) if moment.date() < today.date() else moment
    if "%H" not in form:
        moment = moment.replace(hour=END_OF_DAY[0], minute=END_OF_DAY[1])
    return from_local(moment, zone)


def typed_moment(moment: Millis, zone: str) -> str:
    """A moment as it may be typed."""
    return to_local(moment, zone).strftime(_MOMENTS[0])


def _read(text: str) -> tuple[datetime, str] | None:
    """What was typed and in which form; a leap day needs its year."""
    for form in _MOMENTS:
        typed, wanted = (text.strip(), form) if "%Y" in form else (f"2001-{text.strip()}", f"%Y-{form}")
        with suppress(ValueError):
            return datetime.strptime(typed, wanted), form
    return None
