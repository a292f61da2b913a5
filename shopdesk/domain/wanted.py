"""What a buyer wants instead, as clerks say it: a size or a colour of the same product stands for its code (RET-02)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shopdesk.domain.likeness import plain


class Sort(NamedTuple):
    """One style, colour and size of a product."""

    sku: str
    style: str = ""
    colour: str = ""
    size: str = ""

    @property
    def name(self) -> str:
        """`深紫 W7`, as it is offered."""
        return " ".join(filter(None, (self.colour, self.size))) or self.style or self.sku


_PART = re.compile(r"(?P<words>.*?)\s*(?:[x×X＊*]\s*(?P<quantity>\d{1,4}))?")
_ASIDE = re.compile(r"^(换成|换|改成|改|要)|[,，、/]")
"""What is said around it."""
_STEP = re.compile(r"(?P<way>[大小])[一1]?[码号]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def read_wanted(text: str, sorts: Sequence[Sort], own: Sort | None, quantity: int = 1) -> str:
    """Each line as code and quantity, where it names exactly one of these sorts: `W8` of a purple pair is the purple
    W8. What names none or several stays as it was written. `own` is the sort that comes back, `quantity` how many of
    it."""
    return "\n".join(_read_line(line, sorts, own, quantity) for line in text.splitlines()).strip()


def _read_line(line: str, sorts: Sequence[Sort], own: Sort | None, quantity: int) -> str:
    said = _PART.fullmatch(line.strip())
    if said is None or not said["words"]:
        return line
    found = _the_one(plain(_ASIDE.sub("", said["words"].strip())), sorts, own)
    return line if found is None else f"{found.sku}x{int(said['quantity'] or quantity)}"


def _the_one(words: str, sorts: Sequence[Sort], own: Sort | None) -> Sort | None:
    by_code = [each for each in sorts if plain(each.sku) == words]
    if by_code:
        return by_code[0]
    step = _STEP.fullmatch(words)
    if step is not None:
        return _beside(sorts, own, 1 if step["way"] == "大" else -1)
    fitting = [each for each in sorts if words in _names(each)]
    if len(fitting) > 1 and own is not None:  # what isn't said stays as it was
        fitting = [each for each in fitting if _likeness(each, own) == max(_likeness(one, own) for one in fitting)]
    return fitting[0] if len(fitting) == 1 else None


def _names(sort: Sort) -> Iterator[str]:
    style, colour, size = plain(sort.style), plain(sort.colour), plain(sort.size)
    for parts in ((colour, size), (size, colour), (style, colour, size), (style, size), (style, colour)):
        if any(parts[1:]):
            yield "".join(parts)
    yield from filter(None, (colour, colour.removesuffix("色"), size, size.removesuffix("码")))


def _likeness(sort: Sort, own: Sort) -> tuple[int, int]:
    return sum((sort.style == own.style, sort.colour == own.colour, sort.size == own.size)), sort.style == own.style


def _beside(sorts: Sequence[Sort], own: Sort | None, step: int) -> Sort | None:
    """The next larger or smaller of the same colour."""
    if own is None:
        return None
    row = [each for each in sorts if (each.style, each.colour) == (own.style, own.colour) and _NUMBER.search(each.size)]
    row.sort(key=lambda each: float(_NUMBER.findall(each.size)[0]))
    place = next((place for place, each in enumerate(row) if each.size == own.size), None)
    if place is None or not 0 <= place + step < len(row):
        return None
    return row[place + step]
