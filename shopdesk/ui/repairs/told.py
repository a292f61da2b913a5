"""What the panel tells of a repair: what is pressing, what it is and whose, the warranty, the cost, what was done."""

from collections import Counter

from shopdesk.clock import Millis, to_local
from shopdesk.domain.money import ZERO
from shopdesk.domain.reasons import PARTIES
from shopdesk.domain.repairs import ESTIMATES, RULES, STATES, WARRANTIES, Estimate, Step, usual_payer
from shopdesk.i18n import _, ngettext
from shopdesk.queries.repairs import RepairRow
from shopdesk.services.repair_steps import DEEDS
from shopdesk.ui.controls import LabelRole
from shopdesk.ui.moments import short_moment, span
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.repairs.columns import state_text
from shopdesk.ui.repairs.whole import WholeRepair


def head(row: RepairRow) -> str:
    """The panel's title."""
    return " · ".join((_("Repair {number}").format(number=row.id), state_text(row)))


def pressing_facts(repair: WholeRepair) -> list[Fact]:
    """What somebody has to look at before the rest."""
    row, moment, facts = repair.row, repair.moment, []
    if row.is_away and row.due_at is not None:
        late = row.is_late(moment.now)
        said = _("{span} late").format(span=span(moment.now - row.due_at)) if late else _moment(repair, row.due_at)
        said = f"{said}  ({_moment(repair, row.due_at)})" if late else said
        role: LabelRole = "danger" if late else "warning" if row.is_late(moment.day_ends) else "body"
        facts.append(Fact(_("Back by"), said, role))
    if row.waits_for_approval:
        said = _("Box {box} is not inspected and approved yet.").format(box=row.box)
        facts.append(Fact(_("Intake"), said, "warning"))
    if row.is_open and row.estimate_state is Estimate.ASKED:
        said = _("The buyer was asked about {amount}; no answer yet.").format(amount=row.estimate.shown)
        facts.append(Fact(_("What it costs"), said, "warning"))
    elif row.is_open and row.owed:
        facts.append(Fact(_("Repair fee"), _("The buyer has to pay {fee}.").format(fee=row.owed.shown), "warning"))
    if row.to_tell:
        facts.append(Fact(_("Buyer"), _("Is to be told: T copies the text and notes it."), "warning"))
    return facts


def known_facts(repair: WholeRepair) -> list[Fact]:
    """What it is, and whose."""
    row = repair.row
    pieces = f"{row.name} ×{row.quantity}"
    return [
        Fact(_("Goods"), " · ".join(dict.fromkeys(filter(None, (pieces, row.sku))))),
        Fact(_("Fault"), row.fault),
        Fact(_("With it"), row.accessories),
        Fact(_("Buyer"), row.buyer, copy=row.buyer),
        Fact(_("Order"), row.order_no, copy=row.order_no),
        Fact(_("Warranty"), warranty_text(repair)),
        Fact(_("Supplier"), row.supplier),
        Fact(_("Batch"), str(row.batch_id or "")),
        Fact(_("Box"), row.box),
        Fact(_("Case"), str(row.case_id or "")),
        Fact(_("Replacement"), row.replacement_no, copy=row.replacement_no),
        Fact(_("Parcel"), " ".join(filter(None, (row.carrier, row.waybill))), copy=row.waybill),
        Fact(
            _("Checked by"), " · ".join(filter(None, (row.checked_by, _moment(repair, row.checked_at), row.check_note)))
        ),
        Fact(_("Note"), row.note),
        Fact(_("Label code"), row.code, copy=row.code),
        Fact(_("Entered"), f"{row.person} · {_moment(repair, row.at)}"),
    ]


def warranty_text(repair: WholeRepair) -> str:
    """Under warranty or not, and why (REP-01)."""
    row, why = repair.row, repair.why
    said = _(WARRANTIES[row.warranty])
    if row.warranty is not why.said:  # a person knew better than the days
        return _("{warranty}, as entered. By the days: {why}").format(warranty=said, why=_why(repair))
    return _("{field}: {message}").format(field=said, message=_why(repair))


def _why(repair: WholeRepair) -> str:
    why = repair.why
    if why.ordered is None:
        return _("it belongs to no order.")
    whose = repair.row.supplier if why.of_supplier else _("our shop")
    if why.until is None:
        return _("{whose} gives none.").format(whose=whose)
    told = _("ordered {day}, {n} days of {whose}, until {until}.")
    return told.format(day=why.ordered, n=why.days, whose=whose, until=why.until)


def cost_facts(repair: WholeRepair) -> list[Fact]:
    """What it costs, and who pays (REP-03)."""
    row = repair.row
    estimate = " · ".join((row.estimate.shown, _(ESTIMATES[row.estimate_state])))
    payer = usual_payer(row.warranty)
    usual = _("{party}, as it follows from the warranty").format(party=_(PARTIES[payer])) if payer else ""
    return [
        Fact(_("Estimate"), estimate if row.estimate_state is not Estimate.NONE else ""),
        Fact(_("Repair fee"), row.fee.shown if row.fee_by is not None or row.fee > ZERO else ""),
        Fact(_("Who pays"), _(PARTIES[row.fee_by]) if row.fee_by is not None else usual),
        Fact(_("Paid how"), row.fee_reference, copy=row.fee_reference),
    ]


def history_facts(repair: WholeRepair) -> list[Fact]:
    """Each step with date and person, the newest first (REP-01)."""
    return [
        Fact(_moment(repair, each.at), " · ".join(filter(None, (step_title(each.step), each.person, each.note))))
        for each in repair.steps
    ]


def earlier_facts(repair: WholeRepair) -> list[Fact]:
    """What else this sort had to be mended for within a year."""
    if not repair.earlier:
        return []
    n = len(repair.earlier)
    faults = Counter(row.fault or "–" for row in repair.earlier).most_common(4)
    said = ngettext("{n} other repair", "{n} other repairs", n).format(n=n)
    told = _(", ").join(f"{fault} ×{times}" for fault, times in faults)
    facts = [Fact(_("In a year"), _("{field}: {message}").format(field=said, message=told))]
    for row in repair.earlier[:4]:
        facts.append(
            Fact(_moment(repair, row.at), " · ".join(filter(None, (f"#{row.id}", row.fault, _(STATES[row.state])))))
        )
    return facts


def step_title(step: str) -> str:
    """A word of a repair's history as people read it; one that a newer program wrote stays as it is."""
    if step in set(Step):
        return _(RULES[Step(step)].title).rstrip("…")
    return _(DEEDS[step]) if step in DEEDS else step


def typed_day(moment: Millis | None, zone: str) -> str:
    """A day as it may be typed into a form; "" for none."""
    return to_local(moment, zone).date().isoformat() if moment is not None else ""


def _moment(repair: WholeRepair, at: Millis | None) -> str:
    return short_moment(at, repair.moment.now, repair.moment.zone)
