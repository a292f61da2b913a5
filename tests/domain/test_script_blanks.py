"""Blanks of scripts: found by either name, filled, or told as gaps (CRM-02)."""

import pytest

from shopdesk.domain import script_blanks
from shopdesk.domain.script_blanks import (
    BLANKS,
    Source,
    fill,
    find_blank,
    gap_name,
    has_loose_brace,
    is_chinese,
    names_in,
    nearest_name,
    open_names,
    sources_of,
    tidy,
    unknown_names,
)


def test_every_name_means_one_blank() -> None:
    names = [name.casefold() for blank in BLANKS for name in (blank.name, *blank.names)]
    assert len(names) == len(set(names))
    assert all(find_blank(name) is not None for name in names)
    assert {blank.source for blank in BLANKS} == set(Source)


def test_a_blank_is_filled_by_its_chinese_or_english_name() -> None:
    values = {"order_no": "3821", "buyer": "tb_one"}
    assert fill("{订单号} {ORDER_NO} {订单编号} {买家}", values).text == "3821 3821 3821 tb_one"


def test_what_nobody_knows_stays_and_is_named_once() -> None:
    filled = fill("{买家}，{订单号}，{订单号}，{?金额}元", {"buyer": "tb_one", "order_no": " "})
    assert filled.text == "tb_one，{订单号}，{订单号}，{?金额}元"
    assert filled.gaps == ("订单号", "?金额")
    assert [part.text for part in filled.parts if part.is_gap] == ["{订单号}", "{订单号}", "{?金额}"]


@pytest.mark.parametrize("name", ["?金额", "金额", "？金额"])
def test_what_is_typed_fills_a_blank_that_asks(name: str) -> None:
    assert fill("赔{?金额}元", {}, {name: " 5 "}).text == "赔5元"


def test_what_is_typed_comes_before_what_is_known() -> None:
    filled = fill("{订单号}{运单号}", {"order_no": "1"}, {"order_no": "2", "快递单号": "YT1"})
    assert (filled.text, filled.gaps) == ("2YT1", ())
    assert fill("{订单号}", {"order_no": "1"}, {"订单号": "  "}).text == "1"


def test_braces_in_what_is_filled_in_are_words() -> None:
    assert fill("{买家} {订单号}", {"buyer": "{订单号}", "order_no": "1"}).text == "{订单号} 1"


def test_a_script_is_kept_with_plain_braces() -> None:
    assert tidy(" ｛ 订单号 ｝\r\n{买家 } ") == "{订单号}\n{买家}"


@pytest.mark.parametrize(
    ("text", "unknown", "loose"),
    [
        ("{订单号} {?补偿}", [], False),
        ("{订单}", ["订单"], False),
        ("{}", [""], False),
        ("{?}", ["?"], False),
        ("{订单号", [], True),
        ("订单号}", [], True),
        ("{{订单号}}", [], True),
        ("{" + "?" + "长" * 60 + "}", ["?" + "长" * 60], False),
    ],
)
def test_what_can_never_be_filled_is_told(text: str, unknown: list[str], loose: bool) -> None:
    assert (unknown_names(text), has_loose_brace(text)) == (unknown, loose)


def test_the_nearest_name_is_proposed() -> None:
    assert nearest_name("订单") == "订单号"
    assert nearest_name("order_number") == "order_no"
    assert nearest_name("天气如何呢") == ""


def test_what_a_text_needs_in_view() -> None:
    assert sources_of("{订单号}{运单号}{?x}{客服}") == {Source.ORDER, Source.PARCEL, Source.PERSON}
    assert names_in("{a}{ b }{a}") == ("a", "b")


def test_the_language_is_that_of_the_words_around_the_blanks() -> None:
    assert is_chinese("亲，{buyer}")
    assert not is_chinese("Dear {买家}")


def test_a_gap_is_named_with_what_it_is() -> None:
    assert gap_name("退款金额") == "{退款金额} (the amount of the refund)"
    assert gap_name("?金额") == "{?金额}"


def test_a_gap_whose_name_says_it_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_blanks, "_", lambda text: "退款金额" if "refund" in text else text)
    assert gap_name("退款金额") == "{退款金额}"


def test_what_is_typed_goes_into_gaps_by_any_name_of_the_blank() -> None:
    filled = fill("{买家} {waybill} {运单号} {?金额}元", {"buyer": "tb_one"})
    assert filled.typed_in({"运单号": " YT1 ", "金额": "20"}).text == "tb_one YT1 YT1 20元"
    assert filled.typed_in({"buyer": "tb_two", "?金额": " "}).gaps == ("waybill", "运单号", "?金额")
    assert filled.text == "tb_one {waybill} {运单号} {?金额}元"


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060\ufeff", "\u3000", "\u2800", "\u3164", "\ufe0f"])
def test_what_nobody_sees_fills_nothing(nothing: str) -> None:
    filled = fill("{买家}，{?金额}元", {"buyer": nothing}, {"金额": nothing})
    assert filled.gaps == ("买家", "?金额")
    assert filled.typed_in({"金额": nothing}).gaps == filled.gaps


def test_another_blank_fills_none_but_a_name_may_have_braces() -> None:
    filled = fill("{买家}，{?金额}元", {"buyer": "tb{买家}"}, {"金额": "｛?金额｝"})
    assert (filled.text, filled.gaps) == ("tb{买家}，{?金额}元", ("?金额",))


def test_a_text_that_was_pasted_may_still_have_blanks() -> None:
    assert open_names("亲，｛订单号｝{order_no}{?金额} {笑脸} {}") == ("订单号", "order_no", "?金额")
