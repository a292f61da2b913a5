"""Products and their variants, learned from imports (PRD-01)."""

from peewee import ForeignKeyField, IntegerField, TextField

from shopdesk.db.tables.base import Edited, text
from shopdesk.db.tables.shops import Shop


class Product(Edited):
    """Something a shop sells; `code` is the platform's product number, or the title where there is none."""

    shop = ForeignKeyField(Shop, index=False)
    code = TextField()
    title = text()

    class Meta:
        indexes = ((("shop", "code"), True),)


class Variant(Edited):
    """One style, colour and size of a product."""

    product = ForeignKeyField(Product)
    shop = ForeignKeyField(Shop, index=False)
    sku = TextField()
    style = text()
    colour = text()
    size = text()
    weight = IntegerField(null=True)
    """Grams; None while unknown."""
    shelf = text()

    class Meta:
        indexes = ((("shop", "sku"), True),)
