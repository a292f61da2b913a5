"""What comes back: boxes, what was in them, and the days on which they were opened (RET-01 to RET-09)."""

from peewee import SQL, CharField, ForeignKeyField, IntegerField, TextField

from shopdesk.db.tables.base import Edited, Table, fen, millis, number, text, word
from shopdesk.db.tables.buyers import Buyer
from shopdesk.db.tables.cases import Case
from shopdesk.db.tables.orders import Order, OrderLine
from shopdesk.db.tables.products import Variant
from shopdesk.db.tables.shops import Person, Shop


class Box(Edited):
    """One box that came back. Its day and number are given once and never again (RET-01)."""

    day = CharField(max_length=10)
    """`2026-11-22`, in the shop's zone."""
    number = IntegerField()
    state = word()
    """domain.intake.BoxState."""
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    """The order it was matched to; further ones stand with the items."""
    buyer = ForeignKeyField(Buyer, null=True)
    matched_by = word()
    """domain.intake.MatchedBy: what the match rests on."""
    carrier = text()
    waybill = TextField(default="", index=True)
    """As a carrier writes it: folded, no spaces."""
    sender_name = text()
    sender_phone = text()
    sender_region = text()
    sender_address = text()
    buyer_name = text()
    """The buyer's platform id as the paper in the box says it."""
    postage = fen()
    """What the carrier was paid at the door."""
    cash = fen()
    """Money found in it (RET-07)."""
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    registered_at = millis()
    """When everything in it was written down."""
    asker = ForeignKeyField(Person, null=True, index=False)
    """Who has to find out whose it is (RET-03)."""
    ask_by = millis()
    escalated_at = millis()
    """When it went up to a supervisor (RET-05)."""
    claimed_by = ForeignKeyField(Person, null=True, index=False)
    claimed_at = millis()
    proposed = ForeignKeyField(Order, null=True, index=False, backref="proposed")
    """The best proposal that somebody saw and didn't take, and its score: only a better one is told of again."""
    proposed_score = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    reason = text()
    """Why it was given up or struck out."""

    class Meta:
        indexes = ((("day", "number"), True),)


class BoxItem(Edited):
    """Some pieces of one thing in a box, what the buyer wants for them, and where they went."""

    box = ForeignKeyField(Box)
    order = ForeignKeyField(Order, null=True)
    line = ForeignKeyField(OrderLine, null=True)
    variant = ForeignKeyField(Variant, null=True, index=False)
    case = ForeignKeyField(Case, null=True)
    title = text()
    sku = text()
    style = text()
    colour = text()
    size = text()
    quantity = number(1)
    accessories = text()
    condition = word()
    """domain.intake.Condition."""
    fault = text()
    wish = word()
    """domain.intake.Wish."""
    wish_to = text()
    """What it is to be exchanged for."""
    note = text()
    good = number()
    faulty = number()
    """Pieces by the inspection; both 0 until there was one (RET-09)."""
    goes_to = word()
    """domain.intake.Destination of the good pieces."""
    faulty_to = word()
    """domain.intake.Destination of the faulty ones."""
    inspected_by = ForeignKeyField(Person, null=True, index=False)
    inspected_at = millis()
    approved_by = ForeignKeyField(Person, null=True, index=False)
    approved_at = millis()


class IntakeDay(Edited):
    """One day's closing: the cash, and who closed it (RET-07, RET-08)."""

    day = CharField(max_length=10, unique=True)
    expected = fen()
    """What the boxes' entries came to when it was handed over."""
    counted = fen()
    handed_by = ForeignKeyField(Person, null=True, index=False)
    handed_at = millis()
    confirmed = fen()
    """What the supervisor counted."""
    confirmed_by = ForeignKeyField(Person, null=True, index=False)
    confirmed_at = millis()
    explanation = text()
    """Why the sums differ."""
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()
    left_open = text()
    """JSON: what was still open, as it was named to whoever closed."""
    reason = text()
    """Why it was closed all the same."""


class IntakeCorrection(Table):
    """What was put right about a day that was closed: it stays as it was, and this stands beside it (RET-08)."""

    day = CharField(max_length=10, index=True)
    box = ForeignKeyField(Box, null=True, index=False)
    what = text()
    was = text()
    should_be = text()
    reason = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
