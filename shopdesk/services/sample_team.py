"""The sample shop's complaints in each state, and the points of this month and the last: booked, disputed, settled."""

from shopdesk.clock import Millis, day_start, to_local
from shopdesk.db.database import rows_of
from shopdesk.domain.complaints import Cause, Step
from shopdesk.domain.money import Money
from shopdesk.domain.points import PointKind
from shopdesk.services.complaint_steps import close_complaint, take_step, write_appeal
from shopdesk.services.complaints import assign_complaint, note_complaint_contact, open_complaint
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence
from shopdesk.services.points import book_points, dispute_points, settle_points
from shopdesk.services.sample_desk import AGENT, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR, STAFF

_WANTED = 15
"""Orders that something is said of."""


def tell_team(sample: Sample, now: Millis) -> None:
    """What came of the last weeks, and what stands open today."""
    orders = _shipped(sample)
    if len(orders) < _WANTED:
        return
    _won(sample, now, orders[0])
    _settled(sample, now, orders[1])
    _waits_for_approval(sample, now, orders[2])
    agent = sample.acting(AGENT, now - 2 * HOUR)
    open_complaint(
        agent, cause=Cause.LATE, order_id=orders[3], number="TS900004", said="页面写 48 小时发货，第四天才发",
        due_at=now + 20 * HOUR,
    )  # fmt: skip
    _before_the_platform(sample, now, orders[8])
    _lost(sample, now, orders[9])
    _to_speak_again(sample, now, orders[10])
    _points_of_this_month(sample, now, orders[4:8])
    _points_of_last_month(sample, now, orders[11:])


def _shipped(sample: Sample) -> list[int]:
    sql = "SELECT id FROM orders WHERE status >= 2 AND buyer_id IS NOT NULL AND shop_id = 1 ORDER BY id DESC LIMIT ?"
    return [row[0] for row in rows_of(sample.desk.database, sql, (_WANTED,))]


def _enter(desk: Desk, order_id: int, cause: Cause, number: str, said: str) -> int:
    return open_complaint(desk, cause=cause, order_id=order_id, number=number, said=said)


def _taken_note(sample: Sample, at: Millis, complaint: int) -> int:
    """The supervisor has seen it, and hands it over."""
    supervisor = sample.acting(SUPERVISOR, at)
    assign_complaint(supervisor, complaint_id=complaint, person_id=sample.people[AGENT].id)
    return complaint


def _appeal(desk: Desk, complaint: int, text: str) -> None:
    signed = to_local(desk.clock() - 2 * DAY)
    proof = f"物流详情：{signed:%m-%d} 10:20 已签收，签收人：本人"
    add_evidence(desk, kind="complaint", record_id=complaint, file=proof.encode(), name="签收记录.txt")
    write_appeal(desk, complaint_id=complaint, text=text)


def _sent(sample: Sample, begun: Millis, complaint: int, text: str) -> None:
    """An appeal that its supervisor approved and that went to the platform."""
    _appeal(sample.acting(AGENT, begun + 2 * HOUR), complaint, text)
    take_step(sample.acting(SUPERVISOR, begun + DAY), complaint_id=complaint, step=Step.APPROVE)
    take_step(sample.acting(AGENT, begun + DAY + HOUR), complaint_id=complaint, step=Step.SEND)


def _won(sample: Sample, now: Millis, order_id: int) -> None:
    begun = now - 6 * DAY
    complaint = _enter(
        sample.acting(AGENT, begun), order_id, Cause.NOT_RECEIVED, "TS900001", "说没收到货，要求全额退款"
    )
    _taken_note(sample, begun + HOUR, complaint)
    _sent(sample, begun, complaint, "包裹已由本人签收，附物流签收记录，请核实")
    closing = sample.acting(SUPERVISOR, now - 2 * DAY)
    close_complaint(closing, complaint_id=complaint, step=Step.WIN, result="平台判定投诉不成立")


def _settled(sample: Sample, now: Millis, order_id: int) -> None:
    agent = sample.acting(AGENT, now - 4 * DAY)
    complaint = _enter(agent, order_id, Cause.DESCRIPTION, "TS900002", "说颜色比图片深很多，描述不符")
    spoken = sample.acting(AGENT, now - 4 * DAY + 2 * HOUR)
    note_complaint_contact(spoken, complaint_id=complaint, note="道歉，提出补 30 元，买家同意撤诉")
    closing = sample.acting(SUPERVISOR, now - 3 * DAY)
    close_complaint(closing, complaint_id=complaint, step=Step.SETTLE, result="补偿 30 元，买家撤诉", cost=Money(3_000))


def _waits_for_approval(sample: Sample, now: Millis, order_id: int) -> None:
    complaint = _enter(sample.acting(AGENT, now - DAY), order_id, Cause.QUALITY, "TS900003", "穿一周开胶，说我们卖假货")
    take_step(sample.acting(SUPERVISOR, now - 20 * HOUR), complaint_id=complaint, step=Step.SEE)
    _appeal(sample.acting(AGENT, now - 3 * HOUR), complaint, "商品有质检报告，已主动提出免费维修，附聊天记录")


def _before_the_platform(sample: Sample, now: Millis, order_id: int) -> None:
    begun = now - 3 * DAY
    complaint = _enter(sample.acting(AGENT, begun), order_id, Cause.REFUND, "TS900005", "说退货寄回两周还没退款")
    _taken_note(sample, begun + HOUR, complaint)
    _sent(sample, begun, complaint, "仓库未收到退件，已请买家提供退货单号，附沟通记录")


def _lost(sample: Sample, now: Millis, order_id: int) -> None:
    begun = now - 9 * DAY
    complaint = _enter(sample.acting(AGENT, begun), order_id, Cause.SERVICE, "TS900006", "答应送鞋垫没送，问了三次")
    _taken_note(sample, begun + HOUR, complaint)
    closing = sample.acting(SUPERVISOR, now - 7 * DAY)
    result = "聊天记录里确实答应过，平台判我方赔付"
    close_complaint(closing, complaint_id=complaint, step=Step.LOSE, result=result, cost=Money(5_000))
    book_points(
        closing, person_id=sample.people[STAFF[1]].id, rule="promise", kind=PointKind.COMPLAINT, record_id=complaint,
        note="答应的鞋垫没写进备注",
    )  # fmt: skip


def _to_speak_again(sample: Sample, now: Millis, order_id: int) -> None:
    complaint = _enter(
        sample.acting(AGENT, now - 28 * HOUR), order_id, Cause.INVOICE, "TS900007", "发票抬头开错，要求重开"
    )
    _taken_note(sample, now - 27 * HOUR, complaint)
    spoken = sample.acting(AGENT, now - 25 * HOUR)
    note_complaint_contact(
        spoken, complaint_id=complaint, note="已请会计重开，开好发旺旺", next_at=now + 2 * HOUR
    )  # fmt: skip


def _book(sample: Sample, at: Millis, name: str, rule: str, order_id: int, *, note: str) -> int:
    supervisor, person = sample.acting(SUPERVISOR, at), sample.people[name].id
    return book_points(
        supervisor, person_id=person, rule=rule, kind=PointKind.ORDER, record_id=order_id, note=note
    )  # fmt: skip


def _points_of_this_month(sample: Sample, now: Millis, orders: list[int]) -> None:
    """Mistakes and merits of this week: one disputed, one taken back."""
    at = max(now - 30 * HOUR, _month_start(now))
    size = _book(sample, at, STAFF[0], "size", orders[0], note="买家拍 W7，录成 W6")
    salesperson = _book(sample, at, STAFF[1], "salesperson", orders[1], note="备注写的是陈佳的客户")
    _book(sample, at, STAFF[0], "noticed", orders[2], note="发货前发现两件同码")
    _book(sample, at, AGENT, "praised", orders[3], note="买家评价里点名感谢")
    at = max(at, now - 26 * HOUR)
    dispute_points(sample.acting(STAFF[0], at), entry_id=size, reason="买家拍下后在旺旺改的码")
    dispute_points(sample.acting(STAFF[1], at), entry_id=salesperson, reason="备注是后来改的，当时没有")
    settling = sample.acting(SUPERVISOR, max(at, now - 22 * HOUR))
    settle_points(settling, entry_id=salesperson, points=0, settlement="属实，备注晚于录单")


def _points_of_last_month(sample: Sample, now: Millis, orders: list[int]) -> None:
    """A month that is settled: its sheet can be printed."""
    at = _month_start(now) - 30 * HOUR
    carrier = _book(sample, at, STAFF[0], "carrier", orders[0], note="备注发顺丰，发了圆通")
    _book(sample, at, STAFF[1], "waybill", orders[1], note="两个包裹的单号贴反")
    _book(sample, at, AGENT, "noticed", orders[2], note="发现买家地址少了门牌")
    _book(sample, at, STAFF[1], "helped", orders[3], note="替同事打完退货电话")
    dispute_points(sample.acting(STAFF[0], at + 2 * HOUR), entry_id=carrier, reason="备注写在打单之后")
    settling = sample.acting(SUPERVISOR, at + 20 * HOUR)
    settle_points(settling, entry_id=carrier, points=-1, settlement="备注晚，但揽收前还能改")


def _month_start(now: Millis) -> Millis:
    return day_start(to_local(now).date().replace(day=1))
