"""Shortages: what was missing, what the evidence says, what was done (SHP-12)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.shortages import Packaging, Remedy, Verdict
from shopdesk.errors import N_, NotFound
from shopdesk.queries.conditions import Conditions


class ShortageNotFound(NotFound):
    template = N_("There is no shortage {number} here. Look at the list of shortages.")


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """One complaint that something was missing."""

    id: int
    version: int
    shop_id: int
    shop: str
    order_id: int
    order_no: str
    buyer_id: int | None
    buyer: str
    """The buyer's platform id."""
    slip_id: int | None
    case_id: int | None
    """By which the buyer is made good."""
    claim_id: int | None
    """What the courier is asked to pay."""
    waybill: str
    carrier: str
    packaging: Packaging
    expected: int | None
    """Grams with everything in it; None while a piece's weight is unknown."""
    spread: int | None
    packed: int | None
    departed: int | None
    arrived: int | None
    verdict: Verdict
    certainty: int
    """0 to 99."""
    why: str
    """The reasons as they were shown, one line each."""
    remedy: Remedy | None
    """What was chosen; None while nothing was."""
    reason: str
    person: str
    """Who entered it."""
    at: Millis
    closed_at: Millis | None
    photos: int
    """Pictures that belong to it."""
    goods: str
    """What was missing, as titles or codes with their numbers."""

    @property
    def is_open(self) -> bool:
        """Somebody still has to decide, or to ask."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class ShortageItemRow:
    """One of the things that were missing."""

    id: int
    line_id: int | None
    title: str
    sku: str
    properties: str
    quantity: int
    grams: int | None
    """Of one piece, as known then."""
    in_parcel: bool
    """The packer had ticked or scanned it."""


_SQL = """
SELECT s.id, s.version, o.shop_id, h.name, s.order_id, o.order_no, o.buyer_id,
  coalesce(b.platform_id, '') AS platform_id, s.slip_id, s.case_id, s.claim_id, s.waybill, s.carrier, s.packaging,
  s.expected, s.spread, s.packed, s.departed, s.arrived, s.verdict, s.certainty, s.why, s.remedy, s.reason, p.name,
  s.at, s.closed_at,
  (SELECT count(*) FROM evidence e WHERE e.kind = 'shortage' AND e.record_id = s.id AND e.removed_at IS NULL
    AND e.media LIKE 'image/%'),
  coalesce((SELECT string_agg(CASE WHEN i.sku <> '' THEN i.sku ELSE i.title END || ' ×' || CAST(i.quantity AS TEXT),
    ', ' ORDER BY i.id) FROM shortage_item i WHERE i.shortage_id = s.id), '') AS titles
FROM shortage s JOIN orders o ON o.id = s.order_id JOIN shop h ON h.id = o.shop_id
JOIN person p ON p.id = s.person_id LEFT JOIN buyer b ON b.id = o.buyer_id
"""


def list_shortages(
    database: Database,
    *,
    verdicts: Collection[Verdict] = (),
    only_open: bool = False,
    order_id: int | None = None,
    buyer_id: int | None = None,
    case_id: int | None = None,
    find: str = "",
    limit: int | None = None,
) -> list[ShortageRow]:
    """Open ones first, the oldest of them before others; then the newest. `find`: a part of order, waybill or buyer."""
    wanted = Conditions()
    wanted.add_one_of("s.verdict", verdicts)
    if only_open:
        wanted.add("s.closed_at IS NULL")
    for column, value in (("s.order_id", order_id), ("o.buyer_id", buyer_id), ("s.case_id", case_id)):
        wanted.add_equal(column, value)
    wanted.add_part(find, "o.order_no", "s.waybill", "b.platform_id")
    tail = wanted.sql("CASE WHEN s.closed_at IS NULL THEN s.at END NULLS LAST, s.at DESC, s.id DESC", limit)
    return [_row(row) for row in rows_of(database, f"{_SQL} {tail}", wanted.params)]


def get_shortage(database: Database, shortage_id: int) -> ShortageRow:
    """One of them; raises ShortageNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE s.id = ?", (shortage_id,))
    if not rows:
        raise ShortageNotFound(number=shortage_id)
    return _row(rows[0])


def list_shortage_items(database: Database, *, shortage_id: int) -> list[ShortageItemRow]:
    """What was missing, as it was said."""
    rows = rows_of(
        database,
        "SELECT i.id, i.line_id, i.title, i.sku, coalesce(l.properties, '') AS properties, i.quantity, i.grams, "
        "i.in_parcel FROM shortage_item i LEFT JOIN order_line l ON l.id = i.line_id WHERE i.shortage_id = ? "
        "ORDER BY i.id",
        (shortage_id,),
    )
    return [ShortageItemRow(*[*row[:7], bool(row[7])]) for row in rows]


def find_open_shortage(database: Database, *, order_id: int, waybill: str) -> ShortageRow | None:
    """The open one about this parcel of an order; None where there is none."""
    rows = rows_of(
        database,
        f"{_SQL} WHERE s.order_id = ? AND s.waybill = ? AND s.closed_at IS NULL ORDER BY s.id LIMIT 1",
        (order_id, waybill),
    )
    return _row(rows[0]) if rows else None


def find_made_good(database: Database, *, shortage_id: int) -> ShortageRow | None:
    """An earlier shortage whose remedy, with what is missing now, would make good more pieces than were bought."""
    rows = rows_of(
        database,
        f"{_SQL} WHERE s.id = (SELECT max(e.id) FROM shortage_item i JOIN order_line l ON l.id = i.line_id "
        "JOIN shortage_item g ON g.line_id = i.line_id JOIN shortage e ON e.id = g.shortage_id "
        "WHERE i.shortage_id = ? AND e.id <> i.shortage_id AND e.remedy NOT IN ('', ?) "
        "AND i.quantity + (SELECT sum(d.quantity) FROM shortage_item d JOIN shortage f ON f.id = d.shortage_id "
        "WHERE d.line_id = i.line_id AND f.id <> i.shortage_id AND f.remedy NOT IN ('', ?)) > l.quantity)",
        (shortage_id, Remedy.LOOK_AGAIN.value, Remedy.LOOK_AGAIN.value),
    )
    return _row(rows[0]) if rows else None


@dataclass(frozen=True, slots=True)
class ShortageCounts:
    """How many there are of what."""

    undecided: int
    """Open, with nothing chosen yet."""
    asked: int
    """Open, and the buyer or the courier was asked."""


def count_shortages(database: Database) -> ShortageCounts:
    """How many wait."""
    waiting = dict(
        rows_of(database, "SELECT remedy <> '' AS asked, count(*) FROM shortage WHERE closed_at IS NULL GROUP BY 1")
    )
    counts = {bool(asked): number for asked, number in waiting.items()}
    return ShortageCounts(counts.get(False, 0), counts.get(True, 0))


def _row(row: tuple[Any, ...]) -> ShortageRow:
    values = list(row)
    values[13], values[19] = Packaging(values[13]), Verdict(values[19])
    values[22] = Remedy(values[22]) if values[22] else None
    return ShortageRow(*values)
