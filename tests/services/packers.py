"""Who packs, and how a test packs a whole parcel."""

from dataclasses import replace
from typing import Any

from shopdesk.db.database import add_row
from shopdesk.queries.packing import PackSlip, get_pack_slip
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.packed_parcels import finish_slip
from shopdesk.services.packing import open_slip, tick_all


def colleague(desk: Desk, name: str = "小王", role: str = "warehouse") -> Desk:
    """Another person at another place."""
    person_id = add_row(desk.database, "INSERT INTO person (name, role) VALUES (?, ?)", (name, role))
    return replace(desk, actor=Actor(person_id, name, role))


def skus(desk: Desk, slip_id: int) -> list[str]:
    return [item.sku for item in get_pack_slip(desk.database, slip_id).items]


def add_variant(desk: Desk, sku: str, *, weight: int | None = None, barcode: str = "", size: str = "") -> None:
    """What the shop knows about an article."""
    new = "INSERT INTO product (shop_id, code, title) VALUES (1, 'P', '真皮单鞋') ON CONFLICT DO NOTHING"
    desk.database.execute_sql(new)
    desk.database.execute_sql(
        "INSERT INTO variant (product_id, shop_id, sku, style, colour, size, weight, barcode, shelf) "
        "VALUES (1, 1, ?, '5815', '灰', ?, ?, ?, 'A-3')",
        (sku, size, weight, barcode),
    )


def pack(desk: Desk, slip_id: int, **how: Any) -> PackSlip:
    """Open, tick, finish."""
    number = get_pack_slip(desk.database, slip_id).orders[0].order_no
    open_slip(desk, code=number)
    tick_all(desk, slip_id=slip_id)
    return finish_slip(desk, slip_id=slip_id, **how).slip
