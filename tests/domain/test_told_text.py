"""The blanks of what a buyer is told."""

from shopdesk.domain.told_text import BLANKS, fill_blanks, unknown_blanks


def test_blanks_are_filled_in_and_unknown_ones_stay() -> None:
    assert fill_blanks("{item}: {carrier} {waybill} {oops} {", {"item": "鞋", "carrier": "圆通", "waybill": "YT1"}) == (
        "鞋: 圆通 YT1 {oops} {"
    )


def test_a_value_is_never_taken_for_a_blank() -> None:
    assert fill_blanks("{item} {waybill}", {"item": "{waybill}", "waybill": "YT1"}) == "{waybill} YT1"


def test_unknown_blanks_are_named() -> None:
    assert unknown_blanks("{buyer} {number}") == ["number"]
    assert unknown_blanks(" ".join(f"{{{name}}}" for name in BLANKS)) == []
