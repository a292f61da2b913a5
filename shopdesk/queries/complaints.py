"""Complaints at platforms and authorities, and how far they have come (CMP-01, CMP-02)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.db.masking import is_masked, is_shown
from shopdesk.domain.complaints import ENDED, OURS, Cause, State
from shopdesk.domain.money import Money
from shopdesk.errors import N_, NotFound
from shopdesk.queries.conditions import Conditions
from shopdesk.queries.contacts import SpokenRow, list_spoken


class ComplaintNotFound(NotFound):
    template = N_("There is no complaint {number} here. Look at the list of complaints.")


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """One complaint, and where it stands."""

    id: int
    version: int
    shop_id: int | None
    shop: str
    order_id: int | None
    order_no: str
    buyer_id: int | None
    buyer: str
    """What the buyer is called on the platform."""
    case_id: int | None
    number: str
    """The platform's."""
    cause: Cause
    said: str
    state: State
    person_id: int | None
    person: str
    """In whose hands it is."""
    opened_by: str
    opened_at: Millis
    due_at: Millis | None
    """By when to answer or appeal."""
    seen_by_id: int | None
    seen_by: str
    seen_at: Millis | None
    """When a supervisor took note of it; None: nobody has yet."""
    appeal: str
    appeal_by_id: int | None
    appeal_by: str
    appeal_at: Millis | None
    approved_by: str
    approved_at: Millis | None
    sent_at: Millis | None
    result: str
    cost: Money
    closed_by: str
    closed_at: Millis | None
    files: int
    """How many prove what happened."""
    contacts: int
    next_at: Millis | None
    """When to speak with the buyer again."""

    @property
    def holder_id(self) -> int | None:
        """Whose turn it is: HOLDER says the same in SQL."""
        if self.person_id is None and self.state is State.APPROVED:
            return self.appeal_by_id
        return self.seen_by_id if self.person_id is None else self.person_id

    @property
    def is_open(self) -> bool:
        """Whether anything is still to come of it."""
        return self.state not in ENDED

    def is_late(self, now: Millis) -> bool:
        """The shop should have answered by now."""
        return self.state in OURS and self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class ComplaintStepRow:
    """A line of a complaint's history."""

    step: str
    """A word of domain.complaints.Step or Deed."""
    came_from: State | None
    went_to: State | None
    note: str
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class ComplaintDetail:
    """Everything about one complaint; its files are told by `queries.evidence`."""

    row: ComplaintRow
    receiver: str
    phone: str
    memo: str
    others: int
    """Other complaints of this buyer."""
    steps: tuple[ComplaintStepRow, ...]
    contacts: tuple[SpokenRow, ...]


HOLDER = (
    f"coalesce(c.person_id, CASE WHEN c.state = '{State.APPROVED.value}' THEN c.appeal_by_id ELSE c.seen_by_id END)"
)
"""In whose hands a complaint `c` is: where nobody was put in charge, who wrote an approved appeal sends it, and
everything else is with the supervisor who took note of it."""
_NEXT = "FROM contact t WHERE t.complaint_id = c.id"
_SQL = f"""
SELECT c.id, c.version, c.shop_id, coalesce(s.name, '') AS shop, c.order_id, coalesce(o.order_no, '') AS order_no,
  c.buyer_id, coalesce(b.platform_id, '') AS platform_id, c.case_id, c.number AS reference, c.cause AS state,
  c.said AS said, c.state AS state, c.person_id, coalesce(p.name, '') AS person, coalesce(n.name, '') AS person,
  c.opened_at, c.due_at, c.seen_by_id, coalesce(e.name, '') AS person, c.seen_at, c.appeal AS appeal, c.appeal_by_id,
  coalesce(w.name, '') AS person, c.appeal_at, coalesce(a.name, '') AS person, c.approved_at, c.sent_at,
  c.result AS result, c.cost, coalesce(z.name, '') AS person, c.closed_at,
  (SELECT count(*) FROM evidence f WHERE f.kind = 'complaint' AND f.record_id = c.id AND f.removed_at IS NULL),
  (SELECT count(*) {_NEXT}),
  (SELECT min(t.next_at) {_NEXT} AND t.next_at IS NOT NULL AND t.done_at IS NULL)
FROM complaint c LEFT JOIN shop s ON s.id = c.shop_id LEFT JOIN orders o ON o.id = c.order_id
LEFT JOIN buyer b ON b.id = c.buyer_id LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN person n ON n.id = c.opened_by_id LEFT JOIN person e ON e.id = c.seen_by_id
LEFT JOIN person w ON w.id = c.appeal_by_id LEFT JOIN person a ON a.id = c.approved_by_id
LEFT JOIN person z ON z.id = c.closed_by_id
"""
_OURS = f"c.closed_at IS NULL AND c.state <> '{State.SENT.value}'"
_PRESSING = (
    "c.closed_at IS NOT NULL, c.seen_at IS NOT NULL, "
    f"CASE WHEN {_OURS} THEN c.due_at END NULLS LAST, c.opened_at DESC, c.id"
)


def list_complaints(
    database: Database,
    *,
    states: Collection[State] = (),
    causes: Collection[Cause] = (),
    only_open: bool = False,
    unseen: bool = False,
    person_id: int | None = None,
    due_before: Millis | None = None,
    since: Millis | None = None,
    until: Millis | None = None,
    order_id: int | None = None,
    buyer_id: int | None = None,
    case_id: int | None = None,
    shop_id: int | None = None,
    find: str = "",
    newest: bool = False,
    limit: int | None = None,
) -> list[ComplaintRow]:
    """Complaints: those that no supervisor has seen first, then open ones whose time ends first, then the newest; or
    just the newest first. `due_before`: the shop has to answer until then; `since` and `until`: when they came;
    `find`: a part of order, buyer, number or text."""
    wanted = Conditions()
    wanted.add_one_of("c.state", states)
    wanted.add_one_of("c.cause", causes)
    asked = {
        "c.person_id = ?": person_id, "c.order_id = ?": order_id, "c.buyer_id = ?": buyer_id, "c.case_id = ?": case_id,
        "c.shop_id = ?": shop_id, f"{_OURS} AND c.due_at < ?": due_before,
        "c.opened_at >= ?": since, "c.opened_at < ?": until,
    }  # fmt: skip
    wanted.add_given(asked)
    if only_open or unseen:
        wanted.add("c.closed_at IS NULL")
    if unseen:
        wanted.add("c.seen_at IS NULL")
    wanted.add_part(find, "o.order_no", "b.platform_id", "c.number", "c.said")
    tail = wanted.sql("c.opened_at DESC, c.id DESC" if newest else _PRESSING, limit)
    rows = [_row(row) for row in rows_of(database, f"{_SQL} {tail}", wanted.params)]
    if not find.strip() or not is_masked(database):
        return rows
    return [row for row in rows if is_shown(find, row.order_no, row.buyer, row.number, row.said)]


def get_complaint_row(database: Database, complaint_id: int) -> ComplaintRow:
    """One of them; raises ComplaintNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE c.id = ?", (complaint_id,))
    if not rows:
        raise ComplaintNotFound(number=complaint_id)
    return _row(rows[0])


def get_complaint(database: Database, complaint_id: int) -> ComplaintDetail:
    """One of them with its order, its history and what was spoken; raises ComplaintNotFound."""
    row = get_complaint_row(database, complaint_id)
    order = rows_of(
        database,
        "SELECT o.receiver AS receiver, o.phone AS phone, o.memo AS memo FROM orders o WHERE o.id = ?",
        (row.order_id,),
    )
    receiver, phone, memo = order[0] if order else ("", "", "")
    count = "SELECT count(*) FROM complaint c WHERE c.buyer_id = ? AND c.id <> ?"
    others = int(rows_of(database, count, (row.buyer_id, complaint_id))[0][0])
    steps = tuple(_step(each) for each in rows_of(database, _STEPS, (complaint_id,)))
    contacts = list_spoken(database, complaint_id=complaint_id)
    return ComplaintDetail(row, receiver, phone, memo, others, steps, contacts)


_STEPS = (
    "SELECT t.step AS state, t.came_from AS state, t.went_to AS state, t.note AS note, coalesce(p.name, '') AS person, "
    "t.at FROM complaint_step t LEFT JOIN person p ON p.id = t.person_id WHERE t.complaint_id = ? ORDER BY t.id"
)


def find_complaint(database: Database, number: str, *, shop_id: int | None = None) -> int | None:
    """The complaint that a platform calls so; None for none."""
    sql = "SELECT id FROM complaint WHERE number = ? AND coalesce(shop_id, 0) = coalesce(?, shop_id, 0) ORDER BY id"
    found = rows_of(database, f"{sql} DESC LIMIT 1", (number.strip(), shop_id)) if number.strip() else ()
    return int(found[0][0]) if found else None


@dataclass(frozen=True, slots=True)
class ComplaintCounts:
    """How many complaints wait for what: what is said across a supervisor's pages."""

    by_state: dict[State, int]
    """Open ones."""
    unseen: int
    """That no supervisor has taken note of (CMP-01)."""
    late: int
    """That the shop should have answered by now."""
    mine: int
    """Open ones in this person's hands."""
    to_approve: int
    """Seen ones whose appeal waits for approval (CMP-02)."""

    @property
    def loud(self) -> int:
        """What a supervisor is called for."""
        return self.unseen + self.to_approve


def count_complaints(database: Database, *, now: Millis, person_id: int | None = None) -> ComplaintCounts:
    """How many open ones there are of each state, are unseen, are late, are somebody's."""
    found = dict(rows_of(database, "SELECT state, count(*) FROM complaint WHERE closed_at IS NULL GROUP BY state"))
    unseen, late, mine, waiting = rows_of(
        database,
        "SELECT coalesce(sum(CASE WHEN c.seen_at IS NULL THEN 1 ELSE 0 END), 0), "
        f"coalesce(sum(CASE WHEN {_OURS} AND c.due_at < ? THEN 1 ELSE 0 END), 0), "
        "coalesce(sum(CASE WHEN c.person_id = ? THEN 1 ELSE 0 END), 0), "
        f"coalesce(sum(CASE WHEN c.state = '{State.DRAFTED.value}' AND c.seen_at IS NOT NULL THEN 1 ELSE 0 END), 0) "
        "FROM complaint c WHERE c.closed_at IS NULL",
        (now, person_id),
    )[0]
    by_state: dict[State, int] = {state: int(found.get(state.value, 0)) for state in State if state not in ENDED}
    return ComplaintCounts(by_state, int(unseen), int(late), int(mine), int(waiting))


def _step(row: tuple[Any, ...]) -> ComplaintStepRow:
    step, came_from, went_to, *rest = row
    return ComplaintStepRow(step, State(came_from) if came_from else None, State(went_to) if went_to else None, *rest)


def _row(row: tuple[Any, ...]) -> ComplaintRow:
    values = list(row)
    values[10], values[12], values[29] = Cause(values[10]), State(values[12]), Money(values[29])
    return ComplaintRow(*values)
