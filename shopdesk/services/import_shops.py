"""Whose files are read: which shop a file belongs to."""

from itertools import chain, count
from pathlib import Path

from shopdesk.db.database import Database
from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.importing.records import Kind, Source
from shopdesk.queries.shops import find_shop, list_shops
from shopdesk.services.desk import Work
from shopdesk.services.setup import SHOP_NAMES, enter_shop


class ShopUnclear(Refused):
    template = N_("{file}: there are several shops on this platform ({shops}). Say which one the file belongs to.")


def shop_of(doing: Work, source: Source, wished: str) -> tuple[int, str]:
    """The wished shop, else the only one on the platform, else a new one; several: the user has to say. Tracking and
    reviews are of the shops of their orders, so the first stands for all. Raises ShopUnclear."""
    database, platform = doing.desk.database, source.platform
    if wished:
        found = find_shop(database, wished)
        assert found is not None, "checked before"
        return found.id, found.name
    there = list_shops(database)
    is_of_all = source.kind in (Kind.TRACKING, Kind.REVIEWS)
    there = there[:1] if is_of_all else [shop for shop in there if shop.platform is platform]
    if len(there) > 1:
        raise ShopUnclear(file=Path(source.file).name, shops=", ".join(shop.name for shop in there))
    return (there[0].id, there[0].name) if there else _new_shop(doing, platform)


def _new_shop(doing: Work, platform: Platform) -> tuple[int, str]:
    usual = _(SHOP_NAMES[platform])
    names = chain([usual], (f"{usual} {number}" for number in count(2)))
    name = next(name for name in names if find_shop(doing.desk.database, name) is None)
    return enter_shop(doing, name=name, platform=platform), name


def find_only_shop(database: Database, source: Source, wished: str) -> int | None:
    """The shop of what names no order of ours: the wished one, else the only one there is, on its platform or at all;
    None where nobody can tell."""
    there = list_shops(database)
    if wished:
        return next((shop.id for shop in there if shop.name == wished), None)
    on_platform = [shop for shop in there if shop.platform is source.platform] or there
    return on_platform[0].id if len(on_platform) == 1 else None
