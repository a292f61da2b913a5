"""Small real shops for tests: a database in a folder, orders put in as an import would leave them."""

import itertools
from pathlib import Path
from typing import Any

from shopdesk.clock import Clock, Millis
from shopdesk.db.database import add_row
from shopdesk.db.search import index_again
from shopdesk.domain.platforms import Platform
from shopdesk.i18n import current_language
from shopdesk.services.desk import Desk
from shopdesk.services.setup import create_desk, make_shop, open_desk
from tests.engines import new_shop_address

NOON: Millis = 1_709_344_800_000
"""2024-03-02 10:00 in Shanghai."""

_numbers = itertools.count(1)


def make_desk(folder: Path, *, clock: Clock = lambda: NOON, shop: str = "一号店") -> Desk:
    """A new shop with one owner and one Taobao shop (id 1), on the engine of this run."""
    at, language = clock(), current_language()  # the owner is named in the language in use

    def fill(address: Path | str) -> None:
        desk = create_desk(address, clock=lambda: at)
        make_shop(desk, name=shop, platform=Platform.TAOBAO)
        desk.database.close()

    return open_desk(new_shop_address(folder, (shop, at, language), fill), clock=clock)


def add_order(desk: Desk, *, buyer: str = "", lines: int = 1, waybill: str = "", **columns: Any) -> int:
    """Put an order in and return its id. `columns` are those of the orders table; what is not given is plain."""
    number = next(_numbers)
    row = {
        "shop_id": 1, "order_no": f"38211138386{number:08d}", "status": 1, "receiver": "张三", "phone": "13800000000",
        "province": "浙江省", "city": "杭州市", "district": "西湖区", "address": "示例路1号", "goods": 19_900 * lines,
        "paid": 19_900 * lines, "pieces": lines, "created": NOON - 3_600_000, "paid_at": NOON - 3_500_000,
    }  # fmt: skip
    row |= columns
    database = desk.database
    with database.atomic():
        if buyer:
            database.execute_sql(
                "INSERT INTO buyer (shop_id, platform_id) VALUES (?, ?) ON CONFLICT DO NOTHING", (1, buyer)
            )
            find = database.execute_sql("SELECT id FROM buyer WHERE shop_id = 1 AND platform_id = ?", (buyer,))
            row["buyer_id"] = find.fetchone()[0]
        marks = ", ".join("?" * len(row))
        order_id = add_row(database, f"INSERT INTO orders ({', '.join(row)}) VALUES ({marks})", list(row.values()))
        for position in range(lines):
            database.execute_sql(
                "INSERT INTO order_line (order_id, line_no, position, title, sku, properties, price, goods, paid) "
                "VALUES (?, ?, ?, '真皮单鞋', ?, '颜色分类：深紫;尺码：W7', 19900, 19900, 19900)",
                (order_id, f"{number}-{position}", position, f"5815-{number}-{position}"),
            )
        if waybill:
            database.execute_sql(
                "INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, '圆通速递', ?)", (order_id, waybill)
            )
        index_again(database, [order_id])
    return order_id


def add_slip(desk: Desk, *order_ids: int, printed: bool = True, waybill: str = "", **columns: Any) -> int:
    """Put in a slip that holds everything of these orders and return its id; the orders stand where a wave leaves
    them."""
    database = desk.database
    row = {
        "shop_id": 1, "carrier": "圆通速递", "created_at": NOON, "waybill": waybill,
        "printed_at": NOON if printed else None,
    }  # fmt: skip
    row |= columns
    with database.atomic():
        marks = ", ".join("?" * len(row))
        slip_id = add_row(database, f"INSERT INTO slip ({', '.join(row)}) VALUES ({marks})", list(row.values()))
        for order_id in order_ids:
            database.execute_sql(
                "INSERT INTO slip_item (slip_id, order_id, line_id, quantity) "
                "SELECT ?, order_id, id, quantity FROM order_line WHERE order_id = ? ORDER BY position",
                (slip_id, order_id),
            )
            database.execute_sql("UPDATE orders SET stage = ? WHERE id = ?", (3 if printed else 1, order_id))
            if waybill:
                database.execute_sql(
                    "INSERT INTO parcel (order_id, carrier, waybill, slip_id) VALUES (?, ?, ?, ?)",
                    (order_id, row["carrier"], waybill, slip_id),
                )
    return slip_id
