"""Flags: what a cell of any platform means."""

import pytest

from shopdesk.domain.flags import BASIC, LOOKS, NATIVE, WORDS, Colour, colour_of
from shopdesk.domain.platforms import Platform


def test_every_colour_has_its_own_letter_in_both_languages() -> None:
    assert set(LOOKS) == set(Colour)
    assert len({look.letter_zh for look in LOOKS.values()}) == len(Colour)
    assert len({look.letter_en for look in LOOKS.values()}) == len(Colour)
    assert list(BASIC) == sorted(Colour)[: len(BASIC)]


@pytest.mark.parametrize("colour", Colour)
def test_a_code_leads_back_to_its_colour(colour: Colour) -> None:
    assert Colour.from_code(colour.code) is colour
    assert Colour.from_code(f" {colour.code.upper()} ") is colour
    assert colour in WORDS.values()


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="pink-ish"):
        Colour.from_code("pink-ish")


@pytest.mark.parametrize(
    ("cell", "colour"),
    [
        ("红", Colour.RED), ("红色", Colour.RED), (" 红旗 ", Colour.RED), ("红色旗", Colour.RED),
        ("浅蓝色", Colour.LIGHT_BLUE),
        ("无", Colour.GREY), ("灰旗", Colour.GREY), ("dark-green", Colour.DARK_GREEN), ("Red", Colour.RED),
        ("", None), ("  ", None), ("加急", None), ("99", None), ("色", None), ("旗", None),
    ],
)  # fmt: skip
def test_words_mean_the_same_everywhere(cell: str, colour: Colour | None) -> None:
    assert {colour_of(platform, cell, {}) for platform in Platform} == {colour}


@pytest.mark.parametrize(
    ("platform", "cell", "colour"),
    [
        (Platform.TAOBAO, "1", Colour.RED), (Platform.TAOBAO, "5.0", Colour.PURPLE),
        (Platform.TAOBAO, "10", Colour.PEACH),
        (Platform.DOUYIN, "1", Colour.PURPLE), (Platform.DOUYIN, "5", Colour.RED),
        (Platform.XIAOHONGSHU, "1", Colour.GREY),
        (Platform.PINDUODUO, "1", Colour.RED), (Platform.PINDUODUO, "0", None), (Platform.JD, "1", None),
    ],
)  # fmt: skip
def test_numbers_belong_to_their_platform(platform: Platform, cell: str, colour: Colour | None) -> None:
    assert colour_of(platform, cell, {}) is colour


def test_the_shops_own_label_comes_first() -> None:
    labels = {"加急": Colour.RED, "红": Colour.BLUE, "1": Colour.GREEN}
    assert colour_of(Platform.TAOBAO, "加急", labels) is Colour.RED
    assert colour_of(Platform.TAOBAO, " 红 ", labels) is Colour.BLUE
    assert colour_of(Platform.TAOBAO, "1", labels) is Colour.GREEN
    assert colour_of(Platform.TAOBAO, "红旗", labels) is Colour.RED


def test_platforms_number_each_colour_once() -> None:
    for numbers in NATIVE.values():
        assert len(set(numbers.values())) == len(numbers)
