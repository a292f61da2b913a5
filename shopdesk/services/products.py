"""Products and variants: learned from what was bought, edited by hand (PRD-01)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shopdesk.db.database import Database, add_row
from shopdesk.db.upsert import Upsert, upsert_rows
from shopdesk.domain.permissions import Right
from shopdesk.domain.properties import read_properties
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.products import VariantRow, get_variants
from shopdesk.services.clashes import Conflict, changed_by_others, strict_clash
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, Gone, save_edit

_PRODUCT = Upsert(
    "product",
    {"shop": int, "code": str, "title": str},
    {"shop_id": "given.shop", "code": "given.code", "title": "given.title"},
    key=("shop_id", "code"),
)
_VARIANT = Upsert(
    "variant",
    {"shop": int, "sku": str, "style": str, "colour": str, "size": str, "product": str},
    {
        "shop_id": "given.shop",
        "sku": "given.sku",
        "style": "given.style",
        "colour": "given.colour",
        "size": "given.size",
        "product_id": "p.id",
    },
    key=("shop_id", "sku"),
    source="product p",
    where="p.shop_id = given.shop AND p.code = given.product",
)
_LONGEST = 500
"""Characters of a title that stands for a product's code."""
VARIANT_FIELDS = frozenset(("sku", "style", "colour", "size", "barcode", "weight", "shelf", "price", "cost"))
"""What a variant has for itself. Amounts are fen, the weight is grams or None."""
PRODUCT_FIELDS = frozenset(("title", "supplier_id", "on_sale"))
"""What all variants of a product share."""
Values = Mapping[str, Any]


class CodeTaken(Refused):
    template = N_("The code {sku} belongs to another variant of this shop ({title}). Each variant needs its own.")


class CodeMissing(Refused):
    template = N_("A variant needs a code: orders name it by that.")


class BadWeight(Refused):
    template = N_("{grams} g is no weight of one item. Write whole grams between 1 and 100,000, or leave it out.")


class BadAmount(Refused):
    template = N_("A price can't be below zero.")


@dataclass(frozen=True, slots=True)
class VariantChange:
    """New values of one variant, by the names in VARIANT_FIELDS and PRODUCT_FIELDS.

    With `before`, the values that whoever changes it has seen, others' changes since stay and Clash tells where both
    changed the same; with versions alone any change in between is refused.
    """

    variant_id: int
    values: Values
    version: int | None = None
    product_version: int | None = None
    before: Values | None = None

    def decided(self, conflict: Conflict, chosen: Values) -> "VariantChange":
        """The change after somebody chose between the other's values and these."""
        base = Base(None, self.before or {}).decided(conflict, chosen)
        changed = replace(self, values={**self.values, **chosen}, before=base.values)
        if conflict.kind == "variant":
            return replace(changed, version=conflict.version)
        return replace(changed, product_version=conflict.version)

    def base(self, names: frozenset[str], version: int | None) -> Base | None:
        """What the editing of these fields began with."""
        if self.before is None:
            return None
        return Base(version, {name: value for name, value in self.before.items() if name in names})


def variant_values(row: VariantRow) -> Values:
    """The values that can be changed, as a list shows them."""
    return {name: getattr(row, name) for name in (*sorted(VARIANT_FIELDS), *sorted(PRODUCT_FIELDS))}


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant entered by hand or read from a table; the product is made where its code is new."""

    shop_id: int
    sku: str
    product: str = ""
    """The product's code; empty: its title is its code."""
    values: Values = field(default_factory=dict)


def learn_variants(database: Database, *, shop_id: int, after_line: int) -> None:
    """Make products and variants of the SKUs on lines newer than `after_line` that aren't known yet."""
    rows = database.execute_sql(
        "SELECT sku, min(title), min(properties), min(CASE product_code WHEN '' THEN title ELSE product_code END) "
        "FROM order_line WHERE id > ? AND sku <> '' AND NOT EXISTS "
        "(SELECT 1 FROM variant v WHERE v.shop_id = ? AND v.sku = order_line.sku) GROUP BY sku",
        (after_line, shop_id),
    ).fetchall()
    upsert_rows(database, _PRODUCT, [(shop_id, code[:_LONGEST], title) for _sku, title, _properties, code in rows])
    variants = [(shop_id, sku, *read_properties(properties), code[:_LONGEST]) for sku, _t, properties, code in rows]
    upsert_rows(database, _VARIANT, variants)


def change_variants(desk: Desk, changes: Sequence[VariantChange]) -> list[VariantChange]:
    """Change variants, all of them or none; returns what would put them back as long as it still reads so, without
    those that were so already.

    Raises Clash, Gone, CodeTaken, CodeMissing, BadWeight, BadAmount, NotAllowed.
    """
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        return write_changes(doing, changes)


def write_changes(doing: Work, changes: Sequence[VariantChange]) -> list[VariantChange]:
    """As `change_variants`, inside another work."""
    database = doing.desk.database
    known = {row.id: row for row in _rows(database, [change.variant_id for change in changes])}
    undoing: list[VariantChange] = []
    for change in changes:
        row = known.get(change.variant_id)
        if row is None:
            raise Gone(kind=_("variant"))
        before = {name: getattr(row, name) for name, value in change.values.items() if getattr(row, name) != value}
        if _write(doing, row, change):
            written = {name: change.values[name] for name in before}
            undoing.append(VariantChange(row.id, before, before=written))
    return undoing


def add_variant(desk: Desk, variant: NewVariant) -> int:
    """A variant by hand; returns its id. Raises CodeTaken, CodeMissing, BadWeight, BadAmount, NotAllowed."""
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        return write_new(doing, variant)


def write_new(doing: Work, variant: NewVariant) -> int:
    """As `add_variant`, inside another work."""
    database = doing.desk.database
    _check(variant.values)
    _check_code(database, variant.shop_id, variant.sku)
    code = variant.product or str(variant.values.get("title", "")) or variant.sku
    upsert_rows(database, _PRODUCT, [(variant.shop_id, code, variant.values.get("title", ""))])
    product = database.execute_sql("SELECT id FROM product WHERE shop_id = ? AND code = ?", (variant.shop_id, code))
    product_id = int(product.fetchone()[0])
    own = {name: value for name, value in variant.values.items() if name in VARIANT_FIELDS and name != "sku"}
    row = {"shop_id": variant.shop_id, "product_id": product_id, "sku": variant.sku, **own}
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO variant ({', '.join(row)}) VALUES ({marks})"
    variant_id = add_row(database, sql, tuple(row.values()))
    doing.note("add", "variant", variant_id, after=row)
    given = {name: value for name, value in variant.values.items() if value not in ("", None)}
    shared = _shared(given)
    if shared:
        save_edit(doing, "product", product_id, shared, action="edit", kind="product")
    return variant_id


def remove_variants(desk: Desk, variant_ids: Sequence[int]) -> int:
    """Take variants out again that were entered by mistake: the undoing of `add_variant`. Returns how many; raises
    Clash where somebody else filled one in meanwhile."""
    with work(desk, Right.PRODUCTS, Changed.PRODUCTS) as doing:
        rows = _rows(desk.database, list(variant_ids))
        for row in rows:
            if changed_by_others(desk, "variant", row.id):
                raise strict_clash(desk, "variant", row.id)
            desk.database.execute_sql("UPDATE box_item SET variant_id = NULL WHERE variant_id = ?", (row.id,))
            desk.database.execute_sql("DELETE FROM variant WHERE id = ?", (row.id,))
            doing.note("remove", "variant", row.id, before={"sku": row.sku, "title": row.title})
        return len(rows)


def _rows(database: Database, variant_ids: list[int]) -> list[VariantRow]:
    """In portions: a statement takes a limited number of parameters."""
    parts = [variant_ids[start : start + 500] for start in range(0, len(variant_ids), 500)]
    return [row for part in parts for row in get_variants(database, part)]


def _write(doing: Work, row: VariantRow, change: VariantChange) -> bool:
    values = dict(change.values)
    _check(values)
    if "sku" in values and values["sku"] != row.sku:
        _check_code(doing.desk.database, row.shop_id, values["sku"])
    own = {name: value for name, value in values.items() if name in VARIANT_FIELDS}
    shared = _shared(values)
    done = False
    if own:
        version, base = change.version, change.base(VARIANT_FIELDS, change.version)
        done |= save_edit(doing, "variant", row.id, own, action="edit", kind="variant", version=version, base=base)
    if shared:
        version = change.product_version
        base = change.base(PRODUCT_FIELDS, version)
        done |= save_edit(
            doing, "product", row.product_id, shared, action="edit", kind="product", version=version, base=base
        )
    return done


def _shared(values: Values) -> dict[str, Any]:
    """What all variants of the product share; what is read back as 1 or 0 is written as a truth again."""
    shared = {name: value for name, value in values.items() if name in PRODUCT_FIELDS}
    return shared | ({"on_sale": bool(shared["on_sale"])} if "on_sale" in shared else {})


def _check(values: Values) -> None:
    weight = values.get("weight")
    if weight is not None and not 1 <= weight <= 100_000:
        raise BadWeight(grams=weight)
    if min(values.get("price", 0), values.get("cost", 0)) < 0:
        raise BadAmount()


def _check_code(database: Database, shop_id: int, sku: str) -> None:
    if not sku:
        raise CodeMissing()
    taken = database.execute_sql(
        "SELECT p.title, p.code FROM variant v JOIN product p ON p.id = v.product_id WHERE v.shop_id = ? AND v.sku = ?",
        (shop_id, sku),
    ).fetchone()
    if taken:
        raise CodeTaken(sku=sku, title=taken[0] or taken[1])
