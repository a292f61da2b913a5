"""The issue register: the slips of a wave that the warehouse gets, by carrier (SHP-03). A frozen snapshot for paper."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.slips import WaveKind


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One slip."""

    position: int
    order_nos: tuple[str, ...]
    receiver: str
    """In part only."""
    pieces: int
    waybill: str
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class RegisterCarrier:
    """The slips of one carrier, in print order."""

    carrier: str
    lines: tuple[RegisterLine, ...]

    @property
    def pieces(self) -> int:
        """How many pieces go with it."""
        return sum(line.pieces for line in self.lines)


@dataclass(frozen=True, slots=True)
class IssueRegister:
    """A wave's register."""

    wave: int
    kind: WaveKind
    made_at: Millis
    shops: tuple[str, ...]
    carriers: tuple[RegisterCarrier, ...]
    printed_at: Millis
    printed_by: str

    @property
    def slips(self) -> int:
        """How many slips there are in all."""
        return sum(len(carrier.lines) for carrier in self.carriers)

    @property
    def pieces(self) -> int:
        """How many pieces there are in all."""
        return sum(carrier.pieces for carrier in self.carriers)


def part_of_name(name: str) -> str:
    """A receiver's name for people who need not know it: the first character, then stars."""
    name = name.strip()
    return name if len(name) < 2 or "*" in name else name[0] + "*" * min(len(name) - 1, 2)
