"""The day's intake register on paper (RET-01)."""

from dataclasses import replace

import pytest

from shopdesk.domain.intake import BoxState, Condition, Wish
from shopdesk.domain.intake_papers import IntakeRegister, PaperItem, RegisterBox, RegisterCorrection
from shopdesk.domain.money import ZERO, Money
from shopdesk.i18n import use_language
from shopdesk.printing.intake_register import render_intake_register
from tests.factories import NOON
from tests.printing.samples import RARE, outside, pages, text

SHOE = PaperItem("5815 深紫 W7", 1, "5815-ZS-W7", "鞋盒", Condition.GOOD, "", Wish.EXCHANGE, "5815 灰色 W6")
BROKEN = replace(SHOE, quantity=2, condition=Condition.FAULTY, fault="左脚开胶", wish=Wish.REPAIR, wish_to="")


def box(number: int = 1, **more: object) -> RegisterBox:
    made = RegisterBox(
        number, BoxState.REGISTERED, f"tb_{number:03d}", str(3821113838621957025 + number), "", "圆通速递",
        f"YT{7453244865603 + number}", (SHOE,), ZERO, ZERO, "", "王芳", NOON,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def register(*boxes: RegisterBox, **more: object) -> IntakeRegister:
    made = IntakeRegister(
        "2024-03-02", ("一号店",), boxes or (box(),), ZERO, "", ZERO, "", "", "", None, (), "", (), NOON, "王芳"
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_line_says_all_that_is_to_be_known() -> None:
    (page,) = pages(render_intake_register(register(box(cash=Money(2000), postage=Money(1250), items=(SHOE, BROKEN)))))
    for words in (
        "Intake register of 2024-03-02", "Not closed yet", "1 box", "3 pieces", "tb_001", "3821113838621957026",
        "5815 深紫 W7 × 1", "Exchange 5815 灰色 W6, As new, 鞋盒", "Repair, Faulty, 左脚开胶, 鞋盒", "圆通速递",
        "YT7453244865604", "20.00", "Postage paid at the door: 12.50", "王芳", "Exchange 1", "Repair 2",
        "Cash found: 20.00", "Registered by", "Cash counted by", "Checked by, date", "Page 1/1",
    ):  # fmt: skip
        assert words in page, words


def test_what_is_not_whole_says_so_and_counts_for_what_it_is() -> None:
    void = box(2, state=BoxState.VOID, items=(), cash=Money(900), note="扫空了")
    nobodys = box(3, state=BoxState.UNCLAIMED, buyer="", order_no="", sender="张* 北京市")
    open_ = box(4, state=BoxState.OPENED, items=(replace(SHOE, condition=None),))
    shown = pages(render_intake_register(register(box(), void, nobodys, open_)))[0]
    for words in (
        "3 boxes",
        "1 unclaimed",
        "Struck out",
        "扫空了",
        "From 张* 北京市",
        "Being registered",
        "Cash found: 0",
    ):
        assert words in shown, words
    assert "Not looked at yet" in shown


def test_closing_cash_and_corrections_stand_below() -> None:
    corrected = RegisterCorrection(3, "cash", "20.00", "30.00", "数错了", "老李", NOON)
    shown = pages(
        render_intake_register(
            register(
                closed_by="老李", closed_at=NOON, counted=Money(2000), handed_by="王芳", confirmed=Money(1900),
                confirmed_by="老李", explanation="少一张", left_open=("box 6 is not registered yet",), reason="下班了",
                corrections=(corrected,),
            )
        )
    )[0]  # fmt: skip
    for words in (
        "Closed 2024-03-02 10:00 by 老李", "handed over: 20.00, 王芳", "confirmed: 19.00, 老李", "Explanation: 少一张",
        "Open: box 6 is not registered yet", "Closed all the same: 下班了", "No. 3", "cash: 20.00 → 30.00", "数错了",
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_two_hundred_boxes_take_more_pages_each_with_its_head(language: str) -> None:
    use_language(language)
    pdf = render_intake_register(register(*(box(number) for number in range(1, 201))))
    shown = pages(pdf)
    assert len(shown) > 5
    assert [sum(f"tb_{number:03d}" in page for page in shown) for number in range(1, 201)] == [1] * 200
    for place, page in enumerate(shown, 1):
        assert f"{place}/{len(shown)}" in page
        assert "2024-03-02" in page
    if language == "en":
        assert all("What is in it" in page for page in shown[:-1])
        assert "Checked by, date" in shown[-1]
    assert outside(pdf) == []


def test_a_box_longer_than_a_page_goes_on_under_its_number() -> None:
    many = tuple(replace(SHOE, name=f"第{number:03d}种") for number in range(120))
    shown = pages(render_intake_register(register(box(7, items=many), box(8))))
    assert all(any(f"第{number:03d}种" in page for page in shown) for number in range(120))
    assert all("No. 7, continued" in page for page in shown[1:3])
    assert "tb_008" in shown[-1]


def test_long_and_rare_texts_are_not_cut_off() -> None:
    long = f"王{RARE}😀" + "很长的买家昵称" * 12
    odd = box(
        number=99999, buyer=long, person="欧阳" * 20, waybill="Y" * 60, carrier="中国邮政速递物流电商标快" * 3,
        cash=Money(123_456_789), note="箱子湿了" * 60,
    )  # fmt: skip
    pdf = render_intake_register(register(odd, shops=("茶香官方旗舰店" * 9,)))
    shown = text(pdf)
    assert outside(pdf) == []
    assert [shown.count(sign) for sign in "𠮷昵湿欧Y"] == [1, 12, 60, 20, 60], "the columns stand beside one another"
    assert "1,234,567.89" in shown
    assert render_intake_register(register(odd)) == render_intake_register(register(odd))
