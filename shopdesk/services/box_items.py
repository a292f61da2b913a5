"""What is in a box: pieces of a thing with their condition and what the buyer wants for them (RET-02)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.intake import BoxState, Condition, Wish
from shopdesk.domain.manual_orders import MOST_PIECES
from shopdesk.domain.permissions import Right
from shopdesk.domain.properties import read_properties
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.boxes import BoxItemRow, BoxRow, get_box_item, list_box_items
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.wanted import find_wanted
from shopdesk.services.box_checks import check_free, check_not_worked_on, check_uninspected, get_changeable, write_box
from shopdesk.services.clashes import merge_change
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit
from shopdesk.services.order_contents import OddQuantity


class ItemUnnamed(BadInput):
    template = N_("Say what it is: a code, a name, or style, colour and size.")


class LineOfOther(Refused):
    template = N_("{item} was bought with order {order_no}, not with the one named here.")


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """Something in a box, as it is written down. A line of an order fills in what is left empty; without one it is
    called by title, SKU or style."""

    order_id: int | None = None
    """Whose it is; the box's order if left out."""
    line_id: int | None = None
    title: str = ""
    sku: str = ""
    """Or a barcode: what is known of that variant is filled in."""
    style: str = ""
    colour: str = ""
    size: str = ""
    quantity: int = 1
    accessories: str = ""
    condition: Condition | None = Condition.GOOD
    """None: nobody looked at it yet."""
    fault: str = ""
    wish: Wish = Wish.UNKNOWN
    wish_to: str = ""
    note: str = ""


_FIELDS = tuple(field.name for field in fields(ItemEntry))
_TEXTS = ("title", "sku", "style", "colour", "size", "accessories", "fault", "wish_to", "note")
_NAMES = ("title", "sku", "style", "colour", "size")
_OF_CASE = frozenset({"order_id", "line_id", "title", "sku", "style", "colour", "size", "quantity", "wish", "wish_to"})
"""What a case took over from an item: from then on it is changed there."""


def item_base(item: BoxItemRow) -> Base:
    """What a form about an item begins with."""
    return Base(item.version, {name: getattr(item, name) for name in _FIELDS})


def add_item(desk: Desk, *, box_id: int, item: ItemEntry) -> int:
    """Write down something that is in a box; returns the item's id. A registered box is open again then, until it is
    registered once more.

    Raises ItemUnnamed, OddQuantity, LineOfOther, BoxStruckOut, BoxGivenUp, DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        row = get_changeable(doing, box_id)
        item_id = enter_item(doing, row, item)
        if row.state is BoxState.REGISTERED:
            write_box(doing, row.id, {"state": BoxState.OPENED.value, "registered_at": None})
            doing.note("open again", "box", row.id, before={"registered_at": row.registered_at})
    return item_id


def enter_item(doing: Work, box: BoxRow, item: ItemEntry) -> int:
    """The same as part of a larger work."""
    columns = _columns(doing, box, item)
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    item_id = add_row(
        doing.desk.database,
        f"INSERT INTO box_item (box_id, {names}) VALUES (?, {marks})",
        (box.id, *columns.values()),
    )
    doing.note("item", "box", box.id, after=told_item(get_box_item(doing.desk.database, item_id)))
    return item_id


def change_item(desk: Desk, *, item_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Change fields of `ItemEntry` (order_id, line_id, title ... note); only what differs from `base` (`item_base`) is
    written. False where nothing did. An item that a case has taken keeps what the case is about.

    Raises Clash, ItemInCase, InspectedBefore, ItemUnnamed, OddQuantity, LineOfOther, BoxStruckOut, BoxGivenUp,
    DayClosed.
    """
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        known = get_box_item(desk.database, item_id)
        box = get_changeable(doing, known.box_id)
        now = item_base(get_box_item(desk.seen, item_id)).values
        mine = {name: values[name] for name in _FIELDS if name in values}
        write = merge_change(doing, "box_item", item_id, base, now=now, mine=mine, version=known.version)
        if not write:
            return False
        check_uninspected(desk, known)
        if _OF_CASE & write.keys():
            check_free(known)
        after = _columns(doing, box, _wanted(known, write))
        if not {"order_id", "line_id"} & write.keys():
            del after["order_id"]  # the box's own, which may become another
        _save(doing, known, after)
    return True


def _wanted(known: BoxItemRow, write: dict[str, Any]) -> ItemEntry:
    """An item after a change: another line brings its own names, another order has other lines."""
    cleared: dict[str, Any] = {}
    if write.get("line_id") is not None:
        cleared = {**dict.fromkeys(_NAMES, ""), "order_id": None}
    elif "order_id" in write:
        cleared = {"line_id": None}
    return replace(_entry(known), **{**cleared, **write})


def _save(doing: Work, known: BoxItemRow, after: dict[str, Any]) -> None:
    """Write what differs, and tell it with the box as well as with the item."""
    before = _stored(known)
    after = {name: value for name, value in after.items() if before.get(name, object()) != value}
    save_edit(doing, "box_item", known.id, after, action="change", kind="box_item")
    changed = get_box_item(doing.desk.database, known.id)
    doing.note("item changed", "box", known.box_id, before=told_item(known), after=told_item(changed))


def look_at_items(desk: Desk, *, box_id: int, condition: Condition = Condition.GOOD) -> int:
    """All that was filled in from the order is really there, in this condition; returns how many items. Raises
    BoxStruckOut, BoxGivenUp, DayClosed."""
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        return enter_looks(doing, get_changeable(doing, box_id).id, condition)


def enter_looks(doing: Work, box_id: int, condition: Condition) -> int:
    """The same as part of a larger work."""
    sql = "SELECT id FROM box_item WHERE box_id = ? AND condition = '' ORDER BY id"
    rows = rows_of(doing.desk.database, sql, (box_id,))
    for (item_id,) in rows:
        after = {"condition": condition.value}
        save_edit(doing, "box_item", item_id, after, action="change", kind="box_item")
    if rows:
        doing.note("looked at", "box", box_id, after={"condition": condition.value, "rows": len(rows)})
    return len(rows)


def enter_piece(doing: Work, box: BoxRow, code: str) -> int:
    """A piece of a thing was scanned by its code or barcode: it is counted where it is written down, else written down;
    returns the item's id. What was filled in from the order is counted from one."""
    entry = _with_variant(doing, box, ItemEntry(sku=code))[1]
    known = [
        item
        for item in list_box_items(doing.desk.database, box_id=box.id)
        if item.case_id is None and item.sku.casefold() in {code.casefold(), entry.sku.casefold()}
    ]
    item = next((each for each in known if each.condition is None), known[-1] if known else None)
    if item is None:
        return enter_item(doing, box, entry)
    if item.condition is None:
        _save(doing, item, {"quantity": 1, "condition": Condition.GOOD.value})
    else:
        _save(doing, item, {"quantity": min(item.quantity + 1, MOST_PIECES)})
    return item.id


def remove_item(desk: Desk, *, item_id: int) -> None:
    """It isn't in the box after all. Raises BoxItemNotFound, ItemInCase, ItemWorkedOn, BoxStruckOut, BoxGivenUp,
    DayClosed."""
    with work(desk, Right.INTAKE, Changed.BOXES) as doing:
        known = get_box_item(desk.database, item_id)
        get_changeable(doing, known.box_id)
        check_free(known)
        drop_item(doing, known)


def drop_item(doing: Work, item: BoxItemRow) -> None:
    """The same as part of a larger work. Raises ItemWorkedOn."""
    check_not_worked_on(doing.desk.database, item)
    doing.desk.database.execute_sql("DELETE FROM box_item WHERE id = ?", (item.id,))
    doing.note("item out", "box", item.box_id, before=told_item(item))


def told_item(item: BoxItemRow) -> dict[str, Any]:
    """An item as the trail keeps it with its box."""
    parts = {
        "item": item.name, "quantity": item.quantity, "condition": item.condition.value if item.condition else "",
        "wish": item.wish.value, "wish_to": item.wish_to, "fault": item.fault, "accessories": item.accessories,
        "order_no": item.order_no, "note": item.note,
    }  # fmt: skip
    return {name: value for name, value in parts.items() if value}


def _entry(item: BoxItemRow) -> ItemEntry:
    return ItemEntry(**{name: getattr(item, name) for name in _FIELDS})


def _stored(item: BoxItemRow) -> dict[str, Any]:
    """An item's values as the database keeps them; without its order, which the box may tell."""
    values: dict[str, Any] = {name: getattr(item, name) for name in _FIELDS if name != "order_id"}
    condition = item.condition.value if item.condition else ""
    return values | {"condition": condition, "wish": item.wish.value, "variant_id": item.variant_id}


def _columns(doing: Work, box: BoxRow, item: ItemEntry) -> dict[str, Any]:
    """What is to be written: what the line or the variant tells stands where nothing was said."""
    if not 1 <= item.quantity <= MOST_PIECES:
        raise OddQuantity(quantity=item.quantity, item=item.title or item.sku or item.style, most=MOST_PIECES)
    item = _clean(item)
    if item.order_id is not None:
        _check_order(doing, item.order_id)
    item = _with_line(doing, item)
    variant_id, item = _with_variant(doing, box, item)
    if not any((item.title, item.sku, item.style, item.colour, item.size)) and item.condition is not Condition.EMPTY:
        raise ItemUnnamed()
    words = {"condition": item.condition.value if item.condition else "", "wish": item.wish.value}
    return asdict(item) | words | {"variant_id": variant_id}


def _clean(item: ItemEntry) -> ItemEntry:
    """Without blanks around the texts."""
    said: dict[str, Any] = {name: getattr(item, name).strip() for name in _TEXTS}
    return replace(item, **said)


def _check_order(doing: Work, order_id: int) -> None:
    if not rows_of(doing.desk.database, "SELECT 1 FROM orders WHERE id = ?", (order_id,)):
        raise OrderNotFound(order_no=order_id)


def _with_line(doing: Work, item: ItemEntry) -> ItemEntry:
    """An item of a bought line is called as it was bought, and belongs to that line's order."""
    if item.line_id is None:
        return item
    rows = rows_of(
        doing.desk.database,
        "SELECT l.order_id, o.order_no, l.title, l.sku, l.properties FROM order_line l "
        "JOIN orders o ON o.id = l.order_id WHERE l.id = ?",
        (item.line_id,),
    )
    if not rows:
        raise LineOfOther(item=item.title or item.sku or item.line_id, order_no="?")
    order_id, order_no, title, sku, properties = rows[0]
    if item.order_id not in (None, order_id):
        raise LineOfOther(item=title or sku, order_no=order_no)
    style, colour, size = read_properties(properties)
    return replace(
        item, order_id=order_id, title=item.title or title,
        sku=item.sku or sku, style=item.style or style, colour=item.colour or colour, size=item.size or size,
    )  # fmt: skip


def _with_variant(doing: Work, box: BoxRow, item: ItemEntry) -> tuple[int | None, ItemEntry]:
    """The variant of a code or barcode: of the box's shop, or the only one that there is."""
    if not item.sku:
        return None, item
    rows = rows_of(
        doing.desk.database,
        "SELECT v.id, v.shop_id, v.sku, v.style, v.colour, v.size, p.title FROM variant v "
        "JOIN product p ON p.id = v.product_id WHERE v.sku = ? OR (v.barcode = ? AND v.barcode <> '') ORDER BY v.id",
        (item.sku, item.sku),
    )
    own = [row for row in rows if row[1] == box.shop_id] or (rows if len(rows) == 1 else [])
    if len(own) != 1:
        return None, item
    variant_id, shop_id, sku, style, colour, size, title = own[0]
    wish_to = find_wanted(doing.desk.database, item.wish_to, shop_id=shop_id, goods=[(sku, item.quantity)])
    return variant_id, replace(
        item, sku=sku, title=item.title or title, style=item.style or style, colour=item.colour or colour,
        size=item.size or size, wish_to=wish_to,
    )  # fmt: skip
