"""What can't be sold is listed, until its supplier takes it back or it is a loss (REP-04).

What becomes of an entry is in `damage_states`, what goes back together and what suppliers answer in `damage_batches`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shopdesk.clock import Millis, day_end, to_local
from shopdesk.db.database import rows_of
from shopdesk.domain.damage_list import HERE, STATES, State, expires_on
from shopdesk.domain.intake import Destination
from shopdesk.domain.manual_orders import MOST_PIECES
from shopdesk.domain.money import MOST_TYPED, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.repairs import STATES as REPAIR_STATES
from shopdesk.domain.repairs import State as RepairState
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.damage_list import DamageRow, find_damage_of, get_damage, list_damage
from shopdesk.queries.inspections import InspectionRow, get_inspection
from shopdesk.queries.repairs import RepairRow, get_repair_row
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import last_deed
from shopdesk.services.damage_states import OPENED, OddDamagePieces, enter_move, insert_damage, over
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit
from shopdesk.services.meant_goods import Goods, check_supplier, goods_of_item, goods_of_order, maker_of
from shopdesk.settings import ZONE


class NothingDamaged(BadInput):
    template = N_("Say what is damaged: something in a box, a repair, an order's line, a variant, or what it is.")


class OddCost(BadInput):
    template = N_("{amount}: what a piece costs can't be less than 0 and can't be that much.")


class DamageThere(Refused):
    template = N_("{item} stands in the damage list already, entry {number}: {person} listed it ({when}).")


class StillMended(Refused):
    template = N_(
        "{item} is with the supplier for repair {number}. Book it in when it comes back, then list it as damage."
    )


class RepairGoesOn(Refused):
    template = N_(
        "Repair {number} ({item}) is “{state}”, so its goods are not damage. Replace it, refund it or call it off "
        "first."
    )


class DamageInBatch(Refused):
    template = N_("Entry {number} ({item}) is in return batch {batch}. Take it out before it gets another supplier.")


class DamageAway(Refused):
    template = N_("Entry {number} ({item}) went to {supplier} already ({when}), so its pieces are not counted anew.")


class RepairIsDamage(Refused):
    template = N_(
        "The goods of repair {number} are in the damage list, entry {entry} ({state}). Take them out of their batch "
        "and put the entry back to the list first."
    )


_TEXTS = ("title", "sku", "style", "colour", "size", "fault", "note")
_GIVEN_UP = frozenset({RepairState.REPLACED, RepairState.REFUNDED})
_FIELDS = (*_TEXTS, "quantity", "cost", "supplier_id", "received_at", "expires_at")


def open_damage(
    desk: Desk,
    *,
    box_item_id: int | None = None,
    repair_id: int | None = None,
    order_id: int | None = None,
    line_id: int | None = None,
    variant_id: int | None = None,
    title: str = "",
    fault: str = "",
    quantity: int = 1,
    supplier_id: int | None = None,
    cost: Money | None = None,
    received_at: Millis | None = None,
    note: str = "",
) -> int:
    """List damaged goods by hand; returns the entry's id. Of something in a box, of a repair whose goods are here, of
    an order's line, of a variant, or of what `title` says. `supplier_id` left out: who makes the product; `cost`: as
    the product table has it; `received_at`: when its box came, else now. The supplier's days are counted from it.

    Raises NothingDamaged, NotOfThisOrder, OddDamagePieces, OddCost, DamageThere, StillMended, SupplierGone,
    ItemNotFound, RepairNotFound.
    """
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        came, known = None, MOST_PIECES
        if repair_id is not None:
            repair = get_repair_row(desk.database, repair_id)
            _check_repair(desk, repair)
            goods, fault, came = _goods_of_repair(repair), fault or repair.fault, _repair_came(doing, repair)
            quantity = known = repair.quantity
            supplier_id = supplier_id or repair.supplier_id
        elif box_item_id is not None:
            item = get_inspection(desk.database, item_id=box_item_id)
            _check_new(desk, item.name, find_damage_of(desk.database, box_item_id=item.id))
            goods, fault, came = goods_of_item(doing, item), fault or item.fault, _box_came(doing, item.id)
            known = item.quantity
        else:
            goods = goods_of_order(doing, order_id, line_id, variant_id, title.strip())
            if not goods.is_known:
                raise NothingDamaged()
        _check_values(goods.title or goods.sku, quantity, known, cost)
        return _enter(
            doing, goods, fault=fault, quantity=quantity, supplier_id=supplier_id, cost=cost, note=note,
            received_at=received_at or came, repair_id=repair_id,
        )  # fmt: skip


def enter_damage(doing: Work, *, item_id: int) -> int | None:
    """What an approved inspection sends to the damage list is listed, once. Part of approving; returns the entry's id,
    None where nothing goes there."""
    item = get_inspection(doing.desk.database, item_id=item_id)
    pieces = _pieces(item)
    if not pieces:
        return None
    known = find_damage_of(doing.desk.database, box_item_id=item_id)
    if known is not None:
        return known.id
    goods = goods_of_item(doing, item)
    came = _box_came(doing, item_id)
    return _enter(doing, goods, fault=item.fault, quantity=pieces, received_at=came, is_inspected=True)


def follow_repair(doing: Work, repair_id: int) -> None:
    """Goods of a repair that was given up are damage once they are here and approved, unless the check found them
    right; where the repair is taken up again they are so no more. Part of a repair's steps. Raises RepairIsDamage."""
    repair = get_repair_row(doing.desk.database, repair_id)
    known = find_damage_of(doing.desk.database, repair_id=repair_id)
    if known is not None and known.state is State.STRUCK:
        known = None
    if repair.state not in _GIVEN_UP:
        if known is not None:
            _strike_for(doing, repair, known)
    elif known is None and not (repair.is_away or repair.waits_for_approval or repair.checked_at):
        _enter(
            doing, _goods_of_repair(repair), fault=repair.fault, quantity=repair.quantity,
            supplier_id=repair.supplier_id, received_at=_repair_came(doing, repair), repair_id=repair.id,
        )  # fmt: skip


def edit_damage(desk: Desk, *, damage_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Change title, sku, style, colour, size, fault, note, quantity, cost, supplier_id, received_at or expires_at; only
    what differs from `base` (`damage_base`) is written. Another supplier or day of receipt sets the time limit anew
    unless it is changed too. False where nothing did.

    Raises Clash, OddDamagePieces, OddCost, SupplierGone, DamageInBatch, DamageOver, DamageAway."""
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        before = get_damage(desk.database, damage_id)
        wanted = {name: _clean(name, values[name]) for name in _FIELDS if name in values}
        if not save_edit(doing, "damage", damage_id, wanted, action="edit", kind="damage", base=base):
            return False
        now = get_damage(desk.database, damage_id)
        _check_edit(doing, before, now)
        moved = (before.supplier_id, before.received_at) != (now.supplier_id, now.received_at)
        if moved and before.expires_at == now.expires_at and now.state in HERE:
            after = {"expires_at": _expires(doing, now.supplier_id, now.received_at or now.at)}
            save_edit(doing, "damage", damage_id, after, action="edit", kind="damage")
    return True


def damage_base(row: DamageRow) -> Base:
    """What editing an entry begins with."""
    return Base(row.version, {name: getattr(row, name) for name in _FIELDS})


def follow_return_days(doing: Work, supplier_id: int, before: int) -> None:
    """A supplier's days changed from `before`: what is in the shop runs out by the new ones, save where somebody set
    another day by hand. Part of saving a supplier."""
    for row in list_damage(doing.desk.database, supplier_id=supplier_id, states=[state.value for state in HERE]):
        came = row.received_at or row.at
        if row.expires_at == _end_of(doing, came, before):
            after = {"expires_at": _expires(doing, supplier_id, came)}
            if save_edit(doing, "damage", row.id, after, action="edit", kind="damage"):
                doing.kinds.add(Changed.REPAIRS)


def _enter(
    doing: Work,
    goods: Goods,
    *,
    fault: str,
    quantity: int,
    supplier_id: int | None = None,
    cost: Money | None = None,
    received_at: Millis | None = None,
    repair_id: int | None = None,
    note: str = "",
    is_inspected: bool = False,
) -> int:
    doing.kinds.add(Changed.REPAIRS)
    check_supplier(doing, supplier_id)
    supplier_id = supplier_id or maker_of(doing, goods.variant_id)
    came = received_at or doing.at
    row: dict[str, Any] = {
        "shop_id": goods.shop_id, "supplier_id": supplier_id, "variant_id": goods.variant_id,
        "order_id": goods.order_id, "case_id": goods.case_id, "box_item_id": goods.box_item_id,
        "repair_id": repair_id, "title": goods.title, "sku": goods.sku, "style": goods.style, "colour": goods.colour,
        "size": goods.size, "quantity": quantity, "fault": fault.strip(), "state": State.LISTED.value,
        "cost": int(cost if cost is not None else _cost(doing, goods.variant_id)), "received_at": came,
        "expires_at": _expires(doing, supplier_id, came), "note": note.strip(), "person_id": doing.desk.actor.id,
        "at": doing.at,
    }  # fmt: skip
    damage_id = insert_damage(doing, row)
    made = get_damage(doing.desk.database, damage_id)
    told = {"item": made.name, "quantity": quantity, "fault": made.fault, "expires_at": made.expires_at}
    doing.note("open damage", "damage", damage_id, after={key: value for key, value in told.items() if value})
    if goods.order_id is not None and not is_inspected:  # what was approved stands beside the order already
        told = {"damage": damage_id, "item": made.name, "state": State.LISTED.value}
        doing.note("damage", "order", goods.order_id, after=told)
    return damage_id


def _pieces(item: InspectionRow) -> int:
    """How many pieces an approved inspection sends to the damage list."""
    if item.approved_at is None:
        return 0
    return sum(pieces for pieces, to in item.parts if to is Destination.DAMAGE)


def _goods_of_repair(repair: RepairRow) -> Goods:
    return Goods(
        repair.shop_id, repair.order_id, repair.line_id, repair.buyer_id, repair.variant_id, repair.case_id,
        repair.box_item_id, repair.title, repair.sku, repair.style, repair.colour, repair.size, repair.accessories,
    )  # fmt: skip


def _box_came(doing: Work, item_id: int | None) -> Millis | None:
    """When the box of something in it was opened here."""
    sql = "SELECT b.at FROM box_item i JOIN box b ON b.id = i.box_id WHERE i.id = ?"
    rows = rows_of(doing.desk.database, sql, (item_id,))
    return rows[0][0] if rows else None


def _repair_came(doing: Work, repair: RepairRow) -> Millis:
    return _box_came(doing, repair.box_item_id) or repair.at


def _cost(doing: Work, variant_id: int | None) -> int:
    rows = rows_of(doing.desk.database, "SELECT cost FROM variant WHERE id = ?", (variant_id,))
    return int(rows[0][0]) if rows else 0


def _expires(doing: Work, supplier_id: int | None, came: Millis) -> Millis | None:
    rows = rows_of(doing.desk.database, "SELECT return_days FROM supplier WHERE id = ?", (supplier_id,))
    return _end_of(doing, came, int(rows[0][0]) if rows else 0)


def _end_of(doing: Work, came: Millis, days: int) -> Millis | None:
    """The last moment of the last day of a supplier's time."""
    zone = get_setting(doing.desk.database, ZONE)
    last: date | None = expires_on(to_local(came, zone).date(), days)
    return None if last is None else day_end(last, zone) - 1


def _check_repair(desk: Desk, repair: RepairRow) -> None:
    if repair.is_away:
        raise StillMended(item=repair.name, number=repair.id)
    if repair.state not in _GIVEN_UP | {RepairState.CANCELLED}:
        raise RepairGoesOn(number=repair.id, item=repair.name, state=_(REPAIR_STATES[repair.state]))
    _check_new(desk, repair.name, find_damage_of(desk.database, repair_id=repair.id))


def _check_new(desk: Desk, name: str, known: DamageRow | None) -> None:
    if known is not None and known.state is not State.STRUCK:
        person, when = last_deed(desk, "damage", known.id, *OPENED)
        raise DamageThere(item=name, number=known.id, person=person, when=when)


def _check_values(name: str, quantity: int, pieces: int, cost: Money | None) -> None:
    if not 0 < quantity <= pieces:
        raise OddDamagePieces(quantity=quantity, item=name or "?", pieces=pieces)
    if cost is not None and not 0 <= cost <= MOST_TYPED:
        raise OddCost(amount=cost.shown)


def _check_edit(doing: Work, before: DamageRow, row: DamageRow) -> None:
    """What holds for all of an entry's values together."""
    desk = doing.desk
    check_supplier(doing, row.supplier_id)
    if not before.is_open:
        raise over(desk, before)
    if before.supplier_id != row.supplier_id and before.batch_id is not None:
        raise DamageInBatch(number=row.id, item=row.name, batch=before.batch_id)
    if before.quantity != row.quantity and before.state not in HERE:
        raise DamageAway(number=row.id, item=row.name, supplier=row.supplier, when=desk.shown(row.sent_at))
    _check_values(row.name, row.quantity, MOST_PIECES, row.cost)


def _strike_for(doing: Work, repair: RepairRow, known: DamageRow) -> None:
    """The repair goes on: its goods are not damage, unless they went on as such."""
    if known.state is not State.LISTED:
        raise RepairIsDamage(number=repair.id, entry=known.id, state=_(STATES[known.state]))
    enter_move(doing, known, State.STRUCK, reason=_("Repair {number} goes on.").format(number=repair.id))


def _clean(name: str, value: Any) -> Any:
    if name == "cost":
        return int(value)
    return str(value).strip() if name in _TEXTS else value
