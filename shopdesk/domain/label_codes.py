"""What the bars of our own labels say: letters for what it is of, the day it came, its number."""

import re
from datetime import date


def label_code(letters: str, day: str, number: int) -> str:
    """`BX20261122-3` for box 3 of `2026-11-22`."""
    return f"{letters}{day.replace('-', '')}-{number}"


def parse_label_code(form: re.Pattern[str], text: str) -> tuple[str, int] | None:
    """Day and number; None for any other text. `form` has groups for year, month, day and number."""
    found = form.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day.isoformat(), int(found[4])
