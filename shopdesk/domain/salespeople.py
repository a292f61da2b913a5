"""Whose customer an order is, by its flag and memo (ORD-02)."""

from collections.abc import Mapping, Sequence

from shopdesk.domain.flags import Colour


def salespeople_of(flag: Colour, memo: str, table: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The names that come into question by the table (colour word to names): none means the owner, one is the
    salesperson, of several somebody has to choose. A name in the memo decides among those of the flag."""
    names = () if flag is Colour.GREY else tuple(table.get(flag.code, ()))
    mentioned = _mentioned(names, memo)
    return mentioned if len(mentioned) == 1 else names


def _mentioned(names: Sequence[str], memo: str) -> tuple[str, ...]:
    """The names in the memo; one that is only a part of another there doesn't count."""
    found = [name for name in names if name in memo]
    return tuple(name for name in found if not any(name != other and name in other for other in found))
