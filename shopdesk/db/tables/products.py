"""Products and their variants, learned from imports (PRD-01)."""

from peewee import SQL, BooleanField, DeferredForeignKey, ForeignKeyField, IntegerField, TextField

from shopdesk.db.tables.base import Edited, fen, number, text
from shopdesk.db.tables.shops import Shop


class Supplier(Edited):
    """Who makes or delivers goods, and how long they take faulty ones back."""

    name = TextField(unique=True)
    contact = text()
    phone = text()
    return_days = number()
    """Days after receipt; 0 while unknown."""
    note = text()
    repair_days = number()
    """In which goods are usually mended; 0 while unknown (REP-03)."""
    warranty_days = number()
    """How long goods are mended for nothing, from the order's day; 0: as the shop's setting says."""


class Product(Edited):
    """Something a shop sells; `code` is the platform's product number, or the title where there is none."""

    shop = ForeignKeyField(Shop, index=False)
    code = TextField()
    title = text()
    supplier = ForeignKeyField(Supplier, null=True, index=False)
    on_sale = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])
    size_table = DeferredForeignKey("SizeTable", null=True, index=False)
    """Which sizes fit whom (PRD-02)."""

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
    price = fen()
    cost = fen()
    barcode = text()
    """What a scanner reads off the goods, where that isn't the SKU."""

    class Meta:
        indexes = ((("shop", "sku"), True),)
