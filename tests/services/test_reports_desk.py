"""Exports are read from a copy of the shop where one is named and can be used (DATA-02)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.platforms import Platform
from shopdesk.errors import ShopdeskError
from shopdesk.queries.order_exports import stream_orders
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.services.desk import Desk
from shopdesk.services.reports_desk import reading_desk
from shopdesk.services.setup import create_desk, make_shop
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import REPORTS_ADDRESS
from tests.command_line import CommandLine
from tests.factories import NOON, add_order
from tests.postgres_server import Server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.make(quick=False) as made:
        yield made


@pytest.fixture(scope="module")
def copy(server: Server) -> Iterator[Server]:
    with server.standby() as made:
        yield made


@pytest.fixture
def desk(server: Server, copy: Server) -> Iterator[Desk]:
    server.drop_database("shop")
    made = create_desk(server.create_database("shop"), clock=lambda: NOON)
    make_shop(made, name="一号店", platform=Platform.TAOBAO)
    add_order(made)
    yield made
    made.database.close()


def test_without_an_address_the_shop_itself_is_read(desk: Desk) -> None:
    with reading_desk(desk) as reading:
        assert reading == (desk, None)


def test_the_copy_has_what_was_just_stored(server: Server, copy: Server, desk: Desk) -> None:
    save_setting(desk, REPORTS_ADDRESS, copy.url("shop"))
    add_order(desk)
    with reading_desk(desk) as reading:
        assert reading.note is None
        port = rows_of(reading.desk.database, "SELECT inet_server_port()")[0][0]
        assert port == copy.port != server.port
        assert len(list(stream_orders(reading.desk.seen, OrderFilter()))) == 2


@pytest.mark.parametrize("other", ["postgresql://postgres@127.0.0.1:1/shop", "not an address://", "shop.db"])
def test_what_can_not_be_used_is_noted(desk: Desk, other: str) -> None:
    save_setting(desk, REPORTS_ADDRESS, other)
    with reading_desk(desk) as reading:
        assert reading.desk is desk
        assert isinstance(reading.note, ShopdeskError) and "shop's own server" in str(reading.note)


def test_another_shop_is_no_copy(server: Server, desk: Desk) -> None:
    save_setting(desk, REPORTS_ADDRESS, server.url("shop"))
    with reading_desk(desk) as reading:
        assert reading.desk is desk and "doesn't follow" in str(reading.note)


def test_an_export_goes_on_without_the_copy(server: Server, desk: Desk, tmp_path: Path) -> None:
    save_setting(desk, REPORTS_ADDRESS, "postgresql://postgres@127.0.0.1:1/shop")
    answer = CommandLine(server.url("shop"))("export", "orders", "-o", tmp_path / "orders.csv")
    assert answer.status == 0 and "shop's own server" in answer.err
    assert len((tmp_path / "orders.csv").read_text("utf-8-sig").splitlines()) == 2
