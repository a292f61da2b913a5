"""What somebody wrote into the shop's settings by hand, or another program did."""

import json
from pathlib import Path

import pytest

from shopdesk.i18n import sentence
from shopdesk.queries.shop_settings import find_odd_settings, get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import CARRIERS, EVENING_CUT_OFF, SETTINGS, WAYBILL_FORMS, ZONE
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import make_desk

ODD = [
    "null",
    "-5",
    "1e999",
    "NaN",
    '[1, null, {"a": []}]',
    '{"a": null}',
    '[{"name": 5}]',
    "[{}]",
    "{broken",
    "",
    "[" * 9_999,
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def write(desk: Desk, key: str, value: str) -> None:
    sql = "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    desk.database.execute_sql(sql, (key, value))


@pytest.mark.parametrize("key", SETTINGS)
def test_what_can_not_be_read_counts_as_the_usual_value_and_is_told(desk: Desk, key: str) -> None:
    for value in ODD:
        write(desk, key, value)
        assert get_setting(desk.database, SETTINGS[key]) == SETTINGS[key].default, value
        told = find_odd_settings(desk.database)
        assert told is not None and key in sentence(told)


@pytest.mark.parametrize("key", SETTINGS)
def test_the_usual_values_can_be_read(desk: Desk, key: str) -> None:
    write(desk, key, json.dumps(SETTINGS[key].default))
    assert find_odd_settings(desk.database) is None


def test_what_the_shop_set_counts(desk: Desk) -> None:
    for setting, value in ((WAYBILL_FORMS, {"圆通": ["YT#"]}), (EVENING_CUT_OFF, "21:30"), (CARRIERS, [])):
        save_setting(desk, setting, value)  # type: ignore[misc]
        assert get_setting(desk.database, setting) == value  # type: ignore[misc]
    assert find_odd_settings(desk.database) is None


@pytest.mark.parametrize(("key", "value"), [(ZONE.key, '"Mars/Base"'), (EVENING_CUT_OFF.key, '"25:99"')])
def test_words_that_mean_nothing(desk: Desk, key: str, value: str) -> None:
    write(desk, key, value)
    assert get_setting(desk.database, SETTINGS[key]) == SETTINGS[key].default
    write(desk, "of.a.newer.program", "{")
    told = find_odd_settings(desk.database)
    assert told is not None and [setting.key for setting in told.odd] == [key]
    save_setting(desk, SETTINGS[key], SETTINGS[key].default)
    assert find_odd_settings(desk.database) is None


def test_many_are_not_all_named(desk: Desk) -> None:
    for key in SETTINGS:
        write(desk, key, "{")
    told = find_odd_settings(desk.database)
    assert told is not None and len(told.odd) == len(SETTINGS) and "…" in sentence(told) and len(sentence(told)) < 200


def test_the_command_line_says_it_and_works(desk: Desk, tmp_path: Path) -> None:
    write(desk, ZONE.key, "5")
    answer = CommandLine(shop_address(tmp_path)).done("wave", "list")
    assert answer.err.startswith("These settings can't be read") and "shop.zone" in answer.err
