"""What the columns say of an order."""

from typing import Any

import pytest

from shopdesk.domain.deadlines import Urgency
from shopdesk.domain.statuses import Tray
from shopdesk.queries.order_lists import SORTS, OrderRow
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.orders.columns import BY_KEY, COLUMNS, LEAST, column_of_sort, fitted_widths, sort_of
from tests.factories import NOON

HOUR = 3_600_000
PLAIN = OrderRow(
    id=1, order_no="3821113838621", shop="一号店", flag=1, flag_native="加急", buyer="tb72_y",
    goods_text="5815-深紫-W7 颜色分类：深紫;尺码：W7", lines=1, pieces=1, paid=129_900, created=NOON - 5 * HOUR,
    paid_at=NOON - 4 * HOUR, ship_by=None, registered_at=None, carrier="圆通速递", waybill="YT1", status=1, stage=0,
    tray=1, held=0, hold_reason="", memo="发顺丰", buyer_message="快点", receiver="张三", phone="13800000000",
    region="浙江省 杭州市 西湖区", masking=0, refund_state="没有申请退款", salesperson="", registrar="",
)  # fmt: skip


def says(clocks: Clocks, key: str, **changed: Any) -> str:
    """A column's text with its tail."""
    column, row = COLUMNS[BY_KEY[key]], PLAIN._replace(**changed)
    return column.says(row, clocks) + column.tail(row, clocks)


def tip(clocks: Clocks, key: str, **changed: Any) -> str:
    """A column's tooltip."""
    return COLUMNS[BY_KEY[key]].tip(PLAIN._replace(**changed), clocks)


def test_keys_are_unique_and_sorts_exist() -> None:
    assert len(BY_KEY) == len(COLUMNS)
    assert {column.sort for column in COLUMNS} - {""} <= set(SORTS)


def test_goods_repeat_nothing_that_the_code_says(clocks: Clocks) -> None:
    assert says(clocks, "goods") == "5815-深紫-W7 ×1"
    assert says(clocks, "goods", goods_text="5815 颜色分类：深紫;尺码：W7") == "5815 深紫 W7 ×1"
    assert says(clocks, "goods", goods_text="真皮单鞋，皮带", lines=0, pieces=0) == "真皮单鞋，皮带"


def test_goods_of_several_lines_say_how_many_pieces(clocks: Clocks) -> None:
    assert says(clocks, "goods", lines=2, pieces=3) == "5815-深紫-W7 · 3 pcs"
    assert says(clocks, "goods", lines=2, pieces=0) == "5815-深紫-W7 · 2 pcs"


def test_money_and_carrier_are_short(clocks: Clocks) -> None:
    assert says(clocks, "paid") == "1,299.00"
    assert says(clocks, "carrier") == "圆通"
    assert says(clocks, "carrier", carrier="快递") == "快递"
    assert tip(clocks, "carrier") == "圆通速递"


@pytest.mark.parametrize(
    ("paid", "left", "urgency"),
    [(4, "20 h", Urgency.CALM), (20, "4 h", Urgency.SOON), (25, "1 h late", Urgency.LATE)],
)
def test_time_left_to_register(clocks: Clocks, paid: int, left: str, urgency: Urgency) -> None:
    assert says(clocks, "left", paid_at=NOON - paid * HOUR) == left
    assert clocks.urgency(PLAIN._replace(paid_at=NOON - paid * HOUR)) is urgency


@pytest.mark.parametrize("changed", [{"stage": 1}, {"status": 2}, {"status": 0, "paid_at": None}])
def test_no_time_is_left_where_nothing_is_to_be_registered(clocks: Clocks, changed: dict[str, Any]) -> None:
    assert says(clocks, "left", **changed) == tip(clocks, "left", **changed) == ""


def test_tooltips_say_all(clocks: Clocks) -> None:
    assert tip(clocks, "left") == "To be registered by 2024-03-03 06:00:00, 20 h 0 min left."
    assert tip(clocks, "left", paid_at=NOON - 25 * HOUR).endswith("1 h 0 min ago.")
    assert tip(clocks, "flag") == "Red · 加急"
    assert tip(clocks, "memo") == "发顺丰\nBuyer: 快点"
    assert tip(clocks, "receiver", masking=1).splitlines()[-1] == "The platform hides a part."
    assert tip(clocks, "created") == "2024-03-02 05:00:00"


def test_a_held_order_says_why(clocks: Clocks) -> None:
    held = {"tray": int(Tray.HELD), "held": 1, "hold_reason": "补邮费"}
    assert says(clocks, "status", **held) == "补邮费"
    assert tip(clocks, "status", **held) == "On hold: 补邮费"
    assert says(clocks, "status", tray=int(Tray.HELD)) == "On hold"


@pytest.mark.parametrize(("status", "said"), [(3, "Completed"), (4, "Closed"), (1, "Closed")])
def test_closed_orders_say_how(clocks: Clocks, status: int, said: str) -> None:
    assert says(clocks, "status", tray=int(Tray.CLOSED), status=status) == said


def test_a_refund_that_is_none_is_not_told(clocks: Clocks) -> None:
    assert says(clocks, "refund") == ""
    assert says(clocks, "refund", refund_state="退款成功") == "退款成功"


def test_ship_by_counts_down_when_near(clocks: Clocks) -> None:
    assert says(clocks, "ship_by", ship_by=NOON + 5 * HOUR) == "5 h"
    assert says(clocks, "ship_by", ship_by=NOON - 5 * HOUR) == "5 h late"
    assert says(clocks, "ship_by", ship_by=NOON + 72 * HOUR) == "Mar 5"
    assert says(clocks, "ship_by", ship_by=NOON, tray=int(Tray.SHIPPED)) == ""


def test_the_heading_of_a_sort_order_is_found() -> None:
    assert column_of_sort("paid") == BY_KEY["paid"]
    assert column_of_sort("nothing") == BY_KEY["created"]


def test_memo_and_status_can_be_read_on_a_usual_screen() -> None:
    shown = [place for place, column in enumerate(COLUMNS) if column.is_shown]
    widths = fitted_widths(shown, 857)  # 1366 px less navigation, panel and scroll bar
    assert widths[BY_KEY["memo"]] >= 115
    assert widths[BY_KEY["status"]] >= 96
    assert sum(widths.values()) <= 857


def test_nothing_is_cut_off_at_full_hd_with_150_percent() -> None:
    shown = [place for place, column in enumerate(COLUMNS) if column.is_shown]
    assert sum(fitted_widths(shown, 769).values()) <= 769


def test_columns_share_what_is_left_over_and_give_no_more_than_they_can() -> None:
    shown = [BY_KEY["flag"], BY_KEY["goods"], BY_KEY["memo"]]
    wide, narrow = fitted_widths(shown, 1_000), fitted_widths(shown, 10)
    assert wide[BY_KEY["flag"]] == narrow[BY_KEY["flag"]] == COLUMNS[BY_KEY["flag"]].width
    assert wide[BY_KEY["goods"]] > COLUMNS[BY_KEY["goods"]].width
    assert narrow[BY_KEY["memo"]] == round(COLUMNS[BY_KEY["memo"]].width * LEAST)


def test_a_key_of_a_column_says_how_it_sorts() -> None:
    assert [sort_of(key) for key in ("left", "status", "carrier")] == ["paid_at", "stage", ""]
