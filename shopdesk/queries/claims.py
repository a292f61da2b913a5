"""Parcels that a carrier lost, emptied or broke: the register, and what a month's came to (SHP-08, SHP-12)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain import tracking
from shopdesk.domain.claims import ENDED, Kind, Solution, State
from shopdesk.domain.due import ClaimList
from shopdesk.domain.money import Money
from shopdesk.errors import N_, NotFound
from shopdesk.queries.conditions import Conditions


class ClaimNotFound(NotFound):
    template = N_("There is no claim {number} here. Look at the register of lost parcels.")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One parcel of the register, and what its carrier owes for it."""

    id: int
    version: int
    kind: Kind
    state: State
    shop_id: int | None
    shop: str
    order_id: int | None
    order_no: str
    buyer_id: int | None
    buyer: str
    """The buyer's platform id, "" where nobody knows."""
    case_id: int | None
    """By which the buyer is made good."""
    waybill: str
    carrier: str
    amount: Money
    """What the shop asks for."""
    answered: Money
    """What the carrier offers."""
    paid: Money
    reference: str
    answer: str
    solution: Solution
    note: str
    person: str
    """Who registered it."""
    at: Millis
    asked_at: Millis | None
    answer_by: Millis | None
    """When the carrier is to be asked again."""
    answered_at: Millis | None
    paid_at: Millis | None
    closed_at: Millis | None
    tracking_state: tracking.State | None
    """Where the carrier last said it was; None where nobody follows it."""
    last_text: str
    moved_at: Millis | None

    @property
    def is_open(self) -> bool:
        """The carrier still owes an answer or money."""
        return self.state not in ENDED

    @property
    def is_made_good(self) -> bool:
        """The buyer gets it again, or the money."""
        return self.solution is not Solution.NONE

    def is_late(self, now: Millis) -> bool:
        """Somebody should have asked the carrier by now."""
        return self.is_open and self.answer_by is not None and self.answer_by <= now


OF_LISTS: Mapping[ClaimList, str] = {
    ClaimList.TO_ASK: f"c.closed_at IS NULL AND (c.state = '{State.REGISTERED}' OR c.answer_by <= ?)",
    ClaimList.TO_ANSWER: f"c.closed_at IS NULL AND c.state = '{State.ASKED}' AND c.answer_by > ?",
    ClaimList.PAID: f"c.closed_at IS NULL AND c.state = '{State.ANSWERED}' AND c.answer_by > ?",
    ClaimList.TO_MAKE_GOOD: f"c.solution = '' AND c.state <> '{State.FOUND}'",
}
"""SQL of what Today tells of; the mark is now."""

_SQL = """
SELECT c.id, c.version, c.kind, c.state, c.shop_id, coalesce(s.name, '') AS name, c.order_id,
  coalesce(o.order_no, '') AS order_no, o.buyer_id, coalesce(b.platform_id, '') AS platform_id, c.case_id, c.waybill,
  c.carrier, c.amount, c.answered, c.paid, c.reference, c.answer, c.solution, c.note, p.name, c.at, c.asked_at,
  c.answer_by, c.answered_at, c.paid_at, c.closed_at, coalesce(t.state, '') AS state,
  coalesce(t.last_text, '') AS last_text, t.moved_at
FROM claim c JOIN person p ON p.id = c.person_id LEFT JOIN shop s ON s.id = c.shop_id
LEFT JOIN orders o ON o.id = c.order_id LEFT JOIN buyer b ON b.id = o.buyer_id
LEFT JOIN tracking t ON t.waybill = c.waybill AND c.waybill <> ''
"""


def list_claims(
    database: Database,
    *,
    states: Collection[State] = (),
    kinds: Collection[Kind] = (),
    carrier: str = "",
    order_id: int | None = None,
    case_id: int | None = None,
    buyer_id: int | None = None,
    due_before: Millis | None = None,
    only_open: bool = False,
    not_made_good: bool = False,
    due_list: ClaimList | None = None,
    now: Millis = 0,
    since: Millis | None = None,
    until: Millis | None = None,
    find: str = "",
    limit: int | None = None,
) -> list[ClaimRow]:
    """The register: whose carrier is to be asked first, then the newest. `since` and `until`: when it was registered;
    `not_made_good`: nobody has sent it again or paid it back yet; `due_list`: what Today tells of, as it
    is `now`; `find`: a part of waybill, order or buyer."""
    wanted = Conditions()
    wanted.add_one_of("c.state", states)
    wanted.add_one_of("c.kind", kinds)
    for column, value in (("c.order_id", order_id), ("c.case_id", case_id), ("o.buyer_id", buyer_id)):
        wanted.add_equal(column, value)
    wanted.add_equal("c.carrier", carrier or None)
    if due_before is not None:
        wanted.add("c.closed_at IS NULL AND c.answer_by < ?", due_before)
    if only_open:
        wanted.add("c.closed_at IS NULL")
    if not_made_good:
        wanted.add(OF_LISTS[ClaimList.TO_MAKE_GOOD])
    if due_list is not None:
        wanted.add(OF_LISTS[due_list], *[now] * OF_LISTS[due_list].count("?"))
    if since is not None:
        wanted.add("c.at >= ?", since)
    if until is not None:
        wanted.add("c.at < ?", until)
    wanted.add_part(find, "c.waybill", "o.order_no", "b.platform_id")
    tail = wanted.sql("c.closed_at IS NOT NULL, c.answer_by NULLS FIRST, c.id DESC", limit)
    return [_row(row) for row in rows_of(database, f"{_SQL} {tail}", wanted.params)]


def get_claim(database: Database, claim_id: int) -> ClaimRow:
    """One of them; raises ClaimNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE c.id = ?", (claim_id,))
    if not rows:
        raise ClaimNotFound(number=claim_id)
    return _row(rows[0])


def find_claim(database: Database, *, waybill: str, kind: Kind) -> ClaimRow | None:
    """The claim of this kind for this parcel that still counts, the newest; None where there is none."""
    rows = rows_of(
        database,
        f"{_SQL} WHERE c.waybill = ? AND c.waybill <> '' AND c.kind = ? ORDER BY c.id DESC LIMIT 1",
        (waybill, kind.value),
    )
    return _row(rows[0]) if rows else None


def _row(row: tuple[Any, ...]) -> ClaimRow:
    values = list(row)
    values[2], values[3], values[18] = Kind(values[2]), State(values[3]), Solution(values[18])
    values[13:16] = map(Money, values[13:16])
    values[27] = tracking.State(values[27]) if values[27] else None
    return ClaimRow(*values)


@dataclass(frozen=True, slots=True)
class ClaimCounts:
    """How many claims wait for what."""

    by_state: dict[State, int]
    late: int
    """Their carrier is to be asked again by now."""
    not_made_good: int
    """The buyer has neither goods nor money."""


def count_claims(database: Database, *, now: Millis) -> ClaimCounts:
    """How many there are of each state, are late, and whose buyers wait."""
    found = dict(rows_of(database, "SELECT state, count(*) FROM claim GROUP BY state"))
    late, waiting = rows_of(
        database,
        "SELECT (SELECT count(*) FROM claim WHERE closed_at IS NULL AND answer_by <= ?), "
        "(SELECT count(*) FROM claim WHERE solution = '' AND state <> 'found')",
        (now,),
    )[0]
    return ClaimCounts({state: found.get(state.value, 0) for state in State}, late, waiting)


@dataclass(frozen=True, slots=True)
class ClaimTotal:
    """What a month's parcels came to with one carrier and one kind."""

    carrier: str
    kind: Kind
    parcels: int
    asked: Money
    offered: Money
    paid: Money
    is_open: int
    """Parcels for which the carrier still owes an answer or money."""
    refused: int
    found: int

    @property
    def lost(self) -> Money:
        """What the shop bears as it stands: asked for and not paid."""
        return self.asked - self.paid


def total_claims(database: Database, *, since: Millis, until: Millis) -> list[ClaimTotal]:
    """What was registered between two moments, by carrier and kind (the month's summary); parcels that turned up count
    as parcels, and with no money."""
    rows = rows_of(
        database,
        "SELECT carrier, kind, count(*), sum(CASE WHEN state = 'found' THEN 0 ELSE amount END), "
        "sum(CASE WHEN state = 'found' THEN 0 ELSE answered END), sum(paid), "
        "sum(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END), sum(CASE WHEN state = 'refused' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN state = 'found' THEN 1 ELSE 0 END) "
        "FROM claim WHERE at >= ? AND at < ? GROUP BY carrier, kind ORDER BY carrier, kind",
        (since, until),
    )
    return [
        ClaimTotal(carrier, Kind(kind), int(parcels), *(Money(int(fen)) for fen in amounts), *map(int, counts))
        for carrier, kind, parcels, *rest in rows
        for amounts, counts in [(rest[:3], rest[3:])]
    ]
