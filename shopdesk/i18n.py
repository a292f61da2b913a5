"""Texts in the user's language.

English is the source; catalogues lie in resources/locale as gettext `.mo` files. The language is a property of the
process, as gettext has it: `use_language` switches it, and windows redraw themselves on Qt's LanguageChange event.
"""

import gettext as _gettext
import locale
import os
import re
from collections.abc import Callable
from functools import cache

from shopdesk.errors import N_, ShopdeskError, Word
from shopdesk.paths import resources

__all__ = [
    "LANGUAGES", "N_", "_", "current_language", "ngettext", "sentence", "speaker", "system_language", "use_language",
]  # fmt: skip

_ENDLESS = re.compile(r"(\S{100})\S{300,}")
"""What somebody pasted by mistake: its beginning is enough to know it by."""

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
"""What would turn a sentence round or steer a terminal."""

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use_language(code: str) -> None:
    """Speak `code` (a key of LANGUAGES) from now on; an unknown one falls back to English."""
    global _catalogue, _language
    _catalogue = _gettext.translation("shopdesk", str(resources() / "locale"), languages=[code], fallback=True)
    _language = code if code in LANGUAGES else "en"


def current_language() -> str:
    """The language in use, a key of LANGUAGES."""
    return _language


def system_language() -> str:
    """What the machine speaks, as a key of LANGUAGES: Chinese for any Chinese locale, else English."""
    spoken = (
        os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0]
    )
    return "zh_CN" if (spoken or "").lower().startswith(("zh", "chinese")) else "en"


def _(text: str) -> str:
    """`text` in the language in use. Named fields only; format after translating."""
    return _catalogue.gettext(text)


@cache
def speaker(code: str) -> Callable[[str], str]:
    """Says texts in `code`, a key of LANGUAGES, whatever language is in use: for what is written to somebody else."""
    return _gettext.translation("shopdesk", str(resources() / "locale"), languages=[code], fallback=True).gettext


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many` by the number, in the language in use."""
    return _catalogue.ngettext(one, many, n)


def sentence(error: ShopdeskError) -> str:
    """The error as a sentence in the language in use."""
    return _(error.template).format_map({name: _spoken(value) for name, value in error.values.items()})


def _spoken(value: object) -> object:
    """A value as a sentence shows it: errors and our own words translated, several of them with commas."""
    if isinstance(value, ShopdeskError):
        return sentence(value)
    if isinstance(value, tuple):
        return _(", ").join(str(_spoken(each)) for each in value)
    if isinstance(value, Word):
        return _(value)
    return _ENDLESS.sub(r"\1…", _CONTROLS.sub(" ", value)) if isinstance(value, str) else value
