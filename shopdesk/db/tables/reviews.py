"""Reviews, complaints, and the points that are booked for good and bad work (REV-01 to REV-07, CMP-01, TEAM-02)."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from shopdesk.db.tables.base import Edited, Table, fen, millis, number, text, word
from shopdesk.db.tables.buyers import Buyer
from shopdesk.db.tables.cases import Case
from shopdesk.db.tables.orders import Order
from shopdesk.db.tables.shops import Person, Shop


class Review(Edited):
    """What a buyer wrote about an order, and what was done about it (REV-01)."""

    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    key = TextField()
    """The platform's number of it, or a hash of order, moment and text: the same review twice is one."""
    order_no = TextField(default="", index=True)
    """As the file says it; kept where no order of ours has it."""
    buyer_name = text()
    goods = text()
    """What was reviewed, as the file names it: of an order with several items each has a review."""
    kind = word()
    """domain.reviews.Kind: good, neutral, bad."""
    stars = number()
    """0 where the platform gives none."""
    said = text()
    later_said = text()
    """What the buyer added later."""
    cause = word()
    """domain.reviews.Cause."""
    at = millis(null=False)
    """When the buyer wrote it."""
    kind_before = word()
    """What it was before the buyer changed it."""
    changed_at = millis()
    deleted_at = millis()
    salesperson = text()
    """Whose customer, by the order's flag and memo when it came."""
    but = word()
    """domain.reviews.But: whether a good review complains all the same (REV-06)."""
    but_words = text()
    """The words that say so."""
    state = word()
    """domain.reviews.State."""
    person = ForeignKeyField(Person, null=True, index=False)
    """Who follows it up."""
    assigned_by = ForeignKeyField(Person, null=True, index=False)
    assigned_at = millis()
    due_at = millis()
    """By when its next step is to be taken."""
    change_until = millis()
    """Until when the buyer can change it (REV-03)."""
    raised_at = millis()
    """When it went up to the supervisor."""
    reply = text()
    replied_by = ForeignKeyField(Person, null=True, index=False)
    replied_at = millis()
    result = word()
    """domain.reviews.Result."""
    explanation = text()
    case = ForeignKeyField(Case, null=True, index=False)
    came_at = millis(null=False)
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()

    class Meta:
        indexes = ((("shop", "key"), True),)


class ReviewStep(Table):
    """What somebody did about a review."""

    review = ForeignKeyField(Review)
    step = word()
    came_from = word()
    went_to = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class OwnRating(Edited):
    """Our own rating of a buyer's trade, which is due within 15 days of its completion (REV-03, REV-04); there is a row
    once somebody rated or decided."""

    order = ForeignKeyField(Order, unique=True)
    decision = word()
    """domain.reviews.Decision where good ratings were stopped: a supervisor's (REV-04)."""
    decided_by = ForeignKeyField(Person, null=True, index=False)
    decided_at = millis()
    note = text()
    rated_by = ForeignKeyField(Person, null=True, index=False)
    rated_at = millis()


class Complaint(Edited):
    """A complaint at the platform or an authority (CMP-01)."""

    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    case = ForeignKeyField(Case, null=True, index=False)
    number = TextField(default="", index=True)
    """The platform's."""
    cause = word()
    """domain.complaints.Cause."""
    said = text()
    state = word()
    """domain.complaints.State."""
    person = ForeignKeyField(Person, null=True, index=False)
    opened_by = ForeignKeyField(Person, index=False)
    opened_at = millis(null=False)
    due_at = millis()
    """By when to answer or appeal."""
    seen_by = ForeignKeyField(Person, null=True, index=False)
    seen_at = millis()
    """When a supervisor took note of it."""
    appeal = text()
    appeal_by = ForeignKeyField(Person, null=True, index=False)
    appeal_at = millis()
    approved_by = ForeignKeyField(Person, null=True, index=False)
    approved_at = millis()
    sent_at = millis()
    """When the appeal went to the platform."""
    result = text()
    cost = fen()
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()


class ComplaintStep(Table):
    """What somebody did about a complaint."""

    complaint = ForeignKeyField(Complaint)
    step = word()
    came_from = word()
    went_to = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class PointEntry(Edited):
    """Points booked for somebody's mistake or merit, on the record concerned (TEAM-02)."""

    person = ForeignKeyField(Person, index=False)
    month = CharField(max_length=7)
    """`2026-11`, in the shop's zone."""
    rule = word()
    points = IntegerField()
    """As booked; merits above 0, mistakes below."""
    kind = word()
    """The record's kind: `order`, `review`, `case` ..."""
    record_id = number()
    note = text()
    booked_by = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    dispute = text()
    disputed_at = millis()
    settled_points = IntegerField(null=True)
    """What it came to after a dispute."""
    settlement = text()
    settled_by = ForeignKeyField(Person, null=True, index=False)
    settled_at = millis()

    class Meta:
        indexes = ((("month", "person"), False), (("kind", "record_id"), False))
