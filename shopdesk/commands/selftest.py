"""Whether everything that the program needs is there and works on this machine."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from shopdesk.commands.output import complain, say
from shopdesk.commands.session import Session
from shopdesk.domain.documents import Document, Paper
from shopdesk.i18n import LANGUAGES, N_, _
from shopdesk.paths import logs, resources, user_data
from shopdesk.queries.order_lists import OrderFilter
from shopdesk.services.desk import Desk


class Unfit(Exception):
    """A part is there but does not do what it should; the text says what."""


def _sqlite() -> str:
    from shopdesk.db.driver import sqlite3
    from shopdesk.db.sqlite import SAFE_WAL

    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize='trigram')")
    connection.close()
    text = str(sqlite3.sqlite_version)
    safe = sqlite3.sqlite_version_info >= SAFE_WAL
    return text if safe else _("{version}, too old for a write-ahead log").format(version=text)


def _resources() -> str:
    wanted = ("fonts", "help", "icons", "locale", "samples", "scripts", "sizes")
    missing = [name for name in wanted if not (resources() / name).is_dir()]
    if missing:
        raise Unfit(", ".join(missing))
    return str(resources())


def _languages() -> str:
    import gettext

    for code in LANGUAGES:
        if code != "en":
            gettext.translation("shopdesk", str(resources() / "locale"), languages=[code])
    return ", ".join(LANGUAGES)


def _folders() -> str:
    for folder in (user_data(), logs()):
        with tempfile.TemporaryFile(dir=folder):
            pass
    return str(user_data())


def _codes() -> str:
    import zxingcpp

    text = "SDR1:taobao/1/2"
    image = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image()
    found = zxingcpp.read_barcodes(image)
    if [code.text for code in found] != [text]:
        raise Unfit(str(found))
    return "QR"


def _a_shop() -> str:
    """A sample shop made, searched, printed and closed."""
    from shopdesk.services.sample import make_sample
    from shopdesk.services.setup import create_desk

    with tempfile.TemporaryDirectory() as folder:
        desk = create_desk(Path(folder) / "shop.db")
        try:
            return _("{n} orders, {bytes} bytes of slips").format(n=make_sample(desk), bytes=len(_slips(desk)))
        finally:
            desk.database.close()


def _slips(desk: Desk) -> bytes:
    from shopdesk.queries.order_lists import find_ids
    from shopdesk.services.papers import preview_papers

    ids = find_ids(desk.seen, OrderFilter(find="林小满"))
    if not ids:
        raise Unfit(_("the search finds nothing"))
    return preview_papers(desk, order_ids=ids, document=Document.SLIP, paper=Paper.LABEL_100X150).pdf


def _files() -> str:
    from shopdesk.importing.reader import open_sources

    names = []
    for file in sorted((resources() / "samples").iterdir()):
        for reader in open_sources(file):
            names.append(f"{reader.source.platform.value} {reader.source.kind.value}")
    if not names:
        raise Unfit(_("no samples"))
    return ", ".join(names)


CHECKS: dict[str, Callable[[], str]] = {
    N_("SQLite"): _sqlite,
    N_("Resources"): _resources,
    N_("Languages"): _languages,
    N_("Folders"): _folders,
    N_("Codes"): _codes,
    N_("Platform files"): _files,
    N_("A whole shop, search and slips"): _a_shop,
}


@click.command()
@click.pass_obj
def selftest(session: Session, /) -> int:
    """Check every part, one line each; exit status 1 if one is wrong."""
    wrong = 0
    for name, check in CHECKS.items():
        try:
            say(f"{_(name)}: {check()}")
        except Exception as error:  # whatever is wrong with a part is what this command is there to tell
            wrong += 1
            complain(_("{part} does not work: {error}").format(part=_(name), error=f"{type(error).__name__}: {error}"))
    return 1 if wrong else 0
