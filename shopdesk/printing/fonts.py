"""The faces that papers are set in, and what each character is set with.

A character is taken from Noto Sans SC, else Noto Sans Symbols 2, else Noto Emoji, else it shows as a box: a name with a
character nobody has stays visible, and copies out of the PDF as what it is.
"""

import mmap
import sys
from array import array
from functools import cache
from pathlib import Path
from struct import unpack_from
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace

from shopdesk.paths import resources

rl_config.useA85 = 0

BOX = "□"
REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
FALLBACK = ("NotoSansRare-Regular", "NotoSansSymbols2-Regular", "NotoEmoji-Regular")

_SILENT = {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
"""Joiners, marks of direction and variation selectors: they take no room and draw nothing."""


class Face(TTFontFace):
    """A TrueType file, mapped instead of read, its tables taken in bulk: 6 ms instead of 50 (30,000 glyphs)."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.filename = str(path)
        super().__init__(str(path))

    def extractInfo(self, charInfo: int = 1) -> None:
        """Names and metrics as reportlab reads them, then the big tables our way."""
        super().extractInfo(0)
        self.units: int = self.unitsPerEm
        wide = unpack_from(">H", self._ttf_data, self.get_table_pos("hhea")[0] + 34)[0]
        pairs = self._numbers("H", self.get_table_pos("hmtx")[0], 2 * wide)
        self.advances = pairs[::2]
        self.hmetrics = list(zip(self.advances, pairs[1::2], strict=True))
        last = self._numbers("H", self.get_table_pos("hmtx")[0] + 4 * wide, self.numGlyphs - wide)
        self.hmetrics += [(self.advances[-1], bearing) for bearing in last]
        short = unpack_from(">H", self._ttf_data, self.get_table_pos("head")[0] + 50)[0] == 0
        places = self._numbers("H" if short else "I", self.get_table_pos("loca")[0], self.numGlyphs + 1)
        self.glyphPos = [place * 2 for place in places] if short else places
        self.charToGlyph = self._characters()
        self.defaultWidth = self.getCharWidth(0)

    def getCharWidth(self, code: int) -> int:
        """The advance of a character in thousandths of an em."""
        glyph = self.charToGlyph.get(code, 0)
        advance: int = self.advances[min(glyph, len(self.advances) - 1)]
        return round(advance * 1000 / self.units)

    def _numbers(self, kind: str, offset: int, count: int) -> "array[int]":
        numbers = array(kind)
        numbers.frombytes(self._ttf_data[offset : offset + count * numbers.itemsize])
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers

    def _characters(self) -> dict[int, int]:
        """Character to glyph, from the full Unicode table (format 12), which alone has those above U+FFFF."""
        start = self.get_table_pos("cmap")[0]
        found: dict[int, int] = {}
        for n in range(unpack_from(">H", self._ttf_data, start + 2)[0]):
            platform, encoding, offset = unpack_from(">HHL", self._ttf_data, start + 4 + 8 * n)
            if (platform, encoding) != (3, 10):
                continue
            groups = self._numbers(
                "I", start + offset + 16, 3 * unpack_from(">L", self._ttf_data, start + offset + 12)[0]
            )
            for first, last, glyph in zip(groups[::3], groups[1::3], groups[2::3], strict=True):
                found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
        return found


class Used:
    """The characters of one face in one document: each has its own code, also where two share a glyph, so that text
    copies out of the PDF as it went in."""

    def __init__(self) -> None:
        self.name = ""
        self.codes: dict[int, int] = {}

    def code(self, character: int) -> int:
        """The two-byte code of a character; made at its first use."""
        return self.codes.setdefault(character, len(self.codes) + 1)


class Font(TTFont):
    """A reportlab font that writes itself as one composite font with two-byte codes (stock reportlab writes a font per
    255 characters, and spoils those above U+FFFF). Works with reportlab's canvas and graphics too."""

    def __init__(self, name: str) -> None:
        self.fontName = name
        self.face = Face(resources() / "fonts" / f"{name}.ttf")
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[pdfdoc.PDFDocument, Used] = WeakKeyDictionary()
        self.shapable = False

    def used(self, doc: pdfdoc.PDFDocument) -> Used:
        """What `doc` uses of this font so far; asking announces the font to the document."""
        used = self.state.get(doc)
        if used is None:
            used = self.state[doc] = Used()
            used.name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + used.name
            doc.delayedFonts.append(self)
        return used

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """The width of `text` in the unit of `size`."""
        return sum(self.face.getCharWidth(ord(c)) for c in text) * size / 1000

    def splitString(self, text: str, doc: pdfdoc.PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """For reportlab's canvas: the whole text as one piece of two-byte codes."""
        used = self.used(doc)
        return [(0, b"".join(used.code(ord(c)).to_bytes(2, "big") for c in text))]

    def getSubsetInternalName(self, subset: int, doc: pdfdoc.PDFDocument) -> str:
        """For reportlab's canvas: the font's name in page streams."""
        return "/" + self.used(doc).name

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Write the font with the glyphs that were used; reportlab calls it when the document is closed."""
        used = self.state.pop(doc)
        name = f"{_tag(used)}+{self.fontName}"
        characters = list(used.codes)
        drawn = [c if c in self.face.charToGlyph else ord(BOX) for c in characters]
        glyphs, order = self._glyphs(drawn)
        widths = pdfdoc.PDFArray([self.face.getCharWidth(c) for c in drawn])
        descriptor = self.face.addSubsetObjects(doc, name, order)
        descendant = pdfdoc.PDFDictionary({
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": "/" + name, "FontDescriptor": descriptor,
            "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
            "DW": 1000, "W": pdfdoc.PDFArray([1, widths]),
            "CIDToGIDMap": doc.Reference(_stream(b"\0\0" + b"".join(g.to_bytes(2, "big") for g in glyphs))),
        })  # fmt: skip
        composite = pdfdoc.PDFDictionary({
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": "/" + name, "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant)]),
            "ToUnicode": doc.Reference(_stream(_to_unicode(characters))),
        })  # fmt: skip
        doc.idToObject[pdfdoc.BasicFonts].dict[used.name] = doc.Reference(composite)

    def _glyphs(self, drawn: list[int]) -> tuple[list[int], list[int]]:
        """Each character's glyph number in the subset file, and the characters to make that file from, one a glyph."""
        numbers: dict[int, int] = {0: 0}
        order: list[int] = []
        places = []
        for character in drawn:
            glyph = self.face.charToGlyph.get(character, 0)
            if glyph not in numbers:
                numbers[glyph] = len(numbers)
                order.append(character)
            places.append(numbers[glyph])
        return places, order


def _tag(used: Used) -> str:
    """Six letters that tell this subset from others."""
    number = sum((i + 1) * c for i, c in enumerate(used.codes)) % 26**6
    return "".join(chr(65 + number // 26**i % 26) for i in range(6))


def _stream(content: bytes) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])


def _to_unicode(characters: list[int]) -> bytes:
    """The table by which text is copied out of the PDF: code to UTF-16."""
    lines = [f"<{code:04X}><{chr(c).encode('utf-16-be').hex().upper()}>" for code, c in enumerate(characters, 1)]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000><FFFF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


@cache
def font(name: str) -> Font:
    """The font of that name, loaded at its first use and known to reportlab from then on."""
    loaded = Font(name)
    pdfmetrics.registerFont(loaded)
    return loaded


def font_for(character: str, main: str) -> str:
    """The name of the font that `character` is set in where the text is set in `main`."""
    code = ord(character)
    for name in (main, *FALLBACK):
        if code in font(name).face.charToGlyph:
            return name
    return main


class Widths(dict[str, int]):
    """Character to width in thousandths of the type size, filled as characters are met."""

    def __init__(self, main: str) -> None:
        super().__init__()
        self.main = main

    def __missing__(self, character: str) -> int:
        code = ord(character)
        face = font(font_for(character, self.main)).face
        width = 0 if code in _SILENT else face.getCharWidth(code if code in face.charToGlyph else ord(BOX))
        self[character] = width
        return width


@cache
def widths(main: str) -> Widths:
    """The widths of text set in `main`."""
    return Widths(main)


class Codes(dict[str, str]):
    """Character to what stands for it inside `<...>Tj` of a text set in `main` at size 1: its code, or, for another
    face's character, a change of font and back. Filled as characters are met; one per document and face."""

    def __init__(self, main: str, doc: pdfdoc.PDFDocument) -> None:
        super().__init__()
        self.main = main
        self.doc = doc
        self.name = font(main).used(doc).name

    def __missing__(self, character: str) -> str:
        code = ord(character)
        owner = font_for(character, self.main)
        used = font(owner).used(self.doc)
        shown = "" if code in _SILENT else f"{used.code(code):04X}"
        if shown and owner != self.main:
            shown = f">Tj/{used.name} 1 Tf<{shown}>Tj/{self.name} 1 Tf<"
        self[character] = shown
        return shown
