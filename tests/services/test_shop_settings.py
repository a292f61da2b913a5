"""Settings of the shop, its flags' labels, and its shops' addresses."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.documents import Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.platforms import Platform
from shopdesk.queries.order_lists import count_by_flag
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.shops import get_shop
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Changed, Desk
from shopdesk.services.edits import Clash
from shopdesk.services.setup import make_shop
from shopdesk.services.shop_settings import NameTaken, save_flag_labels, save_setting, save_shop
from shopdesk.settings import FLAG_LABELS, FLAG_SALESPEOPLE, REGISTER_WITHIN_HOURS, REGISTERED_MARK
from tests.factories import add_order, make_desk

SENDER = Party("发货部", "0571-1", "浙江省 杭州市", "云栖路 18 号")
RETURN = Party("售后", "0571-2", "浙江省 杭州市", "503 仓")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def trail(desk: Desk, kind: str) -> list[tuple[object, ...]]:
    return rows_of(
        desk.database, "SELECT record_id, action, before, after FROM trail WHERE kind = ? ORDER BY id", (kind,)
    )


def test_a_setting_is_its_default_until_it_is_set(desk: Desk) -> None:
    assert get_setting(desk.database, REGISTER_WITHIN_HOURS) == 24
    save_setting(desk, REGISTER_WITHIN_HOURS, 12)
    save_setting(desk, FLAG_SALESPEOPLE, {"red": ["小王"]})
    assert get_setting(desk.database, REGISTER_WITHIN_HOURS) == 12
    assert get_setting(desk.database, FLAG_SALESPEOPLE) == {"red": ["小王"]}


def test_what_was_set_is_in_the_trail_under_its_own_number(desk: Desk) -> None:
    save_setting(desk, REGISTERED_MARK, "已登")
    save_setting(desk, REGISTER_WITHIN_HOURS, 12)
    save_setting(desk, REGISTERED_MARK, "已登")  # the same again leaves no trace
    save_setting(desk, REGISTERED_MARK, "登")
    key = "orders.registered_mark"
    assert [(row.before, row.after) for row in list_trail(desk.database, kind="setting", record_id=1)] == [
        ({key: "已登"}, {key: "登"}), ({key: "D"}, {key: "已登"}),
    ]  # fmt: skip
    assert [row[0] for row in trail(desk, "setting")] == [1, 2, 1]


class TestFlagLabels:
    def test_give_their_flag_to_orders_that_carry_the_label_only(self, desk: Desk) -> None:
        for native, flag in (("加急", 0), ("加急", 0), ("加急", 3), ("老客", 0), ("", 0)):
            add_order(desk, flag=flag, flag_native=native)
        assert save_flag_labels(desk, {"加急": "red", "老客": "blue", "谁": "nobody's colour"}) == 3
        assert count_by_flag(desk.database) == {Colour.RED: 2, Colour.BLUE: 1, Colour.GREEN: 1, Colour.GREY: 1}
        assert get_setting(desk.database, FLAG_LABELS)["老客"] == "blue"

    def test_leave_one_row_a_label_in_the_trail(self, desk: Desk) -> None:
        add_order(desk, flag_native="加急")
        save_flag_labels(desk, {"加急": "red", "没有": "blue"})
        assert trail(desk, "label") == [(0, "flag by label", "{}", '{"flag": 1, "label": "加急", "orders": 1}')]
        assert [row[1] for row in trail(desk, "setting")] == ["set"]

    def test_are_one_work(self, desk: Desk) -> None:
        told: list[frozenset[Changed]] = []
        save_flag_labels(replace(desk, announce=told.append), {"加急": "red"})
        assert told == [frozenset({Changed.SETTINGS, Changed.ORDERS})]

    def test_for_no_flag_change_nothing(self, desk: Desk) -> None:
        add_order(desk, flag_native="普通")
        assert save_flag_labels(desk, {"普通": "grey"}) == 0


class TestShop:
    def test_its_addresses_go_on_papers(self, desk: Desk) -> None:
        assert save_shop(desk, shop_id=1, version=1, name=" 新店 ", sender=SENDER, return_to=RETURN)
        shop = get_shop(desk.database, "新店")
        assert (shop.sender, shop.return_to, shop.version) == (SENDER, RETURN, 2)
        assert not save_shop(desk, shop_id=1, version=2, name="新店", sender=SENDER, return_to=RETURN)
        (edit, _made) = list_trail(desk.database, kind="shop", record_id=1)
        assert (edit.action, edit.before["name"], edit.after["return_address"]) == ("edit", "一号店", "503 仓")

    def test_a_name_is_taken(self, desk: Desk) -> None:
        make_shop(desk, name="二号店", platform=Platform.JD)
        with pytest.raises(NameTaken):
            save_shop(desk, shop_id=1, version=1, name="二号店", sender=SENDER, return_to=RETURN)

    def test_two_people_at_once(self, desk: Desk) -> None:
        save_shop(desk, shop_id=1, version=1, name="新店", sender=SENDER, return_to=RETURN)
        with pytest.raises(Clash, match=r"Owner changed shop \S+ meanwhile \(name, return address, sender; "):
            save_shop(desk, shop_id=1, version=1, name="别的", sender=SENDER, return_to=RETURN)
