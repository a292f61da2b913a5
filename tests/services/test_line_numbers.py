"""Lines that a file brings without numbers give way to the real ones, whatever hangs on them meanwhile."""

from pathlib import Path

from shopdesk.db.database import rows_of
from shopdesk.domain.cases import Kind
from shopdesk.services.cases import CaseItem, open_case
from shopdesk.services.repairs import open_repair
from tests.boxes import add_box, add_box_item
from tests.services.test_order_writer import Shop, line


def test_cases_boxes_and_repairs_follow_their_lines(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.read_lines(line("~aa", position=1), line("~bb", position=2))
    database = shop.desk.database
    (_first,), (second,) = rows_of(database, "SELECT id FROM order_line ORDER BY position")
    open_case(shop.desk, kind=Kind.RETURN, order_id=1, items=[CaseItem(second)])
    add_box_item(shop.desk, add_box(shop.desk), order_id=1, line_id=second)
    open_repair(shop.desk, order_id=1, line_id=second)
    shop.read_lines(line("501", position=1), line("502", position=2))
    for table in ("case_item", "box_item", "repair"):
        found = rows_of(database, f"SELECT l.line_no FROM {table} t JOIN order_line l ON l.id = t.line_id")
        assert found == [("502",)], table


def test_what_the_real_lines_do_not_have_stays_without_one(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.read_lines(line("~aa", position=1), line("~bb", position=2))
    (second,) = rows_of(shop.desk.database, "SELECT id FROM order_line WHERE position = 2")
    open_repair(shop.desk, order_id=1, line_id=second[0])
    shop.read_lines(line("501", position=1))
    assert rows_of(shop.desk.database, "SELECT line_id, title FROM repair") == [(None, "单鞋")]
