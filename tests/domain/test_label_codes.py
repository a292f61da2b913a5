"""Codes of our own labels: made, read back, told apart."""

import pytest

from shopdesk.domain.box_scans import box_code, parse_box_code
from shopdesk.domain.repair_texts import parse_repair_code, repair_code


def test_what_is_made_is_read_back() -> None:
    assert parse_box_code(f" {box_code('2026-11-22', 3).lower()} ") == ("2026-11-22", 3)
    assert parse_repair_code(repair_code("2026-11-22", 123_456_789)) == ("2026-11-22", 123_456_789)


@pytest.mark.parametrize("text", ["", "BX", "WX20261322-3", "BX20261322-3", "BX20261122-", "BX20261122-3x", "YT2026"])
def test_what_is_no_code_of_ours(text: str) -> None:
    assert parse_box_code(text) is None and parse_repair_code(text) is None


def test_neither_is_taken_for_the_other() -> None:
    assert parse_box_code("WX20261122-3") is None and parse_repair_code("BX20261122-3") is None


def test_a_carriers_number_that_begins_as_a_repair_is_none() -> None:
    assert parse_repair_code("WX2026112212345") is None
