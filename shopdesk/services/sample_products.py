"""What the sample shop knows of its products: suppliers, weights, prices, shelves."""

from shopdesk.domain.platforms import Platform
from shopdesk.queries.products import VariantRow, list_suppliers, list_variants
from shopdesk.services.products import VariantChange, change_variants
from shopdesk.services.sample_desk import PACKER, SHOPS, Sample
from shopdesk.services.sample_orders import ARTICLES
from shopdesk.services.suppliers import save_supplier

_SUPPLIERS = {
    SHOPS[Platform.TAOBAO]: ("温岭足意鞋厂", "赵厂长", 15),
    SHOPS[Platform.DOUYIN]: ("海宁织里服饰", "钱经理", 7),
}
_GRAMS = {"5815": 620, "5822": 700, "7703": 980, "M2201": 310, "M3310": 420, "M4102": 780, "TEA01": 180, "TEA02": 260,
          "TEA03": 390}  # fmt: skip
"""Of one piece; what is not here has not been weighed yet."""
_TAKEN_DOWN = "TEA03"
_SHELVES = {Platform.TAOBAO: "A", Platform.DOUYIN: "B", Platform.KUAISHOU: "C"}


def fill_products(sample: Sample) -> None:
    """Give what was learned from orders its weight, shelf, price, cost and supplier; what is known already stays."""
    known = {supplier.name: supplier.id for supplier in list_suppliers(sample.desk.database)}
    for name, contact, days in _SUPPLIERS.values():
        if name not in known:
            known[name] = save_supplier(
                sample.desk, name=name, contact=contact, phone="13600000000", return_days=days, repair_days=10
            )
    variants = [row for row in list_variants(sample.desk.database) if not row.price and row.sku]
    at = sample.desk.clock()
    change_variants(sample.acting(PACKER, at), [VariantChange(row.id, _values(row, known)) for row in variants])


def _values(row: VariantRow, suppliers: dict[str, int]) -> dict[str, object]:
    platform = next(platform for platform, name in SHOPS.items() if name == row.shop)
    codes = [article.code for article in ARTICLES[platform]]
    article = next(article for article in ARTICLES[platform] if row.sku.startswith(article.code))
    place = codes.index(article.code) + 1
    colour = article.colours.index(row.colour) + 1 if row.colour in article.colours else 1
    values: dict[str, object] = {
        "weight": _GRAMS.get(article.code),
        "shelf": f"{_SHELVES[platform]}-{place:02d}-{colour}",
        "price": article.price,
        "cost": article.price * 2 // 5,
        "on_sale": article.code != _TAKEN_DOWN,
    }
    supplier = _SUPPLIERS.get(row.shop)
    return values | ({"supplier_id": suppliers[supplier[0]]} if supplier else {})
