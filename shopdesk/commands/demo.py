"""The demo: a made-up shop on the screen or, where there is none, the same work unseen with its papers and pictures."""

import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from shopdesk.clock import Millis, from_local
from shopdesk.commands.output import complain, say
from shopdesk.commands.session import Session
from shopdesk.domain.documents import Document
from shopdesk.i18n import LANGUAGES, _, ngettext, sentence, use_language
from shopdesk.paths import resources
from shopdesk.printing.formats import USUAL
from shopdesk.queries.orders import list_ready_ids
from shopdesk.services.desk import Desk
from shopdesk.services.exports import write_bytes
from shopdesk.services.imports import import_files
from shopdesk.services.papers import print_papers
from shopdesk.services.registering import register_orders
from shopdesk.services.sample import make_sample
from shopdesk.services.setup import create_desk

MOMENT: Millis = from_local(datetime(2026, 3, 14, 10, 30))
"""When the unseen demo happens, on the morning of resources/samples: its papers and pictures are always the same."""


@click.command()
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help=_("Work unseen, into this folder."))
@click.option("--language", type=click.Choice(list(LANGUAGES)), help=_("The language of window and papers."))
@click.option("--look", type=click.Choice(["light", "dark"]), default="light", help=_("Light or dark."))
@click.pass_obj
def demo(session: Session, /, *, into: Path | None, language: str | None, look: str) -> int:
    """Show the sample shop; without a screen or with --into, leave papers and pictures in a folder."""
    if language:
        use_language(language)
    if into is None and has_screen():
        return session.windows.demo(look)
    folder = into or Path("shopdesk-demo")
    with sample_desk(clock_at=MOMENT) as desk:
        written = work_a_morning(desk, folder)
        written += session.windows.photograph(desk, folder, look)
    for file in written:
        say(str(file))
    say(ngettext("{n} file in {folder}", "{n} files in {folder}", len(written)).format(n=len(written), folder=folder))
    return 0


def has_screen() -> bool:
    """Whether a window could be seen here."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


@contextmanager
def sample_desk(*, clock_at: Millis) -> Iterator[Desk]:
    """A throw-away sample shop at a standing moment."""
    with tempfile.TemporaryDirectory(prefix="shopdesk-demo-", ignore_cleanup_errors=True) as folder:
        desk = create_desk(Path(folder) / "demo.db", clock=lambda: clock_at)
        try:
            make_sample(desk)
            yield desk
        finally:
            desk.database.close()


def work_a_morning(desk: Desk, folder: Path) -> list[Path]:
    """Import the morning's files, register what is clear, print it; returns the papers written."""
    before = set(list_ready_ids(desk.database))
    _import(desk, sorted((resources() / "samples").iterdir()))
    fresh = [order_id for order_id in list_ready_ids(desk.database) if order_id not in before]
    done = register_orders(desk, order_ids=fresh, skip_refused=True)
    n = len(done.registered)
    say(ngettext("{n} order registered", "{n} orders registered", n).format(n=n))
    for _order_id, refusal in done.refused:
        complain(sentence(refusal))
    return [_print(desk, folder, document, done.registered) for document in Document]


def _import(desk: Desk, files: Sequence[Path]) -> None:
    for result in import_files(desk, files=files):
        if result.error is not None:
            raise result.error
        text = _("{file}: {created} new, {updated} changed, {unchanged} as before, {rejected} rejected")
        say(
            text.format(
                file=result.file,
                created=result.created,
                updated=result.updated,
                unchanged=result.unchanged,
                rejected=len(result.rejected),
            )
        )


def _print(desk: Desk, folder: Path, document: Document, order_ids: Sequence[int]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{document.value}.pdf"
    job = print_papers(
        desk,
        order_ids=order_ids,
        document=document,
        paper=USUAL[document],
        deliver=lambda pdf: write_bytes(file, pdf),
    )
    n = len(job.order_ids)
    say(ngettext("{n} paper in {file}", "{n} papers in {file}", n).format(n=n, file=file))
    return file
