"""What goes back to one supplier together, and what the supplier answers (REP-04)."""

from collections.abc import Iterable, Mapping
from typing import Any

from shopdesk.db.database import add_row
from shopdesk.domain.damage_list import Answer, State
from shopdesk.domain.money import MOST_TYPED, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.damage_batches import DamageBatchRow, get_damage_batch
from shopdesk.queries.damage_list import DamageRow, get_damage, list_batch_lines
from shopdesk.services.clashes import last_deed
from shopdesk.services.damage_states import NO_BATCH, enter_move, not_possible
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import Base, ReasonMissing, save_edit
from shopdesk.services.meant_goods import check_supplier


class NothingToReturn(Refused):
    template = N_("Nothing is in return batch {batch}. Put damaged goods in before it is sent.")


class ReturnBatchGone(Refused):
    template = N_("Return batch {batch} went to {supplier} already ({person}, {when}). Put this into a new one.")


class ReturnBatchCalledOff(Refused):
    template = N_(
        "Return batch {batch} for {supplier} was called off ({person}, {when}). Put this into another one."
    )  # fmt: skip


class InOtherReturnBatch(Refused):
    template = N_("{item} (entry {number}) is in return batch {batch} for {supplier} already. Take it out there first.")


class NotInReturnBatch(Refused):
    template = N_("{item} (entry {number}) is not in return batch {batch} for {supplier}. Nothing was changed.")


class OtherSuppliersDamage(Refused):
    template = N_(
        "{item} (entry {number}) was made by {own}, and return batch {batch} is for {supplier}. Put it into another "
        "batch, or give it this supplier first."
    )


class OddCredit(BadInput):
    template = N_("{amount}: what a supplier credits has to be more than 0 and can't be that much.")


class CreditAboveCost(Refused):
    template = N_(
        "{amount} is more than entry {number} ({item}) cost: {worth}. Look at the amount, or correct the cost first."
    )


class CreditMissing(BadInput):
    template = N_("Say how much the supplier credits for entry {number}.")


_EDITABLE = ("note",)
_ANSWERED: Mapping[Answer, State] = {
    Answer.ACCEPTED: State.ACCEPTED,
    Answer.REFUSED: State.REFUSED,
    Answer.CREDITED: State.CREDITED,
    Answer.REPLACED: State.REPLACED,
}


def make_damage_batch(desk: Desk, *, supplier_id: int, damage_ids: Iterable[int] = (), note: str = "") -> int:
    """A batch that goes back to a supplier; returns its id. Entries without a supplier get this one.

    Raises SupplierGone, DamageNotFound, DamageMoveNotPossible, InOtherReturnBatch, OtherSuppliersDamage.
    """
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        check_supplier(doing, supplier_id)
        batch_id = add_row(
            desk.database,
            "INSERT INTO damage_batch (supplier_id, person_id, at, note) VALUES (?, ?, ?, ?)",
            (supplier_id, desk.actor.id, doing.at, note.strip()),
        )
        batch = get_damage_batch(desk.database, batch_id)
        doing.note("open return batch", "damage_batch", batch_id, after={"supplier": batch.supplier})
        _put_all(doing, batch, damage_ids)
    return batch_id


def add_to_damage_batch(desk: Desk, *, batch_id: int, damage_ids: Iterable[int]) -> int:
    """Put entries into a batch that has not gone; returns how many are new in it. Raises ReturnBatchGone,
    ReturnBatchCalledOff, and what `make_damage_batch` raises."""
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        return _put_all(doing, _open_batch(desk, batch_id), damage_ids)


def remove_from_damage_batch(desk: Desk, *, batch_id: int, damage_id: int) -> None:
    """Take an entry out of a batch that has not gone; it stays in the list. Raises NotInReturnBatch, ReturnBatchGone,
    ReturnBatchCalledOff."""
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        batch = _open_batch(desk, batch_id)
        row = get_damage(desk.database, damage_id)
        if row.batch_id != batch_id:
            raise NotInReturnBatch(item=row.name, number=row.id, batch=batch_id, supplier=batch.supplier)
        enter_move(doing, row, State.LISTED, more=NO_BATCH, action="damage out of batch")
        _number_lines(doing, batch_id)


def edit_damage_batch(desk: Desk, *, batch_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Change its note; only what differs from `base` (`damage_batch_base`) is written. False where nothing changed.
    Raises Clash."""
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        wanted = {name: str(values[name]).strip() for name in _EDITABLE if name in values}
        return save_edit(doing, "damage_batch", batch_id, wanted, action="edit", kind="damage_batch", base=base)


def damage_batch_base(row: DamageBatchRow) -> Base:
    """What editing a batch begins with."""
    return Base(row.version, {name: getattr(row, name) for name in _EDITABLE})


def cancel_damage_batch(desk: Desk, *, batch_id: int, reason: str) -> None:
    """Call a batch off that has not gone; what was in it stays in the list. Raises ReasonMissing, ReturnBatchGone,
    ReturnBatchCalledOff."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        _open_batch(desk, batch_id)
        for row in list_batch_lines(desk.database, batch_id=batch_id):
            enter_move(doing, row, State.LISTED, more=NO_BATCH, action="damage out of batch")
        after = {"cancelled_at": doing.at}
        save_edit(doing, "damage_batch", batch_id, after, action="cancel", kind="damage_batch", reason=reason.strip())


def send_damage_batch(
    desk: Desk, *, batch_id: int, carrier: str = "", waybill: str = "", version: int | None = None
) -> int:
    """A batch goes back to its supplier, by a parcel or in somebody's hands; returns how many entries. Goods whose time
    is over may go along: the supplier decides. Raises NothingToReturn, ReturnBatchGone, ReturnBatchCalledOff, Clash."""
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        _open_batch(desk, batch_id)
        rows = list_batch_lines(desk.database, batch_id=batch_id)
        if not rows:
            raise NothingToReturn(batch=batch_id)
        sent = {
            "carrier": carrier.strip(), "waybill": fold_waybill(waybill, carrier), "sent_at": doing.at,
            "sent_by_id": desk.actor.id,
        }  # fmt: skip
        save_edit(
            doing, "damage_batch", batch_id, sent, action="send return batch", kind="damage_batch", version=version
        )
        for row in rows:
            enter_move(doing, row, State.SENT)
    return len(rows)


def answer_damage(
    desk: Desk, *, damage_ids: Iterable[int], answer: Answer, said: str = "", version: int | None = None
) -> int:
    """What the supplier says to these: accepted, refused, or replaced by other goods; what it credits is noted by
    `credit_damage`. A refusal needs its words. All of them or none; returns how many. `version` is of a single one.

    Raises CreditMissing, ReasonMissing, DamageMoveNotPossible, Clash.
    """
    wanted = list(dict.fromkeys(damage_ids))
    if answer is Answer.REFUSED and not said.strip():
        raise ReasonMissing()
    with work(desk, Right.INTAKE, Changed.REPAIRS) as doing:
        for damage_id in wanted:
            row = get_damage(desk.database, damage_id)
            if answer is Answer.CREDITED:
                raise CreditMissing(number=row.id)
            _answer(doing, row, answer, said, version=version)
    return len(wanted)


def credit_damage(desk: Desk, *, damage_id: int, amount: Money, said: str = "", version: int | None = None) -> None:
    """The supplier credited so much for all pieces of an entry. Raises OddCredit, CreditAboveCost,
    DamageMoveNotPossible, Clash."""
    with work(desk, Right.CONFIRM_MONEY, Changed.REPAIRS) as doing:
        row = get_damage(desk.database, damage_id)
        if not 0 < amount <= MOST_TYPED:
            raise OddCredit(amount=amount.shown)
        if row.worth and amount > row.worth:
            raise CreditAboveCost(amount=amount.shown, number=row.id, item=row.name, worth=row.worth.shown)
        _answer(doing, row, Answer.CREDITED, said, version=version, credited=amount)


def _answer(
    doing: Work, row: DamageRow, answer: Answer, said: str, *, version: int | None, credited: Money | None = None
) -> None:
    more: dict[str, Any] = {"answered_at": doing.at, "answered_by_id": doing.desk.actor.id}
    if said.strip():
        more["answer"] = said.strip()
    if credited is not None:
        more["credited"] = int(credited)
    enter_move(doing, row, _ANSWERED[answer], more=more, version=version)


def _put_all(doing: Work, batch: DamageBatchRow, damage_ids: Iterable[int]) -> int:
    rows = [get_damage(doing.desk.database, each) for each in dict.fromkeys(damage_ids)]
    new = sum(_put_in(doing, batch, row) for row in rows)
    _number_lines(doing, batch.id)
    return new


def _put_in(doing: Work, batch: DamageBatchRow, row: DamageRow) -> bool:
    """One entry into a batch; False where it is in it."""
    if row.state is State.IN_BATCH and row.batch_id == batch.id:
        return False
    if row.state is State.IN_BATCH and row.batch_id is not None:
        other = get_damage_batch(doing.desk.database, row.batch_id)
        raise InOtherReturnBatch(item=row.name, number=row.id, batch=other.id, supplier=other.supplier)
    if row.state is not State.LISTED:
        raise not_possible(doing.desk, row, State.IN_BATCH)
    if row.supplier_id not in (None, batch.supplier_id):
        raise OtherSuppliersDamage(
            item=row.name, number=row.id, own=row.supplier, batch=batch.id, supplier=batch.supplier
        )  # fmt: skip
    more = {"batch_id": batch.id, "supplier_id": batch.supplier_id}
    enter_move(doing, row, State.IN_BATCH, more=more)
    return True


def _number_lines(doing: Work, batch_id: int) -> None:
    """The lines of its paper are 1, 2, 3 …, in the order in which they were put in."""
    database = doing.desk.database
    for place, row in enumerate(list_batch_lines(database, batch_id=batch_id), 1):  # those without a line are last
        if row.position != place:
            database.execute_sql("UPDATE damage SET position = ? WHERE id = ?", (place, row.id))


def _open_batch(desk: Desk, batch_id: int) -> DamageBatchRow:
    """A batch that has not gone; raises ReturnBatchGone, ReturnBatchCalledOff."""
    row = get_damage_batch(desk.database, batch_id)
    if row.sent_at is not None:
        when = desk.shown(row.sent_at)
        raise ReturnBatchGone(batch=batch_id, supplier=row.supplier, person=row.sent_by, when=when)
    if row.cancelled_at is not None:
        person, when = last_deed(desk, "damage_batch", batch_id, "cancel")
        raise ReturnBatchCalledOff(batch=batch_id, supplier=row.supplier, person=person, when=when)
    return row
