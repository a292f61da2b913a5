"""What is typed wrongly about repairs, damage and parcels in trouble gets a clear answer and changes nothing."""

from pathlib import Path

import pytest

from shopdesk.db.masking import masked
from shopdesk.queries.damage_list import list_damage
from shopdesk.queries.repairs import list_repairs
from shopdesk.services.damage_list import open_damage
from shopdesk.services.repairs import open_repair
from tests.command_line import CommandLine, sample_shop
from tests.factories import make_desk


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return sample_shop(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["damage", "set", "1", "--received", "0001-01-01"], ["damage", "set", "1", "--until", "9999-12-31"],
        ["repair", "set", "1", "--due", "0001-01-01"], ["repair", "batch", "make", "--due", "9999-12-31"],
        ["intercept", "promised", "1", "--by", "9999-12-31 23:59"], ["claim", "ask", "1", "--by", "0001-01-01"],
        ["tracking", "list", "stalled", "--days", str(2**63 - 1)], ["tracking", "counts", "--days", str(2**63 - 1)],
    ],
)  # fmt: skip
def test_days_that_no_calendar_shows_are_wrong_use(shop: CommandLine, arguments: list[str]) -> None:
    assert shop(*arguments).status == 2


def test_what_is_pasted_into_a_search_finds_nothing(shop: CommandLine) -> None:
    for command in (["shortage", "list"], ["weights", "list"], ["claim", "list"], ["intercept", "list"],
                    ["damage", "list"], ["repair", "list"]):  # fmt: skip
        assert shop.done(*command, "--find", "长%" * 50_000, "--format", "jsonl").lines == [], command


def test_lists_of_one_state_or_kind(shop: CommandLine) -> None:
    claims = shop.done("claim", "list", "--format", "jsonl").lines
    state, kind = claims[0]["state"], claims[0]["kind"]
    found = shop.done("claim", "list", "--state", state, "--kind", kind, "--format", "jsonl").lines
    assert found == [each for each in claims if (each["state"], each["kind"]) == (state, kind)]
    asked = shop.done("intercept", "list", "--format", "jsonl").lines
    found = shop.done("intercept", "list", "--state", asked[0]["state"], "--format", "jsonl").lines
    assert found == [each for each in asked if each["state"] == asked[0]["state"]]


def test_nobody_behind_the_mask_finds_out_a_phone_digit_by_digit(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    fault = "断跟，修好打13800004321"
    repair = open_repair(desk, title="单鞋", fault=fault)
    entry = open_damage(desk, title="单鞋", fault=fault)
    for text, is_found in (("1380000", False), ("断跟", True), ("13800004321", True), ("单鞋", True)):
        assert [row.id for row in list_repairs(masked(desk.database), find=text)] == [repair] * is_found, text
        assert [row.id for row in list_damage(masked(desk.database), find=text)] == [entry] * is_found, text
        assert list_repairs(desk.database, find=text) and list_damage(desk.database, find=text)
    assert list_repairs(masked(desk.database), find=str(repair)) and list_damage(masked(desk.database), find=str(entry))
