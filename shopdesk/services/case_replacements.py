"""What goes to the buyer instead: exchanges and reissues, also before the goods are back (RET-12)."""

from collections.abc import Sequence

from shopdesk.db.database import GIVEN, listed, rows_of
from shopdesk.domain.cases import REPLACED, STATES, Kind, Source, State
from shopdesk.domain.manual_orders import ItemUnreadable, ManualItem, ManualOrder, read_item
from shopdesk.domain.origins import Origin
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import REASONS
from shopdesk.domain.refunds import COUNTS, FOR_GOODS, REFUND_STATES
from shopdesk.domain.statuses import Status
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.cases import CaseDetail, CaseRow, get_case, get_case_row
from shopdesk.queries.orders import get_order
from shopdesk.queries.people import list_people
from shopdesk.queries.refunds import list_refunds
from shopdesk.queries.wanted import find_wanted_of
from shopdesk.services.case_steps import fulfil_if_settled, tell
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.manual_orders import enter_new_order


class NotReplaced(Refused):
    template = N_("Case {number} is no exchange and no reissue: nothing is sent for it. Change its kind first.")


class NotReleased(Refused):
    template = N_(
        "The goods of case {number} are not back and approved (it stands at “{state}”). Wait for them, or ask a "
        "supervisor to let the replacement go before."
    )


class NothingEarly(Refused):
    template = N_("Case {number} stands at “{state}”: there is nothing to allow before the goods are back.")


class AllowedByAnother(Refused):
    template = N_(
        "{person} is in charge of case {number}, or opened it, and can't allow it as well. Ask another supervisor."
    )


class ReplacedAlready(Refused):
    template = N_("Case {number}: order {order_no} was entered as its replacement already, by {person}.")


class MoneyInstead(Refused):
    template = N_(
        "Case {number}: refund {refund} pays {amount} for the goods ({state}). Refuse it first, or send nothing."
    )


class WantedUnclear(Refused):
    template = N_(
        "Case {number}: “{wanted}” names no item. Say what the buyer is to get, as code and quantity, such as "
        "5815-1-W7x1."
    )


class NoOrder(Refused):
    template = N_("Case {number} belongs to no order, so nothing can be sent for it. Name its order first.")


_BEFORE = frozenset({State.AGREED, State.SENT, State.RECEIVED, State.INSPECTED})
"""Where an exchange waits for its goods."""


def allow_early(desk: Desk, *, case_id: int, reason: str) -> bool:
    """Somebody who may overrule, and isn't in charge of it (nor opened it by hand, where nobody is), lets the
    replacement go before the goods are back; the reason goes into its memo (RET-12). False where it was allowed before.
    Raises NothingEarly, AllowedByAnother."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.OVERRULE, Changed.CASES) as doing:
        row = get_case_row(desk.database, case_id)
        if row.early_at is not None:
            return False
        if row.kind is not Kind.EXCHANGE or row.state not in _BEFORE:
            raise NothingEarly(number=case_id, state=_(STATES[row.state]))
        if desk.actor.id == _asker(doing, row) and len(list_people(desk.database)) > 1:
            raise AllowedByAnother(person=desk.actor.name, number=case_id)
        after = {"early_by_id": desk.actor.id, "early_at": doing.at, "early_reason": reason.strip()}
        save_edit(doing, "cases", case_id, after, action="early", kind="case", reason=reason.strip())
        tell(doing, case_id, "early", reason.strip())
    return True


def _asker(doing: Work, row: CaseRow) -> int | None:
    """Who wants it: whoever is in charge, else who opened the case by hand."""
    if row.person_id is not None or row.source is not Source.HAND:
        return row.person_id
    found = rows_of(doing.desk.database, "SELECT opened_by_id FROM cases WHERE id = ?", (row.id,))
    return int(found[0][0])


def replace(desk: Desk, *, case_id: int, items: Sequence[ManualItem] = (), again: bool = False) -> int:
    """Enter the exchange or the reissue of a released (or early allowed) case; returns the order's id. Without `items`
    what the case says is wanted, for a reissue what it is about; `again`: the same item for the same order twice is
    meant. Raises NotReplaced, NotReleased, ReplacedAlready, MoneyInstead, WantedUnclear, NoOrder and what entering an
    order raises."""
    with work(desk, Right.ENTER, Changed.CASES, Changed.ORDERS, Changed.BUYERS) as doing:
        return enter_replacement(doing, case_id, items, again=again)


def enter_replacement(doing: Work, case_id: int, items: Sequence[ManualItem] = (), *, again: bool = False) -> int:
    """The same as part of a larger work, whose person may enter orders: see `desk.need`."""
    doing.kinds |= {Changed.CASES, Changed.ORDERS, Changed.BUYERS}
    database = doing.desk.database
    case = get_case(database, case_id)
    row = case.row
    _check(doing, row)
    order = get_order(database, row.order_id or 0)
    reason = _(REASONS[row.reason].title) if row.reason else row.asked or _("Case {number}").format(number=case_id)
    wanted = ManualOrder(
        kind=Origin.EXCHANGE if row.kind is Kind.EXCHANGE else Origin.REISSUE,
        shop_id=order.shop_id,
        items=tuple(items) or _wanted(case, find_wanted_of(database, row.wanted, case)),
        memo=case.early_reason,
        reason=reason,
        source_id=order.id,
    )
    order_id = enter_new_order(doing, wanted, again=again)
    order_no = get_order(database, order_id).order_no
    save_edit(doing, "cases", case_id, {"replacement_id": order_id}, action="replace", kind="case", reason=order_no)
    tell(doing, case_id, "replace", order_no)
    return order_id


def settle_replacements(doing: Work, order_ids: Sequence[int]) -> None:
    """These orders left: cases whose replacement they are may be done. Part of shipping."""
    rows = rows_of(
        doing.desk.database,
        "SELECT c.id, o.order_no FROM cases c JOIN orders o ON o.id = c.replacement_id "
        f"WHERE c.closed_at IS NULL AND c.replacement_id IN {GIVEN} ORDER BY c.id",
        (listed(order_ids),),
    )
    for case_id, order_no in rows:
        tell(doing, case_id, "replaced", order_no)
        fulfil_if_settled(doing, case_id)


def _check(doing: Work, row: CaseRow) -> None:
    if row.kind not in REPLACED:
        raise NotReplaced(number=row.id)
    if row.order_id is None:
        raise NoOrder(number=row.id)
    if row.state is not State.RELEASED and not (row.early_at is not None and row.state in _BEFORE):
        raise NotReleased(number=row.id, state=_(STATES[row.state]))
    before = rows_of(
        doing.desk.database,
        "SELECT o.order_no, coalesce((SELECT p.name FROM case_step s JOIN person p ON p.id = s.person_id "
        "WHERE s.case_id = ? AND s.step = 'replace' ORDER BY s.id DESC LIMIT 1), '?') AS name "
        "FROM orders o WHERE o.id = ? AND o.status <> ?",
        (row.id, row.replacement_id, int(Status.CLOSED)),
    )
    if before:
        raise ReplacedAlready(number=row.id, order_no=before[0][0], person=before[0][1])
    _check_money(doing, row)


def _check_money(doing: Work, row: CaseRow) -> None:
    """Goods and money for the same: one of them goes."""
    for refund in list_refunds(doing.desk.database, case_id=row.id, states=COUNTS):
        if refund.kind in FOR_GOODS and refund.amount > refund.freight and not refund.is_let_through:
            state = _(REFUND_STATES[refund.state])
            raise MoneyInstead(number=row.id, refund=refund.id, amount=refund.amount.shown, state=state)


def _wanted(case: CaseDetail, wanted: str) -> tuple[ManualItem, ...]:
    """What goes out: what is wanted as somebody wrote it; of a reissue the pieces it is about."""
    row = case.row
    if row.kind is Kind.REISSUE and not row.wanted.strip() and case.items:
        return tuple(ManualItem(each.sku, each.title, each.properties, each.quantity) for each in case.items)
    try:
        return tuple(read_item(line) for line in wanted.splitlines() if line.strip()) or _unclear(row)
    except ItemUnreadable as error:
        raise WantedUnclear(number=row.id, wanted=row.wanted) from error


def _unclear(row: CaseRow) -> tuple[ManualItem, ...]:
    raise WantedUnclear(number=row.id, wanted=row.wanted)
