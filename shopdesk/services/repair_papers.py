"""Papers that go to suppliers, printed: repairs' labels and dispatch lists, lists of damage (REP-01, REP-03, REP-04).

Each may be printed as often as wanted; the trail keeps each time. A label that is printed for goods that just came is
their step too: they are labelled then.
"""

from collections.abc import Callable, Collection, Sequence

from shopdesk.db.trail import Entry
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.permissions import Right
from shopdesk.domain.repair_papers import DamageLine, DamageReturn, DispatchLine, Home, RepairDispatch, RepairLabel
from shopdesk.domain.repairs import State, Step
from shopdesk.errors import N_, Refused
from shopdesk.printing.formats import NO_OFFSET, Offset
from shopdesk.printing.papers import Progress
from shopdesk.queries.damage_batches import get_damage_batch
from shopdesk.queries.damage_list import list_batch_lines
from shopdesk.queries.repair_batches import get_repair_batch
from shopdesk.queries.repairs import get_repair_row, list_repairs
from shopdesk.queries.shops import list_shops
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.repair_steps import KINDS, enter_step

Deliver = Callable[[bytes], None] | None


class NoRepairChosen(Refused):
    template = N_("There is nothing to print: no repair was chosen. Choose at least one and try again.")


class NothingOnList(Refused):
    template = N_("Nothing is in batch {batch} for {supplier}, so there is no list to print. Put something in first.")


def preview_repair_labels(
    desk: Desk,
    *,
    repair_ids: Sequence[int],
    paper: Paper,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
) -> bytes:
    """Labels as they would be printed now, recording nothing. Raises NoRepairChosen, RepairNotFound."""
    return _draw_labels(_labels(desk, repair_ids), paper, offset, progress)


def print_repair_labels(
    desk: Desk,
    *,
    repair_ids: Sequence[int],
    paper: Paper,
    offset: Offset = NO_OFFSET,
    progress: Progress | None = None,
    deliver: Deliver = None,
) -> bytes:
    """The labels of repairs; what just came is labelled by it. Raises NoRepairChosen, RepairNotFound."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        pdf = _draw_labels(_labels(desk, repair_ids), paper, offset, progress)
        wanted = list(dict.fromkeys(repair_ids))
        for repair_id in wanted:
            row = get_repair_row(desk.database, repair_id)
            if row.state is State.RECEIVED and desk.actor.may(Right.INTAKE):
                doing.kinds |= set(KINDS)
                enter_step(doing, row, Step.LABEL)
        told = {"document": Document.REPAIR_LABEL.value}
        doing.note_all("print", "repair", [Entry(repair_id, {}, told) for repair_id in wanted])
        if deliver is not None:
            deliver(pdf)
    return pdf


def preview_repair_dispatch(desk: Desk, *, batch_id: int, offset: Offset = NO_OFFSET) -> bytes:
    """A batch's list as it would be printed now, recording nothing. Raises RepairBatchNotFound, NothingOnList."""
    return _draw_dispatch(_dispatch(desk, batch_id), offset)


def print_repair_dispatch(
    desk: Desk, *, batch_id: int, offset: Offset = NO_OFFSET, deliver: Deliver = None
) -> RepairDispatch:
    """The list that goes to the factory with a batch, on A4; returns what it tells (REP-03). Raises
    RepairBatchNotFound, NothingOnList."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        listed = _dispatch(desk, batch_id)
        pdf = _draw_dispatch(listed, offset)
        doing.note("print", "repair_batch", batch_id, after={"document": Document.REPAIR_DISPATCH.value})
        if deliver is not None:
            deliver(pdf)
    return listed


def preview_damage_return(desk: Desk, *, batch_id: int, offset: Offset = NO_OFFSET) -> bytes:
    """A batch's list as it would be printed now, recording nothing. Raises DamageBatchNotFound, NothingOnList."""
    return _draw_return(_return(desk, batch_id), offset)


def print_damage_return(
    desk: Desk, *, batch_id: int, offset: Offset = NO_OFFSET, deliver: Deliver = None
) -> DamageReturn:
    """The list that goes back to the supplier with damaged goods, on A4; returns what it tells (REP-04). Raises
    DamageBatchNotFound, NothingOnList."""
    with work(desk, Right.PRINT, Changed.PAPERS) as doing:
        listed = _return(desk, batch_id)
        pdf = _draw_return(listed, offset)
        doing.note("print", "damage_batch", batch_id, after={"document": Document.DAMAGE_RETURN.value})
        if deliver is not None:
            deliver(pdf)
    return listed


def _labels(desk: Desk, repair_ids: Sequence[int]) -> list[RepairLabel]:
    if not repair_ids:
        raise NoRepairChosen()
    rows = [get_repair_row(desk.on_paper, repair_id) for repair_id in dict.fromkeys(repair_ids)]
    return [
        RepairLabel(
            row.id, row.code, row.day, row.order_no, row.name, row.sku, row.quantity, row.fault, row.accessories,
            row.warranty, row.supplier, desk.clock(), desk.actor.name,
        )
        for row in rows
    ]  # fmt: skip


def _dispatch(desk: Desk, batch_id: int) -> RepairDispatch:
    batch = get_repair_batch(desk.on_paper, batch_id)
    rows = sorted(list_repairs(desk.on_paper, batch_id=batch_id), key=lambda row: row.id)
    if not rows:
        raise NothingOnList(batch=batch_id, supplier=batch.supplier)
    lines = tuple(
        DispatchLine(
            row.id, row.code, row.name, row.sku, row.quantity, row.fault, row.accessories, row.warranty, row.estimate,
            row.estimate_state, row.fee_by,
        )
        for row in rows
    )  # fmt: skip
    return RepairDispatch(
        batch.id, batch.supplier, lines, batch.due_at, batch.dispatched_at, batch.carrier, batch.waybill, batch.note,
        desk.clock(), desk.actor.name, _homes(desk, {row.shop_id for row in rows}),
    )  # fmt: skip


def _return(desk: Desk, batch_id: int) -> DamageReturn:
    batch = get_damage_batch(desk.on_paper, batch_id)
    rows = list_batch_lines(desk.on_paper, batch_id=batch_id)
    if not rows:
        raise NothingOnList(batch=batch_id, supplier=batch.supplier)
    lines = tuple(
        DamageLine(
            place, row.id, row.name, row.sku, row.quantity, row.fault, row.received_at, row.expires_at, row.cost
        )
        for place, row in enumerate(rows, 1)
    )  # fmt: skip
    return DamageReturn(
        batch.id, batch.supplier, rows[0].return_days, lines, batch.sent_at, batch.carrier, batch.waybill, batch.note,
        desk.clock(), desk.actor.name, _homes(desk, {row.shop_id for row in rows}),
    )  # fmt: skip


def _homes(desk: Desk, shop_ids: Collection[int | None]) -> tuple[Home, ...]:
    """Where goods of these shops go back to; those of no shop to the first one."""
    shops = list_shops(desk.on_paper)
    return tuple(Home(shop.name, shop.return_to) for shop in [s for s in shops if s.id in shop_ids] or shops[:1])


def _draw_labels(labels: list[RepairLabel], paper: Paper, offset: Offset, progress: Progress | None) -> bytes:
    from shopdesk.printing.repair_label import render_repair_labels  # reportlab takes longer than most commands

    return render_repair_labels(labels, paper, offset=offset, progress=progress)


def _draw_dispatch(listed: RepairDispatch, offset: Offset) -> bytes:
    from shopdesk.printing.repair_dispatch import render_repair_dispatch

    return render_repair_dispatch(listed, offset=offset)


def _draw_return(listed: DamageReturn, offset: Offset) -> bytes:
    from shopdesk.printing.damage_return import render_damage_return

    return render_damage_return(listed, offset=offset)
