"""Lines that a file brings without numbers give way to the real ones, whatever hangs on them meanwhile."""

from dataclasses import replace
from pathlib import Path

from shopdesk.db.database import rows_of
from shopdesk.domain.address_changes import Address
from shopdesk.domain.cases import Kind
from shopdesk.domain.manual_orders import ManualItem, ManualOrder
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.queries.orders import get_order
from shopdesk.services.cases import CaseItem, open_case
from shopdesk.services.manual_changes import change_order
from shopdesk.services.manual_orders import enter_order
from tests.boxes import add_box, add_box_item
from tests.factories import make_desk
from tests.services.test_order_writer import Shop, line


def test_cases_and_boxes_follow_their_lines(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.read_lines(line("~aa", position=1), line("~bb", position=2))
    database = shop.desk.database
    (_first,), (second,) = rows_of(database, "SELECT id FROM order_line ORDER BY position")
    open_case(shop.desk, kind=Kind.RETURN, order_id=1, items=[CaseItem(second)])
    add_box_item(shop.desk, add_box(shop.desk), order_id=1, line_id=second)
    shop.read_lines(line("501", position=1), line("502", position=2))
    for table in ("case_item", "box_item"):
        found = rows_of(database, f"SELECT l.line_no FROM {table} t JOIN order_line l ON l.id = t.line_id")
        assert found == [("502",)], table


def test_what_the_real_lines_do_not_have_stays_without_one(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.read_lines(line("~aa", position=1), line("~bb", position=2))
    (second,) = rows_of(shop.desk.database, "SELECT id FROM order_line WHERE position = 2")
    add_box_item(shop.desk, add_box(shop.desk), order_id=1, line_id=second[0])
    shop.read_lines(line("501", position=1))
    assert rows_of(shop.desk.database, "SELECT line_id, title FROM box_item") == [(None, "真皮单鞋")]


def test_an_order_entered_by_hand_is_changed_under_its_case(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    to = Address("张三", "13812345678", "浙江省", "杭州市", "西湖区", "文三路1号")
    items = (ManualItem("5815-1-W7", "鞋", "颜色：黑"),)
    wanted = ManualOrder(Origin.BANK, shop_id=1, items=items, receiver=to, paid=Money(10_000))
    order_id = enter_order(desk, order=wanted)
    open_case(desk, kind=Kind.EXCHANGE, order_id=order_id)
    other = replace(wanted, items=(ManualItem("5815-1-W8", "鞋", "颜色：黑"),))
    change_order(desk, order_id=order_id, order=other, reason="要大一码")
    assert [each.sku for each in get_order(desk.database, order_id).lines] == ["5815-1-W8"]
    assert rows_of(desk.database, "SELECT line_id FROM case_item") == [(None,)]
