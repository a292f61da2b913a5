"""What children do until they are killed, through the command line as a clerk would; each tells what is done."""

import contextlib
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from shopdesk.db import postgres_settling
from shopdesk.db.search import settle_index
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.paths import logs
from shopdesk.queries.orders import list_ready_ids
from shopdesk.services.registering import register_orders
from shopdesk.services.setup import open_desk
from tests.acceptance.faults.damaging import digest_of
from tests.acceptance.faults.editing import Editor, Meeting
from tests.acceptance.faults.full_disk import opened, try_on_small_disk
from tests.acceptance.faults.nursery import BEGUN, Say
from tests.acceptance.faults.small_disk import make_read_only
from tests.acceptance.faults.unsteady import AGAIN_AFTER_S, register_one_by_one
from tests.command_line import Answer, CommandLine
from tests.platform_files import write_taobao_pair

REFUSED = "refused "
ENDS_WITHIN_S = 60


def warm_up(folder: Path) -> None:
    """Have everything loaded that the deeds need, so that no kill falls into Python's imports."""
    pair = write_taobao_pair(folder, 20)
    shop = CommandLine(folder / "warm.db")
    shop.done("init")
    shop.done("import", pair.orders, pair.lines)
    shop.done("register", "--ready")
    shop.done("wave", "new")
    shop.done("orders", "--format", "jsonl")
    for form in ("csv", "xlsx"):
        shop.done("export", "orders", "-o", folder / f"warm.{form}")
    shop.done("backup", folder / "warm-backup.db")
    shop.done("copy", folder / "warm.db", folder / "warm-copy.db")
    shop.done("restore", folder / "warm-backup.db")
    shop.done("check")


def _tell(say: Say, done: str, answer: Answer) -> bool:
    """Say that it is done, or how it was refused; whether it was done."""
    assert "Traceback" not in answer.err and "fault of its own" not in answer.err, f"{answer}\n{_newest_report()}"
    if answer.status == 0:
        say(done)
        return True
    assert answer.status == 1 and answer.err.strip(), answer
    say(REFUSED + answer.err.strip().splitlines()[-1])
    return False


def _newest_report() -> str:
    """What the program wrote down about a fault of its own."""
    found = sorted(logs().glob("report-*.txt"))
    return found[-1].read_text("utf-8") if found else ""


def take_in(say: Say, address: str, pairs: Sequence[Sequence[str]]) -> None:
    """Import pairs of files, one pair an import."""
    shop = CommandLine(address)
    say(BEGUN)
    for number, pair in enumerate(pairs):
        _tell(say, f"pair {number}", shop("import", *pair))


def work_at_the_desk(say: Say, address: str, chunks: Sequence[Sequence[str]]) -> None:
    """Register, settle and put into a wave, some orders at a time."""
    shop = CommandLine(address)
    say(BEGUN)
    for number, chunk in enumerate(chunks):
        if (
            _tell(say, f"registered {number}", shop("register", *chunk))
            and _tell(say, f"settled {number}", shop("settle", *chunk))
            and number % 2
        ):
            _tell(say, f"wave {number}", shop("wave", "new"))


def back_up(say: Say, address: str, target: str, times: int) -> None:
    """Backups into the shop's own folder and over one file, by turns."""
    shop = CommandLine(address)
    say(BEGUN)
    for _turn in range(times):
        answer = shop("backup", "--json")
        if _tell(say, "", answer):
            say(f"made {answer.json['file']}")
        if _tell(say, "", shop("backup", target)):
            say(f"made {target}")


def open_once(say: Say, address: str) -> None:
    """Open the shop, which brings an older one up to date."""
    say(BEGUN)
    _tell(say, "open", opened(address))


def settle_texts(say: Say, address: str) -> None:
    """What an import does last on a server, as if few orders were many: the table of texts is made anew."""
    desk = open_desk(address)
    postgres_settling._MANY = 1
    say(BEGUN)
    try:
        settle_index(desk.database)
        say("settled")
    except ShopdeskError as error:
        say(REFUSED + sentence(error))


def copy(say: Say, source: str, target: str) -> None:
    """Copy a shop to another place."""
    say(BEGUN)
    _tell(say, "copied", CommandLine(source)("copy", source, target))


def restore(say: Say, address: str, backup: str) -> None:
    """Put a backup in the shop's place."""
    say(BEGUN)
    _tell(say, "restored", CommandLine(address)("restore", backup))


def edit(say: Say, address: str, meeting: str, place: int, pairs: int) -> None:
    """Be one of two who edit the same orders at the same time."""
    desk = open_desk(address)
    editor = Editor(desk, Meeting(Path(meeting), place), place)
    say(BEGUN)
    for pair in range(pairs):
        editor.edit(pair)
    say(f"{editor.stored} {editor.clashes}")
    desk.database.close()


def look_through(say: Say, address: str) -> None:
    """What a clerk and the check see of a shop; said at the end: what it holds, if nobody found anything wrong. What
    goes round in circles is ended."""
    signal.alarm(ENDS_WITHIN_S)
    shop = CommandLine(address)
    say(BEGUN)
    listed = shop("orders", "--format", "jsonl")  # what can't be shown may end in a report; the check then knows why
    if _tell(say, "checked", shop("check")):
        assert listed.status == 0, listed
        say(f"holds {digest_of(address)}")


def fill_disk(say: Say, work: str, base: str, files: Sequence[str], room: int) -> None:
    """One piece of work on a disk with only so much room; how it went."""
    say(BEGUN)
    say(try_on_small_disk(work, Path(base), files, room))


def register_patiently(say: Say, address: str, order_nos: Sequence[str]) -> None:
    """See unsteady.py."""
    register_one_by_one(say, address, order_nos)


def take_in_patiently(say: Say, address: str, pairs: Sequence[Sequence[str]]) -> None:
    """Import pairs of files; one that was refused because the server is away is imported again."""
    shop = CommandLine(address)
    say(BEGUN)
    for number, pair in enumerate(pairs):
        while not _tell(say, f"pair {number}", shop("import", *pair)):
            time.sleep(AGAIN_AFTER_S)


def work_on_read_only_drive(say: Say, folder: str) -> None:
    """Look and try to write where nothing can be written."""
    if not make_read_only(Path(folder)):
        say("no such drive can be made here")
        return
    shop = CommandLine(Path(folder) / "shop.db")
    _tell(say, "listed", shop("orders"))
    _tell(say, "registered", shop("register", "--ready"))
    _tell(say, "backed up", shop("backup"))
    _tell(say, "exported", shop("export", "orders", "-o", Path(folder) / "orders.csv"))


def register_until_it_fails(say: Say, address: str, gone: str) -> None:
    """Register order after order on one desk, until the drive is gone and some more."""
    desk = open_desk(address)
    ids = list_ready_ids(desk.seen)
    say(BEGUN)
    for order_id in ids:
        try:
            register_orders(desk, order_ids=[order_id])
            say("registered")
        except ShopdeskError as error:
            say(REFUSED + sentence(error))
        until = time.monotonic() + 5
        while not Path(gone).exists() and time.monotonic() < until:
            time.sleep(0.001)
    with contextlib.suppress(ShopdeskError):
        desk.database.close()
