"""Buyers by any trace of them: name on the platform, receiver, phone, address, order, waybill, payee (CRM-01).

Who need not see phones and addresses finds by what the mask shows, and by a phone or a payee that they know whole
(DATA-06).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.db.masking import is_masked, unmasked
from shopdesk.db.search import find_field_ids, find_order_ids
from shopdesk.domain.buyer_traces import TraceKind
from shopdesk.queries.buyer_joins import same_as

MOST = 200
"""So many orders are looked at, the newest; of a buyer one is enough."""
NEWEST = 500
"""So many contacts are looked at for whom somebody spoke with last."""
_LEAST_PART = 2
_SHORT, _ENOUGH = 2, 40
"""What is as short is looked for at the beginning of names first, and within them where few begin so."""
_LEAST_WHOLE = 6
"""Who types that much of a name or number, and it is the whole of one, means that one."""
_KINDS = tuple(TraceKind)


class BuyerHit(NamedTuple):
    """A buyer that was found."""

    buyer_id: int
    buyer: str
    shop: str
    tier: str
    blocked: str
    kept_id: int
    """The record that it is joined to; its own where it isn't."""
    kind: TraceKind
    """By what."""
    found: str
    """What was found, as it may be seen."""
    orders: int
    last_at: Millis | None


class _Seen(NamedTuple):
    """What an order tells of its buyer, as it may be seen."""

    id: int
    buyer_id: int
    order_no: str
    platform_id: str
    receiver: str
    phone: str
    address: str


def find_buyers(database: Database, text: str, *, limit: int = 20) -> list[BuyerHit]:
    """Buyers of whom an order, a parcel, a case, a box or a refund holds what was typed: whole words of their names and
    numbers, or parts of them. Who fits best stands first: by number before name, by name before address; then who
    bought last."""
    wanted = " ".join(text.replace("\0", " ").split())
    if len(wanted) < _LEAST_PART:
        return []
    hits: dict[int, tuple[TraceKind, str]] = {}
    whole = list(_by_whole(database, wanted))
    for buyer_id, kind, found in (
        whole if whole and len(wanted) >= _LEAST_WHOLE else [*whole, *_by_orders(database, wanted)]
    ):
        if buyer_id not in hits or _KINDS.index(kind) < _KINDS.index(hits[buyer_id][0]):
            hits[buyer_id] = (kind, found)
    ranked = sorted(hits.items(), key=lambda each: (_is_part(each[1][1], wanted), _KINDS.index(each[1][0])))
    return _whole(database, dict(ranked), limit)


def list_spoken_with(database: Database, *, person_id: int, limit: int = 30) -> list[BuyerHit]:
    """Buyers with whom was spoken last, each once: first those with whom this person spoke. They stand under the name
    by which they are known, with nothing found."""
    sql = (
        "SELECT coalesce(c.buyer_id, o.buyer_id), c.person_id FROM contact c LEFT JOIN orders o ON o.id = c.order_id "
        "WHERE c.id > (SELECT coalesce(max(id), 0) FROM contact) - ? ORDER BY c.id DESC"
    )
    spoken = [row for row in rows_of(database, sql, (NEWEST,)) if row[0] is not None]
    ranked = sorted(spoken, key=lambda row: bool(row[1] != person_id))
    return _whole(database, {int(row[0]): (TraceKind.PLATFORM_ID, "") for row in ranked}, limit)


def _by_whole(database: Database, wanted: str) -> Iterator[tuple[int, TraceKind, str]]:
    """What was typed is all of a name or number, which has an index of its own."""
    yield from _by_number(database, wanted)
    yield from _by_payee(database, wanted)
    yield from _by_returned(database, wanted)


def _by_number(database: Database, wanted: str) -> Iterator[tuple[int, TraceKind, str]]:
    """Buyers without an order are found by their whole name only."""
    sql = "SELECT o.buyer_id, o.order_no FROM shop s CROSS JOIN orders o ON o.shop_id = s.id AND o.order_no = ?"
    for buyer_id, number in rows_of(database, f"{sql} WHERE o.buyer_id IS NOT NULL", (wanted,)):
        yield int(buyer_id), TraceKind.ORDER_NO, number
    sql = (
        "SELECT o.buyer_id, p.waybill FROM parcel p JOIN orders o ON o.id = p.order_id "
        "WHERE p.waybill = ? AND o.buyer_id IS NOT NULL"
    )
    for buyer_id, waybill in rows_of(database, sql, ("".join(wanted.split()).upper(),)):
        yield int(buyer_id), TraceKind.WAYBILL, waybill
    sql = "SELECT b.id, b.platform_id FROM shop s CROSS JOIN buyer b ON b.shop_id = s.id AND b.platform_id = ?"
    for buyer_id, name in rows_of(database, sql, (wanted,)):
        yield int(buyer_id), TraceKind.PLATFORM_ID, name


def _by_payee(database: Database, wanted: str) -> Iterator[tuple[int, TraceKind, str]]:
    """Who knows a payee's name or account whole may look for it, whatever the mask shows."""
    bare = unmasked(database)
    for column in ("payee", "payee_account"):
        found = rows_of(bare, f"SELECT id FROM refund WHERE {column} <> '' AND {column} = ? LIMIT ?", (wanted, MOST))
        rows = rows_of(
            database,
            f"SELECT o.buyer_id, r.{column} AS {column} FROM refund r JOIN orders o ON o.id = r.order_id "
            f"WHERE r.id IN {GIVEN} AND o.buyer_id IS NOT NULL",
            (listed([row[0] for row in found]),),
        )
        for buyer_id, name in rows:
            yield int(buyer_id), TraceKind.PAYEE, name


def _by_returned(database: Database, wanted: str) -> Iterator[tuple[int, TraceKind, str]]:
    """Waybills of what buyers sent back."""
    waybill = "".join(wanted.split()).upper()
    for table in ("cases", "box"):
        sql = f"SELECT buyer_id, waybill FROM {table} WHERE waybill <> '' AND waybill = ? AND buyer_id IS NOT NULL"
        for buyer_id, found in rows_of(database, sql, (waybill,)):
            yield int(buyer_id), TraceKind.WAYBILL, found


def _by_orders(database: Database, wanted: str) -> Iterator[tuple[int, TraceKind, str]]:
    """By the index of orders: what holds the words in what tells of its buyer, not in goods or memos."""
    is_short = len(wanted) <= _SHORT
    ids = dict.fromkeys(find_field_ids(database, wanted, most=MOST, begins=True)) if is_short else {}
    if len(ids) < _ENOUGH:
        ids |= dict.fromkeys(find_order_ids(database, wanted, most=MOST)[:MOST])
    rows = _read(database, ids)
    words = wanted.casefold().split()
    whole_phone = {row[0] for row in _of_phone(database, ids, wanted)} if is_masked(database) else set()
    waybills = _waybills(database, ids)
    for row in rows:
        if row.id in whole_phone:
            yield row.buyer_id, TraceKind.PHONE, row.phone
            continue
        found = _told_by(_told(row, waybills.get(row.id, ())), words)
        if found is not None:
            yield row.buyer_id, *found


def _told_by(told: Iterable[tuple[TraceKind, str]], words: Sequence[str]) -> tuple[TraceKind, str] | None:
    """What holds all the words, or the first of several that hold one each; None where one is in none."""
    holding = [(kind, text, {word for word in words if word in text.casefold()}) for kind, text in told]
    if set().union(*(held for _kind, _text, held in holding)) != set(words):
        return None
    kind, text, _held = max(holding, key=lambda each: len(each[2]))
    return kind, text


def _told(row: _Seen, waybills: Sequence[str]) -> Iterator[tuple[TraceKind, str]]:
    yield TraceKind.PLATFORM_ID, row.platform_id
    yield TraceKind.ORDER_NO, row.order_no
    for waybill in waybills:
        yield TraceKind.WAYBILL, waybill
    yield TraceKind.PHONE, row.phone
    yield TraceKind.NAME, row.receiver
    yield TraceKind.ADDRESS, row.address


def _read(database: Database, ids: Iterable[int]) -> list[_Seen]:
    sql = (
        "SELECT o.id, o.buyer_id, o.order_no, b.platform_id, o.receiver AS receiver, o.phone AS phone, "
        f"o.address AS address FROM orders o JOIN buyer b ON b.id = o.buyer_id WHERE o.id IN {GIVEN} ORDER BY o.id DESC"
    )
    return [_Seen._make(row) for row in rows_of(database, sql, (listed(ids),))]


def _of_phone(database: Database, ids: Iterable[int], phone: str) -> list[tuple[int]]:
    return rows_of(database, f"SELECT o.id FROM orders o WHERE o.id IN {GIVEN} AND o.phone = ?", (listed(ids), phone))


def _waybills(database: Database, ids: Iterable[int]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    sql = f"SELECT order_id, waybill FROM parcel WHERE order_id IN {GIVEN} ORDER BY id"
    for order_id, waybill in rows_of(database, sql, (listed(ids),)):
        found[order_id].append(waybill)
    return found


def _is_part(found: str, wanted: str) -> bool:
    """What was found whole goes before what only holds it."""
    return found.casefold() != wanted.casefold()


_KEPT = f"""
SELECT t.buyer_id, t.other_id FROM {same_as(GIVEN)} t
WHERE NOT EXISTS (SELECT 1 FROM buyer_join j WHERE j.joined_id = t.other_id AND j.undone_at IS NULL)
"""


def _whole(database: Database, hits: Mapping[int, tuple[TraceKind, str]], limit: int) -> list[BuyerHit]:
    chosen = list(hits)[:limit]
    rows = rows_of(
        database,
        "SELECT b.id, b.platform_id, s.name AS shop, b.tier AS tier, b.blocked AS why, count(o.id), max(o.created) "
        "FROM buyer b JOIN shop s ON s.id = b.shop_id LEFT JOIN orders o ON o.buyer_id = b.id "
        f"WHERE b.id IN {GIVEN} GROUP BY b.id, s.name",
        (listed(chosen),),
    )
    known = {int(row[0]): row for row in rows}
    kept = {int(own): int(other) for own, other in rows_of(database, _KEPT, (listed(chosen),))}
    return [
        BuyerHit(*[*known[each][:5], kept.get(each, each), *hits[each], *known[each][5:]])
        for each in chosen
        if each in known
    ]
