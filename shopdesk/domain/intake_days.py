"""What is still open when a day of intake is to be closed (RET-07, RET-08)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from shopdesk.domain.money import Money
from shopdesk.i18n import _, ngettext

_NAMED = 12
"""Numbers that a sentence names before it goes on with dots."""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What keeps a day from being closed; boxes by their numbers of that day."""

    registering: tuple[int, ...] = ()
    """Boxes that are still being written down."""
    cash_to_hand: int = 0
    """Fen found in boxes that nobody has handed over, or that was handed over before more was found."""
    cash_to_confirm: int = 0
    """Fen handed over that nobody has counted again."""
    no_asker: tuple[int, ...] = ()
    """Unclaimed boxes for which nobody has been told to find out whose they are."""
    to_inspect: tuple[int, ...] = ()
    """Registered boxes with something in them that nobody has inspected."""

    @property
    def is_nothing(self) -> bool:
        """Whether the day can be closed."""
        return not any(asdict(self).values())

    @property
    def has_cash(self) -> bool:
        """Whether money is still on its way to the supervisor."""
        return bool(self.cash_to_hand or self.cash_to_confirm)

    def lines(self) -> list[str]:
        """What is open, a line each, in the language in use."""
        said = []
        if self.registering:
            n = len(self.registering)
            text = ngettext("box {boxes} is not registered yet", "boxes {boxes} are not registered yet", n)
            said.append(text.format(boxes=_numbers(self.registering)))
        if self.cash_to_hand:
            said.append(_("{amount} found in boxes was not handed over").format(amount=Money(self.cash_to_hand).shown))
        if self.cash_to_confirm:
            amount = Money(self.cash_to_confirm).shown
            said.append(_("{amount} was handed over and is not confirmed").format(amount=amount))
        if self.no_asker:
            n = len(self.no_asker)
            text = ngettext("nobody is to ask whose box {boxes} is", "nobody is to ask whose boxes {boxes} are", n)
            said.append(text.format(boxes=_numbers(self.no_asker)))
        if self.to_inspect:
            n = len(self.to_inspect)
            text = ngettext("box {boxes} is not inspected", "boxes {boxes} are not inspected", n)
            said.append(text.format(boxes=_numbers(self.to_inspect)))
        return said

    def kept(self) -> str:
        """As the database keeps it: JSON, empty for nothing."""
        return "" if self.is_nothing else json.dumps(asdict(self))


def read_left_open(kept: str) -> LeftOpen:
    """What `kept` was, told from the database."""
    if not kept:
        return LeftOpen()
    found: dict[str, Any] = json.loads(kept)
    values: dict[str, Any] = {
        field.name: tuple(value) if isinstance(value := found[field.name], list) else value
        for field in fields(LeftOpen)
        if field.name in found
    }
    return LeftOpen(**values)


def _numbers(numbers: Sequence[int]) -> str:
    said = _(", ").join(map(str, numbers[:_NAMED]))
    return f"{said} …" if len(numbers) > _NAMED else said
