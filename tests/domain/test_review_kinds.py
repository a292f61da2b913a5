"""What platforms call good and bad, and texts pasted from their pages (REV-01)."""

import pytest

from shopdesk.domain.review_kinds import Pasted, kind_named, read_pasted_review, says_deleted, stars_of
from shopdesk.domain.reviews import Kind

PASTED = """差评
订单编号：3821113838600012345
买家：t**8
2026-11-20 13:05
商品：真皮单鞋 W7
后跟磨脚，
客服还不理人
3天后追评：换了一双还是磨
回复
举报
"""


@pytest.mark.parametrize(
    "text, kind",
    [
        ("好评", Kind.GOOD), ("中评", Kind.NEUTRAL), ("差评", Kind.BAD), ("5", Kind.GOOD), ("3星", Kind.NEUTRAL),
        ("★★", Kind.BAD), ("一星", Kind.BAD), ("bad", Kind.BAD), ("4.0", Kind.GOOD), ("", None), ("x", None),
        ("给了差评", Kind.BAD),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: Kind | None) -> None:
    assert kind_named(text) is kind


def test_stars() -> None:
    assert [stars_of(text) for text in ("★★★★☆", "5分", "二星", "12", "")] == [4, 5, 2, 0, 0]


def test_deleted() -> None:
    assert says_deleted("已删除")
    assert not says_deleted("未删除")
    assert not says_deleted("正常")


def test_a_pasted_review() -> None:
    assert read_pasted_review(PASTED) == Pasted(
        "3821113838600012345",
        Kind.BAD,
        0,
        "后跟磨脚，\n客服还不理人",
        "换了一双还是磨",
        "t**8",
        "真皮单鞋 W7",
        "2026-11-20 13:05",
    )


def test_a_pasted_text_without_labels() -> None:
    found = read_pasted_review("鞋子很好看就是有点硬")
    assert (found.said, found.kind, found.order_no) == ("鞋子很好看就是有点硬", None, "")
