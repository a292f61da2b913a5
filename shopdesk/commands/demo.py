"""The demo: a made-up shop on the screen or, where there is none, the same work unseen with its papers and pictures."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from shopdesk.clock import Millis, from_local
from shopdesk.commands.output import complain, say
from shopdesk.commands.screen import has_screen
from shopdesk.commands.session import Session, View
from shopdesk.domain.documents import Document
from shopdesk.i18n import LANGUAGES, _, current_language, ngettext, sentence, use_language
from shopdesk.paths import resources
from shopdesk.printing.formats import USUAL
from shopdesk.queries.orders import list_ready_ids
from shopdesk.services.desk import Desk
from shopdesk.services.exports import write_bytes
from shopdesk.services.imports import import_files
from shopdesk.services.papers import print_papers
from shopdesk.services.registering import register_orders
from shopdesk.services.sample import make_sample
from shopdesk.services.sample_desk import SHOPS
from shopdesk.services.sample_files import write_files
from shopdesk.services.sample_orders import HOUR, Inventor
from shopdesk.services.setup import create_desk

MOMENT: Millis = from_local(datetime(2026, 3, 14, 10, 30))
"""When the unseen demo happens, on the morning of resources/samples: its papers and pictures are always the same."""


BOTH = (View("zh-light-", "zh_CN", "light"), View("en-dark-", "en", "dark"))


@click.command()
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help=_("Work unseen, into this folder."))
@click.option("--language", type=click.Choice(list(LANGUAGES)), help=_("The language of window and papers."))
@click.option("--look", type=click.Choice(["light", "dark"]), help=_("Light or dark."))
@click.pass_obj
def demo(session: Session, /, *, into: Path | None, language: str | None, look: str | None) -> int:
    """Show the sample shop; without a screen or with --into, leave papers and pictures in a folder.

    Pictures are taken in Chinese and light as well as in English and dark, unless one of them was asked for.
    """
    if language:
        use_language(language)
    if into is None and has_screen():
        return session.windows.demo(look or "light")
    folder = into or Path("shopdesk-demo")
    views = (View("", current_language(), look or "light"),) if language or look else BOTH
    with sample_desk(clock_at=MOMENT) as desk, new_files() as files:
        written = work_a_morning(desk, folder)
        written += session.windows.photograph(desk, folder, views, files)
    for file in written:
        say(str(file))
    say(ngettext("{n} file in {folder}", "{n} files in {folder}", len(written)).format(n=len(written), folder=folder))
    return 0


@contextmanager
def new_files() -> Iterator[list[Path]]:
    """Export files with orders that are not in the shop yet, for the picture of the import dialog."""
    inventor = Inventor(MOMENT, seed=7)
    orders = [inventor.order(platform, HOUR + number) for platform in SHOPS for number in range(5)]
    with tempfile.TemporaryDirectory(prefix="shopdesk-demo-") as folder:
        yield write_files(Path(folder), orders)


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
