"""What goes to one factory together: put together, sent, come back (REP-03)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.case_clocks import after_days
from shopdesk.domain.permissions import Right
from shopdesk.domain.repairs import HERE, State, Step
from shopdesk.domain.waybills import fold_waybill
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.queries.repair_batches import RepairBatchRow, get_repair_batch
from shopdesk.queries.repairs import RepairRow, get_repair_row, list_repairs, read_repair_scan
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Desk, Work, work
from shopdesk.services.edits import Base, ReasonMissing, save_edit
from shopdesk.services.meant_goods import check_supplier
from shopdesk.services.repair_steps import KINDS, check_estimate, enter_step, not_possible, write_step
from shopdesk.settings import REPAIR_DAYS, ZONE


class NothingInBatch(Refused):
    template = N_("Nothing is in batch {batch}. Put repairs in before it is sent.")


class BatchGone(Refused):
    template = N_("Batch {batch} went to {supplier} already ({person}, {when}). Put this into a new one.")


class BatchCalledOff(Refused):
    template = N_("Batch {batch} for {supplier} was called off ({person}, {when}). Put this into another one.")


class InAnotherBatch(Refused):
    template = N_("{item} (repair {number}) is in batch {batch} for {supplier} already. Take it out there first.")


class NotInThisBatch(Refused):
    template = N_("{item} (repair {number}) is not in batch {batch} for {supplier}. Nothing was changed.")


class OtherSuppliersGoods(Refused):
    template = N_(
        "{item} (repair {number}) goes to {own}, and batch {batch} is for {supplier}. Put it into another batch, or "
        "give it this supplier first."
    )


class WrongBatch(Refused):
    template = N_(
        "{item} (repair {number}) went with batch {own} to {supplier} ({when}), not with batch {batch}. Nothing was "
        "booked: look which batch this parcel is."
    )


class NothingScanned(BadInput):
    template = N_("Say which repairs: scan a label, or name their numbers.")


_EDITABLE = ("due_at", "note")


def make_batch(
    desk: Desk, *, supplier_id: int, repair_ids: Iterable[int] = (), due_at: Millis | None = None, note: str = ""
) -> int:
    """A batch for a supplier; returns its id. Its repairs wait for the factory then; those without a supplier get this
    one. `due_at` left out: set when it goes, by the supplier's usual days.

    Raises SupplierGone, RepairNotFound, RepairStepNotPossible, InAnotherBatch, OtherSuppliersGoods, BuyerWaits,
    NotApprovedYet.
    """
    with work(desk, Right.INTAKE, *KINDS) as doing:
        check_supplier(doing, supplier_id)
        batch_id = add_row(
            desk.database,
            "INSERT INTO repair_batch (supplier_id, person_id, at, due_at, note) VALUES (?, ?, ?, ?, ?)",
            (supplier_id, desk.actor.id, doing.at, due_at, note.strip()),
        )
        row = get_repair_batch(desk.database, batch_id)
        told = {"supplier": row.supplier, "due_at": due_at}
        doing.note("open batch", "repair_batch", batch_id, after={key: value for key, value in told.items() if value})
        for repair_id in dict.fromkeys(repair_ids):
            _put_in(doing, row, get_repair_row(desk.database, repair_id))
    return batch_id


def add_to_batch(desk: Desk, *, batch_id: int, repair_ids: Sequence[int] = (), scan: str = "") -> int:
    """Put repairs, or the one whose label is scanned, into a batch that has not gone; returns how many are new in it.

    Raises NothingScanned, BatchGone, BatchCalledOff, and what `make_batch` raises.
    """
    with work(desk, Right.INTAKE, *KINDS) as doing:
        row = _open_batch(desk, batch_id)
        wanted = [get_repair_row(desk.database, each) for each in _scanned(desk, repair_ids, scan)]
        return sum(_put_in(doing, row, each) for each in wanted)


def remove_from_batch(desk: Desk, *, batch_id: int, repair_id: int) -> None:
    """Take a repair out of a batch that has not gone; it still waits for the factory. Raises NotInThisBatch, BatchGone,
    BatchCalledOff."""
    with work(desk, Right.INTAKE, *KINDS) as doing:
        batch = _open_batch(desk, batch_id)
        row = get_repair_row(desk.database, repair_id)
        if row.batch_id != batch_id:
            raise NotInThisBatch(item=row.name, number=row.id, batch=batch_id, supplier=batch.supplier)
        _take_out(doing, row)


def edit_batch(desk: Desk, *, batch_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Change due_at or note; only what differs from `base` (`batch_base`) is written. Repairs that were due with the
    batch are due anew with it. False where nothing changed. Raises Clash."""
    with work(desk, Right.INTAKE, *KINDS) as doing:
        before = get_repair_batch(desk.database, batch_id)
        wanted = {name: values[name] for name in _EDITABLE if name in values}
        changed = save_edit(doing, "repair_batch", batch_id, wanted, action="edit", kind="repair_batch", base=base)
        now = get_repair_batch(desk.database, batch_id)
        if changed and now.due_at != before.due_at and now.dispatched_at is not None:
            for row in list_repairs(desk.database, batch_id=batch_id, away=True):
                if row.batch_id == batch_id and row.due_at == before.due_at:
                    after = {"due_at": now.due_at}
                    save_edit(doing, "repair", row.id, after, action="edit", kind="repair")
    return changed


def batch_base(row: RepairBatchRow) -> Base:
    """What editing a batch begins with."""
    return Base(row.version, {name: getattr(row, name) for name in _EDITABLE})


def cancel_batch(desk: Desk, *, batch_id: int, reason: str) -> None:
    """Call a batch off that has not gone; its repairs wait for another one. Raises ReasonMissing, BatchGone,
    BatchCalledOff."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.INTAKE, *KINDS) as doing:
        _open_batch(desk, batch_id)
        for row in list_repairs(desk.database, batch_id=batch_id):
            if row.batch_id == batch_id:
                _take_out(doing, row)
        after = {"cancelled_at": doing.at}
        save_edit(doing, "repair_batch", batch_id, after, action="cancel", kind="repair_batch", reason=reason.strip())


def dispatch(desk: Desk, *, batch_id: int, carrier: str = "", waybill: str = "", version: int | None = None) -> int:
    """A batch goes to the factory, by a parcel or in somebody's hands; returns how many repairs. Each is due back by
    the batch's day, else by the supplier's usual days or the shop's.

    Raises NothingInBatch, BatchGone, BatchCalledOff, BuyerWaits, Clash.
    """
    with work(desk, Right.INTAKE, *KINDS) as doing:
        batch = _open_batch(desk, batch_id)
        rows = [row for row in list_repairs(desk.database, batch_id=batch_id) if row.batch_id == batch_id]
        if not rows:
            raise NothingInBatch(batch=batch_id)
        for row in rows:
            check_estimate(row)
        due_at = batch.due_at or _usual_due(doing, batch.supplier_id)
        sent = {
            "carrier": carrier.strip(), "waybill": fold_waybill(waybill, carrier), "due_at": due_at,
            "dispatched_at": doing.at, "dispatched_by_id": desk.actor.id,
        }  # fmt: skip
        save_edit(doing, "repair_batch", batch_id, sent, action="dispatch", kind="repair_batch", version=version)
        said = " ".join(filter(None, (batch.supplier, carrier.strip(), fold_waybill(waybill, carrier))))
        for row in rows:
            more = {"due_at": due_at, "dispatched_at": doing.at, "back_at": None, "supplier_id": batch.supplier_id}
            enter_step(doing, row, Step.DISPATCH, said, more=more)
    return len(rows)


def come_back(
    desk: Desk, *, repair_ids: Sequence[int] = (), scan: str = "", batch_id: int | None = None, note: str = ""
) -> tuple[int, ...]:
    """Goods are back from the factory: these, or the one whose label is scanned; returns the repairs' ids. All or none.
    `batch_id`: the batch that is being unpacked; what went with another one is refused by name.

    Raises NothingScanned, WrongBatch, RepairStepNotPossible, NotWithSupplier, RepairNotFound.
    """
    with work(desk, Right.INTAKE, *KINDS) as doing:
        wanted = _scanned(desk, repair_ids, scan)
        for repair_id in wanted:
            row = get_repair_row(desk.database, repair_id)
            if batch_id is not None and row.batch_id != batch_id and row.is_away:
                raise _wrong_batch(desk, row, batch_id)
            enter_step(doing, row, Step.COME_BACK, note.strip())
    return wanted


def _put_in(doing: Work, batch: RepairBatchRow, row: RepairRow) -> bool:
    """One repair into a batch; False where it is in it."""
    if row.batch_id == batch.id and row.state in HERE:
        return False
    if row.state not in HERE:
        raise not_possible(doing.desk, row, Step.WAIT)
    if row.batch_id is not None:
        other = get_repair_batch(doing.desk.database, row.batch_id)
        raise InAnotherBatch(item=row.name, number=row.id, batch=other.id, supplier=other.supplier)
    if row.supplier_id not in (None, batch.supplier_id):
        raise OtherSuppliersGoods(
            item=row.name, number=row.id, own=row.supplier, batch=batch.id, supplier=batch.supplier
        )
    check_estimate(row)
    more = {"batch_id": batch.id, "supplier_id": batch.supplier_id}
    if row.state is State.WAITING:
        save_edit(doing, "repair", row.id, more, action="batch", kind="repair")
        write_step(doing, row, "batch", batch.supplier, batch_id=batch.id)
    else:
        enter_step(doing, row, Step.WAIT, batch.supplier, more=more, batch_id=batch.id)
    return True


def _take_out(doing: Work, row: RepairRow) -> None:
    save_edit(doing, "repair", row.id, {"batch_id": None}, action="out of batch", kind="repair")
    write_step(doing, row, "out of batch", "", batch_id=row.batch_id)


def _open_batch(desk: Desk, batch_id: int) -> RepairBatchRow:
    """A batch that has not gone; raises BatchGone, BatchCalledOff."""
    row = get_repair_batch(desk.database, batch_id)
    if row.dispatched_at is not None:
        when = desk.shown(row.dispatched_at)
        raise BatchGone(batch=batch_id, supplier=row.supplier, person=row.dispatched_by, when=when)
    if row.cancelled_at is not None:
        person, when = last_deed(desk, "repair_batch", batch_id, "cancel")
        raise BatchCalledOff(batch=batch_id, supplier=row.supplier, person=person, when=when)
    return row


def _scanned(desk: Desk, repair_ids: Sequence[int], scan: str) -> tuple[int, ...]:
    wanted = [*repair_ids, *([read_repair_scan(desk.database, scan)] if scan.strip() else [])]
    if not wanted:
        raise NothingScanned()
    return tuple(dict.fromkeys(wanted))


def _wrong_batch(desk: Desk, row: RepairRow, batch_id: int) -> WrongBatch:
    get_repair_batch(desk.database, batch_id)  # a batch that is not there is said first
    when = desk.shown(row.dispatched_at)
    return WrongBatch(item=row.name, number=row.id, own=row.batch_id, supplier=row.supplier, when=when, batch=batch_id)


def _usual_due(doing: Work, supplier_id: int) -> Millis:
    """The end of the day by which this supplier usually has mended."""
    database = doing.desk.database
    rows = rows_of(database, "SELECT repair_days FROM supplier WHERE id = ?", (supplier_id,))
    days = int(rows[0][0]) or get_setting(database, REPAIR_DAYS)
    return after_days(doing.at, days, get_setting(database, ZONE))
