"""Every setting, declared once with its type, default and meaning.

Shop settings live in the database and hold for everybody; PC settings live in a file on this PC.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import tomlkit
from tomlkit.exceptions import TOMLKitError

from shopdesk.clock import DEFAULT_ZONE
from shopdesk.domain.flags import Colour
from shopdesk.errors import N_, OutputFailed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One shop setting; `default` also tells its type. Stored as JSON under `key`."""

    key: str
    default: T
    meaning: str


FLAG_LABELS: Setting[Mapping[str, str]] = Setting(
    "flags.labels", {}, N_("Which flag a label text in the platform's file means: label to colour word.")
)
FLAG_NAMES: Setting[Mapping[str, str]] = Setting(
    "flags.names", {}, N_("What the shop calls each flag: colour word to name.")
)
FLAG_SALESPEOPLE: Setting[Mapping[str, list[str]]] = Setting(
    "flags.salespeople", {}, N_("Whose customers a flag marks: colour word to names (ORD-02).")
)
REGISTER_WITHIN_HOURS = Setting("orders.register_within_hours", 24, N_("Hours after payment to register in (ORD-01)."))
LATE_SOON_HOURS = Setting("orders.late_soon_hours", 4, N_("Hours before the limit from which time left is amber."))
REGISTERED_MARK = Setting("orders.registered_mark", "D", N_("What registering adds to the memo (ORD-05)."))
ZONE = Setting("shop.zone", DEFAULT_ZONE, N_("The shop's time zone."))
RETURN_DAYS = Setting("returns.days", 7, N_("Days a buyer has to send goods back; printed on the return form."))


def label_colours(labels: Mapping[str, str]) -> dict[str, Colour]:
    """FLAG_LABELS with its colour words read; words nobody knows are left out."""
    codes = {colour.code: colour for colour in Colour}
    return {label: codes[word] for label, word in labels.items() if word in codes}


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
