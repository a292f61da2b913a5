"""Icons: the shipped outline drawings (Tabler), recoloured for the look in use.

Qt draws an icon sharp at any scale as long as it comes from an SVG file, so the recoloured drawings are written once
each into a folder of their own that goes with the program.
"""

import weakref
from pathlib import Path
from typing import Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from shopdesk.paths import resources

Wearer = QAction | QAbstractButton


class ColourSource(Protocol):
    """Whoever knows the colours: the theme."""

    def colour(self, role: str) -> QColor:
        """The colour of a role."""


class Icons:
    """Gives icons by Tabler's names (`printer`, `search`) in the colour of a role."""

    def __init__(self, colour_source: ColourSource) -> None:
        self._source = weakref.ref(colour_source)
        self._folder = QTemporaryDir()
        self._drawings: dict[str, str] = {}
        self._files: dict[tuple[str, str], str] = {}
        self._icons: dict[tuple[str, str, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._wearers: weakref.WeakKeyDictionary[Wearer, tuple[str, str, str]] = weakref.WeakKeyDictionary()

    def icon(self, name: str, role: str = "muted", on_role: str = "accent") -> QIcon:
        """An icon that turns `on_role` when checked and pale when disabled. Raises FileNotFoundError for no such
        drawing."""
        key = (name, role, on_role)
        if key not in self._icons:
            self._icons[key] = self._make(*key)
        return self._icons[key]

    def put(self, wearer: Wearer, name: str, role: str = "muted", on_role: str = "accent") -> None:
        """Give a button or an action its icon, and its new one whenever the look changes."""
        self._wearers[wearer] = (name, role, on_role)
        wearer.setIcon(self.icon(name, role, on_role))

    def pixmap(self, name: str, size: int, role: str = "muted", scale: float = 1.0) -> QPixmap:
        """The drawing as `size` px square at the screen's `scale`, for painting and for labels."""
        key = (name, role, size, scale)
        if key not in self._pixmaps:
            self._pixmaps[key] = _draw(self._recoloured(name, self._colour(role).name()), size, scale)
        return self._pixmaps[key]

    def file(self, name: str, role: str) -> str:
        """The path of the recoloured drawing, for style sheets; "" when the disk takes no files."""
        key = (name, self._colour(role).name())
        if key not in self._files:
            path = Path(self._folder.filePath(f"{name}-{key[1][1:]}.svg"))
            drawing = self._recoloured(*key)
            try:
                path.write_bytes(drawing)
            except OSError:
                return ""
            self._files[key] = path.as_posix()
        return self._files[key]

    def recolour(self) -> None:
        """Forget what was drawn and dress everything again: the theme calls it when its colours change."""
        self._icons.clear()
        self._pixmaps.clear()
        for wearer, key in list(self._wearers.items()):
            if shiboken6.isValid(wearer):
                wearer.setIcon(self.icon(*key))
            else:
                del self._wearers[wearer]

    def _make(self, name: str, role: str, on_role: str) -> QIcon:
        icon = QIcon()
        for mode, state, colour_role in (
            (QIcon.Mode.Normal, QIcon.State.Off, role),
            (QIcon.Mode.Normal, QIcon.State.On, on_role),
            (QIcon.Mode.Selected, QIcon.State.Off, role),
            (QIcon.Mode.Disabled, QIcon.State.Off, "faint"),
            (QIcon.Mode.Disabled, QIcon.State.On, "faint"),
        ):
            icon.addFile(self.file(name, colour_role), QSize(), mode, state)
        return icon

    def _recoloured(self, name: str, colour: str) -> bytes:
        if name not in self._drawings:  # each is wanted in three colours at once
            self._drawings[name] = (resources() / "icons" / f"{name}.svg").read_text("utf-8")
        return self._drawings[name].replace("currentColor", colour).encode("utf-8")

    def _colour(self, role: str) -> QColor:
        source = self._source()
        return source.colour(role) if source else QColor(Qt.GlobalColor.gray)


def _draw(drawing: bytes, size: int, scale: float) -> QPixmap:
    pixels = round(size * scale)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
