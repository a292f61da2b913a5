"""Which size for a body, what buyers write about theirs, what codes mean (PRD-02)."""

import pytest

from shopdesk.domain.body_measures import fitted, read_body
from shopdesk.domain.size_codes import meanings_of
from shopdesk.domain.sizes import (
    Measure,
    SizeChart,
    SizeRow,
    Verdict,
    advise,
    read_chart,
    read_heading,
    read_range,
    write_measures,
    write_range,
    write_rows,
)

HEIGHT, WEIGHT, FOOT, WAIST, CHEST = Measure.HEIGHT, Measure.WEIGHT, Measure.FOOT, Measure.WAIST, Measure.CHEST
TOPS = SizeChart(
    "上衣",
    (HEIGHT, WEIGHT),
    (
        SizeRow("M", "170/88A", {HEIGHT: (165, 170), WEIGHT: (55, 65)}),
        SizeRow("L", "175/92A", {HEIGHT: (170, 175), WEIGHT: (65, 75)}),
        SizeRow("XL", "180/96A", {HEIGHT: (176, 180), WEIGHT: (75, 85)}),
    ),
)
SHOES = SizeChart("鞋", (FOOT,), tuple(SizeRow(str(n), "", {FOOT: (n * 5 + 46, n * 5 + 50)}) for n in range(38, 42)))


@pytest.mark.parametrize(
    ("body", "verdict", "sizes"),
    [
        ({HEIGHT: 168.0, WEIGHT: 60.0}, Verdict.FITS, ("M",)),
        ({HEIGHT: 172.0}, Verdict.FITS, ("L",)),
        ({HEIGHT: 170.0, WEIGHT: 60.0}, Verdict.FITS, ("M",)),
        ({HEIGHT: 170.0, WEIGHT: 65.0}, Verdict.BETWEEN, ("M", "L")),
        ({HEIGHT: 168.0, WEIGHT: 70.0}, Verdict.BETWEEN, ("M", "L")),
        ({HEIGHT: 175.5}, Verdict.BETWEEN, ("L", "XL")),
        ({HEIGHT: 175.5, WEIGHT: 70.0}, Verdict.BETWEEN, ("L", "XL")),
        ({HEIGHT: 168.0, WEIGHT: 80.0}, Verdict.APART, ("M", "XL")),
        ({HEIGHT: 190.0}, Verdict.OUTSIDE, ()),
        ({HEIGHT: 150.0, WEIGHT: 60.0}, Verdict.OUTSIDE, ()),
        ({FOOT: 245.0}, Verdict.UNKNOWN, ()),
        ({}, Verdict.UNKNOWN, ()),
    ],
)
def test_a_size_fits_or_two_come_near_or_none(
    body: dict[Measure, float], verdict: Verdict, sizes: tuple[str, ...]
) -> None:
    advice = advise(TOPS, body)
    assert (advice.verdict, advice.sizes) == (verdict, sizes)


@pytest.mark.parametrize(
    ("foot", "verdict", "sizes"),
    [(245, Verdict.FITS, ("39",)), (245.5, Verdict.BETWEEN, ("39", "40")), (236, Verdict.FITS, ("38",)),
     (235.9, Verdict.OUTSIDE, ()), (260, Verdict.OUTSIDE, ())],
)  # fmt: skip
def test_a_foot_between_two_shoes_is_said(foot: float, verdict: Verdict, sizes: tuple[str, ...]) -> None:
    advice = advise(SHOES, {FOOT: foot})
    assert (advice.verdict, advice.sizes) == (verdict, sizes)


def test_what_it_comes_from_and_what_is_missing_is_said() -> None:
    assert advise(TOPS, {HEIGHT: 168.0, WEIGHT: 70.0}).said == (
        "Between M and L: the smaller one is tight, the larger one loose (Height 168 cm: M; Body weight 70 kg: L)."
    )
    assert advise(TOPS, {HEIGHT: 168.0}).said == "Size M (Height 168 cm: M). Not asked yet: Body weight."
    assert advise(TOPS, {HEIGHT: 190.0}).said.startswith("No size fits (Height 190 cm: none).")
    assert advise(TOPS, {}).said == "The table goes by: Height, Body weight. Ask for it."


def test_a_size_without_a_measure_takes_it_as_it_is() -> None:
    chart = SizeChart("x", (HEIGHT, WEIGHT), (*TOPS.rows, SizeRow("均码", "", {})))
    assert advise(chart, {HEIGHT: 300.0}).sizes == ("均码",)


@pytest.mark.parametrize(
    ("size", "row"),
    [("L", "L"), ("l", "L"), ("L(175/92A)", "L"), ("L（175/92A）", "L"), ("175/92A", "L"), ("XL码", "XL"),
     ("XXL", None), ("", None)],
)  # fmt: skip
def test_a_size_is_found_as_orders_write_it(size: str, row: str | None) -> None:
    found = TOPS.find(size)
    assert (found and found.size) == row


def test_a_table_is_kept_as_it_is() -> None:
    assert read_chart("上衣", write_measures(TOPS.measures), write_rows(TOPS.rows)) == TOPS
    assert read_chart("x", '["tail cm", "height cm"]', '[{"size": "S", "ranges": {"tail cm": [1, 2]}}]') == SizeChart(
        "x", (HEIGHT,), (SizeRow("S", "", {}),)
    )


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("身高(cm)", (HEIGHT, 1)), ("身高", (HEIGHT, 1)), ("体重（斤）", (WEIGHT, 0.5)), ("体重/kg", (WEIGHT, 1)),
     ("脚长(cm)", (FOOT, 10)), ("Foot length (mm)", (FOOT, 1)), ("height cm", (HEIGHT, 1)),
     ("Height (cm)", (HEIGHT, 1)),
     ("身高(光年)", None), ("尺码", None), ("", None), ("备注", None)],
)  # fmt: skip
def test_headings_say_measure_and_unit(heading: str, expected: tuple[Measure, float] | None) -> None:
    assert read_heading(heading) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("165~170", (165, 170)), ("165-170", (165, 170)), ("165 ～ 170", (165, 170)), ("165至170", (165, 170)),
     ("245", (245, 245)),
     ("57.5~65", (57.5, 65)), ("170~165", None), ("x", None), ("", None), ("-5", None), ("1.5米", None)],
)  # fmt: skip
def test_ranges_are_read_or_not(text: str, expected: tuple[float, float] | None) -> None:
    assert read_range(text) == expected
    if expected:
        assert read_range(write_range(expected)) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("身高175体重140斤", {HEIGHT: 175, WEIGHT: 70}),
        ("1米75，70kg", {HEIGHT: 175, WEIGHT: 70}),
        ("1.68m 120斤 脚长24.5", {HEIGHT: 168, WEIGHT: 60, FOOT: 245}),
        ("身高1米8 体重180斤", {HEIGHT: 180, WEIGHT: 90}),
        ("高160 重50公斤", {HEIGHT: 160, WEIGHT: 50}),
        ("脚长245mm", {FOOT: 245}),
        ("脚长 25 厘米", {FOOT: 250}),
        ("我170cm，65公斤，胸围96", {HEIGHT: 170, WEIGHT: 65, CHEST: 96}),
        ("腰围2尺4", {WAIST: 80}),
        ("身高：１７５ｃｍ", {HEIGHT: 175}),
        ("height 180, 80kg", {HEIGHT: 180, WEIGHT: 80}),
        ("175 140", {}),
        ("体重140", {}),
        ("这双1.5kg重吗", {}),
        ("订单号3821113838621", {}),
        ("身高999", {}),
        ("１６５ｃｍ ５２ｋｇ", {HEIGHT: 165, WEIGHT: 52}),
        ("165㎝ 52㎏ 脚长24.5.", {HEIGHT: 165, WEIGHT: 52, FOOT: 245}),
        ("脚长 9码", {}),
        ("脚39", {}),
        ("五尺二，115 lb", {}),
    ],
)
def test_what_buyers_write_is_read_and_nothing_guessed(message: str, expected: dict[Measure, float]) -> None:
    assert read_body(message) == expected


def test_metres_and_centimetres_typed_into_a_field_are_seen() -> None:
    assert (fitted(HEIGHT, 1.75), fitted(FOOT, 24.5), fitted(HEIGHT, 175), fitted(WEIGHT, 2)) == (175, 245, 175, 2)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("180/92A", ["for 180 cm of height; 92 cm is the chest", "build A", "12–16 cm for men"]),
        ("L(165/88A)", ["for 165 cm of height"]),
        ("170/84Y", ["build Y (slim)", "17–22"]),
        ("110/56", ["for 110 cm of height"]),
        ("250(2.5)", ["for a foot of 250 mm", "width 2.5"]),
        ("245", ["for a foot of 245 mm"]),
        ("39", ["a shoe for a foot of about 245 mm", "as trousers for a waist of about 99 cm"]),
        ("32", ["as trousers for a waist of about 81 cm (2.4 尺)"]),
        ("W7", ["an American women's shoe for a foot of about 240 mm"]),
        ("M8", ["an American men's shoe for a foot of about 260 mm"]),
        ("深紫 W7", ["about 240 mm"]),
    ],
)
def test_codes_are_explained(code: str, words: list[str]) -> None:
    said = "; ".join(meaning.said for meaning in meanings_of(code))
    assert all(each in said for each in words), said


@pytest.mark.parametrize("code", ["39 条纹", "39码包头", "250mm"])
def test_words_behind_a_size_are_no_unit(code: str) -> None:
    assert meanings_of(code)


@pytest.mark.parametrize(
    "code", ["XL", "均码", "", "5815", "2024", "999/999A", "W99", "150g", "250 ml", "36条装", "40片"]
)
def test_what_means_nothing_is_not_explained(code: str) -> None:
    assert meanings_of(code) == ()
