"""Products, their variants and suppliers, read for lists (PRD-01)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from shopdesk.db.database import GIVEN, Database, escaped, listed, rows_of, stream
from shopdesk.domain.learned_weights import FEWEST, OFF, Learned
from shopdesk.domain.pinyin import initials


class VariantRow(NamedTuple):
    """One style, colour and size with what it shares with the others of its product."""

    id: int
    version: int
    product_id: int
    product_version: int
    shop_id: int
    shop: str
    product: str
    """The product's code on the platform, or its title where there is none."""
    title: str
    sku: str
    style: str
    colour: str
    size: str
    barcode: str
    weight: int | None
    """Grams; None while unknown."""
    shelf: str
    price: int
    """Fen, as is the cost."""
    cost: int
    supplier_id: int | None
    supplier: str
    return_days: int
    """Days in which the supplier takes faulty goods back; 0 while unknown."""
    on_sale: bool
    learned_grams: int | None
    """What weighed parcels say of its weight; None while none does (SHP-12)."""
    learned_spread: int
    learned_parcels: int

    @property
    def learned(self) -> Learned | None:
        """What weighed parcels say of it."""
        if self.learned_grams is None:
            return None
        return Learned(self.learned_grams, self.learned_spread, self.learned_parcels)


class Shows(StrEnum):
    """Which variants a list shows."""

    ALL = "all"
    ON_SALE = "on-sale"
    TAKEN_DOWN = "taken-down"
    INCOMPLETE = "incomplete"
    ODD_WEIGHT = "odd-weight"
    """Weighed parcels say that the typed weight can't be: kilograms for grams, or another article's."""


@dataclass(frozen=True, slots=True)
class VariantFilter:
    """What is chosen; every word of `find` is in a variant's texts, or in the pinyin initials of its title."""

    find: str = ""
    shows: Shows = Shows.ALL
    shop_id: int | None = None


class SupplierRow(NamedTuple):
    """Who makes or delivers goods."""

    id: int
    version: int
    name: str
    contact: str
    phone: str
    return_days: int
    note: str
    products: int
    """How many products come from there."""
    repair_days: int
    """In which goods are usually mended; 0 while unknown (REP-03)."""
    warranty_days: int
    """How long goods are mended for nothing; 0: as the shop's setting says."""


EVERYTHING = VariantFilter()
"""Nothing is chosen."""
_CONDITIONS = {
    Shows.ALL: "",
    Shows.ON_SALE: "p.on_sale",
    Shows.TAKEN_DOWN: "NOT p.on_sale",
    Shows.INCOMPLETE: "p.on_sale AND (v.weight IS NULL OR v.shelf = '')",
    Shows.ODD_WEIGHT: f"v.weight > 0 AND w.parcels >= {FEWEST} "
    f"AND (w.grams > v.weight * {OFF} OR w.grams * {OFF} < v.weight)",
}
"""A taken down variant needs no weight any more: incomplete are those on sale."""
_TABLES = (
    "FROM variant v JOIN product p ON p.id = v.product_id JOIN shop s ON s.id = v.shop_id "
    "LEFT JOIN supplier u ON u.id = p.supplier_id"
)
_COLUMNS = (
    "v.id, v.version, p.id, p.version, s.id, s.name, p.code, p.title, v.sku, v.style, v.colour, v.size, v.barcode, "
    "v.weight, v.shelf, v.price, v.cost, p.supplier_id, coalesce(u.name, '') AS name, coalesce(u.return_days, 0), "
    "p.on_sale, w.grams, coalesce(w.spread, 0), coalesce(w.parcels, 0)"
)
_WEIGHED = f"{_TABLES} LEFT JOIN learned_weight w ON w.variant_id = v.id"
_TEXT = (
    "v.sku || ' ' || v.barcode || ' ' || p.code || ' ' || p.title || ' ' || v.style || ' ' || v.colour || ' ' || v.size"
    " || ' ' || v.shelf || ' ' || coalesce(u.name, '')"
)


def list_variants(database: Database, chosen: VariantFilter = EVERYTHING) -> list[VariantRow]:
    """The chosen variants by shop, product and code."""
    conditions, params = _where(database, chosen)
    sql = f"SELECT {_COLUMNS} {_WEIGHED} WHERE {conditions} ORDER BY s.id, p.code, v.sku"
    return list(map(VariantRow._make, stream(database, sql, params)))


def get_variants(database: Database, variant_ids: list[int]) -> list[VariantRow]:
    """These variants, in no order; those that are gone are left out."""
    rows = rows_of(database, f"SELECT {_COLUMNS} {_WEIGHED} WHERE v.id IN {GIVEN}", (listed(variant_ids),))
    return [VariantRow._make(row) for row in rows]


def find_variant(database: Database, code: str) -> VariantRow | None:
    """The variant of a scanned barcode or code; None for none or several."""
    rows = rows_of(database, f"SELECT {_COLUMNS} {_WEIGHED} WHERE v.barcode = ? OR v.sku = ? LIMIT 2", (code, code))
    return VariantRow._make(rows[0]) if len(rows) == 1 else None


def count_variants(database: Database, chosen: VariantFilter = EVERYTHING) -> dict[Shows, int]:
    """How many variants each kind of list has; all are counted whatever `chosen.shows` says."""
    sums = ", ".join(f"count(*) FILTER (WHERE {condition or 'TRUE'})" for condition in _CONDITIONS.values())
    conditions, params = _where(database, VariantFilter(chosen.find, Shows.ALL, chosen.shop_id))
    row = rows_of(database, f"SELECT {sums} {_WEIGHED} WHERE {conditions}", params)[0]
    return dict(zip(_CONDITIONS, map(int, row), strict=True))


def list_suppliers(database: Database) -> list[SupplierRow]:
    """All suppliers by name."""
    rows = rows_of(
        database,
        "SELECT u.id, u.version, u.name, u.contact AS supplier_contact, "
        "u.phone AS supplier_phone, u.return_days, u.note AS supplier_note, "
        "(SELECT count(*) FROM product p WHERE p.supplier_id = u.id), u.repair_days, u.warranty_days "
        "FROM supplier u ORDER BY u.name",
    )
    return [SupplierRow._make(row) for row in rows]


def list_shelves(database: Database) -> list[str]:
    """The shelves in use, to choose from."""
    return [row[0] for row in rows_of(database, "SELECT DISTINCT shelf FROM variant WHERE shelf <> '' ORDER BY shelf")]


def _where(database: Database, chosen: VariantFilter) -> tuple[str, list[Any]]:
    conditions, params = ["TRUE"], []
    if chosen.shop_id is not None:
        conditions.append("v.shop_id = ?")
        params.append(chosen.shop_id)
    if _CONDITIONS[chosen.shows]:
        conditions.append(f"({_CONDITIONS[chosen.shows]})")
    for word in chosen.find.split():
        condition, values = _holds(database, word)
        conditions.append(condition)
        params += values
    return " AND ".join(conditions), params


def _holds(database: Database, word: str) -> tuple[str, list[Any]]:
    """A word stands in the texts or, where it may be initials, begins those of the title's words."""
    condition, values = f"{_TEXT} LIKE ? ESCAPE '\\'", [f"%{escaped(word)}%"]
    if not (word.isascii() and word.isalpha() and len(word) > 1):
        return f"({condition})", list(values)
    titles = rows_of(database, "SELECT id, title FROM product")
    ids = [product_id for product_id, title in titles if not title.isascii() and word.lower() in initials(title)]
    return f"({condition} OR p.id IN {GIVEN})", [*values, listed(ids)]
