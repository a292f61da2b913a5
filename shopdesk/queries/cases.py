"""After-sales cases: lists by state and person, and one with its items and history (RET-10 to RET-16)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, GIVEN_TEXTS, Database, escaped, listed, rows_of
from shopdesk.db.masking import is_masked, is_shown
from shopdesk.domain.case_clocks import covered_by
from shopdesk.domain.cases import REPLACED, Kind, Source, State
from shopdesk.domain.money import Money
from shopdesk.domain.platform_requests import Progress, read_progress
from shopdesk.domain.reasons import REASONS, Cover, Party, Reason
from shopdesk.domain.refunds import RefundKind, RefundState
from shopdesk.domain.repairs import ENDS as REPAIR_ENDS
from shopdesk.domain.repairs import State as RepairState
from shopdesk.domain.statuses import Stage
from shopdesk.errors import N_, NotFound
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import ZONE


class CaseNotFound(NotFound):
    template = N_("There is no case {number} here. Look at the list of cases.")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case, as lists show it."""

    id: int
    version: int
    kind: Kind
    state: State
    source: Source
    reason: Reason | None
    blame: Party | None
    """Who a supervisor said is responsible; None: it follows from the reason."""
    cover: Cover
    freight: Money
    amount: Money
    shop_id: int | None
    shop: str
    order_id: int | None
    order_no: str
    buyer_id: int | None
    buyer: str
    """The buyer's platform id, "" where nobody knows."""
    asked: str
    wanted: str
    person_id: int | None
    person: str
    """Who is in charge, "" for nobody."""
    opened_by: str
    opened_at: Millis
    due_at: Millis | None
    platform_due: Millis | None
    refund_no: str
    carrier: str
    waybill: str
    sent_at: Millis | None
    received_at: Millis | None
    approved_at: Millis | None
    early_at: Millis | None
    replacement_id: int | None
    replacement_no: str
    questions: int
    answer_by: Millis | None
    call_at: Millis | None
    closed_at: Millis | None
    outcome: str
    items: str
    """What it is about, in short."""

    @property
    def is_open(self) -> bool:
        """Still to be brought to its end."""
        return self.closed_at is None

    @property
    def responsible(self) -> Party | None:
        """Who is responsible and pays the freight (RET-10); None while somebody has to decide."""
        return self.blame or (REASONS[self.reason].blame if self.reason else None)

    @property
    def asked_again(self) -> bool:
        """Whether the buyer had to ask more than once (RET-15)."""
        return self.questions > 1


@dataclass(frozen=True, slots=True)
class CaseItemRow:
    """Pieces of a bought line that a case is about."""

    id: int
    line_id: int | None
    title: str
    sku: str
    properties: str
    quantity: int
    received: int


@dataclass(frozen=True, slots=True)
class CaseStepRow:
    """A line of a case's history. `step` is a word of domain.cases.Step, or of domain.cases.DEEDS."""

    step: str
    came_from: str
    went_to: str
    note: str
    person: str
    at: Millis


@dataclass(frozen=True, slots=True)
class CaseContactRow:
    """A time that somebody spoke with the buyer about a case, and when next (CRM-03)."""

    id: int
    kind: str
    note: str
    person: str
    at: Millis
    next_at: Millis | None
    done_at: Millis | None


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case with everything about it."""

    row: CaseRow
    verified: str
    proposed: str
    agreed: str
    done: str
    early_by: str
    early_reason: str
    called_by: str
    called_at: Millis | None
    solved: bool | None
    satisfied: bool | None
    """What the buyer said when called; None while nobody asked."""
    closed_by: str
    inspected_by: int | None
    """Who inspected its goods last, and may not approve them (RET-09)."""
    fulfilled: bool
    """The buyer has what was agreed: the money, the replacement, or what was mended."""
    request_kind: str
    request_state: str
    """Of the platform's own request, as its file says."""
    covered_by: Millis | None
    """By when insurance or the platform should have paid the way back (RET-11)."""
    items: tuple[CaseItemRow, ...]
    steps: tuple[CaseStepRow, ...]
    """The newest first."""
    contacts: tuple[CaseContactRow, ...]
    """The newest first."""


_COLUMNS = """
SELECT c.id, c.version, c.kind, c.state, c.source, c.reason, c.blame, c.cover, c.freight, c.amount, c.shop_id,
  coalesce(s.name, '') AS name, c.order_id, coalesce(o.order_no, '') AS order_no, c.buyer_id,
  coalesce(b.platform_id, '') AS platform_id, c.asked, c.wanted, c.person_id, coalesce(p.name, '') AS name,
  h.name, c.opened_at, c.due_at, c.platform_due, c.refund_no, c.carrier, c.waybill, c.sent_at, c.received_at,
  c.approved_at, c.early_at, c.replacement_id, coalesce(r.order_no, '') AS order_no, c.questions, c.answer_by,
  c.call_at, c.closed_at, c.outcome,
  coalesce((SELECT i.title FROM case_item i WHERE i.case_id = c.id ORDER BY i.id LIMIT 1), '') AS title,
  (SELECT coalesce(sum(i.quantity), 0) FROM case_item i WHERE i.case_id = c.id)"""
_FROM = """FROM cases c JOIN person h ON h.id = c.opened_by_id LEFT JOIN shop s ON s.id = c.shop_id
LEFT JOIN orders o ON o.id = c.order_id LEFT JOIN buyer b ON b.id = c.buyer_id LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN orders r ON r.id = c.replacement_id"""
_ORDER = "ORDER BY c.closed_at IS NOT NULL, c.closed_at DESC, c.due_at IS NULL, c.due_at, c.id"
_HIGHEST = "2147483647"
"""Longer numbers are orders', not cases'."""
_FOUND = " OR ".join(
    f"{column} LIKE ? ESCAPE '\\'" for column in ("b.platform_id", "o.order_no", "c.waybill", "c.refund_no")
)
_SAID = "(c.asked LIKE ? ESCAPE '\\' OR c.wanted LIKE ? ESCAPE '\\')"


def list_cases(
    database: Database,
    *,
    states: Collection[str] = (),
    kinds: Collection[str] = (),
    person_id: int | None = None,
    nobody: bool = False,
    only_open: bool = False,
    due_before: Millis | None = None,
    calls_before: Millis | None = None,
    asked_since: Millis | None = None,
    asked_until: Millis | None = None,
    find: str = "",
    order_id: int | None = None,
    buyer_id: int | None = None,
    limit: int | None = None,
) -> list[CaseRow]:
    """Cases, the most pressing first, closed ones last. `person_id`: of whom they are; `nobody`: nobody is in charge;
    `find`: a case's number, buyer, order, waybill, request or a word of what was asked; `asked_since` and
    `asked_until`: opened from the one moment to before the other (RET-13); `calls_before`: the buyer is to be called
    by then (RET-16)."""
    said = {
        "c.person_id = ?": person_id,
        "c.due_at < ? AND c.closed_at IS NULL": due_before,
        "c.call_at < ? AND c.called_at IS NULL AND c.closed_at IS NULL": calls_before,
        "c.opened_at >= ?": asked_since,
        "c.opened_at < ?": asked_until,
        "c.order_id = ?": order_id,
        "c.buyer_id = ?": buyer_id,
        f"c.state IN {GIVEN_TEXTS}": listed(states) if states else None,
        f"c.kind IN {GIVEN_TEXTS}": listed(kinds) if kinds else None,
    }
    where = [sql for sql, value in said.items() if value is not None]
    params: list[Any] = [value for value in said.values() if value is not None]
    if find.strip():
        number = find.strip().lstrip("#")
        is_number = number.isdecimal() and len(number) < len(_HIGHEST)
        like = f"%{escaped(find.strip())}%"
        words, values = _found_in_words(database, find, like)
        where.append(f"({_FOUND} OR c.id = ? OR {words})")
        params += [*[like] * _FOUND.count("?"), int(number) if is_number else 0, *values]
    where += ["c.person_id IS NULL"] * nobody + ["c.closed_at IS NULL"] * (only_open or nobody)
    sql = f"{_COLUMNS} {_FROM} WHERE {' AND '.join(where) or 'TRUE'} {_ORDER}"
    if limit is not None:
        sql, params = f"{sql} LIMIT ?", [*params, limit]
    return [_row(row) for row in rows_of(database, sql, params)]


def _found_in_words(database: Database, text: str, like: str) -> tuple[str, list[Any]]:
    """Cases in whose words it stands; behind the mask only where it is seen there (DATA-06)."""
    if not is_masked(database):
        return _SAID, [like, like]
    sql = f"SELECT c.id, c.asked AS asked, c.wanted AS wanted FROM cases c WHERE {_SAID}"
    rows = rows_of(database, sql, (like, like))
    return f"c.id IN {GIVEN}", [listed(case_id for case_id, *words in rows if is_shown(text, *words))]


def count_held(database: Database, person_id: int) -> int:
    """How many open cases somebody is in charge of (CRM-04)."""
    sql = "SELECT count(*) FROM cases WHERE person_id = ? AND closed_at IS NULL"
    return int(rows_of(database, sql, (person_id,))[0][0])


def get_case(database: Database, case_id: int) -> CaseDetail:
    """One case with everything about it; raises CaseNotFound."""
    row = get_case_row(database, case_id)
    told = rows_of(database, _DETAIL_SQL, (case_id,))[0]
    return CaseDetail(
        row=row,
        **dict(zip(_TOLD, told, strict=False)),
        solved=_said(told[8]),
        satisfied=_said(told[9]),
        closed_by=told[10],
        inspected_by=told[11],
        request_kind=told[12],
        request_state=told[13],
        fulfilled=_is_fulfilled(database, row, told[13]),
        covered_by=covered_by(
            row.cover, sent_at=row.sent_at, received_at=row.received_at, zone=get_setting(database, ZONE)
        ),
        items=tuple(CaseItemRow(*each) for each in rows_of(database, _ITEMS_SQL, (case_id,))),
        steps=tuple(CaseStepRow(*each) for each in rows_of(database, _STEPS_SQL, (case_id,))),
        contacts=tuple(CaseContactRow(*each) for each in rows_of(database, _CONTACTS_SQL, (case_id,))),
    )


def get_case_row(database: Database, case_id: int) -> CaseRow:
    """One case as lists show it; raises CaseNotFound."""
    found = rows_of(database, f"{_COLUMNS} {_FROM} WHERE c.id = ?", (case_id,))
    if not found:
        raise CaseNotFound(number=case_id)
    return _row(found[0])


def find_open_case(database: Database, *, order_id: int, kinds: Collection[str] = ()) -> int | None:
    """The open case of an order, the newest where there are several; of one of these kinds, or of any."""
    sql = "SELECT id, kind FROM cases WHERE order_id = ? AND closed_at IS NULL ORDER BY id DESC"
    return next((case_id for case_id, kind in rows_of(database, sql, (order_id,)) if not kinds or kind in kinds), None)


def is_fulfilled(database: Database, case_id: int) -> bool:
    """Whether the buyer has what was agreed: nothing is left to be paid, and the money or the replacement went."""
    row = get_case_row(database, case_id)
    request = rows_of(database, _REQUEST_SQL, (row.shop_id, row.refund_no))
    return _is_fulfilled(database, row, request[0][0] if request else "")


_TOLD = ("verified", "proposed", "agreed", "done", "early_by", "early_reason", "called_by", "called_at")
_DETAIL_SQL = """
SELECT c.verified, c.proposed, c.agreed, c.done, coalesce(e.name, '') AS name, c.early_reason,
  coalesce(k.name, '') AS name, c.called_at, c.solved, c.satisfied, coalesce(z.name, '') AS name,
  (SELECT i.inspected_by_id FROM box_item i WHERE i.case_id = c.id AND i.inspected_at IS NOT NULL
   ORDER BY i.inspected_at DESC, i.id DESC LIMIT 1),
  coalesce(q.kind, '') AS kind, coalesce(q.state, '') AS state
FROM cases c LEFT JOIN person e ON e.id = c.early_by_id LEFT JOIN person k ON k.id = c.called_by_id
LEFT JOIN person z ON z.id = c.closed_by_id
LEFT JOIN refund_request q ON q.shop_id = c.shop_id AND q.refund_no = c.refund_no AND c.refund_no <> ''
WHERE c.id = ?"""
_REQUEST_SQL = "SELECT state FROM refund_request WHERE shop_id = ? AND refund_no = ?"
_REPAIRS_SQL = "SELECT DISTINCT state FROM repair WHERE case_id = ?"
_ITEMS_SQL = (
    "SELECT id, line_id, title, sku, properties, quantity, received FROM case_item WHERE case_id = ? ORDER BY id"
)
_STEPS_SQL = """
SELECT s.step, s.came_from, s.went_to, s.note, p.name, s.at FROM case_step s JOIN person p ON p.id = s.person_id
WHERE s.case_id = ? ORDER BY s.at DESC, s.id DESC"""
_CONTACTS_SQL = """
SELECT c.id, c.kind, c.note, p.name, c.at, c.next_at, c.done_at FROM contact c JOIN person p ON p.id = c.person_id
WHERE c.case_id = ? ORDER BY c.at DESC, c.id DESC"""
_STILL_OWED = {RefundState.ASKED.value, RefundState.APPROVED.value}
_BESIDE = {RefundKind.FREIGHT.value, RefundKind.OVERPAID.value}
"""Money that goes back beside what a case is about."""


def _is_fulfilled(database: Database, row: CaseRow, request_state: str) -> bool:
    refunds = rows_of(database, "SELECT state, kind FROM refund WHERE case_id = ?", (row.id,))
    if any(state in _STILL_OWED for state, _kind in refunds):
        return False
    repairs = {RepairState(state) for (state,) in rows_of(database, _REPAIRS_SQL, (row.id,))}
    if repairs - REPAIR_ENDS:
        return False
    is_mended = RepairState.RETURNED in repairs and not repairs & {RepairState.REPLACED, RepairState.REFUNDED}
    if row.kind is Kind.REPAIR or (is_mended and row.replacement_id is None and not refunds):
        return is_mended
    if row.kind in REPLACED:
        sql = "SELECT 1 FROM orders WHERE id = ? AND stage = ?"
        return bool(rows_of(database, sql, (row.replacement_id, int(Stage.SHIPPED))))
    is_paid = any(state == RefundState.PAID and kind not in _BESIDE for state, kind in refunds)
    return is_paid or read_progress(request_state) is Progress.PAID


def _said(value: int) -> bool | None:
    """0 not asked, 1 yes, 2 no."""
    return None if not value else value == 1


def _row(row: tuple[Any, ...]) -> CaseRow:
    *values, title, pieces = row
    values[2], values[3], values[4] = Kind(row[2]), State(row[3]), Source(row[4])
    values[5] = Reason(row[5]) if row[5] else None
    values[6] = Party(row[6]) if row[6] else None
    values[7], values[8], values[9] = Cover(row[7]), Money(row[8]), Money(row[9])
    values.append(f"{title} ×{pieces}" if title else "")
    return CaseRow(*values)
