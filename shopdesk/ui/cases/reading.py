"""What the page of cases shows: the list as it is filtered, with counts, and one case with all about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shopdesk.domain.cases import REPLACED, CaseFacts, Kind, State
from shopdesk.domain.reasons import REASONS
from shopdesk.domain.refunds import OPEN as OPEN_REFUNDS
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.statuses import Status
from shopdesk.domain.wanted import Sort
from shopdesk.queries.boxes import list_boxes_of
from shopdesk.queries.case_lists import CasePerson, list_case_people
from shopdesk.queries.cases import CaseContactRow, CaseDetail, CaseRow, get_case, get_case_row, list_cases
from shopdesk.queries.contacts import list_next_contacts
from shopdesk.queries.evidence import list_evidence
from shopdesk.queries.interceptions import InterceptionRow
from shopdesk.queries.orders import get_order
from shopdesk.queries.people import is_one_person_shop
from shopdesk.queries.refunds import RefundRow, list_refunds
from shopdesk.queries.repairs import RepairRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.wanted import find_wanted_of, list_sorts_of
from shopdesk.services.case_steps import facts_of
from shopdesk.services.desk import Desk
from shopdesk.settings import PAID_CARRIERS
from shopdesk.ui.order_forms.trouble_links import NONE, Troubles, read_of_case
from shopdesk.ui.page_moment import Moment, moment_of

MOST_CLOSED = 500
"""Closed cases listed at most: search finds the others."""


class Whose(StrEnum):
    """Of whom the listed cases are."""

    ALL = "all"
    MINE = "mine"
    NOBODY = "nobody"


class When(StrEnum):
    """How pressing they are."""

    ANY = "any"
    DUE = "due"
    """The next step is to be taken today, or was before."""
    LATE = "late"
    CONTACT = "contact"
    """The buyer is to be spoken with again today, or was before (CRM-03)."""
    AGAIN = "again"
    """The buyer asked again and waits for an answer (RET-15)."""


OPEN = "open"
"""All states but the closed one."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are listed."""

    whose: Whose = Whose.ALL
    when: When = When.ANY
    state: str = OPEN
    """OPEN, or a State."""
    kind: Kind | None = None
    find: str = ""


@dataclass(frozen=True, slots=True)
class CaseList:
    """The list, and how many there would be by each of the filters."""

    moment: Moment
    rows: Sequence[CaseRow] = ()
    by_state: Mapping[str, int] = field(default_factory=dict)
    by_whose: Mapping[Whose, int] = field(default_factory=dict)
    by_when: Mapping[When, int] = field(default_factory=dict)
    refunds: Mapping[int, RefundState] = field(default_factory=dict)
    """Where the refunds stand that are under way, by their cases."""
    is_added: bool = False
    """The first row is there only because it was asked for."""


@dataclass(frozen=True, slots=True)
class WholeCase:
    """One case and what its steps depend on."""

    detail: CaseDetail
    facts: CaseFacts
    moment: Moment
    people: Sequence[CasePerson]
    refunds: Sequence[RefundRow]
    files: int
    """How many there are."""
    photos_missing: bool
    """They are needed before the goods travel, and there are none (RET-10)."""
    can_replace_again: bool
    """The order that was to replace it was cancelled."""
    box_id: int | None
    is_alone: bool
    """Only one person works here."""
    paid_carriers: Sequence[str]
    """Whose freight the shop pays back; every carrier's where none is named (RET-10)."""
    sorts: Sequence[Sort] = ()
    """The other sorts of what it is about: what may go to the buyer instead."""
    meant: str = ""
    """What is wanted, with a size as its code."""
    troubles: Troubles = NONE
    """Repairs, and what was begun about its parcels."""

    @property
    def row(self) -> CaseRow:
        """The case as lists show it."""
        return self.detail.row

    @property
    def repair(self) -> RepairRow | None:
        """The repair that the case waits for, else the last one; None while there is none."""
        found = self.troubles.repairs
        return next((each for each in found if each.is_open), found[0] if found else None)

    @property
    def interception(self) -> InterceptionRow | None:
        """The parcel that is being called back; None while there is none."""
        return next((each for each in self.troubles.interceptions if each.is_open), None)

    @property
    def next_contact(self) -> CaseContactRow | None:
        """When the buyer is to be spoken with again; None where nobody said so."""
        return next((each for each in self.detail.contacts if each.next_at and each.done_at is None), None)


def read_list(desk: Desk, chosen: CaseFilter, also: int | None = None) -> CaseList:
    """The cases that fit, the most pressing first; and `also` one that was asked for by its number, fit or not."""
    database = desk.seen
    moment = moment_of(desk)
    kinds = [chosen.kind.value] if chosen.kind else []
    found = list_cases(database, only_open=True, kinds=kinds, find=chosen.find)
    contacts = {each.case_id for each in list_next_contacts(database, before=moment.today_ends)}
    me = desk.actor.id

    def is_whose(row: CaseRow, whose: Whose) -> bool:
        return whose is Whose.ALL or row.person_id == (me if whose is Whose.MINE else None)

    def is_when(row: CaseRow, when: When) -> bool:
        if when is When.CONTACT:
            return row.id in contacts
        if when is When.ANY:
            return True
        if when is When.AGAIN:
            return row.asked_again and row.answer_by is not None
        pressing = moment.pressing(row.due_at)
        return pressing == "danger" if when is When.LATE else bool(pressing)

    def is_state(row: CaseRow) -> bool:
        return chosen.state in (OPEN, State.CLOSED.value, row.state.value)

    own = [row for row in found if is_whose(row, chosen.whose)]
    pressing = [row for row in own if is_when(row, chosen.when)]
    by_state = dict.fromkeys((state.value for state in State if state is not State.CLOSED), 0)
    for row in pressing:
        by_state[row.state.value] += 1
    rows = [row for row in pressing if is_state(row)]
    if chosen.state == State.CLOSED.value:
        rows = _closed(desk, chosen)
    elif chosen.find and chosen.state == OPEN and chosen.when is When.ANY and chosen.whose is not Whose.NOBODY:
        rows += _closed(desk, chosen)  # what is looked for may be over
    is_added = also is not None and all(row.id != also for row in rows)
    if also is not None and is_added:
        rows = [get_case_row(database, also), *rows]
    return CaseList(
        moment,
        rows,
        {OPEN: len(pressing), **by_state},
        {whose: sum(is_whose(row, whose) for row in found) for whose in Whose},
        {when: sum(is_when(row, when) for row in own) for when in When},
        {each.case_id: each.state for each in list_refunds(database, states=list(OPEN_REFUNDS)) if each.case_id},
        is_added,
    )


def read_case(desk: Desk, case_id: int) -> WholeCase:
    """One case; raises CaseNotFound."""
    database = desk.seen
    detail = get_case(database, case_id)
    row = detail.row
    carriers = get_setting(database, PAID_CARRIERS)
    boxes, files = list_boxes_of(database, case_id=case_id), list_evidence(database, kind="case", record_id=case_id)
    return WholeCase(
        detail,
        facts_of(database, row),
        moment_of(desk),
        list_case_people(database),
        list_refunds(database, case_id=case_id),
        len(files),
        _needs_photos(row) and not any(each.is_picture for each in files),
        row.replacement_id is not None and get_order(database, row.replacement_id).status == Status.CLOSED,
        boxes[0].id if boxes else None,
        is_one_person_shop(database),
        carriers,
        list_sorts_of(database, detail) if row.kind in REPLACED else (),
        find_wanted_of(database, row.wanted, detail),
        read_of_case(desk, case_id, row.order_id),
    )


def _closed(desk: Desk, chosen: CaseFilter) -> list[CaseRow]:
    """Closed ones are many: the newest, or those that are looked for."""
    return list_cases(
        desk.seen,
        states=[State.CLOSED.value],
        kinds=[chosen.kind.value] if chosen.kind else [],
        person_id=desk.actor.id if chosen.whose is Whose.MINE else None,
        find=chosen.find,
        limit=MOST_CLOSED,
    )


def _needs_photos(row: CaseRow) -> bool:
    return row.reason is not None and REASONS[row.reason].needs_photos
