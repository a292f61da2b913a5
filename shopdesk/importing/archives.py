"""Zip files, a workbook's own or one that holds tables: looked through before anything is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from shopdesk.errors import N_, Word
from shopdesk.importing.errors import BrokenFile, CellTooLong, DangerousXml, Encrypted, NotATable, TooBig

MOST_BYTES = 1 << 30
"""Unpacked, all parts together. A hundred thousand orders with all columns are half of it."""
MOST_RATIO = 200
"""Unpacked to packed size. A true sheet is at 5 to 40; a bomb near 1,000."""
BOMB_FROM = 16 << 20
"""Below this many unpacked bytes a high ratio harms nobody."""
MOST_PARTS = 2000
MOST_COLUMNS = 256
"""The widest platform file has 82."""
MOST_ROWS = 1_048_576
MOST_CELLS = 60_000_000
"""Rows x columns of a sheet, filled in or not: the reader keeps a place for each."""
MOST_EMPTY = 26_000_000
"""The same for a sheet with hardly anything in it."""
NEAR_COLUMNS = 104
"""The columns A to CZ ..."""
NEAR_ROWS = 99_999
"""... and the rows of up to five digits: within these no sheet is large enough to harm."""

_CHUNK = 1 << 19
"""Half a million characters without a tag are a cell beyond every limit."""
_TABLE_SUFFIXES = (".xlsx", ".xls", ".csv", ".txt", ".htm", ".html")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR_PLACE = re.compile(
    rb"""r(?<=[\s"']r)\s{0,30}=\s{0,30}["']"""
    rb"""(?:([A-Za-z]{3,})\d|([A-Za-z]{0,2})(\d{6,})|([D-Zd-z][A-Za-z])\d|[A-Za-z]{0,3}(&))"""
)
_BOAST = re.compile(rb"""ount\s{0,30}=\s{0,30}["']\d{9,}""")
"""The reader makes room for as many texts as a part says it has."""
_OVERLAP = 64
_UNPACK_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@contextmanager
def opened(name: str, source: Path | io.BytesIO) -> Iterator[zipfile.ZipFile]:
    """The archive, once its table of contents has been found harmless. Raises Encrypted, TooBig or BrokenFile."""
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BrokenFile(file=name, detail=str(error)) from error
    with archive:
        _check_contents(name, archive.infolist())
        yield archive


def _check_contents(name: str, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise Encrypted(file=name)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_PARTS:
        raise TooBig(file=name, what=Word(N_("the number of its parts")), limit=f"{MOST_PARTS:,}")
    if unpacked > MOST_BYTES:
        raise TooBig(file=name, what=Word(N_("its unpacked size")), limit="1 GB")
    if unpacked > BOMB_FROM and unpacked > packed * MOST_RATIO:
        raise TooBig(file=name, what=Word(N_("its compression")), limit=f"1:{MOST_RATIO}")


@contextmanager
def reading(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> Iterator[IO[bytes]]:
    """A member to read from; damage found on the way is BrokenFile. It never gives more bytes than it declared."""
    try:
        with archive.open(member) as file:
            yield file
    except _UNPACK_ERRORS as error:
        raise BrokenFile(file=name, detail=str(error)) from error


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether the archive is an XLSX file rather than one that holds tables."""
    names = {name.lower() for name in archive.namelist()}
    return "[content_types].xml" in names or "xl/workbook.xml" in names


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese Windows writes it in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def table_members(name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members that may be tables, in the archive's order; NotATable where there are none."""
    found = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith(_TABLE_SUFFIXES)
        and not member.filename.startswith("__MACOSX/")
        and not member.filename.rsplit("/", 1)[-1].startswith((".", "~$"))
    ]
    if not found:
        raise NotATable(file=name, what=Word(N_("an archive without a table in it")))
    return found


def check_workbook(name: str, archive: zipfile.ZipFile) -> None:
    """Read a workbook's parts through once: no DTD, no endless text, no sheet that claims a plane of cells. A hostile
    workbook can call its sheets what it likes, so every part may be one."""
    for member in archive.infolist():
        with reading(name, archive, member) as part:
            _check_part(name, member.filename, part)


def _check_part(name: str, part_name: str, part: IO[bytes]) -> None:
    extent = _Extent()
    rest = b""
    while chunk := part.read(_CHUNK):
        if len(chunk) == _CHUNK and b"<" not in chunk:
            raise CellTooLong(file=name, row=extent.rows, limit=_CHUNK)
        text = rest + chunk
        if _DECLARATION.search(text):
            raise DangerousXml(file=name, part=part_name)
        if _BOAST.search(text):
            raise TooBig(file=name, what=Word(N_("the number of its cells")), limit=f"{MOST_CELLS:,}")
        extent.add(text)
        extent.check(name)
        rest = chunk[-_OVERLAP:]
    if extent.mostly_empty:
        raise TooBig(file=name, what=Word(N_("the number of its cells")), limit=f"{MOST_EMPTY:,}")


@dataclass(slots=True)
class _Extent:
    """How far a sheet's cells claim to reach, at most, and how many there are."""

    columns: int = NEAR_COLUMNS
    rows: int = NEAR_ROWS
    cells: int = 0

    def add(self, text: bytes) -> None:
        """Take in a piece of the sheet. Only places far out are looked at: true sheets have few or none."""
        self.cells += text.count(b"<c")
        for letters, row_letters, digits, far_letters, entity in _FAR_PLACE.findall(text):
            self.columns = max(self.columns, _column_number(letters or row_letters or far_letters))
            self.columns = MOST_COLUMNS + 1 if entity else self.columns  # no honest program hides where a cell is
            self.rows = max(self.rows, int(digits[:9] or 0))

    def check(self, name: str) -> None:
        """Raise TooBig where that is beyond any table."""
        if self.columns > MOST_COLUMNS:
            raise TooBig(file=name, what=Word(N_("the number of its columns")), limit=MOST_COLUMNS)
        if self.rows > MOST_ROWS or self.columns * self.rows > MOST_CELLS:
            raise TooBig(file=name, what=Word(N_("the number of its cells")), limit=f"{MOST_CELLS:,}")

    @property
    def mostly_empty(self) -> bool:
        """Whether a few cells claim a plane: the reader would keep a place for each cell between them."""
        plane = self.columns * self.rows
        return plane > MOST_EMPTY and plane > 20 * self.cells


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
