"""What happened to repairs and their batches, in words: with themselves, and beside their order."""

from collections.abc import Callable, Mapping

from shopdesk.domain.repairs import ESTIMATES, RULES, STATES, State, Step
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

REPAIR_KINDS: Mapping[str, str] = {"repair": N_("Repair"), "repair_batch": N_("Repair batch")}
REPAIR_DEEDS: Mapping[str, str] = {
    "open repair": N_("Repair entered"),
    "repair": N_("Repair"),
    "estimate": N_("The buyer is asked about the cost"),
    "decline": N_("The buyer declined the cost"),
    "fee": N_("Repair fee"),
    "batch": N_("Into a batch"),
    "out of batch": N_("Out of the batch"),
    "open batch": N_("Batch opened"),
    "dispatch": N_("Sent to the factory"),
    "cancel": N_("Called off"),
}
REPAIR_FIELDS: Mapping[str, str] = {
    "repair": N_("Repair"),
    "batch_id": N_("Batch"),
    "warranty": N_("Warranty"),
    "estimate": N_("Estimate"),
    "estimate_state": N_("Estimate"),
    "fee": N_("Repair fee"),
    "fee_by": N_("Who pays the fee"),
    "fee_reference": N_("Paid by"),
    "check_note": N_("Found by the check"),
    "repair_days": N_("Mends in (days)"),
    "warranty_days": N_("Warranty (days)"),
    "supplier": N_("Supplier"),
    "dispatched_at": N_("Sent to the factory"),
    "dispatched_by_id": N_("Sent by"),
    "back_at": N_("Back from the factory"),
    "labelled_at": N_("Label printed"),
    "checked_at": N_("Checked"),
    "checked_by_id": N_("Checked by"),
    "cancelled_at": N_("Called off"),
    "told_state": N_("Told"),
    "told_at": N_("Told"),
}
REPAIR_WORDS: Mapping[str, Mapping[str, str]] = {
    "estimate_state": {key.value: words for key, words in ESTIMATES.items()},
}
REPAIR_AMOUNTS = frozenset({"estimate", "fee"})
"""Kept in fen."""


def _entered(row: TrailRow) -> str:
    item, quantity, fault = (row.after.get(name) for name in ("item", "quantity", "fault"))
    said = _("{item} × {quantity} to be mended").format(item=item or "–", quantity=quantity or 1)
    return _("{part}: {rest}").format(part=said, rest=fault) if fault else said


def _of_order(row: TrailRow) -> str:
    state = str(row.after.get("state") or "")
    where = _(STATES[State(state)]) if state in set(State) else state
    said = _("Repair {number}, {item}: {state}")
    return said.format(number=row.after.get("repair"), item=row.after.get("item") or "–", state=where)


def _stepped(step: Step) -> Callable[[TrailRow], str]:
    return lambda _row: _(RULES[step].title).rstrip("…")


REPAIRS_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "open repair": _entered,
    **{step.value: _stepped(step) for step in Step},
    "agree": said_plainly(N_("The buyer agreed to the cost")),
    "paid": said_plainly(N_("The buyer paid")),
    "told": said_plainly(N_("Buyer told")),
}
"""With the repair itself, by the action; the rest is told field by field."""
ORDER_REPAIRS_SAID: Mapping[str, Callable[[TrailRow], str]] = {"repair": _of_order}
"""Beside the order."""
