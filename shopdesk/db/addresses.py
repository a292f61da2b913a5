"""Where a shop lies: a file, or one address of a PostgreSQL database, `postgresql://user@host,host2/shop`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from shopdesk.errors import N_, Refused

SERVER_SCHEMES = ("postgresql", "postgres")
DEFAULT_PORT = 5432
_FILE_SCHEMES = ("sqlite:///", "file://")
_KEPT_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "options", "channel_binding"})
"""What a server's address may say besides; everything else is decided here. Not `host`: what is shown would lie."""
_WORDS = {
    "sslmode": frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}),
    "channel_binding": frozenset({"disable", "prefer", "require"}),
}
"""What some of them may be."""
_HALF_AN_ADDRESS = re.compile(
    r"(postgres(ql)?:)|(.*\bpassword\s*=)|([^/\\:]{2,}:[^/\\]*@[^/\\]+/[^/\\]+$)", re.IGNORECASE | re.DOTALL
)
"""Meant for a server though it says so wrongly: `host=desk password=...`, `anna:...@desk/shop`. Not to be a file's
name, which is shown."""
_LONGEST_HOST = 253


class NoAddress(Refused):
    template = N_("{address} is no address of a shop. Name a file, or a server as postgresql://name@server/database.")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a shop lies. `file` is meant where there are no `hosts`."""

    file: Path = Path()
    hosts: tuple[tuple[str, int], ...] = ()
    """Names and ports of servers; several where one stands in for the other."""
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = ()

    @property
    def is_server(self) -> bool:
        """Whether it is a database on a server."""
        return bool(self.hosts)

    @property
    def url(self) -> str:
        """The address without its password, as it is kept and shown; a file's path for a file."""
        if not self.is_server:
            return str(self.file)
        hosts = ",".join(f"{f'[{host}]' if ':' in host else host}:{port}" for host, port in self.hosts)
        asked = f"?{urlencode(self.options)}" if self.options else ""
        return f"postgresql://{quote(self.user, safe='')}@{hosts}/{quote(self.database, safe='')}{asked}"

    @property
    def place(self) -> str:
        """As messages name it."""
        if not self.is_server:
            return str(self.file)
        hosts = ", ".join(host if port == DEFAULT_PORT else f"{host}:{port}" for host, port in self.hosts)
        return f"{self.database} @ {hosts}"

    def with_password(self, password: str) -> Address:
        """The same with another password."""
        return replace(self, password=password)


def address_of(address: Path | str | Address) -> Address:
    """What is meant by a path or URL. Raises NoAddress."""
    if isinstance(address, Address):
        return address
    text = str(address)
    for scheme in _FILE_SCHEMES:
        if text.startswith(scheme) and "\0" not in text:
            return Address(Path(text.removeprefix(scheme)))
    try:
        if "://" not in text and not _HALF_AN_ADDRESS.match(text):
            return Address(_file(text))
        found = _server(text)
    except (ValueError, RuntimeError):  # RuntimeError: ~ of somebody who has no home here
        raise NoAddress(address=_without_password(text)) from None  # it may quote a part of the password
    if found is None:
        raise NoAddress(address=_without_password(text))
    return found


def _file(text: str) -> Path:
    if "\0" in text:
        raise ValueError("NUL")
    return Path(text).expanduser()


def _server(text: str) -> Address | None:
    parts = urlsplit(text)
    who, _at, where = parts.netloc.rpartition("@")
    user, _colon, password = who.partition(":")
    hosts = tuple(_host(each) for each in where.split(",") if each)
    options = tuple((key, value) for key, value in parse_qsl(parts.query) if key in _KEPT_OPTIONS)
    database = unquote(parts.path.strip("/"))
    if parts.scheme not in SERVER_SCHEMES or not hosts or not database or "/" in database:
        return None
    if "\0" in unquote(text) or any(value not in _WORDS.get(key, {value}) for key, value in options):
        return None
    return Address(hosts=hosts, database=database, user=unquote(user), password=unquote(password), options=options)


def _host(text: str) -> tuple[str, int]:
    name, _colon, port = (text, "", "") if text.endswith("]") else text.rpartition(":")
    if not name:
        name, port = port, ""
    number = int(port) if port else DEFAULT_PORT
    host = name.strip("[]")
    is_bare = ":" in host and not name.startswith("[")  # where would the port begin?
    if not 0 < number < 65536 or is_bare or len(host) > _LONGEST_HOST or any(sign.isspace() for sign in host):
        raise ValueError(text)
    host.encode("idna")  # raises UnicodeError for what no server can be called
    return host, number


def _without_password(text: str) -> str:
    """As far as it can be shown; what stands behind `?` may be or hide one."""
    scheme, slashes, rest = text.partition("://")
    if not slashes:
        return "…" if _HALF_AN_ADDRESS.match(text) else text.replace("\0", "")
    shown, asked, _options = rest.partition("?")
    who, at, where = shown.rpartition("@")
    if at:
        return f"{scheme}://{who.partition(':')[0]}@{where}"
    return f"{scheme}://{shown.partition(':')[0] if asked else shown}"
