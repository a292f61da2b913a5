"""Everything that the page shows of one order, read in one go in the background."""

from dataclasses import dataclass

from shopdesk.domain.address_changes import Address
from shopdesk.domain.holds import Hold
from shopdesk.domain.memo import add_mark
from shopdesk.domain.salespeople import salespeople_of
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.buyers import BuyerCard, get_buyer_card
from shopdesk.queries.check_rules import OrderWords, understand_order
from shopdesk.queries.contacts import ContactRow, list_contacts
from shopdesk.queries.orders import HoldRow, OrderDetail, get_order
from shopdesk.queries.people import list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import FLAG_SALESPEOPLE, REGISTERED_MARK
from shopdesk.ui.order_forms.after_sales import AfterSales, read_of_buyer


@dataclass(frozen=True, slots=True)
class Reading:
    """One order, its buyer, whose customer it may be, and what its texts say."""

    order: OrderDetail
    card: BuyerCard | None
    after: AfterSales
    """What came back or goes back of the buyer's orders."""
    names: tuple[str, ...]
    """The salesperson by flag and memo; nobody means the owner, of several one is to be chosen (ORD-02)."""
    owner: str
    memo_line: str
    """The memo as it goes back to the platform, with the registered mark (ORD-05)."""
    change: Address | None
    """The address that memo or message ask for (ORD-22)."""
    words: OrderWords
    """What memo and message are understood to say."""
    contacts: tuple[ContactRow, ...]
    """What was said to the buyer about money that is due (ORD-08)."""

    @property
    def is_new(self) -> bool:
        """Whether it can still be registered."""
        return self.order.stage is Stage.NEW and self.order.status is not Status.UNPAID

    @property
    def blocking(self) -> tuple[HoldRow, ...]:
        """The holds that somebody has to clear first; whose customer it is is asked in another place."""
        return tuple(hold for hold in self.order.open_holds if hold.kind != Hold.SALESPERSON)

    @property
    def is_unclear(self) -> bool:
        """Whether somebody has to say whose customer it is."""
        return len(self.names) > 1


def read_order(desk: Desk, order_id: int) -> Reading:
    """Read it; raises OrderNotFound."""
    database = desk.seen
    order = get_order(database, order_id)
    people = list_people(database)
    mark, table = get_setting(database, REGISTERED_MARK), get_setting(database, FLAG_SALESPEOPLE)
    card = None if order.buyer_id is None else get_buyer_card(database, order.buyer_id, but_order=order_id)
    return Reading(
        order=order,
        card=card,
        after=read_of_buyer(desk, order.buyer_id),
        names=salespeople_of(order.flag, order.memo, table),
        owner=next((person.name for person in people if person.role == "owner"), ""),
        memo_line=add_mark(order.memo, mark),
        change=order.asked_address,
        words=understand_order(database, order),
        contacts=list_contacts(database, order_id, kind="postage"),
    )
