"""Printing orders' papers: once, recorded; a second time only with a reason, and the paper says so (SHP-01)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.permissions import Right
from shopdesk.domain.settlements import FREE, settled_as
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _
from shopdesk.printing.formats import NO_OFFSET, TITLES, Offset
from shopdesk.printing.papers import Progress, check_printable, render
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.papers import get_papers, printed_before
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.slip_papers import get_slip_papers
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.holds import OnHold
from shopdesk.services.order_slips import leaving_slips, make_order_slips, travel_with_new
from shopdesk.services.slip_prints import record_prints
from shopdesk.settings import SETTLE_ACCOUNTS, SETTLE_IN_WAVES


class AlreadyPrinted(Refused):
    template = N_("Order {order_no}: its {document} was printed by {person} on {when}. Say why it is needed again.")


class Ciphered(Refused):
    template = N_(
        "Order {order_no}: the platform hides the receiver in a cipher, so a slip can't be printed. Print it from the "
        "platform, or type the receiver in."
    )


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A document that is drawn and ready for the printer; `print_papers` records it."""

    document: Document
    paper: Paper
    order_ids: tuple[int, ...]
    pdf: bytes


def preview_papers(
    desk: Desk,
    *,
    order_ids: Sequence[int],
    document: Document,
    paper: Paper,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
) -> PrintJob:
    """Draw what printing now would give, recording nothing. Raises OnHold, Ciphered and what `render` raises."""
    orders = [get_order(desk.on_paper, order_id) for order_id in order_ids]
    return _draw(desk, orders, document, paper, offset=offset, progress=progress)


def find_unprintable(desk: Desk, *, order_ids: Sequence[int], document: Document) -> dict[int, ShopdeskError]:
    """Why some of the orders can't have this document: order id -> the error that printing it would raise."""
    found: dict[int, ShopdeskError] = {}
    for order_id in order_ids:
        order = get_order(desk.database, order_id)
        try:
            _check_order(order, document)
            for paper in get_papers(
                desk.database, orders=[order], document=document, printed_at=0, printed_by=desk.actor.name
            ):
                check_printable(document, paper)
        except ShopdeskError as error:
            found[order_id] = error
    return found


def print_papers(
    desk: Desk,
    *,
    order_ids: Sequence[int],
    document: Document,
    paper: Paper,
    reason: str = "",
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
    deliver: Callable[[bytes], None] | None = None,
) -> PrintJob:
    """Draw and record a printing. Raises AlreadyPrinted where one was printed before and no reason is given.

    Recording comes before the paper leaves the printer, so that a stalled printer never makes a silent second print.
    `deliver` is handed the PDF before the recording is final: where a file can't be written, nothing was printed. An
    order named twice is printed once.
    """
    with work(desk, Right.PRINT, Changed.PAPERS, Changed.ORDERS) as doing:
        orders = [get_order(desk.on_paper, order_id) for order_id in dict.fromkeys(order_ids)]
        for order in orders:
            _check_first(desk, order, document, reason)
        slips = make_order_slips(doing, [order.id for order in orders]) if document is Document.SLIP else []
        job = _draw(desk, orders, document, paper, offset=offset, progress=progress)
        record_prints(doing, slips, paper, reason=reason.strip())
        on_slips = {order.id for slip in slips for order in slip.orders}
        for order in orders:
            if order.id not in on_slips:
                _record(doing, order, job, reason)
        if deliver is not None:
            deliver(job.pdf)
    return job


def _draw(
    desk: Desk,
    orders: Sequence[OrderDetail],
    document: Document,
    paper: Paper,
    *,
    offset: Offset,
    progress: Progress | None,
) -> PrintJob:
    for order in orders:
        _check_order(order, document)
    now, name = desk.clock(), desk.actor.name
    stopped = _stopped(desk, orders) if document is Document.SLIP else {}
    slips = leaving_slips(desk.database, [order.id for order in orders]) if document is Document.SLIP else []
    on_slips = {order.id for slip in slips for order in slip.orders}
    papers = get_slip_papers(
        desk.on_paper, slip_ids=[slip.id for slip in slips], printed_at=now, printed_by=name
    ) + get_papers(
        desk.database,
        orders=[order for order in orders if order.id not in on_slips],
        document=document,
        printed_at=now,
        printed_by=name,
        stopped=stopped,
    )
    papers.sort(key=lambda paper: paper.carrier)
    ids = tuple(order.id for order in orders)
    return PrintJob(document, paper, ids, render(document, papers, paper, offset=offset, progress=progress))


def _check_order(order: OrderDetail, document: Document) -> None:
    """What goes to the warehouse waits for holds, and a slip needs a receiver that can be read. A paper of an order
    that isn't registered goes nowhere, which it says itself: there only a person's hold stops it."""
    holds = [hold for hold in order.open_holds if order.stage is not Stage.NEW or not hold.automatic]
    if document not in (Document.RETURN_FORM, Document.CHANGE_NOTE) and holds:
        raise OnHold(order_no=order.order_no, reason=holds[0].reason)
    if document is Document.SLIP and order.masking is Masking.CIPHER:
        raise Ciphered(order_no=order.order_no)


def _stopped(desk: Desk, orders: Sequence[OrderDetail]) -> dict[int, str]:
    """What the black bar says of orders that must not leave as they stand: order id -> sentence (ORD-09, ORD-13)."""
    found = {}
    waiting = travel_with_new(desk.database, [order.id for order in orders])
    accounts = get_setting(desk.database, SETTLE_ACCOUNTS) if get_setting(desk.database, SETTLE_IN_WAVES) else {}
    for order in orders:
        account, method = settled_as(order.origin, order.platform, accounts)
        settled = order.settlement is not None or order.stage >= Stage.SETTLED or bool(account) or method == FREE
        if order.status is Status.CLOSED:
            found[order.id] = _("CLOSED on the platform: must not be shipped")
        elif order.stage is Stage.NEW or order.id in waiting:
            found[order.id] = _("NOT REGISTERED: must not be shipped")
        elif not settled:
            found[order.id] = _("NOT SETTLED: must not be shipped")
    return found


def _check_first(desk: Desk, order: OrderDetail, document: Document, reason: str) -> None:
    printed = printed_before(desk.database, order, document)
    if printed and not reason.strip():
        last = printed[-1]
        title = _(TITLES[document]).lower()
        raise AlreadyPrinted(order_no=order.order_no, document=title, person=last.person, when=desk.shown(last.at))


def _record(doing: Work, order: OrderDetail, job: PrintJob, reason: str) -> None:
    doing.desk.database.execute_sql(
        "INSERT INTO print_record (order_id, document, paper, person_id, at, reason) VALUES (?, ?, ?, ?, ?, ?)",
        (order.id, job.document.value, job.paper.value, doing.desk.actor.id, doing.at, reason.strip()),
    )
    doing.note("print", "order", order.id, after={"document": job.document.value}, reason=reason.strip())
