"""What holds on this PC only: language and look."""

from shopdesk.domain.permissions import Right
from shopdesk.i18n import LANGUAGES, N_, _
from shopdesk.ui.form_inputs import Field, FieldKind
from shopdesk.ui.language import Language
from shopdesk.ui.settings_dialog.section import Section
from shopdesk.ui.side_panel import SettingsStore
from shopdesk.ui.theme import Scheme, Theme

SCHEMES = {
    Scheme.SYSTEM: N_("As the system"),
    Scheme.LIGHT: N_("Light"),
    Scheme.DARK: N_("Dark"),
}


def _scheme_texts() -> list[str]:
    return [_(text) for text in SCHEMES.values()]


class ThisPc(Section):
    """Language and look, switched at once when saved."""

    key, title, icon = "this_pc", N_("This PC"), "keyboard"
    right = Right.VIEW

    def __init__(self, theme: Theme, language: Language, settings: SettingsStore) -> None:
        super().__init__()
        self._theme, self._language, self._settings = theme, language, settings
        languages = tuple(LANGUAGES.items())
        schemes = tuple((scheme.value, _(text)) for scheme, text in SCHEMES.items())
        self.add_row(Field("language", N_("Language"), FieldKind.CHOICE, language.code, choices=languages))
        self.add_row(
            Field("look", N_("Look"), FieldKind.CHOICE, theme.scheme.value, choices=schemes), texts=_scheme_texts
        )
        self.finish()

    def save(self) -> None:
        """Switch and remember; raises OutputFailed."""
        look, language = Scheme(self.text("look")), self.text("language")
        if look is not self._theme.scheme:
            self._theme.set_scheme(look)
            self._settings.set("look", look.value)
        if language != self._language.code:
            self._language.use(language)
            self._settings.set("language", language)
