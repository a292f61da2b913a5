"""Texts with blanks, such as a message to a buyer: `Dear {buyer}, ...`."""

import re

_BLANK = re.compile(r"\{(\w+)\}")


def fill_blanks(text: str, **values: object) -> str:
    """The text with its blanks filled in; a blank that nobody knows stays as it is, so that it is seen."""
    return _BLANK.sub(lambda blank: str(values.get(blank[1], blank[0])), text)


def blanks_in(text: str) -> set[str]:
    """The names of a text's blanks."""
    return set(_BLANK.findall(text))
