"""The sample shop's complaints in each state, and a month's points: booked, disputed, settled."""

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.complaints import Cause, Step
from shopdesk.domain.money import Money
from shopdesk.domain.points import PointKind
from shopdesk.queries.points import list_points
from shopdesk.services.complaint_steps import close_complaint, take_step, write_appeal
from shopdesk.services.complaints import assign_complaint, note_complaint_contact, open_complaint
from shopdesk.services.desk import Desk
from shopdesk.services.evidence import add_evidence
from shopdesk.services.points import book_points, dispute_points, settle_points
from shopdesk.services.sample_desk import AGENT, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR, STAFF

_PROOF = "物流详情：04-12 10:20 已签收，签收人：本人".encode()


def tell_team(sample: Sample, now: Millis) -> None:
    """What came of the last weeks, and what stands open today."""
    orders = _shipped(sample)
    if len(orders) < 8:
        return
    _won(sample, now, orders[0])
    _settled(sample, now, orders[1])
    _waits_for_approval(sample, now, orders[2])
    agent = sample.acting(AGENT, now - 2 * HOUR)
    open_complaint(
        agent, cause=Cause.LATE, order_id=orders[3], number="TS900004", said="页面写 48 小时发货，第四天才发",
        due_at=now + 20 * HOUR,
    )  # fmt: skip
    _points(sample, now, orders[4:8])


def _shipped(sample: Sample) -> list[int]:
    sql = "SELECT id FROM orders WHERE status >= 2 AND buyer_id IS NOT NULL AND shop_id = 1 ORDER BY id DESC LIMIT 8"
    return [row[0] for row in rows_of(sample.desk.database, sql)]


def _enter(desk: Desk, order_id: int, cause: Cause, number: str, said: str) -> int:
    return open_complaint(desk, cause=cause, order_id=order_id, number=number, said=said)


def _appeal(desk: Desk, complaint: int, text: str) -> None:
    add_evidence(desk, kind="complaint", record_id=complaint, file=_PROOF, name="签收记录.txt")
    write_appeal(desk, complaint_id=complaint, text=text)


def _won(sample: Sample, now: Millis, order_id: int) -> None:
    agent, supervisor = sample.acting(AGENT, now - 6 * DAY), sample.acting(SUPERVISOR, now - 6 * DAY + HOUR)
    complaint = _enter(agent, order_id, Cause.NOT_RECEIVED, "TS900001", "说没收到货，要求全额退款")
    assign_complaint(supervisor, complaint_id=complaint, person_id=sample.people[AGENT].id)
    agent = sample.acting(AGENT, now - 6 * DAY + 2 * HOUR)
    _appeal(agent, complaint, "包裹已由本人签收，附物流签收记录，请核实")
    take_step(sample.acting(SUPERVISOR, now - 5 * DAY), complaint_id=complaint, step=Step.APPROVE)
    take_step(sample.acting(AGENT, now - 5 * DAY + HOUR), complaint_id=complaint, step=Step.SEND)
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


def _points(sample: Sample, now: Millis, orders: list[int]) -> None:
    """Of mistakes and merits of this week."""
    supervisor = sample.acting(SUPERVISOR, now - 30 * HOUR)

    def book(name: str, rule: str, order_id: int, note: str) -> None:
        book_points(
            supervisor, person_id=sample.people[name].id, rule=rule, kind=PointKind.ORDER, record_id=order_id, note=note
        )

    book(STAFF[0], "size", orders[0], "买家拍 W7，录成 W6")
    book(STAFF[1], "salesperson", orders[1], "备注写的是陈佳的客户")
    book(STAFF[0], "noticed", orders[2], "发货前发现两件同码")
    book(AGENT, "praised", orders[3], "买家评价里点名感谢")
    found = {row.rule: row for row in list_points(sample.desk.database)}
    first, second = (sample.acting(name, now - 26 * HOUR) for name in STAFF[:2])
    dispute_points(first, entry_id=found["size"].id, reason="买家拍下后在旺旺改的码")
    dispute_points(second, entry_id=found["salesperson"].id, reason="备注是后来改的，当时没有")
    settling = sample.acting(SUPERVISOR, now - 22 * HOUR)
    settle_points(settling, entry_id=found["salesperson"].id, points=0, settlement="属实，备注晚于录单")
