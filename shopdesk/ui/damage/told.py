"""What the panels tell of an entry and of a batch: until when, what is known, what was done (REP-04)."""

from collections.abc import Sequence

from shopdesk.domain.damage_list import HERE, STATES
from shopdesk.i18n import _, ngettext
from shopdesk.queries.damage_batches import DamageBatchRow
from shopdesk.queries.damage_list import DamageRow
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_words import what_happened
from shopdesk.ui.controls import LabelRole
from shopdesk.ui.damage.columns import (
    batch_pressing,
    batch_state,
    day_of,
    pressing,
    short_day,
    told_left,
    told_limit,
    told_parcel,
)
from shopdesk.ui.damage.reading import Moment, WholeBatch, WholeDamage
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.facts import Fact

_ROLES: dict[str, LabelRole] = {"danger": "danger", "warning": "warning"}


def head(row: DamageRow) -> str:
    """The panel's title."""
    return " · ".join((_("Damage {number}").format(number=row.id), _(STATES[row.state])))


def pressing_facts(whole: WholeDamage) -> list[Fact]:
    """What somebody has to look at before the rest."""
    row, moment = whole.row, whole.moment
    role = _ROLES.get(pressing(row, moment), "body")
    facts = []
    if row.state in HERE:
        facts.append(Fact(_("Time left"), told_left(row, moment), role))
        facts.append(Fact(_("Limit"), told_limit(row, moment), "warning" if row.expires_at is None else "body"))
    if row.supplier_id is None and row.is_open:
        facts.append(Fact(_("Supplier"), _("Nobody knows who made it: say it with “Change”."), "warning"))
    if not row.cost:
        facts.append(Fact(_("Cost"), _("Nobody knows it, so it counts as no loss: say it with “Change”."), "warning"))
    if row.sent_at is not None and row.state not in HERE:
        facts.append(Fact(_("Sent"), short_moment(row.sent_at, moment.now, moment.zone)))
    return facts


def known_facts(whole: WholeDamage) -> list[Fact]:
    """What it is, whose, and what the supplier said."""
    row, moment = whole.row, whole.moment
    supplier = row.supplier
    if row.return_days:
        supplier = _("{supplier}, takes back for {n} days").format(supplier=supplier, n=row.return_days)
    return [
        Fact(_("Goods"), row.name),
        Fact(_("Code"), row.sku, copy=row.sku),
        Fact(_("Pieces"), str(row.quantity)),
        Fact(_("Fault"), row.fault),
        Fact(_("Supplier"), supplier),
        Fact(_("Cost"), _told_cost(row)),
        Fact(_("Credited"), row.credited.shown if row.credited else ""),
        Fact(_("Loss"), "" if row.is_open else row.loss.shown, "danger" if row.loss else "body"),
        Fact(_("Supplier says"), _answer(row, moment)),
        Fact(_("Batch"), str(row.batch_id) if row.batch_id is not None else ""),
        Fact(_("Came here"), "" if row.received_at is None else day_of(row.received_at, moment)),
        Fact(_("Order"), row.order_no, copy=row.order_no),
        Fact(_("Box"), row.box),
        Fact(_("Repair"), str(row.repair_id) if row.repair_id is not None else ""),
        Fact(_("Note"), row.note),
    ]


def history_facts(history: Sequence[TrailRow], moment: Moment) -> list[Fact]:
    """What was done by whom and when, the newest first."""
    return [
        Fact(
            short_moment(each.at, moment.now, moment.zone),
            " · ".join(filter(None, (what_happened(each), each.person))),
        )
        for each in history
    ]


def batch_head(row: DamageBatchRow, moment: Moment) -> str:
    """The panel's title."""
    return " · ".join((_("Batch {batch}").format(batch=row.id), row.supplier, batch_state(row, moment)))


def batch_facts(batch: WholeBatch) -> list[Fact]:
    """What it is worth, until when it may go, how it went."""
    row, moment = batch.row, batch.moment
    pieces = ngettext("{n} piece", "{n} pieces", row.pieces).format(n=row.pieces)
    limit = short_day(row.expires_at, moment) if row.is_open else ""
    sent = ""
    if row.sent_at is not None:
        sent = " · ".join(filter(None, (
            short_moment(row.sent_at, moment.now, moment.zone), row.sent_by, told_parcel(row),
        )))  # fmt: skip
    return [
        Fact(_("First runs out"), limit, _ROLES.get(batch_pressing(row, moment), "body")),
        Fact(_("In it"), _("{pieces}, cost {amount}").format(pieces=pieces, amount=row.worth.shown)),
        Fact(_("Credited"), row.credited.shown if row.credited else ""),
        Fact(_("Sent"), sent, copy=row.waybill),
        Fact(_("Note"), row.note),
        Fact(_("Made by"), f"{row.person} {short_moment(row.at, moment.now, moment.zone)}"),
    ]


def _told_cost(row: DamageRow) -> str:
    if not row.cost:
        return ""
    if row.quantity == 1:
        return row.cost.shown
    return _("{whole}, {amount} a piece").format(whole=row.worth.shown, amount=row.cost.shown)


def _answer(row: DamageRow, moment: Moment) -> str:
    when = short_moment(row.answered_at, moment.now, moment.zone)
    return " · ".join(filter(None, (row.answer, row.answered_by, when))) if row.answered_at is not None else row.answer
