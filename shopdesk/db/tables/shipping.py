"""Waves, slips and the numbers on them.

A slip stands for one parcel to be: usually one order, several that travel together, or a part of one that was split.
`parcel` remembers which waybills an order had; the slip tells how far the desk has come with one.
"""

from peewee import SQL, BigIntegerField, ForeignKeyField, IntegerField, TextField

from shopdesk.db.tables.base import Edited, Table, millis, number, text, word
from shopdesk.db.tables.orders import Order, OrderLine
from shopdesk.db.tables.shops import Person, Shop


class Wave(Edited):
    """One printing run for the warehouse (ORD-16)."""

    kind = word()
    """`noon`, `evening` or `urgent`."""
    carrier = text()
    """The only carrier it was made for; empty for all."""
    person = ForeignKeyField(Person, index=False)
    at = BigIntegerField(index=True)
    printed_at = millis()
    confirmed_at = millis()
    """When somebody said that all its paper came out."""


class WaybillRange(Edited):
    """A stock of numbers got from a carrier (SHP-02)."""

    carrier = text()
    first = text()
    last = text()
    next = text()
    """The next free number; empty once it is used up."""
    rule = word()
    """How the next number follows: see domain.waybills."""
    step = number(1)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    closed_at = millis()


class Slip(Edited):
    """One shipping slip: printed once, given a waybill, packed, shipped; or cancelled."""

    shop = ForeignKeyField(Shop, index=False)
    wave = ForeignKeyField(Wave, null=True, index=False)
    position = number()
    """Its place in the wave's print order, from 1."""
    carrier = text()
    waybill = TextField(default="", index=True, constraints=[SQL("DEFAULT ''")])
    waybill_at = millis()
    waybill_by = ForeignKeyField(Person, null=True, index=False)
    waybill_range = ForeignKeyField(WaybillRange, null=True, index=False)
    created_at = millis(null=False)
    printed_at = millis()
    plain_at = millis()
    """When it was printed on plain paper, without a waybill (ORD-17)."""
    handed_at = millis()
    """When the warehouse was seen to have it (SHP-03)."""
    packed_at = millis()
    packed_by = ForeignKeyField(Person, null=True, index=False)
    weight = IntegerField(null=True)
    """Grams on the scale."""
    shipped_at = millis()
    shipped_by = ForeignKeyField(Person, null=True, index=False)
    cancelled_at = millis()
    cancel_reason = text()

    class Meta:
        indexes = ((("wave", "position"), False),)


class SlipItem(Table):
    """What belongs into a slip's parcel: a line of an order, or (without a line) an order whose lines aren't known."""

    slip = ForeignKeyField(Slip)
    order = ForeignKeyField(Order)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    quantity = number()
    packed = number()
    """How many pieces the packer has scanned or ticked."""


class Handover(Table):
    """What the warehouse counted of a wave's slips, by carrier (SHP-03)."""

    wave = ForeignKeyField(Wave, index=False)
    carrier = text()
    counted = number()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)

    class Meta:
        indexes = ((("wave", "carrier"), True),)
