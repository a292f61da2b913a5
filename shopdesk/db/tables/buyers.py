"""Buyers: one for each shop and platform id. A phone is never their key; platforms mask and recycle numbers."""

from peewee import SQL, CharField, DeferredForeignKey, ForeignKeyField, TextField

from shopdesk.db.tables.base import Edited, Table, fen, millis, number, text, word
from shopdesk.db.tables.shops import Person, Shop


class Buyer(Edited):
    """A buyer as the platform names them."""

    shop = ForeignKeyField(Shop, index=False)
    platform_id = TextField()
    note = text()
    tier = text()
    discount = number()
    """Percent off."""
    tags = text()
    """JSON: a list of words."""
    blocked = text()
    """Why nothing is sold to them any more; empty for a welcome buyer."""
    person = ForeignKeyField(Person, null=True, index=False)
    """Who is in charge of what they ask (RET-15); none while they asked nothing."""
    birthday = CharField(default="", max_length=10, constraints=[SQL("DEFAULT ''")])
    """`05-17`, or with its year; empty where nobody knows it (CRM-05)."""
    no_care_at = millis()
    """Since when they want no messages but answers (CRM-05)."""
    no_care_reason = text()

    class Meta:
        indexes = ((("shop", "platform_id"), True),)


class Contact(Table):
    """Somebody spoke with a buyer: what about, and when next."""

    order = DeferredForeignKey("Order", null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    kind = word()
    """`postage` (ORD-08), `extension` (ORD-18), `sent` (SHP-07) ..."""
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    next_at = millis()
    """When to speak again (CRM-03)."""
    case = DeferredForeignKey("Case", null=True, index=False)
    done_at = millis()
    """When the next contact was made, or was no longer needed."""
    done_by = ForeignKeyField(Person, null=True, index=False)
    review = DeferredForeignKey("Review", null=True, index=False)
    complaint = DeferredForeignKey("Complaint", null=True, index=False)


class OwedItem(Edited):
    """Something promised that has not been sent (ORD-20); open until it is struck off."""

    buyer = ForeignKeyField(Buyer)
    order = DeferredForeignKey("Order", null=True)
    """The order with which it was promised."""
    travels = DeferredForeignKey("Order", null=True, backref="travelling")
    """The order in whose parcel it goes; none while nobody decided."""
    kind = word()
    """`gift`, `sample`, `missing`, `postage`."""
    item = text()
    quantity = number(1)
    amount = fen()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    slip = DeferredForeignKey("Slip", null=True)
    """The slip with which it travels."""
    struck_at = millis()
    struck_by = ForeignKeyField(Person, null=True, index=False)
    struck_reason = text()
