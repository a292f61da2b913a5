"""What the picker and the library show, read in the background."""

from dataclasses import dataclass, field

from shopdesk.domain.script_blanks import Filled
from shopdesk.errors import NotFound
from shopdesk.i18n import _
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.script_hints import list_likely_scripts
from shopdesk.queries.script_values import About, fill_script, find_order_in_view
from shopdesk.queries.scripts import ScriptRow
from shopdesk.queries.size_tables import BoughtSize, SizeTableRow, list_bought_sizes, list_size_tables
from shopdesk.services.desk import Desk
from shopdesk.ui.page import InView


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be said about what is in view."""

    about: About
    rows: list[ScriptRow] = field(default_factory=list)
    """The whole library, the likeliest first."""
    order: OrderDetail | None = None
    said: str = ""
    """What the buyer wrote."""
    bought: list[BoughtSize] = field(default_factory=list)
    tables: list[SizeTableRow] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What is in view, as people say it; "" for nothing."""
        if self.order is None:
            return ""
        return " · ".join(filter(None, (_("Order {order_no}").format(order_no=self.order.order_no), self.order.buyer)))


def about_of(view: InView) -> About:
    """What is in view as the queries take it."""
    about = About(waybill=view.waybill)
    if view.order_id is not None:
        about["order_id"] = view.order_id
    if view.case_id is not None:
        about["case_id"] = view.case_id
    if view.refund_id is not None:
        about["refund_id"] = view.refund_id
    if view.repair_id is not None:
        about["repair_id"] = view.repair_id
    if view.buyer_id is not None:
        about["buyer_id"] = view.buyer_id
    if view.shop_id is not None:
        about["shop_id"] = view.shop_id
    return about


def read_choices(desk: Desk, view: InView) -> Choices:
    """Everything that the picker needs. What was in view may be gone by now: then it is about nothing."""
    database, about = desk.seen, about_of(view)
    try:
        order_id = find_order_in_view(database, about)
        rows = list_likely_scripts(database, **about)
    except NotFound:
        about, order_id = About(), None
        rows = list_likely_scripts(database)
    order = None if order_id is None else get_order(database, order_id)
    bought = [] if order is None else list_bought_sizes(database, order_id=order.id)
    said = view.said or (order.buyer_message if order is not None else "")
    tables = list_size_tables(database, shop_id=order.shop_id if order is not None else view.shop_id)
    return Choices(about, rows, order, said, bought, tables)


def read_filled(desk: Desk, script_id: int, about: About) -> Filled:
    """The script as this person would say it now."""
    return fill_script(desk.seen, script_id=script_id, now=desk.clock(), person=desk.actor.name, **about)
