"""Who could follow a review up, and how much each has to do (REV-02)."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.domain.private_data import Facts
from shopdesk.domain.review_points import USUAL, PointProposal, propose_points
from shopdesk.domain.reviews import Result
from shopdesk.queries.case_lists import list_case_people
from shopdesk.queries.review_orders import SEVERAL

_MOST_ORDERS = 500
"""Of one buyer that the guard looks at, the newest first."""


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who may follow reviews up, with what they have to do."""

    id: int
    name: str
    reviews: int
    """Open ones that they follow up."""
    late: int
    """Of these, whose time is over."""
    cases: int
    """Open after-sales cases that they are in charge of."""


@dataclass(frozen=True, slots=True)
class FollowerProposal:
    """Who should follow a review up, and why."""

    person_id: int
    name: str
    is_salesperson: bool
    """The order's salesperson; else whoever is in charge of the buyer, or has least to do."""


def list_workload(database: Database, *, now: Millis) -> list[Follower]:
    """Everybody who may follow reviews up, who has least to do first."""
    sql = (
        "SELECT person_id, count(*), sum(CASE WHEN due_at < ? THEN 1 ELSE 0 END) FROM review "
        "WHERE closed_at IS NULL AND person_id IS NOT NULL GROUP BY person_id"
    )
    held = {person: (int(count), int(late or 0)) for person, count, late in rows_of(database, sql, (now,))}
    people = [
        Follower(each.id, each.name, *held.get(each.id, (0, 0)), each.held) for each in list_case_people(database)
    ]
    return sorted(people, key=lambda each: (each.reviews, each.late, each.cases, each.id))


def propose_follower(database: Database, *, review_id: int, now: Millis) -> FollowerProposal | None:
    """The order's salesperson, else who is in charge of the buyer, else who has least to do; None where nobody may."""
    rows = rows_of(
        database,
        "SELECT r.salesperson AS person, b.person_id FROM review r LEFT JOIN buyer b ON b.id = r.buyer_id "
        "WHERE r.id = ?",
        (review_id,),
    )
    salesperson, in_charge = rows[0] if rows else ("", None)
    people = list_workload(database, now=now)
    for person in people:
        if person.name in salesperson.split(SEVERAL):
            return FollowerProposal(person.id, person.name, is_salesperson=True)
    chosen = next((person for person in people if person.id == in_charge), people[0] if people else None)
    return FollowerProposal(chosen.id, chosen.name, is_salesperson=False) if chosen else None


def get_buyer_facts(database: Database, *, order_id: int | None, buyer_id: int | None) -> Facts:
    """Names, phones and addresses by which a buyer could be known, of all orders; read by the guard, never shown."""
    rows = rows_of(
        database,
        "SELECT DISTINCT receiver, phone, address FROM (SELECT o.receiver AS receiver, o.phone AS phone, "
        "o.address AS address FROM orders o WHERE o.id = ? OR o.buyer_id = ? ORDER BY o.id DESC LIMIT ?) known",
        (order_id, buyer_id, _MOST_ORDERS),
    )
    names, phones, addresses = ({row[place] for row in rows if row[place]} for place in range(3))
    return Facts(tuple(sorted(names)), tuple(sorted(phones)), tuple(sorted(addresses)))


def list_own_traces(database: Database) -> tuple[str, ...]:
    """The shops' own phones and addresses, which may be told."""
    rows = rows_of(
        database,
        "SELECT sender_phone AS own_phone, sender_address AS own_address, return_phone, return_address FROM shop",
    )
    return tuple(dict.fromkeys(text for row in rows for text in row if text))


def propose_review_points(
    database: Database, *, review_id: int, result: Result, worth: Mapping[str, int] = USUAL
) -> tuple[PointProposal, ...]:
    """The points that closing a review so proposes (REV-07): who followed it up, and who else spoke with the buyer."""
    rows = rows_of(database, "SELECT person_id FROM review WHERE id = ?", (review_id,))
    spoke = rows_of(database, "SELECT DISTINCT person_id FROM contact WHERE review_id = ? ORDER BY 1", (review_id,))
    follower = rows[0][0] if rows else None
    return propose_points(result, follower_id=follower, helpers=(row[0] for row in spoke), worth=worth)
