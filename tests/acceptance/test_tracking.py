"""Where parcels are, on the command line: stalled, forwarded, delivered, due for a call (SHP-08, SHP-09)."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import now, to_local
from shopdesk.db.database import open_database, rows_of
from shopdesk.services import tracking_poll
from shopdesk.tracking import kuaidi100
from tests.command_line import CommandLine, new_shop
from tests.kuaidi_server import CUSTOMER, KEY, event, found, kuaidi_server

HEADER = "快递单号,快递公司,轨迹时间,轨迹描述,扫描网点"
ORDERS = (
    "订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,"
    "发货时间,物流单号,物流公司,宝贝标题"
)
FIRST, SECOND, THIRD = "YT1000000000001", "YT1000000000002", "YT1000000000003"


def ago(days: float) -> str:
    return (to_local(now()) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")


def write(file: Path, header: str, *rows: str) -> Path:
    file.write_text("\n".join((header, *rows)), encoding="utf-8-sig")
    return file


def order_row(
    number: int,
    waybill: str,
    left: float,
    *,
    status: str = "卖家已发货，等待买家确认",
    place: str = "四川省 成都市 武侯区",
) -> str:
    return (
        f"3821113838600000{number:03d},tb_{number},199.00,199.00,{status},张三,{place} 示例路1号,13800004321,"
        f"{ago(left + 1)},{ago(left + 1)},{ago(left)},{waybill},圆通速递,真皮单鞋"
    )


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    """Three orders on their way: since five days, one day, and six days to a neighbour."""
    line = new_shop(tmp_path)
    rows = (order_row(1, FIRST, 5.5), order_row(2, SECOND, 1), order_row(3, THIRD, 6, place="江苏省 苏州市 姑苏区"))
    line.done("import", write(tmp_path / "orders.csv", ORDERS, *rows))
    return line


def listed(shop: CommandLine, kind: str, *more: str) -> list[str]:
    return [row["waybill"] for row in shop.done("tracking", "list", kind, "--format", "jsonl", *more).lines]


def take(shop: CommandLine, folder: Path, *rows: str) -> dict[str, Any]:
    answer = shop.done("import", "--kind", "tracking", write(folder / "way.csv", HEADER, *rows), "--json")
    told: dict[str, Any] = answer.json["files"][0]
    return told


@pytest.mark.rule("SHP-08")
def test_a_parcel_that_stands_still_is_listed_by_carrier_and_region(shop: CommandLine, tmp_path: Path) -> None:
    assert listed(shop, "stalled") == [THIRD, FIRST]
    take(shop, tmp_path, f"{FIRST},圆通速递,{ago(0.5)},快件到达【成都转运中心】,成都")
    assert listed(shop, "stalled") == [THIRD]
    groups = shop.done("tracking", "counts", "--json").json["stalled"]
    assert [(each["carrier"], each["area"], each["parcels"]) for each in groups] == [("圆通速递", "江苏", 1)]
    shop.done("tracking", "asked", THIRD, "--note", "说明天到")
    assert listed(shop, "stalled") == []
    again = shop("tracking", "asked", THIRD)
    assert again.status == 1 and "asked the carrier" in again.err


@pytest.mark.rule("SHP-08")
def test_events_out_of_order_twice_in_another_zone_and_of_nobody(shop: CommandLine, tmp_path: Path) -> None:
    rows = [
        f"{FIRST},圆通速递,{ago(1)},正在派送,成都",
        f"{FIRST},圆通速递,{ago(3)},【杭州】已揽收,杭州",
        f"{FIRST},圆通速递,{ago(3)},【杭州】已揽收,杭州",
        f"YT9999999999999,圆通速递,{ago(3)},【杭州】已揽收,杭州",
        "YT1,圆通速递,2026-01-01 10:00,到达,",
        f"{FIRST},圆通速递,gestern,到达,",
    ]
    told = take(shop, tmp_path, *rows)
    assert (told["created"], told["unchanged"], told["unknown"]) == (3, 1, ["YT9999999999999"])
    assert [(bad["row"], bad["column"]) for bad in told["rejected"]] == [(6, "快递单号"), (7, "轨迹时间")]
    shown = shop.done("tracking", "show", FIRST, "--json").json
    assert (shown["state"], [each["status"] for each in shown["events"]]) == ("delivering", ["delivering", "taken"])
    assert listed(shop, "nobodys") == ["YT9999999999999"]
    assert take(shop, tmp_path, *rows)["created"] == 0


@pytest.mark.rule("SHP-08")
def test_a_forwarded_parcel_shows_both_numbers(shop: CommandLine, tmp_path: Path) -> None:
    take(shop, tmp_path, f"{FIRST},圆通速递,{ago(1)},因超区已转邮政 单号:9876543210123,成都")
    (row,) = shop.done("tracking", "list", "forwarded", "--format", "jsonl").lines
    assert (row["waybill"], row["forwarded_waybill"]) == (FIRST, "9876543210123")
    assert f"{FIRST} → 邮政 9876543210123" in shop.done("tracking", "show", "9876543210123").out


@pytest.mark.rule("SHP-08")
def test_delivered_but_not_closed_until_the_trade_is_over(shop: CommandLine, tmp_path: Path) -> None:
    take(shop, tmp_path, f"{FIRST},圆通速递,{ago(1)},已签收,成都")
    assert listed(shop, "signed") == [FIRST] and listed(shop, "stalled") == [THIRD]
    done = order_row(1, FIRST, 5.5, status="交易成功")
    shop.done("import", write(tmp_path / "later.csv", ORDERS, done))
    assert listed(shop, "signed") == []


@pytest.mark.rule("SHP-09")
def test_who_should_have_it_by_now_is_called(shop: CommandLine) -> None:
    assert listed(shop, "calls") == [THIRD, FIRST]  # five days are over, for want of a sender's address
    shop.done("tracking", "called", THIRD, "--note", "没收到")
    assert listed(shop, "calls") == [FIRST]
    again = shop("tracking", "called", THIRD)
    assert again.status == 1 and "called the buyer" in again.err


@pytest.mark.rule("SHP-08")
def test_the_service_is_asked_and_what_it_sends_is_taken_in(
    shop: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No tracking service" in shop("tracking", "poll").err
    shop.done("tracking", "service", "kuaidi100", "--account", CUSTOMER)
    monkeypatch.setenv(tracking_poll.VARIABLE, KEY)
    arrived = event(ago(0.2), "快件到达【成都转运中心】")
    with kuaidi_server() as server:
        monkeypatch.setattr(tracking_poll, "make_service", lambda *_a, **_k: quick(server.address))
        server.parcels[FIRST] = found(FIRST, arrived)
        polled = shop.done("tracking", "poll", "--json").json
        assert (polled["asked"], polled["events"], polled["failed"]) == (3, 1, {"not-found": 2})
    sent = {"status": "shutdown", "lastResult": found(SECOND, event(ago(0.1), "已签收", "签收"), state="3")}
    file = tmp_path / "push.json"
    file.write_text(json.dumps(sent, ensure_ascii=False), encoding="utf-8")
    assert shop.done("tracking", "push", file, "--json").json == {"events": 1, "known": 0, "unknown": []}
    assert listed(shop, "signed") == [SECOND]
    bad = shop("tracking", "push", tmp_path / "orders.csv")
    assert bad.status == 1 and "Kuaidi100" in bad.err
    database = open_database(shop.address)
    assert KEY not in str(rows_of(database, "SELECT value FROM setting"))
    database.close()


def quick(address: str) -> kuaidi100.Kuaidi100:
    return kuaidi100.Kuaidi100(CUSTOMER, KEY, {}, address, 2, pause_s=0)


def test_what_is_heard_and_what_is_done_with(shop: CommandLine) -> None:
    shop.done("tracking", "note", FIRST, "收件人拒收")
    assert listed(shop, "returning") == [FIRST]
    shop.done("tracking", "close", FIRST, "--reason", "件已到")
    assert listed(shop, "returning") == []
    assert shop("tracking", "close", FIRST, "--reason", "再").status == 1
    shop.done("tracking", "watch", FIRST, "--reason", "弄错了")
    assert listed(shop, "returning") == [FIRST]
    shop.done("tracking", "forward", SECOND, "9876543210123", "--carrier", "邮政")
    assert listed(shop, "forwarded") == [SECOND]
    assert shop("tracking", "show", "YT0000000000000").status == 1


def test_what_is_watched_goes_into_a_file(shop: CommandLine, tmp_path: Path) -> None:
    shop.done("export", "parcels", "-o", tmp_path / "parcels.csv")
    header, *rows = (tmp_path / "parcels.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("shop,order_no,buyer,carrier,waybill")
    assert [FIRST in row or SECOND in row or THIRD in row for row in rows] == [True, True, True]
