"""The other sorts of a product that comes back: what an exchange may be for (RET-02, RET-12)."""

from collections.abc import Sequence

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.wanted import Sort, read_wanted
from shopdesk.queries.cases import CaseDetail

_SQL = """
SELECT v.sku, v.style, v.colour, v.size FROM variant own JOIN variant v ON v.product_id = own.product_id
WHERE own.shop_id = ? AND own.sku = ? AND v.sku <> '' ORDER BY v.style, v.colour, v.size, v.sku
"""


def list_sorts(database: Database, *, shop_id: int, sku: str) -> list[Sort]:
    """All sorts of the product that this code is of, itself among them; none for a code that isn't known."""
    return [Sort(*row) for row in rows_of(database, _SQL, (shop_id, sku))] if sku else []


def list_sorts_of(database: Database, case: CaseDetail) -> list[Sort]:
    """The other sorts of what a case is about."""
    codes = {item.sku for item in case.items}
    found = (sort for sku in sorted(codes) for sort in list_sorts(database, shop_id=case.row.shop_id or 0, sku=sku))
    return [sort for sort in dict.fromkeys(found) if sort.sku not in codes]


def find_wanted(database: Database, text: str, *, shop_id: int, goods: Sequence[tuple[str, int]]) -> str:
    """What the buyer wants as code and quantity, as far as it names exactly one sort of what comes back; else as it
    was written. `goods` are codes with how many of each."""
    for sku, quantity in goods if text.strip() else ():
        sorts = list_sorts(database, shop_id=shop_id, sku=sku)
        own = next((each for each in sorts if each.sku == sku), None)
        text = read_wanted(text, sorts, own, quantity)
    return text.strip()


def find_wanted_of(database: Database, text: str, case: CaseDetail) -> str:
    """The same for what a case is about."""
    goods = [(item.sku, item.quantity) for item in case.items]
    return find_wanted(database, text, shop_id=case.row.shop_id or 0, goods=goods)
