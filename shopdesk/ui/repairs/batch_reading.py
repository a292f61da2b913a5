"""What the view of batches reads: the batches, what is in the chosen one, and what waits for its supplier (REP-03)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from shopdesk.clock import Millis
from shopdesk.domain.repairs import HERE, Estimate
from shopdesk.queries.products import SupplierRow, list_suppliers
from shopdesk.queries.repair_batches import RepairBatchRow, list_repair_batches
from shopdesk.queries.repairs import RepairRow, list_repairs
from shopdesk.services.desk import Desk
from shopdesk.ui.repairs.reading import Moment, read_moment
from shopdesk.ui.repairs.whole import read_carriers

MOST = 300
"""Batches that are listed, the newest."""


@dataclass(frozen=True, slots=True)
class BatchList:
    """All batches, and what waits for whom."""

    moment: Moment
    batches: list[RepairBatchRow] = field(default_factory=list)
    waiting: list[RepairRow] = field(default_factory=list)
    """Here, in no batch, and nothing keeps them from going."""
    suppliers: tuple[SupplierRow, ...] = ()
    carriers: tuple[str, ...] = ()

    @property
    def by_supplier(self) -> Mapping[int, int]:
        """How many wait for whom; those without a supplier wait for nobody."""
        return Counter(row.supplier_id for row in self.waiting if row.supplier_id is not None)

    def waiting_for(self, supplier_id: int) -> list[RepairRow]:
        """What can go into a batch for this supplier."""
        return [row for row in self.waiting if row.supplier_id == supplier_id]

    def is_late(self, batch: RepairBatchRow) -> bool:
        """Whether something of it should be back."""
        return bool(batch.away) and batch.due_at is not None and batch.due_at < self.moment.now


def read_batches(desk: Desk) -> BatchList:
    """As it is now."""
    database = desk.seen
    here = list_repairs(database, states=tuple(HERE))
    waiting = [row for row in here if row.batch_id is None and not row.waits_for_approval]
    return BatchList(
        read_moment(desk), list_repair_batches(database, limit=MOST),
        [row for row in waiting if row.estimate_state is not Estimate.ASKED], tuple(list_suppliers(database)),
        read_carriers(desk),
    )  # fmt: skip


def read_pieces(desk: Desk, batch_id: int) -> list[RepairRow]:
    """What is in a batch or went with it; what is still away comes first."""
    return sorted(list_repairs(desk.seen, batch_id=batch_id), key=lambda row: (not row.is_away, _due(row), row.id))


def _due(row: RepairRow) -> Millis:
    return row.due_at or 0
