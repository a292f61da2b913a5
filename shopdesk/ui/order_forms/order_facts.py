"""What the panel says of an order, as facts in words; read in one go in the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopdesk.domain import tracking
from shopdesk.domain.deadlines import Urgency, register_by, urgency
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.domain.waybills import fold_waybill
from shopdesk.i18n import _
from shopdesk.queries.contacts import ContactRow, list_contacts
from shopdesk.queries.order_exports import OrderExport
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.trail import TrailRow, list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.trail_words import PARTS, what_happened
from shopdesk.ui.controls import LabelRole
from shopdesk.ui.moments import exact_span, full_moment, short_moment
from shopdesk.ui.order_forms.after_sales import AfterSales, read_of_order
from shopdesk.ui.order_forms.care_facts import Care, read_care
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.order_forms.linked_orders import Links, read_links
from shopdesk.ui.order_forms.record_links import joined
from shopdesk.ui.order_forms.words import STATUSES, document_name, told_refund

if TYPE_CHECKING:
    # What reads memos is loaded with the first order that is shown: the window is there sooner.
    from shopdesk.domain.address_changes import Address
    from shopdesk.queries.check_rules import OrderWords
    from shopdesk.queries.tracking import ParcelRow

_ROLES: dict[Urgency, LabelRole] = {Urgency.LATE: "danger", Urgency.SOON: "warning", Urgency.CALM: "muted"}


@dataclass(frozen=True, slots=True)
class Everything:
    """One order with its trail and the address that its memo or message asks for instead (ORD-22)."""

    order: OrderDetail
    trail: list[TrailRow]
    change: Address | None
    care: Care
    after: AfterSales
    links: Links
    words: OrderWords
    """What memo and message are understood to say."""
    contacts: tuple[ContactRow, ...]
    """What was said to the buyer about money that is due (ORD-08)."""


def read_everything(desk: Desk, order_id: int) -> Everything:
    """Read it; raises OrderNotFound."""
    from shopdesk.queries.check_rules import understand_order

    order = get_order(desk.seen, order_id)
    return Everything(
        order,
        list_trail(desk.seen, kind="order", record_id=order_id),
        _change(order),
        read_care(desk, order),
        read_of_order(desk, order_id),
        read_links(desk, order_id),
        understand_order(desk.seen, order),
        list_contacts(desk.seen, order_id, kind="postage"),
    )


def _change(order: OrderDetail) -> Address | None:
    if order.stage >= Stage.SHIPPED or order.status >= Status.SHIPPED:
        return None
    return order.asked_address


def whole_address(order: OrderDetail | OrderExport) -> str:
    """Receiver, phone and address in one line, as couriers want it."""
    parts = (order.receiver, order.phone, order.province, order.city, order.district, order.address, order.postcode)
    return " ".join(filter(None, parts))


def clock_line(order: OrderDetail, clocks: Clocks) -> tuple[str, LabelRole]:
    """What presses most now, and how much."""
    if order.stage is Stage.NEW and order.status is Status.PAID:
        deadline = register_by(order.paid_at, clocks.register_within)
        if deadline is not None:
            said = _("Register within {span}") if deadline >= clocks.now else _("Registering is {span} late")
            role = _ROLES[urgency(deadline, clocks.now, clocks.late_soon)]
            return said.format(span=exact_span(abs(deadline - clocks.now))), role
    if order.ship_by is not None and order.status is Status.PAID:
        said = _("Ship within {span}") if order.ship_by >= clocks.now else _("Shipping is {span} late")
        role = _ROLES[urgency(order.ship_by, clocks.now, clocks.late_soon)]
        return said.format(span=exact_span(abs(order.ship_by - clocks.now))), role
    return "", "muted"


def message_facts(order: OrderDetail) -> Iterator[Fact]:
    """What the buyer wrote."""
    yield Fact(_("Message"), order.buyer_message)


def receiver_facts(order: OrderDetail) -> Iterator[Fact]:
    """Where it goes."""
    hidden = {
        Masking.CIPHER: _("The platform hides the receiver. Print the slip there, or type the receiver in."),
        Masking.MASKED: _("The platform hides a part of this."),
    }
    yield Fact(_("Name"), order.receiver, copy=order.receiver)
    yield Fact(_("Phone"), order.phone, copy=order.phone)
    yield Fact(_("Address"), "\n".join(filter(None, (order.region, order.address))), copy=whole_address(order))
    yield Fact(_("Postcode"), order.postcode)
    yield Fact("", hidden.get(order.masking, ""), "warning")


def money_facts(order: OrderDetail) -> Iterator[Fact]:
    """What it cost and what was paid (ORD-04)."""
    yield Fact(_("Goods total"), order.goods.shown)
    yield Fact(_("Postage"), order.postage.shown if order.postage else "")
    yield Fact(_("Paid"), order.paid.shown)


def progress_facts(order: OrderDetail, clocks: Clocks) -> Iterator[Fact]:
    """Who and when."""
    parts = (order.status_text or _(STATUSES[order.status]), told_refund(order.refund_state))
    yield Fact(_("Shop"), order.shop)
    yield Fact(_("Platform"), " · ".join(filter(None, (*parts, told_refund(order.close_reason)))))
    yield Fact(_("Salesperson"), order.salesperson)
    registered = short_moment(order.registered_at, clocks.now, clocks.zone)
    yield Fact(_("Registered"), " · ".join(filter(None, (order.registrar, registered))))
    for name, moment in (
        (_("Ordered"), order.created),
        (_("Paid at"), order.paid_at),
        (_("Ship by"), order.ship_by),
        (_("Shipped"), order.shipped_at),
        (_("Completed"), order.done_at),
    ):
        yield Fact(name, full_moment(moment, clocks.zone))


def parcel_facts(order: OrderDetail, watched: Sequence[ParcelRow], clocks: Clocks) -> Iterator[Fact]:
    """Waybills; of those that are watched, where the parcel is, what was told last and when it should be there."""
    known = {number: row for row in watched for number in (row.waybill, row.forwarded_waybill) if number}
    for parcel in order.parcels:
        yield Fact(parcel.carrier or _("Carrier"), parcel.waybill or "–", copy=parcel.waybill)
        row = known.get(fold_waybill(parcel.waybill))
        if row is not None:
            yield from _way(row, clocks)


def _way(row: ParcelRow, clocks: Clocks) -> Iterator[Fact]:
    is_bad = row.state in (tracking.State.TROUBLE, tracking.State.LOST, tracking.State.RETURNING)
    when = short_moment(row.signed_at or row.moved_at, clocks.now, clocks.zone)
    yield Fact(_("Where"), joined((_(tracking.STATES[row.state]), when)), "warning" if is_bad else "body")
    yield Fact("", joined((row.last_place, row.last_text)), "muted")
    yield Fact(row.forwarded_carrier or _("Goes on as"), row.forwarded_waybill, copy=row.forwarded_waybill)
    if row.signed_at is None and row.closed_at is None:
        is_late = row.expected_at is not None and row.expected_at < clocks.now
        yield Fact(_("Expected"), full_moment(row.expected_at, clocks.zone)[:10], "warning" if is_late else "body")


def paper_facts(order: OrderDetail, clocks: Clocks) -> Iterator[Fact]:
    """What was printed, newest first."""
    for printed in reversed(order.prints):
        parts = (document_name(printed.document), printed.paper, printed.person, printed.reason)
        yield Fact(short_moment(printed.at, clocks.now, clocks.zone), " · ".join(filter(None, parts)))


def refund_facts(order: OrderDetail, clocks: Clocks) -> Iterator[Fact]:
    """What the platform's refund files tell."""
    for refund in order.refunds:
        said = " · ".join(filter(None, (refund.kind, refund.state, refund.reason)))
        yield Fact(refund.amount.shown, said or refund.refund_no, copy=refund.refund_no)
        yield Fact(_("Return"), refund.return_waybill, copy=refund.return_waybill)
        yield Fact(_("Answer by"), full_moment(refund.deadline, clocks.zone))


def trail_facts(trail: list[TrailRow], clocks: Clocks) -> Iterator[Fact]:
    """Who did what when, newest first."""
    for row in trail:
        yield Fact(short_moment(row.at, clocks.now, clocks.zone), f"{row.person} · {what_happened(row)}")


def change_facts(order: OrderDetail, change: Address) -> Iterator[Fact]:
    """What an address change would do: old and new by part."""
    known = order.goes_to
    for part, title in PARTS.items():
        new = getattr(change, part)
        if new:
            yield Fact(_(title), _("{before} → {after}").format(before=getattr(known, part) or "–", after=new))
