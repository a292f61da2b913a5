"""The sample shop's after-sales: cases in each state with due and late ones, refunds from asked to paid, talks."""

from collections.abc import Iterator

from shopdesk.clock import Millis
from shopdesk.domain.cases import Kind, Step
from shopdesk.domain.intake import Wish
from shopdesk.domain.money import Money
from shopdesk.domain.platforms import Platform
from shopdesk.domain.reasons import Reason
from shopdesk.domain.refunds import Channel, RefundKind
from shopdesk.domain.statuses import Stage
from shopdesk.queries.orders import get_order
from shopdesk.services.case_people import ask_again, call_back, log_contact
from shopdesk.services.case_steps import send_back, take_step
from shopdesk.services.cases import open_case
from shopdesk.services.refund_payees import check_payee
from shopdesk.services.refund_payments import pay_refund
from shopdesk.services.refunds import approve_refund, ask_refund
from shopdesk.services.sample_damage import spoil
from shopdesk.services.sample_desk import AGENT, FINANCE, SUPERVISOR, Sample
from shopdesk.services.sample_losses import chase
from shopdesk.services.sample_orders import BEGUN, DAY, HOUR, Way
from shopdesk.services.sample_repairs import mend
from shopdesk.services.sample_returns import (
    approve,
    begin_box,
    complain,
    find_cash,
    hand_over_cash_and_close,
    leave_older_unclaimed,
    leave_unclaimed_of,
    strike_out,
    take_back,
)
from shopdesk.services.sample_shipping import EVENING, MINUTE
from shopdesk.services.sample_shortages import miss
from shopdesk.services.sample_troubles import KNOWN


def work_after_sales(sample: Sample, now: Millis) -> None:
    """What came back and what was asked for since some days, up to now."""
    orders = _left_orders(sample, now)
    _travels_too_long(sample, next(orders), now)
    _closed_day(sample, orders, _afternoon(now - 4 * DAY), now)
    _yesterday(sample, orders, _afternoon(now - DAY))
    _today(sample, orders, now)
    _asked(sample, orders, now)
    _to_pay(sample, orders, now)
    mend(sample, now)
    spoil(sample, now)
    miss(sample, now)
    chase(sample, now)


def _left_orders(sample: Sample, now: Millis) -> Iterator[int]:
    """Orders that left some days ago and of which nothing else is told, the oldest first."""
    for order in sample.orders:
        is_shoes = order.platform is Platform.TAOBAO and order.way is Way.LEFT
        is_plain = not order.refund and order.buyer not in {name for name, *_rest in KNOWN}
        if is_shoes and is_plain and now - BEGUN < order.created < now - 6 * DAY:
            for order_id in sample.order_ids([order]):
                if get_order(sample.desk.database, order_id).stage is Stage.SHIPPED:
                    yield order_id


def _afternoon(moment: Millis) -> Millis:
    """Ten to five of that day in China, when boxes are opened."""
    return moment // DAY * DAY + EVENING - 3 * HOUR


def _travels_too_long(sample: Sample, order_id: int, now: Millis) -> None:
    """Agreed and sent, but nothing came."""
    case_id = _case(sample, order_id, Kind.RETURN, Reason.MIND, now - 9 * DAY, asked="不想要了，没拆封")
    _agree_and_send(sample, case_id, "YT9900000000100", now - 9 * DAY)


def _closed_day(sample: Sample, orders: Iterator[int], at: Millis, now: Millis) -> None:
    """Everything went well: registered, approved, paid, closed; one buyer was called, one is still to be."""
    for place, waybill in enumerate(("YT9900000000101", "YT9900000000102")):
        order_id = next(orders)
        case_id = _case(sample, order_id, Kind.RETURN, Reason.SIZE, at - 2 * DAY, asked="尺码偏小，想退")
        _agree_and_send(sample, case_id, waybill, at - 2 * DAY)
        box_id = take_back(sample, order_id, waybill, at + place * 6 * MINUTE, wish=Wish.REFUND)
        if place == 0:
            find_cash(sample, box_id, at + 5 * MINUTE)
        approve(sample, box_id, at + 40 * MINUTE)
        _pay_back(sample, order_id, case_id, at + 70 * MINUTE, reference=f"202600000000{place + 1}")
        if place == 1:
            agent = sample.acting(AGENT, now - 20 * HOUR)
            call_back(agent, case_id=case_id, solved=True, satisfied=True, note="已到账，说下次再来")
    leave_older_unclaimed(sample, at + 30 * MINUTE)
    hand_over_cash_and_close(sample, at + 2 * HOUR)


def _yesterday(sample: Sample, orders: Iterator[int], at: Millis) -> None:
    """Still open: goods to inspect, goods to approve, a box of nobody."""
    take_back(sample, next(orders), "YT9900000000103", at, wish=Wish.EXCHANGE, wish_to="大一码")
    complain(sample, next(orders), at + 8 * MINUTE)
    leave_unclaimed_of(sample, next(orders), at + 20 * MINUTE)
    strike_out(sample, at + 30 * MINUTE)


def _today(sample: Sample, orders: Iterator[int], now: Millis) -> None:
    """Approved already, its refund waits for a second person; an exchange may go; one box is on the table."""
    at, order_id = now - 2 * HOUR, next(orders)
    case_id = _case(sample, order_id, Kind.RETURN, Reason.COLOUR, now - 3 * DAY, asked="颜色和图片不一样")
    _agree_and_send(sample, case_id, "YT9900000000106", now - 3 * DAY)
    approve(sample, take_back(sample, order_id, "YT9900000000106", at, wish=Wish.REFUND), at + 20 * MINUTE)
    _ask_whole(sample, order_id, case_id, now - 70 * MINUTE)
    box_id = take_back(sample, next(orders), "YT9900000000107", at + 8 * MINUTE, wish=Wish.EXCHANGE, wish_to="小一码")
    approve(sample, box_id, at + 30 * MINUTE)
    begin_box(sample, next(orders), now - 6 * MINUTE)


def _asked(sample: Sample, orders: Iterator[int], now: Millis) -> None:
    """One that nobody has answered, one that asks again, one that is to be called today."""
    _case(sample, next(orders), Kind.EXCHANGE, Reason.SIZE, now - 30 * HOUR, asked="想换大一码，问有没有货")
    again = _case(sample, next(orders), Kind.RETURN, Reason.MIND, now - 2 * DAY, asked="地址发我，我寄回去")
    take_step(sample.acting(AGENT, now - 2 * DAY + HOUR), case_id=again, step=Step.AGREE)
    agent = sample.acting(AGENT, now - 3 * HOUR)
    ask_again(agent, case_id=again, note="运费险怎么走", answer_by=now + 2 * HOUR)
    talk = _case(sample, next(orders), Kind.REISSUE, Reason.MISSING, now - 26 * HOUR, asked="少发一双鞋垫")
    log_contact(sample.acting(AGENT, now - 25 * HOUR), case_id=talk, note="说今天中午前回", next_at=now - HOUR)


def _to_pay(sample: Sample, orders: Iterator[int], now: Millis) -> None:
    """A price difference by the platform, late, and promised freight to the buyer's own account, both approved."""
    order_id, at = next(orders), now - 26 * HOUR
    case_id = _case(sample, order_id, Kind.PRICE, Reason.PRICE, at, asked="昨天买的，今天便宜 20 元")
    agent, supervisor = sample.acting(AGENT, at + HOUR), sample.acting(SUPERVISOR, at + 2 * HOUR)
    take_step(agent, case_id=case_id, step=Step.AGREE)
    price = ask_refund(
        agent, order_id=order_id, kind=RefundKind.PRICE, reason=Reason.PRICE, amount=Money(20_00), case_id=case_id
    )
    approve_refund(supervisor, refund_id=price)
    order_id = next(orders)
    agent, supervisor = sample.acting(AGENT, now - 22 * HOUR), sample.acting(SUPERVISOR, now - 20 * HOUR)
    payee, account = "示例买家", "13800000000"
    freight = ask_refund(
        agent, order_id=order_id, kind=RefundKind.FREIGHT, reason="寄回运费，说好报销", amount=Money(12_00),
        channel=Channel.WALLET, payee=payee, account=account,
    )  # fmt: skip
    check_payee(sample.acting(FINANCE, now - 21 * HOUR), refund_id=freight, payee=payee, account=account)
    approve_refund(supervisor, refund_id=freight)


def _case(sample: Sample, order_id: int, kind: Kind, reason: Reason, at: Millis, *, asked: str) -> int:
    return open_case(sample.acting(AGENT, at), kind=kind, order_id=order_id, reason=reason.value, asked=asked)


def _agree_and_send(sample: Sample, case_id: int, waybill: str, at: Millis) -> None:
    take_step(sample.acting(AGENT, at + HOUR), case_id=case_id, step=Step.AGREE)
    send_back(sample.acting(AGENT, at + 5 * HOUR), case_id=case_id, carrier="圆通速递", waybill=waybill)


def _ask_whole(sample: Sample, order_id: int, case_id: int, at: Millis) -> int:
    """Everything that was paid for the order."""
    paid = get_order(sample.desk.database, order_id).paid
    return ask_refund(
        sample.acting(AGENT, at), order_id=order_id, kind=RefundKind.RETURN, reason=Reason.SIZE, amount=paid,
        case_id=case_id,
    )  # fmt: skip


def _pay_back(sample: Sample, order_id: int, case_id: int, at: Millis, *, reference: str) -> None:
    refund_id = _ask_whole(sample, order_id, case_id, at)
    approve_refund(sample.acting(SUPERVISOR, at + 10 * MINUTE), refund_id=refund_id)
    pay_refund(sample.acting(FINANCE, at + 20 * MINUTE), refund_id=refund_id, reference=reference)
