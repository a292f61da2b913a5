"""Repairs are entered by hand or by a box, and what is known of them is filled in (REP-01).

Their steps are in `repair_steps`, batches in `repair_batches`, what they cost in `repair_costs`, what the buyer hears
in `repair_news`.
"""

from collections.abc import Mapping
from typing import Any

from shopdesk.clock import to_local
from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.intake import Destination, Wish
from shopdesk.domain.permissions import Right
from shopdesk.domain.repairs import HERE, STATES, WARRANTY_CODES, State, Step, Warranty, warranty_on
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.inspections import InspectionRow, get_inspection
from shopdesk.queries.repairs import RepairRow, find_repair_of, get_repair_row
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Desk, Work, work
from shopdesk.services.edits import Base, save_edit
from shopdesk.services.meant_goods import Goods, check_supplier, goods_of_item, goods_of_order, maker_of
from shopdesk.services.repair_steps import KINDS, check_pieces, enter_step, write_step
from shopdesk.settings import REPAIR_WARRANTY_DAYS, ZONE


class NothingToRepair(BadInput):
    template = N_("Say what is to be mended: something in a box, an order's line, a variant, or what it is.")


class RepairThere(Refused):
    template = N_("{item} of box {box} is repair {number} already: {person} entered it ({when}).")


class GoesElsewhere(Refused):
    template = N_("{item} of box {box} was approved and doesn't go to repair. Enter the repair by its order instead.")


class RepairInBatch(Refused):
    template = N_("Repair {number} is in batch {batch}. Take it out before it gets another supplier.")


class RepairOver(Refused):
    template = N_("Repair {number} is over ({state}, {person}, {when}). Open it again before it is changed.")


_TEXTS = ("fault", "accessories", "note", "style", "colour", "size", "title", "sku")
_FIELDS = (*_TEXTS, "quantity", "warranty", "supplier_id", "due_at")


def open_repair(
    desk: Desk,
    *,
    box_item_id: int | None = None,
    order_id: int | None = None,
    line_id: int | None = None,
    variant_id: int | None = None,
    title: str = "",
    fault: str = "",
    accessories: str = "",
    quantity: int = 1,
    warranty: Warranty | None = None,
    supplier_id: int | None = None,
    note: str = "",
) -> int:
    """Enter a repair; returns its id. Of something in a box, of an order's line, of a variant, or of what `title` says.
    `warranty` left out: by the order's day; `supplier_id` left out: who makes the product.

    Raises NothingToRepair, NotOfThisOrder, OddRepairPieces, RepairThere, GoesElsewhere, SupplierGone, ItemNotFound.
    """
    with work(desk, Right.INTAKE, *KINDS) as doing:
        if box_item_id is not None:
            item = get_inspection(desk.database, item_id=box_item_id)
            _check_item(desk, item)
            goods, quantity = goods_of_item(doing, item), _pieces(item) or item.quantity
            fault, accessories = fault or item.fault, accessories or goods.accessories
        else:
            goods = goods_of_order(doing, order_id, line_id, variant_id, title.strip())
            if not goods.is_known:
                raise NothingToRepair()
            check_pieces(doing, goods.line_id, goods.title or goods.sku, quantity)
        return _enter(
            doing, goods, fault=fault, accessories=accessories, quantity=quantity, warranty=warranty,
            supplier_id=supplier_id, note=note,
        )  # fmt: skip


def enter_repair(doing: Work, *, item_id: int) -> int | None:
    """What came back in a box and is to be mended becomes a repair, once: when its box is registered with that wish,
    or when its pieces are approved to go there. What was approved to go elsewhere meanwhile is called off. Part of
    registering, claiming and approving; returns the repair's id, None where it is none."""
    item = get_inspection(doing.desk.database, item_id=item_id)
    known = find_repair_of(doing.desk.database, item_id)
    pieces = _pieces(item)
    if known is None:
        goods = goods_of_item(doing, item)
        return _enter(doing, goods, fault=item.fault, quantity=pieces) if pieces else None
    if item.approved_at is not None and known.state in HERE:
        if not pieces:
            enter_step(doing, known, Step.CANCEL, _("The inspection sends it elsewhere."))
        elif (pieces, item.fault or known.fault) != (known.quantity, known.fault):
            after = {"quantity": pieces, "fault": item.fault or known.fault}
            save_edit(doing, "repair", known.id, after, action="edit", kind="repair")
    return known.id


def edit_repair(desk: Desk, *, repair_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Change title, sku, style, colour, size, fault, accessories, note, quantity, warranty (a word), supplier_id or
    due_at; only what differs from `base` (`repair_base`) is written. False where nothing did.

    Raises Clash, OddRepairPieces, SupplierGone, RepairInBatch, RepairOver."""
    with work(desk, Right.INTAKE, *KINDS) as doing:
        row = get_repair_row(desk.database, repair_id)
        wanted = {name: _clean(name, values[name]) for name in _FIELDS if name in values}
        if not save_edit(doing, "repair", repair_id, wanted, action="edit", kind="repair", base=base):
            return False
        now = get_repair_row(desk.database, repair_id)
        _check_edit(doing, row, now)
        write_step(doing, now, "edit", "")
    return True


def repair_base(row: RepairRow) -> Base:
    """What editing a repair begins with."""
    return Base(
        row.version, {name: getattr(row, name) for name in _FIELDS} | {"warranty": WARRANTY_CODES[row.warranty]}
    )


def _enter(
    doing: Work,
    goods: Goods,
    *,
    fault: str = "",
    accessories: str = "",
    quantity: int = 1,
    warranty: Warranty | None = None,
    supplier_id: int | None = None,
    note: str = "",
) -> int:
    doing.kinds |= set(KINDS)
    check_supplier(doing, supplier_id)
    supplier_id = supplier_id or maker_of(doing, goods.variant_id)
    found = warranty or _warranty(doing, goods.order_id, supplier_id)
    row: dict[str, Any] = {name: getattr(goods, name) for name in Goods.__slots__}
    row |= {
        "fault": fault.strip(), "quantity": quantity, "note": note.strip(), "warranty": WARRANTY_CODES[found],
        "accessories": (accessories or goods.accessories).strip(), "state": State.RECEIVED.value,
        "supplier_id": supplier_id, "person_id": doing.desk.actor.id, "at": doing.at,
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO repair ({', '.join(row)}) VALUES ({marks})"
    repair_id = add_row(doing.desk.database, sql, tuple(row.values()))
    made = get_repair_row(doing.desk.database, repair_id)
    told = {"item": made.name, "quantity": quantity, "fault": made.fault}
    doing.note("open repair", "repair", repair_id, after=told, reason=note.strip())
    if goods.order_id is not None:
        told = {"repair": repair_id, "item": made.name, "state": State.RECEIVED.value}
        doing.note("repair", "order", goods.order_id, after=told)
    write_step(doing, made, "open", made.fault)
    return repair_id


def _pieces(item: InspectionRow) -> int:
    """How many pieces of something in a box are to be mended: as the inspection says, before it as the buyer wishes."""
    if item.inspected_at is None:
        return item.quantity if item.wish is Wish.REPAIR else 0
    return sum(pieces for pieces, to in item.parts if to is Destination.REPAIR)


def _check_item(desk: Desk, item: InspectionRow) -> None:
    box = f"{item.day} #{item.number}"
    known = find_repair_of(desk.database, item.id)
    if known is not None:
        person, when = last_deed(desk, "repair", known.id, "open repair")
        raise RepairThere(item=item.name, box=box, number=known.id, person=person, when=when)
    if item.approved_at is not None and not _pieces(item):
        raise GoesElsewhere(item=item.name, box=box)


def _warranty(doing: Work, order_id: int | None, supplier_id: int | None) -> Warranty:
    """By the order's day, and the supplier's days or the shop's."""
    database = doing.desk.database
    orders = rows_of(database, "SELECT created FROM orders WHERE id = ?", (order_id,))
    days = rows_of(database, "SELECT warranty_days FROM supplier WHERE id = ?", (supplier_id,))
    zone = get_setting(database, ZONE)
    ordered = to_local(orders[0][0], zone).date() if orders and orders[0][0] is not None else None
    limit = (int(days[0][0]) if days else 0) or get_setting(database, REPAIR_WARRANTY_DAYS)
    return warranty_on(ordered, to_local(doing.at, zone).date(), days=limit)


def _clean(name: str, value: Any) -> Any:
    if name == "warranty":
        return WARRANTY_CODES[Warranty(value)] if isinstance(value, str) else int(value)
    return str(value).strip() if name in _TEXTS else value


def _check_edit(doing: Work, before: RepairRow, row: RepairRow) -> None:
    """What holds for all of a repair's values together."""
    desk = doing.desk
    check_supplier(doing, row.supplier_id)
    if before.supplier_id != row.supplier_id and before.batch_id is not None:
        raise RepairInBatch(number=row.id, batch=before.batch_id)
    if not before.is_open:
        person, when = last_deed(desk, "repair", row.id, *(step.value for step in Step))
        raise RepairOver(number=row.id, state=_(STATES[row.state]), person=person, when=when)
    if row.quantity != before.quantity:
        check_pieces(doing, row.line_id, row.name, row.quantity, but=row.id)
