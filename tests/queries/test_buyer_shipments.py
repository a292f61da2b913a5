"""Which number did it go out with?"""

from pathlib import Path

import pytest

from shopdesk.domain.origins import Origin
from shopdesk.queries import buyer_shipments
from shopdesk.queries.buyer_shipments import find_shipments
from shopdesk.services.desk import Desk
from tests.factories import add_order, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One buyer with an order that left, an exchange that left later and a reissue that has not; and somebody else."""
    made = make_desk(tmp_path)
    first = add_order(made, buyer="tb_1", order_no="A1", waybill="YT1", shipped_at=1, phone="13800001111")
    add_order(made, buyer="tb_1", order_no="HH1", waybill="YT2", shipped_at=9, origin=4, source_id=first)
    add_order(made, order_no="BF1", origin=5, source_id=first, receiver="李四")
    add_order(made, buyer="tb_2", order_no="B1", waybill="YT3", receiver="王五", phone="13900002222")
    add_order(made, buyer="tb_2", order_no="B2", receiver="王五", phone="13900002222")
    return made


@pytest.mark.parametrize("who", ["tb_1", "A1", "HH1", " 张三 ", "13800001111", "1111"])
def test_all_of_a_buyer_newest_first(desk: Desk, who: str) -> None:
    found = find_shipments(desk.database, who)
    assert [(each.order_no, each.waybill) for each in found][:2] == [("HH1", "YT2"), ("A1", "YT1")]


def test_what_has_not_left_yet_stands_at_the_end(desk: Desk) -> None:
    found = find_shipments(desk.database, "A1")
    assert [(each.order_no, each.origin, each.source_no, each.waybill) for each in found][2:] == [
        ("BF1", Origin.REISSUE, "A1", "")
    ]
    assert found[0].item.endswith("W7 ×1")


def test_a_plain_order_that_has_not_left_is_no_shipment(desk: Desk) -> None:
    assert [each.order_no for each in find_shipments(desk.database, "tb_2")] == ["B1"]


@pytest.mark.parametrize("who", ["", "  ", "tb", "nobody", "111", "%", "____", "示例路1号"])
def test_only_those_meant_are_found(desk: Desk, who: str) -> None:
    assert find_shipments(desk.database, who) == []


def test_a_buyer_whose_id_is_everywhere_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buyer_shipments, "_LOOKED_AT", 0)
    assert [each.waybill for each in find_shipments(desk.database, "tb_1")][:2] == ["YT2", "YT1"]
