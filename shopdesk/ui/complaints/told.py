"""What the panel tells of a complaint: its clock, what it says, its appeal, contacts, history (CMP-01, CMP-02)."""

from shopdesk.clock import Millis
from shopdesk.domain.complaints import CAUSES, STATES, State
from shopdesk.domain.points import signed
from shopdesk.i18n import _, ngettext
from shopdesk.queries.complaints import ComplaintRow
from shopdesk.services.complaint_steps import said_of
from shopdesk.services.points import said_rule
from shopdesk.ui.complaints.columns import due_role, told_time
from shopdesk.ui.complaints.reading import WholeComplaint
from shopdesk.ui.controls import LabelRole
from shopdesk.ui.moments import short_moment
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.page_moment import Moment


def head(row: ComplaintRow) -> str:
    """The panel's title."""
    name = _("Complaint {number}").format(number=row.id)
    return " · ".join(filter(None, (name, row.buyer, _(STATES[row.state]))))


def clock_facts(complaint: WholeComplaint) -> list[Fact]:
    """By when to answer, whether a supervisor saw it, in whose hands it is."""
    row, moment = complaint.row, complaint.moment
    facts = []
    if row.is_open and row.due_at is not None:
        waits = _("the platform decides") if row.state is State.SENT else told_time(row.due_at, moment)
        role = _ROLES.get(due_role(row, moment), "body")
        facts.append(Fact(_("Answer"), f"{waits}  ({moment.said(row.due_at)})", role))
    if row.seen_at is None:
        facts.append(Fact(_("Seen"), _("by no supervisor yet"), "danger"))
    else:
        facts.append(Fact(_("Seen"), _by(row.seen_by, row.seen_at, moment)))
    if row.is_open and row.next_at is not None:
        role = _ROLES.get(moment.pressing(row.next_at), "body")
        facts.append(Fact(_("Speak again"), f"{told_time(row.next_at, moment)}  ({moment.said(row.next_at)})", role))
    if complaint.detail.others:
        n = complaint.detail.others
        said = ngettext("{n} other complaint", "{n} other complaints", n).format(n=n)
        facts.append(Fact(_("Same buyer"), said, "warning"))
    return facts


def said_facts(complaint: WholeComplaint) -> list[Fact]:
    """What it is about and what it says."""
    row = complaint.row
    return [Fact(_("Cause"), _(CAUSES[row.cause])), Fact(_("What it says"), row.said or _("(no words)"), copy=row.said)]


def appeal_facts(complaint: WholeComplaint) -> list[Fact]:
    """The appeal, who wrote, approved and sent it (CMP-02)."""
    row, moment = complaint.row, complaint.moment
    if not row.appeal:
        return [Fact(_("Appeal"), _("not written yet"), "muted")]
    proofs = ngettext("{n} file", "{n} files", row.files).format(n=row.files) if row.files else _("none")
    facts = [
        Fact(_("Written by"), _by(row.appeal_by, row.appeal_at, moment)),
        Fact(_("Appeal"), row.appeal, copy=row.appeal),
        Fact(_("Proofs"), proofs, "body" if row.files else "warning"),
    ]
    if row.state is State.DRAFTED:
        facts.append(Fact(_("Approved by"), _("not yet: by another person"), "warning"))
    elif row.approved_at is not None:
        facts.append(Fact(_("Approved by"), _by(row.approved_by, row.approved_at, moment), "good"))
    if row.sent_at is not None:
        facts.append(Fact(_("Sent to the platform"), short_moment(row.sent_at, moment.now, moment.zone)))
    return facts


def known_facts(complaint: WholeComplaint) -> list[Fact]:
    """Of which order and buyer it is, in whose hands, how it ended and what it cost."""
    row, detail, moment = complaint.row, complaint.detail, complaint.moment
    holder = row.person or (_("Nobody") if row.is_open else "")
    return [
        Fact(_("Order"), row.order_no, copy=row.order_no),
        Fact(_("Buyer"), row.buyer, copy=row.buyer),
        Fact(_("Receiver"), " ".join(filter(None, (detail.receiver, detail.phone)))),
        Fact(_("Shop"), row.shop),
        Fact(_("Memo"), detail.memo),
        Fact(_("Case"), str(row.case_id or "")),
        Fact(_("Platform's number"), row.number, copy=row.number),
        Fact(_("In hands of"), holder, "body" if row.person else "warning"),
        Fact(_("Entered by"), _by(row.opened_by, row.opened_at, moment)),
        Fact(_("Result"), row.result),
        Fact(_("What it cost"), _("¥{amount}").format(amount=row.cost.yuan) if row.cost else ""),
        Fact(_("Closed by"), _by(row.closed_by, row.closed_at, moment) if row.closed_at else ""),
        Fact(_("Points"), _points(complaint)),
    ]


def contact_facts(complaint: WholeComplaint) -> list[Fact]:
    """Who spoke with the buyer, and when next (CRM-03)."""
    moment, facts = complaint.moment, []
    for each in complaint.detail.contacts:
        said = " · ".join(filter(None, (each.note, each.person)))
        role: LabelRole = "body"
        if each.next_at is not None and each.done_at is None:
            said += "\n" + _("Next: {when}").format(when=moment.said(each.next_at))
            role = _ROLES.get(moment.pressing(each.next_at), "body")
        facts.append(Fact(short_moment(each.at, moment.now, moment.zone), said, role))
    return facts


def history_facts(complaint: WholeComplaint) -> list[Fact]:
    """What was done by whom and when, the newest first."""
    moment = complaint.moment
    return [
        Fact(
            short_moment(each.at, moment.now, moment.zone),
            " · ".join(filter(None, (said_of(each.step), each.person, each.note))),
        )
        for each in reversed(complaint.detail.steps)
    ]


_ROLES: dict[str, LabelRole] = {"danger": "danger", "warning": "warning"}


def _points(complaint: WholeComplaint) -> str:
    return "\n".join(f"{each.person} {signed(each.counted)} ({said_rule(each.rule)})" for each in complaint.points)


def _by(name: str, at: Millis | None, moment: Moment) -> str:
    return " · ".join(filter(None, (name, short_moment(at, moment.now, moment.zone))))
