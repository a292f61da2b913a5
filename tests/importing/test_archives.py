"""Archives are looked through before they are unpacked."""

import io
import zipfile
from pathlib import Path

import pytest

from shopdesk.importing import archives, errors
from tests import platform_files as files


def part(content: bytes) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", content)
    return buffer


def check(content: bytes) -> None:
    with archives.opened("x.xlsx", part(content)) as archive:
        archives.check_workbook("x.xlsx", archive)


def cell(place: str) -> bytes:
    return f'<worksheet><row r="1"><c r="{place}"/></row></worksheet>'.encode()


@pytest.mark.parametrize("place", ["A1", "CD100001", "IV80000", "a1", "IV99999"])
def test_places_that_a_true_sheet_may_have(place: str) -> None:
    check(cell(place))


@pytest.mark.parametrize(
    "place", ["AAA1", "XFD1", "xfd1", "IW1", "A1048577", "A900000", "CZ300000", "A99999999999999999999"]
)
def test_places_that_no_true_sheet_has(place: str) -> None:
    with pytest.raises(errors.TooBig, match=r"x\.xlsx"):
        check(cell(place))


def test_a_row_may_claim_a_place_too_and_either_quote_will_do() -> None:
    for sheet in (b'<worksheet><row r="999999"><c/></row>', b"<worksheet><row><c r='AAA1'/></row>"):
        with pytest.raises(errors.TooBig):
            check(sheet)


def test_a_long_sheet_that_is_filled_in_is_read() -> None:
    rows = b"".join(b'<row r="%d">' % n + b"<c/>" * 60 + b"</row>" for n in range(250_000, 300_000))
    check(b"<worksheet>" + rows)


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE a>", b"<!doctype a>", b"<! ENTITY a 'b'>", b"<!ENTITY % a 'b'>"])
def test_declarations_are_found_wherever_they_stand(declaration: bytes) -> None:
    filler = b"<a/>" * ((archives._CHUNK - 8) // 4)
    with pytest.raises(errors.DangerousXml, match="sheet1"):
        check(filler + b"<b/>" + declaration)


def test_a_half_archive_is_broken() -> None:
    content = part(b"<a/>").getvalue()
    with pytest.raises(errors.BrokenFile), archives.opened("x.zip", io.BytesIO(content[:-30])):
        pass


def test_members_that_may_be_tables(tmp_path: Path) -> None:
    members = dict.fromkeys(("a.CSV", "b/c.xlsx", "b/~$c.xlsx", ".d.csv", "__MACOSX/a.csv", "e.doc"), b"x")
    path = files.write_zip(tmp_path / "x.zip", members)
    with archives.opened("x.zip", path) as archive:
        assert not archives.is_workbook(archive)
        assert [member.filename for member in archives.table_members("x.zip", archive)] == ["a.CSV", "b/c.xlsx"]


@pytest.mark.parametrize("name", ["xl/evil/s.xml", "xl/worksheets/sheet1.dat", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("place", [b'r="XFD9"', b"r = 'XFD9'", b'r\n=\n"XFD9"', b'r="&#88;FD9"'])
def test_a_sheet_may_call_itself_anything_and_write_its_places_oddly(name: str, place: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"<worksheet><row><c " + place + b"/></row></worksheet>")
    with archives.opened("x.xlsx", buffer) as archive, pytest.raises(errors.TooBig, match="columns"):
        archives.check_workbook("x.xlsx", archive)


def test_no_room_is_made_for_texts_that_are_not_there() -> None:
    with pytest.raises(errors.TooBig):
        check(b'<sst count="1" uniqueCount="99999999999"><si><t>x</t></si></sst>')
    check(b'<a:sysClr val="windowText" lastClr="000000"/><sst count="99999999"/>')
