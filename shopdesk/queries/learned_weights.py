"""What pieces weigh by the parcels that were weighed (SHP-12)."""

from dataclasses import dataclass
from itertools import groupby

from shopdesk.clock import Millis
from shopdesk.db.database import Database, escaped, rows_of
from shopdesk.domain.learned_weights import Learned, WeighedParcel, contradicts

LOOKED_AT = 20_000
"""The newest weighed parcels: older ones tell of goods that are gone."""


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """What is known of one variant's weight."""

    variant_id: int
    sku: str
    title: str
    style: str
    colour: str
    size: str
    typed: int | None
    """Grams that somebody typed; they come first."""
    learned: Learned
    at: Millis
    """When it was learned."""

    @property
    def is_doubtful(self) -> bool:
        """The parcels say that the typed weight can't be: look at its unit."""
        return self.typed is not None and contradicts(self.learned, self.typed)


def list_weighed_parcels(database: Database, *, limit: int = LOOKED_AT) -> list[WeighedParcel]:
    """The newest parcels that were weighed and of which every piece is a known variant."""
    rows = rows_of(
        database,
        "WITH recent AS (SELECT id, shop_id, weight FROM slip WHERE packed_at IS NOT NULL AND weight > 0 "
        "AND cancelled_at IS NULL ORDER BY packed_at DESC LIMIT ?) "
        "SELECT r.id, r.weight, v.id, i.quantity FROM recent r JOIN slip_item i ON i.slip_id = r.id "
        "LEFT JOIN order_line l ON l.id = i.line_id "
        "LEFT JOIN variant v ON v.shop_id = r.shop_id AND v.sku = l.sku AND l.sku <> '' ORDER BY r.id, v.id, i.id",
        (limit,),
    )
    found = []
    for (_slip, grams), items in groupby(rows, key=lambda row: (row[0], row[1])):
        pieces: dict[int | None, int] = {}
        for _id, _grams, variant_id, quantity in items:
            pieces[variant_id] = pieces.get(variant_id, 0) + quantity
        if None not in pieces:
            found.append(WeighedParcel(grams, tuple((known, n) for known, n in pieces.items() if known is not None)))
    return found


def list_typed_weights(database: Database) -> dict[int, int]:
    """Grams by variant, where somebody typed them."""
    return dict(rows_of(database, "SELECT id, weight FROM variant WHERE weight > 0 ORDER BY id"))


def newest_learning(database: Database) -> Millis | None:
    """When weights were learned last; None for never."""
    found: Millis | None = rows_of(database, "SELECT max(at) FROM learned_weight")[0][0]
    return found


def list_learned_weights(database: Database, *, find: str = "", only_doubtful: bool = False) -> list[LearnedRow]:
    """What was learned, by code; `find`: a part of code or title; `only_doubtful`: where a typed weight can't be."""
    like = f"%{escaped(find.strip())}%"
    rows = rows_of(
        database,
        "SELECT v.id, v.sku, p.title, v.style, v.colour, v.size, v.weight, w.grams, w.spread, w.parcels, w.at "
        "FROM learned_weight w JOIN variant v ON v.id = w.variant_id JOIN product p ON p.id = v.product_id "
        "WHERE v.sku LIKE ? ESCAPE '\\' OR p.title LIKE ? ESCAPE '\\' ORDER BY v.shop_id, v.sku, v.id",
        (like, like),
    )
    found = [LearnedRow(*[*row[:7], Learned(*row[7:10]), row[10]]) for row in rows]
    return [row for row in found if row.is_doubtful or not only_doubtful]
