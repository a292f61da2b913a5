"""What goes back to one supplier together, on the command line (REP-04)."""

import click

from shopdesk.commands.damage_answers import batch_line, tell_batch, told_batch
from shopdesk.commands.options import json_option, lines_option
from shopdesk.commands.output import as_json, say
from shopdesk.commands.repair_answers import supplier_id_of, which_batch
from shopdesk.commands.session import Session
from shopdesk.i18n import _
from shopdesk.queries.damage_batches import get_damage_batch, list_damage_batches
from shopdesk.services import damage_batches as services

_batch = click.argument("batch", metavar="BATCH", type=click.IntRange(1))


@click.group(help=_("Batches of damaged goods that go back to one supplier."))
def batch() -> None:
    """`damage batch`: what goes back together."""


@batch.command("new", help=_("Put damaged goods together for a supplier."))
@click.argument("supplier")
@click.argument("numbers", metavar="[NUMBER...]", nargs=-1, type=click.IntRange(1))
@click.option("--note", default="", help=_("What the supplier is to know."))
@json_option
@click.pass_obj
def new(session: Session, /, *, supplier: str, numbers: tuple[int, ...], note: str, json_wanted: bool) -> None:
    """A new batch."""
    desk = session.desk()
    supplier_id = supplier_id_of(desk, supplier)
    made = services.make_damage_batch(desk, supplier_id=supplier_id, damage_ids=numbers, note=note)
    tell_batch(desk, made, json_wanted=json_wanted)


@batch.command("add", help=_("Put damaged goods into a batch that has not gone."))
@_batch
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=click.IntRange(1))
@json_option
@click.pass_obj
def add(session: Session, /, *, batch: int, numbers: tuple[int, ...], json_wanted: bool) -> None:
    """More lines."""
    desk = session.desk()
    services.add_to_damage_batch(desk, batch_id=batch, damage_ids=numbers)
    tell_batch(desk, batch, json_wanted=json_wanted)


@batch.command("out", help=_("Take an entry out of a batch that has not gone."))
@_batch
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@json_option
@click.pass_obj
def out(session: Session, /, *, batch: int, number: int, json_wanted: bool) -> None:
    """Fewer lines."""
    desk = session.desk()
    services.remove_from_damage_batch(desk, batch_id=batch, damage_id=number)
    tell_batch(desk, batch, json_wanted=json_wanted)


@batch.command("note", help=_("Change what the supplier is to know."))
@_batch
@click.argument("note")
@json_option
@click.pass_obj
def note_(session: Session, /, *, batch: int, note: str, json_wanted: bool) -> None:
    """Stands on its paper."""
    desk = session.desk()
    base = services.damage_batch_base(get_damage_batch(desk.seen, batch))
    services.edit_damage_batch(desk, batch_id=batch, values={"note": note}, base=base)
    tell_batch(desk, batch, json_wanted=json_wanted)


@batch.command("send", help=_("A batch goes back to the supplier."))
@which_batch
@click.option("--carrier", default="", help=_("Who carries it; empty where somebody takes it there."))
@click.option("--waybill", default="", help=_("Its waybill."))
@click.pass_obj
def send(session: Session, /, *, batch: int, carrier: str, waybill: str, json_wanted: bool) -> None:
    """The batch leaves."""
    desk = session.desk()
    services.send_damage_batch(desk, batch_id=batch, carrier=carrier, waybill=waybill)
    tell_batch(desk, batch, json_wanted=json_wanted)


@batch.command("cancel", help=_("Call a batch off that has not gone; what was in it stays in the list."))
@which_batch
@click.option("--reason", required=True, help=_("Why; the trail keeps it."))
@click.pass_obj
def cancel(session: Session, /, *, batch: int, reason: str, json_wanted: bool) -> None:
    """No such batch."""
    desk = session.desk()
    services.cancel_damage_batch(desk, batch_id=batch, reason=reason)
    tell_batch(desk, batch, json_wanted=json_wanted)


@batch.command("list", help=_("List batches, those that have not gone first."))
@click.option("--supplier", default="", metavar="NAME", help=_("Only those of this supplier."))
@click.option("--open", "only_open", is_flag=True, help=_("Only those that have not gone."))
@click.option("--unanswered", is_flag=True, help=_("Only those to which the supplier still owes an answer."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(
    session: Session, /, *, supplier: str, only_open: bool, unanswered: bool, limit: int | None, form: str
) -> None:  # fmt: skip
    """One line a batch."""
    desk = session.desk()
    supplier_id = supplier_id_of(desk, supplier) if supplier else None
    found = list_damage_batches(
        desk.seen, supplier_id=supplier_id, only_open=only_open, unanswered=unanswered, limit=limit
    )
    for row in found:
        say(as_json(told_batch(desk, row)) if form == "jsonl" else batch_line(desk, row))


@batch.command("show", help=_("Show a batch with its lines."))
@which_batch
@click.pass_obj
def show(session: Session, /, *, batch: int, json_wanted: bool) -> None:
    """What is in it, or went with it."""
    tell_batch(session.desk(), batch, json_wanted=json_wanted)
