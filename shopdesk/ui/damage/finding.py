"""Finding what is damaged: lines of orders, and products, by whatever somebody knows of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from shopdesk.domain.money import Money
from shopdesk.domain.properties import plain_properties
from shopdesk.i18n import _
from shopdesk.queries.box_contents import list_bought
from shopdesk.queries.inspections import get_inspection
from shopdesk.queries.order_lists import OrderFilter, fetch_by_ids, find_ids
from shopdesk.queries.products import VariantFilter, VariantRow, get_variants, list_variants
from shopdesk.queries.repairs import get_repair_row
from shopdesk.services.desk import Desk

MOST_ORDERS, MOST_VARIANTS = 12, 24
"""So many are offered."""


@dataclass(frozen=True, slots=True)
class FoundGoods:
    """Something that may be damaged."""

    where: str
    """Whose it is: an order, a box, a repair, or the shelf."""
    name: str
    given: Mapping[str, Any]
    """What `open_damage` is told of it."""
    quantity: int = 0
    """How many there are; 0: as many as somebody says."""
    supplier: str = ""
    cost: Money | None = None
    fault: str = ""


def find_goods(desk: Desk, find: str) -> list[FoundGoods]:
    """Lines of the orders that fit, the newest first, then products."""
    if not find:
        return []
    ids = list(islice(find_ids(desk.seen, OrderFilter(find=find)), MOST_ORDERS))
    found = [goods for order_id in ids for goods in goods_of_order(desk, order_id)]
    variants = list_variants(desk.seen, VariantFilter(find=find))[:MOST_VARIANTS]
    return [*found, *map(_of_variant, variants)]


def goods_of_order(desk: Desk, order_id: int) -> list[FoundGoods]:
    """What was bought by an order."""
    orders = fetch_by_ids(desk.seen, [order_id])
    who = " · ".join(filter(None, (orders[0].order_no, orders[0].buyer or orders[0].receiver))) if orders else ""
    return [
        FoundGoods(
            _("Order {order_no}").format(order_no=who), _name(line.title, line.sku, plain_properties(line.properties)),
            {"order_id": order_id, "line_id": line.line_id}, line.quantity,
        )
        for line in list_bought(desk.seen, order_id)
    ]  # fmt: skip


def goods_given(desk: Desk, given: Mapping[str, Any]) -> list[FoundGoods]:
    """What another page says is damaged. Raises ItemNotFound, RepairNotFound."""
    database = desk.seen
    if given.get("box_item_id") is not None:
        item = get_inspection(database, item_id=given["box_item_id"])
        return [FoundGoods(_("In a box"), item.name, {"box_item_id": item.id}, item.quantity, fault=item.fault)]
    if given.get("repair_id") is not None:
        row = get_repair_row(database, given["repair_id"])
        where = _("Repair {number}").format(number=row.id)
        return [FoundGoods(where, row.name, {"repair_id": row.id}, row.quantity, row.supplier, fault=row.fault)]
    if given.get("variant_id") is not None:
        return [_of_variant(row) for row in get_variants(database, [given["variant_id"]])]
    if given.get("order_id") is not None:
        found = goods_of_order(desk, given["order_id"])
        wanted = given.get("line_id")
        return [goods for goods in found if wanted in (None, goods.given["line_id"])]
    return []


def _of_variant(row: VariantRow) -> FoundGoods:
    name = _name(row.title, row.sku, " ".join(filter(None, (row.style, row.colour, row.size))))
    cost = Money(row.cost) if row.cost else None
    return FoundGoods(
        _("Product") if not row.shelf else _("Shelf {shelf}").format(shelf=row.shelf), name, {"variant_id": row.id},
        supplier=row.supplier, cost=cost,
    )  # fmt: skip


def _name(title: str, sku: str, sort: str) -> str:
    return " · ".join(filter(None, (title or sku, sort, sku if title else "")))
