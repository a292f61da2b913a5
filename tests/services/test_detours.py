"""Parcels that their carrier can't deliver: both ways compared, one decided, the buyer's time longer (SHP-10)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.detours import Way
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.detours import (
    DetourNotFound,
    DetourRow,
    compare_ways,
    count_detours,
    get_detour,
    get_detour_text,
    list_detours,
)
from shopdesk.queries.extensions import confirmation_of, list_extensions
from shopdesk.queries.orders import get_order
from shopdesk.services import detours
from shopdesk.services.boxes import open_box
from shopdesk.services.case_replacements import allow_early, replace
from shopdesk.services.desk import Desk
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.interceptions import NoOrdersParcel
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import DETOUR_RATES, DETOUR_TEXTS, OUT_OF_REACH
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, at_once, make_refunders

WAYBILL = "YT7453244865603"
GONE: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON - 8 * DAY_MS}


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def order(people: Refunders) -> int:
    place: dict[str, Any] = {"province": "新疆维吾尔自治区", "city": "喀什地区", "carrier": "圆通速递"}
    return add_order(people.owner, order_no="4001", buyer="tb_1", waybill=WAYBILL, **GONE, **place)


def row(people: Refunders, number: int) -> DetourRow:
    return get_detour(people.owner.database, number)


def other(people: Refunders, order: int) -> Way:
    """The way that isn't proposed."""
    proposed = compare_ways(people.owner.database, order_id=order, now=NOON).comparison.proposed
    return Way.POST if proposed is Way.BRING_BACK else Way.BRING_BACK


def test_both_ways_are_compared(people: Refunders, order: int) -> None:
    found = compare_ways(people.owner.database, order_id=order, now=NOON, value=Money(150_000))
    compared = found.comparison
    assert (found.carrier, found.area) == ("圆通速递", "新疆")
    assert compared.back.carrier == "中通快递" and compared.back.cost == 1_400  # 6 yuan back, 8 out
    assert compared.post.carrier == "邮政快递包裹" and compared.post.cost == 1_200
    assert (compared.proposed, compared.post.days) == (Way.BRING_BACK, 10)
    cheap = compare_ways(people.owner.database, order_id=order, now=NOON, value=Money(100)).comparison
    assert cheap.proposed is Way.POST and len(cheap.why) == 4


def test_who_does_not_go_there_is_not_proposed(people: Refunders, order: int) -> None:
    save_setting(people.owner, OUT_OF_REACH, {name: ["喀什"] for name in _ALL_BUT_POST})
    found = compare_ways(people.owner.database, order_id=order, now=NOON).comparison
    assert (found.proposed, found.back.carrier) == (Way.POST, "邮政快递包裹")
    save_setting(people.owner, OUT_OF_REACH, {name: ["喀什"] for name in (*_ALL_BUT_POST, "EMS", "邮政快递包裹")})
    assert not compare_ways(people.owner.database, order_id=order, now=NOON).comparison.post.is_possible


_ALL_BUT_POST = (
    "圆通速递", "中通快递", "申通快递", "韵达速递", "极兔速递", "顺丰速运", "京东快递", "德邦快递",
)  # fmt: skip


def test_the_shops_own_rates_count(people: Refunders, order: int) -> None:
    rates = {"back": 5_000, "send": 600, "post": 100, "risk_back": 5, "risk_post": 5, "day": 0}
    save_setting(people.owner, DETOUR_RATES, rates)
    assert compare_ways(people.owner.database, order_id=order, now=NOON).comparison.proposed is Way.POST


def test_post_is_decided_and_the_time_to_confirm_is_longer(people: Refunders, order: int) -> None:
    before = confirmation_of(people.owner.database, get_order(people.owner.database, order))
    number = detours.decide_detour(people.agent, order_id=order, way=Way.POST, value=Money(100))
    found = row(people, number)
    assert (found.way, found.proposed, found.new_carrier, found.case_id) == (Way.POST, Way.POST, "邮政快递包裹", None)
    until = confirmation_of(people.owner.database, get_order(people.owner.database, order))
    assert before is not None and until == NOON + (10 + 3) * DAY_MS > before
    assert [each.kind for each in list_extensions(people.owner.database, order)] == ["receipt"]
    text = get_detour_text(people.owner.database, number)
    assert all(word in text for word in ("tb_1", "4001", "圆通速递", "邮政快递包裹", "10")) and "{" not in text


def test_time_enough_is_not_extended(people: Refunders, order: int) -> None:
    with people.owner.database.atomic():
        people.owner.database.execute_sql("UPDATE orders SET shipped_at = ? WHERE id = ?", (NOON + 30 * DAY_MS, order))
    detours.decide_detour(people.agent, order_id=order, way=Way.POST, value=Money(100))
    assert list_extensions(people.owner.database, order) == []


def test_otherwise_than_proposed_needs_a_reason(people: Refunders, order: int) -> None:
    with pytest.raises(ReasonMissing):
        detours.decide_detour(people.agent, order_id=order, way=other(people, order))
    assert list_detours(people.owner.database) == []
    number = detours.decide_detour(people.agent, order_id=order, way=other(people, order), reason="买家要求")
    assert row(people, number).reason == "买家要求"


def test_what_is_brought_back_is_sent_again_by_its_case(people: Refunders, order: int) -> None:
    number = detours.decide_detour(people.agent, order_id=order, way=Way.BRING_BACK, value=Money(500_000))
    case = get_case_row(people.owner.database, row(people, number).case_id or 0)
    assert (case.kind, case.state, case.waybill) == (CaseKind.EXCHANGE, CaseState.SENT, WAYBILL)
    allow_early(people.supervisor, case_id=case.id, reason="急")
    made = get_order(people.owner.database, replace(people.supervisor, case_id=case.id))
    sent = get_order(people.owner.database, order)
    assert [(line.sku, line.quantity) for line in made.lines] == [(line.sku, line.quantity) for line in sent.lines]
    open_box(people.owner, scan=WAYBILL)  # it is known by its own number
    assert rows_of(people.owner.database, "SELECT order_id FROM box")[0][0] == order


def test_one_decision_a_parcel(people: Refunders, order: int, tmp_path: Path) -> None:
    def decide(desk: Desk) -> int:
        return detours.decide_detour(desk, order_id=order, way=Way.POST, value=Money(100))

    assert at_once(tmp_path, [people.agent, people.other_agent], decide) == ["", "DecidedAlready"]
    with pytest.raises(detours.DecidedAlready, match="post"):
        detours.decide_detour(people.agent, waybill=WAYBILL, way=Way.POST)
    with pytest.raises(NoOrdersParcel):
        detours.decide_detour(people.agent, waybill="SF1234567890123", way=Way.POST)


def test_it_goes_the_other_way_after_all(people: Refunders, order: int) -> None:
    number = detours.decide_detour(people.agent, order_id=order, way=Way.POST, value=Money(100))
    with pytest.raises(ReasonMissing):
        detours.change_detour(people.agent, detour_id=number, way=Way.BRING_BACK, reason="")
    assert detours.change_detour(people.agent, detour_id=number, way=Way.BRING_BACK, reason="邮局不收")
    assert not detours.change_detour(people.agent, detour_id=number, way=Way.BRING_BACK, reason="邮局不收")
    assert (row(people, number).way, row(people, number).new_carrier) == (Way.BRING_BACK, "中通快递")
    assert row(people, number).case_id is not None


def test_both_numbers_are_kept(people: Refunders, order: int) -> None:
    with people.owner.database.atomic():
        people.owner.database.execute_sql(
            "INSERT INTO tracking (waybill, carrier, order_id, state) VALUES (?, '圆通速递', ?, 'moving')",
            (WAYBILL, order),
        )
    number = detours.decide_detour(people.agent, order_id=order, way=Way.POST, value=Money(100))
    with pytest.raises(detours.NewNumberMissing):
        detours.finish_detour(people.agent, detour_id=number, carrier="", waybill="9876543210987")
    with pytest.raises(detours.SameNumber):
        detours.finish_detour(people.agent, detour_id=number, carrier="圆通速递", waybill=WAYBILL)
    assert count_detours(people.owner.database, now=NOON + 11 * DAY_MS) == (1, 1)
    detours.finish_detour(people.agent, detour_id=number, carrier="邮政快递包裹", waybill="9876543210987")
    found = row(people, number)
    assert (found.new_carrier, found.new_waybill, found.done_at) == ("邮政快递包裹", "9876543210987", NOON)
    sql = "SELECT waybill, forwarded_carrier, forwarded_waybill FROM tracking"
    assert rows_of(people.owner.database, sql)[0] == (WAYBILL, "邮政快递包裹", "9876543210987")
    assert count_detours(people.owner.database, now=NOON + 11 * DAY_MS) == (0, 0)
    with pytest.raises(detours.DetourDone, match="小王"):
        detours.finish_detour(people.agent, detour_id=number, carrier="EMS", waybill="1234567890123")
    assert [each.id for each in list_detours(people.owner.database, find="98765", order_id=order, limit=1)] == [number]
    assert list_detours(people.owner.database, only_open=True, case_id=1) == []
    with pytest.raises(DetourNotFound):
        detours.finish_detour(people.agent, detour_id=99, carrier="EMS", waybill="1234567890123")


def test_the_shops_own_words_are_told(people: Refunders, order: int) -> None:
    save_setting(people.owner, DETOUR_TEXTS, {"post": "亲 {buyer}，转{new}"})
    number = detours.decide_detour(people.agent, order_id=order, way=Way.POST, value=Money(100))
    assert get_detour_text(people.owner.database, number) == "亲 tb_1，转邮政快递包裹"
