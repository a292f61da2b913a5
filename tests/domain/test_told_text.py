"""The blanks of what a buyer is told."""

from shopdesk.domain.told_text import BLANKS, unknown_blanks


def test_unknown_blanks_are_named() -> None:
    assert unknown_blanks("{buyer} {number}") == ["number"]
    assert unknown_blanks(" ".join(f"{{{name}}}" for name in BLANKS)) == []
