"""The damage list as the command line tells it."""

from typing import Any

from shopdesk.clock import iso
from shopdesk.commands.output import fitted, tell
from shopdesk.domain.damage_list import STATES
from shopdesk.i18n import _, ngettext
from shopdesk.queries.damage_batches import DamageBatchRow, DamageLoss, get_damage_batch
from shopdesk.queries.damage_list import DamageRow, SupplierDamage, get_damage, list_batch_lines
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE

_PLAIN = ("shop", "supplier", "order_no", "box", "title", "sku", "style", "colour", "size", "quantity", "fault",
          "answer", "note", "person", "answered_by")  # fmt: skip
_MOMENTS = ("at", "received_at", "expires_at", "sent_at", "answered_at", "closed_at")


def told_damage(desk: Desk, row: DamageRow) -> dict[str, Any]:
    """An entry as scripts get it."""
    zone, now = get_setting(desk.seen, ZONE), desk.clock()
    numbers = {"damage": row.id, "batch": row.batch_id, "line": row.position, "case": row.case_id,
               "repair": row.repair_id, "box_item": row.box_item_id}  # fmt: skip
    money = {"cost": row.cost.yuan, "worth": row.worth.yuan, "credited": row.credited.yuan, "loss": row.loss.yuan}
    words = {"state": row.state.value, "late": row.is_late(now), "days_left": row.days_left(now)}
    plain = {name: getattr(row, name) for name in _PLAIN}
    return {**numbers, **words, **plain, **money, **{name: iso(getattr(row, name), zone) for name in _MOMENTS}}


def damage_line(desk: Desk, row: DamageRow) -> str:
    """An entry on one line."""
    until = (iso(row.expires_at, get_setting(desk.seen, ZONE)) or "-")[:10]
    late = _("late") if row.is_late(desk.clock()) else ""
    columns = (
        f"{row.id:>5}", fitted(_(STATES[row.state]), 20), fitted(until, 10), fitted(late, 6), fitted(row.supplier, 14),
        f"{row.loss.shown:>10}", f"{row.name} ×{row.quantity}  {row.fault}",
    )  # fmt: skip
    return "  ".join(columns).rstrip()


def damage_lines(desk: Desk, row: DamageRow) -> list[str]:
    """An entry with everything about it."""
    zone = get_setting(desk.seen, ZONE)
    days = ngettext("{n} day after receipt", "{n} days after receipt", row.return_days).format(n=row.return_days)
    said = " ".join(filter(None, (row.answer, f"({row.answered_by})" if row.answered_by else "")))
    parts = [
        (_("Order"), row.order_no), (_("Box"), row.box), (_("Repair"), str(row.repair_id or "")),
        (_("Case"), str(row.case_id or "")), (_("Came to us"), (iso(row.received_at, zone) or "")[:10]),
        (_("Supplier's limit"), days if row.return_days else ""), (_("Batch"), str(row.batch_id or "")),
        (_("Cost of a piece"), row.cost.shown if row.cost else ""),
        (_("Credited"), row.credited.shown if row.credited else ""),
        (_("The supplier said"), said),
        (_("Note"), row.note),
    ]  # fmt: skip
    return [
        damage_line(desk, row), *(_("{part}: {value}").format(part=part, value=value) for part, value in parts if value)
    ]  # fmt: skip


def tell_damage(desk: Desk, damage_id: int, *, json_wanted: bool) -> None:
    """Where an entry stands now."""
    row = get_damage(desk.seen, damage_id)
    text = _("Entry {number}: {state}").format(number=damage_id, state=_(STATES[row.state]))
    tell(told_damage(desk, row), text, json_wanted=json_wanted)


def told_supplier(desk: Desk, row: SupplierDamage) -> dict[str, Any]:
    """What is open with a supplier, as scripts get it."""
    counts = {name: getattr(row, name) for name in ("return_days", "here", "late", "away", "refused")}
    until = iso(row.expires_at, get_setting(desk.seen, ZONE))
    return {"supplier": row.supplier, **counts, "expires_at": until, "worth": row.worth.yuan}


def supplier_line(desk: Desk, row: SupplierDamage) -> str:
    """The same on one line."""
    until = (iso(row.expires_at, get_setting(desk.seen, ZONE)) or "-")[:10]
    said = _("{here} here, {late} late, {away} with the supplier, {refused} refused")
    counts = said.format(here=row.here, late=row.late, away=row.away, refused=row.refused)
    name = row.supplier or _("Supplier unknown")
    return f"{fitted(name, 16)}  {fitted(until, 10)}  {row.worth.shown:>12}  {counts}"


def told_batch(desk: Desk, row: DamageBatchRow) -> dict[str, Any]:
    """A batch as scripts get it."""
    zone = get_setting(desk.seen, ZONE)
    names = ("supplier", "person", "sent_by", "carrier", "waybill", "note", "entries", "pieces", "unanswered")
    moments = {name: iso(getattr(row, name), zone) for name in ("at", "sent_at", "cancelled_at", "expires_at")}
    money = {"worth": row.worth.yuan, "credited": row.credited.yuan}
    return {"batch": row.id, **{name: getattr(row, name) for name in names}, **money, **moments}


def batch_line(desk: Desk, row: DamageBatchRow) -> str:
    """A batch on one line."""
    zone = get_setting(desk.seen, ZONE)
    sent = (iso(row.sent_at, zone) or (_("called off") if row.cancelled_at else "-"))[:10]
    columns = (
        f"{row.id:>5}", fitted(row.supplier, 14), fitted(sent, 10), f"{row.entries:>4}", f"{row.unanswered:>4}",
        f"{row.worth.shown:>12}", f"{row.credited.shown:>12}", f"{row.carrier} {row.waybill}".strip(),
    )  # fmt: skip
    return "  ".join(columns).rstrip()


def tell_batch(desk: Desk, batch_id: int, *, json_wanted: bool) -> None:
    """A batch with its lines."""
    row, lines = get_damage_batch(desk.seen, batch_id), list_batch_lines(desk.seen, batch_id=batch_id)
    told = {**told_batch(desk, row), "damage_list": [told_damage(desk, each) for each in lines]}
    shown = [batch_line(desk, row), *(damage_line(desk, each) for each in lines)]
    tell(told, "\n".join(shown), json_wanted=json_wanted)


def told_loss(row: DamageLoss) -> dict[str, Any]:
    """What a product's damage came to in a month, as scripts get it."""
    money = {name: getattr(row, name).yuan for name in ("worth", "credited", "replaced", "lost", "undecided")}
    return {"month": row.month, "product": row.title, "pieces": row.pieces, **money, "unpriced": row.unpriced}


def loss_line(row: DamageLoss) -> str:
    """The same on one line."""
    left = _("{amount} undecided").format(amount=row.undecided.shown) if row.undecided else ""
    odd = ngettext("{n} piece without a cost", "{n} pieces without a cost", row.unpriced).format(n=row.unpriced)
    more = "  ".join(filter(None, (left, odd if row.unpriced else "")))
    return f"{row.month}  {row.lost.shown:>12}  {row.pieces:>5}  {fitted(row.title, 24)}  {more}".rstrip()
