"""The sample shop's reviews: in each state, praise that complains, one whose order nobody knows; ratings of our own."""

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.reviews import Cause, Decision, Kind, Result, Step
from shopdesk.queries.own_ratings import list_to_rate
from shopdesk.services.own_ratings import decide_rating, mark_rated
from shopdesk.services.review_steps import assign_review, close_review, note_review_contact, take_step
from shopdesk.services.reviews import enter_review, reply_review
from shopdesk.services.sample_desk import AGENT, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR

_PRAISE = ("鞋子收到了，很喜欢", "穿着舒服，码数标准", "妈妈很满意，会回购", "发货快，客服耐心")
_RATED = 3
"""Trades whose buyers were rated yesterday."""


def tell_reviews(sample: Sample, now: Millis) -> None:
    """What buyers wrote in the last days, and what was done about it."""
    orders = _completed(sample)
    for order_id, said in zip(orders[:4], _PRAISE, strict=False):
        _enter(sample, now - 3 * DAY, order_id, Kind.GOOD, said)
    if len(orders) < 10:
        return
    _enter(sample, now - 20 * HOUR, orders[4], Kind.BAD, "穿了两次就开胶，找客服半天没人回", cause=Cause.QUALITY)
    _enter(sample, now - 5 * HOUR, orders[5], Kind.GOOD, "款式好看，就是有点磨脚后跟", cause=Cause.QUALITY)
    _in_work(sample, now, orders[6])
    _before_the_supervisor(sample, now, orders[7])
    _solved(sample, now, orders[8])
    answered = _enter(sample, now - 2 * DAY, orders[9], Kind.GOOD, "质量不错，不过发货慢了点")
    reply_review(
        sample.acting(AGENT, now - DAY), review_id=answered, text="感谢亲的支持，发货慢让您久等了，我们已加派人手"
    )
    unknown = sample.acting(AGENT, now - 4 * HOUR)
    enter_review(
        unknown, kind=Kind.NEUTRAL, said="一般般吧，颜色偏深", at=now - 6 * HOUR, order_no="2600000000000000001",
        buyer="t**8",
    )  # fmt: skip
    _rate(sample, now)


def _completed(sample: Sample) -> list[int]:
    sql = (
        "SELECT id FROM orders WHERE done_at IS NOT NULL AND buyer_id IS NOT NULL AND shop_id = 1 "
        "ORDER BY done_at DESC, id LIMIT 12"
    )
    return [row[0] for row in rows_of(sample.desk.database, sql)]


def _enter(
    sample: Sample, at: Millis, order_id: int, kind: Kind, said: str, *, cause: Cause | None = None
) -> int:  # fmt: skip
    desk = sample.acting(AGENT, at + HOUR)
    return enter_review(desk, kind=kind, said=said, at=at, order_id=order_id, cause=cause)


def _in_work(sample: Sample, now: Millis, order_id: int) -> None:
    review = _enter(sample, now - 3 * DAY, order_id, Kind.NEUTRAL, "比平时的码大一码，只能垫鞋垫", cause=Cause.SIZE)
    supervisor = sample.acting(SUPERVISOR, now - 2 * DAY)
    assign_review(supervisor, review_id=review, person_id=sample.people[AGENT].id)
    note_review_contact(
        sample.acting(AGENT, now - 2 * DAY + HOUR),
        review_id=review,
        note="电话打通，提出换小一码，买家考虑一下",
        next_at=now - HOUR,
    )


def _before_the_supervisor(sample: Sample, now: Millis, order_id: int) -> None:
    review = _enter(sample, now - 4 * DAY, order_id, Kind.BAD, "客服爱理不理，再也不来了", cause=Cause.SERVICE)
    assign_review(sample.acting(SUPERVISOR, now - 3 * DAY), review_id=review, person_id=sample.people[AGENT].id)
    agent = sample.acting(AGENT, now - 3 * DAY + HOUR)
    note_review_contact(agent, review_id=review, note="电话三次没接，旺旺未读")
    take_step(sample.acting(AGENT, now - 6 * HOUR), review_id=review, step=Step.RAISE, note="联系不上，请主管出面")


def _solved(sample: Sample, now: Millis, order_id: int) -> None:
    review = _enter(sample, now - 6 * DAY, order_id, Kind.BAD, "少发了一双鞋垫", cause=Cause.MISSING)
    supervisor = sample.acting(SUPERVISOR, now - 5 * DAY)
    assign_review(supervisor, review_id=review, person_id=sample.people[AGENT].id)
    agent = sample.acting(AGENT, now - 5 * DAY + HOUR)
    note_review_contact(agent, review_id=review, note="道歉，当天补发鞋垫，买家同意")
    reply_review(agent, review_id=review, text="非常抱歉，漏发的鞋垫已补发")
    closing = sample.acting(SUPERVISOR, now - 2 * DAY)
    close_review(closing, review_id=review, result=Result.SOLVED, explanation="补发已签收，买家满意")


def _rate(sample: Sample, now: Millis) -> None:
    """Some were rated yesterday; of one with a bad review in sight the supervisor said to wait."""
    rows = list_to_rate(sample.desk.database, now=now - DAY)
    ready = [row.order_id for row in rows if row.may_rate][:_RATED]
    mark_rated(sample.acting(AGENT, now - DAY), order_ids=ready)
    stopped = [row.order_id for row in list_to_rate(sample.desk.database, now=now) if row.is_stopped]
    if stopped:
        supervisor = sample.acting(SUPERVISOR, now - HOUR)
        decide_rating(supervisor, order_ids=stopped[:1], decision=Decision.WAIT, note="等差评处理完再评")
