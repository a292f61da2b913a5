"""The damage list: what can't be sold, back to suppliers in time, or a loss (REP-04)."""

from datetime import datetime
from typing import Any

import click

from shopdesk.clock import day_end, day_start
from shopdesk.commands.damage_answers import (
    damage_line,
    damage_lines,
    loss_line,
    supplier_line,
    tell_damage,
    told_damage,
    told_loss,
    told_supplier,
)
from shopdesk.commands.damage_batches import batch
from shopdesk.commands.options import KEPT_DAY, json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.parcel_options import note_option, which_number
from shopdesk.commands.repair_answers import supplier_id_of
from shopdesk.commands.repairs import line_of
from shopdesk.commands.session import Session, one_of
from shopdesk.commands.settling import Yuan
from shopdesk.domain.damage_list import Answer, State
from shopdesk.domain.money import Money
from shopdesk.i18n import _, ngettext
from shopdesk.queries.damage_batches import list_damage_losses
from shopdesk.queries.damage_list import get_damage, list_damage, list_damage_suppliers
from shopdesk.queries.months import get_month
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.products import find_variant
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services import damage_states as states
from shopdesk.services.damage_batches import answer_damage, credit_damage
from shopdesk.services.damage_list import damage_base, edit_damage, open_damage
from shopdesk.settings import ZONE

_DAY = click.DateTime(["%Y-%m-%d"])
_reason = click.option("--reason", required=True, help=_("Why; the trail keeps it."))
_supplier = click.option("--supplier", default="", metavar="NAME", help=_("Only those of this supplier."))


@click.group()
def damage() -> None:
    """The damage list: back to suppliers in time, or a loss."""


damage.add_command(batch)


@damage.command("add", help=_("List damaged goods: of an order, in a box, of a repair, or what --item says."))
@click.option("--order", "order_no", default="", help=_("The order it was bought with."))
@click.option("--sku", default="", help=_("The code of the goods: of the order's line, or of the product."))
@click.option("--box-item", "box_item_id", type=click.IntRange(1), help=_("What is in a box, by the box's list."))
@click.option("--repair", "repair_id", type=click.IntRange(1), help=_("A repair that was given up."))
@click.option("--item", "title", default="", help=_("What it is, where no code says so."))
@click.option("--fault", default="", help=_("What is wrong with it."))
@click.option("--quantity", type=click.IntRange(1), default=1, show_default=True, help=_("How many pieces."))
@click.option("--supplier", default="", metavar="NAME", help=_("Who delivered it; who makes the product otherwise."))
@click.option("--cost", type=Yuan(), help=_("What a piece cost; as the product table says if left out."))
@click.option("--received", type=KEPT_DAY, help=_("The day it came to us: the supplier's days are counted from it."))
@click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))
@note_option
@json_option
@click.pass_obj
def add(
    session: Session, /, *, order_no: str, sku: str, shop: str, supplier: str, received: datetime | None,
    json_wanted: bool, **given: Any,
) -> None:  # fmt: skip
    """A new entry."""
    desk = session.desk()
    if order_no:
        given |= line_of(desk, get_order_ids(desk.seen, [order_no], shop=shop)[0], sku)
    elif sku:
        found = find_variant(desk.seen, sku)
        given |= {"variant_id": found.id} if found else {"title": given["title"] or sku}
    if received is not None:
        given["received_at"] = day_start(received.date(), get_setting(desk.seen, ZONE))
    supplier_id = supplier_id_of(desk, supplier) if supplier else None
    tell_damage(desk, open_damage(desk, supplier_id=supplier_id, **given), json_wanted=json_wanted)


@damage.command("list", help=_("List damaged goods, what a supplier takes back the shortest is first."))
@click.option("--state", "states", multiple=True, type=one_of(State), help=_("Only those that stand here."))
@_supplier
@click.option("--batch", "batch_id", type=click.IntRange(1), help=_("Only those of this batch."))
@click.option("--before", type=_DAY, help=_("Only those in the shop that run out until this day."))
@click.option("--open", "only_open", is_flag=True, help=_("Only open ones."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--find", default="", help=_("Number, order, code, title, supplier, or a word of the fault."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(
    session: Session, /, *, form: str, supplier: str, before: datetime | None, order_no: str, **asked: Any
) -> None:
    """One line an entry."""
    desk = session.desk()
    if supplier:
        asked["supplier_id"] = supplier_id_of(desk, supplier)
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    if before is not None:
        asked["expires_before"] = day_end(before.date(), get_setting(desk.seen, ZONE))
    for row in list_damage(desk.seen, **asked):
        say(as_json(told_damage(desk, row)) if form == "jsonl" else damage_line(desk, row))


@damage.command("show", help=_("Show an entry: until when its supplier takes it back, what became of it."))
@which_number
@click.pass_obj
def show(session: Session, /, *, number: int, json_wanted: bool) -> None:
    """Everything about one entry."""
    desk = session.desk()
    row = get_damage(desk.seen, number)
    tell(told_damage(desk, row), "\n".join(damage_lines(desk, row)), json_wanted=json_wanted)


@damage.command("set", help=_("Change what is known of an entry."))
@which_number
@click.option("--fault", help=_("What is wrong with it."))
@click.option("--note", help=_("What is to be known about it."))
@click.option("--quantity", type=click.IntRange(1), help=_("How many pieces."))
@click.option("--cost", type=Yuan(), help=_("What a piece cost."))
@click.option("--supplier", metavar="NAME", help=_("Who delivered it."))
@click.option("--received", type=KEPT_DAY, help=_("The day it came to us: the supplier's days are counted from it."))
@click.option("--until", type=KEPT_DAY, help=_("The last day on which the supplier takes it back."))
@click.pass_obj
def set_(
    session: Session, /, *, number: int, supplier: str | None, received: datetime | None, until: datetime | None,
    json_wanted: bool, **given: Any,
) -> None:  # fmt: skip
    """Only what is named changes."""
    desk = session.desk()
    zone = get_setting(desk.seen, ZONE)
    values = {name: value for name, value in given.items() if value is not None}
    if supplier is not None:
        values["supplier_id"] = supplier_id_of(desk, supplier) if supplier else None
    if received is not None:
        values["received_at"] = day_start(received.date(), zone)
    if until is not None:
        values["expires_at"] = day_end(until.date(), zone) - 1
    edit_damage(desk, damage_id=number, values=values, base=damage_base(get_damage(desk.seen, number)))
    tell_damage(desk, number, json_wanted=json_wanted)


@damage.command("split", help=_("Give some pieces an entry of their own: the supplier took only part of them."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("pieces", type=click.IntRange(1))
@json_option
@click.pass_obj
def split(session: Session, /, *, number: int, pieces: int, json_wanted: bool) -> None:
    """Tells the new entry."""
    desk = session.desk()
    tell_damage(desk, states.split_damage(desk, damage_id=number, quantity=pieces), json_wanted=json_wanted)


@damage.command("answer", help=_("Note what the supplier says to goods that went back: accepted, refused, replaced."))
@click.argument("answer", type=one_of(Answer))
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=click.IntRange(1))
@click.option("--said", default="", help=_("In which words; a refusal needs them."))
@json_option
@click.pass_obj
def answer_(session: Session, /, *, answer: str, numbers: tuple[int, ...], said: str, json_wanted: bool) -> None:
    """All of them or none."""
    desk = session.desk()
    n = answer_damage(desk, damage_ids=numbers, answer=Answer(answer), said=said)
    told = {"entries": [told_damage(desk, get_damage(desk.seen, each)) for each in numbers]}
    tell(told, ngettext("{n} entry noted.", "{n} entries noted.", n).format(n=n), json_wanted=json_wanted)


@damage.command("credit", help=_("Note how much the supplier credits for an entry, all its pieces together."))
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@click.argument("amount", type=Yuan())
@click.option("--said", default="", help=_("The credit note's number, or in which words."))
@json_option
@click.pass_obj
def credit(session: Session, /, *, number: int, amount: Money, said: str, json_wanted: bool) -> None:
    """Money that came in."""
    desk = session.desk()
    credit_damage(desk, damage_id=number, amount=amount, said=said)
    tell_damage(desk, number, json_wanted=json_wanted)


@damage.command("write-off", help=_("It is a loss."))
@which_number
@_reason
@click.pass_obj
def write_off(session: Session, /, *, number: int, reason: str, json_wanted: bool) -> None:
    """With a reason."""
    desk = session.desk()
    states.write_off(desk, damage_id=number, reason=reason)
    tell_damage(desk, number, json_wanted=json_wanted)


@damage.command("strike", help=_("It was listed by mistake, or can be sold after all."))
@which_number
@_reason
@click.pass_obj
def strike(session: Session, /, *, number: int, reason: str, json_wanted: bool) -> None:
    """No loss."""
    desk = session.desk()
    states.strike_damage(desk, damage_id=number, reason=reason)
    tell_damage(desk, number, json_wanted=json_wanted)


@damage.command("again", help=_("What the supplier refused is here again and goes back into the list."))
@which_number
@note_option
@click.pass_obj
def again(session: Session, /, *, number: int, note: str, json_wanted: bool) -> None:
    """For another batch."""
    desk = session.desk()
    states.list_again(desk, damage_id=number, reason=note)
    tell_damage(desk, number, json_wanted=json_wanted)


@damage.command("reopen", help=_("Open a settled entry again; what was credited is taken back."))
@which_number
@_reason
@click.pass_obj
def reopen(session: Session, /, *, number: int, reason: str, json_wanted: bool) -> None:
    """For a supervisor."""
    desk = session.desk()
    states.reopen_damage(desk, damage_id=number, reason=reason)
    tell_damage(desk, number, json_wanted=json_wanted)


@damage.command("suppliers", help=_("Sum up what is open by supplier, whose goods run out first is first."))
@lines_option
@click.pass_obj
def suppliers(session: Session, /, *, form: str) -> None:
    """One line a supplier."""
    desk = session.desk()
    for row in list_damage_suppliers(desk.seen, now=desk.clock()):
        say(as_json(told_supplier(desk, row)) if form == "jsonl" else supplier_line(desk, row))


@damage.command("losses", help=_("Sum up what damage cost, less what suppliers gave, by month and product."))
@click.argument("month", metavar="[2026-11]", default="")
@_supplier
@lines_option
@click.pass_obj
def losses(session: Session, /, *, month: str, supplier: str, form: str) -> None:
    """By the month in which it was listed; of all months if none is named."""
    desk = session.desk()
    asked: dict[str, Any] = {"supplier_id": supplier_id_of(desk, supplier)} if supplier else {}
    if month:
        chosen = get_month(desk.seen, name=month)
        asked |= {"since": chosen.since, "until": chosen.until}
    for row in list_damage_losses(desk.seen, **asked):
        say(as_json(told_loss(row)) if form == "jsonl" else loss_line(row))
