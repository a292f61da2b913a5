"""What goes back to one supplier together, and what damage cost by month and product (REP-04)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import Database, rows_of, stream
from shopdesk.domain.damage_list import AWAY, ENDS, State, loss_of
from shopdesk.domain.money import ZERO, Money
from shopdesk.errors import N_, NotFound
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import ZONE


class DamageBatchNotFound(NotFound):
    template = N_("There is no return batch {number} here. Look at the list of batches.")


@dataclass(frozen=True, slots=True)
class DamageBatchRow:
    """One batch of damaged goods for a supplier."""

    id: int
    version: int
    supplier_id: int
    supplier: str
    person: str
    at: Millis
    sent_at: Millis | None
    sent_by: str
    carrier: str
    waybill: str
    note: str
    cancelled_at: Millis | None
    entries: int
    pieces: int
    unanswered: int
    """Entries that the supplier has, and owes an answer or what it promised."""
    expires_at: Millis | None
    """When the first of them runs out."""
    worth: Money
    credited: Money

    @property
    def is_open(self) -> bool:
        """Not sent yet, so that goods may be put in and taken out."""
        return self.sent_at is None and self.cancelled_at is None


@dataclass(frozen=True, slots=True)
class DamageLoss:
    """What the damage of one product came to that was listed in one month."""

    month: str
    """`2026-11`, in the shop's zone."""
    title: str
    pieces: int
    worth: Money
    """What they cost."""
    credited: Money
    replaced: Money
    """The cost of those for which the supplier gave other goods."""
    lost: Money
    """Cost less what the supplier gave."""
    undecided: Money
    """So much of it is of entries that are still open."""
    unpriced: int
    """Pieces of which nobody knows the cost: the loss is larger than it says."""


class DamageExport(NamedTuple):
    """One entry of the damage list."""

    shop: str
    number: int
    state: str
    supplier: str
    title: str
    sku: str
    style: str
    colour: str
    size: str
    quantity: int
    fault: str
    order_no: str
    batch: int | None
    cost: Money
    credited: Money
    loss: Money
    answer: str
    created_at: Millis
    received_at: Millis | None
    expires_at: Millis | None
    sent_at: Millis | None
    closed_at: Millis | None


class LossExport(NamedTuple):
    """What the damage of one product came to in one month."""

    month: str
    product: str
    pieces: int
    cost: Money
    credited: Money
    replaced: Money
    lost: Money
    undecided: Money
    unpriced: int


_AWAY = ", ".join(f"'{state.value}'" for state in sorted(AWAY))
_SUM = "coalesce((SELECT sum({what}) FROM damage d WHERE d.batch_id = b.id), 0)"
_SQL = f"""
SELECT b.id, b.version, b.supplier_id, u.name AS supplier, p.name AS person, b.at, b.sent_at,
  coalesce(k.name, '') AS sent_by, b.carrier AS carrier, b.waybill AS waybill, b.note AS note, b.cancelled_at,
  (SELECT count(*) FROM damage d WHERE d.batch_id = b.id), {_SUM.format(what="d.quantity")},
  (SELECT count(*) FROM damage d WHERE d.batch_id = b.id AND d.state IN ({_AWAY})),
  (SELECT min(d.expires_at) FROM damage d WHERE d.batch_id = b.id),
  {_SUM.format(what="d.cost * d.quantity")}, {_SUM.format(what="d.credited")}
FROM damage_batch b JOIN supplier u ON u.id = b.supplier_id JOIN person p ON p.id = b.person_id
LEFT JOIN person k ON k.id = b.sent_by_id
"""


def list_damage_batches(
    database: Database,
    *,
    supplier_id: int | None = None,
    only_open: bool = False,
    unanswered: bool = False,
    limit: int | None = None,
) -> list[DamageBatchRow]:
    """Batches, those that are not sent yet first, then the newest. `unanswered`: only those of which the supplier
    still owes an answer, or what it promised."""
    where, params = ["TRUE"], []
    if supplier_id is not None:
        where.append("b.supplier_id = ?")
        params.append(supplier_id)
    if only_open:
        where.append("b.sent_at IS NULL AND b.cancelled_at IS NULL")
    if unanswered:
        where.append(f"EXISTS (SELECT 1 FROM damage d WHERE d.batch_id = b.id AND d.state IN ({_AWAY}))")
    most = "" if limit is None else f" LIMIT {int(limit)}"
    order = "ORDER BY b.sent_at IS NOT NULL OR b.cancelled_at IS NOT NULL, b.id DESC"
    return [_batch(row) for row in rows_of(database, f"{_SQL} WHERE {' AND '.join(where)} {order}{most}", params)]


def get_damage_batch(database: Database, batch_id: int) -> DamageBatchRow:
    """One batch; raises DamageBatchNotFound."""
    found = rows_of(database, f"{_SQL} WHERE b.id = ?", (batch_id,))
    if not found:
        raise DamageBatchNotFound(number=batch_id)
    return _batch(found[0])


_LOSSES_SQL = f"""
SELECT d.at, CASE WHEN coalesce(p.title, '') <> '' THEN p.title WHEN d.title <> '' THEN d.title ELSE d.sku END AS title,
  d.quantity, d.cost, d.credited, d.state AS state
FROM damage d LEFT JOIN variant v ON v.id = d.variant_id LEFT JOIN product p ON p.id = v.product_id
WHERE d.state <> '{State.STRUCK.value}' AND d.at >= ? AND d.at < ?"""


def list_damage_losses(
    database: Database, *, since: Millis = 0, until: Millis | None = None, supplier_id: int | None = None
) -> list[DamageLoss]:
    """What damage cost that was listed from the one moment to before the other, by month and product: the newest month
    first, in it the largest loss. What was struck off doesn't count."""
    zone = get_setting(database, ZONE)
    sql, params = _LOSSES_SQL, [since, until if until is not None else 2**62]
    if supplier_id is not None:
        sql, params = f"{sql} AND d.supplier_id = ?", [*params, supplier_id]
    found: dict[tuple[str, str], DamageLoss] = {}
    for at, title, *counted in rows_of(database, sql, params):
        key = (f"{to_local(at, zone):%Y-%m}", title or "?")
        known = found.get(key) or DamageLoss(*key, 0, ZERO, ZERO, ZERO, ZERO, ZERO, 0)
        found[key] = _counted(known, *counted)
    by_loss = sorted(found.values(), key=lambda row: (-row.lost, row.title))
    return sorted(by_loss, key=lambda row: row.month, reverse=True)


def stream_damage(database: Database) -> Iterator[DamageExport]:
    """The whole list, the newest first."""
    rows = stream(
        database,
        "SELECT coalesce(s.name, '') AS name, d.id, d.state AS state, coalesce(u.name, '') AS supplier, "
        "d.title AS title, d.sku AS sku, d.style AS style, d.colour AS colour, d.size AS size, d.quantity, "
        "d.fault AS fault, coalesce(o.order_no, '') AS order_no, d.batch_id, d.cost, d.credited, 0, "
        "d.answer AS answer, d.at, d.received_at, d.expires_at, b.sent_at, d.closed_at FROM damage d "
        "LEFT JOIN shop s ON s.id = d.shop_id LEFT JOIN supplier u ON u.id = d.supplier_id "
        "LEFT JOIN orders o ON o.id = d.order_id LEFT JOIN damage_batch b ON b.id = d.batch_id ORDER BY d.id DESC",
    )
    for row in rows:
        cost, credited = Money(row[13]), Money(row[14])
        loss = loss_of(cost, row[9], credited, State(row[2]))
        yield DamageExport._make(row)._replace(cost=cost, credited=credited, loss=loss)


def stream_damage_losses(database: Database) -> Iterator[LossExport]:
    """What damage cost, by month and product."""
    for row in list_damage_losses(database):
        yield LossExport(
            row.month, row.title, row.pieces, row.worth, row.credited, row.replaced, row.lost, row.undecided,
            row.unpriced,
        )  # fmt: skip


def _counted(known: DamageLoss, quantity: int, cost: int, credited: int, state: str) -> DamageLoss:
    """One entry more."""
    where, worth = State(state), Money(cost * quantity)
    lost = loss_of(Money(cost), quantity, Money(credited), where)
    return replace(
        known,
        pieces=known.pieces + quantity,
        worth=known.worth + worth,
        credited=known.credited + credited,
        replaced=known.replaced + (worth if where is State.REPLACED else ZERO),
        lost=known.lost + lost,
        undecided=known.undecided + (ZERO if where in ENDS else lost),
        unpriced=known.unpriced + (quantity if not cost else 0),
    )


def _batch(row: tuple[Any, ...]) -> DamageBatchRow:
    entries, pieces, unanswered, expires_at, worth, credited = row[12:]
    counts = (int(entries), int(pieces), int(unanswered))
    values = [*row[:12], *counts, expires_at, Money(int(worth)), Money(int(credited))]
    return DamageBatchRow(*values)
