"""What finance pays today, on paper (REF-02, REF-03)."""

from dataclasses import replace

import pytest

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refund_list import RefundList, RefundListLine
from shopdesk.domain.refunds import Channel, RefundKind
from shopdesk.i18n import use_language
from shopdesk.printing.refund_list import render_refund_list
from tests.factories import NOON
from tests.printing.samples import RARE, outside, pages, text


def line(number: int = 1, **more: object) -> RefundListLine:
    made = RefundListLine(
        number, str(3821113838621957025 + number), "一号店", f"tb_{number:03d}", RefundKind.RETURN, "size",
        Money(10_000 + number), ZERO, Channel.PLATFORM, "", "", "", f"R{number}", NOON, False, "小王", "老李",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


BANK = line(
    9, kind=RefundKind.TRANSFER, channel=Channel.BANK, payee="王小明", account="6222021234567890123", checked_by="小赵",
    refund_no="", fee=Money(359), is_late=True,
)  # fmt: skip


def listed(*lines: RefundListLine, left: int = 0) -> RefundList:
    return RefundList("2024-03-02", lines, left, NOON, "小赵")


def test_each_refund_its_payee_and_the_sums_by_channel() -> None:
    (page,) = pages(render_refund_list(listed(line(1), line(2), BANK, left=2)))
    for words in (
        "Refunds to pay on 2024-03-02", "3 payments", "2 approved ones can't be paid yet", "The way it was paid",
        "Bank transfer", "tb_001", "Return and refund", "Size doesn't fit", "100.01", "王小明", "6222021234567890123",
        "checked by 小赵", "less 3.59 fee", "Late", "小王 asked, 老李 approved", "Request R1", "200.03", "300.12",
        "Listed by", "Paid by, date", "Page 1/1",
    ):  # fmt: skip
        assert words in page, words


def test_what_was_listed_before_stands_in_black() -> None:
    (page,) = pages(render_refund_list(listed(line(1, listed_by="小陈", listed_at=NOON), line(2))))
    assert "1 stood in an earlier list" in page
    assert "In a list of 2024-03-02 10:00 already, by 小陈: paid?" in page


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_many_take_more_pages_and_none_is_lost(language: str) -> None:
    use_language(language)
    pdf = render_refund_list(listed(*(line(number) for number in range(1, 101)), BANK))
    shown = pages(pdf)
    assert len(shown) > 4
    assert [sum(f"tb_{number:03d}" in page for page in shown) for number in range(10, 101)] == [1] * 91
    assert all(f"{place}/{len(shown)}" in page for place, page in enumerate(shown, 1))
    assert outside(pdf) == []
    if language == "en":
        assert all("The way it was paid, continued" in page for page in shown[1:4])


def test_long_and_rare_texts_are_not_cut_off() -> None:
    odd = replace(
        BANK, payee=f"欧阳{RARE}" * 6, account="a.very.long.account" * 4 + "@example.com", reason="掉色" * 40,
        buyer="tb😀" * 30, amount=Money(123_456_789),
    )  # fmt: skip
    pdf = render_refund_list(listed(odd))
    assert outside(pdf) == []
    for words in (odd.payee, odd.account, odd.reason, "1,234,567.89"):
        assert words in text(pdf)
    assert render_refund_list(listed(odd)) == render_refund_list(listed(odd))
