"""Whole tables for export files, streamed: products, refund requests (DATA-05).

Amounts are Money, moments milliseconds.
"""

from collections.abc import Iterator
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database, stream
from shopdesk.domain.money import Money
from shopdesk.queries.products import EVERYTHING, VariantFilter, list_variants


class VariantExport(NamedTuple):
    """One style, colour and size of a product."""

    shop: str
    product: str
    title: str
    sku: str
    style: str
    colour: str
    size: str
    weight: int | None
    """Grams."""
    shelf: str
    price: Money
    cost: Money
    barcode: str
    supplier: str
    return_days: int | None
    """Days in which the supplier takes faulty goods back; None while unknown."""
    on_sale: bool


class RefundExport(NamedTuple):
    """One refund request as the platform's file tells it."""

    shop: str
    refund_no: str
    order_no: str
    kind: str
    state: str
    goods_state: str
    amount: Money
    reason: str
    explanation: str
    title: str
    sku: str
    return_carrier: str
    return_waybill: str
    requested_at: Millis | None
    deadline: Millis | None
    finished_at: Millis | None


def stream_variants(database: Database, chosen: VariantFilter = EVERYTHING) -> Iterator[VariantExport]:
    """The chosen variants by shop, product and SKU."""
    for row in list_variants(database, chosen):
        told = (getattr(row, name) for name in VariantExport._fields)
        yield VariantExport._make(told)._replace(
            price=Money(row.price), cost=Money(row.cost), return_days=row.return_days or None, on_sale=bool(row.on_sale)
        )


def stream_refunds(database: Database) -> Iterator[RefundExport]:
    """Every refund request, the newest first."""
    rows = stream(
        database,
        "SELECT s.name, r.refund_no, r.order_no, r.kind, r.state, r.goods_state, r.amount, r.reason, r.explanation, "
        "r.title, r.sku, r.return_carrier, r.return_waybill, r.requested_at, r.deadline, r.finished_at "
        "FROM refund_request r JOIN shop s ON s.id = r.shop_id ORDER BY r.requested_at DESC NULLS LAST, r.id DESC",
    )
    return (RefundExport._make(row)._replace(amount=Money(row[6])) for row in rows)
