"""The help is there in every language, its links lead somewhere, and the keys and commands it names are true."""

import re

import pytest

from shopdesk.commands.program import COMMANDS
from shopdesk.i18n import LANGUAGES
from shopdesk.ui.flags import FLAG_KEYS
from shopdesk.ui.help.pages import read_pages
from shopdesk.ui.orders.actions import DECLARED
from shopdesk.ui.window_menu import KEYS

_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_pages(language: str) -> None:
    pages = read_pages(language)
    assert [page.key for page in pages] == [
        "first-steps", "importing", "registering", "printing", "keys", "backups", "command-line",
    ]  # fmt: skip
    for page in pages:
        assert page.title and page.text.startswith(f"# {page.title}\n")


def test_pages_have_the_same_parts() -> None:
    for chinese, english in zip(read_pages("zh_CN"), read_pages("en"), strict=True):
        assert chinese.text.count("\n## ") == english.text.count("\n## "), english.key
        assert _LINK.findall(chinese.text) == _LINK.findall(english.text), english.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_to_pages(language: str) -> None:
    pages = read_pages(language)
    keys = {page.key for page in pages}
    assert {link for page in pages for link in _LINK.findall(page.text)} <= keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_page_names_every_key(language: str) -> None:
    page = next(page for page in read_pages(language) if page.key == "keys")
    said = set(_CODE.findall(page.text))
    named = {key for _text, _icon, key in KEYS.values()} | {key for _text, _icon, key, _where in DECLARED.values()}
    assert named - {""} <= said
    assert {min(FLAG_KEYS.values()), max(FLAG_KEYS.values())} <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_page_names_every_command(language: str) -> None:
    page = next(page for page in read_pages(language) if page.key == "command-line")
    assert set(COMMANDS) <= set(re.findall(r"[a-z]+", page.text))


def test_there_are_no_pages_in_an_unknown_language() -> None:
    assert read_pages("fr") == []
