"""What may be kept as evidence is told by what is in a file (RET-10)."""

import pytest

from shopdesk.domain.evidence import media_of, read_text
from tests.pictures import PDF, PROGRAM, png


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (png(), "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00", "image/heic"),
        (PDF, "application/pdf"),
        ("聊天记录\n".encode(), "text/plain"),
        ("聊天记录\r\n".encode("gb18030"), "text/plain"),
        (PROGRAM, None),
        (b"PK\x03\x04\x14\x00", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b" \n\n", None),
        (b"", None),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, media: str | None) -> None:
    assert media_of(content) == media


def test_a_text_is_read_as_it_was_written() -> None:
    assert read_text("﻿退货".encode()) == "退货"
    assert read_text("退货".encode("gb18030")) == "退货"
