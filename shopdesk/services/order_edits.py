"""Editing orders by hand (ORD-15): registered ones only by those who may, each edit with its reason."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from shopdesk.db.search import index_again
from shopdesk.domain.address_changes import Address
from shopdesk.domain.manual_orders import MOST_PIECES
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.properties import Properties, read_properties, write_properties
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused
from shopdesk.queries.change_notes import line_text
from shopdesk.queries.orders import Line, OrderDetail, get_order
from shopdesk.services.checks import check_orders
from shopdesk.services.clashes import merge_change
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import Base, ReasonMissing, save_edit
from shopdesk.services.order_contents import OddQuantity
from shopdesk.services.order_writer import RECEIVER


class PrintedAlready(Refused):
    template = N_(
        "Order {order_no} is printed already, so the warehouse holds its slip. Make a change note instead of an edit."
    )


class LeftAlready(Refused):
    template = N_("Order {order_no} has left or is over: editing it would change nothing.")


class NoSuchLine(Refused):
    template = N_("Order {order_no} has no line {line_no}.")


class QuantityMissing(Refused):
    template = N_("{item}: give a quantity of 1 or more.")


class AmountBelowZero(Refused):
    template = N_("Amounts are 0 or more, not {amount}.")


class NoSuchSalesperson(Refused):
    template = N_("Nobody called {name} works here. Choose one of these: {names}.")


@dataclass(frozen=True, slots=True)
class LineEdit:
    """What a line shall say; `line_no` tells which one."""

    line_no: str
    style: str
    colour: str
    size: str
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class OrderEdit:
    """What shall change; None leaves a thing as it is."""

    receiver: Address | None = None
    """An empty part stays as it is."""
    carrier: str | None = None
    salesperson: str | None = None
    paid: Money | None = None
    lines: Sequence[LineEdit] = ()


def right_to_edit(order: OrderDetail) -> Right:
    """What somebody needs to edit this order."""
    return Right.EDIT_NEW if order.stage is Stage.NEW else Right.EDIT_REGISTERED


def find_edit_refusal(order: OrderDetail) -> Refused | None:
    """Why this order can't be edited any more by anybody; None where it can."""
    if order.stage >= Stage.SHIPPED or order.status >= Status.SHIPPED:
        return LeftAlready(order_no=order.order_no)
    return PrintedAlready(order_no=order.order_no) if order.stage >= Stage.PRINTED else None


def order_base(order: OrderDetail) -> Base:
    """What a form about an order begins with: its receiver, carrier, salesperson, amount, and each line."""
    parts = {part: getattr(order.goes_to, part) for part in Address.__slots__}
    lines = {_line_key(line.line_no): _line_values(line) for line in order.lines}
    others = {"carrier": order.carrier, "salesperson": order.salesperson, "paid": order.paid}
    return Base(order.version, {**parts, **others, **lines})


def edit_order(
    desk: Desk,
    *,
    order_id: int,
    edit: OrderEdit,
    reason: str,
    version: int | None = None,
    base: Base | None = None,
) -> bool:
    """Change an order by hand and check it again; False where it was so already. Needs a reason. With a `base`
    (`order_base`) what others changed meanwhile stays.

    Raises PrintedAlready, LeftAlready, NotAllowed, Clash, NoSuchLine, QuantityMissing, OddQuantity, AmountBelowZero,
    NoSuchSalesperson.
    """
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.VIEW, Changed.ORDERS) as doing:
        order = _editable(doing, order_id)
        if base is not None:
            edit, version = _only_own(doing, order, edit, base), None
        lines = [found for each in edit.lines if (found := _changed_line(doing, order, each)) is not None]
        after = _receiver(doing, order, edit.receiver) | _columns(doing, order, edit, lines)
        changed = save_edit(
            doing, "orders", order_id, after or {"carrier": order.carrier}, action="edit", kind="order",
            version=version, reason=reason.strip(), searched=True,
        )  # fmt: skip
        if lines:
            _save_lines(doing, order, lines, reason.strip())
        if changed or lines:
            check_orders(doing, [order_id])
    return changed or bool(lines)


def change_address(
    desk: Desk,
    *,
    order_id: int,
    change: Address,
    reason: str,
    version: int | None = None,
    base: Base | None = None,
) -> bool:
    """Put the filled-in parts of `change` in place of the order's (ORD-22); empty parts stay. Needs a reason; raises
    what `edit_order` raises."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.VIEW, Changed.ORDERS) as doing:
        order = _editable(doing, order_id)
        wanted: Address | None = change
        if base is not None:
            wanted, version = _only_own(doing, order, OrderEdit(receiver=change), base).receiver, None
        after = _receiver(doing, order, wanted)
        changed = bool(after) and save_edit(
            doing, "orders", order_id, after, action="address", kind="order", version=version, reason=reason.strip(),
            searched=True,
        )  # fmt: skip
        if changed:
            check_orders(doing, [order_id])
    return changed


def _only_own(doing: Work, order: OrderDetail, edit: OrderEdit, base: Base) -> OrderEdit:
    """An edit without what it leaves as its form began with: others may have changed that since. Raises Clash."""
    mine: dict[str, Any] = {_line_key(line.line_no): _edited_values(line) for line in edit.lines}
    mine |= {"carrier": edit.carrier, "salesperson": edit.salesperson, "paid": edit.paid}
    mine = {name: value.strip() if isinstance(value, str) else value for name, value in mine.items()}
    mine |= _typed_parts(edit.receiver, base)
    seen = order_base(get_order(doing.desk.seen, order.id)).values
    mine = {name: value for name, value in mine.items() if value is not None}
    now = {**dict.fromkeys(base.values), **seen}
    write = merge_change(doing, "order", order.id, base, now=now, mine=mine, version=order.version)
    moved = any(part in write for part in Address.__slots__)
    lines = [line for line in edit.lines if _line_key(line.line_no) in write]
    return replace(
        edit,
        receiver=edit.receiver if moved else None,
        carrier=edit.carrier if "carrier" in write else None,
        salesperson=edit.salesperson if "salesperson" in write else None,
        paid=edit.paid if "paid" in write else None,
        lines=lines,
    )


def _typed_parts(receiver: Address | None, base: Base) -> dict[str, str]:
    """The parts of a receiver that an edit fills in; those left empty stay, but for the city of another province."""
    if receiver is None:
        return {}
    moved = receiver.province not in ("", base.values.get("province"))
    parts = {part: getattr(receiver, part) for part in Address.__slots__}
    return {part: new for part, new in parts.items() if new or (moved and part in ("city", "district"))}


def _line_key(line_no: str) -> str:
    return f"line:{line_no}"


def _line_values(line: Line) -> tuple[Any, ...]:
    return (*read_properties(line.properties), line.quantity, line.price)


def _edited_values(line: LineEdit) -> tuple[Any, ...]:
    return (line.style.strip(), line.colour.strip(), line.size.strip(), line.quantity, line.price)


def _editable(doing: Work, order_id: int) -> OrderDetail:
    order = get_order(doing.desk.database, order_id)
    refusal = find_edit_refusal(order)
    if refusal is not None:
        raise refusal
    need(doing.desk, right_to_edit(order))
    return order


def _receiver(doing: Work, order: OrderDetail, change: Address | None) -> dict[str, Any]:
    """The parts that differ; the platform's own receiver is kept aside then. Another province takes the old city and
    district with it."""
    known = order.goes_to
    parts = {} if change is None else {part: getattr(change, part) for part in Address.__slots__}
    moved = {"city", "district"} if parts.get("province") not in (None, "", known.province) else set()
    after: dict[str, Any] = {
        part: new for part, new in parts.items() if (new or part in moved) and new != getattr(known, part)
    }
    if change is not None and change.receiver and change.phone and change.address and order.masking:
        after["masking"] = 0
    if after:
        _keep_the_platforms(doing, order.id)
    return after


def _keep_the_platforms(doing: Work, order_id: int) -> None:
    """Imports leave a typed receiver alone as long as the platform's is this one."""
    database = doing.desk.database
    row = database.execute_sql(f"SELECT {', '.join(RECEIVER)} FROM orders WHERE id = ?", (order_id,)).fetchone()
    kept = json.dumps(dict(zip(RECEIVER, row, strict=True)), ensure_ascii=False, separators=(",", ":"))
    sql = "UPDATE orders SET receiver_native = ? WHERE id = ? AND receiver_native = ''"
    database.execute_sql(sql, (kept, order_id))


def _columns(
    doing: Work, order: OrderDetail, edit: OrderEdit, lines: Sequence[tuple[Line, dict[str, Any]]]
) -> dict[str, Any]:
    after: dict[str, Any] = {}
    if edit.carrier is not None and edit.carrier.strip() != order.carrier:
        after |= {"carrier": edit.carrier.strip(), "carrier_by_hand": int(bool(edit.carrier.strip()))}
    if edit.salesperson is not None and edit.salesperson.strip() != order.salesperson:
        after["salesperson_id"] = _person_id(doing, edit.salesperson.strip())
    if edit.paid is not None and edit.paid != order.paid:
        if edit.paid < 0:
            raise AmountBelowZero(amount=edit.paid.shown)
        after |= {"paid": int(edit.paid), "edited": 1}
    if lines:
        goods = sum(int(new["goods"]) - int(line.goods) for line, new in lines)
        pieces = sum(int(new["quantity"]) - line.quantity for line, new in lines)
        after |= {"goods": int(order.goods) + goods} if goods else {}
        after |= {"pieces": max(order.pieces + pieces, 0)} if pieces else {}
        after["edited"] = 1
    return after


def _person_id(doing: Work, name: str) -> int:
    rows = doing.desk.database.execute_sql("SELECT name, id FROM person WHERE active ORDER BY id").fetchall()
    people = dict(rows)
    if name not in people:
        raise NoSuchSalesperson(name=name or "–", names=", ".join(people))
    return int(people[name])


def _changed_line(doing: Work, order: OrderDetail, edit: LineEdit) -> tuple[Line, dict[str, Any]] | None:
    """The line and its new values; None where nothing differs."""
    line = next((line for line in order.lines if line.line_no == edit.line_no), None)
    if line is None:
        raise NoSuchLine(order_no=order.order_no, line_no=edit.line_no)
    if edit.quantity < 1:
        raise QuantityMissing(item=line_text(line))
    if edit.quantity > max(MOST_PIECES, line.quantity):
        raise OddQuantity(quantity=edit.quantity, item=line_text(line), most=MOST_PIECES)
    if edit.price < 0:
        raise AmountBelowZero(amount=edit.price.shown)
    wanted = Properties(edit.style.strip(), edit.colour.strip(), edit.size.strip())
    same_goods = wanted == read_properties(line.properties)
    if same_goods and (edit.quantity, edit.price) == (line.quantity, line.price):
        return None
    goods = line.goods if (edit.quantity, edit.price) == (line.quantity, line.price) else edit.price * edit.quantity
    new: dict[str, Any] = {"quantity": edit.quantity, "price": int(edit.price), "goods": int(goods)}
    if not same_goods:
        new["properties"] = write_properties(line.properties, wanted)
        new["sku"] = _sku_of(doing, order.shop_id, line.sku, wanted)
    return line, new


def _sku_of(doing: Work, shop_id: int, sku: str, wanted: Properties) -> str:
    """The code of the wanted variant of the same product; "" where none is known, for the old one would mislead."""
    row = doing.desk.database.execute_sql(
        "SELECT w.sku FROM variant v JOIN variant w ON w.product_id = v.product_id WHERE v.shop_id = ? AND v.sku = ? "
        "AND v.sku <> '' AND w.style = ? AND w.colour = ? AND w.size = ? ORDER BY w.id LIMIT 1",
        (shop_id, sku, *wanted),
    ).fetchone()
    return str(row[0]) if row else ""


def _save_lines(doing: Work, order: OrderDetail, lines: Sequence[tuple[Line, dict[str, Any]]], reason: str) -> None:
    database = doing.desk.database
    for line, new in lines:
        sets = ", ".join(f"{column} = ?" for column in new)
        database.execute_sql(
            f"UPDATE order_line SET {sets}, edited = 1 WHERE order_id = ? AND line_no = ?",
            (*new.values(), order.id, line.line_no),
        )
    database.execute_sql("UPDATE orders SET version = version + 1 WHERE id = ?", (order.id,))
    index_again(database, [order.id])
    after = {line.line_no: line for line in get_order(database, order.id).lines}
    doing.note(
        "edit lines",
        "order",
        order.id,
        before={"lines": [_told(line) for line, _new in lines]},
        after={"lines": [_told(after[line.line_no]) for line, _new in lines]},
        reason=reason,
    )


def _told(line: Line) -> str:
    return f"{line_text(line)} {line.price.shown}"
