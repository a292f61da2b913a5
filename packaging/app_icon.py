"""Draws resources/icons/shopdesk.png and shopdesk.ico from shopdesk.svg; run it after changing the drawing."""

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (256, 128, 64, 48, 32, 24, 16)


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """The drawing at `size` pixels square."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def main() -> None:
    """Each size is drawn on its own, so that small ones stay sharp."""
    _application = QGuiApplication([*sys.argv, "-platform", "offscreen"])
    renderer = QSvgRenderer(str(ICONS / "shopdesk.svg"))
    largest, *others = (drawn(renderer, size) for size in SIZES)
    largest.save(ICONS / "shopdesk.png", optimize=True)
    largest.save(ICONS / "shopdesk.ico", sizes=[(size, size) for size in SIZES], append_images=others)


if __name__ == "__main__":
    main()
