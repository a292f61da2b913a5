"""XLSX and XLS sheets as rows of text. The caller has looked through the archive before."""

import io
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from shopdesk.errors import N_, Word
from shopdesk.importing.archives import MOST_COLUMNS
from shopdesk.importing.cells import LONGEST_CELL
from shopdesk.importing.errors import BrokenFile, CellTooLong, Encrypted, TooBig

Cell = int | float | str | bool | time | date | datetime | timedelta

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
"""The first bytes of XLS, and of an encrypted XLSX."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAFE_WHOLE = 10**15
"""Excel keeps 15 digits: a longer whole number in a number cell has lost some, and is written as such."""


def sheets(name: str, content: bytes) -> list[Callable[[], Generator[list[str], None, None]]]:
    """The visible sheets with anything in them. Raises Encrypted, BrokenFile or TooBig."""
    if content.startswith(OLE_MAGIC) and _ENCRYPTED in content:
        raise Encrypted(file=name)
    found = [_rows_of(name, sheet) for sheet in _visible(name, content) if sheet.height]
    return found


def _book(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _visible(name: str, content: bytes) -> list[CalamineSheet]:
    try:
        with _quiet(), _book(content) as book:
            names = [each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible]
            return [book.get_sheet_by_name(each) for each in names]
    except PasswordError as error:
        raise Encrypted(file=name) from error
    except (CalamineError, ValueError, OSError) as error:
        raise BrokenFile(file=name, detail=str(error)) from error
    except BaseException as error:
        # A reader written in Rust reports its own bugs on damaged files outside of Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenFile(file=name, detail="damaged") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """The reader's own words about its bugs, which it writes past Python, are nothing for people."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no such stream, as in a window's program
        yield
        return
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)


def _rows_of(name: str, sheet: CalamineSheet) -> Callable[[], Generator[list[str], None, None]]:
    if sheet.width > MOST_COLUMNS:
        raise TooBig(file=name, what=Word(N_("the number of its columns")), limit=f"{MOST_COLUMNS}")

    def rows() -> Generator[list[str], None, None]:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            row = [cell.replace("\0", "") if cell.__class__ is str else cell_text(cell) for cell in cells]
            if max(map(len, row), default=0) > LONGEST_CELL:
                raise CellTooLong(file=name, row=number, limit=LONGEST_CELL)
            yield row

    return rows


def cell_text(cell: Cell) -> str:
    """A cell's value as a CSV file would have it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_text(float(cell))
    if isinstance(cell, datetime):
        return _moment_text(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _moment_text(cell: datetime) -> str:
    with suppress(OverflowError):  # the last moment of year 9999
        cell += timedelta(milliseconds=500)
    return cell.strftime("%Y-%m-%d %H:%M:%S")


def _number_text(number: float) -> str:
    if not number.is_integer():
        return repr(number)
    if abs(number) >= _SAFE_WHOLE:
        return f"{number:.14E}"
    return str(int(number))
