"""Boxes as the command line names and tells them (RET-01, RET-02)."""

from typing import Any

import click

from shopdesk.clock import iso, to_local
from shopdesk.commands.options import json_option
from shopdesk.commands.output import fitted, tell
from shopdesk.commands.session import options
from shopdesk.domain.box_doubts import Doubt
from shopdesk.domain.box_scans import read_box_name
from shopdesk.domain.intake import BOX_STATES, CONDITIONS, MATCHES, WISHES
from shopdesk.i18n import _
from shopdesk.queries.box_doubts import find_doubts
from shopdesk.queries.boxes import BoxDetail, BoxItemRow, BoxNotFound, BoxRow, find_box, get_box
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

which_box = options(click.argument("box", metavar="BOX"), json_option)
"""`3` for today's third, `2026-11-22/3`, or the code of its label."""


def today(desk: Desk) -> str:
    """The shop's day, `2026-11-22`."""
    return to_local(desk.clock(), get_setting(desk.seen, ZONE)).date().isoformat()


def box_id_of(desk: Desk, name: str) -> int:
    """The box that is meant; raises BoxNotFound."""
    said = read_box_name(name, today(desk))
    found = None if said is None else find_box(desk.seen, day=said[0], number=said[1])
    if found is None:
        raise BoxNotFound(number=name)
    return found


def tell_box(desk: Desk, box_id: int, *, json_wanted: bool, **more: Any) -> None:
    """A box with what is in it and what is odd about it."""
    box, doubts = get_box(desk.seen, box_id), find_doubts(desk.seen, box_id=box_id)
    tell(told_box(desk, box, doubts) | more, "\n".join(_lines(box, doubts)), json_wanted=json_wanted)


def told_box(desk: Desk, box: BoxDetail, doubts: list[Doubt]) -> dict[str, Any]:
    """A box as scripts get it."""
    return told_row(desk, box.row) | {
        "items": [_told_item(item) for item in box.items],
        "doubts": [{"doubt": doubt.kind.value, "item": doubt.item_id, "said": doubt.said} for doubt in doubts],
    }


def told_row(desk: Desk, row: BoxRow) -> dict[str, Any]:
    """The same without its items."""
    zone = get_setting(desk.seen, ZONE)
    return {
        "box": row.code, "day": row.day, "number": row.number, "state": row.state.value, "shop": row.shop,
        "order_no": row.order_no, "buyer": row.buyer, "matched_by": row.matched_by.value if row.matched_by else "",
        "carrier": row.carrier, "waybill": row.waybill, "sender_name": row.sender_name,
        "sender_phone": row.sender_phone, "sender_region": row.sender_region, "sender_address": row.sender_address,
        "buyer_said": row.buyer_name, "postage": row.postage.yuan, "cash": row.cash.yuan, "note": row.note,
        "person": row.person, "opened_at": iso(row.at, zone), "registered_at": iso(row.registered_at, zone),
        "asker": row.asker, "ask_by": iso(row.ask_by, zone), "reason": row.reason, "pieces": row.pieces,
    }  # fmt: skip


def _told_item(item: BoxItemRow) -> dict[str, Any]:
    return {
        "item": item.id, "order_no": item.order_no, "case": item.case_id, "sku": item.sku, "title": item.title,
        "style": item.style, "colour": item.colour, "size": item.size, "quantity": item.quantity,
        "accessories": item.accessories, "condition": item.condition.value if item.condition else "",
        "fault": item.fault, "wish": item.wish.value, "wish_to": item.wish_to, "note": item.note,
    }  # fmt: skip


def box_line(row: BoxRow) -> str:
    """A box on one line."""
    whose = " ".join(filter(None, (row.order_no, row.buyer))) or row.sender_name or row.buyer_name
    waybill = " ".join(filter(None, (row.carrier, row.waybill)))
    state = fitted(_(BOX_STATES[row.state]), 16)
    return f"{row.day} {row.number:>4}  {state}  {fitted(waybill, 28)}  {row.pieces:>3}  {whose}".rstrip()


def _lines(box: BoxDetail, doubts: list[Doubt]) -> list[str]:
    row = box.row
    by = _(MATCHES[row.matched_by]) if row.matched_by else ""
    sender = " ".join(filter(None, (row.sender_name, row.sender_phone, row.sender_region, row.sender_address)))
    facts = (
        (_("Matched by"), by), (_("From"), sender), (_("Buyer by the paper"), row.buyer_name),
        (_("Postage"), row.postage.shown if row.postage else ""), (_("Cash found"), row.cash.shown if row.cash else ""),
        (_("Note"), row.note), (_("Reason"), row.reason),
    )  # fmt: skip
    lines = [box_line(row), *(f"  {name}: {value}" for name, value in facts if value)]
    return [*lines, *map(_item_line, box.items), *(doubt.said for doubt in doubts)]


def _item_line(item: BoxItemRow) -> str:
    condition = _(CONDITIONS[item.condition]) if item.condition else _("Not looked at yet")
    wish = f"{_(WISHES[item.wish])} {item.wish_to}".strip()
    more = "  ".join(filter(None, (item.fault, item.accessories, item.note, item.order_no)))
    return f"  [{item.id}]  {item.name} × {item.quantity}  {condition}  {wish}  {more}".rstrip()
