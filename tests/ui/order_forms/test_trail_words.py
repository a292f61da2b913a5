"""What happened, in words."""

from typing import Any

import pytest

from shopdesk.queries.trail import TrailRow
from shopdesk.ui.order_forms.trail_words import what_happened


@pytest.mark.parametrize(
    ("action", "before", "after", "reason", "said"),
    [
        ("register", {"stage": 0}, {"stage": 1}, "", "Registered"),
        ("flag", {"flag": 1}, {"flag": 4}, "", "Flag: Red → Blue"),
        ("memo", {"memo": ""}, {"memo": "发顺丰"}, "", "Memo: – → 发顺丰"),
        (
            "address",
            {"city": "杭州市", "phone": "1"},
            {"city": "苏州市", "phone": "1"},
            "买家",
            "City: 杭州市 → 苏州市 (买家)",
        ),
        ("hold", {"held": 0}, {"held": 1}, "缺码", "On hold: 缺码"),
        ("release", {"held": 1}, {"held": 0}, "补了", "Released: 补了"),
        ("print", {}, {"document": "slip"}, "卡纸", "Printed: Shipping slip (卡纸)"),
        ("stage", {"stage": 1}, {"stage": 3}, "", "Printed"),
        ("weigh", {}, {"grams": 5}, "", "weigh grams: 5"),
        ("stage", {}, {"stage": 77}, "", "stage stage: 77"),
    ],
)
def test_a_change_is_a_sentence(
    action: str, before: dict[str, Any], after: dict[str, Any], reason: str, said: str
) -> None:
    assert what_happened(TrailRow(0, "王敏", action, before, after, reason)) == said
