"""What goes to one factory together, on the command line (REP-03)."""

from datetime import datetime

import click

from shopdesk.clock import Millis, day_end
from shopdesk.commands.options import KEPT_DAY, json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.repair_answers import (
    batch_line,
    repair_id_of,
    repair_line,
    supplier_id_of,
    told_batch,
    told_repair,
    which_batch,
)
from shopdesk.commands.session import Session
from shopdesk.i18n import _, ngettext
from shopdesk.queries.repair_batches import get_repair_batch, list_repair_batches
from shopdesk.queries.repairs import get_repair, list_repairs
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import repair_batches as services
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_repairs = click.argument("repairs", metavar="REPAIR...", nargs=-1, required=True)
_due = click.option(
    "--due",
    type=KEPT_DAY,
    help=_("The day until when it is to be back; else by the supplier's days."),
)


@click.group(help=_("Batches of repairs for one supplier."))
def batch() -> None:
    """`repair batch`: what goes together."""


@batch.command("new", help=_("Put repairs together for a supplier."))
@click.argument("supplier")
@click.argument("repairs", metavar="[REPAIR...]", nargs=-1)
@_due
@click.option("--note", default="", help=_("What the supplier is to know."))
@json_option
@click.pass_obj
def new(
    session: Session, /, *, supplier: str, repairs: tuple[str, ...], due: datetime | None, note: str, json_wanted: bool
) -> None:
    """A new batch."""
    desk = session.desk()
    ids = [repair_id_of(desk, each) for each in repairs]
    supplier_id = supplier_id_of(desk, supplier)
    made = services.make_batch(desk, supplier_id=supplier_id, repair_ids=ids, due_at=_end(desk, due), note=note)
    _tell(desk, made, json_wanted=json_wanted)


@batch.command("add", help=_("Put repairs into a batch that has not gone."))
@click.argument("batch", metavar="BATCH", type=click.IntRange(1))
@_repairs
@json_option
@click.pass_obj
def add(session: Session, /, *, batch: int, repairs: tuple[str, ...], json_wanted: bool) -> None:
    """More repairs."""
    desk = session.desk()
    services.add_to_batch(desk, batch_id=batch, repair_ids=[repair_id_of(desk, each) for each in repairs])
    _tell(desk, batch, json_wanted=json_wanted)


@batch.command("out", help=_("Take a repair out of a batch that has not gone."))
@click.argument("batch", metavar="BATCH", type=click.IntRange(1))
@click.argument("repair", metavar="REPAIR")
@json_option
@click.pass_obj
def out(session: Session, /, *, batch: int, repair: str, json_wanted: bool) -> None:
    """Fewer repairs."""
    desk = session.desk()
    services.remove_from_batch(desk, batch_id=batch, repair_id=repair_id_of(desk, repair))
    _tell(desk, batch, json_wanted=json_wanted)


@batch.command("due", help=_("Change the day until when a batch is to be back; its repairs follow."))
@click.argument("batch", metavar="BATCH", type=click.IntRange(1))
@click.argument("day", type=KEPT_DAY)
@json_option
@click.pass_obj
def due_(session: Session, /, *, batch: int, day: datetime, json_wanted: bool) -> None:
    """The supplier promised otherwise."""
    desk = session.desk()
    base = services.batch_base(get_repair_batch(desk.seen, batch))
    services.edit_batch(desk, batch_id=batch, values={"due_at": _end(desk, day)}, base=base)
    _tell(desk, batch, json_wanted=json_wanted)


@batch.command("send", help=_("A batch goes to the supplier."))
@which_batch
@click.option("--carrier", default="", help=_("Who carries it; empty where somebody takes it there."))
@click.option("--waybill", default="", help=_("Its waybill."))
@click.pass_obj
def send(session: Session, /, *, batch: int, carrier: str, waybill: str, json_wanted: bool) -> None:
    """The batch leaves."""
    desk = session.desk()
    services.dispatch(desk, batch_id=batch, carrier=carrier, waybill=waybill)
    _tell(desk, batch, json_wanted=json_wanted)


@batch.command("cancel", help=_("Call a batch off that has not gone; its repairs wait for another one."))
@which_batch
@click.option("--reason", required=True, help=_("Why; the trail keeps it."))
@click.pass_obj
def cancel(session: Session, /, *, batch: int, reason: str, json_wanted: bool) -> None:
    """No such batch."""
    desk = session.desk()
    services.cancel_batch(desk, batch_id=batch, reason=reason)
    _tell(desk, batch, json_wanted=json_wanted)


@batch.command("list", help=_("List batches, those that have not gone first."))
@click.option("--supplier", default="", metavar="NAME", help=_("Only those of this supplier."))
@click.option("--open", "only_open", is_flag=True, help=_("Only those that have not gone."))
@click.option("--away", is_flag=True, help=_("Only those of which the supplier still has something."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(session: Session, /, *, supplier: str, only_open: bool, away: bool, limit: int | None, form: str) -> None:
    """One line a batch."""
    desk = session.desk()
    supplier_id = supplier_id_of(desk, supplier) if supplier else None
    found = list_repair_batches(desk.seen, supplier_id=supplier_id, only_open=only_open, away=away, limit=limit)
    for row in found:
        say(as_json(told_batch(desk, row)) if form == "jsonl" else batch_line(desk, row))


@batch.command("show", help=_("Show a batch with its repairs."))
@which_batch
@click.pass_obj
def show(session: Session, /, *, batch: int, json_wanted: bool) -> None:
    """What is in it, or went with it."""
    _tell(session.desk(), batch, json_wanted=json_wanted)


@click.command("back", help=_("Repairs are back from the supplier: scan their labels or name their numbers."))
@_repairs
@click.option("--batch", "batch_id", type=click.IntRange(1), help=_("The batch that is unpacked: others are refused."))
@click.option("--note", default="", help=_("What the supplier said."))
@json_option
@click.pass_obj
def back(session: Session, /, *, repairs: tuple[str, ...], batch_id: int | None, note: str, json_wanted: bool) -> None:
    """Back from the factory (REP-01)."""
    desk = session.desk()
    ids = [repair_id_of(desk, each) for each in repairs]
    done = services.come_back(desk, repair_ids=ids, batch_id=batch_id, note=note)
    rows = [get_repair(desk.seen, each).row for each in done]
    text = ngettext("{n} repair is back.", "{n} repairs are back.", len(rows)).format(n=len(rows))
    tell({"repairs": [told_repair(desk, row) for row in rows]}, text, json_wanted=json_wanted)


def _tell(desk: Desk, batch_id: int, *, json_wanted: bool) -> None:
    row = get_repair_batch(desk.seen, batch_id)
    rows = list_repairs(desk.seen, batch_id=batch_id)
    lines = [batch_line(desk, row), *(repair_line(desk, each) for each in rows)]
    told = {**told_batch(desk, row), "repair_list": [told_repair(desk, each) for each in rows]}
    tell(told, "\n".join(lines), json_wanted=json_wanted)


def _end(desk: Desk, day: datetime | None) -> Millis | None:
    """The last moment of a day."""
    return None if day is None else day_end(day.date(), get_setting(desk.seen, ZONE)) - 1
