"""Brings resources/locale up to date: takes the marked texts out of shopdesk/, merges them into each language's
catalogue and compiles it.

    python3 packaging/dev.py texts            update; lists what still needs a translation
    python3 packaging/dev.py texts --check    only look: exit status 1 when something is missing or out of date
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parent.parent
LOCALE = HOUSE / "resources" / "locale"
LANGUAGES = ("zh_CN",)
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
UNUSED_HEADERS = (b'"Project-', b'"Report-', b'"Last-', b'"Language-Team', b'"POT-', b'"PO-', b'"Generated-')
HEADER = "# Texts of shopdesk in {}. Made by `packaging/dev.py texts`; only the msgstr lines are written by hand."


def extracted() -> Catalog:
    """The texts that the source marks."""
    template = Catalog(project="shopdesk", charset="utf-8")
    found = extract_from_dir(HOUSE / "shopdesk", keywords=KEYWORDS, comment_tags=("For translators:",))
    for path, _line, text, comments, _context in found:
        template.add(text, locations=[(f"shopdesk/{Path(path).as_posix()}", 0)], auto_comments=comments)
    for path, text in in_formatted():
        template.add(text, locations=[(path, 0)])
    return template


def in_formatted() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Path and text of what is marked within f-strings: the extractor doesn't look into them."""
    for file in sorted((HOUSE / "shopdesk").rglob("*.py")):
        for formatted in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(formatted, ast.JoinedStr):
                for text in map(marked, ast.walk(formatted)):
                    if text:
                        yield file.relative_to(HOUSE).as_posix(), text


def marked(node: ast.AST) -> str | tuple[str, ...]:
    """The text of a call that marks one, all its forms where it has several; "" for anything else."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS):
        return ""
    places = KEYWORDS[node.func.id] or (1,)
    texts = tuple(str(each.value) for each in node.args[: len(places)] if isinstance(each, ast.Constant))
    return texts if len(texts) > 1 else "".join(texts)


def po_path(language: str) -> Path:
    """Where a language's catalogue lies; the compiled one lies beside it."""
    return LOCALE / language / "LC_MESSAGES" / "shopdesk.po"


def load(language: str) -> Catalog:
    """The catalogue as it is, or an empty one."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="shopdesk")
    with path.open("rb") as source:
        return read_po(source, locale=language, domain="shopdesk")


def load_text(language: str, text: bytes) -> Catalog:
    """A catalogue read back from its own text."""
    return read_po(io.BytesIO(text), locale=language, domain="shopdesk")


def merged(language: str, template: Catalog) -> Catalog:
    """The catalogue with the source's texts: new ones empty, gone ones dropped, never a guessed translation."""
    catalogue = load(language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER.format(language)
    catalogue.fuzzy = False
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text: sorted, without line numbers and dates, so that it changes only when a text does."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_output=True, include_lineno=False)
    head, rest = buffer.getvalue().split(b"\n\n", 1)
    lines = [line for line in head.split(b"\n") if not line.startswith(UNUSED_HEADERS)]
    return b"\n".join(lines) + b"\n\n" + rest


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    catalogue.creation_date = catalogue.revision_date = UNDATED
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The texts without a translation, or with a doubtful one."""
    return [message for message in catalogue if message.id and (message.fuzzy or not all_strings(message))]


def all_strings(message: Message) -> bool:
    """Whether every form of the text is translated."""
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


def main(arguments: list[str]) -> int:
    """Exit status 1 when a text has no translation, or with --check when a file is out of date."""
    only_look = "--check" in arguments
    template, wrong = extracted(), False
    for language in LANGUAGES:
        catalogue, path = merged(language, template), po_path(language)
        files = {path: as_po(catalogue), path.with_suffix(".mo"): as_mo(load_text(language, as_po(catalogue)))}
        for file, content in files.items():
            if file.exists() and file.read_bytes() == content:
                continue
            if only_look:
                print(f"{file.relative_to(HOUSE).as_posix()} is out of date: run packaging/dev.py texts")
                wrong = True
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        missing = untranslated(catalogue)
        for message in missing:
            print(f"{language}: no translation of {message.id!r} ({', '.join(path for path, _ in message.locations)})")
        print(f"{language}: {len(catalogue)} texts, {len(missing)} untranslated")
        wrong = wrong or bool(missing)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
