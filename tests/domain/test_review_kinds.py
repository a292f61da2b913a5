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


@pytest.mark.parametrize(
    "line",
    [
        "差评 2026-11-20 13:05", "2026-11-20 13:05:09\t差评", "【差评】(2026-11-20 13:05) 3821113838600012345",
        "3821113838600012345 | 差评 | 2026-11-20 13:05",
    ],
)  # fmt: skip
def test_kind_and_moment_on_one_line(line: str) -> None:
    for later in ("[追评] 没人管", "追加评论：没人管"):
        found = read_pasted_review(f"订单编号：3821113838600012345\n{line}\n鞋底开胶\n{later}")
        assert (found.order_no, found.kind) == ("3821113838600012345", Kind.BAD)
        assert found.at_text.startswith("2026-11-20 13:05")
        assert (found.said, found.later_said) == ("鞋底开胶", "没人管")


def test_a_sentence_with_a_kind_in_it_is_what_the_buyer_wrote() -> None:
    found = read_pasted_review("11月给了差评 2026-11-20 13:05 之后一直没人理我")
    assert (found.kind, found.said) == (None, "11月给了差评 2026-11-20 13:05 之后一直没人理我")


def test_a_pasted_text_without_labels() -> None:
    found = read_pasted_review("鞋子很好看就是有点硬")
    assert (found.said, found.kind, found.order_no) == ("鞋子很好看就是有点硬", None, "")
