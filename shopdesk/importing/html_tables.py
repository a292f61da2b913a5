"""HTML tables that platforms name `.xls`: rows of text, read piece by piece."""

import codecs
import re
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from typing import IO

from lxml import etree

from shopdesk.errors import N_, Word
from shopdesk.importing.archives import MOST_COLUMNS
from shopdesk.importing.cells import LONGEST_CELL
from shopdesk.importing.errors import BrokenFile, CellTooLong, CutOff, TooBig, undecodable

SNIFFED = 512
_CHUNK = 1 << 17
_LONGEST_ROW = 4 << 20
"""Characters from one row's end to the next one's."""
_START = re.compile(rb"<(?:!doctype html|html|table|meta|head|body)\b", re.IGNORECASE)


def is_html(head: bytes) -> bool:
    """Whether a file that begins so is an HTML page (rule 1)."""
    return _START.search(head[:SNIFFED]) is not None


def html_rows(
    name: str, open_file: Callable[[], AbstractContextManager[IO[bytes]]], encoding: str
) -> Generator[list[str], None, None]:
    """The rows of all tables of the page, in order. Raises CutOff where the last table never ends."""
    parser = etree.HTMLPullParser(events=("end",), tag="tr")
    decode = codecs.getincrementaldecoder(encoding)("strict").decode
    row, unfinished, ended, tail = 0, 0, False, ""
    with open_file() as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise undecodable(name, row + 1, error) from error
            ended = ended or "</table" in (tail + text).lower()
            tail = text[-8:]
            _feed(name, parser, text, last=not chunk)
            unfinished += len(text)
            for _event, element in parser.read_events():
                if isinstance(element, etree._Element):
                    row, unfinished = row + 1, 0
                    yield _cells(name, row, element)
            if unfinished > _LONGEST_ROW:
                raise CellTooLong(file=name, row=row + 1, limit=LONGEST_CELL)
            if not chunk:
                break
    if not ended:
        raise CutOff(file=name, row=row)


def _feed(name: str, parser: etree.HTMLPullParser, text: str, *, last: bool) -> None:
    try:
        if text:
            parser.feed(text)
        if last:
            parser.close()
    except etree.LxmlError as error:
        raise BrokenFile(file=name, detail=str(error)) from error


def _cells(name: str, row: int, element: etree._Element) -> list[str]:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    cells = ["".join(map(str, cell.itertext())).strip() for cell in element if cell.tag in ("td", "th")]
    if len(cells) > MOST_COLUMNS:
        raise TooBig(file=name, what=Word(N_("the number of its columns")), limit=f"{MOST_COLUMNS}")
    if max(map(len, cells), default=0) > LONGEST_CELL:
        raise CellTooLong(file=name, row=row, limit=LONGEST_CELL)
    _forget(element)
    return cells


def _forget(element: etree._Element) -> None:
    """Free a row that has been read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
