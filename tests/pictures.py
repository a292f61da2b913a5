"""Small real files to be dropped on pages: pictures, a PDF, a text, and what is none of them."""

import struct
import zlib

PDF = b"%PDF-1.4\n%%EOF\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64)


def png(width: int = 2, height: int = 1, colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    """A picture of one colour; each colour is another content."""
    rows = (b"\x00" + bytes(colour) * width) * height
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
