"""What carriers tell, from files: each event once, in whatever order it comes (SHP-08)."""

import random
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import iso
from shopdesk.db.database import rows_of
from shopdesk.domain.tracking import State
from shopdesk.services.desk import Desk
from shopdesk.services.imports import FileResult, Wishes, import_files
from shopdesk.services.leaving import ship_slips, unship_slips
from tests.factories import NOON, add_order, add_slip, make_desk

HEADER = "快递单号,快递公司,轨迹时间,轨迹描述,扫描网点"
YT = "YT1234567890123"
WAY = (
    f"{YT},圆通速递,2024-03-02 12:00:00,【杭州】已揽收,杭州",
    f"{YT},圆通速递,2024-03-02 20:00:00,快件离开【杭州转运中心】,杭州",
    f"{YT},圆通速递,2024-03-03 08:00:00,快件到达【北京转运中心】,北京",
    f"{YT},圆通速递,2024-03-04 08:00:00,正在派送,北京",
    f"{YT},圆通速递,2024-03-04 12:00:00,已签收,北京",
)
LATER = NOON + 5 * 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, clock=lambda: LATER)


def take(desk: Desk, folder: Path, *rows: str, header: str = HEADER) -> FileResult:
    file = folder / "tracking.csv"
    file.write_text("\n".join((header, *rows)), encoding="utf-8-sig")
    (result,) = import_files(desk, files=[file])
    assert result.error is None
    return result


def standing(desk: Desk, waybill: str = YT) -> tuple[object, ...]:
    sql = "SELECT state, moved_at, signed_at, order_id, closed_at FROM tracking WHERE waybill = ?"
    state, moved, signed, order_id, closed = rows_of(desk.database, sql, (waybill,))[0]
    return state, (iso(moved) or "")[:16], (iso(signed) or "")[:16], order_id, closed is not None


def test_events_say_where_a_parcel_is(desk: Desk, tmp_path: Path) -> None:
    order = add_order(desk, waybill=YT, status=2)
    result = take(desk, tmp_path, *WAY[:3], "YT9999999999999,,2024-03-02 12:00:00,已揽收,")
    assert (result.created, result.unchanged, result.unknown) == (4, 0, ["YT9999999999999"])
    assert standing(desk) == ("moving", "2024-03-03T08:00", "", order, False)


def test_in_any_order_and_any_portions_the_end_is_the_same(desk: Desk, tmp_path: Path) -> None:
    chance = random.Random(7)
    for turn in range(5):
        waybill = f"YT{turn:013d}"
        rows = [row.replace(YT, waybill) for row in WAY]
        chance.shuffle(rows)
        cut = chance.randrange(len(rows))
        take(desk, tmp_path, *rows[:cut], *rows[:cut])
        take(desk, tmp_path, *rows[cut:], *rows[:2])
        assert standing(desk, waybill)[:3] == ("signed", "2024-03-04T12:00", "2024-03-04T12:00")
        count = rows_of(
            desk.database,
            "SELECT count(*) FROM tracking_event e JOIN tracking t ON t.id = e.tracking_id WHERE t.waybill = ?",
            (waybill,),
        )
        assert count == [(5,)]


def test_the_same_event_of_another_zone_is_the_same(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, WAY[4])
    result = take(desk, tmp_path, f"{YT},圆通速递,2024-03-04T04:00:00Z,已 签收,北京")
    assert (result.created, result.unchanged) == (0, 1)


def test_a_moment_ahead_counts_as_now(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, f"{YT},圆通速递,2034-03-04 12:00:00,到达,北京")
    assert rows_of(desk.database, "SELECT moved_at FROM tracking") == [(LATER,)]


def test_a_number_that_is_nobodys_finds_its_order_later(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, *WAY)
    assert standing(desk)[3] is None
    order = add_order(desk, stage=4)
    slip = add_slip(desk, order, waybill=YT, packed_at=NOON)
    ship_slips(desk, [slip])
    state, moved, signed, order_id, closed = standing(desk)
    assert (state, signed, order_id, closed) == ("signed", "2024-03-04T12:00", order, False)
    assert moved == (iso(LATER) or "")[:16]


def test_what_leaves_is_watched_until_it_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    order = add_order(desk, stage=4)
    slip = add_slip(desk, order, waybill=YT, packed_at=NOON)
    ship_slips(desk, [slip])
    sql = "SELECT waybill, carrier, order_id, area, state, left_at, moved_at, expected_at - left_at FROM tracking"
    row = (YT, "圆通速递", order, "浙江", State.LEFT.value, LATER, LATER, 5 * 86_400_000)
    assert rows_of(desk.database, sql) == [row]
    unship_slips(desk, slip_ids=[slip], reason="车没来")
    assert rows_of(desk.database, sql) == []
    ship_slips(desk, [slip])
    take(desk, tmp_path, WAY[0])
    unship_slips(desk, slip_ids=[slip], reason="车没来")
    assert len(rows_of(desk.database, sql)) == 1  # the courier has it after all


def test_a_forwarded_parcel_keeps_both_numbers(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, *WAY[:3], f"{YT},圆通速递,2024-03-04 08:00:00,因超区已转邮政 单号:9876543210123,北京")
    sql = "SELECT waybill, state, forwarded_carrier, forwarded_waybill FROM tracking"
    assert rows_of(desk.database, sql) == [(YT, "moving", "邮政", "9876543210123")]
    take(desk, tmp_path, "9876543210123,邮政快递包裹,2024-03-05 08:00:00,已签收,北京")
    assert rows_of(desk.database, sql) == [(YT, "signed", "邮政", "9876543210123")]


def test_what_was_told_of_the_other_number_first_joins_its_parcel(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, "9876543210123,邮政快递包裹,2024-03-05 08:00:00,已签收,北京", WAY[0])
    assert take(desk, tmp_path, *WAY[:2]).created == 1
    take(desk, tmp_path, f"{YT},圆通速递,2024-03-04 08:00:00,因超区已转邮政 单号:9876543210123,北京")
    sql = "SELECT waybill, state, forwarded_waybill, last_text FROM tracking"
    assert rows_of(desk.database, sql) == [(YT, "signed", "9876543210123", "已签收")]
    assert rows_of(desk.database, "SELECT count(*) FROM tracking_event") == [(4,)]


@pytest.mark.parametrize(
    ("columns", "said", "ends"),
    [
        ({"status": 2}, "已签收", ("signed", False)),
        ({"status": 3}, "已签收", ("signed", True)),
        ({"status": 1, "origin": 4}, "已签收", ("signed", True)),  # no platform will ever close an exchange
        ({"status": 2}, "退回件已签收", ("returned", True)),
        ({"status": 2}, "收件人拒收", ("returning", False)),
    ],
)
def test_when_nothing_more_is_to_be_watched(
    desk: Desk, tmp_path: Path, columns: dict[str, Any], said: str, ends: tuple[str, bool]
) -> None:
    add_order(desk, waybill=YT, **columns)
    take(desk, tmp_path, f"{YT},圆通速递,2024-03-04 12:00:00,{said},北京")
    assert (standing(desk)[0], standing(desk)[4]) == ends


def test_what_comes_back_is_watched_again_though_its_trade_is_over(desk: Desk, tmp_path: Path) -> None:
    add_order(desk, waybill=YT, status=3)
    take(desk, tmp_path, *WAY)
    assert standing(desk)[4]
    take(desk, tmp_path, f"{YT},圆通速递,2024-03-05 12:00:00,退件，原单号退回,北京")
    assert (standing(desk)[0], standing(desk)[2], standing(desk)[4]) == ("returning", "", False)


def test_a_dry_run_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "tracking.csv"
    file.write_text("\n".join((HEADER, *WAY)), encoding="utf-8")
    (result,) = import_files(desk, files=[file], wishes=Wishes(), dry_run=True)
    assert result.created == 5
    assert rows_of(desk.database, "SELECT count(*) FROM tracking") == [(0,)]


def test_numbers_that_name_each_other_are_one_parcel(desk: Desk, tmp_path: Path) -> None:
    other, third = "9876543210123", "YT9000000000001"
    there = f"{YT},圆通速递,2024-03-03 12:00:00,因超区已转邮政 单号:{other},杭州"
    back = f"{other},邮政快递包裹,2024-03-03 13:00:00,因超区已转圆通 单号:{YT},杭州"
    take(desk, tmp_path, there, back)
    sql = "SELECT waybill, forwarded_waybill, (SELECT count(*) FROM tracking_event) FROM tracking"
    ((number, forwarded, events),) = rows_of(desk.database, sql)
    assert ({number, forwarded}, events) == ({YT, other}, 2)
    assert take(desk, tmp_path, there, back).created == 0
    on = f"{third},圆通速递,2024-03-04 12:00:00,因超区已转邮政 单号:{third[:-1]}2,杭州"
    end = f"{third[:-1]}2,邮政快递包裹,2024-03-05 12:00:00,因超区已转邮政 单号:{third[:-1]}3,杭州"
    take(desk, tmp_path, on, end, f"{third[:-1]}3,邮政快递包裹,2024-03-06 12:00:00,已签收,北京")
    assert rows_of(desk.database, f"{sql} WHERE waybill = ?", (third,)) == [(third, f"{third[:-1]}3", 5)]
    assert standing(desk, third)[0] == "signed"
