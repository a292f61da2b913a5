"""Shops."""

from dataclasses import dataclass
from typing import Any

from shopdesk.db.database import Database, remembered_rows, rows_of
from shopdesk.domain.documents import Party
from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_, NotFound


class NoSuchShop(NotFound):
    template = N_("There is no shop called {name}. Shops here: {shops}.")


@dataclass(frozen=True, slots=True)
class ShopRow:
    """A shop with the addresses its papers carry."""

    id: int
    version: int
    name: str
    platform: Platform
    sender: Party
    return_to: Party
    sample: bool


_COLUMNS = (
    "id, version, name, platform, sender_name AS own_name, sender_phone AS own_phone, sender_region, "
    "sender_address AS own_address, return_name, return_phone, return_region, return_address, sample"
)
"""The shop's own sender has names of its own: that of a box is a buyer, and masked (DATA-06)."""


def list_shops(database: Database) -> list[ShopRow]:
    """All shops, oldest first."""
    return [_shop(row) for row in remembered_rows(database, f"SELECT {_COLUMNS} FROM shop ORDER BY id")]


def find_shop(database: Database, name: str) -> ShopRow | None:
    """The shop of that name."""
    rows = rows_of(database, f"SELECT {_COLUMNS} FROM shop WHERE name = ?", (name,))
    return _shop(rows[0]) if rows else None


def get_shop(database: Database, name: str) -> ShopRow:
    """The shop of that name; raises NoSuchShop, which names those there are."""
    found = find_shop(database, name)
    if found is None:
        raise NoSuchShop(name=name, shops=", ".join(shop.name for shop in list_shops(database)) or "-")
    return found


def _shop(row: tuple[Any, ...]) -> ShopRow:
    shop_id, version, name, platform, *parties, sample = row
    known = Platform(platform) if platform in set(Platform) else Platform.OTHER
    return ShopRow(shop_id, version, name, known, Party(*parties[:4]), Party(*parties[4:]), bool(sample))
