"""The carriers' tables as people write them (ORD-07, ORD-08)."""

import pytest

from shopdesk.domain.carrier_lines import (
    carrier_pairs,
    reach_pairs,
    read_carriers,
    read_reach,
    read_surcharges,
    split_words,
    surcharge_pairs,
    unknown_carriers,
)

NAMES = ("顺丰速运", "顺丰", "邮政")


def test_any_comma_parts_words_and_each_stands_once() -> None:
    assert split_words(" 新疆，西藏、 青海;新疆,, ") == ["新疆", "西藏", "青海"]
    assert split_words(" ， ") == []


def test_carriers_there_and_back() -> None:
    table = [{"name": "顺丰速运", "aliases": ["顺丰", "sf"]}, {"name": "邮政", "aliases": []}]
    pairs = carrier_pairs(table)
    assert pairs == (("顺丰速运", "顺丰, sf"), ("邮政", ""))
    assert read_carriers(pairs) == table


def test_surcharges_there_and_back() -> None:
    table = [
        {"carrier": "顺丰速运", "areas": [], "amount": 1_000},
        {"carrier": "邮政", "areas": ["新疆", "西藏"], "amount": 750},
        {"carrier": "", "areas": ["香港"], "amount": 3_000},
    ]
    pairs = surcharge_pairs(table)
    assert pairs == (("顺丰速运", "10.00"), ("邮政: 新疆, 西藏", "7.50"), ("香港", "30.00"))
    assert read_surcharges(pairs, NAMES) == table


def test_a_surcharge_is_of_the_carrier_with_the_longest_name() -> None:
    (row,) = read_surcharges([("顺丰速运：新疆", "10")], NAMES)
    assert (row["carrier"], row["areas"], row["amount"]) == ("顺丰速运", ["新疆"], 1_000)


def test_an_amount_that_can_not_be_read_names_its_line() -> None:
    with pytest.raises(ValueError, match=r"^邮政: 新疆$"):
        read_surcharges([("邮政", "7"), ("邮政: 新疆", "seven")], NAMES)


def test_reach_there_and_back() -> None:
    table = {"顺丰": ["西藏", "新疆"], "邮政": []}
    assert read_reach(reach_pairs(table)) == table


def test_what_is_no_carrier_is_told() -> None:
    assert unknown_carriers([("顺丰: 新疆", ""), ("顺风：西藏", ""), ("邮政", "")], NAMES) == ["顺风"]
