"""Every printing is recorded (SHP-01)."""

from peewee import ForeignKeyField

from shopdesk.db.tables.base import Table, millis, small, text, word
from shopdesk.db.tables.orders import Order
from shopdesk.db.tables.shipping import Slip
from shopdesk.db.tables.shops import Person


class PrintRecord(Table):
    """One document printed for one order. The second of a kind carries its reason."""

    order = ForeignKeyField(Order, index=False)
    document = word()
    paper = word()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    reason = text()
    slip = ForeignKeyField(Slip, null=True, index=False)
    spoilt = small()
    """1 where it did not come out of the printer; such a printing does not count."""
    unconfirmed = small()
    """1 until somebody says that a wave's paper came out (SHP-01)."""

    class Meta:
        indexes = ((("order", "document"), False),)
