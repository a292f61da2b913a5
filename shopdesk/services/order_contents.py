"""What an order entered by hand consists of: its lines, receiver, amounts and memo, looked up and checked (ORD-04)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from shopdesk.db.upsert import execute_many
from shopdesk.domain.address_changes import Address
from shopdesk.domain.manual_orders import (
    MOST_PIECES,
    RULES,
    ManualItem,
    ManualOrder,
    item_text,
    memo_beginning,
    needs_packing_list,
    with_beginning,
)
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.statuses import Masking, Stage, Status
from shopdesk.errors import N_, BadInput, NotFound, Refused, Word
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Work
from shopdesk.services.import_run import AFTER_SALES_OF_LINES
from shopdesk.settings import AFTER_SALES_WAREHOUSE, PACKING_LIST_ABOVE


class NoItems(BadInput):
    template = N_("Nothing is in this order. Add at least one item.")


class OddQuantity(BadInput):
    template = N_("{quantity} pieces of {item}: the quantity has to be between 1 and {most}.")


class UnknownItem(NotFound):
    template = N_("Shop {shop} has no item {sku}. Check the code, or say what it is (title, colour, size).")


class NothingPaid(Refused):
    template = N_("Say how much was received: this kind of order is entered once money was sent.")


class CostsNothing(Refused):
    template = N_("Exchanges and reissues are booked with amount 0. Leave the amount and the prices out.")


class SourceMissing(Refused):
    template = N_("Say which order it belongs to: exchanges and reissues are linked to the order they come from.")


class SourceElsewhere(Refused):
    template = N_("Order {order_no} is of shop {shop}. Enter the exchange or reissue there.")


class SourceClosed(Refused):
    template = N_("Order {order_no} is closed ({why}). Nothing is exchanged or sent again for it.")


class ReceiverIncomplete(BadInput):
    template = N_("The receiver lacks: {parts}. Write name, phone and address in one line.")


class AddressUnreadable(BadInput):
    template = N_("No address is in {text}. Write name, phone and address in one line.")


class ReceiverHidden(Refused):
    template = N_("The platform hides the receiver of order {order_no}. Write name, phone and address in one line.")


_NEEDED = (("receiver", N_("name")), ("phone", N_("phone")), ("address", N_("address")))
_PROPERTIES = ("款式", "颜色", "尺码")


@dataclass(frozen=True, slots=True)
class Line:
    """An item with everything that its line needs."""

    item: ManualItem
    code: str
    """The product's."""
    price: Money


@dataclass(frozen=True, slots=True)
class Contents:
    """An order's lines, and the columns that follow from what was entered."""

    lines: tuple[Line, ...]
    source: OrderDetail | None
    columns: dict[str, Any]

    @property
    def text(self) -> str:
        """Everything in it, in one line."""
        return "，".join(item_text(line.item) for line in self.lines)


def read_contents(doing: Work, order: ManualOrder) -> Contents:
    """Look up and check what was entered; raises what stands above."""
    source = _source(doing, order)
    lines = _lines(doing, order)
    return Contents(lines, source, _columns(doing, order, source, lines))


def text_of(order: OrderDetail) -> str:
    """What a stored order consists of, as `Contents.text` says it."""
    return "，".join(
        item_text(ManualItem(line.sku, line.title, line.properties, line.quantity)) for line in order.lines
    )


def write_lines(doing: Work, order_id: int, lines: Sequence[Line]) -> None:
    """Put the lines of an order in place of those it had; a slip that is not printed follows at its next step."""
    database = doing.desk.database
    database.execute_sql("UPDATE slip_item SET line_id = NULL WHERE order_id = ?", (order_id,))
    old = "SELECT id FROM order_line WHERE order_id = ?"
    for table in AFTER_SALES_OF_LINES:
        database.execute_sql(f"UPDATE {table} SET line_id = NULL WHERE line_id IN ({old})", (order_id,))
    database.execute_sql("DELETE FROM order_line WHERE order_id = ?", (order_id,))
    execute_many(
        database,
        "INSERT INTO order_line (order_id, line_no, position, title, sku, properties, product_code, quantity, price, "
        "goods, paid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_line_row(order_id, place, line) for place, line in enumerate(lines, 1)],
    )


def _line_row(order_id: int, place: int, line: Line) -> tuple[int | str, ...]:
    item, price = line.item, int(line.price)
    names = (item.title, item.sku, item.properties, line.code)
    goods = price * item.quantity
    return (order_id, str(place), place, *names, item.quantity, price, goods, goods)


def _source(doing: Work, order: ManualOrder) -> OrderDetail | None:
    if order.source_id is None:
        if RULES[order.kind].is_free:
            raise SourceMissing()
        return None
    source = get_order(doing.desk.database, order.source_id)
    if source.shop_id != order.shop_id:
        raise SourceElsewhere(order_no=source.order_no, shop=source.shop)
    if source.status is Status.CLOSED or source.stage is Stage.CLOSED:
        raise SourceClosed(order_no=source.order_no, why=source.close_reason or source.status_text or "-")
    return source


def _lines(doing: Work, order: ManualOrder) -> tuple[Line, ...]:
    if not order.items:
        raise NoItems()
    is_free = RULES[order.kind].is_free
    if is_free and (order.paid or any(item.price for item in order.items)):
        raise CostsNothing()
    return tuple(_line(doing, order.shop_id, item, is_free=is_free) for item in order.items)


def _line(doing: Work, shop_id: int, item: ManualItem, *, is_free: bool) -> Line:
    """The line of an item: what isn't said is looked up by its code."""
    if not 1 <= item.quantity <= MOST_PIECES:
        raise OddQuantity(quantity=item.quantity, item=item.sku or item.title or item.properties, most=MOST_PIECES)
    row = doing.desk.database.execute_sql(
        "SELECT p.title, p.code, v.style, v.colour, v.size, v.price FROM variant v "
        "JOIN product p ON p.id = v.product_id WHERE v.shop_id = ? AND v.sku = ? AND v.sku <> ''",
        (shop_id, item.sku),
    ).fetchone()
    if row is None:
        if not (item.title or item.properties):
            shop = doing.desk.database.execute_sql("SELECT name FROM shop WHERE id = ?", (shop_id,)).fetchone()
            raise UnknownItem(sku=item.sku, shop=shop[0] if shop else shop_id)
        return Line(item, "", ZERO if is_free or item.price is None else item.price)
    title, code, style, colour, size, price = row
    named = zip(_PROPERTIES, (style, colour, size), strict=True)
    known = ";".join(f"{name}：{value}" for name, value in named if value)
    whole = replace(item, title=item.title or title, properties=item.properties or known)
    return Line(whole, code, ZERO if is_free else Money(price) if item.price is None else item.price)


def _columns(doing: Work, order: ManualOrder, source: OrderDetail | None, lines: Sequence[Line]) -> dict[str, Any]:
    """The columns that follow from what was entered."""
    rule, items, database = RULES[order.kind], [line.item for line in lines], doing.desk.database
    if rule.needs_payment and order.paid <= 0:
        raise NothingPaid()
    pieces = sum(item.quantity for item in items)
    needs_list = needs_packing_list(order.kind, pieces, get_setting(database, PACKING_LIST_ABOVE))
    goods = sum((line.price * line.item.quantity for line in lines), ZERO)
    beginning = memo_beginning(order.kind, items, needs_list=needs_list)
    return {
        "buyer_id": _buyer_id(doing, order, source),
        **_receiver(order, source),
        "goods": int(goods),
        "postage": 0,
        "paid": int(order.paid),
        "memo": with_beginning(order.memo, order.kind, beginning),
        "titles": "，".join(dict.fromkeys(item.title or item.sku or item.properties for item in items)),
        "pieces": pieces,
        "warehouse": get_setting(database, AFTER_SALES_WAREHOUSE) if rule.is_free else "",
    }


def _receiver(order: ManualOrder, source: OrderDetail | None) -> dict[str, Any]:
    if order.receiver is None and source is not None:
        if source.masking is Masking.CIPHER:
            raise ReceiverHidden(order_no=source.order_no)
        parts = {part: getattr(source, part) for part in (*Address.__slots__, "postcode")}
        return {**parts, "masking": int(source.masking)}
    given = order.receiver or Address()
    lacks = [name for part, name in _NEEDED if not getattr(given, part)]
    if lacks:
        raise ReceiverIncomplete(parts=tuple(map(Word, lacks)))
    return {**{part: getattr(given, part) for part in Address.__slots__}, "postcode": "", "masking": 0}


def _buyer_id(doing: Work, order: ManualOrder, source: OrderDetail | None) -> int | None:
    """The buyer named, made where new; else the source order's."""
    buyer = order.buyer.strip()
    if not buyer:
        return source.buyer_id if source is not None else None
    database = doing.desk.database
    database.execute_sql(
        "INSERT INTO buyer (shop_id, platform_id) VALUES (?, ?) ON CONFLICT (shop_id, platform_id) DO NOTHING",
        (order.shop_id, buyer),
    )
    find = "SELECT id FROM buyer WHERE shop_id = ? AND platform_id = ?"
    return int(database.execute_sql(find, (order.shop_id, buyer)).fetchone()[0])
