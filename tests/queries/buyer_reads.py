"""What is read of buyers over all shops and of care lists, compared on both engines by `test_both_engines`."""

from collections.abc import Mapping
from functools import partial

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.buyer_times import EntryKind
from shopdesk.queries import buyer_joins, buyer_pages, buyer_proposals, buyer_times, buyer_traces, care_lists
from tests.queries.reads import DAY, Read, now, of_each


def page_by_page(database: Database, buyer_id: int) -> list[buyer_times.Entry]:
    """A time line in pages of three."""
    entries: list[buyer_times.Entry] = []
    page = buyer_times.list_times(database, buyer_id=buyer_id, limit=3)
    while True:
        entries += page.entries
        if page.next is None:
            return entries
        page = buyer_times.list_times(database, buyer_id=buyer_id, limit=3, after=page.next)


def find_each(database: Database) -> object:
    """By what orders and refunds tell, whole and in part."""
    texts = [
        text
        for row in rows_of(
            database,
            "SELECT o.order_no, o.receiver, o.phone, o.address, substr(o.phone, 4, 5) AS phone, b.platform_id "
            "FROM orders o JOIN buyer b ON b.id = o.buyer_id ORDER BY o.id LIMIT 25",
        )
        for text in row
    ]
    texts += [row[0] for row in rows_of(database, "SELECT waybill FROM parcel ORDER BY id LIMIT 9")]
    texts += [row[0] for row in rows_of(database, "SELECT payee FROM refund WHERE payee <> '' ORDER BY id")]
    return [(text, buyer_traces.find_buyers(database, text, limit=5)) for text in dict.fromkeys(texts)]


BUYER_READS: Mapping[str, Read] = {
    "buyers' pages": of_each("buyer", lambda database, at: buyer_pages.get_buyer_page(database, buyer_id=at)),
    "buyers' times": of_each("buyer", page_by_page),
    "buyers' times of a kind": of_each(
        "buyer",
        lambda database, at: buyer_times.list_times(
            database, buyer_id=at, kinds=(EntryKind.CASE, EntryKind.PARCEL), limit=2
        ),
    ),
    "same buyers": of_each("buyer", buyer_joins.list_members),
    "joins": partial(buyer_joins.list_joins, with_undone=True),
    "joins of one": of_each("buyer", lambda database, at: buyer_joins.list_joins(database, buyer_id=at)),
    "proposals to join": of_each("buyer", lambda database, at: buyer_proposals.propose_same(database, buyer_id=at)),
    "buyers found": find_each,
    "buyers spoken with": of_each(
        "person", lambda database, at: buyer_traces.list_spoken_with(database, person_id=at, limit=9)
    ),
    "care rules": care_lists.list_care_rules,
    "care": lambda database: [
        care_lists.list_care(database, now=now(database) + days * DAY) for days in (-2, -1, 0, 1, 2)
    ],
    "care of each rule": of_each(
        "care_rule", lambda database, at: care_lists.list_care(database, now=now(database), rule_id=at)
    ),
    "whether care is due": of_each(
        "care_rule",
        lambda database, at: [
            care_lists.find_care(database, rule_id=at, buyer_id=buyer_id, order_id=None, now=now(database))
            for (buyer_id,) in rows_of(database, "SELECT id FROM buyer ORDER BY id")
        ],
    ),
    "care contacts": partial(care_lists.list_care_contacts, since=1, limit=20),
    "care contacts of one": of_each("buyer", lambda database, at: care_lists.list_care_contacts(database, buyer_id=at)),
}
