"""Which goods somebody means: something in a box, an order's line, a variant, or what words say."""

from dataclasses import dataclass

from shopdesk.db.database import rows_of
from shopdesk.domain.properties import read_properties
from shopdesk.errors import N_, BadInput
from shopdesk.queries.inspections import InspectionRow
from shopdesk.services.desk import Work


class NotOfThisOrder(BadInput):
    template = N_("Order {order_no} has no such line. Choose one of its own.")


class SupplierGone(BadInput):
    template = N_("There is no such supplier any more. Look at the list of suppliers.")


@dataclass(frozen=True, slots=True)
class Goods:
    """Some pieces of one thing, and whose they are."""

    shop_id: int | None = None
    order_id: int | None = None
    line_id: int | None = None
    buyer_id: int | None = None
    variant_id: int | None = None
    case_id: int | None = None
    box_item_id: int | None = None
    title: str = ""
    sku: str = ""
    style: str = ""
    colour: str = ""
    size: str = ""
    accessories: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything says what it is."""
        return self.variant_id is not None or self.line_id is not None or bool(self.title or self.sku)


def goods_of_item(doing: Work, item: InspectionRow) -> Goods:
    """What is in a box."""
    database = doing.desk.database
    rows = rows_of(
        database,
        "SELECT i.variant_id, i.accessories AS accessories, coalesce(o.shop_id, b.shop_id), o.buyer_id FROM box_item i "
        "JOIN box b ON b.id = i.box_id LEFT JOIN orders o ON o.id = ? WHERE i.id = ?",
        (item.order_id, item.id),
    )
    variant_id, accessories, shop_id, buyer_id = rows[0]
    return Goods(
        shop_id, item.order_id, item.line_id, buyer_id, variant_id or variant_of(doing, shop_id, item.sku),
        item.case_id, item.id, item.title, item.sku, item.style, item.colour, item.size, accessories,
    )  # fmt: skip


def goods_of_order(doing: Work, order_id: int | None, line_id: int | None, variant_id: int | None, title: str) -> Goods:
    """What an order's line, a variant, or somebody's words say; nothing but blanks where they say nothing. An order
    with one line means that line. Raises NotOfThisOrder."""
    database = doing.desk.database
    orders = rows_of(database, "SELECT shop_id, buyer_id, order_no FROM orders WHERE id = ?", (order_id,))
    shop_id, buyer_id, order_no = orders[0] if orders else (None, None, "?")
    lines = "SELECT id, title AS title, sku AS sku, properties AS properties FROM order_line WHERE order_id = ?"
    found = rows_of(database, f"{lines} ORDER BY position, id", (order_id,)) if order_id is not None else []
    if line_id is not None:
        chosen = [row for row in found if row[0] == line_id]
        if not chosen:
            raise NotOfThisOrder(order_no=order_no)
    else:
        chosen = found if len(found) == 1 and not title and variant_id is None else []
    if chosen:
        line, said, sku, properties = chosen[0]
        style, colour, size = read_properties(properties)
        variant = variant_id or variant_of(doing, shop_id, sku)
        return Goods(shop_id, order_id, line, buyer_id, variant, None, None, title or said, sku, style, colour, size)
    goods = _of_variant(doing, variant_id, title)
    return Goods(
        shop_id or goods.shop_id, order_id, None, buyer_id, goods.variant_id, None, None, goods.title, goods.sku,
        goods.style, goods.colour, goods.size,
    )  # fmt: skip


def _of_variant(doing: Work, variant_id: int | None, title: str) -> Goods:
    rows = rows_of(
        doing.desk.database,
        "SELECT v.shop_id, v.id, p.title AS title, v.sku AS sku, v.style AS style, v.colour AS colour, v.size AS size "
        "FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?",
        (variant_id,),
    )
    if rows:
        shop_id, found, said, sku, style, colour, size = rows[0]
        return Goods(shop_id, variant_id=found, title=title or said, sku=sku, style=style, colour=colour, size=size)
    return Goods(title=title)


def variant_of(doing: Work, shop_id: int | None, sku: str) -> int | None:
    """The shop's variant with a code."""
    sql = "SELECT id FROM variant WHERE shop_id = ? AND sku = ? AND sku <> ''"
    rows = rows_of(doing.desk.database, sql, (shop_id, sku))
    return int(rows[0][0]) if rows else None


def maker_of(doing: Work, variant_id: int | None) -> int | None:
    """Who makes a variant's product."""
    rows = rows_of(
        doing.desk.database,
        "SELECT p.supplier_id FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?",
        (variant_id,),
    )
    return rows[0][0] if rows else None


def check_supplier(doing: Work, supplier_id: int | None) -> None:
    """Raises SupplierGone: somebody may have taken it out of the list meanwhile."""
    if supplier_id is not None and not rows_of(
        doing.desk.database, "SELECT 1 FROM supplier WHERE id = ?", (supplier_id,)
    ):
        raise SupplierGone()
