"""What is likely to be said stands first before anybody types (CRM-02)."""

from pathlib import Path

import pytest

from shopdesk.db.database import add_row
from shopdesk.domain.cases import Kind
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.script_hints import NOBODY, InView, likely_topics
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.statuses import Status
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.script_hints import get_likely_topics, list_likely_scripts
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.services.refunds import ask_refund
from shopdesk.services.script_tables import take_starting_set
from shopdesk.services.scripts import use_script
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    take_starting_set(made)
    return made


@pytest.mark.parametrize(
    ("seen", "first"),
    [
        (InView(Status.UNPAID), Topic.PAYMENT),
        (InView(Status.PAID), Topic.SHIPPING),
        (InView(Status.PAID, has_left=True), Topic.TRACKING),
        (InView(Status.SHIPPED, has_left=True), Topic.TRACKING),
        (InView(Status.SHIPPED, has_left=True, is_signed=True), Topic.RETURN),
        (InView(Status.DONE), Topic.RETURN),
        (InView(Status.CLOSED), Topic.REFUND_CHANNEL),
        (InView(Status.SHIPPED, cases=[Kind.EXCHANGE]), Topic.EXCHANGE),
        (InView(Status.SHIPPED, cases=[Kind.RETURN], has_complaint=True), Topic.COMPLAINT),
        (InView(Status.DONE, has_bad_review=True), Topic.REVIEW),
        (InView(Status.DONE, is_refunded=True), Topic.REFUND_CHANNEL),
    ],
)
def test_what_presses_comes_first(seen: InView, first: Topic) -> None:
    topics = likely_topics(seen)
    assert topics[0] is first
    assert len(set(topics)) == len(topics)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("status", Status)
def test_there_are_words_for_every_case_and_status(kind: Kind, status: Status) -> None:
    assert likely_topics(InView(status, cases=[kind]))


def test_the_order_in_view_says_what_is_likely(desk: Desk) -> None:
    order_id = add_order(desk, buyer="tb_one")
    assert get_likely_topics(desk.database) == NOBODY
    assert get_likely_topics(desk.database, order_id=order_id)[0] is Topic.SHIPPING
    case_id = open_case(desk, kind=Kind.RETURN, order_id=order_id, reason="size")
    assert get_likely_topics(desk.database, case_id=case_id)[:2] == (Topic.RETURN, Topic.RETURN_ADDRESS)
    refund_id = ask_refund(desk, order_id=order_id, kind=RefundKind.ONLY, reason="size", amount=Money(1_500))
    assert Topic.REFUND_CHANNEL in get_likely_topics(desk.database, refund_id=refund_id)
    add_row(
        desk.database,
        "INSERT INTO complaint (shop_id, order_id, number, state, opened_by_id, opened_at) "
        "VALUES (1, ?, '7', 'new', 1, ?)",
        (order_id, NOON),
    )
    assert get_likely_topics(desk.database, order_id=order_id)[0] is Topic.COMPLAINT
    assert get_likely_topics(desk.database, order_id=order_id, case_id=case_id)[0] is Topic.RETURN, "that is looked at"
    assert get_likely_topics(desk.database, refund_id=refund_id)[0] is Topic.REFUND
    with pytest.raises(OrderNotFound):
        get_likely_topics(desk.database, order_id=99)


def test_the_most_used_of_a_topic_come_first(desk: Desk) -> None:
    order_id = add_order(desk, buyer="tb_one", status=int(Status.UNPAID))
    rows = list_likely_scripts(desk.database, order_id=order_id)
    assert {row.topic for row in rows[:5]} == {Topic.PAYMENT}
    use_script(desk, script_id=rows[4].id, order_id=order_id)
    assert list_likely_scripts(desk.database, order_id=order_id, limit=1)[0].id == rows[4].id


def test_what_would_stay_open_stands_behind(desk: Desk) -> None:
    waybill = "YT7453244865603"
    order_id = add_order(desk, status=int(Status.SHIPPED), shipped_at=NOON, carrier="圆通速递", waybill=waybill)
    first = list_likely_scripts(desk.database, order_id=order_id, limit=7)
    assert {row.topic for row in first} == {Topic.TRACKING}
    assert first[0].title == "有单号没物流", "nothing was heard of it yet"
    add_row(
        desk.database,
        "INSERT INTO tracking (waybill, carrier, order_id, state, last_text) VALUES (?, '圆通速递', ?, 'moving', ?)",
        (waybill, order_id, "已到达杭州转运中心"),
    )
    assert list_likely_scripts(desk.database, order_id=order_id, limit=1)[0].title == "包裹到哪了"
