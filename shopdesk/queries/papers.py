"""Snapshots of orders for paper."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from shopdesk.clock import Millis
from shopdesk.db.database import Database
from shopdesk.domain.change_notes import ChangeForm
from shopdesk.domain.documents import Document, Item, OrderPaper, Party
from shopdesk.domain.statuses import Masking
from shopdesk.queries.change_notes import change_form, list_change_notes
from shopdesk.queries.notices import list_notices
from shopdesk.queries.orders import OrderDetail, PrintRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import ShopRow, list_shops
from shopdesk.queries.slip_papers import untold_items
from shopdesk.settings import RETURN_DAYS


def get_papers(
    database: Database,
    *,
    orders: Sequence[OrderDetail],
    document: Document,
    printed_at: Millis,
    printed_by: str,
    stopped: Mapping[int, str] = MappingProxyType({}),
) -> list[OrderPaper]:
    """What the papers of these orders will say if printed now, grouped by carrier (SHP-01), else in the given order.

    `reprint` counts earlier printings of this document; `stopped` says of orders that must not leave why, for the
    black bar.
    """
    shops = {shop.id: shop for shop in list_shops(database)}
    days = get_setting(database, RETURN_DAYS)
    notices = list_notices(database, [order.id for order in orders], with_lists=document is Document.SLIP)
    papers = [
        replace(
            _paper(order, shops[order.shop_id], printed_at, printed_by),
            return_days=days,
            notices=(*([stopped[order.id]] if order.id in stopped else []), *notices.get(order.id, ())),
            changes=_changes(database, order) if document is Document.CHANGE_NOTE else (),
            reprint=len(printed_before(database, order, document)),
        )
        for order in orders
    ]
    return sorted(papers, key=lambda paper: paper.carrier)


def printed_before(database: Database, order: OrderDetail, document: Document) -> list[PrintRow]:
    """Earlier printings of the same; a change note with news on it is another paper."""
    printed = [record for record in order.prints if record.document == document]
    if document is not Document.CHANGE_NOTE:
        return printed
    news = max((note.at for note in list_change_notes(database, order_id=order.id, only_open=True)), default=0)
    return [record for record in printed if record.at > news]


def _changes(database: Database, order: OrderDetail) -> tuple[ChangeForm, ...]:
    notes = list_change_notes(database, order_id=order.id, only_open=True)
    return tuple(change_form(order, wanted=note.wanted, changed_to=note.changed_to) for note in notes)


def _receiver(order: OrderDetail) -> Party:
    """A platform's cipher tells nobody anything: on paper there is only the region."""
    if order.masking is Masking.CIPHER:
        return Party("", "", order.region, "")
    return Party(order.receiver, order.phone, order.region, order.address, order.postcode)


def _paper(order: OrderDetail, shop: ShopRow, printed_at: Millis, printed_by: str) -> OrderPaper:
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
    )


def _items(order: OrderDetail) -> tuple[Item, ...]:
    if order.lines:
        return tuple(
            Item(line.title, line.sku, line.properties, line.quantity, line.price, line.shelf) for line in order.lines
        )
    return tuple(untold_items(order.titles, order.pieces))
