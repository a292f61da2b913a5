"""Where a shop lies: a file, or one address of a PostgreSQL database, `postgresql://user@host,host2/shop`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from shopdesk.errors import N_, Refused

SERVER_SCHEMES = ("postgresql", "postgres")
DEFAULT_PORT = 5432
_FILE_SCHEMES = ("sqlite:///", "file://")
_KEPT_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "host", "port", "options", "channel_binding"})
"""What a server's address may say besides; everything else is decided here."""


class NoAddress(Refused):
    template = N_("{address} is no address of a shop. Name a file, or a server: postgresql://name@server/database")


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
        if text.startswith(scheme):
            return Address(Path(text.removeprefix(scheme)))
    if "://" not in text:
        return Address(Path(address).expanduser())
    try:
        found = _server(text)
    except ValueError:
        raise NoAddress(address=_without_password(text)) from None  # it may quote a part of the password
    if found is None:
        raise NoAddress(address=_without_password(text))
    return found


def _server(text: str) -> Address | None:
    parts = urlsplit(text)
    who, _at, where = parts.netloc.rpartition("@")
    user, _colon, password = who.partition(":")
    hosts = tuple(_host(each) for each in where.split(",") if each)
    options = tuple((key, value) for key, value in parse_qsl(parts.query) if key in _KEPT_OPTIONS)
    database = unquote(parts.path.strip("/"))
    if parts.scheme not in SERVER_SCHEMES or not hosts or not database or "/" in database:
        return None
    return Address(hosts=hosts, database=database, user=unquote(user), password=unquote(password), options=options)


def _host(text: str) -> tuple[str, int]:
    name, _colon, port = (text, "", "") if text.endswith("]") else text.rpartition(":")
    if not name:
        name, port = port, ""
    number = int(port) if port else DEFAULT_PORT
    if not 0 < number < 65536:
        raise ValueError(text)
    return name.strip("[]"), number


def _without_password(text: str) -> str:
    """As far as it can be shown; what stands behind `?` may be or hide one."""
    scheme, _slashes, rest = text.partition("://")
    shown, asked, _options = rest.partition("?")
    who, at, where = shown.rpartition("@")
    if at:
        return f"{scheme}://{who.partition(':')[0]}@{where}"
    return f"{scheme}://{shown.partition(':')[0] if asked else shown}"
