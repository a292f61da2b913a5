"""What goes to one factory together, and what each product had to be mended for (REP-03)."""

from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import State, Step
from shopdesk.errors import N_, NotFound


class RepairBatchNotFound(NotFound):
    template = N_("There is no repair batch {number} here. Look at the list of batches.")


@dataclass(frozen=True, slots=True)
class RepairBatchRow:
    """One batch of repairs for a supplier."""

    id: int
    version: int
    supplier_id: int
    supplier: str
    person: str
    at: Millis
    due_at: Millis | None
    dispatched_at: Millis | None
    dispatched_by: str
    carrier: str
    waybill: str
    note: str
    cancelled_at: Millis | None
    repairs: int
    """In it, or gone with it."""
    pieces: int
    away: int
    """Repairs of it that the supplier still has."""

    @property
    def is_open(self) -> bool:
        """Not sent yet, so that repairs may be put in and taken out."""
        return self.dispatched_at is None and self.cancelled_at is None


@dataclass(frozen=True, slots=True)
class ProductRepairs:
    """What one product had to be mended for."""

    title: str
    repairs: int
    pieces: int
    under_warranty: int
    """Repairs."""
    replaced: int
    refunded: int
    """Repairs that ended otherwise."""
    fees: Money
    """That the shop bore."""
    days: float | None
    """At the supplier, on average; None while none came back."""
    faults: tuple[tuple[str, int], ...]
    """The commonest first, with the number of repairs."""


_SQL = """
SELECT b.id, b.version, b.supplier_id, u.name AS supplier, p.name AS person, b.at, b.due_at, b.dispatched_at,
  coalesce(d.name, '') AS dispatched_by, b.carrier AS carrier, b.waybill AS waybill, b.note AS note, b.cancelled_at,
  (SELECT count(*) FROM repair r WHERE {of}), (SELECT coalesce(sum(r.quantity), 0) FROM repair r WHERE {of}),
  (SELECT count(*) FROM repair r WHERE r.batch_id = b.id AND r.dispatched_at IS NOT NULL AND r.back_at IS NULL)
FROM repair_batch b JOIN supplier u ON u.id = b.supplier_id JOIN person p ON p.id = b.person_id
LEFT JOIN person d ON d.id = b.dispatched_by_id
""".format(
    of="r.batch_id = b.id OR r.id IN (SELECT t.repair_id FROM repair_step t WHERE t.batch_id = b.id "
    f"AND t.step = '{Step.DISPATCH.value}')"
)


def list_repair_batches(
    database: Database,
    *,
    supplier_id: int | None = None,
    only_open: bool = False,
    away: bool = False,
    limit: int | None = None,
) -> list[RepairBatchRow]:
    """Batches, those that are not sent yet first, then the newest. `away`: only those of which the supplier still has
    something."""
    where, params = ["TRUE"], []
    if supplier_id is not None:
        where.append("b.supplier_id = ?")
        params.append(supplier_id)
    if only_open:
        where.append("b.dispatched_at IS NULL AND b.cancelled_at IS NULL")
    if away:
        where.append(
            "EXISTS (SELECT 1 FROM repair r WHERE r.batch_id = b.id AND r.dispatched_at IS NOT NULL "
            "AND r.back_at IS NULL)"
        )
    most = "" if limit is None else f" LIMIT {int(limit)}"
    order = "ORDER BY b.dispatched_at IS NOT NULL OR b.cancelled_at IS NOT NULL, b.id DESC"
    sql = f"{_SQL} WHERE {' AND '.join(where)} {order}{most}"
    return [RepairBatchRow(*row) for row in rows_of(database, sql, params)]


def get_repair_batch(database: Database, batch_id: int) -> RepairBatchRow:
    """One batch; raises RepairBatchNotFound."""
    found = rows_of(database, f"{_SQL} WHERE b.id = ?", (batch_id,))
    if not found:
        raise RepairBatchNotFound(number=batch_id)
    return RepairBatchRow(*found[0])


_TITLE = "CASE WHEN coalesce(p.title, '') <> '' THEN p.title WHEN r.title <> '' THEN r.title ELSE r.sku END"
_OF = "FROM repair r LEFT JOIN variant v ON v.id = r.variant_id LEFT JOIN product p ON p.id = v.product_id"


def list_product_repairs(
    database: Database, *, since: Millis, until: Millis, supplier_id: int | None = None
) -> list[ProductRepairs]:
    """What was to be mended from the one moment to before the other, by product, the most repairs first; called off
    ones don't count."""
    where = f"WHERE r.at >= ? AND r.at < ? AND r.state <> '{State.CANCELLED.value}'"
    params: list[Any] = [since, until]
    if supplier_id is not None:
        where += " AND r.supplier_id = ?"
        params.append(supplier_id)
    faults: dict[str, list[tuple[str, int]]] = {}
    found = rows_of(
        database,
        f"SELECT title, fault, count(*) AS n FROM (SELECT {_TITLE} AS title, r.fault AS fault {_OF} {where}) f "
        "WHERE fault <> '' GROUP BY title, fault ORDER BY n DESC, fault",
        params,
    )
    for title, fault, n in found:
        faults.setdefault(title, []).append((fault, int(n)))
    rows = rows_of(database, _PRODUCTS_SQL.format(title=_TITLE, of=_OF, where=where), params)
    return [_product(row, tuple(faults.get(row[0], ()))) for row in rows]


_PRODUCTS_SQL = f"""
SELECT title, count(*) AS n, sum(quantity), sum(CASE WHEN warranty = 1 THEN 1 ELSE 0 END),
  sum(CASE WHEN state = '{State.REPLACED.value}' THEN 1 ELSE 0 END),
  sum(CASE WHEN state = '{State.REFUNDED.value}' THEN 1 ELSE 0 END),
  sum(CASE WHEN fee_by = '{Party.SHOP.value}' THEN fee ELSE 0 END),
  sum(back_at - dispatched_at), sum(CASE WHEN back_at IS NULL THEN 0 ELSE 1 END)
FROM (SELECT {{title}} AS title, r.quantity AS quantity, r.warranty AS warranty, r.state AS state, r.fee_by AS fee_by,
  r.fee AS fee, r.back_at AS back_at, r.dispatched_at AS dispatched_at {{of}} {{where}}) f
GROUP BY title ORDER BY n DESC, title"""


def _product(row: tuple[Any, ...], faults: tuple[tuple[str, int], ...]) -> ProductRepairs:
    title, repairs, pieces, warranty, replaced, refunded, fees, away, back = row
    days = round(int(away) / int(back) / DAY_MS, 1) if back else None
    counts = (int(repairs), int(pieces), int(warranty), int(replaced), int(refunded))
    return ProductRepairs(title, *counts, Money(int(fees)), days, faults)
