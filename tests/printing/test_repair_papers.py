"""What goes to suppliers with goods: labels, the factory's list, the list of damage (REP-01, REP-03, REP-04)."""

from dataclasses import replace

import pytest

from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.documents import Party as Address
from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repair_papers import DamageLine, DamageReturn, DispatchLine, Home, RepairDispatch, RepairLabel
from shopdesk.domain.repair_texts import parse_repair_code
from shopdesk.domain.repairs import Estimate, Warranty
from shopdesk.i18n import use_language
from shopdesk.printing.damage_return import render_damage_return
from shopdesk.printing.formats import SIZES, size_mm
from shopdesk.printing.preview import Preview
from shopdesk.printing.repair_dispatch import render_repair_dispatch
from shopdesk.printing.repair_label import render_repair_labels
from tests.factories import NOON
from tests.printing.samples import RARE, outside, pages, scanned, text

LABEL = RepairLabel(
    57, "WX20240302-57", "2024-03-02", "3821113838621957025", "真皮单鞋 深紫 W7", "5815-ZS-W7", 1, "左脚开胶",
    "鞋盒 防尘袋", Warranty.YES, "温岭足意鞋厂", NOON, "王芳",
)  # fmt: skip
LINE = DispatchLine(
    57, "WX20240302-57", "真皮单鞋 深紫 W7", "5815-ZS-W7", 2, "断跟", "鞋盒", Warranty.NO, Money(1500),
    Estimate.AGREED, Party.BUYER,
)  # fmt: skip
HOME = Home("云栖小店", Address("售后组", "0571-88880000", "浙江省 杭州市 西湖区", "云栖路 8 号"))
DISPATCH = RepairDispatch(
    12, "温岭足意鞋厂", (LINE,), NOON + 7 * DAY_MS, NOON, "德邦快递", "DPK1234567890", "请先看样", NOON, "王芳", (HOME,)
)
DAMAGED = DamageLine(
    1, 101, "真皮单鞋 深紫 W7", "5815-ZS-W7", 2, "皮面破损", NOON - 3 * DAY_MS, NOON + 4 * DAY_MS, Money(8000)
)
RETURN = DamageReturn(
    5, "温岭足意鞋厂", 7, (DAMAGED,), NOON, "德邦快递", "DPK1234567890", "请确认", NOON, "王芳", (HOME,)
)
PAPERS = SIZES[Document.REPAIR_LABEL]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_label_says_what_and_whose_work_it_is(paper: Paper, language: str) -> None:
    use_language(language)
    pdf = render_repair_labels([LABEL], paper)
    with Preview(pdf) as preview:
        assert preview.count == 1 and preview.size_mm(0) == pytest.approx(size_mm(paper), abs=0.01)
    shown = text(pdf)
    for words in ("57", LABEL.order_no, "真皮单鞋深紫W7", "左脚开胶", "鞋盒防尘袋", "温岭足意鞋厂", LABEL.code):
        assert words in shown, words


@pytest.mark.parametrize("number", [1, 57, 4321, 123_456_789])
@pytest.mark.parametrize("paper", PAPERS)
def test_its_bars_lead_back_to_the_repair(paper: Paper, number: int) -> None:
    (codes,) = scanned(
        render_repair_labels([replace(LABEL, number=number, code=f"WX20240302-{number}")], paper)
    )  # fmt: skip
    (code,) = codes
    assert parse_repair_code(code) == ("2024-03-02", number)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_long_label_goes_on_on_a_further_one(paper: Paper) -> None:
    long = replace(LABEL, fault="开胶断跟" * 80, supplier=f"很长的厂名{RARE}" * 6, warranty=Warranty.NO)
    pdf = render_repair_labels([long], paper)
    assert outside(pdf) == [] and text(pdf).count("断") == 80
    assert all(codes == {LABEL.code} for codes in scanned(pdf))


def test_the_factorys_list_says_what_is_wrong_who_pays_and_until_when() -> None:
    (page,) = pages(render_repair_dispatch(DISPATCH))
    for words in (
        "Repairs for 温岭足意鞋厂", "Batch 12", "1 repair", "2 pieces", "sent 2024-03-02", "德邦快递 DPK1234567890",
        "To be back with us by 2024-03-09", "请先看样", "#57", "WX20240302-57", "断跟", "鞋盒", "Not under warranty",
        "15.00", "Buyer pays", "From 云栖小店, back to: 售后组", "云栖路 8 号",
        "Received by the factory", "Printed 2024-03-02 10:00 by 王芳", "Page 1/1",
    ):  # fmt: skip
        assert words in page, words
    unsent = replace(DISPATCH, due_at=None, sent_at=None, lines=(replace(LINE, warranty=Warranty.UNKNOWN),))
    (page,) = pages(render_repair_dispatch(unsent))
    assert "To be back" not in page and "sent 2024" not in page and "warranty\n" not in page


def test_the_return_list_says_what_it_cost_since_when_and_leaves_room_for_answers() -> None:
    other = replace(DAMAGED, line=2, number=102, quantity=1, cost=ZERO, expires_at=None)
    (page,) = pages(render_damage_return(replace(RETURN, lines=(DAMAGED, other))))
    for words in (
        "Faulty goods back to 温岭足意鞋厂", "Return batch 5", "2 lines", "3 pieces", "7 days from receipt", "请确认",
        "#101", "皮面破损", "2024-02-28", "2024-03-06", "80.00", "160.00", "taken back", "refused",
        "1 piece without a cost", "From 云栖小店, back to: 售后组", "Supplier, date", "Page 1/1",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_many_lines_take_more_pages_and_none_is_lost(language: str) -> None:
    use_language(language)
    dispatch = replace(DISPATCH, lines=tuple(replace(LINE, number=n, code=f"WX20240302-{n}") for n in range(900, 990)))
    damage = replace(RETURN, lines=tuple(replace(DAMAGED, line=n - 899, number=n) for n in range(900, 990)))
    for pdf in (render_repair_dispatch(dispatch), render_damage_return(damage)):
        shown = pages(pdf)
        assert len(shown) > 2 and outside(pdf) == []
        assert [sum(f"#{n}" in page for page in shown) for n in range(900, 990)] == [1] * 90
        assert all(f"{place}/{len(shown)}" in page for place, page in enumerate(shown, 1))
    assert render_damage_return(damage) == render_damage_return(damage)


def test_long_and_rare_texts_are_not_cut_off() -> None:
    name, fault = f"真皮单鞋{RARE}" * 12, "破损" * 80
    dispatch = replace(DISPATCH, supplier=f"厂{RARE}" * 20, lines=(replace(LINE, name=name, fault=fault),))
    damage = replace(
        RETURN, supplier=f"厂{RARE}" * 20, lines=(replace(DAMAGED, name=name, fault=fault, cost=Money(123_456_789)),)
    )
    for pdf in (render_repair_dispatch(dispatch), render_damage_return(damage)):
        assert outside(pdf) == []
        assert fault in text(pdf)
    assert "2,469,135.78" in text(render_damage_return(damage))
