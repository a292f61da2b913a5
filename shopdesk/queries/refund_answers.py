"""Where a buyer's money is, with the text to send (REF-06)."""

from dataclasses import dataclass
from datetime import date

from shopdesk.clock import Millis, to_local
from shopdesk.db.database import Database
from shopdesk.domain.refund_answers import ANSWERS, answer_name, arrives, fill_answer
from shopdesk.domain.refunds import RefundState
from shopdesk.i18n import _
from shopdesk.queries.refunds import RefundRow
from shopdesk.queries.shop_settings import get_setting
from shopdesk.settings import REFUND_ANSWERS, ZONE


@dataclass(frozen=True, slots=True)
class RefundAnswer:
    """What can be said of a refund."""

    name: str
    """Which text it is: a word of domain.refund_answers.ANSWERS."""
    text: str
    since: date | None
    until: date | None
    """Between which days a paid one is with the buyer."""


def get_answer(database: Database, refund: RefundRow, *, now: Millis) -> RefundAnswer:
    """What to tell the buyer, in the shop's own words where it has some."""
    zone = get_setting(database, ZONE)
    today = to_local(now, zone).date()
    paid_on = None if refund.paid_at is None else to_local(refund.paid_at, zone).date()
    due = arrives(refund.channel, paid_on) if paid_on is not None and refund.state is RefundState.PAID else None
    name = answer_name(refund.state, refund.channel, today=today, paid_on=paid_on, waits=refund.due_at is None)
    script = get_setting(database, REFUND_ANSWERS).get(name, "").strip() or _(ANSWERS[name])
    until = max(today, to_local(refund.due_at, zone).date()) if refund.due_at is not None else today
    values = {
        "buyer": refund.buyer, "order_no": refund.order_no, "amount": refund.to_pay.yuan, "paid": paid_on or "",
        "since": due.since if due else "", "until": due.until if due else "", "due": until,
        "reference": refund.reference, "reason": refund.decision,
    }  # fmt: skip
    return RefundAnswer(name, fill_answer(script, values), due.since if due else None, due.until if due else None)
