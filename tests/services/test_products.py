"""Products and variants learned from lines (PRD-01)."""

from pathlib import Path

from shopdesk.db.database import rows_of
from shopdesk.services.desk import Desk
from shopdesk.services.products import learn_variants
from tests.factories import add_order, make_desk


def put_line(desk: Desk, order: int, *cells: str) -> None:
    """`cells`: line number, sku, properties, product code, title."""
    desk.database.execute_sql(
        "INSERT INTO order_line (order_id, line_no, sku, properties, product_code, title) VALUES (?, ?, ?, ?, ?, ?)",
        (order, *cells),
    )


VARIANTS = (
    "SELECT v.sku, v.style, v.colour, v.size, p.code, p.title FROM variant v JOIN product p ON p.id = v.product_id "
    "ORDER BY v.sku"
)


def test_each_sku_once_under_its_product(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk, lines=0)
    put_line(desk, order, "1", "A-W7", "颜色分类：黑;尺码：W7", "5815", "单鞋")
    put_line(desk, order, "2", "A-W8", "颜色分类：黑;尺码：W8", "5815", "单鞋")
    put_line(desk, order, "3", "B", "", "", "袜子")
    put_line(desk, order, "4", "", "颜色：红", "", "没有货号")
    with desk.database.atomic():
        learn_variants(desk.database, shop_id=1, after_line=0)
    assert rows_of(desk.database, VARIANTS) == [
        ("A-W7", "", "黑", "W7", "5815", "单鞋"), ("A-W8", "", "黑", "W8", "5815", "单鞋"),
        ("B", "", "", "", "袜子", "袜子"),
    ]  # fmt: skip


def test_what_is_known_stays_and_older_lines_are_not_read_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order = add_order(desk, lines=0)
    put_line(desk, order, "1", "A", "颜色：黑", "5815", "单鞋")
    with desk.database.atomic():
        learn_variants(desk.database, shop_id=1, after_line=0)
    desk.database.execute_sql("UPDATE variant SET colour = '墨黑', shelf = 'C3'")
    put_line(desk, order, "2", "A", "颜色：白", "5815", "单鞋")
    put_line(desk, order, "3", "OLD", "", "5815", "单鞋")
    put_line(desk, order, "4", "NEW", "", "5815", "单鞋")
    with desk.database.atomic():
        learn_variants(desk.database, shop_id=1, after_line=3)
    assert rows_of(desk.database, "SELECT sku, colour, shelf FROM variant ORDER BY id") == [
        ("A", "墨黑", "C3"),
        ("NEW", "", ""),
    ]
