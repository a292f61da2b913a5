"""What stands beside an order: its buyer, late changes, later times, what its texts promise; read in one go."""

from collections.abc import Iterator
from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.domain.money import Money
from shopdesk.domain.readings import plain
from shopdesk.i18n import _
from shopdesk.queries.buyers import BuyerCard, get_buyer_card
from shopdesk.queries.change_notes import NoteRow, list_change_notes
from shopdesk.queries.extensions import Deadline, ExtensionRow, confirmation_of, list_extensions
from shopdesk.queries.orders import OrderDetail
from shopdesk.queries.overpayments import OverpaymentRow, list_overpayments, paid_too_much
from shopdesk.queries.owed_items import list_owed_items
from shopdesk.services.desk import Desk
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.order_forms.after_sales import AfterSales, read_of_buyer
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.facts import Fact


@dataclass(frozen=True, slots=True)
class Care:
    """Everything that was noted about an order besides itself."""

    buyer: BuyerCard | None
    after: AfterSales
    """What came back or goes back of the buyer's other orders."""
    notes: tuple[NoteRow, ...]
    """Open change notes."""
    extensions: tuple[ExtensionRow, ...]
    confirms_at: Millis | None
    """When the platform will confirm it by itself (ORD-23)."""
    overpaid: Money
    """What came in beyond goods and postage due (ORD-21)."""
    made_good: tuple[OverpaymentRow, ...]
    promises: tuple[str, ...]
    """Gifts that memo or message were understood to promise and that nobody noted as owed (ORD-20)."""


def read_care(desk: Desk, order: OrderDetail) -> Care:
    """Read it."""
    database = desk.seen
    buyer = get_buyer_card(database, order.buyer_id, but_order=order.id) if order.buyer_id is not None else None
    return Care(
        buyer,
        read_of_buyer(desk, order.buyer_id, but_order=order.id),
        tuple(list_change_notes(database, order_id=order.id, only_open=True)),
        tuple(list_extensions(database, order.id)),
        confirmation_of(database, order),
        paid_too_much(order),
        tuple(list_overpayments(database, order.id)),
        tuple(_promises(desk, order)),
    )


def time_facts(care: Care, clocks: Clocks) -> Iterator[Fact]:
    """Later times and automatic confirmation."""
    for row in care.extensions:
        name = _("Ship by") if row.kind == Deadline.SHIP else _("Confirm by")
        told = _("buyer told") if row.told_at is not None else _("buyer not told yet")
        said = _("extended to {until} ({reason}), {told}").format(
            until=full_moment(row.until, clocks.zone)[:-3], reason=row.reason, told=told
        )
        yield Fact(name, said, "muted" if row.told_at is not None else "warning", copy=row.message)
    yield Fact(_("Confirms itself"), full_moment(care.confirms_at, clocks.zone)[:-3])


def overpaid_facts(care: Care, clocks: Clocks) -> Iterator[Fact]:
    """What was paid too much and how it was made good."""
    yield Fact(_("Paid too much"), care.overpaid.shown if care.overpaid else "", "warning")
    for row in care.made_good:
        how = row.item or row.reference
        when = short_moment(row.at, clocks.now, clocks.zone)
        yield Fact(_("Made good"), " · ".join((row.amount.shown, how, row.person, when)), "muted")


def _promises(desk: Desk, order: OrderDetail) -> Iterator[str]:
    if order.buyer_id is None:
        return
    from shopdesk.domain.promises import find_gifts  # loaded with the first order that is shown

    noted = {item.item for item in list_owed_items(desk.seen, buyer_id=order.buyer_id, only_open=False)}
    said = [reading.value for text in (order.memo, order.buyer_message) for reading in find_gifts(plain(text))]
    yield from (item for item in dict.fromkeys(said) if item not in noted)
