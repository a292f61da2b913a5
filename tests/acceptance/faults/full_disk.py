"""What is tried on a disk that gets full in the middle, and what has to be so afterwards."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from shopdesk.db.backup import check_file
from shopdesk.db.database import open_database, rows_of
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import sentence
from shopdesk.services.backup_list import list_backups
from shopdesk.services.setup import open_desk
from tests.acceptance.faults.nursery import FOLDERS
from tests.acceptance.faults.small_disk import SmallDisk
from tests.acceptance.faults.soundness import problems_of
from tests.command_line import Answer, CommandLine

SAID = ("full", "No space left")
_COUNTED = ("orders", "order_line", "trail", "slip", "settlement")

Deed = Callable[[CommandLine, Path, Sequence[str]], Answer]


class Work(NamedTuple):
    """A deed on a shop; whether it is the whole shop's rows that it changes or leaves; and whether its rows are as the
    desk makes them."""

    do: Deed
    whole_rows: bool = True


def _register(shop: CommandLine, _disk: Path, _files: Sequence[str]) -> Answer:
    return shop("register", "--ready")


def _upgrade(shop: CommandLine, _disk: Path, _files: Sequence[str]) -> Answer:
    return opened(shop.address)


WORKS: Mapping[str, Work] = {
    "import": Work(lambda shop, _disk, files: shop("import", *files)),
    "register": Work(_register),
    "backup": Work(lambda shop, _disk, _files: shop("backup")),
    "upgrade": Work(_upgrade, whole_rows=False),
    "export": Work(lambda shop, disk, _files: shop("export", "orders", "-o", disk / "orders.xlsx")),
    "export csv": Work(lambda shop, disk, _files: shop("export", "orders", "-o", disk / "orders.csv")),
}


def try_on_small_disk(name: str, base: Path, files: Sequence[str], room: int) -> str:
    """Do it where only `room` bytes are left: `done`, or the sentence by which it was refused. Then make room, and do
    it. Call in a process of its own."""
    disk = SmallDisk(base.parent / "disk")
    shop = CommandLine(disk.folder / "shop.db")
    shutil.copyfile(base, disk.folder / "shop.db")
    (disk.folder / "home").mkdir()
    os.environ.update(dict.fromkeys((*FOLDERS, "TMPDIR"), str(disk.folder / "home")))
    work = WORKS[name]
    rows = None if name == "upgrade" else counted(disk.folder / "shop.db")
    disk.leave(room)
    answer = work.do(shop, disk.folder, files)
    refused = judge(answer, real=disk.is_real)
    check_names(disk.folder, whole=not refused)
    disk.free()
    if refused and rows is not None:
        assert counted(disk.folder / "shop.db") == rows, "something was changed all the same"
    assert problems_of(disk.folder / "shop.db", halves=work.whole_rows) == []
    if refused:
        assert work.do(shop, disk.folder, files).status == 0
        assert problems_of(disk.folder / "shop.db", halves=work.whole_rows) == []
    return refused or "done"


def opened(address: Path | str) -> Answer:
    """Open a shop, which brings it up to date, before anybody signs in."""
    try:
        open_desk(address).database.close()
    except ShopdeskError as error:
        return Answer(1, "", sentence(error))
    return Answer(0, "", "")


def judge(answer: Answer, *, real: bool) -> str:
    """The sentence of a refusal, "" for none."""
    assert "Traceback" not in answer.err and "fault of its own" not in answer.err, answer
    if answer.status == 0:
        return ""
    assert answer.status == 1, answer
    said = answer.err.strip().splitlines()[-1]
    assert not real or any(word in said for word in SAID), said
    return said


def check_names(disk: Path, *, whole: bool) -> None:
    """What bears the name of a backup is one, and what bears that of an export is there only when it is whole."""
    for backup in list_backups(disk / "shop.db"):
        assert check_file(backup.file, still=True) == []
    for before in disk.glob("shop.before-*.db"):
        assert check_file(before, still=True) == []
    assert whole or not list(disk.glob("orders.*"))


def counted(file: Path) -> dict[str, int]:
    """How many rows there are."""
    with closing(open_database(file)) as database:
        return {table: rows_of(database, f"SELECT count(*) FROM {table}")[0][0] for table in _COUNTED}
