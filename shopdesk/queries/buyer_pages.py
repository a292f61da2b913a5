"""One buyer over all shops and names: who they are, what they bought, what is open with them (CRM-01)."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Status
from shopdesk.queries.buyer_joins import JoinRow, list_joins, list_members
from shopdesk.queries.buyers import BuyerNotFound, read_tags
from shopdesk.queries.owed_items import OwedRow, list_owed_items


@dataclass(frozen=True, slots=True)
class BuyerRecord:
    """A buyer as one shop's platform names them, with what was noted there."""

    id: int
    version: int
    shop_id: int
    shop: str
    buyer: str
    tier: str
    discount: int
    """Percent off."""
    tags: tuple[str, ...]
    blocked: str
    """Why nothing is sold to them; "" for a welcome buyer."""
    note: str
    birthday: str
    """`05-17`, or with its year; "" where nobody knows it."""
    no_care_at: Millis | None
    """Since when they want no messages but answers."""
    no_care_reason: str
    person_id: int | None
    person: str
    """Who is in charge of what they ask."""
    orders: int
    paid: Money
    """What they paid for orders that weren't closed."""
    first_at: Millis | None
    last_at: Millis | None
    """When their first and last orders were made."""


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """How much there is of a kind, and how much of it is open."""

    open: int
    all: int


@dataclass(frozen=True, slots=True)
class BuyerPage:
    """A buyer with all their records, the kept one first."""

    records: tuple[BuyerRecord, ...]
    joins: tuple[JoinRow, ...]
    cases: OpenMatters
    reviews: OpenMatters
    bad_reviews: int
    """Neutral and bad ones that stand."""
    complaints: OpenMatters
    repairs: OpenMatters
    refunds: OpenMatters
    refunded: Money
    owed: tuple[OwedRow, ...]
    """Open owed items of all records, the oldest first."""

    @property
    def id(self) -> int:
        """Of the kept record."""
        return self.records[0].id

    @property
    def tier(self) -> str:
        """The kept record's, else the first that there is."""
        return next((each.tier for each in self.records if each.tier), "")

    @property
    def discount(self) -> int:
        """The highest that was noted."""
        return max(each.discount for each in self.records)

    @property
    def tags(self) -> tuple[str, ...]:
        """Those of all records."""
        return tuple(dict.fromkeys(tag for each in self.records for tag in each.tags))

    @property
    def blocked(self) -> str:
        """Why nothing is sold to them, under whatever name."""
        return next((each.blocked for each in self.records if each.blocked), "")

    @property
    def wants_no_care(self) -> bool:
        """Whether they said so, under whatever name."""
        return any(each.no_care_at is not None for each in self.records)

    @property
    def person(self) -> str:
        """Who is in charge of what they ask."""
        return next((each.person for each in self.records if each.person), "")

    @property
    def orders(self) -> int:
        """Of all records."""
        return sum(each.orders for each in self.records)

    @property
    def paid(self) -> Money:
        """Of all records."""
        return Money(sum(int(each.paid) for each in self.records))


_RECORDS = f"""
SELECT b.id, b.version, b.shop_id, s.name AS shop, b.platform_id, b.tier AS tier, b.discount, b.tags, b.blocked AS why,
  b.note AS note, b.birthday, b.no_care_at, b.no_care_reason AS why, b.person_id, coalesce(p.name, '') AS person,
  count(o.id), coalesce(sum(CASE WHEN o.status IN ({int(Status.UNPAID)}, {int(Status.CLOSED)}) THEN 0 ELSE o.paid END),
  0), min(o.created), max(o.created)
FROM buyer b JOIN shop s ON s.id = b.shop_id LEFT JOIN person p ON p.id = b.person_id
LEFT JOIN orders o ON o.buyer_id = b.id WHERE b.id IN {GIVEN} GROUP BY b.id, s.name, p.name
"""
_COUNTS = """
SELECT
  (SELECT count(*) FROM cases x WHERE x.buyer_id {of} AND x.closed_at IS NULL),
  (SELECT count(*) FROM cases x WHERE x.buyer_id {of}),
  (SELECT count(*) FROM review x WHERE x.buyer_id {of} AND x.closed_at IS NULL),
  (SELECT count(*) FROM review x WHERE x.buyer_id {of}),
  (SELECT count(*) FROM review x WHERE x.buyer_id {of} AND x.kind <> 'good' AND x.deleted_at IS NULL),
  (SELECT count(*) FROM complaint x WHERE x.buyer_id {of} AND x.closed_at IS NULL),
  (SELECT count(*) FROM complaint x WHERE x.buyer_id {of}),
  (SELECT count(*) FROM repair x WHERE x.buyer_id {of} AND x.closed_at IS NULL),
  (SELECT count(*) FROM repair x WHERE x.buyer_id {of})
""".format(of="IN (SELECT value FROM json_each(?1))")
_REFUNDS = f"""
SELECT coalesce(sum(CASE WHEN r.state IN ('asked', 'approved') THEN 1 ELSE 0 END), 0), count(*),
  coalesce(sum(CASE WHEN r.state = 'paid' THEN r.amount ELSE 0 END), 0)
FROM orders o JOIN refund r ON r.order_id = o.id WHERE o.buyer_id IN {GIVEN}
"""


def get_buyer_page(database: Database, *, buyer_id: int) -> BuyerPage:
    """A buyer's page, from whichever of their records; raises BuyerNotFound. What happened is in `list_times`."""
    members = list_members(database, buyer_id)
    if not members:
        raise BuyerNotFound(buyer=buyer_id)
    given = [listed(members)]
    rows = {int(row[0]): row for row in rows_of(database, _RECORDS, given)}
    counts = [int(each) for each in rows_of(database, _COUNTS, given)[0]]
    open_refunds, refunds, refunded = rows_of(database, _REFUNDS, given)[0]
    return BuyerPage(
        records=tuple(
            BuyerRecord(*[*row[:7], read_tags(row[7]), *row[8:16], Money(row[16]), *row[17:]])
            for row in (rows[each] for each in members)
        ),
        joins=tuple(list_joins(database, buyer_id=buyer_id)),
        cases=OpenMatters(*counts[0:2]),
        reviews=OpenMatters(*counts[2:4]),
        bad_reviews=counts[4],
        complaints=OpenMatters(*counts[5:7]),
        repairs=OpenMatters(*counts[7:9]),
        refunds=OpenMatters(int(open_refunds), int(refunds)),
        refunded=Money(refunded),
        owed=tuple(list_owed_items(database, buyer_id=buyer_id)),
    )
