"""The trail as a table: each row says by name what it is about."""

from pathlib import Path

from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.queries.record_exports import stream_trail
from shopdesk.services.orders import set_flag
from shopdesk.services.people import add_person
from shopdesk.services.setup import make_shop
from tests.factories import add_order, make_desk


def test_the_trail_names_what_it_is_about(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order_id = add_order(desk, order_no="4711000011112222")
    add_person(desk, name="小李", role="agent")
    make_shop(desk, name="二号店", platform=Platform.TAOBAO)
    set_flag(desk, order_ids=[order_id], colour=Colour.GREEN)
    rows = list(stream_trail(desk.database))
    named = {(row.kind, row.record) for row in rows if row.kind in ("order", "person", "shop")}
    assert {("order", "4711000011112222"), ("person", "小李"), ("shop", "二号店")} <= named
