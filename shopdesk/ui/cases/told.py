"""What the panel tells of a case: what is pressing, what is known, who spoke with the buyer, what was done."""

from shopdesk.clock import Millis
from shopdesk.domain.cases import COMES_BACK, DEEDS, RULES, Source, State, Step, state_title
from shopdesk.domain.reasons import COVERS, PARTIES, Cover, Party
from shopdesk.domain.refunds import REFUND_STATES
from shopdesk.i18n import N_, _
from shopdesk.queries.cases import CaseItemRow, CaseRow
from shopdesk.ui.cases.columns import told_due
from shopdesk.ui.cases.reading import WholeCase
from shopdesk.ui.controls import LabelRole
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.page_moment import Moment

_SOURCES = {
    Source.HAND: N_("Entered by {person}"),
    Source.BOX: N_("Came in a box, registered by {person}"),
    Source.PLATFORM: N_("From the platform's file, imported by {person}"),
}


def pressing_facts(case: WholeCase) -> list[Fact]:
    """What somebody has to look at before the rest."""
    row, detail, moment = case.row, case.detail, case.moment
    facts = [_clock(_("Due"), row.due_at, moment)]
    if row.platform_due and row.is_open:
        facts.append(_clock(_("Platform's clock"), row.platform_due, moment))
    if case.photos_missing and row.kind in COMES_BACK and row.state is State.ASKED:
        facts.append(Fact(_("Photos"), _("Needed before the goods travel: add them below."), "warning"))
    if row.asked_again and row.is_open:
        facts.append(Fact(_("Asked"), _asked_again(row, moment), "warning"))
    contact = case.next_contact
    if contact is not None and contact.next_at != row.answer_by:
        facts.append(_clock(_("Speak again"), contact.next_at, moment))
    if row.is_open and detail.covered_by is not None:
        facts.append(_cover(row, detail.covered_by, moment))
    if not row.person and row.is_open:
        facts.append(Fact(_("In charge"), _("Nobody: hand it over to somebody."), "warning"))
    return facts


def known_facts(case: WholeCase) -> list[Fact]:
    """What the case is about, as far as it isn't written in its place."""
    row, detail, moment = case.row, case.detail, case.moment
    early = _("Allowed by {person}: {reason}").format(person=detail.early_by, reason=detail.early_reason)
    refunds = "\n".join(f"{each.amount.shown} · {_(REFUND_STATES[each.state])}" for each in case.refunds)
    request = " · ".join(filter(None, (row.refund_no, detail.request_state)))
    return [
        Fact(_("Buyer"), row.buyer, copy=row.buyer),
        Fact(_("Order"), row.order_no, copy=row.order_no),
        Fact(_("Goods"), "\n".join(map(_item, detail.items))),
        Fact(_("Freight"), " · ".join(filter(None, (freight_rule(row), _paid_carriers(case))))),
        Fact(_("Sent back"), _sent(row, moment), copy=row.waybill),
        Fact(_("Goods received"), short_moment(row.received_at, moment.now, moment.zone)),
        Fact(_("Early"), early if row.early_at is not None else ""),
        Fact(_("Replacement"), row.replacement_no, copy=row.replacement_no),
        Fact(_("Refund"), refunds),
        Fact(_("Platform's request"), request, copy=row.refund_no),
        Fact(_("In charge"), row.person),
        Fact(_("Opened on"), _opened(row, moment)),
        Fact(_("Call back"), _call(case)),
        Fact(_("Outcome"), row.outcome),
    ]


def freight_rule(row: CaseRow) -> str:
    """Who pays the way back, as it follows from who is responsible (RET-10)."""
    party = row.responsible
    if party is None:
        return _("To be decided: who is responsible?")
    if row.cover is not Cover.NONE and party is Party.BUYER:
        return _("The buyer pays; {cover} pays it back").format(cover=_(COVERS[row.cover]))
    if party is Party.BUYER:
        return _("The buyer pays")
    return _("{party} pays").format(party=_(PARTIES[party]))


def _paid_carriers(case: WholeCase) -> str:
    """Whose freight is paid back, where somebody else than the buyer pays (RET-10)."""
    if not case.paid_carriers or case.row.responsible in (None, Party.BUYER):
        return ""
    return _("paid back for: {carriers}").format(carriers=_(", ").join(case.paid_carriers))


def contact_facts(case: WholeCase) -> list[Fact]:
    """Who spoke with the buyer, and when next (CRM-03)."""
    moment, facts = case.moment, []
    for each in case.detail.contacts:
        said = " · ".join(filter(None, (each.note, each.person)))
        role: LabelRole = "body"
        if each.next_at is not None and each.done_at is None:
            said += "\n" + _("Next: {when}").format(when=moment.said(each.next_at))
            role = _role(each.next_at, moment)
        facts.append(Fact(short_moment(each.at, moment.now, moment.zone), said, role))
    return facts


def history_facts(case: WholeCase) -> list[Fact]:
    """What was done by whom and when, the newest first (RET-16)."""
    moment = case.moment
    return [
        Fact(
            short_moment(each.at, moment.now, moment.zone),
            " · ".join(filter(None, (step_title(each.step), each.person, each.note))),
        )
        for each in case.detail.steps
    ]


def step_title(step: str) -> str:
    """A word of a case's history as people read it; one that a newer program wrote stays as it is."""
    if step in set(Step):
        return _(RULES[Step(step)].title).rstrip("…")
    return _(DEEDS[step]) if step in DEEDS else step


def head(row: CaseRow) -> str:
    """The panel's title."""
    name = _("Case {number}").format(number=row.id)
    return " · ".join(filter(None, (name, row.buyer, _(state_title(row.kind, row.state)))))


def _clock(name: str, due: Millis | None, moment: Moment) -> Fact:
    if due is None:
        return Fact(name, "")
    return Fact(name, f"{told_due(due, moment)}  ({moment.said(due)})", _role(due, moment))


def _role(due: Millis, moment: Moment) -> LabelRole:
    pressing = moment.pressing(due)
    return "danger" if pressing == "danger" else "warning" if pressing else "body"


def _asked_again(row: CaseRow, moment: Moment) -> str:
    said = _("{n} times").format(n=row.questions)
    if row.answer_by is None:
        return said
    return " · ".join((said, _("answer by {when}").format(when=moment.said(row.answer_by))))


def _cover(row: CaseRow, until: Millis, moment: Moment) -> Fact:
    """By when insurance or the platform should have paid (RET-11)."""
    when = moment.said(until)
    said = _("{cover} should have paid by {when}") if until < moment.now else _("{cover} pays by {when}")
    return Fact(_("Way back"), said.format(cover=_(COVERS[row.cover]), when=when), _role(until, moment))


def _item(item: CaseItemRow) -> str:
    name = " ".join(filter(None, (item.sku or item.title, item.properties)))
    back = _("{n} back").format(n=item.received) if item.received else ""
    return " · ".join(filter(None, (f"{name} ×{item.quantity}", back)))


def _sent(row: CaseRow, moment: Moment) -> str:
    if not row.waybill:
        return ""
    return " ".join(filter(None, (row.carrier, row.waybill, short_moment(row.sent_at, moment.now, moment.zone))))


def _opened(row: CaseRow, moment: Moment) -> str:
    who = _(_SOURCES[row.source]).format(person=row.opened_by)
    return f"{short_moment(row.opened_at, moment.now, moment.zone)} · {who}"


def _call(case: WholeCase) -> str:
    """What the buyer said when called; else when to call (RET-16)."""
    detail, moment = case.detail, case.moment
    if detail.called_at is not None:
        solved = _("solved") if detail.solved else _("not solved")
        content = {True: _("satisfied"), False: _("not satisfied"), None: ""}[detail.satisfied]
        return " · ".join(filter(None, (solved, content, detail.called_by)))
    if case.row.call_at is None or case.row.state is not State.DONE:
        return ""
    return _("by {when}").format(when=moment.said(case.row.call_at))
