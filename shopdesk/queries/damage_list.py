"""The damage list: what a supplier takes back, in the order in which its time runs out (REP-04)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN_TEXTS, Database, escaped, listed, rows_of
from shopdesk.db.masking import is_masked, is_shown
from shopdesk.domain.damage_list import AWAY, ENDS, HERE, State, loss_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.errors import N_, NotFound


class DamageNotFound(NotFound):
    template = N_("There is no entry {number} in the damage list. Look at the list again.")


@dataclass(frozen=True, slots=True)
class DamageRow:
    """Some pieces of one thing in the damage list."""

    id: int
    version: int
    shop_id: int | None
    shop: str
    supplier_id: int | None
    supplier: str
    return_days: int
    """In which the supplier takes goods back, from the day they came to us; 0 while unknown."""
    variant_id: int | None
    order_id: int | None
    order_no: str
    case_id: int | None
    box_item_id: int | None
    box: str
    """`2026-11-22 #3`, "" for what was entered by hand."""
    repair_id: int | None
    """The repair that failed."""
    title: str
    sku: str
    style: str
    colour: str
    size: str
    quantity: int
    fault: str
    cost: Money
    """Of one piece; 0 while unknown."""
    state: State
    batch_id: int | None
    position: int | None
    """Its line on the batch's paper."""
    received_at: Millis | None
    """When it came to us: from this day on the supplier's days are counted."""
    expires_at: Millis | None
    """The last moment at which the supplier takes it back."""
    credited: Money
    answer: str
    note: str
    person: str
    """Who listed it."""
    at: Millis
    sent_at: Millis | None
    """When its batch went."""
    answered_by: str
    answered_at: Millis | None
    closed_at: Millis | None

    @property
    def name(self) -> str:
        """What people call the goods."""
        return " ".join(filter(None, (self.title or self.sku or self.style, self.colour, self.size))) or "?"

    @property
    def worth(self) -> Money:
        """What all its pieces cost."""
        return Money(self.cost * self.quantity)

    @property
    def loss(self) -> Money:
        """What the shop bears of it as it stands."""
        return loss_of(self.cost, self.quantity, self.credited, self.state)

    @property
    def is_open(self) -> bool:
        """Still to be brought to its end."""
        return self.state not in ENDS

    def is_late(self, now: Millis) -> bool:
        """Whether it is still here, and the supplier's time is over."""
        return self.state in HERE and self.expires_at is not None and self.expires_at < now

    def days_left(self, now: Millis) -> int | None:
        """Whole days until the supplier's time is over, less than 0 after it; None where no time runs."""
        if self.state not in HERE or self.expires_at is None:
            return None
        return int((self.expires_at - now) // DAY_MS)


@dataclass(frozen=True, slots=True)
class SupplierDamage:
    """What is open with one supplier."""

    supplier_id: int | None
    supplier: str
    """"" for goods of which nobody knows who made them."""
    return_days: int
    here: int
    """Pieces in the shop."""
    expires_at: Millis | None
    """When the first of these runs out."""
    late: int
    """Pieces whose time is over."""
    away: int
    """Pieces with the supplier."""
    refused: int
    """Pieces that the supplier didn't take, undecided."""
    worth: Money
    """What all of them cost."""


_COLUMNS = """
SELECT d.id, d.version, d.shop_id, coalesce(s.name, '') AS name, d.supplier_id, coalesce(u.name, '') AS supplier,
  coalesce(u.return_days, 0), d.variant_id, d.order_id, coalesce(o.order_no, '') AS order_no, d.case_id, d.box_item_id,
  coalesce(x.day || ' #' || CAST(x.number AS TEXT), '') AS box, d.repair_id, d.title AS title, d.sku AS sku,
  d.style AS style, d.colour AS colour, d.size AS size, d.quantity, d.fault AS fault, d.cost, d.state AS state,
  d.batch_id, d.position, d.received_at, d.expires_at, d.credited, d.answer AS answer, d.note AS note, p.name AS person,
  d.at, b.sent_at, coalesce(k.name, '') AS answered_by, d.answered_at, d.closed_at
FROM damage d JOIN person p ON p.id = d.person_id LEFT JOIN shop s ON s.id = d.shop_id
LEFT JOIN supplier u ON u.id = d.supplier_id LEFT JOIN orders o ON o.id = d.order_id
LEFT JOIN box_item i ON i.id = d.box_item_id LEFT JOIN box x ON x.id = i.box_id
LEFT JOIN damage_batch b ON b.id = d.batch_id LEFT JOIN person k ON k.id = d.answered_by_id
"""


def _words(states: Collection[State]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states))


_HERE, _AWAY = f"d.state IN ({_words(HERE)})", f"d.state IN ({_words(AWAY)})"
_ORDER = (
    f"ORDER BY d.closed_at IS NOT NULL, d.closed_at DESC, CASE WHEN {_HERE} THEN 0 WHEN {_AWAY} THEN 2 ELSE 1 END, "
    "d.expires_at IS NULL, d.expires_at, d.id"
)
_FOUND = " OR ".join(
    f"{column} LIKE ? ESCAPE '\\'" for column in ("o.order_no", "d.sku", "d.title", "d.style", "d.fault", "u.name")
)
_HIGHEST = "2147483647"
"""Longer numbers are orders', not entries of the list."""


def list_damage(
    database: Database,
    *,
    states: Collection[str] = (),
    supplier_id: int | None = None,
    batch_id: int | None = None,
    expires_before: Millis | None = None,
    find: str = "",
    order_id: int | None = None,
    variant_id: int | None = None,
    repair_id: int | None = None,
    box_id: int | None = None,
    only_open: bool = False,
    limit: int | None = None,
) -> list[DamageRow]:
    """The list, what the supplier takes back the shortest is first, then what it refused, then what is with it; closed
    entries last. `expires_before`: in the shop, and the supplier's time is over before then; `find`: number, order,
    code, title, supplier or a word of the fault."""
    said: dict[str, Any] = {
        "d.supplier_id = ?": supplier_id,
        "d.batch_id = ?": batch_id,
        f"d.expires_at < ? AND d.closed_at IS NULL AND {_HERE}": expires_before,
        "d.order_id = ?": order_id,
        "d.variant_id = ?": variant_id,
        "d.repair_id = ?": repair_id,
        "d.box_item_id IN (SELECT id FROM box_item WHERE box_id = ?)": box_id,
        f"d.state IN {GIVEN_TEXTS}": listed(states) if states else None,
    }
    where = [sql for sql, value in said.items() if value is not None]
    params: list[Any] = [value for value in said.values() if value is not None]
    if find.strip():
        where.append(f"({_FOUND} OR d.id = ?)")
        params += [*[f"%{escaped(find.strip())}%"] * _FOUND.count("?"), _number(find)]
    where += ["d.closed_at IS NULL"] * only_open
    most = "" if limit is None else f" LIMIT {int(limit)}"
    sql = f"{_COLUMNS} WHERE {' AND '.join(where) or 'TRUE'} {_ORDER}{most}"
    rows = [_row(row) for row in rows_of(database, sql, params)]
    if not find.strip() or not is_masked(database):
        return rows
    return [row for row in rows if row.id == _number(find) or is_shown(find, *_found_in(row))]


def _found_in(row: DamageRow) -> tuple[str, ...]:
    """What _FOUND looks into: a fault may have a phone in it."""
    return row.order_no, row.sku, row.title, row.style, row.fault, row.supplier


def list_batch_lines(database: Database, *, batch_id: int) -> list[DamageRow]:
    """What is in a batch, or went with it, line by line as on its paper."""
    sql = f"{_COLUMNS} WHERE d.batch_id = ? ORDER BY d.position IS NULL, d.position, d.id"
    return [_row(row) for row in rows_of(database, sql, (batch_id,))]


def get_damage(database: Database, damage_id: int) -> DamageRow:
    """One entry; raises DamageNotFound."""
    found = rows_of(database, f"{_COLUMNS} WHERE d.id = ?", (damage_id,))
    if not found:
        raise DamageNotFound(number=damage_id)
    return _row(found[0])


def find_damage_of(
    database: Database, *, box_item_id: int | None = None, repair_id: int | None = None
) -> DamageRow | None:
    """The entry that something in a box became at its inspection, or a repair that failed; the newest, where it was
    struck off meanwhile."""
    where, value = ("d.repair_id = ?", repair_id) if repair_id is not None else (
        "d.box_item_id = ? AND d.repair_id IS NULL", box_item_id
    )  # fmt: skip
    found = rows_of(database, f"{_COLUMNS} WHERE {where} ORDER BY d.id DESC LIMIT 1", (value,))
    return _row(found[0]) if found else None


def list_damage_suppliers(database: Database, *, now: Millis) -> list[SupplierDamage]:
    """What is open by supplier, whose goods run out first is first."""
    sql = (
        "SELECT d.supplier_id, coalesce(u.name, '') AS supplier, coalesce(u.return_days, 0), "
        f"sum(CASE WHEN {_HERE} THEN d.quantity ELSE 0 END), min(CASE WHEN {_HERE} THEN d.expires_at END) AS first, "
        f"sum(CASE WHEN {_HERE} AND d.expires_at < ? THEN d.quantity ELSE 0 END), "
        f"sum(CASE WHEN {_AWAY} THEN d.quantity ELSE 0 END), "
        f"sum(CASE WHEN d.state = '{State.REFUSED.value}' THEN d.quantity ELSE 0 END), sum(d.cost * d.quantity) "
        "FROM damage d LEFT JOIN supplier u ON u.id = d.supplier_id WHERE d.closed_at IS NULL "
        "GROUP BY d.supplier_id, u.name, u.return_days"
    )
    found = [
        SupplierDamage(
            supplier_id, name, int(days), int(here), first, int(late), int(away), int(refused), Money(int(worth))
        )
        for supplier_id, name, days, here, first, late, away, refused, worth in rows_of(database, sql, (now,))
    ]
    return sorted(found, key=lambda row: (row.expires_at is None, row.expires_at or 0, row.supplier))


def _number(text: str) -> int:
    """An entry's number as people type it; 0 where it is none."""
    plain = text.strip().lstrip("#")
    return int(plain) if plain.isdecimal() and len(plain) < len(_HIGHEST) else 0


def _row(row: tuple[Any, ...]) -> DamageRow:
    values = list(row)
    values[6] = int(row[6])
    values[21], values[22], values[27] = Money(row[21]), State(row[22]), Money(row[27])
    return DamageRow(*values)
