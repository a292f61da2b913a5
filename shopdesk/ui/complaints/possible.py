"""What can be done with a complaint now: the next action, and why the others can't be (CMP-01, CMP-02)."""

from shopdesk.domain.complaints import CLOSINGS, OURS, RULES, STATES, State, Step
from shopdesk.domain.permissions import Right
from shopdesk.i18n import N_, _
from shopdesk.services.desk import Actor
from shopdesk.ui.complaints.reading import WholeComplaint

NEXT_ACTION, NEW, FIND, PANEL = "next", "new", "find", "panel"
SEE, APPEAL, APPROVE, SEND_BACK, SEND, REOPEN = (
    step.value for step in (Step.SEE, Step.DRAFT, Step.APPROVE, Step.SEND_BACK, Step.SEND, Step.REOPEN)
)
ASSIGN, CONTACT, CLOSE, EDIT, COPY, POINTS = "assign", "contact", "close", "edit", "copy", "points"
ORDER, BUYER, CASE = "order", "buyer", "case"
_TITLES = {
    SEE: N_("Take note of it"),
    ASSIGN: N_("Put it into somebody's hands"),
    CONTACT: N_("Speak with the buyer"),
    APPEAL: N_("Write the appeal"),
    APPROVE: N_("Approve the appeal"),
    SEND: N_("Copy it and note as sent"),
    CLOSE: N_("Close it"),
}
"""What the large button says."""

_NEXT = {State.DRAFTED: APPROVE, State.APPROVED: SEND, State.SENT: CLOSE}


def next_action(complaint: WholeComplaint, actor: Actor) -> str:
    """Which action the large button does; "" for one that is over."""
    row = complaint.row
    if not row.is_open:
        return ""
    decides = actor.may(Right.OVERRULE)
    if row.state in _NEXT:
        return _NEXT[row.state]
    if row.seen_at is None and decides:
        return SEE
    if row.person_id is None and decides:
        return ASSIGN
    return APPEAL if row.contacts else CONTACT


def next_title(action: str) -> str:
    """What the large button says."""
    return _(_TITLES[action]) if action else ""


def find_reasons(complaint: WholeComplaint, actor: Actor) -> dict[str, str]:
    """Why each action can't be done with this complaint, as a sentence; what can be is left out."""
    row = complaint.row
    over = "" if row.is_open else _("It is over: {state}.").format(state=_(STATES[row.state]))
    found = {step.value: _why_no_step(complaint, step) for step in Step if step not in CLOSINGS}
    if not over and row.state in (State.DRAFTED, State.APPROVED):
        found |= {
            name: said for name in (APPROVE, SEND) if (said := found[name] or _why_no_appeal(complaint, name, actor))
        }
    found |= {
        ASSIGN: over,
        CONTACT: over,
        CLOSE: over,
        COPY: "" if row.appeal else _("There is no appeal yet."),
        ORDER: "" if row.order_id is not None else _("It is about no order."),
        BUYER: "" if row.buyer_id is not None else _("Nothing is known of its buyer."),
        CASE: "" if row.case_id is not None or row.order_id is not None else _("It is about no order."),
    }
    return {name: said for name, said in found.items() if said}


def _why_no_step(complaint: WholeComplaint, step: Step) -> str:
    row = complaint.row
    if row.state in RULES[step].came_from:
        return ""
    states = [_(STATES[state]) for state in State if state in RULES[step].came_from]
    return _("It stands at “{state}”; this is for: {states}.").format(
        state=_(STATES[row.state]), states=_(", ").join(states)
    )


def _why_no_appeal(complaint: WholeComplaint, name: str, actor: Actor) -> str:
    """What keeps a written appeal from being approved or sent (CMP-02)."""
    row, moment = complaint.row, complaint.moment
    if not row.files:
        return _("The appeal has nothing to prove it: add files under Evidence.")
    if name == APPROVE and row.appeal_by_id == actor.id and complaint.approvers:
        names = _(", ").join(complaint.approvers)
        return _("You wrote this appeal: {others} approves it.").format(others=names)
    if row.state in OURS and row.due_at is not None and row.due_at < moment.now:
        return _("Its time ended {when}: put the deadline right if the platform gave more, or close it.").format(
            when=moment.said(row.due_at)
        )
    return ""
