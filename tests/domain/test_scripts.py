"""Texts with blanks."""

from shopdesk.domain.scripts import blanks_in, fill_blanks


def test_known_blanks_are_filled_and_unknown_ones_stay_to_be_seen() -> None:
    assert fill_blanks("{buyer}您好，{when}发出 {", buyer="tb1") == "tb1您好，{when}发出 {"
    assert fill_blanks("{a}", a="{b}", b="x") == "{b}"
    assert fill_blanks("{item} {waybill}", item="{waybill}", waybill="YT1") == "{waybill} YT1"
    assert blanks_in("{buyer} {until} {buyer}") == {"buyer", "until"}
