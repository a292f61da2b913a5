"""The demo: a made-up shop on the screen or, where there is none, the same work unseen with its papers and pictures."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import click

from shopdesk.clock import Millis, from_local
from shopdesk.commands.output import say
from shopdesk.commands.screen import has_screen
from shopdesk.commands.session import Session, View
from shopdesk.domain.documents import Document
from shopdesk.i18n import LANGUAGES, _, current_language, ngettext, sentence, use_language
from shopdesk.paths import resources
from shopdesk.printing.formats import USUAL
from shopdesk.queries.orders import list_ready_ids
from shopdesk.services.desk import Desk
from shopdesk.services.exports import write_bytes
from shopdesk.services.handovers import print_register
from shopdesk.services.imports import FileResult, import_files
from shopdesk.services.papers import print_papers
from shopdesk.services.registering import register_orders
from shopdesk.services.sample import make_sample
from shopdesk.services.sample_desk import SHOPS
from shopdesk.services.sample_files import write_files
from shopdesk.services.sample_orders import HOUR, Inventor
from shopdesk.services.setup import create_desk
from shopdesk.services.wave_candidates import ListMissing
from shopdesk.services.wave_printing import confirm_wave, print_wave
from shopdesk.services.waves import make_wave, preview_wave
from shopdesk.services.waybill_ranges import give_from_range

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
    folder, spoken = into or Path("shopdesk-demo"), current_language()
    one = View("", spoken, look or "light")
    views = [one] if language or look else sorted(BOTH, key=lambda view: view.language != spoken)
    with ExitStack() as kept, new_files() as files:
        shops = [(view, kept.enter_context(sample_desk(view.language))) for view in views]
        for place, (view, desk) in reversed(list(enumerate(shops))):  # the first one's papers are written
            use_language(view.language)
            written = work_a_morning(desk, None if place else folder)
        written += session.windows.photograph(shops, folder, files)
    use_language(spoken)
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
def sample_desk(language: str) -> Iterator[Desk]:
    """A throw-away sample shop at the demo's moment; what is kept in words, such as holds, is in that language."""
    with tempfile.TemporaryDirectory(prefix="shopdesk-demo-", ignore_cleanup_errors=True) as folder:
        use_language(language)
        desk = create_desk(Path(folder) / "demo.db", clock=lambda: MOMENT)
        try:
            make_sample(desk)
            yield desk
        finally:
            desk.database.close()


def work_a_morning(desk: Desk, folder: Path | None) -> list[Path]:
    """Import the morning's files, register what is clear, put it into a wave, give it numbers, print it; returns the
    papers written. Without a folder nothing is said or written."""
    papers = _Papers(folder)
    before = set(list_ready_ids(desk.seen))
    for result in import_files(desk, files=sorted((resources() / "samples").iterdir())):
        _tell_import(papers, result)
    fresh = [order_id for order_id in list_ready_ids(desk.seen) if order_id not in before]
    done = register_orders(desk, order_ids=fresh, skip_refused=True)
    n = len(done.registered)
    papers.say(ngettext("{n} order registered", "{n} orders registered", n).format(n=n))
    for _order_id, refusal in done.refused:
        papers.say(sentence(refusal))
    _ship(desk, papers, done.registered)
    return papers.written


class _Papers:
    """Where the papers go, if anywhere."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.written: list[Path] = []

    def say(self, text: str) -> None:
        """One line of what was done."""
        if self._folder is not None:
            say(text)

    def write(self, name: str, pdf: bytes, n: int) -> None:
        """One file with papers of `n` orders."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{name}.pdf"
        write_bytes(file, pdf)
        self.written.append(file)
        self.say(ngettext("{n} paper in {file}", "{n} papers in {file}", n).format(n=n, file=file))


def _ship(desk: Desk, papers: _Papers, order_ids: Sequence[int]) -> None:
    """A wave of these orders and of what only waited for its packing list, on paper with its lists."""
    waiting = [left.order_id for left in preview_wave(desk).left if isinstance(left.why, ListMissing)]
    chosen = [*waiting, *order_ids]
    _print(desk, papers, Document.PACKING_LIST, chosen)
    wave = make_wave(desk, order_ids=chosen)
    given = give_from_range(desk, wave_id=wave.id, as_far=True)
    told = {"wave": wave.id, "n": wave.slips, "given": given}
    papers.say(_("Wave {wave}: {n} slips, {given} waybills given from stock").format(**told))
    printed = print_wave(desk, wave_id=wave.id, paper=USUAL[Document.SLIP])
    confirm_wave(desk, wave_id=wave.id)
    papers.write(Document.SLIP.value, printed.pdf, len(printed.slip_ids))
    papers.write("issue-register", print_register(desk, wave_id=wave.id), 1)
    _print(desk, papers, Document.RETURN_FORM, wave.order_ids)


def _print(desk: Desk, papers: _Papers, document: Document, order_ids: Sequence[int]) -> None:
    job = print_papers(desk, order_ids=order_ids, document=document, paper=USUAL[document])
    papers.write(document.value, job.pdf, len(job.order_ids))


def _tell_import(papers: _Papers, result: FileResult) -> None:
    if result.error is not None:
        raise result.error
    text = _("{file}: {created} new, {updated} changed, {unchanged} as before, {rejected} rejected")
    counts = {name: getattr(result, name) for name in ("file", "created", "updated", "unchanged")}
    papers.say(text.format(**counts, rejected=len(result.rejected)))
