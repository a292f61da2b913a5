"""What carriers lost, emptied or broke in a month, on paper (SHP-08). A frozen snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.claims import Kind, Solution, State
from shopdesk.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class LossLine:
    """One parcel of the register."""

    number: int
    at: Millis
    """When it was registered."""
    kind: Kind
    state: State
    carrier: str
    waybill: str
    order_no: str
    buyer: str
    asked: Money
    offered: Money
    paid: Money
    solution: Solution
    answer: str = ""

    @property
    def lost(self) -> Money:
        """What the shop bears as it stands; nothing of a parcel that turned up."""
        return ZERO if self.state is State.FOUND else self.asked - self.paid

    @property
    def is_over(self) -> bool:
        """It turned up, and nobody had been made good."""
        return self.state is State.FOUND and self.solution is Solution.NONE

    @property
    def amounts(self) -> tuple[Money, Money, Money, Money]:
        """Asked for, offered, paid, lost: as they count in the sums."""
        asked, offered = (ZERO, ZERO) if self.state is State.FOUND else (self.asked, self.offered)
        return asked, offered, self.paid, self.lost


@dataclass(frozen=True, slots=True)
class LossSummary:
    """A month's parcels, by carrier."""

    month: str
    """`2026-11`."""
    lines: tuple[LossLine, ...]
    printed_at: Millis
    printed_by: str

    @property
    def carriers(self) -> tuple[str, ...]:
        """Whoever lost the most comes first."""
        names = dict.fromkeys(line.carrier for line in self.lines)
        return tuple(sorted(names, key=lambda name: (-self.of(name).lost, name)))

    def of(self, carrier: str) -> "LossSum":
        """What one carrier's parcels come to."""
        return LossSum.of(line for line in self.lines if line.carrier == carrier)

    @property
    def whole(self) -> "LossSum":
        """Everything together."""
        return LossSum.of(self.lines)


@dataclass(frozen=True, slots=True)
class LossSum:
    """What some parcels come to."""

    parcels: int
    asked: Money
    offered: Money
    paid: Money
    lost: Money
    waiting: int
    """Buyers who have neither goods nor money."""

    @classmethod
    def of(cls, lines: Iterable[LossLine]) -> "LossSum":
        """Added up; a parcel that turned up is one, with no money."""
        found = tuple(lines)
        owed = tuple(line for line in found if line.state is not State.FOUND)
        return cls(
            len(found),
            sum((line.asked for line in owed), ZERO),
            sum((line.offered for line in owed), ZERO),
            sum((line.paid for line in found), ZERO),
            sum((line.lost for line in found), ZERO),
            sum(line.solution is Solution.NONE for line in owed),
        )
