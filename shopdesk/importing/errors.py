"""Why a file could not be read at all. Each names the file and what to do. A single bad row is a `RejectedRow`."""

from shopdesk.errors import N_, BadInput, ShopdeskError


class EmptyFile(BadInput):
    """Nothing in it, or nothing but blank cells."""

    template = N_("{file} is empty. Export it again from the platform.")


class MissingFile(BadInput):
    """The file isn't there, or may not be read."""

    template = N_("{file} can't be opened: {reason}. Check where it lies and whether another program holds it.")


class NotATable(BadInput):
    """A picture, a PDF, a program ... anything without rows and columns."""

    template = N_("{file} is not a table but {what}. Choose the CSV, XLS or XLSX file that the platform exported.")


class BrokenFile(BadInput):
    """The container is damaged or was cut off."""

    template = N_("{file} is damaged or only half there ({detail}). Download it again.")


class CutOff(BadInput):
    """A CSV file that ends in the middle of a row."""

    template = N_("{file} ends in the middle of row {row}. It is only half there; download it again.")


class Encrypted(BadInput):
    """Protected by a password."""

    template = N_("{file} is protected by a password. Open it, save it without password, then import that file.")


class TooBig(BadInput):
    """Larger than any honest export; refused before it is unpacked."""

    template = N_("{file} is refused: {what} is beyond the limit of {limit}. No platform exports such a file.")


class CellTooLong(BadInput):
    """One cell longer than LONGEST_CELL, by attack or by a quote that is never closed."""

    template = N_(
        "{file} is refused: row {row} holds a cell of more than {limit} characters. "
        "A quotation mark may never have been closed; export the file again."
    )


class DangerousXml(BadInput):
    """A DTD or entity declaration in a workbook part: no honest program writes them."""

    template = N_("{file} is refused: its part {part} declares XML entities, which only harmful files do.")


class UnknownEncoding(BadInput):
    """Neither UTF-8 nor GB18030."""

    template = N_("{file} can't be read from row {row} on: its text is neither UTF-8 nor GB18030. Export it again.")


def undecodable(file: str, row: int, error: UnicodeDecodeError) -> BadInput:
    """What bytes that are no text mean: half a character at the very end, or another encoding."""
    if error.reason in ("unexpected end of data", "incomplete multibyte sequence", "truncated data"):
        return CutOff(file=file, row=row)
    return UnknownEncoding(file=file, row=row)


class MissingColumns(BadInput):
    """The layout is known, but what makes a record of a row isn't there. `columns` is a readable list."""

    template = N_("{file} looks like {layout}, but these columns are missing: {columns}. Export it again with them.")


class WrongLayout(BadInput):
    """A known layout, but not of the platform or kind that was asked for."""

    template = N_("{file} looks like {layout}, not like {asked}. Import it without saying what it is, or choose again.")


class NoSuchColumn(BadInput):
    """A column mapping names a column that this file doesn't have."""

    template = N_("The column mapping {mapping} needs the column {column}, which {file} doesn't have.")


class IncompleteMapping(BadInput):
    """A column mapping without what makes a record of a row."""

    template = N_("The column mapping {mapping} doesn't say which column holds {fields}.")


class UnknownLayout(BadInput):
    """No known header in the first rows. Carries what a mapping dialog needs."""

    template = N_("The columns of {file} are not known. Say once which column is what; the answer is remembered.")

    def __init__(self, *, file: str, header_row: int, header: tuple[str, ...], sample: list[list[str]]) -> None:
        super().__init__(file=file)
        self.header_row = header_row
        """Where the header seems to be, counted from 1."""
        self.header = header
        self.sample = sample
        """The first rows after it."""


class ImportCancelled(ShopdeskError):
    """The person stopped the reading; nothing was changed."""

    template = N_("The import of {file} was cancelled. Nothing was changed.")
