"""Papers that go to suppliers with goods: repairs' labels and dispatch list, the list of damage. Frozen snapshots.

None has a buyer on it, as the supplier needs to know none (DATA-06).
"""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.documents import Party as Address
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import Estimate, Warranty


@dataclass(frozen=True, slots=True)
class Home:
    """Whose goods these are, and where they go back to."""

    shop: str
    address: Address


@dataclass(frozen=True, slots=True)
class RepairLabel:
    """What hangs on the goods; scanned it opens the repair (REP-01)."""

    number: int
    code: str
    """What its bars say."""
    day: str
    """On which it came, `2026-11-22`."""
    order_no: str
    name: str
    sku: str
    quantity: int
    fault: str
    accessories: str
    warranty: Warranty
    supplier: str
    printed_at: Millis
    printed_by: str


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """One repair on the dispatch list."""

    number: int
    code: str
    name: str
    sku: str
    quantity: int
    fault: str
    accessories: str
    warranty: Warranty
    estimate: Money = ZERO
    estimate_state: Estimate = Estimate.NONE
    fee_by: Party | None = None


@dataclass(frozen=True, slots=True)
class RepairDispatch:
    """What goes to a factory together (REP-03)."""

    batch: int
    supplier: str
    lines: tuple[DispatchLine, ...]
    due_at: Millis | None
    sent_at: Millis | None
    """None: it has not gone yet."""
    carrier: str
    waybill: str
    note: str
    printed_at: Millis
    printed_by: str
    homes: tuple[Home, ...] = ()

    @property
    def pieces(self) -> int:
        """Of all lines."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class DamageLine:
    """One entry on the return list."""

    line: int
    number: int
    name: str
    sku: str
    quantity: int
    fault: str
    received_at: Millis | None
    expires_at: Millis | None
    cost: Money
    """Of one piece; 0 while unknown."""

    @property
    def worth(self) -> Money:
        """What all its pieces cost."""
        return Money(self.cost * self.quantity)


@dataclass(frozen=True, slots=True)
class DamageReturn:
    """What goes back to a supplier together (REP-04)."""

    batch: int
    supplier: str
    return_days: int
    """In which the supplier takes goods back, from the day they came to us; 0 while unknown."""
    lines: tuple[DamageLine, ...]
    sent_at: Millis | None
    carrier: str
    waybill: str
    note: str
    printed_at: Millis
    printed_by: str
    homes: tuple[Home, ...] = ()

    @property
    def pieces(self) -> int:
        """Of all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def worth(self) -> Money:
        """What all of them cost, as far as it is known."""
        return sum((line.worth for line in self.lines), ZERO)
