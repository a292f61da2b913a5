"""Repairs and batches as the command line tells them, and how it names them."""

from typing import Any

import click

from shopdesk.clock import iso
from shopdesk.commands.options import json_option
from shopdesk.commands.output import fitted, tell
from shopdesk.commands.session import options
from shopdesk.domain.reasons import PARTIES
from shopdesk.domain.repairs import ESTIMATES, NEXT, RULES, STATES, WARRANTIES, Estimate, Step, Warranty
from shopdesk.errors import N_, NotFound
from shopdesk.i18n import _
from shopdesk.queries.products import list_suppliers
from shopdesk.queries.repair_batches import ProductRepairs, RepairBatchRow
from shopdesk.queries.repairs import RepairDetail, RepairRow, get_repair, read_repair_scan
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.repair_steps import DEEDS
from shopdesk.settings import ZONE

which_repair = options(click.argument("repair", metavar="REPAIR"), json_option)
"""A repair is named by its number, or by what its label's bars say."""
which_batch = options(click.argument("batch", metavar="BATCH", type=click.IntRange(1)), json_option)


class NoSuchSupplier(NotFound):
    template = N_("There is no supplier called {name}. Those there are: {known}.")


def repair_id_of(desk: Desk, name: str) -> int:
    """The repair that a number or a scanned label means; raises RepairNotFound."""
    return read_repair_scan(desk.seen, name)


def supplier_id_of(desk: Desk, name: str) -> int:
    """The supplier of this name; raises NoSuchSupplier."""
    rows = list_suppliers(desk.seen)
    found = next((row.id for row in rows if row.name == name.strip()), None)
    if found is None:
        raise NoSuchSupplier(name=name, known=_(", ").join(row.name for row in rows) or "–")
    return found


def tell_repair(desk: Desk, repair_id: int, *, json_wanted: bool) -> None:
    """Where a repair stands now."""
    row = get_repair(desk.seen, repair_id).row
    text = _("Repair {number}: {state}").format(number=repair_id, state=_(STATES[row.state]))
    tell(told_repair(desk, row), text, json_wanted=json_wanted)


_PLAIN = ("shop", "order_no", "buyer", "title", "sku", "style", "colour", "size", "quantity", "fault", "accessories",
          "note", "supplier", "fee_reference", "check_note", "carrier", "waybill", "replacement_no", "told_state",
          "person", "checked_by", "box")  # fmt: skip
_MOMENTS = ("at", "due_at", "labelled_at", "dispatched_at", "back_at", "checked_at", "closed_at", "told_at")


def told_repair(desk: Desk, row: RepairRow) -> dict[str, Any]:
    """A repair as scripts get it."""
    zone = get_setting(desk.seen, ZONE)
    following = NEXT.get(row.state)
    words = {
        "state": row.state.value, "next": following.value if following else "", "warranty": row.warranty.value,
        "estimate_state": row.estimate_state.value, "fee_by": row.fee_by.value if row.fee_by else "",
        "to_tell": row.to_tell, "late": row.is_late(desk.clock()), "away": row.is_away,
    }  # fmt: skip
    money = {"estimate": row.estimate.yuan, "fee": row.fee.yuan, "owed": row.owed.yuan}
    moments = {name: iso(getattr(row, name), zone) for name in _MOMENTS}
    plain = {name: getattr(row, name) for name in _PLAIN}
    number = {"repair": row.id, "code": row.code, "case": row.case_id, "batch": row.batch_id}
    return {**number, **words, **plain, **money, **moments}


def told_whole_repair(desk: Desk, found: RepairDetail) -> dict[str, Any]:
    """A repair with its history."""
    zone = get_setting(desk.seen, ZONE)
    history = [
        {"step": each.step, "from": each.came_from, "to": each.went_to, "note": each.note, "batch": each.batch_id,
         "person": each.person, "at": iso(each.at, zone)}
        for each in found.steps
    ]  # fmt: skip
    return {**told_repair(desk, found.row), "history": history}


def repair_line(desk: Desk, row: RepairRow) -> str:
    """A repair on one line."""
    due = (iso(row.due_at, get_setting(desk.seen, ZONE)) or "-")[:10]
    late = _("late") if row.is_late(desk.clock()) else ""
    columns = (
        f"{row.id:>5}", fitted(_(STATES[row.state]), 22), fitted(due, 10), fitted(late, 6), fitted(row.supplier, 12),
        fitted(row.order_no, 20), f"{row.name} ×{row.quantity}  {row.fault}",
    )  # fmt: skip
    return "  ".join(columns).rstrip()


def repair_lines(desk: Desk, found: RepairDetail) -> list[str]:
    """A repair with everything about it."""
    row, zone = found.row, get_setting(desk.seen, ZONE)
    following = NEXT.get(row.state)
    lines = [repair_line(desk, row)]
    if following is not None:
        lines.append(_("Next: {step}").format(step=_(RULES[following].title).rstrip("…")))
    fee = " ".join(filter(None, (row.fee.shown, _(PARTIES[row.fee_by]) if row.fee_by else "", row.fee_reference)))
    estimate = f"{row.estimate.shown} {_(ESTIMATES[row.estimate_state])}"
    parts = [
        (_("Label"), row.code), (_("Buyer"), row.buyer), (_("Box"), row.box),
        (_("Warranty"), _(WARRANTIES[row.warranty]) if row.warranty is not Warranty.UNKNOWN else ""),
        (_("Batch"), str(row.batch_id or "")), (_("Accessories"), row.accessories), (_("Note"), row.note),
        (_("Estimate"), estimate if row.estimate_state is not Estimate.NONE else ""),
        (_("Repair fee"), fee if row.fee or row.fee_by else ""), (_("Found by the check"), row.check_note),
        (_("Waybill"), f"{row.carrier} {row.waybill}".strip()), (_("Replacement"), row.replacement_no),
        (_("Case"), str(row.case_id or "")),
    ]  # fmt: skip
    lines += [_("{part}: {value}").format(part=part, value=value) for part, value in parts if value]
    for each in found.steps:
        at = (iso(each.at, zone) or "")[:16].replace("T", " ")
        title = _(RULES[Step(each.step)].title).rstrip("…") if each.step in set(Step) else _(DEEDS[each.step])
        lines.append(f"  {at}  {fitted(each.person, 8)}  {title}  {each.note}".rstrip())
    return lines


def told_batch(desk: Desk, row: RepairBatchRow) -> dict[str, Any]:
    """A batch as scripts get it."""
    zone = get_setting(desk.seen, ZONE)
    moments = {name: iso(getattr(row, name), zone) for name in ("at", "due_at", "dispatched_at", "cancelled_at")}
    names = ("supplier", "person", "dispatched_by", "carrier", "waybill", "note", "repairs", "pieces", "away")
    return {"batch": row.id, **{name: getattr(row, name) for name in names}, **moments}


def batch_line(desk: Desk, row: RepairBatchRow) -> str:
    """A batch on one line."""
    zone = get_setting(desk.seen, ZONE)
    sent = (iso(row.dispatched_at, zone) or (_("called off") if row.cancelled_at else "-"))[:10]
    due = (iso(row.due_at, zone) or "-")[:10]
    parcel = f"{row.carrier} {row.waybill}".strip()
    columns = (f"{row.id:>5}", fitted(row.supplier, 14), fitted(sent, 10), fitted(due, 10), f"{row.repairs:>4}",
               f"{row.away:>4}", parcel)  # fmt: skip
    return "  ".join(columns).rstrip()


def told_product(row: ProductRepairs) -> dict[str, Any]:
    """What a product had to be mended for, as scripts get it."""
    counts = {name: getattr(row, name) for name in ("repairs", "pieces", "under_warranty", "replaced", "refunded")}
    faults = [{"fault": fault, "repairs": n} for fault, n in row.faults]
    return {"title": row.title, **counts, "fees": row.fees.yuan, "days": row.days, "faults": faults}


def product_line(row: ProductRepairs) -> str:
    """The same on one line."""
    faults = _(", ").join(f"{fault} {n}" for fault, n in row.faults[:3])
    days = "-" if row.days is None else f"{row.days:.1f}"
    return f"{row.repairs:>5}  {row.pieces:>5}  {days:>5}  {fitted(row.title, 24)}  {faults}".rstrip()
