"""Checking orders (ORD-12): holds come where a check finds something and go once it no longer does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shopdesk.db.database import GIVEN, listed
from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.carriers import Choice
from shopdesk.domain.order_checks import Finding, find_all
from shopdesk.queries.check_facts import list_checkable, read_facts
from shopdesk.queries.check_rules import get_rules
from shopdesk.services.desk import Changed, Work

TOLD_ONE_BY_ONE = 200
"""Up to so many orders the trail has a row for each; a larger import is told in one, which keeps it quick."""


class _Known(NamedTuple):
    """An automatic hold that there is, or was until somebody cleared it."""

    id: int
    order_id: int
    kind: str
    signature: str
    reason: str
    is_open: bool


@dataclass(slots=True)
class _Changes:
    added: list[tuple[int, Finding]] = field(default_factory=list)
    gone: list[_Known] = field(default_factory=list)
    reworded: list[tuple[str, int]] = field(default_factory=list)

    @property
    def order_ids(self) -> list[int]:
        return sorted({order_id for order_id, _finding in self.added} | {known.order_id for known in self.gone})


def check_orders(doing: Work, order_ids: Sequence[int]) -> None:
    """Check orders that are paid and not yet printed, inside the work that made or changed them, with their buyers'
    other open orders; the rest are left as they are.

    Adds and removes automatic holds, chooses carrier and surcharge (ORD-07, ORD-08). A finding that a person cleared
    is not held again. The same again changes nothing.
    """
    database = doing.desk.database
    checkable = list_checkable(database, order_ids)
    if not checkable:
        return
    rules = get_rules(database)
    looked = read_facts(database, checkable, rules)
    _save_choices(doing, looked.choices)
    found = {order_id: find_all(facts, rules.numbers, without=rules.off) for order_id, facts in looked.facts.items()}
    changes = _compare(_known(doing, checkable), found)
    _save(doing, changes)


def _known(doing: Work, order_ids: Sequence[int]) -> dict[int, list[_Known]]:
    rows = doing.desk.database.execute_sql(
        "SELECT h.id, h.order_id, h.kind, h.signature, h.reason, h.released_at IS NULL FROM json_each(?) said "
        "CROSS JOIN hold h ON h.order_id = said.value WHERE h.automatic = 1 ORDER BY h.id",
        (listed(order_ids),),
    )
    known: dict[int, list[_Known]] = defaultdict(list)
    for row in map(_Known._make, rows.fetchall()):
        known[row.order_id].append(row)
    return known


def _compare(known: Mapping[int, Sequence[_Known]], found: Mapping[int, Sequence[Finding]]) -> _Changes:
    changes = _Changes()
    for order_id in sorted(known.keys() | found.keys()):
        there = {(hold.kind, hold.signature): hold for hold in known.get(order_id, ())}
        findings = {(str(finding.kind), finding.signature): finding for finding in found.get(order_id, ())}
        for key, finding in findings.items():
            hold = there.get(key)
            if hold is None:
                changes.added.append((order_id, finding))
            elif hold.is_open and hold.reason != finding.reason:
                changes.reworded.append((finding.reason, hold.id))
        changes.gone += (hold for key, hold in there.items() if hold.is_open and key not in findings)
    return changes


def _save(doing: Work, changes: _Changes) -> None:
    database, person = doing.desk.database, doing.desk.actor.id
    execute_many(database, "UPDATE hold SET reason = ? WHERE id = ?", changes.reworded)
    if not changes.added and not changes.gone:
        return
    execute_many(database, "DELETE FROM hold WHERE id = ?", [(hold.id,) for hold in changes.gone])
    execute_many(
        database,
        "INSERT INTO hold (order_id, kind, reason, signature, amount, automatic, person_id, at) "
        "VALUES (?, ?, ?, ?, ?, 1, ?, ?)",
        [
            (order_id, found.kind.value, found.reason, found.signature, int(found.amount), person, doing.at)
            for order_id, found in changes.added
        ],
    )
    database.execute_sql(
        "UPDATE orders SET held = (SELECT count(*) FROM hold h WHERE h.order_id = orders.id AND h.released_at IS NULL) "
        f"WHERE id IN {GIVEN}",
        (listed(changes.order_ids),),
    )
    doing.kinds.add(Changed.ORDERS)
    _tell(doing, changes)


def _tell(doing: Work, changes: _Changes) -> None:
    """What the checks did, in the trail. A person's clearing has always a row of its own; see services.holds."""
    if len(changes.order_ids) > TOLD_ONE_BY_ONE:
        counts = {"orders": len(changes.order_ids), "holds": len(changes.added), "gone": len(changes.gone)}
        doing.note("check", "orders", 0, after=counts)
        return
    told: dict[int, tuple[dict[str, Any], dict[str, Any]]] = defaultdict(lambda: ({}, {}))
    for hold in changes.gone:
        told[hold.order_id][0][hold.kind] = hold.reason
    for order_id, finding in changes.added:
        told[order_id][1][finding.kind.value] = finding.reason
    doing.note_all("check", "order", [Entry(order_id, *told[order_id]) for order_id in changes.order_ids])


def _save_choices(doing: Work, choices: Mapping[int, Choice]) -> None:
    """Orders with the same carrier and surcharge at once."""
    alike: dict[tuple[str, int], list[int]] = defaultdict(list)
    for order_id, choice in choices.items():
        alike[choice.carrier, int(choice.surcharge)].append(order_id)
    for (carrier, surcharge), order_ids in alike.items():
        doing.desk.database.execute_sql(
            f"UPDATE orders SET carrier = ?, surcharge = ? WHERE id IN {GIVEN}",
            (carrier, surcharge, listed(order_ids)),
        )
    if choices:
        doing.kinds.add(Changed.ORDERS)
