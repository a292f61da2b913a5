"""The file for a platform's bulk shipping."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from shopdesk.domain.platforms import Platform
from shopdesk.domain.shipping_heads import SHIPPING_HEADS, carrier_name, heads_of
from shopdesk.errors import OutputFailed
from shopdesk.queries.shops import ShopRow, get_shop
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.exports import UnknownFormat
from shopdesk.services.shipping_files import NothingToTell, export_shipments, find_shipments
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import SHIPPING_FILE_HEADS
from tests.factories import NOON, add_order, add_slip, make_desk
from tests.services.whole_database import everything


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def shop(desk: Desk) -> ShopRow:
    return get_shop(desk.database, "一号店")


def shipped(desk: Desk, order_no: str, waybill: str, *, at: int = NOON, **columns: Any) -> int:
    return add_slip(
        desk, add_order(desk, order_no=order_no, **columns), waybill=waybill, packed_at=at, packed_by_id=1,
        shipped_at=at, shipped_by_id=1,
    )  # fmt: skip


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_what_left_since_the_last_file(desk: Desk, shop: ShopRow, tmp_path: Path) -> None:
    slip = shipped(desk, "A1", "YT1")
    file = tmp_path / "a.csv"
    assert export_shipments(desk, shop=shop, path=file).rows == 1
    assert rows(file) == [["订单编号", "物流公司", "物流单号"], ["A1", "圆通速递", "YT1"]]
    assert [row.action for row in list_trail(desk.database, kind="slip", record_id=slip)] == ["shipping file"]
    with pytest.raises(NothingToTell, match="一号店 has no parcel"):
        export_shipments(desk, shop=shop, path=file)
    shipped(desk, "A2", "YT2")
    export_shipments(desk, shop=shop, path=file)
    assert [row[0] for row in rows(file)[1:]] == ["A2"]


def test_a_new_waybill_is_told_again(desk: Desk, shop: ShopRow, tmp_path: Path) -> None:
    shipped(desk, "A1", "YT1")
    export_shipments(desk, shop=shop, path=tmp_path / "a.csv")
    desk.database.execute_sql("UPDATE slip SET waybill = 'YT7', waybill_at = ?", (NOON + 1,))
    assert [one.waybill for one in find_shipments(desk, shop=shop)] == ["YT7"]


def test_all_of_a_day_told_before_or_not(desk: Desk, shop: ShopRow, tmp_path: Path) -> None:
    shipped(desk, "A1", "YT1")
    shipped(desk, "A0", "YT0", at=NOON - 86_400_000)
    export_shipments(desk, shop=shop, path=tmp_path / "a.csv")
    assert [one.order_no for one in find_shipments(desk, shop=shop, day=date(2024, 3, 2))] == ["A1"]


def test_what_the_platform_knows_or_never_knew_is_left_out(desk: Desk, shop: ShopRow) -> None:
    shipped(desk, "told", "YT1", status=2)
    shipped(desk, "by hand", "YT2", origin=1)
    shipped(desk, "closed", "YT3", status=4)
    add_slip(desk, add_order(desk, order_no="packed"), waybill="YT4", packed_at=NOON, packed_by_id=1)
    add_slip(desk, add_order(desk, order_no="waiting"), packed_at=NOON, packed_by_id=1)
    assert find_shipments(desk, shop=shop) == []
    assert [one.order_no for one in find_shipments(desk, shop=shop, packed=True)] == ["packed"]


def test_orders_that_travel_together_have_a_row_each(desk: Desk, shop: ShopRow, tmp_path: Path) -> None:
    orders = [add_order(desk, order_no=no, lines=2) for no in ("A1", "A2")]
    add_slip(desk, *orders, waybill="YT1", packed_at=NOON, packed_by_id=1, shipped_at=NOON, shipped_by_id=1)
    done = export_shipments(desk, shop=shop, path=tmp_path / "a.csv")
    assert (done.rows, done.slips) == (2, 1)


def test_long_numbers_stay_text_and_nothing_is_a_formula(desk: Desk, shop: ShopRow, tmp_path: Path) -> None:
    shipped(desk, "3821113838600000001", "773194087901223")
    shipped(desk, "=1+1", "@YT2")
    found = {}
    for name in ("a.xlsx", "a.csv"):
        export_shipments(desk, shop=shop, path=tmp_path / name, day=date(2024, 3, 2))
        found[name] = tmp_path / name
    sheet = CalamineWorkbook.from_path(str(found["a.xlsx"])).get_sheet_by_index(0).to_python()
    assert sheet[1:] == [["3821113838600000001", "圆通速递", "773194087901223"], ["=1+1", "圆通速递", "@YT2"]]
    assert rows(found["a.csv"])[2] == ["'=1+1", "圆通速递", "'@YT2"]


@pytest.mark.parametrize(("name", "error"), [("none/a.csv", OutputFailed), ("a.txt", UnknownFormat)])
def test_a_file_that_can_not_be_written_was_not_exported(
    desk: Desk, shop: ShopRow, tmp_path: Path, name: str, error: type[Exception]
) -> None:
    shipped(desk, "A1", "YT1")
    before = everything(desk)
    with pytest.raises(error):
        export_shipments(desk, shop=shop, path=tmp_path / name)
    assert everything(desk) == before


def test_every_platform_has_heads_and_a_shop_may_have_its_own(desk: Desk, shop: ShopRow, tmp_path: Path) -> None:
    assert set(SHIPPING_HEADS) == set(Platform)
    assert heads_of(Platform.JD, {"jd": ["a", "", "c"]}) == SHIPPING_HEADS[Platform.JD]
    save_setting(desk, SHIPPING_FILE_HEADS, {"taobao": ["订单", "快递", "单号"]})
    shipped(desk, "A1", "YT1")
    export_shipments(desk, shop=shop, path=tmp_path / "a.csv")
    assert rows(tmp_path / "a.csv")[0] == ["订单", "快递", "单号"]


@pytest.mark.parametrize(("written", "full"), [("圆通", "圆通速递"), ("SF", "顺丰速运"), ("同城小哥", "同城小哥")])
def test_carriers_by_their_full_names(written: str, full: str) -> None:
    assert carrier_name(written) == full
