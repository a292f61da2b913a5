"""What a file is made of, told by its bytes, and its rows as text (reader rules 1, 5 and 9).

Rows come lazily and one by one, the first one being row 1 of a spreadsheet, blank ones included. Nothing stays open
when the reading stops. Hostile files are refused before anything is unpacked.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO

from shopdesk.errors import N_, Word
from shopdesk.importing import archives, workbooks
from shopdesk.importing.cells import LONGEST_CELL
from shopdesk.importing.errors import (
    CellTooLong,
    CutOff,
    EmptyFile,
    MissingFile,
    NotATable,
    TooBig,
    undecodable,
)
from shopdesk.importing.html_tables import html_rows, is_html

Rows = Generator[list[str], None, None]
Opener = Callable[[], AbstractContextManager[IO[bytes]]]

SNIFFED = 4096
"""Bytes looked at to tell what a file is."""
_CHUNK = 1 << 18
_WIDTH_ROWS = 64
"""How many rows tell how wide a table is."""
_LONGEST_LINE = 4 * LONGEST_CELL
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TABLES = (
    (b"%PDF", N_("a PDF document")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"\x89PNG", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"RIFF", N_("a picture or sound")),
    (b"Rar!", N_("a RAR archive")),
    (b"7z\xbc\xaf", N_("a 7z archive")),
    (b"\x1f\x8b", N_("a gz archive")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
    (b"SQLite format 3", N_("a database")),
    (b"<?xml", N_("an XML document")),
)


@dataclass(slots=True)
class Progress:
    """How far the reading of a table is, between 0 and 1; 0 where that can't be told cheaply."""

    fraction: float = 0.0


@dataclass(slots=True)
class Table:
    """One table of a file: its name (`orders.zip/1.xlsx`), how it is encoded, and its rows, afresh on each call."""

    file: str
    encoding: str
    rows: Callable[[], Rows]
    progress: Progress = field(default_factory=Progress)


def tables(path: Path) -> list[Table]:
    """The tables of a file: one, or as many as a zip or a workbook holds. Raises BadInput with the reason."""
    with _missing_told(path):
        return _tables_of(path)


@contextmanager
def _missing_told(path: Path) -> Iterator[None]:
    """A file, or the drive it is on, may be gone at any moment of the reading."""
    try:
        yield
    except OSError as error:
        raise MissingFile(file=path.name or str(path), reason=error.strerror or str(error)) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with _missing_told(path), path.open("rb") as file:
        yield file


def _tables_of(path: Path) -> list[Table]:
    if path.is_fifo():  # would be waited for
        raise NotATable(file=path.name, what=Word(N_("a pipe")))
    with path.open("rb") as file:
        size = path.stat().st_size
        head = file.read(SNIFFED)
    if not head.strip(b"\0 \t\r\n"):
        raise EmptyFile(file=path.name)
    if size > archives.MOST_BYTES:
        raise TooBig(file=path.name, what=Word(N_("its size")), limit="1 GB")
    if head.startswith(b"PK"):
        return _zip_tables(path)
    if head.startswith(workbooks.OLE_MAGIC):
        return _sheet_tables(path.name, "xls", path.read_bytes())
    return [_text_table(path.name, head, size, partial(_opened, path))]


def _zip_tables(path: Path) -> list[Table]:
    with archives.opened(path.name, path) as archive:
        if archives.is_workbook(archive):
            archives.check_workbook(path.name, archive)
            return _sheet_tables(path.name, "xlsx", path.read_bytes())
        members = archives.table_members(path.name, archive)
        found = [table for member in members for table in _member_tables(path, archive, member)]
    if not found:
        raise EmptyFile(file=path.name)
    return found


def _member_tables(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> list[Table]:
    name = f"{path.name}/{archives.member_name(member)}"
    with archives.reading(name, archive, member) as file:
        head = file.read(SNIFFED)
        if not head.strip(b"\0 \t\r\n"):
            return []
        if not head.startswith((b"PK", workbooks.OLE_MAGIC)):
            return [_text_table(name, head, member.file_size, partial(_open_member, path, member.filename))]
        content = head + file.read()
    if head.startswith(workbooks.OLE_MAGIC):
        return _sheet_tables(name, "xls", content)
    with archives.opened(name, io.BytesIO(content)) as inner:
        if not archives.is_workbook(inner):
            raise NotATable(file=name, what=Word(N_("an archive in an archive")))
        archives.check_workbook(name, inner)
    return _sheet_tables(name, "xlsx", content)


@contextmanager
def _open_member(path: Path, member: str) -> Iterator[IO[bytes]]:
    with archives.opened(path.name, path) as archive, archives.reading(path.name, archive, member) as file:
        yield file


def _sheet_tables(name: str, encoding: str, content: bytes) -> list[Table]:
    sheets = workbooks.sheets(name, content)
    if not sheets:
        raise EmptyFile(file=name)
    return [Table(name, encoding, sheet) for sheet in sheets]


def _text_table(name: str, head: bytes, size: int, open_file: Opener) -> Table:
    for magic, what in _NO_TABLES:
        if head.startswith(magic):
            raise NotATable(file=name, what=Word(what))
    mark = next((encoding for bom, encoding in _MARKS if head.startswith(bom)), None)
    if mark != "utf-16" and b"\0" in head:
        raise NotATable(file=name, what=Word(N_("binary data")))
    encoding = mark or _encoding_of(name, open_file)
    if is_html(head):
        return Table(name, f"html {encoding}", partial(html_rows, name, open_file, encoding))
    progress = Progress()
    return Table(name, encoding, partial(_csv_rows, name, open_file, encoding, size, progress), progress)


def _encoding_of(name: str, open_file: Opener) -> str:
    """`utf-8` where the whole file is strict UTF-8, else `gb18030`."""
    decode = codecs.getincrementaldecoder("utf-8")("strict").decode
    try:
        with open_file() as file:
            while chunk := file.read(_CHUNK):
                decode(chunk)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _csv_rows(name: str, open_file: Opener, encoding: str, size: int, progress: Progress) -> Rows:
    """The records of a CSV file. A record may span several lines; it is one row all the same."""
    csv.field_size_limit(LONGEST_CELL)
    row, width, cells = 0, 0, [""]
    with open_file() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        try:
            for row, cells in enumerate(_csv_reader(text), 1):
                if len(cells) > archives.MOST_COLUMNS:
                    raise TooBig(
                        file=name, what=Word(N_("the number of its columns")), limit=f"{archives.MOST_COLUMNS}"
                    )
                yield cells
                if row < _WIDTH_ROWS or not row & 255:
                    width = max(width, len(cells))
                    progress.fraction = raw.tell() / size
        except UnicodeDecodeError as error:
            raise undecodable(name, row + 1, error) from error
        except csv.Error as error:
            raise CellTooLong(file=name, row=row + 1, limit=LONGEST_CELL) from error
    if len(cells) + 1 < width and not _ends_a_line(open_file, size):
        raise CutOff(file=name, row=row)
    progress.fraction = 1.0


def _csv_reader(text: IO[str]) -> Iterator[list[str]]:
    """Records; a line without end is handed on in pieces, so that the limit on a cell stops it early."""
    lines = _lines(text)
    first = next(lines, "")
    return csv.reader(chain([first], lines), delimiter=_delimiter(first))


def _lines(text: IO[str]) -> Iterator[str]:
    """Without NUL characters, which some programs pad with and a database on a server can't hold."""
    while line := text.readline(_LONGEST_LINE):
        yield line.replace("\0", "")


def _delimiter(line: str) -> str:
    """Commas, save where the first line plainly has tabs or semicolons instead."""
    return max(",\t;", key=line.count)


def _ends_a_line(open_file: Opener, size: int) -> bool:
    with open_file() as file:
        file.seek(max(0, size - 2))
        return file.read().endswith((b"\n", b"\r", b"\n\0"))
