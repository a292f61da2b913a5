"""What a platform's file looks like, as data; which layout a header belongs to.

A layout says which columns a field is read from: the first name that the file has and whose cell is filled in counts.
Three pseudo fields stand for more than one field of a record: `whole_address` (province to postcode from one cell),
`street` (put before the address) and `freight` (added to a refund's amount).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shopdesk.domain.platforms import Platform
from shopdesk.importing.columns import index_columns, present
from shopdesk.importing.records import Kind

Columns = Mapping[str, tuple[str, ...]]
"""Field -> names of columns."""

MARK = 3
"""How much more a column that tells a layout from the others weighs than one that many have."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of file of one platform."""

    name: str
    platform: Platform
    kind: Kind
    known_by: tuple[str, ...]
    """Columns that tell it from others; two of them must be there."""
    order: Columns = field(default_factory=dict)
    line: Columns = field(default_factory=dict)
    """Not empty: every row is one bought item, and orders are put together from their rows."""
    refund: Columns = field(default_factory=dict)
    tracking: Columns = field(default_factory=dict)
    review: Columns = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()
    """Order amounts that stand whole on each row of an order; the others are summed."""
    due_until_paid: bool = False
    """True where the amount paid is written before it is paid: it counts once there is a time of payment."""
    priced_lines: bool = False
    """True where a line's goods are price x quantity for want of a column."""

    @property
    def needs(self) -> tuple[tuple[str, Columns], ...]:
        """The fields without which no row makes a record, each with the columns to look in."""
        if self.kind is Kind.REFUNDS:
            return (("order_no", self.refund), ("refund_no", self.refund))
        if self.kind is Kind.TRACKING:
            return (("waybill", self.tracking), ("at", self.tracking))
        if self.kind is Kind.REVIEWS:
            return (("order_no", self.review), ("at", self.review))
        titles = (("title", self.line),) if self.kind is Kind.LINES else ()
        return (("order_no", self.order), *titles)


@dataclass(frozen=True, slots=True)
class Match:
    """A layout held against a header."""

    layout: Layout
    marks: int
    score: int
    missing: tuple[str, ...]
    """The first name of each needed column that isn't there."""


def match(layout: Layout, places: dict[str, int]) -> Match:
    """How well a header (see `index_columns`) fits a layout."""
    marks = len(present(layout.known_by, places))
    tables = (layout.order, layout.line, layout.refund, layout.tracking, layout.review)
    mapped = {place for columns in tables for names in columns.values() for place in present(names, places)}
    missing = tuple(columns[name][0] for name, columns in layout.needs if not present(columns[name], places))
    return Match(layout, marks, MARK * marks + len(mapped), missing)


def best_match(header: Sequence[str], layouts: Iterable[Layout]) -> Match | None:
    """The layout that fits a header best; None where none does. It may still miss a needed column."""
    places = index_columns(header)
    fitting = [found for layout in layouts if (found := match(layout, places)).marks >= 2]
    return max(fitting, key=lambda found: (not found.missing, found.score), default=None)
