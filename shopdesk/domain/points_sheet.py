"""A month's points on paper (TEAM-02). A frozen snapshot."""

from dataclasses import dataclass

from shopdesk.clock import Millis


@dataclass(frozen=True, slots=True)
class PointLine:
    """One entry."""

    number: int
    at: Millis
    rule: str
    """As people call it."""
    record: str
    """`order 1234`, as people call it."""
    note: str
    booked: int
    counted: int
    booked_by: str
    dispute: str = ""
    settlement: str = ""
    settled_by: str = ""
    is_disputed: bool = False
    """And not settled yet."""


@dataclass(frozen=True, slots=True)
class PersonPoints:
    """What one person's month comes to."""

    person: str
    lines: tuple[PointLine, ...]

    @property
    def merits(self) -> int:
        """Points for merits."""
        return sum(max(line.counted, 0) for line in self.lines)

    @property
    def mistakes(self) -> int:
        """Points for mistakes, below 0."""
        return sum(min(line.counted, 0) for line in self.lines)

    @property
    def total(self) -> int:
        """Both together."""
        return self.merits + self.mistakes


@dataclass(frozen=True, slots=True)
class PointsSheet:
    """A month's points, person by person."""

    month: str
    """`2026-11`."""
    people: tuple[PersonPoints, ...]
    printed_at: Millis
    printed_by: str

    @property
    def disputed(self) -> int:
        """Entries that are not settled yet: what they count may change."""
        return sum(line.is_disputed for each in self.people for line in each.lines)
