"""What lies in a slip's parcel, in one line."""

from pathlib import Path

from shopdesk.queries.slip_goods import list_slip_goods
from shopdesk.queries.slips import list_slips
from shopdesk.services.waves import make_wave
from tests.factories import NOON, add_order, make_desk


def test_goods_are_told_by_code_what_it_does_not_say_and_pieces(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, stage=1, registered_at=NOON, carrier="圆通速递", lines=2)
    desk.database.execute_sql("UPDATE order_line SET sku = '5815-W7' WHERE id = 1")
    desk.database.execute_sql("UPDATE order_line SET sku = '', quantity = 2 WHERE id = 2")
    make_wave(desk)
    slip = list_slips(desk.database)[0]
    assert list_slip_goods(desk.database, [slip.id]) == {slip.id: "5815-W7 深紫 ×1; 真皮单鞋 深紫 W7 ×2"}
    assert list_slip_goods(desk.database, []) == {}
