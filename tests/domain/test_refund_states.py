"""Which of the platforms' words on a refund stop a parcel."""

import pytest

from shopdesk.domain.refund_states import is_refund_underway


@pytest.mark.parametrize(
    ("state", "underway"),
    [
        ("买家已经申请退款，等待卖家同意", True), ("卖家已经同意退款，等待买家退货", True), ("退款成功", True),
        ("退款中", True), ("售后处理中", True), ("待商家处理", True), ("退款关闭", False), ("卖家拒绝退款", False),
        ("没有申请退款", False), ("无售后或售后取消", False), ("售后关闭", False), ("", False), ("-", False),
        ("无", False), ("用户撤销退款", False),
    ],
)  # fmt: skip
def test_only_a_refund_under_way_stops(state: str, underway: bool) -> None:
    assert is_refund_underway(state) is underway
