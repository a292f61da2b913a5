"""What can be done with a case now: the next action, and why the others can't be (RET-09 to RET-16)."""

from shopdesk.domain.cases import (
    COMES_BACK,
    NEXT,
    REPLACED,
    RULES,
    STATES,
    CaseDoubt,
    CaseFacts,
    Kind,
    State,
    Step,
    doubt_about,
)
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import OPEN, REFUND_STATES, RefundState
from shopdesk.domain.repairs import NEXT as NEXT_REPAIR
from shopdesk.domain.repairs import RULES as REPAIR_RULES
from shopdesk.i18n import N_, _
from shopdesk.queries.cases import CaseRow
from shopdesk.services.desk import Actor
from shopdesk.ui.cases.reading import WholeCase

INTAKE, REPLACE, REFUND, EARLY, CONTACT_DONE = "intake", "replace", "refund", "early", "contact-done"
HAND_OVER, ASK_AGAIN, CONTACT, ORDER = "hand-over", "ask-again", "contact", "order"
LOST_FORM = "lost-form"
REPAIR, CALL_BACK = "repair", "interception"
"""What another page does: the goods are mended, or the parcel is being called back."""
SHORTAGE, INTERCEPT, DETOUR = "shortage-new", "interception-new", "detour-new"
GUIDES = (SHORTAGE, INTERCEPT, DETOUR)
"""What the page of parcels begins for the case's order, by the kind that opens it there."""
BUYER, COMPLAINT, POINTS = "buyer", "complaint", "points"
"""Beside the case: whose it is, a complaint about it, points for somebody."""
ENDS = frozenset({Step.REFUSE, Step.WITHDRAW, Step.CLOSE, Step.FULFIL})
"""Not while money is under way."""
BEFORE_GOODS = frozenset({State.AGREED, State.SENT, State.RECEIVED, State.INSPECTED})
STEPS = tuple(step for step, rule in RULES.items() if not rule.by_itself)
"""Those that a button takes."""
_AT_THE_INTAKE = {
    Step.RECEIVE: N_("Goods arrived: to the intake"),
    Step.INSPECT: N_("Inspect the goods"),
    Step.APPROVE: N_("Approve into stock"),
}


_OF_REFUND = {
    None: N_("Ask for the refund"),
    RefundState.ASKED: N_("Approve the refund"),
    RefundState.APPROVED: N_("Pay the refund"),
}
"""What is next once a refund is under way."""


_ELSEWHERE = {
    REPLACE: N_("Enter the replacement"),
    ORDER: N_("Ship the replacement"),
    CALL_BACK: N_("Look after the parcel called back"),
}


def next_action(row: CaseRow, case: WholeCase | None = None) -> str:
    """Which action the large button does: a Step's word, or one of this module's; "" for a closed case. A list doesn't
    know of repairs and parcels that are over: it gives no `case`."""
    if row.state is State.CLOSED:
        return ""
    waits_for_early = row.early_at is not None and row.state in BEFORE_GOODS
    if row.kind in REPLACED and (row.state is State.RELEASED or waits_for_early) and row.replacement_id is None:
        return REPLACE
    if row.state is State.RELEASED and row.kind is Kind.REPAIR:
        is_over = case is not None and case.repair is not None and not case.repair.is_open
        return Step.FULFIL.value if is_over else REPAIR
    if row.state is State.RELEASED:
        is_called_back = case is not None and case.interception is not None
        return ORDER if row.kind in REPLACED else CALL_BACK if is_called_back else REFUND
    step = NEXT[row.state]
    return INTAKE if step in _AT_THE_INTAKE else step.value


def next_title(row: CaseRow, refund: RefundState | None = None, case: WholeCase | None = None) -> str:
    """What the large button says; `refund` is where the case's refund stands."""
    action = next_action(row, case)
    if action in _ELSEWHERE:
        return _(_ELSEWHERE[action])
    if action == REFUND:
        return _(_OF_REFUND.get(refund, _OF_REFUND[None]))
    if action == REPAIR:
        return _repair_title(case)
    if action == INTAKE:
        return _(_AT_THE_INTAKE[NEXT[row.state]])
    return _(RULES[Step(action)].title).rstrip("…") if action else ""


def _repair_title(case: WholeCase | None) -> str:
    """What is next with the repair: where the case stands meanwhile, its own state says nothing of."""
    if case is None:
        return _("Mend it")
    if case.repair is None:
        return _("Enter the repair")
    step = NEXT_REPAIR.get(case.repair.state)
    title = _(REPAIR_RULES[step].title).rstrip("…") if step is not None else _("Mend it")
    return _("Repair {n}: {step}").format(n=case.repair.id, step=title)


def open_refund(case: WholeCase) -> RefundState | None:
    """Where the refund stands that is under way; None while there is none."""
    return next((each.state for each in case.refunds if each.state in OPEN), None)


def find_reasons(case: WholeCase, actor: Actor) -> dict[str, str]:
    """Why each action can't be done now, as a sentence; what can be is left out."""
    found = {step.value: _why_no_step(case, step, actor) for step in STEPS}
    found |= {
        REPLACE: _why_no_replacement(case),
        EARLY: _why_not_early(case, actor),
        REFUND: "" if case.row.order_id else _("The case belongs to no order."),
        ORDER: "" if case.row.order_id else _("The case belongs to no order."),
        LOST_FORM: "" if case.row.order_id else _("The case belongs to no order."),
        **{name: "" if case.row.order_id else _("The case belongs to no order.") for name in GUIDES},
        BUYER: "" if case.row.buyer_id else _("Nothing of a known buyer is chosen here."),
        REPAIR: _why_no_repair(case),
        CALL_BACK: "" if case.interception else _("No parcel of it is being called back."),
        HAND_OVER: _why_closed(case),
        ASK_AGAIN: _why_closed(case),
        CONTACT_DONE: "" if case.next_contact else _("No next contact is noted."),
    }
    return {name: said for name, said in found.items() if said}


def _why_no_step(case: WholeCase, step: Step, actor: Actor) -> str:
    doubt = doubt_about(step, case.facts, person_id=actor.id)
    if doubt is CaseDoubt.KIND:
        return _("No goods come back in such a case.")
    if doubt is CaseDoubt.SAME_PERSON:
        return _("You inspected the goods: somebody else has to approve them.")
    if doubt is CaseDoubt.STATE:
        return _why_not_here(case.facts, step)
    refund = open_refund(case)
    if step in ENDS and refund is not None:
        return _("A refund is under way ({state}): pay it or refuse it first.").format(state=_(REFUND_STATES[refund]))
    is_travelling = step in (Step.AGREE, Step.SEND) and case.row.state is State.ASKED and case.row.kind in COMES_BACK
    if is_travelling and case.photos_missing and not (step is Step.AGREE and actor.may(Right.OVERRULE)):
        return _("Photos are needed before the goods travel: add them below.")
    return ""


def _why_not_here(facts: CaseFacts, step: Step) -> str:
    """Where a case has to stand for a step, in the order of its way."""
    states = [_(STATES[state]) for state in State if state in RULES[step].came_from]
    return _("It stands at “{state}”; this is for: {states}.").format(
        state=_(STATES[facts.state]), states=_(", ").join(states)
    )


def _why_no_replacement(case: WholeCase) -> str:
    row = case.row
    if row.kind not in REPLACED:
        return _("Only in an exchange or a reissue something is sent.")
    if row.order_id is None:
        return _("The case belongs to no order.")
    if row.replacement_id is not None and not case.can_replace_again:
        return _("Order {order_no} was entered for it already.").format(order_no=row.replacement_no)
    if row.state is State.RELEASED or (row.early_at is not None and row.state in BEFORE_GOODS):
        return ""
    return _("The goods are not back and approved; a supervisor may let it go before.")


def _why_no_repair(case: WholeCase) -> str:
    if case.repair is not None or case.row.order_id is not None:
        return ""
    return _("The case belongs to no order.")


def _why_not_early(case: WholeCase, actor: Actor) -> str:
    row = case.row
    if row.kind is not Kind.EXCHANGE or row.state not in BEFORE_GOODS:
        return _("Only for an exchange whose goods are still waited for.")
    if row.early_at is not None:
        return _("{person} allowed it: {reason}").format(person=case.detail.early_by, reason=case.detail.early_reason)
    if row.person_id == actor.id and not case.is_alone:
        return _("You are in charge of this case: another supervisor has to allow it.")
    return ""


def _why_closed(case: WholeCase) -> str:
    return "" if case.row.is_open else _("The case is closed: open it again first.")
