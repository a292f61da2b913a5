"""What buyers wrote, and how far its follow-up has come (REV-01 to REV-06)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.db.masking import is_masked, is_shown
from shopdesk.domain.reviews import But, Cause, Kind, Result, State, needs_work
from shopdesk.errors import N_, NotFound
from shopdesk.queries.conditions import Conditions
from shopdesk.queries.contacts import SpokenRow, list_spoken


class ReviewNotFound(NotFound):
    template = N_("There is no review {number} here. Look at the list of reviews.")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review, and where its follow-up stands."""

    id: int
    version: int
    shop_id: int | None
    shop: str
    order_id: int | None
    order_no: str
    """As the file says it, whether there is such an order or not."""
    buyer_id: int | None
    platform_id: str
    buyer_name: str
    """As the file says it."""
    goods: str
    kind: Kind
    stars: int
    said: str
    later_said: str
    cause: Cause | None
    at: Millis
    kind_before: Kind | None
    """What it was before the buyer changed it."""
    changed_at: Millis | None
    deleted_at: Millis | None
    salesperson: str
    """Whose customer, by the order's flag and memo; several names where nobody decided."""
    but: But
    but_words: str
    state: State
    person_id: int | None
    person: str
    """Who follows it up."""
    assigned_at: Millis | None
    due_at: Millis | None
    change_until: Millis | None
    raised_at: Millis | None
    reply: str
    replied_by: str
    replied_at: Millis | None
    result: Result | None
    explanation: str
    case_id: int | None
    came_at: Millis
    closed_by: str
    closed_at: Millis | None
    contacts: int
    """How often somebody spoke with the buyer about it."""
    next_at: Millis | None
    """When to speak with the buyer again."""

    @property
    def buyer(self) -> str:
        """What the buyer is called on the platform."""
        return self.platform_id or self.buyer_name

    @property
    def is_open(self) -> bool:
        """Whether somebody has something to do about it."""
        return self.state is not State.CLOSED

    @property
    def needs_work(self) -> bool:
        """Whether it is of the kind that is followed up."""
        return needs_work(self.kind, self.but)

    def is_late(self, now: Millis) -> bool:
        """Its next step should have been taken by now."""
        return self.is_open and self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class ReviewStepRow:
    """A line of a review's history."""

    step: str
    """A word of domain.reviews.Step or Deed."""
    came_from: State | None
    went_to: State | None
    note: str
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """Everything about one review."""

    row: ReviewRow
    receiver: str
    phone: str
    memo: str
    bought: int
    """Orders of this buyer, in this shop."""
    others: int
    """Other reviews of this buyer that are neutral or bad."""
    steps: tuple[ReviewStepRow, ...]
    contacts: tuple[SpokenRow, ...]


_NEXT = "FROM contact t WHERE t.review_id = r.id"
_SQL = f"""
SELECT r.id, r.version, r.shop_id, coalesce(s.name, '') AS shop, r.order_id, r.order_no AS order_no, r.buyer_id,
  coalesce(b.platform_id, '') AS platform_id, r.buyer_name AS buyer_name, r.goods AS titles, r.kind AS state, r.stars,
  r.said AS said, r.later_said AS later_said, r.cause AS state, r.at, r.kind_before AS state, r.changed_at,
  r.deleted_at, r.salesperson AS person, r.but AS state, r.but_words AS but_words, r.state AS state, r.person_id,
  coalesce(p.name, '') AS person, r.assigned_at, r.due_at, r.change_until, r.raised_at, r.reply AS reply,
  coalesce(a.name, '') AS person, r.replied_at, r.result AS state, r.explanation AS explanation, r.case_id, r.came_at,
  coalesce(z.name, '') AS person, r.closed_at, (SELECT count(*) {_NEXT}),
  (SELECT min(t.next_at) {_NEXT} AND t.next_at IS NOT NULL AND t.done_at IS NULL)
FROM review r LEFT JOIN shop s ON s.id = r.shop_id LEFT JOIN buyer b ON b.id = r.buyer_id
LEFT JOIN person p ON p.id = r.person_id LEFT JOIN person a ON a.id = r.replied_by_id
LEFT JOIN person z ON z.id = r.closed_by_id
"""


def list_reviews(
    database: Database,
    *,
    states: Collection[State] = (),
    kinds: Collection[Kind] = (),
    only_open: bool = False,
    only_but: bool = False,
    person_id: int | None = None,
    nobody: bool = False,
    unknown_order: bool = False,
    changed: bool = False,
    due_before: Millis | None = None,
    change_before: Millis | None = None,
    since: Millis | None = None,
    until: Millis | None = None,
    order_id: int | None = None,
    buyer_id: int | None = None,
    case_id: int | None = None,
    shop_id: int | None = None,
    find: str = "",
    newest: bool = False,
    limit: int | None = None,
) -> list[ReviewRow]:
    """Reviews: open ones whose time ends first, then the newest; or just the newest first. `only_but`: good ones that
    complain; `nobody`: nobody follows them up yet; `changed`: the buyer changed or deleted them; `change_before`: open
    ones that the buyer can only change until then; `since` and `until`: when they were written; `find`: a part of
    order, buyer, goods or text."""
    wanted = Conditions()
    wanted.add_one_of("r.state", states)
    wanted.add_one_of("r.kind", kinds)
    asked = {
        "r.person_id = ?": person_id, "r.order_id = ?": order_id, "r.buyer_id = ?": buyer_id, "r.case_id = ?": case_id,
        "r.shop_id = ?": shop_id,
        "r.closed_at IS NULL AND r.due_at < ?": due_before, "r.closed_at IS NULL AND r.change_until < ?": change_before,
        "r.at >= ?": since, "r.at < ?": until,
    }  # fmt: skip
    wanted.add_given(asked)
    flags = {
        "r.closed_at IS NULL": only_open, "r.but IN ('found', 'said')": only_but, "r.order_id IS NULL": unknown_order,
        "r.person_id IS NULL AND r.closed_at IS NULL": nobody,
        "(r.changed_at IS NOT NULL OR r.deleted_at IS NOT NULL)": changed,
    }  # fmt: skip
    for sql, is_wanted in flags.items():
        if is_wanted:
            wanted.add(sql)
    wanted.add_part(find, "r.order_no", "b.platform_id", "r.buyer_name", "r.goods", "r.said", "r.later_said")
    tail = wanted.sql("r.at DESC, r.id DESC" if newest else _PRESSING, limit)
    rows = [_row(row) for row in rows_of(database, f"{_SQL} {tail}", wanted.params)]
    is_narrowed = find.strip() and is_masked(database)
    return [row for row in rows if not is_narrowed or is_shown(find, *_found_in(row))]


def _found_in(row: ReviewRow) -> tuple[str, ...]:
    """What `find` looks into: buyers write their phones into reviews."""
    return row.order_no, row.platform_id, row.buyer_name, row.goods, row.said, row.later_said


_PRESSING = "r.closed_at IS NOT NULL, CASE WHEN r.closed_at IS NULL THEN r.due_at END NULLS LAST, r.at DESC, r.id"


def get_review_row(database: Database, review_id: int) -> ReviewRow:
    """One of them; raises ReviewNotFound."""
    rows = rows_of(database, f"{_SQL} WHERE r.id = ?", (review_id,))
    if not rows:
        raise ReviewNotFound(number=review_id)
    return _row(rows[0])


def get_review(database: Database, review_id: int) -> ReviewDetail:
    """One of them with its order, its history and what was spoken; raises ReviewNotFound."""
    row = get_review_row(database, review_id)
    order = rows_of(
        database,
        "SELECT o.receiver AS receiver, o.phone AS phone, o.memo AS memo FROM orders o WHERE o.id = ?",
        (row.order_id,),
    )
    receiver, phone, memo = order[0] if order else ("", "", "")
    counts = "SELECT (SELECT count(*) FROM orders o WHERE o.buyer_id = ?), (SELECT count(*) FROM review r WHERE "
    counts += "r.buyer_id = ? AND r.kind <> 'good' AND r.id <> ?)"
    bought, others = rows_of(database, counts, (row.buyer_id, row.buyer_id, review_id))[0]
    steps = tuple(_step(each) for each in rows_of(database, _STEPS, (review_id,)))
    contacts = list_spoken(database, review_id=review_id)
    return ReviewDetail(row, receiver, phone, memo, int(bought), int(others), steps, contacts)


_STEPS = (
    "SELECT t.step AS state, t.came_from AS state, t.went_to AS state, t.note AS note, coalesce(p.name, '') AS person, "
    "t.at FROM review_step t LEFT JOIN person p ON p.id = t.person_id WHERE t.review_id = ? ORDER BY t.id"
)


def _step(row: tuple[Any, ...]) -> ReviewStepRow:
    step, came_from, went_to, *rest = row
    return ReviewStepRow(step, State(came_from) if came_from else None, State(went_to) if went_to else None, *rest)


def _row(row: tuple[Any, ...]) -> ReviewRow:
    values = list(row)
    values[10], values[20], values[22] = Kind(values[10]), But(values[20]), State(values[22])
    values[14] = Cause(values[14]) if values[14] else None
    values[16] = Kind(values[16]) if values[16] else None
    values[32] = Result(values[32]) if values[32] else None
    return ReviewRow(*values)
