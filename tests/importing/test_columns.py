"""Column names: compared after folding."""

import pytest

from shopdesk.importing import columns


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("收货地址 ", "收货地址"),
        ("商品 id", "商品ID"),
        ("\ufeff订单编号", "订单编号"),
        ("下单帐号", "下单账号"),
        ("退商品金额（元）", "退商品金额(元)"),
        ("订单\u200b号", "订单号"),
        ('="订单编号"', "订单编号"),
        ("*订单号", "订单号"),
        ("卖家真实姓名 (新)", "卖家真实姓名（新）"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert columns.fold(one) == columns.fold(other)


def test_names_that_differ() -> None:
    assert columns.fold("订单编号") != columns.fold("子订单编号")


def test_the_first_of_two_columns_with_one_name_counts() -> None:
    assert columns.index_columns(["订单号", "", "价格", "订单号 "]) == {"订单号": 0, "价格": 2}


def test_alternatives_are_found_in_their_order_of_preference() -> None:
    places = columns.index_columns(["外部系统编号", "标题", "商家编码"])
    assert columns.present(columns.SKU, places) == (2, 0)
    assert columns.present(("没有",), places) == ()


def test_the_likely_header_is_the_row_with_the_most_words() -> None:
    rows = [["我的店铺 6月订单"], [], ["单号", "品名", "数量"], ["1001", "茶", "2"], ["1002", "茶壶", "1"]]
    assert columns.likely_header(rows) == 2
    assert columns.likely_header([]) == 0
