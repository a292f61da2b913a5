"""Servers that a shop may lie on: looked at, made ready, and named for the window (DATA-02)."""

from collections.abc import Sequence

from shopdesk.db import server_look
from shopdesk.db.addresses import Address, NoAddress, address_of
from shopdesk.db.errors import OnlyFollows, ServerAway, WrongPassword
from shopdesk.db.server_look import CannotCreate, Holds, Missing, ServerLook
from shopdesk.errors import N_, StorageError
from shopdesk.services.server_password import with_known_password

__all__ = [
    "Address", "CannotCreate", "Holds", "Missing", "NoAddress", "ServerLook", "address_from", "address_of",
    "create_database", "is_about_password", "look_at_server", "try_server",
]  # fmt: skip


class NoServerThere(StorageError):
    template = N_("No server answers at {file}. Check server and port, and whether it runs. ({detail})")


def address_from(
    *,
    servers: Sequence[str],
    port: int,
    database: str,
    user: str,
    password: str,
    options: tuple[tuple[str, str], ...] = (),
) -> Address:
    """What was typed into fields; a server may carry its own port: `db2:5433`. Raises NoAddress."""
    hosts = ",".join(server if _has_port(server) else f"{server}:{port}" for server in servers)
    made = Address(hosts=address_of(f"postgresql://x@{hosts}/x").hosts, database=database, user=user, options=options)
    return address_of(made.url).with_password(password)


def _has_port(server: str) -> bool:
    return server.rpartition(":")[2].isdecimal() and not server.endswith("]") and server.count(":") == 1


def is_about_password(error: Exception) -> bool:
    """Whether another password may help."""
    return isinstance(error, WrongPassword)


def look_at_server(address: Address) -> ServerLook:
    """Connect and look, changing nothing. Raises ServerAway, WrongPassword, ServerFull; all else is told."""
    return server_look.look_at_server(with_known_password(address))


def try_server(address: Address) -> ServerLook:
    """The same for an address that was just typed: raises NoServerThere where nothing answers at it."""
    try:
        return look_at_server(address)
    except OnlyFollows:
        raise
    except ServerAway as error:
        raise NoServerThere(**error.values) from error


def create_database(address: Address) -> None:
    """Make the database that an address names. Raises CannotCreate, ServerAway, WrongPassword."""
    server_look.create_database(with_known_password(address))
