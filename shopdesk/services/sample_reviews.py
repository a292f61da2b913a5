"""The sample shop's reviews: in each state, praise that complains, changed and deleted ones, one whose order nobody
knows; ratings of our own."""

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.reviews import Cause, Decision, Kind, Result, Step
from shopdesk.queries.own_ratings import list_to_rate
from shopdesk.queries.review_people import propose_review_points
from shopdesk.services.own_ratings import decide_rating, mark_rated
from shopdesk.services.review_steps import assign_review, close_review, note_review_contact, take_step
from shopdesk.services.reviews import change_review, enter_review, note_deleted, reply_review
from shopdesk.services.sample_desk import AGENT, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR, STAFF

_PRAISE = ("鞋子收到了，很喜欢", "穿着舒服，码数标准", "妈妈很满意，会回购", "发货快，客服耐心")
_RATED = 3
"""Trades whose buyers were rated yesterday."""
_WANTED = 16
"""So many buyers wrote something."""


def tell_reviews(sample: Sample, now: Millis) -> None:
    """What buyers wrote in the last days, and what was done about it."""
    orders = _completed(sample)
    for order_id, said in zip(orders[:4], _PRAISE, strict=False):
        _enter(sample, now - 3 * DAY, order_id, Kind.GOOD, said)
    if len(orders) < _WANTED:
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
    _to_contact(sample, now, orders[10])
    _changed(sample, now, orders[11:13])
    _deleted(sample, now, orders[13:15])
    _enter(sample, now - 9 * HOUR, orders[15], Kind.GOOD, "鞋不错，可惜鞋盒压扁了，送人不好看", cause=Cause.COURIER)
    _rate(sample, now)


def _completed(sample: Sample) -> list[int]:
    sql = (
        "SELECT id FROM orders WHERE done_at IS NOT NULL AND buyer_id IS NOT NULL AND shop_id = 1 "
        "ORDER BY done_at DESC, id LIMIT ?"
    )
    return [row[0] for row in rows_of(sample.desk.database, sql, (_WANTED,))]


def _enter(
    sample: Sample, at: Millis, order_id: int, kind: Kind, said: str, *, cause: Cause | None = None, later: str = ""
) -> int:
    desk = sample.acting(AGENT, at + HOUR)
    return enter_review(desk, kind=kind, said=said, at=at, order_id=order_id, cause=cause, later_said=later)


def _assigned(sample: Sample, at: Millis, review: int, name: str = AGENT) -> int:
    """The supervisor puts it into somebody's hands."""
    assign_review(sample.acting(SUPERVISOR, at), review_id=review, person_id=sample.people[name].id)
    return review


def _to_contact(sample: Sample, now: Millis, order_id: int) -> None:
    """Assigned this morning: its buyer is to be reached today."""
    review = _enter(
        sample,
        now - 22 * HOUR,
        order_id,
        Kind.BAD,
        "拍的棕色发来黑色",
        cause=Cause.WRONG,
        later="客服说换货，还没人联系我",
    )
    _assigned(sample, now - 2 * HOUR, review)


def _in_work(sample: Sample, now: Millis, order_id: int) -> None:
    """Somebody was to call an hour ago."""
    review = _enter(sample, now - 3 * DAY, order_id, Kind.NEUTRAL, "比平时的码大一码，只能垫鞋垫", cause=Cause.SIZE)
    _assigned(sample, now - 2 * DAY, review)
    note_review_contact(
        sample.acting(AGENT, now - 2 * DAY + HOUR),
        review_id=review,
        note="电话打通，提出换小一码，买家考虑一下",
        next_at=now - HOUR,
    )


def _before_the_supervisor(sample: Sample, now: Millis, order_id: int) -> None:
    review = _enter(sample, now - 4 * DAY, order_id, Kind.BAD, "客服爱理不理，再也不来了", cause=Cause.SERVICE)
    _assigned(sample, now - 3 * DAY, review)
    agent = sample.acting(AGENT, now - 3 * DAY + HOUR)
    note_review_contact(agent, review_id=review, note="电话三次没接，旺旺未读")
    take_step(sample.acting(AGENT, now - 6 * HOUR), review_id=review, step=Step.RAISE, note="联系不上，请主管出面")


def _solved(sample: Sample, now: Millis, order_id: int) -> None:
    """Closed with the points that this proposes."""
    review = _enter(sample, now - 6 * DAY, order_id, Kind.BAD, "少发了一双鞋垫", cause=Cause.MISSING)
    _assigned(sample, now - 5 * DAY, review)
    agent = sample.acting(AGENT, now - 5 * DAY + HOUR)
    note_review_contact(agent, review_id=review, note="道歉，当天补发鞋垫，买家同意")
    reply_review(agent, review_id=review, text="非常抱歉，漏发的鞋垫已补发")
    _close(sample, now - 2 * DAY, review, Result.SOLVED, "补发已签收，买家满意")


def _changed(sample: Sample, now: Millis, orders: list[int]) -> None:
    """One made good after a call, which its supervisor closed; one before anybody had begun."""
    first = _enter(sample, now - 5 * DAY, orders[0], Kind.BAD, "鞋带断了一根，做工粗糙", cause=Cause.QUALITY)
    _assigned(sample, now - 4 * DAY, first, STAFF[0])
    helper = sample.acting(STAFF[0], now - 4 * DAY + 2 * HOUR)
    note_review_contact(helper, review_id=first, note="道歉，寄了两副新鞋带，买家愿意改评价")
    change_review(sample.acting(AGENT, now - 30 * HOUR), review_id=first, kind=Kind.GOOD, said="鞋带补寄了，态度好")
    _close(sample, now - 26 * HOUR, first, Result.CHANGED, "补寄鞋带后买家改为好评")
    second = _enter(sample, now - 2 * DAY, orders[1], Kind.NEUTRAL, "还没穿，先给中评", cause=Cause.OTHER)
    change_review(sample.acting(AGENT, now - DAY), review_id=second, kind=Kind.GOOD, said="穿了几天，挺舒服")


def _deleted(sample: Sample, now: Millis, orders: list[int]) -> None:
    """One taken away while it was worked on, which waits for the supervisor; one that nobody won, closed as failed."""
    gone = _enter(sample, now - 3 * DAY, orders[0], Kind.BAD, "发错地址还怪我没写清楚", cause=Cause.COURIER)
    _assigned(sample, now - 2 * DAY, gone)
    spoken = sample.acting(AGENT, now - 2 * DAY + 3 * HOUR)
    note_review_contact(spoken, review_id=gone, note="解释是快递送错，已改派，买家消气")
    note_deleted(sample.acting(AGENT, now - 7 * HOUR), review_id=gone, note="买家自己删了")
    lost = _enter(sample, now - 8 * DAY, orders[1], Kind.BAD, "不给我返现二十就不改", cause=Cause.MALICE)
    _assigned(sample, now - 7 * DAY, lost)
    note_review_contact(sample.acting(AGENT, now - 7 * DAY + HOUR), review_id=lost, note="只要钱，不说鞋哪里不好")
    reply_review(sample.acting(AGENT, now - 6 * DAY), review_id=lost, text="亲，鞋子有问题我们包退换，返现改评不合规")
    close_review(
        sample.acting(SUPERVISOR, now - 3 * DAY), review_id=lost, result=Result.FAILED,
        explanation="索要返现，已留聊天记录，不记分",
    )  # fmt: skip


def _close(sample: Sample, at: Millis, review: int, result: Result, explanation: str) -> None:
    points = propose_review_points(sample.desk.database, review_id=review, result=result)
    close_review(
        sample.acting(SUPERVISOR, at), review_id=review, result=result, explanation=explanation, points=points
    )  # fmt: skip


def _rate(sample: Sample, now: Millis) -> None:
    """Some were rated yesterday; of one with a bad review in sight the supervisor said to wait."""
    rows = list_to_rate(sample.desk.database, now=now - DAY)
    ready = [row.order_id for row in rows if row.may_rate][:_RATED]
    mark_rated(sample.acting(AGENT, now - DAY), order_ids=ready)
    stopped = [row.order_id for row in list_to_rate(sample.desk.database, now=now) if row.is_stopped]
    if stopped:
        supervisor = sample.acting(SUPERVISOR, now - HOUR)
        decide_rating(supervisor, order_ids=stopped[:1], decision=Decision.WAIT, note="等差评处理完再评")
