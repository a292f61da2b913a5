"""Whom the shop writes to of its own accord, and when (CRM-05)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from shopdesk.errors import N_

_LEAP_DAY = (2, 29)
_LONG = len("2027-02-06")


class CareKind(StrEnum):
    """What a message is for; the value is what the database keeps and the command line says. A buyer for whom several
    are due gets the first of them."""

    UNPAID = "unpaid"
    BIRTHDAY = "birthday"
    HOLIDAY = "holiday"
    THANKS = "thanks"


CARE_KINDS: Mapping[CareKind, str] = {
    CareKind.UNPAID: N_("Unpaid order"),
    CareKind.BIRTHDAY: N_("Birthday"),
    CareKind.HOLIDAY: N_("Holiday"),
    CareKind.THANKS: N_("Thanks for a good review"),
}
"""What they are called."""

MEANS: Mapping[CareKind, str] = {
    CareKind.UNPAID: N_("Orders that were made in the last so many days and wait for their payment"),
    CareKind.BIRTHDAY: N_("From so many days before a buyer's birthday"),
    CareKind.HOLIDAY: N_("From so many days before the day, to buyers with the tag"),
    CareKind.THANKS: N_("Good reviews of the last so many days that complain about nothing"),
}
"""What the days of a rule count."""

USUAL_DAYS: Mapping[CareKind, int] = {
    CareKind.UNPAID: 3, CareKind.BIRTHDAY: 0, CareKind.HOLIDAY: 1, CareKind.THANKS: 7,
}  # fmt: skip
MOST_DAYS = 60

OF_ORDERS = frozenset({CareKind.UNPAID, CareKind.THANKS})
"""What one order is the reason for; the others come once a year."""
WISHES = frozenset(CareKind) - {CareKind.UNPAID}
"""Kind words: none for a buyer with whom something is to be settled."""


class Stop(StrEnum):
    """Why a buyer isn't written to."""

    UNWANTED = "unwanted"
    """They said so."""
    BLOCKED = "blocked"
    WRITTEN = "written"
    """For this, or for something else not long ago."""
    SKIPPED = "skipped"
    """Somebody decided to leave it."""
    OPEN = "open"
    """Something is to be settled with them first."""
    PAUSED = "paused"
    NOT_DUE = "not-due"


def read_day(text: str) -> str | None:
    """A day of each year, `05-17`, or of one, `2027-02-06`, as it is kept; also `5-17`, `5/17`, `5.17`, `5月17日`.
    "" for none, None for what is no day."""
    bare = text.strip().rstrip("日号")
    for sign in "年月/.":
        bare = bare.replace(sign, "-")
    parts = bare.split("-") if bare else []
    if not parts:
        return ""
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, day = map(int, parts if len(parts) == 3 else ["2000", *parts])
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.isoformat() if len(parts) == 3 else found.isoformat()[5:]


def is_coming(day: str, today: date, days: int, *, yearly: bool = False) -> bool:
    """Whether a kept day is today or within so many days. `yearly`: its year is that of a birth. Who was born on 29
    February is wished well on the 28th in other years."""
    return any(_falls_on(day, today + timedelta(days=ahead), yearly=yearly) for ahead in range(days + 1))


def _falls_on(day: str, on: date, *, yearly: bool) -> bool:
    if len(day) == _LONG and not yearly:
        return day == on.isoformat()
    month, number = (int(part) for part in day[-5:].split("-"))
    if (month, number) == _LEAP_DAY and not _is_leap(on.year):
        number -= 1
    return (on.month, on.day) == (month, number)


def days_wanted(today: date, days: int) -> tuple[str, ...]:
    """The days, `05-17`, on which a birthday is coming: what the database is asked for."""
    found = [(today + timedelta(days=ahead)) for ahead in range(days + 1)]
    wanted = [each.isoformat()[5:] for each in found]
    return tuple(wanted + ["02-29" for each in found if (each.month, each.day) == (2, 28) and not _is_leap(each.year)])


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
