"""Everything about a buyer on one time line, over all their records, a page at a time (CRM-01).

A page is found by moments alone, by the indexes that there are; only what is on it is read whole.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.buyer_times import DEEDS, EntryKind, stage_code
from shopdesk.domain.money import Money
from shopdesk.queries.buyer_joins import list_members

PAGE = 50
_GIVEN = 3
"""Limit, moment and id of the place behind which to go on; the records follow."""


class Place(NamedTuple):
    """Where a page ends: the next one begins behind it."""

    at: Millis
    kind: EntryKind
    id: int


class Entry(NamedTuple):
    """One thing that happened with a buyer."""

    kind: EntryKind
    at: Millis
    id: int
    """Of the record, by its kind; of a deed the row of the trail."""
    order_id: int | None
    order_no: str
    shop: str
    goods: str
    """Goods of an order or a repair; waybill of a parcel or a box; what is owed."""
    said: str
    """A memo, what a buyer wrote or asked, a note, a reason."""
    state: str
    """A code; domain.buyer_times.state_name says it."""
    amount: Money
    person: str
    """Who did it, or is in charge."""

    @property
    def place(self) -> Place:
        """From which the next page goes on."""
        return Place(self.at, self.kind, self.id)


class TimePage(NamedTuple):
    """A page of the time line, the newest first."""

    entries: tuple[Entry, ...]
    next: Place | None
    """Behind which there is more."""


_OF = "IN (members)"
"""Filled with a mark for each record: few, and a server plans better for those than for a list handed over."""
_DEEDS = ", ".join(f"'{deed}'" for deed in DEEDS)
_MINE = (
    "WITH mine AS MATERIALIZED (SELECT o.id, o.shop_id, o.order_no, o.created, o.shipped_at FROM orders o "
    f"WHERE o.buyer_id {_OF}) "
)
"""The buyer's orders, read once for all that hangs on them."""
_MOMENTS: Mapping[EntryKind, tuple[tuple[str, str], ...]] = {
    EntryKind.COMPLAINT: (("x.opened_at", f"complaint x WHERE x.buyer_id {_OF}"),),
    EntryKind.CASE: (("x.opened_at", f"cases x WHERE x.buyer_id {_OF}"),),
    EntryKind.REVIEW: (("x.at", f"review x WHERE x.buyer_id {_OF}"),),
    EntryKind.REFUND: (("x.asked_at", "mine o CROSS JOIN refund x ON x.order_id = o.id WHERE TRUE"),),
    EntryKind.REQUEST: (
        (
            "coalesce(x.requested_at, o.created)",
            "mine o CROSS JOIN refund_request x ON x.shop_id = o.shop_id AND x.order_no = o.order_no WHERE TRUE",
        ),
    ),
    EntryKind.REPAIR: (("x.at", f"repair x WHERE x.buyer_id {_OF}"),),
    EntryKind.BOX: (("x.at", f"box x WHERE x.buyer_id {_OF}"),),
    EntryKind.CONTACT: (("x.at", f"contact x WHERE x.buyer_id {_OF}"),),
    EntryKind.OWED: (("x.at", f"owed_item x WHERE x.buyer_id {_OF}"),),
    EntryKind.DEED: (("x.at", f"trail x WHERE x.kind = 'buyer' AND x.action IN ({_DEEDS}) AND x.record_id {_OF}"),),
    EntryKind.PARCEL: (
        ("o.shipped_at", "mine o CROSS JOIN parcel x ON x.order_id = o.id WHERE o.shipped_at IS NOT NULL"),
        (
            "coalesce(s.shipped_at, o.created)",
            "mine o CROSS JOIN parcel x ON x.order_id = o.id LEFT JOIN slip s ON s.id = x.slip_id "
            "WHERE o.shipped_at IS NULL",
        ),
    ),
    EntryKind.ORDER: (("x.created", "mine x WHERE TRUE"),),
}
"""By kind: its moment, and where it stands. A parcel whose platform told when it left needs no look at its slip."""

_GOODS = (
    "coalesce((SELECT l.title FROM order_line l WHERE l.order_id = o.id ORDER BY l.position, l.id LIMIT 1), o.titles)"
)
_ORDER = "LEFT JOIN orders o ON o.id = x.order_id LEFT JOIN shop h ON h.id = {shop}"
_NO = "coalesce(o.order_no, '') AS order_no, coalesce(h.name, '') AS shop"
_PERSON = "coalesce(p.name, '') AS person"
_WHOLE: Mapping[EntryKind, str] = {
    EntryKind.COMPLAINT: (
        f"SELECT x.id, x.order_id, {_NO}, x.number AS title, x.said AS said, x.state AS state, x.cost, {_PERSON} "
        f"FROM complaint x {_ORDER.format(shop='x.shop_id')} LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.CASE: (
        f"SELECT x.id, x.order_id, {_NO}, x.kind AS title, x.asked AS asked, x.state AS state, x.amount, {_PERSON} "
        f"FROM cases x {_ORDER.format(shop='x.shop_id')} LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.REVIEW: (
        "SELECT x.id, x.order_id, x.order_no AS order_no, coalesce(h.name, '') AS shop, x.goods AS titles, "
        "CASE x.later_said WHEN '' THEN x.said ELSE x.said || ' / ' || x.later_said END AS said, x.kind AS state, 0, "
        f"{_PERSON} FROM review x LEFT JOIN shop h ON h.id = x.shop_id LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.REFUND: (
        f"SELECT x.id, x.order_id, {_NO}, x.kind AS title, x.reason AS said, x.state AS state, x.amount, {_PERSON} "
        f"FROM refund x {_ORDER.format(shop='o.shop_id')} LEFT JOIN person p ON p.id = x.asked_by_id"
    ),
    EntryKind.REQUEST: (
        "SELECT x.id, o.id, x.order_no AS order_no, coalesce(h.name, '') AS shop, x.title AS title, "
        "x.reason AS said, x.state AS state, x.amount, '' AS person FROM refund_request x "
        "LEFT JOIN orders o ON o.shop_id = x.shop_id AND o.order_no = x.order_no LEFT JOIN shop h ON h.id = x.shop_id"
    ),
    EntryKind.REPAIR: (
        f"SELECT x.id, x.order_id, {_NO}, x.title AS title, x.fault AS said, x.state AS state, x.fee, {_PERSON} "
        f"FROM repair x {_ORDER.format(shop='x.shop_id')} LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.BOX: (
        f"SELECT x.id, x.order_id, {_NO}, x.waybill AS waybill, x.note AS note, x.state AS state, x.cash, {_PERSON} "
        f"FROM box x {_ORDER.format(shop='x.shop_id')} LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.CONTACT: (
        f"SELECT x.id, x.order_id, {_NO}, '' AS titles, x.note AS note, x.kind AS state, 0, {_PERSON} "
        f"FROM contact x {_ORDER.format(shop='o.shop_id')} LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.OWED: (
        f"SELECT x.id, x.order_id, {_NO}, x.item AS title, x.note AS note, x.kind AS state, x.amount, {_PERSON} "
        "FROM owed_item x LEFT JOIN orders o ON o.id = x.order_id JOIN buyer b ON b.id = x.buyer_id "
        "LEFT JOIN shop h ON h.id = b.shop_id LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.DEED: (
        "SELECT x.id, NULL, '' AS order_no, coalesce(h.name, '') AS shop, '' AS titles, x.reason AS reason, "
        f"x.action AS state, 0, {_PERSON} FROM trail x LEFT JOIN buyer b ON b.id = x.record_id "
        "LEFT JOIN shop h ON h.id = b.shop_id LEFT JOIN person p ON p.id = x.person_id"
    ),
    EntryKind.PARCEL: (
        f"SELECT x.id, x.order_id, {_NO}, x.waybill AS waybill, x.carrier AS carrier, "
        "coalesce(t.state, '') AS state, 0, coalesce(p.name, '') AS person "
        f"FROM parcel x {_ORDER.format(shop='o.shop_id')} LEFT JOIN slip s ON s.id = x.slip_id "
        "LEFT JOIN person p ON p.id = s.packed_by_id LEFT JOIN tracking t ON t.waybill = x.waybill"
    ),
    EntryKind.ORDER: (
        f"SELECT x.id, x.id, x.order_no AS order_no, coalesce(h.name, '') AS shop, {_GOODS.replace('o.', 'x.')} "
        "AS titles, x.memo AS memo, x.stage, x.paid, coalesce(p.name, '') AS person FROM orders x "
        "LEFT JOIN shop h ON h.id = x.shop_id LEFT JOIN person p ON p.id = x.salesperson_id"
    ),
}
"""By kind: id, order, its number, shop, goods, what was said, state, amount, person."""


def list_times(
    database: Database,
    *,
    buyer_id: int,
    kinds: Collection[EntryKind] = (),
    after: Place | None = None,
    limit: int = PAGE,
) -> TimePage:
    """A page of a buyer's time line over all their records, the newest first; of some kinds or all. `after` is where
    the page before ended."""
    wanted = [kind for kind in EntryKind if not kinds or kind in kinds]
    members = list_members(database, buyer_id)
    marks = ", ".join(f"?{number}" for number in range(_GIVEN + 1, _GIVEN + 1 + len(members))) or "NULL"
    parts = " UNION ALL ".join(part for kind in wanted for part in _moments(kind, after))
    sql = f"{_MINE}SELECT rank, id, at FROM ({parts}) every ORDER BY at DESC, rank, id DESC LIMIT ?1"
    at, row_id = (after.at, after.id) if after is not None else (0, 0)
    found = rows_of(database, sql.replace(_OF, f"IN ({marks})"), [limit + 1, at, row_id, *members])
    kinds_in_order = list(EntryKind)
    places = [Place(at, kinds_in_order[rank], int(row_id)) for rank, row_id, at in found]
    entries = _read(database, places[:limit])
    more = len(places) > limit
    return TimePage(entries, places[limit - 1] if more else None)


def _moments(kind: EntryKind, after: Place | None) -> Iterator[str]:
    """The newest of a kind behind a place."""
    for number, (moment, where) in enumerate(_MOMENTS[kind]):
        behind = ""
        if after is not None:
            behind = f" AND {moment} <= ?2" if kind.rank > after.kind.rank else f" AND {moment} < ?2"
            if kind is after.kind:
                behind = f" AND ({moment} < ?2 OR ({moment} = ?2 AND x.id < ?3))"
        yield (
            f"SELECT * FROM (SELECT {kind.rank} AS rank, x.id AS id, {moment} AS at FROM {where}{behind} "
            f"ORDER BY at DESC, id DESC LIMIT ?1) {kind.value}_{number}"
        )


def _read(database: Database, places: list[Place]) -> tuple[Entry, ...]:
    """Each of them whole, in their order."""
    by_kind: dict[EntryKind, list[int]] = {}
    for place in places:
        by_kind.setdefault(place.kind, []).append(place.id)
    whole = {key: row for kind, ids in by_kind.items() for key, row in _rows(database, kind, ids)}
    return tuple(_entry(place, whole[place.kind, place.id]) for place in places if (place.kind, place.id) in whole)


def _rows(
    database: Database, kind: EntryKind, ids: list[int]
) -> Iterator[tuple[tuple[EntryKind, int], tuple[object, ...]]]:
    for row in rows_of(database, f"{_WHOLE[kind]} WHERE x.id IN {GIVEN}", (listed(ids),)):
        yield (kind, int(row[0])), row[1:]


def _entry(place: Place, row: tuple[Any, ...]) -> Entry:
    order_id, order_no, shop, goods, said, state, amount, person = row
    code = stage_code(state) if place.kind is EntryKind.ORDER else state
    return Entry(
        place.kind, place.at, place.id, order_id, order_no, shop, goods, said, code, Money(amount or 0), person,
    )  # fmt: skip
