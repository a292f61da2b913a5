"""Settings: declared once, and this PC's own in a file."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk import settings
from shopdesk.domain.flags import Colour
from shopdesk.errors import OutputFailed
from shopdesk.pc_settings import PcSettings
from shopdesk.settings import Setting, label_colours


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_every_setting_has_its_own_key_and_says_what_it_means() -> None:
    declared = [each for each in vars(settings).values() if isinstance(each, Setting)]
    assert len({each.key for each in declared}) == len(declared) > 5
    assert all(each.meaning.endswith(".") and "." in each.key for each in declared)


def test_labels_whose_colour_nobody_knows_are_left_out() -> None:
    assert label_colours({"加急": "red", "x": "light-blue", "y": "pinkish"}) == {
        "加急": Colour.RED,
        "x": Colour.LIGHT_BLUE,
    }


@pytest.mark.parametrize(
    "value", ["zh_CN", 150, 1.5, True, False, 0, "", ["a", "b"], {"slip": {"x": 1, "y": -2}}, "多 行\n\"'\\", []]
)
def test_what_is_kept_is_there_the_next_time(file: Path, value: Any) -> None:
    PcSettings(file).set("orders.columns", value)
    for found in (PcSettings(file).get("orders.columns"), PcSettings(file).get("orders.columns", "other")):
        assert found == value
        assert type(found) is type(value)


def test_what_is_not_there_is_the_default(file: Path) -> None:
    assert PcSettings(file).get("x") is None
    assert PcSettings(file).get("x", 7) == 7
    assert not file.exists()


def test_none_forgets(file: Path) -> None:
    kept = PcSettings(file)
    kept.set("a", 1)
    kept.set("b", 2)
    kept.set("a", None)
    kept.set("never there", None)
    assert (kept.get("a", "gone"), PcSettings(file).get("a", "gone"), PcSettings(file).get("b")) == ("gone", "gone", 2)


def test_comments_of_a_person_stay(file: Path) -> None:
    file.write_text("# mine\nlanguage = 'en' # why\n", "utf-8")
    PcSettings(file).set("scale", 125)
    assert file.read_text("utf-8").startswith("# mine\nlanguage = 'en' # why\n")


def test_an_editor_may_put_its_mark_in_front(file: Path) -> None:
    file.write_text("language = 'zh_CN'\n", "utf-8-sig")
    assert PcSettings(file).get("language") == "zh_CN"


@pytest.mark.parametrize("content", [b"not [ toml", b"\xff\xfe\x00", "语言 = ".encode("gb18030")])
def test_a_broken_file_counts_as_empty_and_is_kept_beside(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    kept = PcSettings(file)
    assert kept.get("language", "en") == "en"
    kept.set("language", "zh_CN")
    assert PcSettings(file).get("language") == "zh_CN"
    assert file.with_suffix(".broken").read_bytes() == content


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    kept = PcSettings(tmp_path / "no such folder" / "settings.toml")
    with pytest.raises(OutputFailed, match=r"settings\.toml could not be written"):
        kept.set("a", 1)
    assert kept.get("a") == 1  # for this run it holds
