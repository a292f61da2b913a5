"""Whole tables for export files, streamed: products, refund requests (DATA-05).

Amounts are Money, moments milliseconds.
"""

from collections.abc import Iterator
from typing import NamedTuple

from shopdesk.clock import Millis
from shopdesk.db.database import Database, stream
from shopdesk.domain.money import Money
from shopdesk.domain.repairs import WARRANTY_CODES
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


class RepairExport(NamedTuple):
    """One repair (REP-01 to REP-03)."""

    shop: str
    number: int
    order_no: str
    buyer: str
    state: str
    title: str
    sku: str
    style: str
    colour: str
    size: str
    quantity: int
    fault: str
    accessories: str
    supplier: str
    batch: int | None
    warranty: str
    estimate: Money
    fee: Money
    fee_by: str
    fee_reference: str
    carrier: str
    waybill: str
    created_at: Millis
    dispatched_at: Millis | None
    due_at: Millis | None
    back_at: Millis | None
    closed_at: Millis | None


class ParcelExport(NamedTuple):
    """One parcel on its way (SHP-08, SHP-09)."""

    shop: str
    order_no: str
    buyer: str
    carrier: str
    waybill: str
    forwarded_carrier: str
    forwarded_waybill: str
    area: str
    state: str
    left_at: Millis | None
    moved_at: Millis | None
    last_text: str
    last_place: str
    expected_at: Millis | None
    signed_at: Millis | None
    looked_at: Millis | None
    called_at: Millis | None


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


def stream_repairs(database: Database) -> Iterator[RepairExport]:
    """Every repair, the newest first."""
    rows = stream(
        database,
        "SELECT coalesce(s.name, '') AS name, r.id, coalesce(o.order_no, '') AS order_no, "
        "coalesce(b.platform_id, '') AS platform_id, r.state AS state, r.title AS title, r.sku AS sku, "
        "r.style AS style, r.colour AS colour, r.size AS size, r.quantity, r.fault AS fault, "
        "r.accessories AS accessories, coalesce(u.name, '') AS supplier, r.batch_id, r.warranty, r.estimate, r.fee, "
        "r.fee_by AS fee_by, r.fee_reference AS fee_reference, r.carrier AS carrier, r.waybill AS waybill, r.at, "
        "r.dispatched_at, r.due_at, r.back_at, r.closed_at FROM repair r LEFT JOIN shop s ON s.id = r.shop_id "
        "LEFT JOIN orders o ON o.id = r.order_id LEFT JOIN buyer b ON b.id = r.buyer_id "
        "LEFT JOIN supplier u ON u.id = r.supplier_id ORDER BY r.id DESC",
    )
    words = {code: warranty.value for warranty, code in WARRANTY_CODES.items()}
    return (
        RepairExport._make(row)._replace(warranty=words.get(row[15], ""), estimate=Money(row[16]), fee=Money(row[17]))
        for row in rows
    )


def stream_parcels(database: Database) -> Iterator[ParcelExport]:
    """Every parcel that is watched, the longest without news first."""
    rows = stream(
        database,
        "SELECT coalesce(s.name, '') AS name, coalesce(o.order_no, '') AS order_no, "
        "coalesce(b.platform_id, '') AS platform_id, t.carrier AS carrier, t.waybill AS waybill, "
        "t.forwarded_carrier AS carrier, t.forwarded_waybill AS waybill, t.area AS area, t.state AS state, t.left_at, "
        "t.moved_at, t.last_text AS last_text, t.last_place AS last_place, t.expected_at, t.signed_at, t.looked_at, "
        "t.called_at FROM tracking t LEFT JOIN shop s ON s.id = t.shop_id LEFT JOIN orders o ON o.id = t.order_id "
        "LEFT JOIN buyer b ON b.id = o.buyer_id WHERE t.closed_at IS NULL ORDER BY t.moved_at, t.id",
    )
    return map(ParcelExport._make, rows)
