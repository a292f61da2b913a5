"""Whom the shop writes to of its own accord: each once, never who wants none (CRM-05)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.care_kinds import CareKind
from shopdesk.domain.cases import Kind
from shopdesk.domain.reviews import Kind as ReviewKind
from shopdesk.domain.script_topics import Topic
from shopdesk.domain.statuses import Status
from shopdesk.i18n import sentence
from shopdesk.queries.buyers import find_buyer_id, get_buyer_card
from shopdesk.queries.care_lists import CareDue, get_care_rule, list_care, list_care_contacts
from shopdesk.queries.scripts import get_script
from shopdesk.services.buyer_joins import join_buyers
from shopdesk.services.buyers import NoSuchBirthday, block_buyer, buyer_base, edit_buyer
from shopdesk.services.care_lists import (
    CareBlocked,
    CareGone,
    CareNotDue,
    CareWelcome,
    MatterOpen,
    NoCareAlready,
    NoSuchDay,
    PassedOver,
    PausedAlready,
    RulePaused,
    RuleTitleMissing,
    RunsAlready,
    TagMissing,
    TooManyCareDays,
    WantsNoCare,
    WrittenBefore,
    allow_care,
    care_rule_base,
    mark_written,
    pause_care_rule,
    preview_care,
    resume_care_rule,
    save_care_rule,
    skip_care,
    stop_care,
    undo_care,
)
from shopdesk.services.cases import open_case
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.people import add_person
from shopdesk.services.reviews import enter_review
from shopdesk.services.scripts import ScriptHasGaps, save_script
from tests.factories import NOON, add_order, make_desk

HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def other(desk: Desk) -> Desk:
    return later(replace(desk, actor=add_person(desk, name="小李", role="agent")), 60_000)


def later(desk: Desk, by: int) -> Desk:
    at = desk.clock() + by
    return replace(desk, clock=lambda: at)


def unpaid(desk: Desk, name: str, **order: Any) -> tuple[int, int]:
    order_id = add_order(desk, buyer=name, **{"status": int(Status.UNPAID), "paid_at": None} | order)
    return find_buyer_id(desk.database, name), order_id


def a_rule(desk: Desk, kind: CareKind = CareKind.UNPAID, **values: Any) -> int:
    return save_care_rule(desk, kind=kind, **{"title": kind.value} | values)


def due(desk: Desk) -> list[tuple[str, str]]:
    return [(each.rule.kind.value, each.buyer) for each in list_care(desk.database, now=desk.clock())]


def a_script(desk: Desk, body: str) -> int:
    return save_script(desk, topic=Topic.CARE, title=body[:8], body=body)


def tagged(desk: Desk, name: str, *tags: str, birthday: str = "") -> int:
    add_order(desk, buyer=name)
    buyer_id = find_buyer_id(desk.database, name)
    edit_buyer(desk, buyer_id=buyer_id, tier="", discount=0, tags=tags, note="", birthday=birthday)
    return buyer_id


def test_unpaid_orders_are_reminded_of_once(desk: Desk, other: Desk) -> None:
    script = a_script(desk, "{商品}还在等付款，订单{订单号}")
    rule = a_rule(desk, script_id=script, days=3)
    buyer, order = unpaid(desk, "a")
    unpaid(desk, "just made", created=NOON - 60_000)
    unpaid(desk, "long ago", created=NOON - 4 * DAY)
    add_order(desk, buyer="paid")
    assert due(desk) == [("unpaid", "a")]
    (row,) = list_care(desk.database, now=NOON)
    assert "真皮单鞋" in preview_care(desk, row)
    written = mark_written(desk, rule_id=rule, buyer_id=buyer, order_id=order)
    assert written.text.startswith("真皮单鞋 深紫 W7还在等付款")
    assert due(desk) == []
    assert get_script(desk.database, script).used == 1
    with pytest.raises(WrittenBefore, match="Owner wrote to a already"):
        mark_written(other, rule_id=rule, buyer_id=buyer, order_id=order)
    assert [(each.buyer, each.skipped) for each in list_care_contacts(desk.database, buyer_id=buyer)] == [("a", False)]
    assert rows_of(desk.database, "SELECT kind, note FROM contact") == [("care", written.text)]
    undo_care(desk, care_id=written.care_id)
    assert rows_of(desk.database, "SELECT kind FROM contact") == []
    assert due(desk) == [("unpaid", "a")]
    with pytest.raises(CareGone):
        undo_care(desk, care_id=written.care_id)


def test_once_in_so_many_days_over_joined_records(desk: Desk) -> None:
    rule = a_rule(desk, days=30)
    (a, first), (b, second) = unpaid(desk, "a"), unpaid(desk, "b")
    join_buyers(desk, kept_id=a, joined_id=b, reason="同一个人")
    assert due(desk) == [("unpaid", "a")]
    mark_written(desk, rule_id=rule, buyer_id=b, order_id=second)
    assert due(desk) == []
    with pytest.raises(WrittenBefore):
        mark_written(later(desk, 13 * DAY), rule_id=rule, buyer_id=a, order_id=first)
    assert due(later(desk, 14 * DAY)) == [("unpaid", "a")]  # not for the order that they were reminded of


def test_who_wants_none_is_never_written_to(desk: Desk) -> None:
    rule = a_rule(desk)
    (a, order), (b, _order) = unpaid(desk, "a"), unpaid(desk, "b")
    with pytest.raises(ReasonMissing):
        stop_care(desk, buyer_id=a, reason=" ")
    with pytest.raises(CareWelcome):
        allow_care(desk, buyer_id=a, reason="x")
    stop_care(desk, buyer_id=a, reason="说别再发了")
    with pytest.raises(NoCareAlready, match="说别再发了"):
        stop_care(desk, buyer_id=a, reason="again")
    with pytest.raises(WantsNoCare, match="说别再发了"):
        mark_written(desk, rule_id=rule, buyer_id=a, order_id=order)
    join_buyers(desk, kept_id=b, joined_id=a, reason="同一个人")
    assert due(desk) == []
    allow_care(desk, buyer_id=a, reason="又愿意了")
    assert due(desk) == [("unpaid", "a")]


def test_blocked_buyers_get_nothing_and_open_matters_no_kind_words(desk: Desk) -> None:
    unpaid_rule, wishes = a_rule(desk), a_rule(desk, CareKind.HOLIDAY, tag="老客户", day="03-02")
    a, b, c = (tagged(desk, name, "老客户") for name in "abc")
    assert due(desk) == [("holiday", name) for name in "abc"]
    block_buyer(desk, buyer_id=a, reason="恶意退货")
    open_case(desk, kind=Kind.RETURN, order_id=2)
    add_row(
        desk.database,
        "INSERT INTO complaint (buyer_id, number, state, opened_by_id, opened_at) VALUES (?, '', 'new', 1, ?)",
        (c, NOON),
    )
    assert due(desk) == []
    with pytest.raises(CareBlocked, match="恶意退货"):
        mark_written(desk, rule_id=wishes, buyer_id=a)
    with pytest.raises(MatterOpen):
        mark_written(desk, rule_id=wishes, buyer_id=b)
    _buyer, order = unpaid(desk, "b")
    unpaid(desk, "a")
    assert due(desk) == [("unpaid", "b")]
    mark_written(desk, rule_id=unpaid_rule, buyer_id=b, order_id=order)


def test_thanks_go_to_good_reviews_that_complain_about_nothing(desk: Desk) -> None:
    rule = a_rule(desk, CareKind.THANKS)
    orders = {name: add_order(desk, buyer=name) for name in ("good", "but", "bad", "old")}
    said = {"good": "很好，穿着舒服", "but": "鞋子不错，就是快递太慢了", "bad": "开胶了", "old": "很好"}
    for name, order in orders.items():
        kind = ReviewKind.BAD if name == "bad" else ReviewKind.GOOD
        at = NOON - 8 * DAY if name == "old" else NOON - HOUR
        enter_review(desk, order_id=order, kind=kind, said=said[name], at=at)
    assert due(desk) == [("thanks", "good")]
    buyer = find_buyer_id(desk.database, "good")
    skip_care(desk, rule_id=rule, buyer_id=buyer, order_id=orders["good"], reason="刚打过电话")
    assert due(desk) == []
    with pytest.raises(PassedOver, match="Owner"):
        mark_written(desk, rule_id=rule, buyer_id=buyer, order_id=orders["good"])


def test_birthdays_and_holidays_come_once_a_year(desk: Desk, other: Desk) -> None:
    birthdays = a_rule(desk, CareKind.BIRTHDAY, days=1)
    holidays = a_rule(desk, CareKind.HOLIDAY, tag="VIP", day="2024-03-04", days=2)
    a = tagged(desk, "a", birthday="1990年3月3日")
    tagged(desk, "b", "VIP", birthday="3/9")
    tagged(desk, "c", "VIP2", birthday="1988-03-02")
    assert get_buyer_card(desk.database, a).birthday == "1990-03-03"
    assert due(desk) == [("birthday", "a"), ("birthday", "c"), ("holiday", "b")]
    mark_written(desk, rule_id=birthdays, buyer_id=a)
    assert due(later(desk, DAY)) == [("holiday", "b")]
    with pytest.raises(WrittenBefore, match="Owner"):
        mark_written(other, rule_id=birthdays, buyer_id=a)
    with pytest.raises(CareNotDue):
        mark_written(desk, rule_id=holidays, buyer_id=find_buyer_id(desk.database, "c"))
    assert ("birthday", "a") in due(later(desk, 365 * DAY))
    assert due(later(desk, 3 * DAY)) == []


def test_a_message_with_a_gap_is_not_written(desk: Desk) -> None:
    rule = a_rule(desk, CareKind.HOLIDAY, tag="VIP", day="03-02", script_id=a_script(desk, "{?节日}快乐"))
    buyer = tagged(desk, "a", "VIP")
    with pytest.raises(ScriptHasGaps, match="节日"):
        mark_written(desk, rule_id=rule, buyer_id=buyer)
    assert due(desk) == [("holiday", "a")]
    assert mark_written(desk, rule_id=rule, buyer_id=buyer, given={"?节日": "元宵"}).text == "元宵快乐"


def test_rules_are_checked_merged_and_paused(desk: Desk) -> None:
    with pytest.raises(RuleTitleMissing):
        a_rule(desk, title=" ")
    with pytest.raises(TagMissing):
        a_rule(desk, CareKind.HOLIDAY, day="12-31")
    for day in ("", "13-40", "soon", "2023-02-29"):
        with pytest.raises(NoSuchDay):
            a_rule(desk, CareKind.HOLIDAY, tag="VIP", day=day)
    with pytest.raises(TooManyCareDays):
        a_rule(desk, days=61)
    rule = a_rule(desk)
    unpaid(desk, "a")
    base = care_rule_base(get_care_rule(desk.database, rule))
    save_care_rule(desk, rule_id=rule, base=base, kind=CareKind.UNPAID, title="催付", days=3)
    save_care_rule(desk, rule_id=rule, base=base, kind=CareKind.UNPAID, title="unpaid", days=5)
    row = get_care_rule(desk.database, rule)
    assert (row.title, row.days) == ("催付", 5)
    with pytest.raises(Clash):
        save_care_rule(desk, rule_id=rule, base=base, kind=CareKind.UNPAID, title="提醒", days=3)
    pause_care_rule(desk, rule_id=rule)
    assert due(desk) == []
    with pytest.raises(PausedAlready, match="Owner paused 催付"):
        pause_care_rule(desk, rule_id=rule)
    with pytest.raises(RulePaused):
        mark_written(desk, rule_id=rule, buyer_id=1, order_id=1)
    resume_care_rule(desk, rule_id=rule)
    with pytest.raises(RunsAlready):
        resume_care_rule(desk, rule_id=rule)
    assert due(desk) == [("unpaid", "a")]


def test_birthdays_are_days(desk: Desk) -> None:
    buyer = tagged(desk, "a")
    card = get_buyer_card(desk.database, buyer)
    with pytest.raises(NoSuchBirthday, match="30-30"):
        edit_buyer(desk, buyer_id=buyer, tier="", discount=0, tags=(), note="", birthday="30-30")
    edit_buyer(desk, buyer_id=buyer, tier="", discount=0, tags=(), note="", birthday="02-29", base=buyer_base(card))
    edit_buyer(desk, buyer_id=buyer, tier="", discount=0, tags=(), note="脚宽", base=buyer_base(card))
    now = get_buyer_card(desk.database, buyer)
    assert (now.birthday, now.note) == ("02-29", "脚宽")
    assert isinstance(sentence(NoSuchBirthday(birthday="x")), str)


def test_who_is_due_is_told_whole(desk: Desk) -> None:
    a_rule(desk)
    buyer, order = unpaid(desk, "a")
    (row,) = list_care(desk.database, now=NOON)
    assert isinstance(row, CareDue)
    assert (row.buyer_id, row.order_id, row.shop) == (buyer, order, "一号店")
