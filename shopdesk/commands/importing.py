"""Taking the platforms' files in."""

import gc
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from shopdesk.commands.options import json_option
from shopdesk.commands.output import as_json, complain, say
from shopdesk.commands.session import Session, one_of
from shopdesk.domain.platforms import Platform
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.importing.reasons import REASONS
from shopdesk.importing.records import Kind, RejectedRow
from shopdesk.services.imports import FileResult, Wishes, import_files

_TELL_EVERY_S = 0.05
_NAMED = 5
"""Waybills or orders that are named."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--shop", default="", help=_("Whose orders they are; needed where several shops are on one platform."))
@click.option("--platform", type=one_of(Platform), help=_("Where they come from, if the file doesn't tell."))
@click.option("--kind", type=one_of(Kind), help=_("What they hold, if the file doesn't tell."))
@click.option("--mapping", default="", help=_("The name of a column mapping made in the window."))
@click.option("--dry-run", is_flag=True, help=_("Only count what would change."))
@json_option
@click.option("--progress", is_flag=True, help=_("Tell progress on stderr, one JSON object a line."))
@click.pass_obj
def take_in(
    session: Session,
    /,
    *,
    files: tuple[Path, ...],
    shop: str,
    platform: str | None,
    kind: str | None,
    mapping: str,
    dry_run: bool,
    json_wanted: bool,
    progress: bool,
) -> int:
    """Import files (ORD-01, DATA-04): a file that is refused says why and leaves the others alone."""
    wishes = Wishes(shop, Platform(platform) if platform else None, Kind(kind) if kind else None, mapping)
    with stopped_gently(), _no_search_for_cycles():
        results = import_files(
            session.desk(), files=files, wishes=wishes, dry_run=dry_run, progress=ProgressLines(wanted=progress)
        )
    if json_wanted:
        say(as_json({"files": [result_json(result) for result in results]}))
    else:
        for result in results:
            _say_result(result)
    refused = [result.error for result in results if result.error is not None]
    for error in refused:
        complain(sentence(error))
    return 1 if refused else 0


@contextmanager
def stopped_gently() -> Iterator[None]:
    """To be told to end is to be stopped by Ctrl+C: what was begun is undone, and said to be."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Records refer to nothing that refers back; looking for such garbage would take an eighth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class ProgressLines:
    """Progress for the program that started this one: at most twenty lines a second."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._next = 0.0

    def __call__(self, part: float, text: str) -> None:
        """Tell how much is done, from 0 to 1."""
        if self._wanted and (part >= 1 or time.monotonic() >= self._next):
            self._next = time.monotonic() + _TELL_EVERY_S
            sys.stderr.write(as_json({"progress": round(part, 4), "text": text}) + "\n")
            sys.stderr.flush()


def result_json(result: FileResult) -> dict[str, Any]:
    """A file's result with the names that scripts rely on; `error` only where the file was refused as a whole."""
    told: dict[str, Any] = {
        "file": Path(result.file).name if result.error else result.file,
        "platform": result.platform,
        "kind": result.kind,
        "encoding": result.encoding,
        "rows": result.rows,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": [
            {"row": bad.row, "column": bad.column, "value": bad.value, "reason": _reason(bad)}
            for bad in result.rejected
        ],
    }
    told |= {"unknown": result.unknown} if result.unknown else {}
    return told | ({"error": sentence(result.error)} if result.error else {})


def _reason(bad: RejectedRow) -> str:
    return _(REASONS[bad.reason]) if bad.reason in REASONS else bad.reason


def _say_result(result: FileResult) -> None:
    if result.error is not None:
        return
    rows = ngettext("{n} row", "{n} rows", result.rows).format(n=result.rows)
    counts = _("{created} new, {updated} changed, {unchanged} as before, {rejected} rejected").format(
        created=result.created, updated=result.updated, unchanged=result.unchanged, rejected=len(result.rejected)
    )
    say(f"{result.file} ({result.shop}): {rows}; {counts}")
    if result.unknown:
        n, some = len(result.unknown), ", ".join(result.unknown[:_NAMED])
        if result.kind == Kind.REVIEWS:
            one, many = _("Order {some} is not here yet"), _("{n} of the orders are not here yet: {some}")
        else:
            one = _("No order of ours has the waybill {some}")
            many = _("No order of ours has {n} of the waybills: {some}")
        text = one if n == 1 else many
        say("  " + text.format(n=n, some=some + (" …" if n > _NAMED else "")))
    for bad in result.rejected:
        place = _("row {row}, column {column}: {value}").format(row=bad.row, column=bad.column, value=bad.value)
        say(f"  {place} – {_reason(bad)}")
