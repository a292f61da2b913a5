"""Shops, their people and their settings, read."""

from pathlib import Path

import pytest

from shopdesk.domain.documents import Party
from shopdesk.domain.platforms import Platform
from shopdesk.queries.data_version import get_data_version
from shopdesk.queries.people import find_owner, list_people
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import NoSuchShop, find_shop, get_shop, list_shops
from shopdesk.services.desk import Desk
from shopdesk.services.setup import make_shop, open_desk
from shopdesk.settings import FLAG_LABELS, REGISTERED_MARK
from tests.engines import shop_address
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_shops_oldest_first(desk: Desk) -> None:
    make_shop(desk, name="A shop", platform=Platform.JD, sample=True)
    assert [(shop.id, shop.name, shop.platform, shop.sample) for shop in list_shops(desk.database)] == [
        (1, "一号店", Platform.TAOBAO, False),
        (2, "A shop", Platform.JD, True),
    ]
    assert get_shop(desk.database, "一号店").sender == Party("", "", "", "")


def test_a_name_nobody_has(desk: Desk, tmp_path: Path) -> None:
    assert find_shop(desk.database, "三号店") is None
    with pytest.raises(NoSuchShop, match=r"no shop called 三号店\. Shops here: 一号店\."):
        get_shop(desk.database, "三号店")
    empty = open_desk(tmp_path / "empty.db", create=True)
    with pytest.raises(NoSuchShop, match="Shops here: -"):
        get_shop(empty.database, "x")


def test_a_platform_of_a_later_program_is_another_one(desk: Desk) -> None:
    desk.database.execute_sql("UPDATE shop SET platform = 'moonmall'")
    assert list_shops(desk.database)[0].platform is Platform.OTHER


def test_people_who_left_are_not_listed(desk: Desk) -> None:
    desk.database.execute_sql(
        "INSERT INTO person (name, role, active) VALUES ('老周', 'owner', FALSE), ('小王', 'agent', TRUE)"
    )
    assert [person.name for person in list_people(desk.database)] == ["Owner", "小王"]
    desk.database.execute_sql("UPDATE person SET active = FALSE WHERE id = 1")
    assert find_owner(desk.database) is None


def test_settings_not_set_are_their_defaults(desk: Desk) -> None:
    assert (get_setting(desk.database, REGISTERED_MARK), get_setting(desk.database, FLAG_LABELS)) == ("D", {})


def test_what_another_program_writes_shows(desk: Desk, tmp_path: Path) -> None:
    before = get_data_version(desk.database)
    assert get_data_version(desk.database) == before
    add_order(open_desk(shop_address(tmp_path)))
    assert get_data_version(desk.database) != before


@pytest.mark.sqlite_only
def test_what_is_written_here_is_no_news(desk: Desk) -> None:
    before = get_data_version(desk.database)
    add_order(desk)
    assert get_data_version(desk.database) == before
