"""Cases go on with the platforms' requests: step by step as the table allows, many at once."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, Database, listed, rows_of
from shopdesk.db.trail import Entry
from shopdesk.db.upsert import execute_many
from shopdesk.domain.case_clocks import Limits, after_workdays, due_of
from shopdesk.domain.cases import COMES_BACK, RULES, CaseFacts, Kind, Source, State, Step, after
from shopdesk.domain.platform_requests import Progress, read_progress
from shopdesk.domain.refunds import RefundState
from shopdesk.services.case_steps import limits_of
from shopdesk.services.desk import Work

NOTHING_TO_DO = (Progress.PAID, Progress.OVER, Progress.NONE)
"""A request that was over when the desk first heard of it opens no case."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose order is known, and the case it has already."""

    shop_id: int
    refund_no: str
    order_id: int
    buyer_id: int | None
    kind: Kind
    progress: Progress
    reason: str
    asked: str
    amount: int
    carrier: str
    waybill: str
    requested_at: Millis | None
    deadline: Millis | None
    state: str
    """The platform's word."""
    title: str
    sku: str
    case_id: int | None


@dataclass(slots=True)
class _Case:
    """A case on its way through what its request tells."""

    id: int
    source: Source
    kind: Kind
    state: State
    amount: int
    carrier: str
    waybill: str
    platform_due: Millis | None
    received_at: Millis | None
    approved_at: Millis | None
    sent_at: Millis | None
    call_at: Millis | None
    closed_at: Millis | None
    closed_by_id: int | None
    outcome: str
    since: Millis
    """When it came into its state."""
    has_money: bool
    """A refund of ours is under way."""


class HistoryLine(NamedTuple):
    """A line of a case's history."""

    case_id: int
    step: str
    came_from: State
    went_to: State
    note: str


def go_on(doing: Work, requests: Sequence[Request], fresh: Collection[int]) -> None:
    """Bring each case to where its request stands, step by step as the table allows. What changes nothing leaves a line
    in the history of a case that was there before."""
    limits = limits_of(doing.desk.database)
    cases = _read_cases(doing.desk.database, [each.case_id for each in requests if each.case_id is not None])
    steps: list[HistoryLine] = []
    changed: list[tuple[Any, ...]] = []
    entries: list[Entry] = []
    for request in requests:
        case = cases[request.case_id or 0]
        before = _values(doing, limits, case, case.state)
        began = case.state
        _take_over(case, request)
        taken = [HistoryLine(case.id, *step, request.state) for step in _steps_of(case, request)]
        values = _values(doing, limits, case, began)
        if not taken and case.id not in fresh:
            taken = [HistoryLine(case.id, "platform", case.state, case.state, request.state)]
        steps += taken
        differing = [name for name in values if values[name] != before[name]]
        if differing:
            changed.append((*values.values(), case.id))
            old, new = ({name: each[name] for name in differing} for each in (before, values))
            entries.append(Entry(case.id, old, new))
    if changed:
        sets = ", ".join(f"{name} = ?" for name in _VALUES)
        execute_many(doing.desk.database, f"UPDATE cases SET {sets}, version = version + 1 WHERE id = ?", changed)
    tell_all(doing, steps)
    doing.note_all("platform", "case", entries)


_CASES_SQL = f"""
SELECT c.id, c.source, c.kind, c.state, c.amount, c.carrier, c.waybill, c.platform_due, c.received_at, c.approved_at,
  c.sent_at, c.call_at, c.closed_at, c.closed_by_id, c.outcome,
  coalesce((SELECT max(s.at) FROM case_step s WHERE s.case_id = c.id AND s.came_from <> s.went_to), c.opened_at),
  EXISTS (SELECT 1 FROM refund f WHERE f.case_id = c.id AND f.state IN ('{RefundState.ASKED.value}',
    '{RefundState.APPROVED.value}'))
FROM cases c WHERE c.id IN {GIVEN}"""


def _read_cases(database: Database, case_ids: Sequence[int]) -> dict[int, _Case]:
    rows = rows_of(database, _CASES_SQL, (listed(case_ids),))
    return {row[0]: _case(row) for row in rows}


def _case(row: tuple[Any, ...]) -> _Case:
    values: list[Any] = list(row)
    values[1:4] = Source(row[1]), Kind(row[2]), State(row[3])
    return _Case(*values)


def _take_over(case: _Case, request: Request) -> None:
    """What the request says of parcel, time and money; its kind and amount only while nobody agreed to another."""
    case.platform_due = request.deadline
    if request.waybill and case.kind in COMES_BACK:
        case.waybill, case.carrier = request.waybill, request.carrier or case.carrier
    if case.source is Source.PLATFORM and case.state is State.ASKED:
        case.kind, case.amount = request.kind, request.amount


def _steps_of(case: _Case, request: Request) -> Iterator[tuple[str, State, State]]:
    """The steps by which a case follows its request; the case stands where they end."""
    for step in _wanted(case, request):
        if step is Step.SEND and case.state is State.SENT:
            continue
        facts = CaseFacts(case.kind, case.state, None, request.progress is Progress.PAID, case.approved_at is not None)
        if case.state not in RULES[step].came_from or case.kind not in RULES[step].kinds:
            continue
        came_from, case.state = case.state, after(step, facts)
        case.outcome = request.state if case.state is State.CLOSED else ""
        yield step.value, came_from, case.state


def _wanted(case: _Case, request: Request) -> tuple[Step, ...]:
    """What brings a case to where its request is; where a refund of ours is under way, somebody has to look."""
    progress, comes_back = request.progress, case.kind in COMES_BACK
    if case.state is State.CLOSED:  # only what the platform closed is opened by it again
        was_over = read_progress(case.outcome) is Progress.OVER and progress not in NOTHING_TO_DO
        return (Step.REOPEN, *_on_the_way(progress, comes_back=comes_back)) if was_over else ()
    if progress is Progress.OVER:
        return () if case.has_money else (Step.WITHDRAW,)
    if progress is Progress.PAID and comes_back:  # the goods are still waited for
        steps = _on_the_way(Progress.SENT if request.waybill else Progress.AGREED, comes_back=True)
        return steps if case.has_money else (*steps, Step.FULFIL)
    if progress is Progress.PAID:
        return () if case.has_money else (Step.AGREE, Step.FULFIL)
    return _on_the_way(progress, comes_back=comes_back)


def _on_the_way(progress: Progress, *, comes_back: bool) -> tuple[Step, ...]:
    if progress is Progress.SENT and comes_back:
        return (Step.SEND,)
    return (Step.AGREE,) if progress in (Progress.AGREED, Progress.SENT) else ()


_VALUES = (
    "state", "kind", "amount", "carrier", "waybill", "platform_due", "due_at", "sent_at", "call_at", "closed_at",
    "closed_by_id", "outcome",
)  # fmt: skip


def _values(doing: Work, limits: Limits, case: _Case, began: State) -> dict[str, Any]:
    """What stands in the row of a case that was at `began`."""
    at, is_closed = doing.at, case.state is State.CLOSED
    moved = case.state is not began
    due = due_of(
        case.state, limits, at=at if moved else case.since, received_at=case.received_at, platform_due=case.platform_due
    )
    if moved and case.state is State.DONE:
        case.call_at = after_workdays(at, limits.call_days, limits.zone)
    if moved and case.state is State.SENT:
        case.sent_at = case.sent_at or at
    if moved:
        case.closed_at, case.closed_by_id = (at, doing.desk.actor.id) if is_closed else (None, None)
    values = (
        case.state.value, case.kind.value, case.amount, case.carrier, case.waybill, case.platform_due, due,
        case.sent_at, case.call_at, case.closed_at, case.closed_by_id, case.outcome,
    )  # fmt: skip
    return dict(zip(_VALUES, values, strict=True))


def tell_all(doing: Work, steps: Sequence[HistoryLine]) -> None:
    execute_many(
        doing.desk.database,
        "INSERT INTO case_step (case_id, step, came_from, went_to, note, person_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*step, doing.desk.actor.id, doing.at) for step in steps],
    )
