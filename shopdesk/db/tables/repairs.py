"""Goods at the factory, and goods that are lost to damage (REP-01 to REP-04)."""

from peewee import ForeignKeyField, IntegerField

from shopdesk.db.tables.base import Edited, Table, fen, millis, number, small, text, word
from shopdesk.db.tables.buyers import Buyer
from shopdesk.db.tables.cases import Case
from shopdesk.db.tables.orders import Order, OrderLine
from shopdesk.db.tables.products import Supplier, Variant
from shopdesk.db.tables.returns import BoxItem
from shopdesk.db.tables.shops import Person, Shop


class RepairBatch(Edited):
    """What went to one supplier together, with its dispatch list (REP-03)."""

    supplier = ForeignKeyField(Supplier, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    due_at = millis()
    """When the supplier promised it back; each repair has its own, taken from here."""
    dispatched_at = millis()
    dispatched_by = ForeignKeyField(Person, null=True, index=False)
    carrier = text()
    waybill = text()
    note = text()
    cancelled_at = millis()


class Repair(Edited):
    """Some pieces of one thing that are mended: from the box to the buyer (REP-01)."""

    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    buyer = ForeignKeyField(Buyer, null=True)
    variant = ForeignKeyField(Variant, null=True)
    case = ForeignKeyField(Case, null=True)
    box_item = ForeignKeyField(BoxItem, null=True, unique=True)
    """What came back; none for a repair entered by hand."""
    title = text()
    sku = text()
    style = text()
    colour = text()
    size = text()
    quantity = number(1)
    fault = text()
    """In the words of the fault list, or others."""
    accessories = text()
    note = text()
    warranty = small()
    """domain.repairs.Warranty: 0 not looked at, 1 under warranty, 2 not."""
    state = word()
    """domain.repairs.State: one at a time."""
    supplier = ForeignKeyField(Supplier, null=True)
    batch = ForeignKeyField(RepairBatch, null=True)
    due_at = millis()
    """When it is to be back from the supplier (REP-03)."""
    estimate = fen()
    """What the repair is to cost, as the supplier said."""
    estimate_state = word()
    """domain.repairs.Estimate: asked of the buyer, agreed, declined."""
    fee = fen()
    """What it did cost."""
    fee_by = word()
    """domain.reasons.Party who pays the fee."""
    fee_reference = text()
    """How the buyer paid, where the buyer pays."""
    check_note = text()
    """What the check found after it came back."""
    carrier = text()
    waybill = text()
    """Of the parcel of its own by which it went back to the buyer."""
    told_state = word()
    """The last state the buyer was told of, and when."""
    told_at = millis()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    labelled_at = millis()
    dispatched_at = millis()
    back_at = millis()
    checked_by = ForeignKeyField(Person, null=True, index=False)
    checked_at = millis()
    closed_at = millis()
    """When the buyer had it back; when its case went on otherwise; or when it was called off."""


class RepairStep(Table):
    """A step somebody took with a repair."""

    repair = ForeignKeyField(Repair)
    step = word()
    """domain.repairs.Step."""
    came_from = word()
    went_to = word()
    note = text()
    batch = ForeignKeyField(RepairBatch, null=True)
    """With which it went to the supplier, or came back: a repair may go more than once."""
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class DamageBatch(Edited):
    """What went back to one supplier together (REP-04)."""

    supplier = ForeignKeyField(Supplier, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    sent_at = millis()
    sent_by = ForeignKeyField(Person, null=True, index=False)
    carrier = text()
    waybill = text()
    note = text()
    cancelled_at = millis()


class Damage(Edited):
    """Pieces that can't be sold: for the supplier to take back in time, or a loss (REP-04)."""

    shop = ForeignKeyField(Shop, null=True, index=False)
    supplier = ForeignKeyField(Supplier, null=True)
    variant = ForeignKeyField(Variant, null=True)
    order = ForeignKeyField(Order, null=True)
    case = ForeignKeyField(Case, null=True, index=False)
    box_item = ForeignKeyField(BoxItem, null=True)
    repair = ForeignKeyField(Repair, null=True, index=False)
    """The repair that failed."""
    title = text()
    sku = text()
    style = text()
    colour = text()
    size = text()
    quantity = number(1)
    fault = text()
    cost = fen()
    """Of one piece, as the product table had it when it was listed."""
    state = word()
    """domain.damage_list.State."""
    batch = ForeignKeyField(DamageBatch, null=True)
    position = IntegerField(null=True)
    """Its line on the batch's paper."""
    received_at = millis()
    """When it came to us; the supplier's days are counted from that day."""
    expires_at = millis()
    """Until when the supplier takes it back; none while nobody knows."""
    credited = fen()
    """What the supplier gave for it."""
    answer = text()
    """What the supplier said."""
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    answered_by = ForeignKeyField(Person, null=True, index=False)
    answered_at = millis()
    closed_at = millis()
    """When it was credited, replaced or written off."""
