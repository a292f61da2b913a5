"""Kinds of owed items."""

from shopdesk.domain.owed_items import OWED_NAMES, Owed, owed_name


def test_every_kind_has_a_name_and_a_strange_word_is_its_own() -> None:
    assert set(OWED_NAMES) == set(Owed)
    assert owed_name("gift") == "Gift"
    assert owed_name("strange") == "strange"
