"""What is in a box, on the command line (RET-02): `shopdesk intake put|change|out|look`."""

from typing import Any

import click

from shopdesk.commands.box_answers import box_id_of, tell_box, which_box
from shopdesk.commands.options import json_option
from shopdesk.commands.session import Session, one_of, options
from shopdesk.domain.intake import Condition, Wish
from shopdesk.i18n import _
from shopdesk.queries.boxes import get_box_item
from shopdesk.queries.orders import get_order_ids
from shopdesk.services.box_items import ItemEntry, add_item, change_item, item_base, look_at_items, remove_item
from shopdesk.services.desk import Desk

_item = click.argument("item_id", metavar="ITEM", type=click.IntRange(1))
_facts = options(
    click.option("--order", "order_no", help=_("Of which order it is, where not of the box's.")),
    click.option("--shop", default="", help=_("The shop, where two shops have the same order number.")),
    click.option("--title", help=_("What it is.")),
    click.option("--style", help=_("The style.")),
    click.option("--colour", help=_("The colour.")),
    click.option("--size", help=_("The size.")),
    click.option("--quantity", type=click.IntRange(1), help=_("How many.")),
    click.option("--accessories", help=_("What is with it.")),
    click.option("--condition", type=one_of(Condition), help=_("What state it is in.")),
    click.option("--fault", help=_("What is wrong with it.")),
    click.option("--wish", type=one_of(Wish), help=_("What the buyer wants for it.")),
    click.option("--wish-to", help=_("What it is to be exchanged for.")),
    click.option("--note", help=_("The note.")),
)


@click.command(help=_("Write down something that is in a box."))
@which_box
@click.argument("sku", metavar="[CODE]", default="")
@_facts
@click.pass_obj
def put(session: Session, /, *, box: str, sku: str, json_wanted: bool, **facts: Any) -> None:
    """An item by its code or barcode, or by what it is."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    item_id = add_item(desk, box_id=box_id, item=ItemEntry(sku=sku, **_values(desk, facts)))
    tell_box(desk, box_id, json_wanted=json_wanted, added=item_id)


@click.command(help=_("Change what is noted about an item; what is left out stays."))
@_item
@click.option("--sku", help=_("Its code or barcode."))
@_facts
@json_option
@click.pass_obj
def change(session: Session, /, *, item_id: int, json_wanted: bool, **facts: Any) -> None:
    """An item by the number that `show` tells."""
    desk = session.desk()
    found = get_box_item(desk.seen, item_id)
    changed = change_item(desk, item_id=item_id, values=_values(desk, facts), base=item_base(found))
    tell_box(desk, found.box_id, json_wanted=json_wanted, changed=changed)


@click.command("out", help=_("It isn't in the box after all."))
@_item
@json_option
@click.pass_obj
def take_out(session: Session, /, *, item_id: int, json_wanted: bool) -> None:
    """Take an item out."""
    desk = session.desk()
    box_id = get_box_item(desk.seen, item_id).box_id
    remove_item(desk, item_id=item_id)
    tell_box(desk, box_id, json_wanted=json_wanted)


@click.command(help=_("All that was filled in from the order is there, in this condition."))
@which_box
@click.option("--condition", type=one_of(Condition), default=Condition.GOOD.value, help=_("What state it is in."))
@click.pass_obj
def look(session: Session, /, *, box: str, condition: str, json_wanted: bool) -> None:
    """Items that somebody said something about stay as they are."""
    desk = session.desk()
    box_id = box_id_of(desk, box)
    n = look_at_items(desk, box_id=box_id, condition=Condition(condition))
    tell_box(desk, box_id, json_wanted=json_wanted, looked_at=n)


def _values(desk: Desk, facts: dict[str, Any]) -> dict[str, Any]:
    """What was said, as the service wants it."""
    order_no, shop = facts.pop("order_no"), facts.pop("shop")
    values = {name: value for name, value in facts.items() if value is not None}
    words = {"condition": Condition, "wish": Wish}
    values |= {name: kind(values[name]) for name, kind in words.items() if name in values}
    if order_no:
        (values["order_id"],) = get_order_ids(desk.seen, [order_no], shop=shop)
    return values
