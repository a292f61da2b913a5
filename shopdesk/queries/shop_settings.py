"""Reading the shop's settings."""

import json
from typing import TypeVar

from shopdesk.db.database import Database, rows_of
from shopdesk.settings import Setting

T = TypeVar("T")


def get_setting(database: Database, setting: Setting[T]) -> T:
    """The shop's value, or the setting's default."""
    rows = rows_of(database, "SELECT value FROM setting WHERE key = ?", (setting.key,))
    value: T = json.loads(rows[0][0]) if rows else setting.default
    return value
