"""Snapshots of orders for paper."""

from collections.abc import Sequence
from dataclasses import replace

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.documents import Document, Item, OrderPaper, Party
from shopdesk.domain.statuses import Masking
from shopdesk.queries.orders import OrderDetail
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.settings import RETURN_DAYS


def get_papers(
    database: Database,
    *,
    orders: Sequence[OrderDetail],
    document: Document,
    printed_at: Millis,
    printed_by: str,
) -> list[OrderPaper]:
    """What the papers of these orders will say if printed now, grouped by carrier (SHP-01), else in the given order.

    `reprint` counts earlier printings of this document.
    """
    shops = {shop.id: shop for shop in list_shops(database)}
    days = get_setting(database, RETURN_DAYS)
    papers = [
        replace(_paper(order, shops[order.shop_id], document, printed_at, printed_by), return_days=days)
        for order in orders
    ]
    return sorted(papers, key=lambda paper: paper.carrier)


def _receiver(order: OrderDetail) -> Party:
    """A platform's cipher tells nobody anything: on paper there is only the region."""
    if order.masking is Masking.CIPHER:
        return Party("", "", order.region, "")
    return Party(order.receiver, order.phone, order.region, order.address, order.postcode)


def _paper(order: OrderDetail, shop: ShopRow, document: Document, printed_at: Millis, printed_by: str) -> OrderPaper:
    parcel = order.parcels[0] if order.parcels else None
    return OrderPaper(
        order_no=order.order_no,
        shop=order.shop,
        platform=order.platform,
        flag=order.flag,
        buyer=order.buyer,
        receiver=_receiver(order),
        sender=shop.sender,
        return_to=shop.return_to,
        items=_items(order),
        goods=order.goods,
        postage=order.postage,
        paid=order.paid,
        carrier=parcel.carrier if parcel else order.carrier,
        waybill=parcel.waybill if parcel else "",
        salesperson=order.salesperson,
        buyer_message=order.buyer_message,
        memo=order.memo,
        masked=order.masking is not Masking.CLEAR,
        paid_at=order.paid_at,
        printed_at=printed_at,
        printed_by=printed_by,
        reprint=sum(1 for print_ in order.prints if print_.document == document),
    )


def _items(order: OrderDetail) -> tuple[Item, ...]:
    if order.lines:
        return tuple(
            Item(line.title, line.sku, line.properties, line.quantity, line.price, line.shelf) for line in order.lines
        )
    titles = [title for title in order.titles.split("，") if title]
    if len(titles) == 1:
        return (Item(titles[0], "", "", max(order.pieces, 1)),)
    return tuple(Item(title, "", "", 1) for title in titles)
