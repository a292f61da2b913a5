"""The sample shop's parcels in trouble: one lost, one broken, one out of reach, one to be brought back."""

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.claims import Kind
from shopdesk.domain.detours import Way
from shopdesk.domain.money import Money
from shopdesk.domain.tracking import State
from shopdesk.queries.detours import compare_ways
from shopdesk.services.claims import ask_carrier, note_answer, register_claim
from shopdesk.services.detours import decide_detour
from shopdesk.services.interceptions import ask_interception, note_promise
from shopdesk.services.sample_desk import AGENT, Sample
from shopdesk.services.sample_orders import DAY, HOUR

_PARCELS = """
SELECT t.order_id, t.waybill, t.last_text FROM tracking t JOIN orders o ON o.id = t.order_id
WHERE t.closed_at IS NULL AND t.state = ? AND o.refund_state = '' AND o.paid > 0
AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.order_id = o.id) AND NOT EXISTS
  (SELECT 1 FROM parcel p JOIN parcel q ON q.waybill = p.waybill AND q.order_id <> p.order_id WHERE p.order_id = o.id)
ORDER BY t.left_at, t.id
"""


def chase(sample: Sample, now: Millis) -> None:
    """What was done since some days about parcels that carriers lost, broke or couldn't deliver."""
    for order_id, waybill in _parcels(sample, State.LEFT)[:1]:
        number = register_claim(
            sample.acting(AGENT, now - 5 * DAY), kind=Kind.LOST, order_id=order_id, waybill=waybill, note="三天没有记录"
        )
        asked = sample.acting(AGENT, now - 4 * DAY)
        ask_carrier(asked, claim_id=number, note="已提交工单", answer_by=now - DAY)
    for order_id, waybill in _parcels(sample, State.SIGNED)[:1]:
        agent = sample.acting(AGENT, now - DAY)
        number = register_claim(agent, kind=Kind.BROKEN, order_id=order_id, waybill=waybill, amount=Money(12_000))
        ask_carrier(agent, claim_id=number)
        note_answer(sample.acting(AGENT, now - 4 * HOUR), claim_id=number, offered=Money(6_000), answer="按五折赔付")
    _send_round(sample, now)
    for order_id, waybill in _parcels(sample, State.MOVING, "转运中心")[:1]:
        agent = sample.acting(AGENT, now - 6 * HOUR)
        number = ask_interception(
            agent, order_id=order_id, waybill=waybill, asked_of="网点客服", reason="买家不要了，还没派送"
        )
        note_promise(agent, interception_id=number, promised_by="网点客服", promised_at=now + 5 * HOUR)


def _send_round(sample: Sample, now: Millis) -> None:
    """A parcel that its carrier can't deliver goes on as the desk proposes."""
    for order_id, waybill in _parcels(sample, State.TROUBLE, "超出派送范围")[:1]:
        agent = sample.acting(AGENT, now - 20 * HOUR)
        proposed = compare_ways(agent.database, order_id=order_id, now=agent.clock()).comparison.proposed
        if proposed is Way.POST:
            decide_detour(agent, order_id=order_id, waybill=waybill, way=proposed)
        else:
            decide_detour(agent, order_id=order_id, waybill=waybill, way=Way.POST, reason="买家着急")


def _parcels(sample: Sample, state: State, said: str = "") -> list[tuple[int, str]]:
    """Parcels that stand so by these last words, each of one order of which nothing else is told; the oldest first."""
    rows = rows_of(sample.desk.database, _PARCELS, (state.value,))
    return [(int(order_id), waybill) for order_id, waybill, last in rows if said in last]
