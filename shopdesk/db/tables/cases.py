"""After-sales matters, the money that goes back, and what proves either (RET-10 to RET-16, REF-01 to REF-08)."""

from peewee import CharField, ForeignKeyField, TextField

from shopdesk.db.tables.base import Edited, Table, fen, millis, number, small, text, word
from shopdesk.db.tables.buyers import Buyer
from shopdesk.db.tables.orders import Order, OrderLine
from shopdesk.db.tables.shops import Person, Shop


class Case(Edited):
    """One after-sales matter."""

    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    kind = word()
    """domain.cases.Kind."""
    state = word()
    """domain.cases.State."""
    source = word()
    """domain.cases.Source: how it came up."""
    reason = word()
    """domain.reasons.Reason: decides who is responsible and who pays the freight (RET-10)."""
    blame = word()
    """domain.reasons.Party, where a supervisor decided otherwise than by the reason."""
    cover = word()
    """domain.reasons.Cover: what pays the way back (RET-11)."""
    freight = fen()
    """Freight promised to the buyer (REF-07)."""
    amount = fen()
    """What is to be paid back, as agreed."""
    wanted = text()
    """What the buyer is to get instead."""
    asked = text()
    verified = text()
    proposed = text()
    agreed = text()
    done = text()
    """The five lines of every case (RET-16)."""
    person = ForeignKeyField(Person, null=True, index=False)
    """Who is in charge (RET-15); none while nobody is."""
    opened_by = ForeignKeyField(Person, index=False)
    opened_at = millis(null=False)
    due_at = millis()
    """By when its next step is to be taken."""
    platform_due = millis()
    """When the platform decides by itself."""
    refund_no = TextField(default="", index=True)
    """The platform's own request; empty where there is none."""
    carrier = text()
    waybill = TextField(default="", index=True)
    """Of the parcel by which the buyer sends it back."""
    sent_at = millis()
    received_at = millis()
    """When the goods were here; from here the refund's clock runs (REF-02)."""
    approved_at = millis()
    """When the goods were approved by a second person (RET-09)."""
    early_by = ForeignKeyField(Person, null=True, index=False)
    early_at = millis()
    early_reason = text()
    """The replacement may go before the goods are back (RET-12)."""
    replacement = ForeignKeyField(Order, null=True, index=False, backref="replaces")
    """The exchange or reissue that was entered for it."""
    questions = number()
    """How often the buyer has asked (RET-15); from the second on it is marked."""
    answer_by = millis()
    """By when a repeated question is to be answered."""
    call_at = millis()
    called_by = ForeignKeyField(Person, null=True, index=False)
    called_at = millis()
    solved = small()
    satisfied = small()
    """0 not asked, 1 yes, 2 no."""
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()
    outcome = text()

    class Meta:
        table_name = "cases"


class CaseItem(Table):
    """What a case is about: pieces of a bought line."""

    case = ForeignKeyField(Case)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    title = text()
    sku = text()
    properties = text()
    quantity = number(1)
    received = number()
    """Pieces that were approved into stock, repair or damage."""


class CaseStep(Table):
    """A step somebody took: the case's visible history."""

    case = ForeignKeyField(Case)
    step = word()
    """domain.cases.Step."""
    came_from = word()
    went_to = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class Refund(Edited):
    """Money that goes back: asked, approved by another, paid with a reference (REF-03)."""

    order = ForeignKeyField(Order)
    case = ForeignKeyField(Case, null=True)
    kind = word()
    """domain.refunds.Kind (REF-01)."""
    reason = text()
    amount = fen()
    freight = fen()
    """The part of the amount that is promised freight (REF-07)."""
    channel = word()
    """domain.refunds.Channel: how it reaches the buyer (REF-06)."""
    payee = text()
    """The real name of who gets a direct transfer (REF-05)."""
    payee_account = text()
    payee_checked_by = ForeignKeyField(Person, null=True, index=False)
    payee_checked_at = millis()
    fee = fen()
    fee_by = word()
    """domain.reasons.Party who bears the fee."""
    state = word()
    """domain.refunds.State."""
    due_at = millis()
    """By when it is to be paid (REF-02)."""
    asked_by = ForeignKeyField(Person, index=False)
    asked_at = millis(null=False)
    approved_by = ForeignKeyField(Person, null=True, index=False)
    approved_at = millis()
    decision = text()
    """Why it was refused, or let through above what was paid (REF-04)."""
    above = small()
    """1 where a supervisor let it through all the same, above what was paid or of a closed order."""
    paid_by = ForeignKeyField(Person, null=True, index=False)
    paid_at = millis()
    reference = text()
    refund_no = text()
    """The platform's request that it answers."""
    note = text()


class Evidence(Table):
    """A file that belongs to a box, a case or a refund: a photo, a chat log, a proof of payment."""

    kind = word()
    """The record's kind: `box`, `case`, `refund`."""
    record_id = number()
    hash = CharField(max_length=64)
    """The stored file's name (db/files.py)."""
    name = text()
    """What the file was called."""
    media = word()
    """`image/jpeg` ..."""
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    removed_at = millis()
    removed_by = ForeignKeyField(Person, null=True, index=False)

    class Meta:
        indexes = ((("kind", "record_id"), False),)
