"""What every window of one run shares: Qt itself, this PC's settings, colours and language."""

import sys
from dataclasses import dataclass

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from shopdesk.i18n import system_language
from shopdesk.paths import resources
from shopdesk.ui.flags import Pennants
from shopdesk.ui.language import Language
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Scheme, Theme


@dataclass(frozen=True, slots=True)
class Look:
    """What every window of one run shares."""

    app: QApplication
    settings: SettingsStore
    theme: Theme
    language: Language
    pennants: Pennants


def make_look(settings: SettingsStore, *, scheme: str = "", language: str = "") -> Look:
    """Qt, started once, in the look and language named here or else kept on this PC."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        app.setApplicationName("shopdesk")
        app.setDesktopFileName("shopdesk")
        app.setWindowIcon(QIcon(str(resources() / "icons" / "shopdesk.png")))
    kept = str(settings.get("look", Scheme.SYSTEM.value))
    theme = Theme(app, Scheme(scheme or (kept if kept in set(Scheme) else Scheme.SYSTEM)))
    spoken = Language(app, language or str(settings.get("language", "")) or system_language())
    return Look(app, settings, theme, spoken, Pennants(theme))
