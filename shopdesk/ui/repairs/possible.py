"""What can be done with a repair now: the next action, and why the others can't be (REP-01 to REP-03)."""

from shopdesk.domain.money import ZERO
from shopdesk.domain.repairs import ENDS, HERE, RULES, STATES, Estimate, RepairDoubt, State, Step, Warranty, doubt_about
from shopdesk.i18n import N_, _
from shopdesk.queries.repairs import RepairRow
from shopdesk.ui.repairs.whole import WholeRepair

LABELS, BATCH, SHOW_BATCH, RETURN = "labels", "into-batch", "show-batch", "return"
ASK, ANSWER, FEE, PAID = "ask-cost", "answer-cost", "fee", "paid"
TELL, COPY_TEXT, COPY_MEMO, ADD_MEMO = "tell", "copy-text", "copy-memo", "add-memo"
EDIT, ORDER, CASE = "edit", "order", "case"
STEPS = (Step.WAIT, Step.COME_BACK, Step.CHECK, Step.SEND_AGAIN, Step.REPLACE, Step.REFUND, Step.CANCEL, Step.REOPEN)
"""Those that a button takes alone."""
_TITLES = {
    LABELS: N_("Print the label"),
    BATCH: N_("Put it into a batch"),
    SHOW_BATCH: N_("Send the batch off"),
    ANSWER: N_("Note the buyer's answer"),
    PAID: N_("Note how the fee was paid"),
    RETURN: N_("Send it to the buyer"),
    TELL: N_("Tell the buyer"),
    CASE: N_("Go on in the case"),
}


def next_action(row: RepairRow) -> str:
    """Which action the large button does: a Step's word, or one of this module's; "" where nothing is left to do."""
    if _is_asked(row):
        return ANSWER  # the factory waits for it
    if row.is_away:
        return Step.COME_BACK.value
    return {
        State.RECEIVED: LABELS,
        State.LABELLED: BATCH,
        State.WAITING: BATCH if row.batch_id is None else SHOW_BATCH,
        State.BACK: Step.CHECK.value,
        State.CHECKED: PAID if row.owed else RETURN,
    }.get(row.state, TELL if row.to_tell else CASE if _goes_on(row) else "")


def next_title(row: RepairRow) -> str:
    """What the large button says."""
    action = next_action(row)
    if action in _TITLES:
        return _(_TITLES[action])
    return _(RULES[Step(action)].title).rstrip("…") if action else ""


def find_reasons(repair: WholeRepair) -> dict[str, str]:
    """Why each action can't be done now, as a sentence; what can be is left out."""
    row = repair.row
    none_of_order = "" if row.order_id is not None else _("The repair belongs to no order.")
    found = {step.value: _why_no_step(row, step) for step in STEPS}
    found |= {
        BATCH: _why_no_batch(row),
        SHOW_BATCH: "" if row.batch_id is not None else _("It is in no batch."),
        RETURN: _why_no_return(row),
        ASK: _why_not_asked(row),
        ANSWER: "" if _is_asked(row) else _("The buyer wasn't asked about a cost."),
        FEE: _paid(row),
        PAID: "" if row.owed else _paid(row) or _("The buyer has nothing to pay."),
        TELL: "" if row.to_tell else _("The buyer knows where it stands."),
        COPY_TEXT: "" if repair.text else _("There is nothing to tell the buyer at this step."),
        ADD_MEMO: none_of_order or (_("The order's memo has this line.") if repair.memo_written else ""),
        EDIT: "" if row.is_open else _("It is over: open it again first."),
        ORDER: none_of_order,
        CASE: "" if row.case_id is not None else _("It belongs to no case."),
    }  # fmt: skip
    return {name: said for name, said in found.items() if said}


def _is_asked(row: RepairRow) -> bool:
    return row.is_open and row.estimate_state is Estimate.ASKED


def _goes_on(row: RepairRow) -> bool:
    return row.state in (State.REPLACED, State.REFUNDED) and row.case_id is not None


def _why_no_step(row: RepairRow, step: Step) -> str:
    doubt = doubt_about(step, row.facts)
    if doubt is RepairDoubt.NOT_AWAY:
        return _("Its goods are not with the supplier.")
    if doubt is not None:
        return _stands(row, step)
    if step in (Step.REPLACE, Step.REFUND) and row.order_id is None and row.buyer_id is None:
        return _("It belongs to no order and no buyer.")
    return _unapproved(row) if step in (Step.WAIT, Step.CHECK) else ""


def _stands(row: RepairRow, step: Step) -> str:
    states = _(", ").join(_(STATES[state]) for state in State if state in RULES[step].came_from)
    return _("It stands at “{state}”; this is for: {states}.").format(state=_(STATES[row.state]), states=states)


def _unapproved(row: RepairRow) -> str:
    if not row.waits_for_approval:
        return ""
    return _("What came in box {box} is not inspected and approved yet.").format(box=row.box)


def _why_no_batch(row: RepairRow) -> str:
    if row.state not in HERE:
        return _stands(row, Step.WAIT)
    if row.batch_id is not None:
        return _("It is in batch {batch} already.").format(batch=row.batch_id)
    if row.estimate_state is Estimate.ASKED:
        return _("The buyer was asked about the cost: wait for the answer.")
    return _unapproved(row)


def _why_no_return(row: RepairRow) -> str:
    if doubt_about(Step.RETURN, row.facts) is not None:
        return _stands(row, Step.RETURN)
    if row.owed:
        return _("The buyer has to pay {fee} first.").format(fee=row.owed.shown)
    return _unapproved(row)


def _why_not_asked(row: RepairRow) -> str:
    if row.state in ENDS:
        return _("It is over: open it again first.")
    if row.warranty is Warranty.YES:
        return _("It is under warranty: the buyer doesn't pay.")
    return _paid(row)


def _paid(row: RepairRow) -> str:
    if not row.fee_reference or row.fee == ZERO:
        return ""
    return _("The buyer paid {fee}: {reference}").format(fee=row.fee.shown, reference=row.fee_reference)
