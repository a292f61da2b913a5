"""Everything that the page shows of one order, read in one go in the background."""

from dataclasses import dataclass

from shopdesk.domain.address_changes import Address
from shopdesk.domain.carriers import CARRIERS
from shopdesk.domain.holds import Hold
from shopdesk.domain.memo import add_mark
from shopdesk.domain.messages import Lexicon, understand
from shopdesk.domain.readings import TOPIC_NAMES, Topic, plain
from shopdesk.domain.salespeople import salespeople_of
from shopdesk.domain.statuses import Stage, Status
from shopdesk.i18n import _
from shopdesk.queries.buyers import BuyerCard, get_buyer_card
from shopdesk.queries.orders import HoldRow, OrderDetail, get_order
from shopdesk.queries.people import list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import FLAG_SALESPEOPLE, REGISTERED_MARK


@dataclass(frozen=True, slots=True)
class Reading:
    """One order, its buyer, whose customer it may be, and what its texts say."""

    order: OrderDetail
    card: BuyerCard | None
    names: tuple[str, ...]
    """The salesperson by flag and memo; nobody means the owner, of several one is to be chosen (ORD-02)."""
    owner: str
    memo_line: str
    """The memo as it goes back to the platform, with the registered mark (ORD-05)."""
    change: Address | None
    """The address that memo or message ask for (ORD-22)."""
    understood: tuple[tuple[str, str], ...]
    """What memo and message say, as the parser read them: topic and value in words."""

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
    database = desk.database
    order = get_order(database, order_id)
    people = list_people(database)
    mark, table = get_setting(database, REGISTERED_MARK), get_setting(database, FLAG_SALESPEOPLE)
    card = None if order.buyer_id is None else get_buyer_card(database, order.buyer_id, but_order=order_id)
    return Reading(
        order=order,
        card=card,
        names=salespeople_of(order.flag, order.memo, table),
        owner=next((person.name for person in people if person.role == "owner"), ""),
        memo_line=add_mark(order.memo, mark),
        change=order.asked_address,
        understood=_understood(order, tuple(person.name for person in people), mark),
    )


def _understood(order: OrderDetail, colleagues: tuple[str, ...], mark: str) -> tuple[tuple[str, str], ...]:
    carriers = tuple(
        (plain(alias), str(carrier["name"])) for carrier in CARRIERS for alias in (carrier["name"], *carrier["aliases"])
    )
    lexicon = Lexicon(carriers=carriers, colleagues=colleagues, mark=mark)
    said: dict[tuple[str, str], None] = {}
    for text in (order.memo, order.buyer_message):
        for reading in understand(text, lexicon, goes_to=order.goes_to).readings:
            if reading.topic is not Topic.ADDRESS:  # it has a card of its own
                value = reading.amount.shown if reading.amount else reading.value
                said[_(TOPIC_NAMES[reading.topic]), value] = None
    return tuple(said)
