"""What the first rows become by a mapping, as text."""

import pytest

from shopdesk.domain.platforms import Platform
from shopdesk.importing.errors import IncompleteMapping, NoSuchColumn
from shopdesk.importing.mapping import Mapping
from shopdesk.importing.records import Kind
from shopdesk.ui.importing.mapping_preview import read_by


def mapping(kind: Kind = Kind.ORDERS, **columns: str) -> Mapping:
    return Mapping("m", Platform.OTHER, kind, columns)


def test_orders_without_items_are_a_row_each() -> None:
    made = mapping(order_no="no", paid="paid", province="p", street="s")
    shown = read_by(made, ["no", "paid", "p", "s"], [["100000001", "1299.5", "浙江省", "示例路1号"]], 2)
    assert shown.headings == ["Order number", "Province", "Street or town", "Amount paid"]
    assert shown.rows == [["100000001", "浙江省", "示例路1号", "1,299.50"]]
    assert shown.wrong == []


def test_items_are_a_row_each_with_their_order() -> None:
    made = mapping(Kind.LINES, order_no="no", buyer="b", line_title="t", line_quantity="q")
    rows = [["100000001", "tb1", "单鞋", "2"], ["100000001", "tb1", "短靴", "1"]]
    shown = read_by(made, ["no", "b", "t", "q"], rows, 2)
    assert shown.rows == [["100000001", "tb1", "单鞋", "2"], ["100000001", "tb1", "短靴", "1"]]


def test_refunds_are_a_row_each() -> None:
    made = mapping(Kind.REFUNDS, refund_no="r", order_no="no", amount="a", requested_at="at")
    shown = read_by(made, ["r", "no", "a", "at"], [["900000001", "100000001", "12", "2024-03-01 10:00:00"]], 2)
    assert shown.rows == [["900000001", "100000001", "12.00", "2024-03-01 10:00"]]


def test_a_row_that_cannot_be_read_is_named_by_its_row_in_the_file() -> None:
    made = mapping(order_no="no", paid="paid")
    shown = read_by(made, ["no", "paid"], [["100000001", "much"], ["100000002", "3"]], 5)
    assert shown.wrong == ["Row 5, paid: This is not an amount of money."]
    assert shown.rows == [["100000002", "3.00"]]


def test_what_cannot_be_read_at_all_is_an_error() -> None:
    with pytest.raises(IncompleteMapping):
        read_by(mapping(paid="paid"), ["paid"], [["1"]], 2)
    with pytest.raises(NoSuchColumn):
        read_by(mapping(order_no="gone"), ["no"], [["1"]], 2)
