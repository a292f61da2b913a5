"""What a new refund begins with: an order, its case, or one whose payment came back."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopdesk.domain.cases import Kind
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refunds import COUNTS, Channel, RefundKind
from shopdesk.queries.cases import CaseDetail, get_case
from shopdesk.queries.orders import get_order
from shopdesk.queries.refunds import RefundRow, RefundView, refund_view
from shopdesk.services.desk import Desk
from shopdesk.ui.refunds.reading import Clock, read_clock

KINDS_OF: Mapping[Kind, RefundKind] = {
    Kind.RETURN: RefundKind.RETURN,
    Kind.REFUSAL: RefundKind.RETURN,
    Kind.REFUND: RefundKind.ONLY,
    Kind.PRICE: RefundKind.PRICE,
}
"""Which refund a case leads to."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the form is filled in with; `view` is the order's money."""

    view: RefundView
    clock: Clock
    case_id: int | None = None
    kind: RefundKind = RefundKind.ONLY
    reason: str = ""
    amount: Money = ZERO
    freight: Money = ZERO
    channel: Channel = Channel.PLATFORM
    refund_no: str = ""
    note: str = ""


def begin(desk: Desk, *, order_id: int, case_id: int | None = None) -> Beginning:
    """For an order, as its case asks. Raises OrderNotFound, CaseNotFound."""
    view = refund_view(desk.seen, order_id=order_id)
    clock = read_clock(desk)
    way = Channel.PLATFORM if view.has_platform else Channel.BANK
    if case_id is None:
        return Beginning(view, clock, channel=way, refund_no=open_request(view))
    case = get_case(desk.seen, case_id)
    row, refund_no = case.row, case.row.refund_no or open_request(view)
    return Beginning(
        view, clock, case_id, KINDS_OF.get(row.kind, RefundKind.ONLY), row.reason.value if row.reason else "",
        row.amount or _usual(desk, view, case, refund_no), channel=way, refund_no=refund_no,
    )  # fmt: skip


def _usual(desk: Desk, view: RefundView, case: CaseDetail, refund_no: str) -> Money:
    """What a return comes to where nobody said it: what the buyer asks for on the platform, else what was paid for
    the goods that come back; never more than is left. Somebody looks at it before it is asked for."""
    if KINDS_OF.get(case.row.kind) is not RefundKind.RETURN:
        return ZERO
    asked = next((each.amount for each in view.requests if each.refund_no == refund_no), ZERO)
    if not asked:
        lines = {(line.sku, line.properties): line for line in get_order(desk.seen, view.order_id).lines}
        back = [(lines.get((item.sku, item.properties)), item.quantity) for item in case.items]
        asked = Money(sum(int(line.paid) * n // max(line.quantity, 1) for line, n in back if line is not None))
    return max(ZERO, min(asked, view.money.left))


def begin_again(desk: Desk, row: RefundRow) -> Beginning:
    """The same once more; name and account are typed anew, for with them it came back (REF-05)."""
    view = refund_view(desk.seen, order_id=row.order_id)
    return Beginning(
        view, read_clock(desk), row.case_id, row.kind, row.reason, row.amount, row.freight, row.channel,
        refund_no=row.refund_no, note=row.note,
    )  # fmt: skip


def open_request(view: RefundView) -> str:
    """The platform's request that nobody has answered yet, "" where there is none."""
    answered = {each.refund_no for each in view.refunds if each.state in COUNTS}
    return next((each.refund_no for each in view.requests if each.is_open and each.refund_no not in answered), "")
