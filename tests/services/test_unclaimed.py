"""Boxes of which nobody knows whose they are: left, found, claimed, asked about, given up (RET-03, RET-04, RET-05)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.intake import BoxState, MatchedBy
from shopdesk.domain.likeness import Goods
from shopdesk.domain.matching import Clues
from shopdesk.domain.permissions import Right
from shopdesk.domain.statuses import Status
from shopdesk.queries.boxes import get_box
from shopdesk.queries.match_candidates import propose, propose_for
from shopdesk.queries.trail import list_trail
from shopdesk.queries.unclaimed import find_unclaimed, list_news, list_unclaimed
from shopdesk.services.box_checks import AmongUnclaimed, BoxGivenUp, RegisteredAlready
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.box_matches import match_box
from shopdesk.services.boxes import NothingListed, box_base, fill_box, open_box, register_box
from shopdesk.services.case_people import TimePast
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.people import add_person
from shopdesk.services.unclaimed import (
    AlreadyClaimed,
    BoxKnown,
    LeftAlready,
    NobodyAsks,
    NotUnclaimed,
    ask_about_missing,
    ask_courier,
    claim_box,
    escalate_box,
    give_up,
    leave_unclaimed,
    put_aside,
)
from tests.factories import NOON, add_order, make_desk

DAY = 86_400_000
WAYBILL = "SF1234567890123"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def colleague(desk: Desk) -> Desk:
    return replace(desk, actor=add_person(desk, name="小李", role="warehouse"))


@pytest.fixture
def box_id(desk: Desk) -> int:
    """A box without a paper, left among the unclaimed."""
    made = open_box(desk, scan=WAYBILL)
    fill(desk, made, sender_phone="138****8888", sender_name="王小*", sender_region="广东省广州市")
    add_item(desk, box_id=made, item=ItemEntry(style="9918"))
    leave_unclaimed(desk, box_id=made)
    return made


def later(desk: Desk, days: float) -> Desk:
    return replace(desk, clock=lambda: NOON + int(days * DAY))


def fill(desk: Desk, box_id: int, **values: str) -> None:
    fill_box(desk, box_id=box_id, values=values, base=box_base(get_box(desk.seen, box_id).row))


def shipped(desk: Desk, **columns: Any) -> int:
    """An order of 王小红, 13812348888, that left yesterday."""
    of: dict[str, Any] = {
        "receiver": "王小红",
        "phone": "13812348888",
        "province": "广东省",
        "city": "广州市",
        "district": "天河区",
    }
    times = {"created": NOON - 2 * DAY, "shipped_at": NOON - DAY, "status": int(Status.SHIPPED)}
    return add_order(desk, **{"buyer": "tb_red", **of, **times, **columns})


def deeds(desk: Desk, box_id: int) -> list[str]:
    return [row.action for row in list_trail(desk.database, kind="box", record_id=box_id)]


def test_a_box_left_waits_for_whoever_left_it_and_is_due_the_next_day(desk: Desk, box_id: int) -> None:
    (row,) = list_unclaimed(desk.seen, now=NOON)
    assert (row.box.id, row.box.state, row.box.asker_id, row.box.ask_by) == (
        box_id, BoxState.UNCLAIMED, desk.actor.id, NOON + DAY,
    )  # fmt: skip
    assert (row.days, row.is_due, row.is_escalated) == (0, False, False)
    assert list_unclaimed(desk.seen, now=NOON, only_due=True) == []
    (row,) = list_unclaimed(desk.seen, now=NOON + DAY, only_due=True, asker_id=desk.actor.id)
    assert (row.days, row.is_due, row.is_escalated) == (1, True, False)
    assert deeds(desk, box_id)[0] == "unclaimed"


def test_a_box_is_left_once_and_only_while_nobody_knows_whose_it_is(desk: Desk, box_id: int, colleague: Desk) -> None:
    with pytest.raises(LeftAlready, match=desk.actor.name):
        leave_unclaimed(colleague, box_id=box_id)
    with pytest.raises(AmongUnclaimed):
        register_box(desk, box_id=box_id)
    known = open_box(desk)
    match_box(desk, box_id=known, order_id=shipped(desk), by=MatchedBy.HAND)
    with pytest.raises(BoxKnown):
        leave_unclaimed(desk, box_id=known)
    with pytest.raises(NotUnclaimed):
        claim_box(desk, box_id=known, order_id=1)
    empty = open_box(desk)
    with pytest.raises(NothingListed):
        leave_unclaimed(desk, box_id=empty)
    add_item(desk, box_id=empty, item=ItemEntry(style="9918"))
    with pytest.raises(NobodyAsks):
        leave_unclaimed(desk, box_id=empty, asker_id=99)


def test_two_clerks_claim_one_box(desk: Desk, box_id: int, colleague: Desk) -> None:
    first, second = shipped(desk), shipped(desk)
    case_id = claim_box(desk, box_id=box_id, order_id=first)
    row = get_box(desk.database, box_id).row
    assert (row.state, row.order_id, row.claimed_by, row.claimed_at) == (
        BoxState.REGISTERED, first, desk.actor.name, NOON,
    )  # fmt: skip
    assert case_id is not None
    with pytest.raises(AlreadyClaimed) as refused:
        claim_box(colleague, box_id=box_id, order_id=second)
    assert str(refused.value) == (
        f"Box 2024-03-02 #1 was claimed by {desk.actor.name} (2024-03-02 10:00) for order {row.order_no}. "
        "Nothing was changed."
    )
    assert get_box(desk.database, box_id).row.order_id == first
    assert list_unclaimed(desk.seen, now=NOON) == []


def test_what_was_registered_otherwise_was_not_claimed(desk: Desk) -> None:
    order_id = shipped(desk)
    box_id = open_box(desk)
    match_box(desk, box_id=box_id, order_id=order_id, by=MatchedBy.HAND)
    desk.database.execute_sql("UPDATE box_item SET condition = 'good'")
    register_box(desk, box_id=box_id)
    with pytest.raises(RegisteredAlready):
        claim_box(desk, box_id=box_id, order_id=order_id)


def test_found_by_waybill_phone_or_name(desk: Desk, box_id: int) -> None:
    asked = {
        "waybill": (WAYBILL, "sf 1234567890123", "0123"),
        "phone": ("13812348888", "8888", "138****8888"),
        "name": ("王小红", "王小"),
    }
    for by, words in asked.items():
        for word in words:
            assert [row.box.id for row in find_unclaimed(desk.seen, now=NOON, **{by: word})] == [box_id], word
    for by, word in {"waybill": "YT0000000000000", "phone": "13900001111", "name": "李四"}.items():
        assert find_unclaimed(desk.seen, now=NOON, **{by: word}) == []
    assert find_unclaimed(desk.seen, now=NOON) == []


def test_asked_about_by_a_day_and_given_up_by_a_supervisor(desk: Desk, box_id: int, colleague: Desk) -> None:
    ask_courier(desk, box_id=box_id, by=NOON + 2 * DAY, note="已打顺丰客服", asker_id=colleague.actor.id)
    row = get_box(desk.database, box_id).row
    assert (row.asker, row.ask_by, row.note) == ("小李", NOON + 2 * DAY, "已打顺丰客服")
    with pytest.raises(TimePast):
        ask_courier(desk, box_id=box_id, by=NOON - 1)
    with pytest.raises(ReasonMissing):
        give_up(desk, box_id=box_id, reason=" ")
    give_up(desk, box_id=box_id, reason="快递查无此件")
    assert get_box(desk.database, box_id).row.state is BoxState.GIVEN_UP
    with pytest.raises(BoxGivenUp, match="快递查无此件"):
        claim_box(colleague, box_id=box_id, order_id=shipped(desk))


def test_a_parcel_that_is_not_here_is_asked_about_too(desk: Desk) -> None:
    order_id = shipped(desk)
    ask_about_missing(desk, order_id=order_id, by=NOON + DAY, note="SF1 签收三天")
    found = desk.database.execute_sql("SELECT order_id, kind, note, next_at FROM contact").fetchall()
    assert [tuple(row) for row in found] == [(order_id, "courier", "SF1 签收三天", NOON + DAY)]


def test_a_box_comes_before_the_supervisor_after_days_or_at_once(desk: Desk, box_id: int) -> None:
    assert list_unclaimed(desk.seen, now=NOON + 3 * DAY - 1, only_escalated=True) == []
    assert len(list_unclaimed(desk.seen, now=NOON + 3 * DAY, only_escalated=True)) == 1
    assert escalate_box(desk, box_id=box_id)
    assert not escalate_box(desk, box_id=box_id)
    assert len(list_unclaimed(desk.seen, now=NOON, only_escalated=True)) == 1


def test_a_refund_file_brings_a_new_best_proposal(desk: Desk, box_id: int) -> None:
    assert list_news(desk.database) == []
    order_id = shipped(desk)
    desk.database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, kind, state, return_waybill) "
        "SELECT 1, 'R1', order_no, '退货退款', '待商家收货', ? FROM orders WHERE id = ?",
        (WAYBILL, order_id),
    )
    (news,) = list_news(desk.database)
    assert (news.box.id, news.best.order_id, news.best.sure) == (box_id, order_id, True)
    assert news.best.reasons[0] == f"A return request names waybill {WAYBILL}"
    assert get_box(desk.database, box_id).row.state is BoxState.UNCLAIMED, "nothing is accepted by itself"
    assert put_aside(desk, box_id=box_id)
    assert not put_aside(desk, box_id=box_id)
    assert list_news(desk.database) == []


def test_what_somebody_under_the_mask_put_aside_is_no_news_to_anybody(desk: Desk, colleague: Desk, box_id: int) -> None:
    shipped(desk)
    fill(desk, box_id, sender_name="王小红", sender_phone="13812348888", sender_region="广州市")
    assert not colleague.actor.may(Right.SEE_BUYERS)
    assert [each.box.id for each in list_news(colleague.seen)] == [box_id]
    assert list_news(colleague.seen)[0].best.score == list_news(desk.seen)[0].best.score
    assert put_aside(colleague, box_id=box_id)
    assert list_news(colleague.seen) == list_news(desk.seen) == []


def test_what_a_caller_says_brings_a_better_proposal(desk: Desk, box_id: int) -> None:
    order_id = shipped(desk, receiver="李想", phone="13900005555")
    assert list_news(desk.database) == []
    fill(desk, box_id, sender_name="李想", sender_phone="13900005555")
    assert [(each.box.id, each.best.order_id) for each in list_news(desk.database)] == [(box_id, order_id)]


def test_what_a_box_tells_is_proposed_with_reasons(desk: Desk) -> None:
    order_id, other = shipped(desk), shipped(desk, phone="13700008888", receiver="王小芳", city="深圳市", buyer="tb_2")
    found = propose(desk.database, Clues(NOON, phone="8888", name="王**", region="广州"))
    assert [each.order_id for each in found] == [order_id, other]
    assert found[0].reasons == (
        "Phone ends in 8888", "What is seen of the name fits 王小红", "From 广州市 天河区", "Days since shipping: 1",
    )  # fmt: skip
    assert found[0].score > found[1].score
    assert propose(desk.database, Clues(NOON, phone="0000", name="赵六")) == []


def test_a_street_or_the_end_of_a_name_alone_finds_an_order(desk: Desk) -> None:
    order_id = shipped(desk, address="体育西路269号15幢1026室")
    shipped(desk, receiver="李四", phone="13700008888", address="解放路1号", buyer="tb_2")
    for clues in (Clues(NOON, address="体育西路269号15-1026"), Clues(NOON, name="*小红", region="广州")):
        assert [each.order_id for each in propose(desk.database, clues)][:1] == [order_id], clues


def test_goods_and_an_open_request_find_a_friends_parcel(desk: Desk) -> None:
    order_id = shipped(desk)
    sku = desk.database.execute_sql("SELECT sku FROM order_line WHERE order_id = ?", (order_id,)).fetchone()[0]
    desk.database.execute_sql(
        "INSERT INTO refund_request (shop_id, refund_no, order_no, kind, state, sku) "
        "SELECT 1, 'R1', order_no, '退货退款', '待买家退货', ? FROM orders WHERE id = ?",
        (sku, order_id),
    )
    clues = Clues(NOON, name="赵六", phone="15900001234", items=(Goods(codes=(sku,)),))
    (best, *_others) = propose(desk.database, clues)
    assert (best.order_id, best.sure) == (order_id, False)
    assert "A return was asked for" in best.reasons


def test_a_box_is_proposed_for_as_it_stands_in_the_register(desk: Desk) -> None:
    order_id = shipped(desk, waybill="YT1")
    box_id = open_box(desk)
    fill(desk, box_id, sender_phone="13812348888")
    add_item(desk, box_id=box_id, item=ItemEntry(style="5815", colour="深紫", size="W7"))
    (best, *_others) = propose_for(desk.database, box_id)
    assert (best.order_id, best.sure) == (order_id, True)
    assert propose_for(desk.database, 99) == []
