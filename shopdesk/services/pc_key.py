"""This PC's own key, with which it vouches for the trail, and what it remembers of each shop's trail (TEAM-03).

Both lie outside the shop: whoever can change everything in the database can't sign in this PC's name, and can't make it
forget what it saw. Neither goes into backups.
"""

import hashlib
import hmac
import json
import os
import platform
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shopdesk.db.trail import BEGINNING, Link
from shopdesk.db.trail_heads import Head
from shopdesk.errors import OutputFailed
from shopdesk.paths import pc_settings_file, user_data

_SERVICE = "shopdesk trail"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PcKey:
    """Who this PC is, and what it signs with."""

    pc: str
    """Its name with a random tail: two PCs may be called the same."""
    key: bytes

    def sign(self, head: Head) -> Head:
        """The head with its signature."""
        return head._replace(mac=hmac.new(self.key, head.signed, hashlib.sha256).hexdigest())

    def made(self, head: Head) -> bool:
        """Whether this PC signed it."""
        return hmac.compare_digest(self.sign(head).mac, head.mac)


@dataclass(frozen=True, slots=True)
class Memory:
    """What this PC remembers of one shop's trail."""

    verified: Link = BEGINNING
    """How far it followed the chain."""
    head: Head | None = None
    """What it vouched for last."""


def pc_key() -> PcKey:
    """This PC's key, made at its first use: in the system's keyring where one works, else in a file that only this user
    may read. A key that is lost is replaced by another, under another name. Raises OutputFailed."""
    file = _key_file()
    kept = _read(file)
    pc = str(kept.get("pc", ""))
    key = _bytes(str(kept.get("key") or (_from_keyring(pc) if pc else "")))
    if pc and len(key) == _KEY_BYTES:
        return PcKey(pc, key)
    return _make_key(file)


def recall(place: str) -> Memory:
    """What this PC remembers of the shop at a place; nothing for one it never looked at."""
    kept = _read(_memory_file(place))
    try:
        head = Head(**kept["head"]) if kept.get("head") else None
        return Memory(Link(*kept["verified"]), head)
    except (KeyError, TypeError, ValueError):
        return Memory()


def remember(place: str, memory: Memory) -> None:
    """Keep what is known of the shop at a place. Raises OutputFailed."""
    kept = asdict(memory) | {"head": memory.head._asdict() if memory.head else None, "verified": list(memory.verified)}
    _write(_memory_file(place), kept)


def forget(place: str) -> None:
    """Begin anew with the shop at a place: it went back to a backup, or somebody accepts it as it is."""
    _memory_file(place).unlink(missing_ok=True)


def _make_key(file: Path) -> PcKey:
    name = re.sub(r"[^\w-]", "", platform.node()) or "pc"
    made = PcKey(f"{name}-{secrets.token_hex(4)}", secrets.token_bytes(_KEY_BYTES))
    in_keyring = _to_keyring(made)
    _write(file, {"pc": made.pc} | ({} if in_keyring else {"key": made.key.hex()}))
    return made


def _from_keyring(pc: str) -> str:
    import keyring

    with suppress(Exception):  # whatever a system's keyring may fail with: the PC gets another key
        return keyring.get_password(_SERVICE, pc) or ""
    return ""


def _to_keyring(made: PcKey) -> bool:
    """Whether the system's keyring took the key and gives it back."""
    import keyring

    with suppress(Exception):
        keyring.set_password(_SERVICE, made.pc, made.key.hex())
        return _from_keyring(made.pc) == made.key.hex()
    return False


def _key_file() -> Path:
    return pc_settings_file().with_name("trail-key.json")


def _memory_file(place: str) -> Path:
    folder = user_data() / "trail"
    return folder / f"{hashlib.sha256(place.encode()).hexdigest()[:24]}.json"


def _bytes(text: str) -> bytes:
    with suppress(ValueError):
        return bytes.fromhex(text)
    return b""


def _read(file: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        kept = json.loads(file.read_text("utf-8"))
        return kept if isinstance(kept, dict) else {}
    return {}


def _write(file: Path, content: dict[str, Any]) -> None:
    """A file that only this user may read, whole or not at all."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            json.dump(content, opened)
        os.replace(part, file)
    except OSError as error:
        raise OutputFailed(path=file, reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
