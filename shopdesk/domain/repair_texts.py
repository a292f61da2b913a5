"""What is written about a repair: the line of the platform's memo (REP-02), and what the buyer is told (REP-03)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shopdesk.domain.label_codes import label_code, parse_label_code
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.repairs import ENDS, Estimate, State
from shopdesk.domain.scripts import fill_blanks
from shopdesk.errors import N_
from shopdesk.i18n import _

BLANKS = ("buyer", "order_no", "item", "fault", "due", "amount", "carrier", "waybill")
"""What is filled into what buyers are told."""
ASKED = "estimate"
"""The text that asks whether the buyer agrees to what the repair costs."""
_NO_FAULT = re.compile(r" ?[(（]{fault}[)）]")
"""Brackets that would be empty."""
_CODE = re.compile(r"WX(\d{4})(\d{2})(\d{2})-(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RepairWords:
    """What texts about a repair are made of."""

    state: State
    item: str
    fault: str
    day: str
    """On which it came into its state, `3-2`."""
    buyer: str = ""
    order_no: str = ""
    due: str = ""
    """The day until when it is to be back, "" where nobody knows."""
    estimate: Money = ZERO
    estimate_state: Estimate = Estimate.NONE
    carrier: str = ""
    waybill: str = ""
    is_unmended: bool = False
    """It went back to the buyer without having been checked as right."""


def tell_key(state: State, estimate_state: Estimate) -> str:
    """What the buyer is to know now, as a word: the state, or that the cost is asked about."""
    return ASKED if estimate_state is Estimate.ASKED and state not in ENDS else state.value


def repair_code(day: str, repair_id: int) -> str:
    """What a repair label's bars say: `WX20261122-57`, the day it came (`2026-11-22`) and its number."""
    return label_code("WX", day, repair_id)


def parse_repair_code(text: str) -> tuple[str, int] | None:
    """Day and number of a repair label's code; None for any other text."""
    return parse_label_code(_CODE, text)


def memo_line(words: RepairWords, own: Mapping[str, str] | None = None) -> str:
    """The line of the platform's memo: date, item, fault, where it is (REP-02); `own` are the shop's words, by
    state."""
    kept = (own or {}).get(words.state.value, "").strip()
    said = _(_UNMENDED) if words.is_unmended else kept or _(USUAL_MEMO[words.state])
    what = " ".join(filter(None, (words.day, words.item, words.fault)))
    parcel = f"{words.carrier} {words.waybill}".strip() if words.state is State.RETURNED else ""
    return _("{what}: {where}").format(what=what, where=" ".join(filter(None, (said, parcel))))


def buyer_text(words: RepairWords, own: Mapping[str, str] | None = None) -> str:
    """What the buyer is told about where the repair stands; `own` are the shop's texts, by state or `estimate`. "" for
    a state that is the shop's own business."""
    key = tell_key(words.state, words.estimate_state)
    asks = key == ASKED
    usual = USUAL_ASKS if asks else USUAL_TOLD.get(words.state, "")
    if words.is_unmended and not asks:
        usual = _TOLD_UNMENDED
    elif words.state is State.AT_FACTORY and not asks and words.due:
        usual = _TOLD_WITH_DUE
    text = (own or {}).get(key, "").strip() or (_(usual) if usual else "")
    if not words.fault:
        text = _NO_FAULT.sub("", text)
    return fill_blanks(
        text, buyer=words.buyer or _("customer"), order_no=words.order_no, item=words.item, fault=words.fault,
        due=words.due, amount=words.estimate.shown, carrier=words.carrier, waybill=words.waybill,
    )  # fmt: skip


USUAL_MEMO: Mapping[State, str] = {
    State.RECEIVED: N_("received for repair"),
    State.LABELLED: N_("received for repair"),
    State.WAITING: N_("waiting to go to the factory for repair"),
    State.AT_FACTORY: N_("at the factory for repair"),
    State.BACK: N_("back from the factory"),
    State.CHECKED: N_("mended, to be sent to the buyer"),
    State.RETURNED: N_("mended, sent to the buyer"),
    State.REPLACED: N_("can't be mended, is replaced"),
    State.REFUNDED: N_("can't be mended, is refunded"),
    State.CANCELLED: N_("repair called off"),
}
_UNMENDED = N_("sent back to the buyer unmended")
USUAL_ASKS = N_(
    "Dear {buyer}, mending your {item} ({fault}) costs {amount}. Do you agree? We go on once you have answered."
)
USUAL_TOLD: Mapping[State, str] = {
    State.RECEIVED: N_(
        "Dear {buyer}, your {item} has arrived. We send it to the factory for repair and keep you told."
    ),
    State.AT_FACTORY: N_("Dear {buyer}, your {item} is at the factory for repair."),
    State.CHECKED: N_("Dear {buyer}, your {item} is mended and checked. We are sending it to you."),
    State.RETURNED: N_("Dear {buyer}, your mended {item} is on its way: {carrier} {waybill}."),
    State.REPLACED: N_("Dear {buyer}, your {item} can't be mended. We send you another one."),
    State.REFUNDED: N_("Dear {buyer}, your {item} can't be mended. We refund it to you."),
    State.CANCELLED: N_("Dear {buyer}, the repair of your {item} is called off, as agreed."),
}
_TOLD_WITH_DUE = N_("Dear {buyer}, your {item} is at the factory for repair. It should be back by {due}.")
_TOLD_UNMENDED = N_("Dear {buyer}, your {item} is on its way back to you as it was: {carrier} {waybill}.")
