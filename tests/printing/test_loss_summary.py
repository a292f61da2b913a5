"""A month's lost parcels on paper (SHP-08)."""

from dataclasses import replace

import pytest

from shopdesk.domain.claims import Kind, Solution, State
from shopdesk.domain.loss_summary import LossLine, LossSummary
from shopdesk.domain.money import ZERO, Money
from shopdesk.i18n import use_language
from shopdesk.printing.loss_summary import render_loss_summary
from tests.factories import NOON
from tests.printing.samples import RARE, outside, pages, text


def line(number: int = 1, **more: object) -> LossLine:
    made = LossLine(
        number, NOON, Kind.LOST, State.PAID, "圆通速递", f"YT745324486{number:04d}", str(3821113838621957025 + number),
        f"tb_{number:03d}", Money(19_900), Money(15_000), Money(15_000), Solution.RESHIP, "按保价赔付",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


OPEN = line(
    2,
    carrier="申通快递",
    kind=Kind.BROKEN,
    state=State.ASKED,
    offered=ZERO,
    paid=ZERO,
    solution=Solution.NONE,
    answer="",
)
FOUND = line(3, state=State.FOUND, paid=ZERO, offered=ZERO, solution=Solution.NONE, answer="")


def summary(*lines: LossLine) -> LossSummary:
    return LossSummary("2024-03", lines, NOON, "小赵")


def test_sums_by_carrier_and_each_parcel() -> None:
    (page,) = pages(render_loss_summary(summary(line(1), OPEN, FOUND)))
    for words in (
        "Lost and broken parcels of 2024-03", "lost 248.00", "3 parcels",
        "asked of carriers 398.00, paid by them 150.00",
        "1 buyer has neither goods nor money yet", "圆通速递", "2 parcels", "申通快递", "YT7453244860001", "tb_002",
        "Broken", "Asked of the carrier", "Not made good yet", "Sent again", "按保价赔付", "49.00", "199.00",
        "Parcel found", "Carrier paid", "Loss", "Made by, date", "Printed 2024-03-02 10:00 by 小赵", "Page 1/1",
    ):  # fmt: skip
        assert words in page, words
    assert page.index("By carrier") < page.index("Total") < page.index("Order, buyer"), "sums have their own headings"


def test_who_lost_the_most_comes_first() -> None:
    made = summary(line(1), OPEN, FOUND)
    assert made.carriers == ("申通快递", "圆通速递")
    assert (made.of("圆通速递").lost, made.of("申通快递").lost, made.whole.parcels) == (4_900, 19_900, 3)
    assert made.of("圆通速递").waiting == 0  # one that turned up waits for nothing


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_many_take_more_pages_and_none_is_lost(language: str) -> None:
    use_language(language)
    made = [line(number, carrier=("圆通速递", "申通快递", "")[number % 3]) for number in range(1, 91)]
    pdf = render_loss_summary(summary(*made))
    shown = pages(pdf)
    assert len(shown) > 3 and outside(pdf) == []
    assert [sum(f"tb_{number:03d}" in page for page in shown) for number in range(1, 91)] == [1] * 90
    assert all(f"{place}/{len(shown)}" in page for place, page in enumerate(shown, 1))


def test_long_and_rare_texts_are_not_cut_off() -> None:
    odd = line(
        1, carrier=f"很长的快递公司{RARE}" * 4, waybill="X" * 40, buyer="tb😀" * 30, answer="拒赔" * 60,
        asked=Money(123_456_789), paid=ZERO,
    )  # fmt: skip
    pdf = render_loss_summary(summary(odd))
    assert outside(pdf) == []
    for words in (odd.waybill, odd.answer, "1,234,567.89"):
        assert words in text(pdf)
    assert render_loss_summary(summary(odd)) == render_loss_summary(summary(odd))
