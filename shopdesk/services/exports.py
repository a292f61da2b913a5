"""Writing lists to files: CSV and XLSX that no spreadsheet takes for formulas (DATA-05)."""

import csv
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from shopdesk.errors import N_, BadInput, OutputFailed
from shopdesk.i18n import _

Cell = str | int | float | Decimal | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DATABASE = b"SQLite format 3\0"
_BESIDE_DATABASE = re.compile(r"-(?:wal|shm|journal)$")


_XLSX_ROWS, _XLSX_CHARACTERS = 1_048_575, 32_767
"""What a sheet holds below its header, and a cell; XlsxWriter drops more without a word."""


class TooManyRows(BadInput):
    template = N_("{path} would need more than {most} rows, which no XLSX file holds. Name the file .csv.")


class UnknownFormat(BadInput):
    template = N_("{path} has no format that can be written. Name the file .csv or .xlsx.")


def export_table(
    path: Path | None,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    form: str = "",
    note: Callable[[int], object] | None = None,
) -> int:
    """Write a table to `path`, as `form` (csv or xlsx) or else by its ending; returns the number of rows. The file
    appears only when it is whole. Without a path CSV goes to the terminal.

    `note` is told the number of rows right before the file appears: what can't be noted doesn't leave. Raises what it
    raises, and OutputFailed, UnknownFormat, TooManyRows.
    """
    if path is None:
        return _write_rows(sys.stdout, header, rows)
    writers: dict[str, Callable[[Path, Sequence[str], Iterable[Sequence[Cell]]], int]] = {
        ".csv": _write_csv,
        ".xlsx": _write_xlsx,
    }
    write = writers.get(f".{form}" if form else path.suffix.lower())
    if write is None:
        raise UnknownFormat(path=path)
    with whole_file(path) as part:
        count = write(part, header, rows)
        if note is not None:
            note(count)
        return count


class IsDatabase(BadInput):
    template = N_("{path} belongs to a database, which would be lost. Give the new file another name.")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A side file that takes the place of `path` once it is whole; raises OutputFailed, and IsDatabase where a shop or
    another program's database would be replaced."""
    part = path.with_name(f".{path.name}.part")
    try:
        _check_target(path)
        yield part
        os.replace(part, path)
    except OSError as error:
        raise OutputFailed(path=path, reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _check_target(path: Path) -> None:
    """What may not be replaced: a database with the files that SQLite keeps beside it, and a device or pipe."""
    if path.exists() and not path.is_file():
        raise OSError(_("it is not a file"))
    database = path.with_name(_BESIDE_DATABASE.sub("", path.name))
    if database.is_file():
        with database.open("rb") as file:
            if file.read(len(_DATABASE)) == _DATABASE:
                raise IsDatabase(path=path)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a finished document; raises OutputFailed."""
    with whole_file(path) as part:
        part.write_bytes(content)


def _fitting(cell: Cell) -> Cell:
    """A text as long as a cell of a workbook may be; a longer one would be left out silently."""
    return cell[:_XLSX_CHARACTERS] if isinstance(cell, str) else cell


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, made plain by a leading apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        return _write_rows(file, header, rows)


def _write_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    count = 0
    writer = csv.writer(file, lineterminator="\n" if file is sys.stdout else "\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        count += 1
    return count


def _write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    path.open("wb").close()  # where that fails XlsxWriter would leave its own files open
    try:
        with xlsxwriter.Workbook(str(path), {**options, "strings_to_numbers": False}) as book:
            sheet: Any = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, header, book.add_format({"bold": True}))
            for row in rows:
                count += 1
                if count > _XLSX_ROWS:
                    raise TooManyRows(path=path.name.removeprefix(".").removesuffix(".part"), most=_XLSX_ROWS)
                sheet.write_row(count, 0, map(_fitting, row))
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(*error.args) from error
    return count
