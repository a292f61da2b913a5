"""What to tell a buyer who lost the return form, filled in for one order (RET-14)."""

from shopdesk.db.database import Database
from shopdesk.domain.documents import Item
from shopdesk.domain.lost_forms import lost_form_text
from shopdesk.queries.orders import get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import list_shops
from shopdesk.queries.slip_papers import untold_items
from shopdesk.settings import LOST_FORM, RETURN_DAYS


def get_lost_form_text(database: Database, *, order_id: int) -> str:
    """What the buyer of this order writes on any sheet of paper instead of the form, and where it goes; to be sent as a
    message. In the shop's own words where it has some. Raises OrderNotFound."""
    order = get_order(database, order_id)
    shop = next(each for each in list_shops(database) if each.id == order.shop_id)
    lines = [Item(line.title, line.sku, line.properties, line.quantity) for line in order.lines]
    return lost_form_text(
        get_setting(database, LOST_FORM),
        order_no=order.order_no,
        buyer=order.buyer,
        items=lines or untold_items(order.titles, order.pieces),
        to=shop.return_to,
        shop=shop.name,
        days=get_setting(database, RETURN_DAYS),
    )
