"""Ways in which a shop's file gets damaged, and what a shop says of itself afterwards."""

import hashlib
import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from shopdesk.db.database import open_database, rows_of
from shopdesk.db.derived import is_derived

_SECTOR, _HEADER = 512, 100
_PAGE = 4096
_OWN = ("sqlite_", "trail_head", "order_search")

Hurt = Callable[[bytearray, random.Random], None]


def _flip_bits(content: bytearray, chance: random.Random) -> None:
    for _bit in range(chance.choice((1, 1, 2, 8))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _noise(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) // _PAGE) * _PAGE
    content[at : at + _PAGE] = chance.randbytes(_PAGE)


def _lost_sector(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) // _SECTOR) * _SECTOR
    content[at : at + _SECTOR] = bytes(_SECTOR)


def _lost_pages(content: bytearray, chance: random.Random) -> None:
    at, pages = chance.randrange(len(content) // _PAGE) * _PAGE, chance.choice((1, 1, 4))
    content[at : at + pages * _PAGE] = bytes(len(content[at : at + pages * _PAGE]))


def _cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(1, len(content)) :]


def _hurt_header(content: bytearray, chance: random.Random) -> None:
    for _byte in range(chance.choice((1, 4, 20))):
        content[chance.randrange(_HEADER)] = chance.randrange(256)


def _swap_pages(content: bytearray, chance: random.Random) -> None:
    one, other = (at * _PAGE for at in chance.sample(range(len(content) // _PAGE), 2))
    first, second = bytes(content[one : one + _PAGE]), bytes(content[other : other + _PAGE])
    content[one : one + _PAGE], content[other : other + _PAGE] = second, first


OF_THE_FILE: dict[str, Hurt] = {
    "flipped bits": _flip_bits, "a page of noise": _noise, "a lost sector": _lost_sector, "lost pages": _lost_pages,
    "cut": _cut, "a hurt header": _hurt_header, "swapped pages": _swap_pages,
}  # fmt: skip
OF_THE_LOG: dict[str, Hurt] = {"log: flipped bits": _flip_bits, "log: cut": _cut, "log: a lost sector": _lost_sector}


def hurt(shop: Path, kind: str, chance: random.Random) -> None:
    """Damage the file of a shop nobody has open, or the log beside it."""
    target = shop if kind in OF_THE_FILE else wal_of(shop)
    content = bytearray(target.read_bytes())
    (OF_THE_FILE | OF_THE_LOG)[kind](content, chance)
    target.write_bytes(content)


def wal_of(shop: Path) -> Path:
    """The log beside a file, with what isn't in the file yet."""
    return shop.with_name(f"{shop.name}-wal")


def copy_as_left(shop: Path, target: Path) -> None:
    """Copy a file with its log, as a power cut would leave them."""
    shutil.copyfile(shop, target)
    if wal_of(shop).exists():
        shutil.copyfile(wal_of(shop), wal_of(target))


def digest_of(address: str | os.PathLike[str]) -> str:
    """What a shop holds, in short: the same for the same rows."""
    with closing(open_database(os.fspath(address))) as database:
        tables = sorted(name for name in database.get_tables() if not is_derived(name) and not name.startswith(_OWN))
        found = hashlib.sha256()
        for table in tables:
            for row in rows_of(database, f'SELECT * FROM "{table}" ORDER BY rowid'):
                found.update(repr((table, row)).encode())
        return found.hexdigest()
