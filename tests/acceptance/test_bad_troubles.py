"""What is typed wrongly about repairs, damage and parcels in trouble gets a clear answer and changes nothing."""

from pathlib import Path

import pytest

from tests.command_line import CommandLine, sample_shop


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
