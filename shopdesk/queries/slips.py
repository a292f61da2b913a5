"""Slips: each stands for one parcel, whatever orders or parts of an order are in it (SHP-01 to SHP-06)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, escaped, listed, rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.flags import Colour
from shopdesk.domain.slips import SlipState, parse_slip_code, slip_code
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, NotFound
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import SLIP_HISTORY_DAYS


class SlipNotFound(NotFound):
    template = N_("There is no slip {code} here. Scan the waybill or the order number.")


class SlipAmbiguous(NotFound):
    template = N_("Order {code} has several slips ({slips}). Scan the waybill or the slip code.")


@dataclass(frozen=True, slots=True)
class SlipOrder:
    """One order that travels with a slip."""

    id: int
    order_no: str
    buyer_id: int | None
    buyer: str
    flag: Colour
    status: Status
    stage: Stage
    hold: str
    """The reason of its oldest open hold; empty while none is open."""


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip."""

    id: int
    version: int
    shop_id: int
    shop: str
    wave_id: int | None
    position: int
    carrier: str
    waybill: str
    waybill_at: Millis | None
    receiver: str
    phone: str
    region: str
    address: str
    masking: Masking
    created_at: Millis
    printed_at: Millis | None
    plain_at: Millis | None
    """When it was printed on plain paper, without waybill (ORD-17)."""
    handed_at: Millis | None
    packed_at: Millis | None
    packed_by: str
    weight: int | None
    """Grams on the scale."""
    shipped_at: Millis | None
    shipped_by: str
    cancelled_at: Millis | None
    cancel_reason: str
    pieces: int
    part: int
    """Which of the `parts` of a split order it is, from 1."""
    parts: int
    orders: tuple[SlipOrder, ...]

    @property
    def code(self) -> str:
        """`SL000123`."""
        return slip_code(self.id)

    @property
    def order_no(self) -> str:
        """The number of its (first) order."""
        return self.orders[0].order_no if self.orders else ""

    @property
    def state(self) -> SlipState:
        """How far it has come."""
        if self.cancelled_at is not None:
            return SlipState.CANCELLED
        if self.shipped_at is not None:
            return SlipState.SHIPPED
        if self.packed_at is not None:
            return SlipState.PACKED
        return SlipState.OPEN if self.printed_at is None else SlipState.PRINTED

    @property
    def waiting(self) -> bool:
        """Whether it still waits for a waybill (ORD-17)."""
        return not self.waybill and self.cancelled_at is None

    @property
    def refunded(self) -> str:
        """The number of an order on it that was closed on the platform: this parcel is to be stopped; else empty."""
        return next((order.order_no for order in self.orders if order.status is Status.CLOSED), "")


@dataclass(frozen=True, slots=True)
class SlipItemRow:
    """What belongs into a slip's parcel."""

    id: int
    order_id: int
    order_no: str
    line_id: int | None
    title: str
    sku: str
    properties: str
    barcode: str
    shelf: str
    weight: int | None
    """Grams a piece; None while unknown."""
    quantity: int
    packed: int


_SQL = """
SELECT s.id, s.version, s.shop_id, h.name, s.wave_id, s.position, s.carrier, s.waybill, s.waybill_at, s.created_at,
  s.printed_at, s.plain_at, s.handed_at, s.packed_at, coalesce(pp.name, '') AS name, s.weight, s.shipped_at,
  coalesce(sp.name, '') AS name, s.cancelled_at, s.cancel_reason,
  (SELECT coalesce(sum(i.quantity), 0) FROM slip_item i WHERE i.slip_id = s.id)
FROM slip s JOIN shop h ON h.id = s.shop_id
LEFT JOIN person pp ON pp.id = s.packed_by_id LEFT JOIN person sp ON sp.id = s.shipped_by_id
"""

_ORDERS_SQL = f"""
SELECT i.slip_id, o.id, o.order_no, o.buyer_id, coalesce(b.platform_id, '') AS platform_id, o.flag, o.status, o.stage,
  CASE WHEN o.held > 0 THEN coalesce((SELECT reason FROM hold WHERE order_id = o.id AND released_at IS NULL
    ORDER BY id LIMIT 1), '') ELSE '' END AS reason,
  o.receiver, o.phone, o.province, o.city, o.district, o.address, o.masking
FROM (SELECT slip_id, order_id, min(id) AS first FROM slip_item WHERE slip_id IN {GIVEN}
  GROUP BY slip_id, order_id) i
JOIN orders o ON o.id = i.order_id LEFT JOIN buyer b ON b.id = o.buyer_id
ORDER BY i.first
"""

_STATES = {
    SlipState.OPEN: "s.cancelled_at IS NULL AND s.shipped_at IS NULL AND s.packed_at IS NULL AND s.printed_at IS NULL",
    SlipState.PRINTED: "s.cancelled_at IS NULL AND s.shipped_at IS NULL AND s.packed_at IS NULL "
    "AND s.printed_at IS NOT NULL",
    SlipState.PACKED: "s.cancelled_at IS NULL AND s.shipped_at IS NULL AND s.packed_at IS NOT NULL",
    SlipState.SHIPPED: "s.cancelled_at IS NULL AND s.shipped_at IS NOT NULL",
    SlipState.CANCELLED: "s.cancelled_at IS NOT NULL",
}
_UNFINISHED = "s.shipped_at IS NULL AND s.cancelled_at IS NULL"


def get_slip(database: Database, slip_id: int) -> SlipRow:
    """One slip; raises SlipNotFound."""
    found = fetch_slips(database, [slip_id])
    if not found:
        raise SlipNotFound(code=slip_code(slip_id))
    return found[0]


def fetch_slips(database: Database, slip_ids: Sequence[int]) -> list[SlipRow]:
    """These slips, in the given order; those that are gone are left out."""
    rows = rows_of(database, f"{_SQL} WHERE s.id IN {GIVEN}", (listed(slip_ids),))
    found = {slip.id: slip for slip in _with_orders(database, rows)}
    return [found[slip_id] for slip_id in slip_ids if slip_id in found]


def list_slip_items(database: Database, slip_id: int) -> tuple[SlipItemRow, ...]:
    """What belongs into its parcel, order by order, in the order of the lines."""
    rows = rows_of(
        database,
        "SELECT i.id, i.order_id, o.order_no, i.line_id, coalesce(l.title, o.titles) AS title, "
        "coalesce(l.sku, '') AS sku, coalesce(l.properties, '') AS properties, coalesce(v.barcode, '') AS barcode, "
        "coalesce(v.shelf, '') AS shelf, v.weight, i.quantity, i.packed "
        "FROM slip_item i JOIN orders o ON o.id = i.order_id LEFT JOIN order_line l ON l.id = i.line_id "
        "LEFT JOIN variant v ON v.shop_id = o.shop_id AND v.sku = l.sku AND l.sku <> '' "
        "WHERE i.slip_id = ? ORDER BY i.id",
        (slip_id,),
    )
    return tuple(SlipItemRow(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A line of an order, to be put into parcels."""

    id: int
    title: str
    sku: str
    properties: str
    quantity: int


def list_split_lines(database: Database, order_id: int) -> tuple[SplitLine, ...]:
    """What an order can be split by, in the order of its lines."""
    rows = rows_of(
        database,
        "SELECT id, title, sku, properties, quantity FROM order_line WHERE order_id = ? ORDER BY position, id",
        (order_id,),
    )
    return tuple(SplitLine(*row) for row in rows)


def find_slip(database: Database, code: str) -> SlipRow | None:
    """The slip that a scan means: by waybill, slip code or order number, as typed or scanned (spaces, full-width
    digits). Of an order that has several the one that is not cancelled; raises SlipAmbiguous where parts were split.
    A cancelled slip is found as well, so that its parcel can be stopped."""
    plain = fold_waybill(code)
    number = parse_slip_code(plain)
    if number is not None:
        return next(iter(fetch_slips(database, [number])), None)
    if not plain:
        return None
    by_waybill = rows_of(database, "SELECT id FROM slip WHERE waybill = ? ORDER BY cancelled_at IS NOT NULL, id DESC",
                         (plain,))  # fmt: skip
    if by_waybill:
        return get_slip(database, by_waybill[0][0])
    return _find_by_order(database, code.strip()) or (
        _find_by_order(database, plain) if plain != code.strip() else None
    )


def _find_by_order(database: Database, order_no: str) -> SlipRow | None:
    ids = rows_of(
        database,
        "SELECT DISTINCT i.slip_id FROM shop h CROSS JOIN orders o ON o.shop_id = h.id AND o.order_no = ? "
        "JOIN slip_item i ON i.order_id = o.id ORDER BY i.slip_id DESC",
        (order_no,),
    )
    found = fetch_slips(database, [row[0] for row in ids])
    live = [slip for slip in found if slip.cancelled_at is None]
    if len(live) > 1:
        raise SlipAmbiguous(code=order_no, slips=", ".join(slip.code for slip in reversed(live)))
    return next(iter(live or found), None)


def list_slips(
    database: Database,
    *,
    wave_id: int | None = None,
    order_id: int | None = None,
    carrier: str = "",
    state: SlipState | None = None,
    waiting: bool = False,
    unfinished: bool = False,
    made_before: Millis | None = None,
    made_since: Millis | None = None,
    find: str = "",
    limit: int | None = None,
) -> list[SlipRow]:
    """Slips: a wave's in print order, else the newest first. `made_before`: the history, `made_since`: what is at hand
    (SHP-06, see `history_start`); `unfinished`: neither shipped nor cancelled; `waiting`: live ones without waybill;
    `find`: a part of waybill, order number or receiver."""
    likes = f"%{escaped(find.strip())}%"
    conditions: list[tuple[str, tuple[Any, ...]]] = [
        ("s.wave_id = ?", (wave_id,)) if wave_id is not None else ("", ()),
        ("s.id IN (SELECT slip_id FROM slip_item WHERE order_id = ?)", (order_id,))
        if order_id is not None
        else ("", ()),
        ("s.carrier = ?", (carrier,)) if carrier else ("", ()),
        (_STATES[state], ()) if state else ("", ()),
        ("s.waybill = '' AND s.cancelled_at IS NULL", ()) if waiting else ("", ()),
        (_UNFINISHED, ()) if unfinished else ("", ()),
        ("s.created_at < ?", (made_before,)) if made_before is not None else ("", ()),
        ("s.created_at >= ?", (made_since,)) if made_since is not None else ("", ()),
        (
            "(s.waybill LIKE ? ESCAPE '\\' OR s.id IN (SELECT i.slip_id FROM slip_item i "
            "JOIN orders o ON o.id = i.order_id WHERE o.order_no LIKE ? ESCAPE '\\' OR o.receiver LIKE ? ESCAPE '\\'))",
            (likes,) * 3,
        )
        if find.strip()
        else ("", ()),
    ]
    wanted = [(sql, params) for sql, params in conditions if sql]
    where = " WHERE " + " AND ".join(sql for sql, _params in wanted) if wanted else ""
    most = "" if limit is None else f"LIMIT {limit:d}"
    order = "s.position, s.id" if wave_id is not None else "s.id DESC"
    params = [value for _sql, values in wanted for value in values]
    rows = rows_of(database, f"{_SQL}{where} ORDER BY {order} {most}", params)
    return _with_orders(database, rows)


def history_start(database: Database, *, now: Millis) -> Millis:
    """Slips made before this moment have moved to the history (SHP-06)."""
    return now - get_setting(database, SLIP_HISTORY_DAYS) * DAY_MS


def count_old_unfinished(database: Database, *, now: Millis) -> int:
    """How many slips in the history are neither shipped nor cancelled: the daily list of SHP-06."""
    before = history_start(database, now=now)
    rows = rows_of(database, f"SELECT count(*) FROM slip s WHERE {_UNFINISHED} AND s.created_at < ?", (before,))
    return int(rows[0][0])


def list_open_slip_ids(database: Database, order_ids: Iterable[int]) -> dict[int, list[int]]:
    """Order id -> the ids of its slips that are not cancelled, in order."""
    found: dict[int, list[int]] = {}
    for order_id, slip_id in rows_of(
        database,
        "SELECT DISTINCT i.order_id, i.slip_id FROM slip_item i JOIN slip s ON s.id = i.slip_id "
        f"WHERE s.cancelled_at IS NULL AND i.order_id IN {GIVEN} ORDER BY i.slip_id",
        (listed(order_ids),),
    ):
        found.setdefault(order_id, []).append(slip_id)
    return found


def _with_orders(database: Database, rows: Sequence[tuple[Any, ...]]) -> list[SlipRow]:
    """Slips with what is known of their orders, which two queries tell for all of them."""
    ids = listed(row[0] for row in rows)
    orders: dict[int, list[tuple[Any, ...]]] = {}
    for slip_id, *about in rows_of(database, _ORDERS_SQL, (ids,)):
        orders.setdefault(slip_id, []).append(tuple(about))
    siblings = list_open_slip_ids(database, {about[0] for found in orders.values() for about in found})
    return [_slip(row, orders.get(row[0], []), siblings) for row in rows]


_NOBODY: tuple[Any, ...] = (0, "", None, "", 0, 0, 0, "", "", "", "", "", "", "", 0)


def _slip(row: tuple[Any, ...], orders: Sequence[tuple[Any, ...]], siblings: dict[int, list[int]]) -> SlipRow:
    first = orders[0] if orders else _NOBODY
    receiver, phone, *region, address, masking = first[8:]
    same = siblings.get(first[0], []) if len(orders) == 1 else []
    part, parts = (same.index(row[0]) + 1, len(same)) if row[0] in same else (1, 1)
    told = tuple(SlipOrder(*[*about[:4], *_words(about), about[7]]) for about in orders)
    to = (receiver, phone, " ".join(filter(None, region)), address, Masking(masking))
    about_slip: list[Any] = [*row[:9], *to, *row[9:], part, parts, told]
    return SlipRow(*about_slip)


def _words(about: tuple[Any, ...]) -> tuple[Colour, Status, Stage]:
    return Colour(about[4]), Status(about[5]), Stage(about[6])
