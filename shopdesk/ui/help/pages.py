"""The pages of the built-in help: Markdown files in resources/help, a folder for each language, numbered in order."""

from dataclasses import dataclass

from shopdesk.paths import resources


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page. `key` is its file's name without the number, by which pages link to each other."""

    key: str
    title: str
    text: str
    """Markdown, its heading included."""


def read_pages(language: str) -> list[HelpPage]:
    """The pages in `language`, a key of `i18n.LANGUAGES`, in their order."""
    files = sorted((resources() / "help" / language).glob("[0-9]*-*.md"))
    return [_page(file.stem.partition("-")[2], file.read_text("utf-8")) for file in files]


def _page(key: str, text: str) -> HelpPage:
    return HelpPage(key, text.partition("\n")[0].removeprefix("#").strip(), text)
