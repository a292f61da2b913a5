"""After-sales cases: lists by state and person, and one with its items and history (RET-10 to RET-16)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.cases import Kind, Source, State
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Cover, Party, Reason
from shopdesk.errors import N_, NotFound


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
    """The buyer has what was agreed: the money, or the replacement."""
    request_kind: str
    request_state: str
    """Of the platform's own request, as its file says."""
    request_amount: Money
    items: tuple[CaseItemRow, ...]
    steps: tuple[CaseStepRow, ...]
    """The newest first."""
    contacts: tuple[CaseContactRow, ...]
    """The newest first."""


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
    `find`: buyer, order, waybill, request or a word of what was asked; `asked_since` and `asked_until`: opened from the
    one moment to before the other (RET-13)."""
    raise NotImplementedError


def count_cases(database: Database, *, person_id: int | None = None) -> dict[State, int]:
    """How many cases stand where, of one person or of all; closed ones are not counted."""
    raise NotImplementedError


def get_case(database: Database, case_id: int) -> CaseDetail:
    """One case; raises CaseNotFound."""
    raise NotImplementedError


def find_open_case(database: Database, *, order_id: int, kinds: Sequence[str] = ()) -> int | None:
    """The open case of an order, the newest where there are several; of one of these kinds, or of any."""
    raise NotImplementedError
