"""The list of refunds that finance pays today, on paper (REF-02, REF-03)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from shopdesk.clock import to_local
from shopdesk.db.trail import Entry
from shopdesk.domain.documents import Document
from shopdesk.domain.money import ZERO
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import Party
from shopdesk.domain.refund_list import RefundList, RefundListLine
from shopdesk.domain.refunds import REFUND_STATES, RefundState
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.queries.refunds import RefundRow, get_refund
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Changed, Desk, need, work
from shopdesk.services.refund_exports import LISTED, ListedBefore, ToPay, find_to_pay
from shopdesk.settings import ZONE


class NothingToPay(Refused):
    template = N_("There is nothing to pay today: what is approved is due later, or can't be paid as it stands.")


class NotToPay(Refused):
    template = N_("Refund {number} of order {order_no} is not to be paid now: {state}. Only approved ones are listed.")


@dataclass(frozen=True, slots=True)
class ListedRefunds:
    """A list that was printed, and what it holds."""

    pdf: bytes
    found: ToPay


def find_unlisted(desk: Desk, *, refund_ids: Collection[int]) -> dict[int, ShopdeskError]:
    """Why some of these can't stand on a list: refund -> the reason. Needs the right to pay."""
    found = find_to_pay(desk, everything=True)
    good = {each.id for each in found.refunds}
    left = {each.refund.id: each.why for each in found.left}
    return {
        refund_id: left.get(refund_id) or _not_to_pay(desk, refund_id)
        for refund_id in refund_ids
        if refund_id not in good
    }


def preview_refund_list(
    desk: Desk, *, refund_ids: Collection[int] = (), everything: bool = False, offset: Offset = NO_OFFSET
) -> bytes:
    """The list as it would be printed now, recording nothing. Raises NotAllowed, NothingToPay, NotToPay."""
    return _draw(desk, _chosen(desk, refund_ids, everything=everything), offset)


def print_refund_list(
    desk: Desk,
    *,
    refund_ids: Collection[int] = (),
    everything: bool = False,
    offset: Offset = NO_OFFSET,
    deliver: Callable[[bytes], None] | None = None,
) -> ListedRefunds:
    """What is to be paid today as an A4 PDF, with payees and accounts as they are: for who pays. These refunds, where
    any are named; with `everything` all that is approved.

    The trail says of each that it was listed: the next list or file warns of paying it twice. Raises NotAllowed,
    NothingToPay, NotToPay and why a named one can't be paid.
    """
    with work(desk, Right.PAY, Changed.PAPERS) as doing:
        found = _chosen(desk, refund_ids, everything=everything)
        pdf = _draw(desk, found, offset)
        told = {"document": Document.REFUND_LIST.value}
        doing.note_all(LISTED, "refund", [Entry(each.id, {}, told) for each in found.refunds])
        if deliver is not None:
            deliver(pdf)
    return ListedRefunds(pdf, found)


def _chosen(desk: Desk, refund_ids: Collection[int], *, everything: bool) -> ToPay:
    need(desk, Right.PAY)
    found = find_to_pay(desk, everything=everything or bool(refund_ids))
    if refund_ids:
        for error in find_unlisted(desk, refund_ids=refund_ids).values():
            raise error
        chosen = set(refund_ids)
        found = ToPay(
            tuple(each for each in found.refunds if each.id in chosen),
            (),
            tuple(each for each in found.again if each.refund.id in chosen),
        )
    if not found.refunds:
        raise NothingToPay()
    return found


def _not_to_pay(desk: Desk, refund_id: int) -> NotToPay:
    row = get_refund(desk.database, refund_id)
    state = _(REFUND_STATES[row.state]) if row.state is not RefundState.APPROVED else _("not due")
    return NotToPay(number=row.id, order_no=row.order_no, state=state)


def _draw(desk: Desk, found: ToPay, offset: Offset) -> bytes:
    from shopdesk.printing.refund_list import render_refund_list  # reportlab takes longer than most commands

    now = desk.clock()
    day = to_local(now, get_setting(desk.database, ZONE)).date().isoformat()
    before = {each.refund.id: each for each in found.again}
    lines = tuple(_line(each, before.get(each.id), now) for each in found.refunds)
    return render_refund_list(RefundList(day, lines, len(found.left), now, desk.actor.name), offset=offset)


def _line(row: RefundRow, before: ListedBefore | None, now: int) -> RefundListLine:
    return RefundListLine(
        row.id, row.order_no, row.shop, row.buyer, row.kind, row.reason, row.to_pay,
        row.fee if row.fee_by is Party.BUYER else ZERO, row.channel, row.payee, row.payee_account,
        row.payee_checked_by, row.refund_no, row.due_at, row.due_at is not None and row.due_at < now, row.asked_by,
        row.approved_by, before.person if before else "", before.at if before else None,
    )  # fmt: skip
