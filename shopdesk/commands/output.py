"""What the command line writes: sentences for people, JSON for scripts."""

import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from shopdesk.i18n import _

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def speak_utf8() -> None:
    """UTF-8 on every stream, on Windows too; what no UTF-8 can say (odd file names) is escaped, never an error. A
    stream that was closed by whoever started this swallows everything."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """A result for a person; what buyers wrote can't steer the terminal."""
    click.echo(_STEERING.sub(" ", text))


def complain(text: str) -> None:
    """A reason, on stderr."""
    click.echo(text, err=True)


def as_json(value: object) -> str:
    """One line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def tell(as_object: dict[str, Any], text: str, *, json_wanted: bool) -> None:
    """A result, for scripts or for people."""
    say(as_json(as_object) if json_wanted else text)


def list_form(form: str | None, output: Path | None) -> str:
    """How a list is written: as asked for, else by the file's ending, else a table. Raises UsageError."""
    form = form or (output.suffix.lstrip(".").lower() if output else "table")
    if form == "xlsx" and output is None:
        raise click.UsageError(_("An XLSX file needs a name: -o FILE.xlsx"))
    return form


def cell(value: Any) -> Any:
    """A value as it stands in a table."""
    return ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else value


def write_lines(lines: Iterable[str], target: Path | None, note: Callable[[int], object] | None = None) -> int:
    """Lines to a file, which appears only when it is whole, or to the terminal; returns how many. `note` is told the
    number before the file appears.

    Raises OutputFailed.
    """
    count = 0
    with _text_target(target) as file:
        for line in lines:
            file.write(f"{line}\n")
            count += 1
        if note is not None and target is not None:
            note(count)
    return count


@contextmanager
def _text_target(target: Path | None) -> Iterator[TextIO]:
    if target is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    from shopdesk.services.exports import whole_file

    with whole_file(target) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        yield file


_LOOKED_AT = 8
"""Characters of a text a column: there are no wider blanks, and nobody has to see the rest."""


def width(text: str) -> int:
    """How many columns of a terminal a text takes; a Chinese character takes two."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def fitted(text: str, columns: int, *, right: bool = False) -> str:
    """A text padded to a width, or cut with an ellipsis."""
    text = " ".join(text[: _LOOKED_AT * columns].split())
    if width(text) > columns:
        while width(text) > columns - 1:
            text = text[:-1]
        text += "…"
    padding = " " * (columns - width(text))
    return padding + text if right else text + padding
