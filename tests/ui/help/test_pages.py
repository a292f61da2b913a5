"""The help is there in every language, its links lead somewhere, and the keys and commands it names are true."""

import importlib
import pkgutil
import re
from gettext import GNUTranslations
from typing import Any

import click
import pytest

from shopdesk.app import view_ways
from shopdesk.app.buyer_ways import KEY as BUYER_KEY
from shopdesk.app.pages import ShopPages
from shopdesk.commands.program import COMMANDS, make_program
from shopdesk.domain.holds import HOLD_KINDS, Hold
from shopdesk.domain.permissions import ROLE_NAMES
from shopdesk.i18n import LANGUAGES, _, use_language
from shopdesk.paths import resources
from shopdesk.ui import settings_dialog
from shopdesk.ui.buyers import actions as buyers
from shopdesk.ui.cases import actions as cases
from shopdesk.ui.complaints import actions as complaints
from shopdesk.ui.damage import actions as damage
from shopdesk.ui.flags import FLAG_KEYS
from shopdesk.ui.help.pages import read_pages
from shopdesk.ui.intake import scan_line, unclaimed
from shopdesk.ui.intake.item_rows import WISH_KEYS
from shopdesk.ui.order_forms.hold_cards import KEYS as CLEAR_KEYS
from shopdesk.ui.orders import actions as orders
from shopdesk.ui.packing.answer_panel import WAY_KEY
from shopdesk.ui.parcels import (
    claim_actions,
    detour_guide,
    interception_guide,
    parcel_actions,
    shortage_guide,
)
from shopdesk.ui.parcels import page as parcels
from shopdesk.ui.points import actions as points
from shopdesk.ui.products import commands as products
from shopdesk.ui.refunds import commands as refunds
from shopdesk.ui.registering import actions as registering
from shopdesk.ui.repairs import actions as repairs
from shopdesk.ui.repairs import batches
from shopdesk.ui.reviews import actions as reviews
from shopdesk.ui.scripts import actions as scripts
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.shipping import commands as shipping
from shopdesk.ui.window_menu import KEYS
from tests.command_line import FakeWindows

_GUIDES = (detour_guide, interception_guide, shortage_guide)
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+\S+|F\d+|[A-Z]")
_LINK = re.compile(r"\]\(([^)]+)\)")


def declared_keys() -> set[str]:
    """Every key that the window and its pages declare."""
    found = {key for _text, _icon, key in KEYS.values()}
    found |= {key for _text, _icon, key, *_rest in (*orders.DECLARED.values(), *registering.DECLARED.values())}
    found |= {key for _text, key in (*scan_line.FOOT.values(), *scan_line.OTHERS.values())} | {*WISH_KEYS.values()}
    pages = (
        shipping, products, unclaimed, cases, refunds, repairs, batches, parcel_actions, claim_actions, complaints,
        points, reviews, *_GUIDES,
    )  # fmt: skip
    tables = [page.DECLARED for page in pages] + [damage.OF_ENTRIES, damage.OF_SUPPLIERS, damage.OF_BATCHES]
    tables += [scripts.PAGE, scripts.LIBRARY, scripts.SIZES, scripts.USES, buyers.PAGE, buyers.FOUND, buyers.CARE]
    tables += [damage.OF_LOSSES, parcels._DECLARED]
    return (
        found
        | {scripts.PICK, BUYER_KEY, *view_ways.KEYS.values()}
        | {key for table in tables for _text, key, _right in table.values()}
    )


_FOUND_IN_WIDGETS = {
    "Ctrl+A", "Ctrl+D", "Ctrl+G", "Ctrl+Shift+L", "Ctrl+L", "Ctrl+M", "Ctrl+O", "Ctrl+Shift+P", "Ctrl+Z", "F3", "F4",
    "M", "P", "S", "Shift+P", "Shift+S", "Shift+↑↓", "Ctrl+Enter", "D", "Ctrl+B", "Ctrl+Delete",
}  # fmt: skip
"""Keys of the people's, packing, import and settlement parts, and of tables and fields themselves; `D` is also the mark
that registering leaves."""


_WISHES = {Hold.OTHER_STYLE, Hold.OTHER_COLOUR, Hold.OTHER_SIZE, Hold.OTHER_QUANTITY}
"""They share a row."""


def known_texts() -> list[str]:
    """Every text of the program, in English."""
    with (resources() / "locale" / "zh_CN" / "LC_MESSAGES" / "shopdesk.mo").open("rb") as file:
        catalogue: dict[object, str] = vars(GNUTranslations(file))["_catalog"]
    return [text for text in catalogue if isinstance(text, str)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_pages(language: str) -> None:
    pages = read_pages(language)
    assert [page.key for page in pages] == [
        "first-steps", "today", "importing", "registering", "by-hand", "changes", "waves", "printing", "packing",
        "intake", "cases", "refunds", "parcels", "tracking", "repairs", "damage", "reviews", "complaints", "buyers",
        "scripts", "settlement", "products", "people", "keys", "backups", "command-line", "trail", "several-pcs",
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
    assert declared_keys() - {""} <= said
    assert {min(FLAG_KEYS.values()), max(FLAG_KEYS.values()), *CLEAR_KEYS, WAY_KEY} <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_that_pages_name_are_somebodys(language: str) -> None:
    known = {*declared_keys(), *FLAG_KEYS.values(), *CLEAR_KEYS, WAY_KEY, *_FOUND_IN_WIDGETS}
    nobody: Any = None
    known |= {page.key_sequence or f"Alt+{number}" for number, page in enumerate(ShopPages(nobody).declared())}
    known |= {f"Alt+{number}" for number in range(10)}
    for page in read_pages(language):
        named = {code for code in _CODE.findall(page.text) if _KEY.fullmatch(code)}
        assert named <= known, page.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_sections_that_pages_name_are_there(language: str) -> None:
    use_language(language)
    shown = {_(text) for text in known_texts()}
    for module in pkgutil.iter_modules(settings_dialog.__path__):
        importlib.import_module(f"{settings_dialog.__name__}.{module.name}")
    sections = {_(section.title) for section in Section.__subclasses__()}
    for page in read_pages(language):
        for words in _BOLD.findall(page.text):
            name = " ".join(words.split())
            section = name.partition("→")[2].strip()
            assert not section or section in sections, (page.key, name)
            assert section or not name.endswith("…") or name in shown, (page.key, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_holds_and_roles_of_the_tables_are_called_so(language: str) -> None:
    use_language(language)
    pages = {page.key: page.text for page in read_pages(language)}
    rows = "\n".join(line for line in pages["registering"].splitlines() if line.startswith("|"))
    for hold, kind in HOLD_KINDS.items():
        assert _(kind.title) in rows or hold in _WISHES, kind.title
    assert all(f"| {_(name)} |" in pages["people"] for name in ROLE_NAMES.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_page_names_every_command(language: str) -> None:
    page = next(page for page in read_pages(language) if page.key == "command-line")
    assert set(COMMANDS) <= set(re.findall(r"[a-z]+", page.text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_that_pages_name_exist_with_their_options(language: str) -> None:
    program = make_program(FakeWindows())
    for page in read_pages(language):
        for line in re.findall(r"^shopdesk .*$", "".join(page.text.split("```")[1::2]), re.MULTILINE):
            words = line.removeprefix("shopdesk ").split("  ")[0].split()
            for name in words if "," in words[0] else words[:1]:
                assert name.strip(",") in COMMANDS, line
            command = program.get_command(click.Context(program), words[0].strip(","))
            assert command is not None
            if isinstance(command, click.Group) and len(words) > 1 and words[1] in command.commands:
                command = command.commands[words[1]]
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("-")} <= known, line


def test_there_are_no_pages_in_an_unknown_language() -> None:
    assert read_pages("fr") == []
