"""Pictures out of files and files out of pictures; nothing here needs the window's thread."""

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from shopdesk.domain.evidence import MOST_BYTES, PDF, TEXT, read_text
from shopdesk.printing.preview import Preview

_MOST_SHOWN = 200_000
"""Characters of a text; the file has them all."""
_ENDLESS = re.compile("(.{2000})(?=.)")
"""More of one line than can be laid out."""
_POINTS = 72
"""To the inch."""


def picture_of(content: bytes, media: str, size: QSize) -> QImage:
    """What is in a file, no larger than `size` and turned as the camera was held; no picture (`isNull`) for a text and
    for what this PC can't show. Of a PDF it is the first page."""
    if media == TEXT:
        return QImage()
    return _page(content, size) if media == PDF else _photo(content, size)


def text_of(content: bytes, media: str) -> str:
    """What a text says, as far as a window can show it; "" for anything else. A line without end would stop it."""
    if media != TEXT:
        return ""
    text = read_text(content)
    shown = _ENDLESS.sub("\\1\n", text[:_MOST_SHOWN])
    return shown if len(text) <= _MOST_SHOWN else f"{shown}\n…"


def file_of(picture: QImage) -> bytes:
    """A pasted picture as a file: without loss, unless that is larger than may be kept."""
    content = _encoded(picture, "PNG", -1)
    return content if len(content) <= MOST_BYTES else _encoded(picture, "JPEG", 90)


def _photo(content: bytes, size: QSize) -> QImage:
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    edge = max(size.width(), size.height())
    if whole.isValid() and max(whole.width(), whole.height()) > edge:  # read small: a photo of 50 megapixels is 200 MB
        reader.setScaledSize(whole.scaled(edge, edge, Qt.AspectRatioMode.KeepAspectRatio))
    return _fitted(reader.read(), size)


def _page(content: bytes, size: QSize) -> QImage:
    try:
        with Preview(content) as opened:
            width, height = (mm / 25.4 * _POINTS for mm in opened.size_mm(0))
            page = opened.picture(0, min(size.width() / max(width, 1), size.height() / max(height, 1)))
    except Exception:  # pdfium names its errors by codes: a file that only begins like a PDF shows nothing
        return QImage()
    image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    return _fitted(image.copy(), size)  # a copy: the pixels are gone soon


def _fitted(image: QImage, size: QSize) -> QImage:
    if image.isNull() or (image.width() <= size.width() and image.height() <= size.height()):
        return image
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _encoded(picture: QImage, form: str, quality: int) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, form, quality)  # type: ignore[call-overload]
    return bytes(held.data())
