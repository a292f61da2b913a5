"""Repairs: entered, brought on step by step, paid for, sent back (REP-01 to REP-03)."""

from datetime import datetime
from typing import Any

import click

from shopdesk.clock import Millis, day_end, day_start
from shopdesk.commands.options import KEPT_DAY, json_option, lines_option
from shopdesk.commands.output import as_json, say, tell
from shopdesk.commands.repair_answers import (
    product_line,
    repair_id_of,
    repair_line,
    repair_lines,
    supplier_id_of,
    tell_repair,
    told_product,
    told_repair,
    told_whole_repair,
    which_repair,
)
from shopdesk.commands.repair_batches import back, batch
from shopdesk.commands.session import Session, one_of
from shopdesk.commands.settling import Yuan
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repairs import State, Step, Warranty
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.queries.box_contents import list_bought
from shopdesk.queries.orders import get_order, get_order_ids
from shopdesk.queries.products import find_variant
from shopdesk.queries.repair_batches import list_product_repairs
from shopdesk.queries.repair_words import get_buyer_text, get_memo_line
from shopdesk.queries.repairs import get_repair, list_repairs
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.repair_costs import answer_estimate, ask_estimate, pay_fee, set_fee
from shopdesk.services.repair_news import add_to_memo, told
from shopdesk.services.repair_steps import return_to_buyer, take_step
from shopdesk.services.repairs import edit_repair, open_repair, repair_base
from shopdesk.settings import ZONE

_DAY = click.DateTime(["%Y-%m-%d"])
_shop = click.option("--shop", default="", help=_("The shop, where two shops have the same order number."))


class WhichLine(BadInput):
    template = N_("Order {order_no} has no line with the code {sku}, or several. Name one of these: {known}.")


@click.group()
def repair() -> None:
    """Repairs: to the factory, back, to the buyer."""


repair.add_command(batch)
repair.add_command(back)


@repair.command("open", help=_("Enter a repair: of an order, of something in a box, or of what --item says."))
@click.option("--order", "order_no", default="", help=_("The order it was bought with."))
@click.option("--sku", default="", help=_("The code of the goods: of the order's line, or of the product."))
@click.option("--box-item", "box_item_id", type=click.IntRange(1), help=_("What is in a box, by the box's list."))
@click.option("--item", "title", default="", help=_("What it is, where no code says so."))
@click.option("--fault", default="", help=_("What is wrong with it."))
@click.option("--quantity", type=click.IntRange(1), default=1, show_default=True, help=_("How many pieces."))
@click.option("--accessories", default="", help=_("What came along."))
@click.option("--warranty", type=one_of(Warranty), help=_("Whether it is under warranty; else by the order's day."))
@click.option("--supplier", default="", metavar="NAME", help=_("Who mends it; who makes the product otherwise."))
@click.option("--note", default="", help=_("What is to be known about it."))
@_shop
@json_option
@click.pass_obj
def open_(
    session: Session, /, *, order_no: str, sku: str, shop: str, supplier: str, warranty: str | None, json_wanted: bool,
    **given: Any,
) -> None:  # fmt: skip
    """A new repair."""
    desk = session.desk()
    if order_no:
        given |= line_of(desk, get_order_ids(desk.seen, [order_no], shop=shop)[0], sku)
    elif sku:
        found = find_variant(desk.seen, sku)
        given |= {"variant_id": found.id} if found else {"title": given["title"] or sku}
    repair_id = open_repair(
        desk, warranty=Warranty(warranty) if warranty else None,
        supplier_id=supplier_id_of(desk, supplier) if supplier else None, **given,
    )  # fmt: skip
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("list", help=_("List repairs, what is due first is first."))
@click.option("--state", "states", multiple=True, type=one_of(State), help=_("Only those that stand here."))
@click.option("--supplier", default="", metavar="NAME", help=_("Only those of this supplier."))
@click.option("--batch", "batch_id", type=click.IntRange(1), help=_("Only those of this batch."))
@click.option("--late", is_flag=True, help=_("Only those that should be back from the supplier."))
@click.option("--away", is_flag=True, help=_("Only those that a supplier has."))
@click.option("--untold", is_flag=True, help=_("Only those whose buyers are still to be told."))
@click.option("--open", "only_open", is_flag=True, help=_("Only open ones."))
@click.option("--order", "order_no", default="", help=_("Only those of this order."))
@click.option("--sku", default="", help=_("Only those of this product's code."))
@click.option("--find", default="", help=_("Number, label, buyer, order, code, waybill, or a word of the fault."))
@click.option("--limit", type=click.IntRange(1), help=_("The first so many; all if left out."))
@lines_option
@click.pass_obj
def list_(
    session: Session, /, *, form: str, supplier: str, late: bool, order_no: str, sku: str, **asked: Any
) -> None:  # fmt: skip
    """One line a repair."""
    desk = session.desk()
    if supplier:
        asked["supplier_id"] = supplier_id_of(desk, supplier)
    if order_no:
        asked["order_id"] = get_order_ids(desk.seen, [order_no])[0]
    if sku:
        found = find_variant(desk.seen, sku)
        asked["variant_id"] = found.id if found else 0
    for row in list_repairs(desk.seen, due_before=desk.clock() if late else None, **asked):
        say(as_json(told_repair(desk, row)) if form == "jsonl" else repair_line(desk, row))


@repair.command("show", help=_("Show a repair: what is next, what it costs, its history."))
@which_repair
@click.pass_obj
def show(session: Session, /, *, repair: str, json_wanted: bool) -> None:
    """Everything about one repair."""
    desk = session.desk()
    found = get_repair(desk.seen, repair_id_of(desk, repair))
    if json_wanted:
        say(as_json(told_whole_repair(desk, found)))
        return
    for line in repair_lines(desk, found):
        say(line)


@repair.command(
    "step", help=_("Take a step: label, wait, come-back, check, send-again, replace, refund, cancel, reopen.")
)
@click.argument("repair", metavar="REPAIR")
@click.argument("step", type=one_of(Step))
@click.option("--note", default="", help=_("What was found, or why."))
@json_option
@click.pass_obj
def step_(session: Session, /, *, repair: str, step: str, note: str, json_wanted: bool) -> None:
    """What the table of steps allows."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    take_step(desk, repair_id=repair_id, step=Step(step), note=note)
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("return", help=_("Note the parcel by which it goes back to the buyer."))
@click.argument("repair", metavar="REPAIR")
@click.argument("waybill")
@click.option("--carrier", default="", help=_("Who carries it."))
@click.option("--note", default="", help=_("Why it goes unmended, where it was not checked as right."))
@json_option
@click.pass_obj
def return_(session: Session, /, *, repair: str, waybill: str, carrier: str, note: str, json_wanted: bool) -> None:
    """The buyer gets it again (REP-01)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    return_to_buyer(desk, repair_id=repair_id, carrier=carrier, waybill=waybill, note=note)
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("set", help=_("Change what is known of a repair."))
@which_repair
@click.option("--fault", help=_("What is wrong with it."))
@click.option("--accessories", help=_("What came along."))
@click.option("--note", help=_("What is to be known about it."))
@click.option("--quantity", type=click.IntRange(1), help=_("How many pieces."))
@click.option("--warranty", type=one_of(Warranty), help=_("Whether it is under warranty."))
@click.option("--supplier", metavar="NAME", help=_("Who mends it."))
@click.option("--due", type=KEPT_DAY, help=_("The day until when it is to be back."))
@click.pass_obj
def set_(
    session: Session, /, *, repair: str, supplier: str | None, due: datetime | None, json_wanted: bool, **given: Any
) -> None:
    """Only what is named changes."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    values = {name: value for name, value in given.items() if value is not None}
    if supplier is not None:
        values["supplier_id"] = supplier_id_of(desk, supplier) if supplier else None
    if due is not None:
        values["due_at"] = _end(desk, due)
    edit_repair(desk, repair_id=repair_id, values=values, base=repair_base(get_repair(desk.seen, repair_id).row))
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("estimate", help=_("Note that the buyer is asked whether to mend for this much."))
@click.argument("repair", metavar="REPAIR")
@click.argument("amount", type=Yuan())
@json_option
@click.pass_obj
def estimate(session: Session, /, *, repair: str, amount: Money, json_wanted: bool) -> None:
    """The cost is asked about (REP-03)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    ask_estimate(desk, repair_id=repair_id, amount=amount)
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("answer", help=_("Note what the buyer answered about the cost."))
@which_repair
@click.option("--agreed/--declined", required=True, default=None, help=_("What the buyer said."))
@click.option("--note", default="", help=_("In which words."))
@click.pass_obj
def answer(session: Session, /, *, repair: str, agreed: bool, note: str, json_wanted: bool) -> None:
    """The buyer's answer (REP-03)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    answer_estimate(desk, repair_id=repair_id, agreed=agreed, note=note)
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("fee", help=_("Note what it did cost, and who pays."))
@click.argument("repair", metavar="REPAIR")
@click.argument("fee", type=Yuan())
@click.option("--by", type=one_of(Party), required=True, help=_("Who pays."))
@json_option
@click.pass_obj
def fee(session: Session, /, *, repair: str, fee: Money, by: str, json_wanted: bool) -> None:
    """The fee (REP-03)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    set_fee(desk, repair_id=repair_id, fee=fee, fee_by=Party(by))
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("paid", help=_("Note that the buyer paid the fee: how, and by which number."))
@click.argument("repair", metavar="REPAIR")
@click.argument("reference")
@json_option
@click.pass_obj
def paid(session: Session, /, *, repair: str, reference: str, json_wanted: bool) -> None:
    """The fee came in (REP-03)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    pay_fee(desk, repair_id=repair_id, reference=reference)
    tell_repair(desk, repair_id, json_wanted=json_wanted)


@repair.command("words", help=_("Say what to write: the memo's line, and what the buyer is to be told."))
@which_repair
@click.pass_obj
def words(session: Session, /, *, repair: str, json_wanted: bool) -> None:
    """Ready to copy (REP-02)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    memo, text = get_memo_line(desk.seen, repair_id=repair_id), get_buyer_text(desk.seen, repair_id=repair_id)
    tell({"repair": repair_id, "memo": memo, "buyer": text}, "\n".join(filter(None, (memo, text))),
         json_wanted=json_wanted)  # fmt: skip


@repair.command("memo", help=_("Put the repair's line below the order's memo."))
@which_repair
@click.pass_obj
def memo(session: Session, /, *, repair: str, json_wanted: bool) -> None:
    """The memo's line (REP-02)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    is_new = add_to_memo(desk, repair_id=repair_id)
    line = get_memo_line(desk.seen, repair_id=repair_id)
    text = _("Added to the memo: {line}") if is_new else _("The memo says it already: {line}")
    tell({"repair": repair_id, "added": is_new, "line": line}, text.format(line=line), json_wanted=json_wanted)


@repair.command("told", help=_("Note that the buyer was told where it stands."))
@which_repair
@click.pass_obj
def told_(session: Session, /, *, repair: str, json_wanted: bool) -> None:
    """The buyer knows (REP-03)."""
    desk = session.desk()
    repair_id = repair_id_of(desk, repair)
    said = told(desk, repair_id=repair_id)
    tell({"repair": repair_id, "told": said}, said or _("There is nothing new to tell."), json_wanted=json_wanted)


@repair.command("products", help=_("List what each product had to be mended for, the most repairs first."))
@click.option("--since", type=_DAY, help=_("The first day."))
@click.option("--until", type=_DAY, help=_("The last day."))
@click.option("--supplier", default="", metavar="NAME", help=_("Only those of this supplier."))
@lines_option
@click.pass_obj
def products(session: Session, /, *, since: datetime | None, until: datetime | None, supplier: str, form: str) -> None:
    """History by product."""
    desk = session.desk()
    zone = get_setting(desk.seen, ZONE)
    first = day_start(since.date(), zone) if since else 0
    last = day_end(until.date(), zone) if until else desk.clock() + 1
    supplier_id = supplier_id_of(desk, supplier) if supplier else None
    for row in list_product_repairs(desk.seen, since=first, until=last, supplier_id=supplier_id):
        say(as_json(told_product(row)) if form == "jsonl" else product_line(row))


def line_of(desk: Desk, order_id: int, sku: str) -> dict[str, Any]:
    """The order and its line of this code; without a code the only line there is."""
    lines = list_bought(desk.seen, order_id)
    found = [line for line in lines if line.sku == sku or not sku]
    if len(found) != 1:
        known = _(", ").join(line.sku or line.title for line in lines) or "–"
        raise WhichLine(order_no=get_order(desk.seen, order_id).order_no, sku=sku or "–", known=known)
    return {"order_id": order_id, "line_id": found[0].line_id}


def _end(desk: Desk, day: datetime) -> Millis:
    """The last moment of a day."""
    return day_end(day.date(), get_setting(desk.seen, ZONE)) - 1
