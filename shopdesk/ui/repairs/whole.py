"""Everything about one repair, as the panel shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shopdesk.clock import to_local
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.repairs import Warranty, warranty_on
from shopdesk.queries.check_rules import get_carriers
from shopdesk.queries.orders import get_order
from shopdesk.queries.products import SupplierRow, list_suppliers
from shopdesk.queries.repair_batches import RepairBatchRow, list_repair_batches
from shopdesk.queries.repair_words import get_buyer_text, get_memo_line
from shopdesk.queries.repairs import RepairRow, RepairStepRow, get_repair, list_repairs
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import REPAIR_FAULTS, REPAIR_WARRANTY_DAYS
from shopdesk.ui.repairs.reading import Moment, read_moment

YEAR = 365 * DAY_MS


@dataclass(frozen=True, slots=True)
class WarrantyWhy:
    """What says whether a repair is under warranty."""

    ordered: date | None
    """None where it belongs to no order."""
    days: int
    """0: there is none."""
    of_supplier: bool
    """The supplier's days, else the shop's."""
    said: Warranty
    """What the days say; somebody may have said otherwise."""

    @property
    def until(self) -> date | None:
        """The last day of it."""
        return self.ordered + timedelta(days=self.days) if self.ordered is not None and self.days else None


@dataclass(frozen=True, slots=True)
class WholeRepair:
    """One repair with all that belongs to it."""

    row: RepairRow
    steps: tuple[RepairStepRow, ...]
    moment: Moment
    memo: str
    """The line for the platform's memo (REP-02)."""
    text: str
    """What the buyer is to be told of it as it stands; "" for nothing (REP-03)."""
    memo_written: bool
    """The order's memo has the line."""
    why: WarrantyWhy
    earlier: tuple[RepairRow, ...]
    """Other repairs of the same sort within a year, the newest first."""
    batch: RepairBatchRow | None
    """The one it is in."""
    batches: tuple[RepairBatchRow, ...]
    """Those that have not gone and may take it."""
    suppliers: tuple[SupplierRow, ...]
    faults: tuple[str, ...]
    """The shop's words for what is broken."""
    carriers: tuple[str, ...]


def read_repair(desk: Desk, repair_id: int) -> WholeRepair:
    """Everything about one repair. Raises RepairNotFound."""
    database, moment = desk.seen, read_moment(desk)
    detail = get_repair(database, repair_id)
    row, suppliers = detail.row, tuple(list_suppliers(database))
    order = get_order(database, row.order_id) if row.order_id is not None else None
    memo = get_memo_line(database, repair_id=repair_id)
    ordered = to_local(order.created, moment.zone).date() if order is not None and order.created else None
    batches = list_repair_batches(database, only_open=True)
    faults: list[str] = get_setting(database, REPAIR_FAULTS)
    return WholeRepair(
        row, detail.steps, moment, memo, get_buyer_text(database, repair_id=repair_id),
        order is not None and memo in order.memo.splitlines(), _why(desk, row, ordered, suppliers, moment.zone),
        _earlier(desk, row, moment), next((each for each in batches if each.id == row.batch_id), None),
        tuple(each for each in batches if row.supplier_id in (None, each.supplier_id)), suppliers,
        tuple(faults), read_carriers(desk),
    )  # fmt: skip


def read_carriers(desk: Desk) -> tuple[str, ...]:
    """The shop's carriers, the likeliest first."""
    return tuple(str(carrier["name"]) for carrier in get_carriers(desk.seen).carriers)


def _why(desk: Desk, row: RepairRow, ordered: date | None, suppliers: Sequence[SupplierRow], zone: str) -> WarrantyWhy:
    own = next((each.warranty_days for each in suppliers if each.id == row.supplier_id), 0)
    days = own or get_setting(desk.seen, REPAIR_WARRANTY_DAYS)
    came = to_local(row.at, zone).date()
    return WarrantyWhy(ordered, days, bool(own), warranty_on(ordered, came, days=days))


def _earlier(desk: Desk, row: RepairRow, moment: Moment) -> tuple[RepairRow, ...]:
    """Those that are closed come last in the list, the newest of them first."""
    if row.variant_id is None:
        return ()
    found = list_repairs(desk.seen, variant_id=row.variant_id)
    recent = [each for each in found if each.id != row.id and each.at > moment.now - YEAR]
    return tuple(sorted(recent, key=lambda each: -each.at))
