"""What somebody pastes of a parcel's way: one event a line, as carriers' pages show them (SHP-08)."""

import re
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from shopdesk.clock import Millis, from_local, to_local

_DAY = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_TIME = r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2}))?"
_MOMENT = re.compile(rf"[\s\[【(（]*(?:{_DAY}[\sT]*(?:周.|星期.)?\s*)?{_TIME}[\s\]】)）,，;；|]*")
_BLANKS = " \t　-–—·•"


class Heard(NamedTuple):
    """One event; `at` is None where no moment stood with it."""

    at: Millis | None
    said: str


def read_heard(text: str, *, zone: str, now: Millis) -> list[Heard]:
    """The events of a pasted text. A moment stands in front of its words or on a line of its own above them; without a
    year it is the last such day, without a day it is today's. A line without any moment is an event of now."""
    found: list[Heard] = []
    above: Millis | None = None
    for line in text.splitlines():
        at, words = _split(line.strip(_BLANKS), zone, now)
        if at is not None and not words:
            above = at
        elif words:
            found.append(Heard(above if at is None else at, words))
            above = None
    return found


def _split(line: str, zone: str, now: Millis) -> tuple[Millis | None, str]:
    matched = _MOMENT.match(line)
    if matched is not None:
        with suppress(ValueError, OverflowError):
            return _moment(matched, zone, now), line[matched.end() :].strip(_BLANKS)
    return None, line


def _moment(matched: re.Match[str], zone: str, now: Millis) -> Millis:
    year, month, day, hour, minute, second = (int(each or 0) for each in matched.group(*_PARTS))
    today = to_local(now, zone)
    if not month:
        wall = datetime(today.year, today.month, today.day, hour, minute, second)
    elif year:
        wall = datetime(year, month, day, hour, minute, second)
    else:
        wall = datetime(today.year, month, day, hour, minute, second)
        if wall.date() > today.date():
            wall = wall.replace(year=today.year - 1)
    return from_local(wall, zone)


_PARTS = ("year", "month", "day", "hour", "minute", "second")
