"""What a buyer is told when something has left: the shop's own text with its blanks filled in (SHP-07)."""

import re
from collections.abc import Mapping

BLANKS = ("buyer", "order_no", "carrier", "waybill", "item")
"""What may stand between braces."""

_BLANK = re.compile(r"\{(\w+)\}")


def fill_blanks(text: str, values: Mapping[str, str]) -> str:
    """The text with every known blank filled in; unknown ones stay, so that a slip of the finger is seen."""
    return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)


def unknown_blanks(text: str) -> list[str]:
    """Blanks that nothing fills in."""
    return [name for name in _BLANK.findall(text) if name not in BLANKS]
