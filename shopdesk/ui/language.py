"""The language of the window, switched without a restart.

The convention: every widget writes all its texts in `retranslate()`, which its constructor calls once and Qt's
LanguageChange event calls again. `Retranslated` is that event's one line; put it before the Qt class:
`class Chips(Retranslated, QWidget)`.
"""

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk.i18n import current_language, use_language


class Retranslated:
    """Calls `retranslate()` whenever the language has changed."""

    def retranslate(self) -> None:
        """Write every text again."""

    def changeEvent(self, event: QEvent) -> None:
        """Qt's hook; passes everything on."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)  # type: ignore[misc]


class Language(QObject):
    """Switches our own texts, Qt's texts and the number and date forms together."""

    changed = Signal(str)

    def __init__(self, app: QApplication, code: str) -> None:
        super().__init__(app)
        self._app = app
        self._translator: QTranslator | None = None
        self.use(code)

    @property
    def code(self) -> str:
        """The language in use, a key of `i18n.LANGUAGES`."""
        return current_language()

    def use(self, code: str) -> None:
        """Speak `code` from now on; every open window is written again."""
        use_language(code)
        QLocale.setDefault(QLocale(current_language()))
        self._swap_translator()
        for window in QApplication.topLevelWidgets():
            _tell(window)
        self.changed.emit(current_language())

    def _swap_translator(self) -> None:
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if current_language() != "en" and translator.load(f"qtbase_{current_language()}", folder):
            self._app.installTranslator(translator)
            self._translator = translator


def _tell(window: QWidget) -> None:
    QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
