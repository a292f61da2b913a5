"""Taking a table of products over: what would change first, then all of it or nothing (PRD-01)."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from shopdesk.db.database import GIVEN, Database, listed
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.importing.product_tables import (
    TITLES,
    ProductTable,
    TableRow,
    WrongCell,
    read_product_table,
    wrong_cells,
)
from shopdesk.queries.products import EVERYTHING, SupplierRow, VariantFilter, VariantRow, list_suppliers, list_variants
from shopdesk.queries.record_exports import stream_variants
from shopdesk.queries.shops import list_shops
from shopdesk.services.clash_words import field_names
from shopdesk.services.damage_list import follow_return_days
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import save_edit
from shopdesk.services.exports import Cell, export_table
from shopdesk.services.products import NewVariant, VariantChange, write_changes, write_new
from shopdesk.services.suppliers import write_supplier

_PLACES = ("shop", "product", "supplier", "return_days", "sku")
"""Columns that say where a variant belongs; the others are its values as they stand."""
_SHARED = ("title", "supplier", "on_sale")


class PlanChanged(Refused):
    template = N_(
        "What {file} would change is no longer what was shown. {last} Nothing was taken over: look at it again, then "
        "decide."
    )


class Difference(NamedTuple):
    """One value that the table changes; `name` is a field of VariantRow."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one row: a new variant (`known` is None) or a changed one."""

    row: int
    sku: str
    known: VariantRow | None
    shop_id: int
    product: str
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class TablePlan:
    """What taking a table over would do."""

    file: str
    rows: int = 0
    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    suppliers: dict[str, int] = field(default_factory=dict)
    """New suppliers, or new return limits of known ones: name to days."""
    new_suppliers: int = 0

    @property
    def unchanged(self) -> int:
        """Rows that say what is known."""
        return self.rows - len(self.new) - len(self.changed)

    @property
    def code(self) -> str:
        """Another one for anything that would change otherwise: what was shown can be held against what is done."""
        rows = [
            (each.row, each.sku, each.shop_id, each.product, each.known and each.known.id, each.differences)
            for each in (*self.new, *self.changed)
        ]
        return hashlib.sha256(repr((rows, sorted(self.suppliers.items()))).encode()).hexdigest()[:8]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed or self.suppliers)


def plan_table(database: Database, path: Path) -> TablePlan:
    """What the table would change. Raises BadInput: WrongCells names rows, columns and values."""
    table = read_product_table(path)
    return _Planner(database, table).plan()


def import_products(desk: Desk, path: Path, *, shown: str | None = None) -> TablePlan:
    """Take a table over, all of it or nothing; a second time changes nothing. Returns what was done.

    `shown` is the code of the plan that somebody agreed to; None for who looked at none. Raises BadInput, NotAllowed,
    PlanChanged.
    """
    need(desk, Right.PRODUCTS)
    table = read_product_table(path)
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        plan = _Planner(desk.database, table).plan()
        if shown not in (None, plan.code) and not plan.is_empty:
            raise _plan_changed(desk, plan)
        ids = _write_suppliers(doing, plan)
        for planned in plan.new:
            values = dict(_values(planned, ids))
            write_new(doing, NewVariant(planned.shop_id, planned.sku, planned.product, values))
        changes = [
            VariantChange(planned.known.id, dict(_values(planned, ids))) for planned in plan.changed if planned.known
        ]
        write_changes(doing, changes)
        if plan.is_empty:
            doing.kinds.clear()
    return plan


def _plan_changed(desk: Desk, plan: TablePlan) -> PlanChanged:
    known = {planned.known.id: planned for planned in plan.changed if planned.known}
    rows = desk.database.execute_sql(
        "SELECT t.at, p.name, t.record_id, t.after FROM trail t JOIN person p ON p.id = t.person_id "
        f"WHERE t.kind = 'variant' AND t.record_id IN {GIVEN} ORDER BY t.id DESC LIMIT 1",
        (listed(known),),
    ).fetchall()
    for at, person, variant_id, after in rows:
        fields = field_names(json.loads(after))
        said = _("{person} changed {sku} last ({fields}; {when}).")
        told = said.format(person=person, sku=known[variant_id].sku, fields=fields, when=desk.shown(at))
        return PlanChanged(file=plan.file, last=told)
    return PlanChanged(file=plan.file, last="")


def export_products(desk: Desk, path: Path, chosen: VariantFilter = EVERYTHING) -> int:
    """Write the chosen variants as the table that `import_products` reads; returns how many.

    Raises OutputFailed, UnknownFormat, NotAllowed.
    """
    need(desk, Right.EXPORT)
    rows = (list(map(_cell, row)) for row in stream_variants(desk.database, chosen))
    return export_table(path, [_(title) for title in TITLES.values()], rows)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return Decimal(value.yuan) if isinstance(value, Money) else value if isinstance(value, int) else value or ""


def _write_suppliers(doing: Work, plan: TablePlan) -> dict[str, int]:
    """Ids of all suppliers by name, those included that the table brings."""
    known = {supplier.name: supplier for supplier in list_suppliers(doing.desk.database)}
    ids = {name: supplier.id for name, supplier in known.items()}
    for name, days in plan.suppliers.items():
        if name in known:
            save_edit(doing, "supplier", ids[name], {"return_days": days}, action="edit", kind="supplier")
            follow_return_days(doing, ids[name], known[name].return_days)
        else:
            ids[name] = write_supplier(doing, {"name": name, "return_days": days})
    return ids


def _values(planned: Planned, supplier_ids: dict[str, int]) -> Iterator[tuple[str, Any]]:
    for difference in planned.differences:
        if difference.name == "supplier":
            yield "supplier_id", supplier_ids.get(difference.after)
        else:
            yield difference.name, difference.after


class _Planner:
    """Holds a table against what is known."""

    def __init__(self, database: Database, table: ProductTable) -> None:
        self._table = table
        self._shops = {shop.name: shop.id for shop in list_shops(database)}
        self._known = {(row.shop_id, row.sku): row for row in list_variants(database)}
        self._suppliers: dict[str, SupplierRow] = {each.name: each for each in list_suppliers(database)}
        self._wrong: list[WrongCell] = []
        self._days: dict[str, TableRow] = {}
        self._products: dict[tuple[int, str, str], TableRow] = {}
        self._keys: dict[tuple[int, str], int] = {}

    def plan(self) -> TablePlan:
        """Raises WrongCells."""
        made = TablePlan(self._table.file, len(self._table.rows))
        for row in self._table.rows:
            shop_id = self._shop_of(row)
            if shop_id is None or not self._is_first(row, shop_id):
                continue
            planned = self._planned(row, shop_id)
            self._plan_supplier(made, row)
            if planned.known is None:
                made.new.append(planned)
            elif planned.differences:
                made.changed.append(planned)
        if self._wrong:
            raise wrong_cells(self._table.file, self._wrong)
        made.new_suppliers = sum(name not in self._suppliers for name in made.suppliers)
        return made

    def _shop_of(self, row: TableRow) -> int | None:
        name = row.values.get("shop", "")
        if name in self._shops:
            return self._shops[name]
        shops = ", ".join(self._shops)
        if name:
            self._refuse(row, "shop", _("There is no such shop. Shops here: {shops}.").format(shops=shops))
            return None
        possible = [each for each in self._shops.values() if len(self._shops) == 1 or (each, row.sku) in self._known]
        if len(possible) != 1:
            self._refuse(row, "shop", _("Say whose it is. Shops here: {shops}.").format(shops=shops))
            return None
        return possible[0]

    def _is_first(self, row: TableRow, shop_id: int) -> bool:
        """Rows with and without the name of the only shop may still mean the same variant."""
        first = self._keys.setdefault((shop_id, row.sku), row.row)
        if first != row.row:
            self._refuse(row, "sku", _("This code stands in row {first} already.").format(first=first))
        return first == row.row

    def _planned(self, row: TableRow, shop_id: int) -> Planned:
        known = self._known.get((shop_id, row.sku))
        product = row.values.get("product") or (known.product if known else row.values.get("title") or row.sku)
        if known is not None and product != known.product:
            said = _("{sku} belongs to the product {product}, and stays there.").format(
                sku=row.sku, product=known.product
            )
            self._refuse(row, "product", said)
        self._agree(row, shop_id, product)
        told = {name: value for name, value in row.values.items() if name not in _PLACES or name == "supplier"}
        differences = tuple(_differences(known, told))
        return Planned(row.row, row.sku, known, shop_id, product, differences)

    def _agree(self, row: TableRow, shop_id: int, product: str) -> None:
        """What the variants of a product share must be the same in all its rows."""
        for name in _SHARED:
            if name not in row.values:
                continue
            first = self._products.setdefault((shop_id, product, name), row)
            if first.values[name] != row.values[name]:
                said = _("The product {product} has another one in row {first}.").format(
                    product=product, first=first.row
                )
                self._refuse(row, name, said)

    def _plan_supplier(self, made: TablePlan, row: TableRow) -> None:
        name, days = row.values.get("supplier", ""), row.values.get("return_days", 0)
        if not name:
            return
        if days:
            first = self._days.setdefault(name, row)
            if first.values["return_days"] != days:
                said = _("The supplier {name} has another one in row {first}.").format(name=name, first=first.row)
                self._refuse(row, "return_days", said)
        known = self._suppliers.get(name)
        if known is None:
            made.suppliers[name] = days or made.suppliers.get(name, 0)
        elif days and days != known.return_days:
            made.suppliers[name] = days

    def _refuse(self, row: TableRow, name: str, reason: str) -> None:
        value = row.values.get(name, "")
        self._wrong.append(WrongCell(row.row, _(TITLES[name]), str(value), reason))


def _differences(known: VariantRow | None, told: dict[str, Any]) -> Iterable[Difference]:
    """What the table says otherwise; of a new variant, whatever it says at all."""
    for name, after in told.items():
        before = getattr(known, name) if known is not None else ""
        if after != before and not (known is None and after is None):
            yield Difference(name, before, after)
