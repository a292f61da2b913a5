"""Which records of buyers are one person (CRM-01).

Joins are trees: a joined record has one kept one, which may be joined to another. `same_as` and `list_members` see all
of a tree as one, from whichever of its records somebody asks.
"""

from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of

_OTHER = "CASE WHEN j.kept_id = s.{own} THEN j.joined_id ELSE j.kept_id END"
_NEXT = "buyer_join j ON (j.kept_id = s.{own} OR j.joined_id = s.{own}) AND j.undone_at IS NULL"


def same_as(records: str) -> str:
    """Each of these records (what stands behind IN) with every other that is the same person, as a table of `buyer_id`
    and `other_id`; empty where nobody joined any of them."""
    return f"""(
WITH RECURSIVE same (buyer_id, other_id) AS (
  SELECT b.id, b.id FROM buyer b WHERE b.id IN {records}
    AND (EXISTS (SELECT 1 FROM buyer_join j WHERE j.kept_id = b.id AND j.undone_at IS NULL)
      OR EXISTS (SELECT 1 FROM buyer_join j WHERE j.joined_id = b.id AND j.undone_at IS NULL))
  UNION SELECT s.buyer_id, {_OTHER.format(own="other_id")} FROM same s JOIN {_NEXT.format(own="other_id")})
SELECT buyer_id, other_id FROM same WHERE buyer_id <> other_id)"""


_MEMBERS = f"""
WITH RECURSIVE same (id) AS (
  SELECT id FROM buyer WHERE id = ?
  UNION SELECT {_OTHER.format(own="id")} FROM same s JOIN {_NEXT.format(own="id")})
SELECT s.id, (SELECT count(*) FROM buyer_join j WHERE j.joined_id = s.id AND j.undone_at IS NULL) AS joined
FROM same s ORDER BY joined, s.id
"""


def list_members(database: Database, buyer_id: int) -> tuple[int, ...]:
    """All records that are this buyer, the kept one first; itself alone where nobody joined any; none where there is no
    such buyer."""
    return tuple(int(row[0]) for row in rows_of(database, _MEMBERS, (buyer_id,)))


class JoinRow(NamedTuple):
    """Somebody said that two records are one person."""

    id: int
    kept_id: int
    kept: str
    kept_shop: str
    joined_id: int
    joined: str
    joined_shop: str
    reason: str
    person: str
    at: Millis
    undone_by: str
    undone_at: Millis | None


_JOINS = """
SELECT j.id, j.kept_id, k.platform_id, s.name AS shop, j.joined_id, b.platform_id, t.name AS shop, j.reason AS reason,
  p.name AS person, j.at, coalesce(u.name, '') AS person, j.undone_at FROM buyer_join j
JOIN buyer k ON k.id = j.kept_id JOIN shop s ON s.id = k.shop_id JOIN buyer b ON b.id = j.joined_id
JOIN shop t ON t.id = b.shop_id JOIN person p ON p.id = j.person_id LEFT JOIN person u ON u.id = j.undone_by_id
"""


def list_joins(database: Database, *, buyer_id: int | None = None, with_undone: bool = False) -> list[JoinRow]:
    """Joins of one buyer's records, or all, the newest first; with those that were undone."""
    where, params = "TRUE" if with_undone else "j.undone_at IS NULL", list[int]()
    if buyer_id is not None:
        members = list_members(database, buyer_id)
        marks = ", ".join("?" * len(members)) or "NULL"
        where += f" AND (j.kept_id IN ({marks}) OR j.joined_id IN ({marks}))"
        params = [*members, *members]
    return [
        JoinRow._make(row) for row in rows_of(database, f"{_JOINS} WHERE {where} ORDER BY j.at DESC, j.id DESC", params)
    ]
