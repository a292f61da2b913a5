"""Moments as tracking services write them (SHP-08)."""

import re
from datetime import datetime

from shopdesk.clock import Millis, from_local

_MOMENT = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)[ T](\d\d?):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[-+]\d\d:?\d\d)?")


def read_moment(text: str) -> Millis:
    """`2026-11-20 08:30:00`, China's wall clock where no zone stands behind it. Raises ValueError."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not 1990 <= year <= 2199:
        raise ValueError(text)
    wall = datetime(year, month, day, hour, minute, second)
    zone = found[7]
    return from_local(datetime.fromisoformat(wall.isoformat() + zone) if zone else wall)
