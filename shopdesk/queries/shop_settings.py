"""Reading the shop's settings."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from shopdesk.db.database import Database, remembered_rows
from shopdesk.errors import N_, ShopdeskError
from shopdesk.settings import SETTINGS, Setting

T = TypeVar("T")

_NONE, _USUAL = object(), object()
_NAMED = 3
"""Settings that the sentence names: it stands in one line across the window."""


class OddSettings(ShopdeskError):
    """Never raised: work goes on with the usual values."""

    template = N_("These settings can't be read, so their usual values count: {settings}. Set them again in Settings.")

    def __init__(self, odd: Sequence[Setting[Any]]) -> None:
        keys = [each.key for each in odd]
        super().__init__(settings=tuple([*keys[:_NAMED], "…"] if len(keys) > _NAMED else keys))
        self.odd = tuple(odd)


def get_setting(database: Database, setting: Setting[T]) -> T:
    """The shop's value, or the setting's default; so too where nobody can read what is there: see find_odd_settings."""
    kept = next((value for key, value in _kept(database) if key == setting.key), None)
    value: T = _read(setting, kept) if kept is not None else setting.default
    return value


def find_odd_settings(database: Database) -> OddSettings | None:
    """What to say where settings can't be read, so that their usual values count; None where all can."""
    rows = _kept(database)
    odd = [SETTINGS[key] for key, value in rows if key in SETTINGS and _read(SETTINGS[key], value, _NONE) is _NONE]
    return OddSettings(odd) if odd else None


def _kept(database: Database) -> list[tuple[Any, ...]]:
    return remembered_rows(database, "SELECT key, value FROM setting ORDER BY key")


def _read(setting: Setting[Any], kept: object, otherwise: object = _USUAL) -> Any:
    """What was kept; the default, or `otherwise`, where it can't have been kept by this program."""
    try:
        value = json.loads(str(kept))
    except (ValueError, RecursionError):
        suits, value = False, None
    else:
        suits = setting.suits(value)
    return value if suits else setting.default if otherwise is _USUAL else otherwise
