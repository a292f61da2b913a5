"""Two people changed one record: what each of them changed against what both began with (DATA-02).

Fields that only mean something together, such as name, phone and address of a receiver, are one unit: half of each
would be neither's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]
Unit = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit that both changed, each to something else."""

    fields: Unit
    base: Values
    theirs: Values
    mine: Values


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be done."""

    write: dict[str, Any] = field(default_factory=dict)
    """The fields to be written with my values."""
    kept: tuple[str, ...] = ()
    """Fields that the other changed and I did not: they stay."""
    differences: tuple[Difference, ...] = ()
    """Where somebody has to decide; nothing may be written then."""


def merge(base: Values, theirs: Values, mine: Values, units: Sequence[Unit] = ()) -> Merged:
    """`base` is what I began with, `theirs` what is there now, `mine` what I want; a field that `mine` leaves out is as
    in `base`.

    A field that `base` doesn't know follows from the others: it is written with them. `theirs` has to know all fields
    of `base` and `mine`.
    """
    write: dict[str, Any] = {}
    kept: list[str] = []
    differences: list[Difference] = []
    for unit in _units(base, units):
        wanted = {name: mine.get(name, base[name]) for name in unit}
        began, now = ({name: values[name] for name in unit} for values in (base, theirs))
        if wanted == began:
            kept += [name for name in unit if now[name] != began[name]]
        elif now in (began, wanted):
            write |= {name: value for name, value in wanted.items() if value != now[name]}
        else:
            differences.append(Difference(unit, began, now, wanted))
    if differences:
        return Merged({}, tuple(kept), tuple(differences))
    if write or not _changes(base, mine):
        write |= {name: value for name, value in mine.items() if name not in base and value != theirs[name]}
    return Merged(write, tuple(kept), ())


def _changes(base: Values, mine: Values) -> bool:
    """Whether I wanted any known field otherwise than it was."""
    return any(name in base and value != base[name] for name, value in mine.items())


def _units(base: Values, units: Sequence[Unit]) -> list[Unit]:
    """The fields of `base` by the units they belong to, in its order."""
    of_field = {name: tuple(each for each in unit if each in base) for unit in units for name in unit}
    return list(dict.fromkeys(of_field.get(name, (name,)) for name in base))


def joined(theirs: str, mine: str) -> str:
    """Both texts, one below the other; what one of them says anyhow is not said twice."""
    if mine in theirs:
        return theirs
    return mine if theirs in mine else f"{theirs}\n{mine}"
