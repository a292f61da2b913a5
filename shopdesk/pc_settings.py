"""What is set for this PC alone: language, look, geometry, printers, and which shop was opened last."""

import os
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from shopdesk.errors import OutputFailed

LAST_SHOP = "database"
"""PC setting: the shop that was opened last, where it isn't the usual file: a file, or an address on a server without
its password (services/server_password.py)."""


class PcSettings:
    """This PC's settings in one TOML file: language, look, geometry, printers. A broken file counts as empty; saving
    puts it aside."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._broken = False
        self._values = tomlkit.document()
        try:
            self._values = tomlkit.parse(file.read_text(encoding="utf-8-sig"))
        except (TOMLKitError, UnicodeDecodeError):
            self._broken = True
        except OSError:
            pass  # not there yet

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key such as `orders.columns`, or `default`."""
        value = self._values.get(key)
        return default if value is None else getattr(value, "unwrap", lambda: value)()

    def set(self, key: str, value: Any) -> None:
        """Keep `value` under `key`; None forgets it. Raises OutputFailed where the file can't be written."""
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        self._save()

    def _save(self) -> None:
        part = self._file.with_suffix(".part")
        try:
            part.write_text(tomlkit.dumps(self._values), encoding="utf-8")
            if self._broken:
                os.replace(self._file, self._file.with_suffix(".broken"))
                self._broken = False
            os.replace(part, self._file)
        except OSError as error:
            raise OutputFailed(path=self._file, reason=error.strerror or str(error)) from error
