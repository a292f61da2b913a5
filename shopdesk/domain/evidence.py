"""What may be kept as evidence: pictures, PDF and text, told by what is in the file and not by its name (RET-10)."""

import re
from collections.abc import Mapping
from enum import StrEnum

from shopdesk.domain.permissions import Right

MOST_BYTES = 20 * 1024 * 1024
"""Of one file."""
PDF, TEXT = "application/pdf", "text/plain"
_LOOKED_AT = 1024
"""Bytes at the beginning among which a PDF says what it is."""


class EvidenceOf(StrEnum):
    """What a file can belong to; the value is what the database keeps."""

    BOX = "box"
    CASE = "case"
    REFUND = "refund"
    REPAIR = "repair"
    DAMAGE = "damage"
    SHORTAGE = "shortage"
    REVIEW = "review"
    COMPLAINT = "complaint"
    CLAIM = "claim"


RIGHTS: Mapping[EvidenceOf, tuple[Right, ...]] = {
    EvidenceOf.BOX: (Right.INTAKE,),
    EvidenceOf.CASE: (Right.INTAKE,),
    EvidenceOf.REFUND: (Right.SERVE, Right.PAY),
    EvidenceOf.REPAIR: (Right.INTAKE,),
    EvidenceOf.DAMAGE: (Right.INTAKE,),
    EvidenceOf.SHORTAGE: (Right.SERVE,),
    EvidenceOf.REVIEW: (Right.SERVE,),
    EvidenceOf.COMPLAINT: (Right.SERVE,),
    EvidenceOf.CLAIM: (Right.SERVE, Right.PAY),
}
"""Who may add and remove files: whoever has one of these."""

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
)
_PHONES = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1")
"""What newer phones write: kept, and shown where the system can."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
"""Signs that show nothing, or turn the rest of a name round."""
_LONGEST_NAME = 120
_FINE_CONTROLS = frozenset("\t\n\r\f")


def media_of(content: bytes) -> str | None:
    """`image/jpeg`, `application/pdf`, `text/plain` ...; None for what is no evidence."""
    for beginning, media in _BEGINNINGS:
        if content.startswith(beginning):
            return media
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in _PHONES:
        return "image/heic"
    if b"%PDF-" in content[:_LOOKED_AT]:
        return PDF
    return TEXT if _is_text(content) else None


def read_name(name: str) -> str:
    """What a file is called: without its folders, without signs that hide what it is, its ending kept where it is
    long. Bytes of a name that are no text become question marks."""
    said = name.encode("utf-8", "replace").decode().replace("\\", "/").rpartition("/")[2]
    said = _UNSEEN.sub("", said).strip()
    return said if len(said) <= _LONGEST_NAME else f"{said[: _LONGEST_NAME - 11]}…{said[-10:]}"


def read_text(content: bytes) -> str:
    """A text as it was written: UTF-8, or what Chinese programs write. Raises UnicodeDecodeError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _is_text(content: bytes) -> bool:
    try:
        text = read_text(content)
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(sign < " " and sign not in _FINE_CONTROLS for sign in text)
