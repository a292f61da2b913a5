"""What becomes of an entry of the damage list: written off, struck off, listed again, split (REP-04)."""

from collections.abc import Mapping
from typing import Any

from shopdesk.db.database import add_row
from shopdesk.domain.damage_list import ENDS, MOVES, STATES, State
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.damage_list import DamageRow, get_damage
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit


class OddDamagePieces(BadInput):
    template = N_("{quantity} pieces of {item} can't be listed: there are {pieces}. Count again.")


class DamageMoveNotPossible(Refused):
    template = N_(
        "Entry {number} ({item}) can't become “{to}”: it is “{state}” since {when}, by {person}. From there it can "
        "become: {can}."
    )


class DamageOver(Refused):
    template = N_("Entry {number} ({item}) is settled ({state}, {person}, {when}). Open it again before it is changed.")


DEEDS = {
    State.LISTED: "damage listed again",
    State.IN_BATCH: "damage into batch",
    State.SENT: "damage sent",
    State.ACCEPTED: "damage accepted",
    State.REFUSED: "damage refused",
    State.CREDITED: "damage credited",
    State.REPLACED: "damage replaced",
    State.WRITTEN_OFF: "damage written off",
    State.STRUCK: "damage struck",
}
"""The trail's action by the state that an entry comes into."""
OPENED = ("open damage", "damage opened again", "damage split")
_TOLD = ENDS | {State.SENT}
"""States that stand beside the order too."""
NO_BATCH = {"batch_id": None, "position": None}


def split_damage(desk: Desk, *, damage_id: int, quantity: int, version: int | None = None) -> int:
    """Some pieces of an entry get an entry of their own, in the same batch: the supplier took only part of them.
    Returns the new one's id. Raises OddDamagePieces, DamageOver, Clash."""
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        row = get_damage(desk.database, damage_id)
        if not row.is_open:
            raise over(desk, row)
        if not 0 < quantity < row.quantity:
            raise OddDamagePieces(quantity=quantity, item=row.name, pieces=row.quantity)
        rest = {"quantity": row.quantity - quantity}
        save_edit(doing, "damage", damage_id, rest, action="edit", kind="damage", version=version)
        return _copy(doing, row, quantity)


def write_off(desk: Desk, *, damage_id: int, reason: str, version: int | None = None) -> None:
    """It is a loss, and why. Raises ReasonMissing, DamageMoveNotPossible, Clash."""
    _end(desk, damage_id, State.WRITTEN_OFF, reason, version)


def strike_damage(desk: Desk, *, damage_id: int, reason: str, version: int | None = None) -> None:
    """It was listed by mistake, or can be sold after all: no loss. Raises ReasonMissing, DamageMoveNotPossible,
    Clash."""
    _end(desk, damage_id, State.STRUCK, reason, version)


def list_again(desk: Desk, *, damage_id: int, reason: str = "", version: int | None = None) -> None:
    """What the supplier refused is here again and may go into another batch. Raises DamageMoveNotPossible, Clash."""
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        row = get_damage(desk.database, damage_id)
        if row.state is not State.REFUSED:
            raise not_possible(desk, row, State.LISTED)
        enter_move(doing, row, State.LISTED, more=NO_BATCH, reason=reason.strip(), version=version)


def reopen_damage(desk: Desk, *, damage_id: int, reason: str, version: int | None = None) -> State:
    """A settled entry is open again: with the supplier where it went there, else in the list; what was credited is
    taken back. Raises ReasonMissing, DamageMoveNotPossible, Clash."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.OVERRULE, Changed.REPAIRS) as doing:
        row = get_damage(desk.database, damage_id)
        to = State.LISTED if row.sent_at is None else State.SENT
        if row.is_open:
            raise not_possible(desk, row, to)
        more = {"credited": 0, "answered_at": None, "answered_by_id": None}
        enter_move(
            doing, row, to, more=more, reason=reason.strip(), version=version, action="damage opened again"
        )  # fmt: skip
    return to


def enter_move(
    doing: Work,
    row: DamageRow,
    to: State,
    *,
    more: Mapping[str, Any] | None = None,
    reason: str = "",
    version: int | None = None,
    action: str = "",
) -> None:
    """An entry comes into a state, as part of a larger work. Raises DamageMoveNotPossible, Clash."""
    doing.kinds.add(Changed.REPAIRS)
    if to not in MOVES[row.state]:
        raise not_possible(doing.desk, row, to)
    closed_at = doing.at if to in ENDS else None
    values = {"state": to.value, "closed_at": closed_at, **(more or {})}
    deed = action or DEEDS[to]
    save_edit(doing, "damage", row.id, values, action=deed, kind="damage", version=version, reason=reason)
    if row.order_id is not None and to in _TOLD:
        told = {"damage": row.id, "item": row.name, "state": to.value}
        doing.note("damage", "order", row.order_id, after=told, reason=reason)


def not_possible(desk: Desk, row: DamageRow, to: State) -> DamageMoveNotPossible:
    """The refusal that says where an entry stands, since when and by whom, and what can become of it."""
    person, when = last_deed(desk, "damage", row.id, *DEEDS.values(), *OPENED)
    can = _(", ").join(_(STATES[state]) for state in State if state in MOVES[row.state])
    return DamageMoveNotPossible(
        number=row.id, item=row.name, to=_(STATES[to]), state=_(STATES[row.state]), when=when, person=person, can=can
    )


def over(desk: Desk, row: DamageRow) -> DamageOver:
    """The refusal that says who settled an entry, and how."""
    person, when = last_deed(desk, "damage", row.id, *DEEDS.values())
    return DamageOver(number=row.id, item=row.name, state=_(STATES[row.state]), person=person, when=when)


def insert_damage(doing: Work, row: Mapping[str, Any]) -> int:
    """A row of the list; returns its id."""
    marks = ", ".join("?" * len(row))
    return add_row(
        doing.desk.database, f"INSERT INTO damage ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
    )  # fmt: skip


def _end(desk: Desk, damage_id: int, to: State, reason: str, version: int | None) -> None:
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.STOCK_IN, Changed.REPAIRS) as doing:
        row = get_damage(desk.database, damage_id)
        enter_move(doing, row, to, reason=reason.strip(), version=version)


def _copy(doing: Work, row: DamageRow, quantity: int) -> int:
    """An entry beside another one, equal but for the pieces."""
    names = (
        "shop_id", "supplier_id", "variant_id", "order_id", "case_id", "box_item_id", "repair_id", "title", "sku",
        "style", "colour", "size", "fault", "batch_id", "position", "received_at", "expires_at", "answer", "note",
    )  # fmt: skip
    values = {name: getattr(row, name) for name in names} | {
        "quantity": quantity, "cost": int(row.cost), "state": row.state.value, "person_id": doing.desk.actor.id,
        "at": row.at, "answered_at": row.answered_at,
    }  # fmt: skip
    damage_id = insert_damage(doing, values)
    told = {"item": row.name, "quantity": quantity, "damage": row.id}
    doing.note("damage split", "damage", damage_id, after=told)
    return damage_id
