"""The look of the window: Fusion with our palettes, a small style sheet and the fonts; light or dark, switched live.

One `Theme` is made by the application and handed to whoever paints. Widgets that only use style-sheet roles
(`setProperty("role", "muted")`, `setProperty("main", True)`) need not know it.
"""

import sys
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from shopdesk.domain.flags import LOOKS, Colour
from shopdesk.paths import resources
from shopdesk.ui.colours import TINT, colours, mix
from shopdesk.ui.icons import Icons
from shopdesk.ui.stylesheet import stylesheet

MARGIN, GAP = 16, 8
CONTROL, ROW, COMPACT_ROW = 28, 30, 26
"""Heights in px."""
RADIUS = 6
PANEL_WIDTH = 320

FAMILIES = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")
"""Faces with Chinese in the order of preference; the shipped Noto Sans SC is loaded when the machine has none."""
ADDED_FONTS = {"NotoSansRare-Regular.ttf": "Noto Sans Rare", "NotoEmoji-Regular.ttf": "Noto Emoji"}
"""For rare characters and emoji in buyers' names, behind the main face: file and family."""
SHIPPED_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


class Scheme(StrEnum):
    """The user's choice of look; the value is what the PC's settings keep."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Text(StrEnum):
    """Kinds of text; the value is the style-sheet role of a label as well."""

    BODY = "body"
    TITLE = "title"
    SMALL = "small"
    FIGURES = "figures"
    BIG = "big"


_PIXELS = {Text.BODY: 13, Text.TITLE: 17, Text.SMALL: 12, Text.FIGURES: 13, Text.BIG: 28}


def points(pixels: float) -> float:
    """The point size that shows as `pixels` at 100 %: 13 px = 9.75 pt, save on macOS, where a point is a pixel."""
    return pixels if sys.platform == "darwin" else pixels * 0.75


def face(available: list[str]) -> str:
    """The family to write with: the best one of the machine, else the shipped one."""
    return next((family for family in FAMILIES if family in available), "Noto Sans SC")


class Theme(QObject):
    """Colours, fonts and icons as they are now; `changed` tells painters to paint again."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._colours: dict[str, QColor] = {}
        self.dark = False
        self.icons = Icons(self)
        self._family = self._load_family()
        self._choose()
        app.styleHints().colorSchemeChanged.connect(self._on_system_change)

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    def set_scheme(self, scheme: Scheme) -> None:
        """Switch the look now; every window follows."""
        self._scheme = scheme
        self._choose()

    def colour(self, role: str) -> QColor:
        """The colour of a role: see `colours.ROLES` and `colours.MIXED`."""
        return self._colours[role]

    def flag(self, colour: Colour) -> QColor:
        """The colour of a flag's pennant."""
        look = LOOKS[colour]
        return QColor(look.dark if self.dark else look.light)

    def flag_letter(self, colour: Colour) -> QColor:
        """The colour of the letter inside the pennant."""
        dark_letter = self.dark or LOOKS[colour].dark_letter
        return QColor("#15171A") if dark_letter else QColor("#FFFFFF")

    def tint(self, colour: Colour) -> QColor:
        """The ground of a row that is tinted by its flag."""
        return mix(self.flag(colour), self.colour("surface"), TINT[int(self.dark)])

    def font(self, kind: Text = Text.BODY) -> QFont:
        """A font by what it is for. Figures are tabular, so that columns of numbers line up."""
        font = QFont([self._family, *ADDED_FONTS.values()])
        font.setPointSizeF(points(_PIXELS[kind]))
        if kind in (Text.TITLE, Text.BIG):
            font.setWeight(QFont.Weight.DemiBold)
        if kind in (Text.FIGURES, Text.BIG):
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _load_family(self) -> str:
        for name in ADDED_FONTS:
            QFontDatabase.addApplicationFont(str(resources() / "fonts" / name))
        available = QFontDatabase.families()
        if not any(family in available for family in FAMILIES):
            for name in SHIPPED_FONTS:
                QFontDatabase.addApplicationFont(str(resources() / "fonts" / name))
            available = QFontDatabase.families()
        return face(available)

    def _choose(self) -> None:
        hints = self._app.styleHints()
        if self._scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
            dark = hints.colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._scheme is Scheme.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._apply(dark)

    def _on_system_change(self, scheme: Qt.ColorScheme) -> None:
        dark = scheme is Qt.ColorScheme.Dark
        if self._scheme is Scheme.SYSTEM and dark != self.dark:
            self._apply(dark)

    def _apply(self, dark: bool) -> None:
        self.dark = dark
        self._colours = colours(dark)
        self.icons.recolour()
        if self._app.style().objectName().lower() != "fusion":
            self._app.setStyle("Fusion")
        self._app.setFont(self.font())
        self._app.setPalette(palette(self._colours))
        self._app.setStyleSheet(stylesheet(self._colours, self.icons, points))
        self.changed.emit()


def palette(by_role: dict[str, QColor]) -> QPalette:
    """Qt's palette from our roles, with its disabled and inactive sides."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, name in {
        role.Window: "window", role.Base: "surface", role.AlternateBase: "window", role.Button: "surface",
        role.ToolTipBase: "raised", role.ToolTipText: "text", role.WindowText: "text", role.Text: "text",
        role.ButtonText: "text", role.BrightText: "danger", role.PlaceholderText: "muted", role.Link: "accent",
        role.LinkVisited: "accent", role.Highlight: "selected", role.HighlightedText: "text", role.Accent: "accent",
        role.Light: "raised", role.Midlight: "line", role.Mid: "line", role.Dark: "edge", role.Shadow: "edge",
    }.items():  # fmt: skip
        made.setColor(target, by_role[name])
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, target, by_role["faint"])
    return made
