"""Buyers: one for each shop and platform id. A phone is never their key; platforms mask and recycle numbers."""

from peewee import ForeignKeyField, TextField

from shopdesk.db.tables.base import Edited, text
from shopdesk.db.tables.shops import Shop


class Buyer(Edited):
    """A buyer as the platform names them."""

    shop = ForeignKeyField(Shop, index=False)
    platform_id = TextField()
    note = text()

    class Meta:
        indexes = ((("shop", "platform_id"), True),)
