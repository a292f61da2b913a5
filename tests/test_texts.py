"""The Chinese texts are complete, name the same fields as the English ones, and are compiled."""

import importlib.util
import re
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.extract import extract_from_dir

from shopdesk import i18n
from shopdesk.paths import resources

HOUSE = Path(__file__).parent.parent


def load_texts() -> ModuleType:
    """packaging/texts.py, which is a script and not part of the program."""
    spec = importlib.util.spec_from_file_location("texts", HOUSE / "packaging" / "texts.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


texts = load_texts()


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """A text's forms: one, or singular and plural."""
    return [text] if isinstance(text, str) else list(text)


MESSAGES = [(forms(message.id), forms(message.string)) for message in texts.load("zh_CN") if message.id]


def fields(text: str) -> set[str]:
    """The names between braces, without their formats."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_catalogue_is_complete_and_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    assert texts.main(["--check"]) == 0, capsys.readouterr().out


def test_both_languages_name_the_same_fields() -> None:
    wrong = []
    for english, chinese in MESSAGES:
        needed, allowed = set.intersection(*map(fields, english)), set.union(*map(fields, english))
        wrong += [text for text in chinese if text and not needed <= fields(text) <= allowed]
    assert wrong == []


def test_no_text_is_both_alone_and_a_singular() -> None:
    """gettext keeps one entry for the two: the text alone would read as the plural does."""
    used: dict[str, set[type]] = {}
    for _path, _line, text, _notes, _context in extract_from_dir(HOUSE / "shopdesk", keywords=texts.KEYWORDS):
        used.setdefault(text if isinstance(text, str) else text[0], set()).add(type(text))
    assert [text for text, ways in used.items() if len(ways) > 1] == []


def test_chinese_speaks_as_clerks_do() -> None:
    officious = re.compile(r"进行.{0,6}操作|[!！]")
    assert [chinese for _, chinese in MESSAGES if officious.search("".join(chinese))] == []


def test_a_language_is_used_and_given_up() -> None:
    english, chinese = next((one[0], other[0]) for one, other in MESSAGES if len(one) == 1)
    i18n.use_language("zh_CN")
    assert (i18n.current_language(), i18n._(english)) == ("zh_CN", chinese)
    i18n.use_language("tlh")
    assert (i18n.current_language(), i18n._(english)) == ("en", english)


def test_catalogues_are_found_where_resources_are() -> None:
    assert (resources() / "locale" / "zh_CN" / "LC_MESSAGES" / "shopdesk.mo").is_file()
