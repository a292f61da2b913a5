"""Answers to reviews in public: from the library, guarded, with nothing left open (REV-05)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.deadlines import HOUR_MS
from shopdesk.domain.reviews import Kind, Result, State
from shopdesk.domain.script_topics import Topic
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.queries.reviews import ReviewRow, get_review_row
from shopdesk.queries.scripts import get_script
from shopdesk.services.desk import Desk
from shopdesk.services.reviews import (
    RepliedAlready,
    ReplyEmpty,
    ReplyHasGaps,
    ReplyTells,
    check_reply,
    enter_review,
    reply_review,
)
from shopdesk.services.scripts import ScriptHasGaps, save_script
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, make_refunders


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


def row_of(people: Refunders, review: int) -> ReviewRow:
    return get_review_row(people.owner.database, review)


def enter(desk: Desk, kind: Kind = Kind.BAD, said: str = "后跟磨脚", **told: Any) -> int:
    return enter_review(desk, kind=kind, said=said, at=NOON - HOUR_MS, **told)


@pytest.mark.parametrize(
    "text", ["１３８００００００００ 是您吗", "张三您好", "寄到示例路1号了", "一三八 零零零零 零零零零"]
)
def test_an_answer_that_tells_who_the_buyer_is_is_stopped(people: Refunders, text: str) -> None:
    review = enter(people.agent, order_id=add_order(people.owner, buyer="tb_li"))
    with pytest.raises(ReplyTells) as caught:
        reply_review(people.agent, review_id=review, text=text)
    assert caught.value.found
    assert "13800000000" not in sentence(caught.value)
    assert check_reply(people.agent, review_id=review, text=text) == caught.value.found
    assert row_of(people, review).reply == ""


def test_data_of_other_orders_of_the_buyer_counts_too(people: Refunders) -> None:
    add_order(people.owner, buyer="tb_li", receiver="欧阳小满", phone="13912345678")
    review = enter(people.agent, order_id=add_order(people.owner, buyer="tb_li"))
    with pytest.raises(ReplyTells):
        reply_review(people.agent, review_id=review, text="欧阳小满，打13912345678没人接")


def test_an_answer_from_the_library_is_filled_guarded_and_counted(people: Refunders) -> None:
    review = enter(people.agent, order_id=add_order(people.owner, order_no="5001", buyer="tb_li"))
    plain, gappy, telling = (
        save_script(people.owner, topic=Topic.REVIEW, title=title, body=body)
        for title, body in (("好", "亲，订单{订单号}非常抱歉"), ("缺", "退款{退款金额}元"), ("名", "{收件人}您好"))
    )
    with pytest.raises(ScriptHasGaps):
        reply_review(people.agent, review_id=review, script_id=gappy)
    with pytest.raises(ShopdeskError):
        reply_review(people.agent, review_id=review, script_id=telling)
    reply_review(people.agent, review_id=review, script_id=plain)
    assert row_of(people, review).reply == "亲，订单5001非常抱歉"
    assert get_script(people.owner.database, plain).used == 1


def test_an_answer_with_a_gap_is_not_sent_wherever_it_was_pasted_from(people: Refunders) -> None:
    review = enter(people.agent, order_id=add_order(people.owner, order_no="5001", buyer="tb{买家}"))
    script = save_script(people.owner, topic=Topic.REVIEW, title="好", body="{买家}，订单{订单号}非常抱歉")
    for text in ("亲，订单{订单号}已补发", "退｛？金额｝元"):
        with pytest.raises(ReplyHasGaps, match=r"订单号|金额"):
            reply_review(people.agent, review_id=review, text=text, script_id=script)
    reply_review(people.agent, review_id=review, script_id=script)  # a buyer may be called so
    assert row_of(people, review).reply == "tb{买家}，订单5001非常抱歉"


def test_an_answer_stands_and_is_changed_by_who_saw_it(people: Refunders) -> None:
    review = enter(people.agent)
    with pytest.raises(ReplyEmpty):
        reply_review(people.agent, review_id=review, text=" ")
    reply_review(people.agent, review_id=review, text="非常抱歉，我们已联系您")
    row = row_of(people, review)
    assert (row.reply, row.replied_by, row.state) == ("非常抱歉，我们已联系您", "小王", State.NEW)
    with pytest.raises(RepliedAlready):
        reply_review(people.other_agent, review_id=review, text="别的")
    reply_review(people.other_agent, review_id=review, text="别的", version=row.version)
    assert row_of(people, review).replied_by == "小陈"


def test_a_good_one_that_complains_is_done_with_its_answer(people: Refunders) -> None:
    review = enter(people.agent, Kind.GOOD, "好看，就是有点硬")
    reply_review(people.agent, review_id=review, text="谢谢，穿几天会变软")
    row = row_of(people, review)
    assert (row.state, row.result, row.closed_by) == (State.CLOSED, Result.EXPLAINED, "小王")
