"""Which other records may be the same person, with reasons (CRM-01)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, listed, rows_of
from shopdesk.db.masking import unmasked
from shopdesk.db.search import find_field_ids, find_piece_ids
from shopdesk.domain.same_buyer import Sign, Trace, find_signs, score
from shopdesk.queries.buyer_joins import list_joins, list_members

_MOST_ORDERS, _MOST_TRACES, _MOST_FOUND = 300, 12, 200
"""Of the buyer's newest orders, so many traces are looked for, each in so many orders."""


@dataclass(frozen=True, slots=True)
class SameProposal:
    """A record that may be the same person. Nobody is joined by it: somebody looks, and decides."""

    buyer_id: int
    buyer: str
    shop: str
    signs: tuple[Sign, ...]
    """Why, the strongest first."""
    score: int
    """0 to 99."""
    orders: int
    """How many of their orders told it."""


def propose_same(database: Database, *, buyer_id: int, limit: int = 5) -> list[SameProposal]:
    """Other records that may be this buyer, the likeliest first: by name with phone or address, by phone with address,
    by the account that money went to; never by a phone alone. Those that somebody let go again are not proposed.

    Compared as it really is: it tells that two are alike, not what they are.
    """
    bare = unmasked(database)
    members = list_members(bare, buyer_id)
    written = _written(bare, members)
    own, found = [each.trace for each in written], _found(bare, written)
    by_account = _by_account(bare, members)
    away = set(members) | _let_go(bare, buyer_id)
    proposals = []
    for other in sorted({*found, *by_account} - away):
        signs = find_signs(own, [trace for trace, _order in found.get(other, ())])
        signs = (Sign.ACCOUNT, *signs) if other in by_account else signs
        if signs:
            orders = len({order for _trace, order in found.get(other, ())})
            proposals.append((other, signs, score(signs), orders))
    proposals.sort(key=lambda each: (-each[2], -each[3], each[0]))
    names = _names(database, [each[0] for each in proposals[:limit]])
    return [
        SameProposal(other, *names[other], signs, points, orders) for other, signs, points, orders in proposals[:limit]
    ]


class _Written(NamedTuple):
    """Whom and where an order went to, as it is written there."""

    name: str
    phone: str
    region: str
    address: str

    @property
    def trace(self) -> Trace:
        return Trace(self.name, self.phone, self.region + self.address)


def _written(database: Database, members: Iterable[int]) -> list[_Written]:
    rows = rows_of(
        database,
        "SELECT DISTINCT receiver, phone, region, address FROM (SELECT o.receiver, o.phone, "
        "o.province || o.city || o.district AS region, o.address FROM orders o "
        f"WHERE o.buyer_id IN {GIVEN} ORDER BY o.id DESC LIMIT ?) known",
        (listed(members), _MOST_ORDERS),
    )
    return [_Written._make(row) for row in rows]


def _found(database: Database, own: Iterable[_Written]) -> dict[int, list[tuple[Trace, int]]]:
    """Traces of orders, and the orders, that hold one of these phones or addresses as it is written, by their buyer."""
    phones = dict.fromkeys(each.phone for each in own if each.trace.plain.phone)
    places = dict.fromkeys(each.address for each in own if each.trace.plain.address)
    ids: set[int] = set()
    for phone in list(phones)[:_MOST_TRACES]:
        ids.update(find_field_ids(database, phone, most=_MOST_FOUND))
    for address in list(places)[:_MOST_TRACES]:
        ids.update(find_piece_ids(database, address, most=_MOST_FOUND))
    rows = rows_of(
        database,
        "SELECT o.id, o.buyer_id, o.receiver, o.phone, o.province || o.city || o.district AS region, o.address "
        f"FROM orders o WHERE o.id IN {GIVEN} AND o.buyer_id IS NOT NULL",
        (listed(ids),),
    )
    found: defaultdict[int, list[tuple[Trace, int]]] = defaultdict(list)
    for order_id, buyer_id, *written in rows:
        found[buyer_id].append((_Written(*written).trace, order_id))
    return found


def _by_account(database: Database, members: Iterable[int]) -> set[int]:
    """Buyers whose money went to an account that theirs went to as well."""
    sql = (
        "SELECT DISTINCT r.payee_account FROM orders o JOIN refund r ON r.order_id = o.id WHERE r.payee_account <> '' "
    )
    accounts = [row[0] for row in rows_of(database, f"{sql}AND o.buyer_id IN {GIVEN}", (listed(members),))]
    if not accounts:
        return set()
    rows = rows_of(
        database,
        "SELECT DISTINCT o.buyer_id FROM refund r JOIN orders o ON o.id = r.order_id "
        f"WHERE r.payee_account <> '' AND r.payee_account IN {GIVEN_TEXTS} AND o.buyer_id IS NOT NULL",
        (listed(accounts),),
    )
    return {int(row[0]) for row in rows}


def _let_go(database: Database, buyer_id: int) -> set[int]:
    """Records that were joined to this buyer's once, and let go."""
    rows = [each for each in list_joins(database, buyer_id=buyer_id, with_undone=True) if each.undone_at is not None]
    return {each for row in rows for each in (row.kept_id, row.joined_id)}


def _names(database: Database, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = rows_of(
        database,
        "SELECT b.id, b.platform_id, s.name AS shop FROM buyer b JOIN shop s ON s.id = b.shop_id "
        f"WHERE b.id IN {GIVEN}",
        (listed(ids),),
    )
    return {int(row[0]): (row[1], row[2]) for row in rows}
