"""Reviews, complaints, points, words, sizes, care. Frozen: later changes are steps of their own."""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    CharField,
    Database,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator


class Table(Model):
    class Meta:
        legacy_table_names = False


class Edited(Table):
    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])


def millis(*, null: bool = True) -> Field[Any]:
    return BigIntegerField(null=True) if null else BigIntegerField()


def fen() -> Field[Any]:
    return BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])


def number(default: int = 0) -> Field[Any]:
    return IntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def small() -> Field[Any]:
    return SmallIntegerField(default=0, constraints=[SQL("DEFAULT 0")])


def text() -> Field[Any]:
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


def word() -> Field[Any]:
    return CharField(default="", max_length=40, constraints=[SQL("DEFAULT ''")])


def known(name: str) -> Any:
    """A table of an earlier step, to be referred to."""
    kind: Any = type(Table)
    return kind(name, (Table,), {})


Shop, Person, Buyer = map(known, ("Shop", "Person", "Buyer"))


class Order(Table):
    class Meta:
        table_name = "orders"


class Case(Table):
    class Meta:
        table_name = "cases"


class Review(Edited):
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    key = TextField()
    order_no = TextField(default="", index=True)
    buyer_name = text()
    goods = text()
    kind = word()
    stars = number()
    said = text()
    later_said = text()
    cause = word()
    at = millis(null=False)
    kind_before = word()
    changed_at = millis()
    deleted_at = millis()
    salesperson = text()
    but = word()
    but_words = text()
    state = word()
    person = ForeignKeyField(Person, null=True, index=False)
    assigned_by = ForeignKeyField(Person, null=True, index=False)
    assigned_at = millis()
    due_at = millis()
    change_until = millis()
    raised_at = millis()
    reply = text()
    replied_by = ForeignKeyField(Person, null=True, index=False)
    replied_at = millis()
    result = word()
    explanation = text()
    case = ForeignKeyField(Case, null=True, index=False)
    came_at = millis(null=False)
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()

    class Meta:
        indexes = ((("shop", "key"), True),)


class ReviewStep(Table):
    review = ForeignKeyField(Review)
    step = word()
    came_from = word()
    went_to = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class OwnRating(Edited):
    order = ForeignKeyField(Order, unique=True)
    decision = word()
    decided_by = ForeignKeyField(Person, null=True, index=False)
    decided_at = millis()
    note = text()
    rated_by = ForeignKeyField(Person, null=True, index=False)
    rated_at = millis()


class Complaint(Edited):
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    case = ForeignKeyField(Case, null=True, index=False)
    number = TextField(default="", index=True)
    cause = word()
    said = text()
    state = word()
    person = ForeignKeyField(Person, null=True, index=False)
    opened_by = ForeignKeyField(Person, index=False)
    opened_at = millis(null=False)
    due_at = millis()
    seen_by = ForeignKeyField(Person, null=True, index=False)
    seen_at = millis()
    appeal = text()
    appeal_by = ForeignKeyField(Person, null=True, index=False)
    appeal_at = millis()
    approved_by = ForeignKeyField(Person, null=True, index=False)
    approved_at = millis()
    sent_at = millis()
    result = text()
    cost = fen()
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()


class ComplaintStep(Table):
    complaint = ForeignKeyField(Complaint)
    step = word()
    came_from = word()
    went_to = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class PointEntry(Edited):
    person = ForeignKeyField(Person, index=False)
    month = CharField(max_length=7)
    rule = word()
    points = IntegerField()
    kind = word()
    record_id = number()
    note = text()
    booked_by = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    dispute = text()
    disputed_at = millis()
    settled_points = IntegerField(null=True)
    settlement = text()
    settled_by = ForeignKeyField(Person, null=True, index=False)
    settled_at = millis()

    class Meta:
        indexes = ((("month", "person"), False), (("kind", "record_id"), False))


class Script(Edited):
    topic = word()
    title = text()
    body = text()
    gloss = text()
    initials = text()
    position = number()
    used = number()
    own = small()
    origin = TextField(default="", index=True)
    hidden_at = millis()


class ScriptUse(Table):
    script = ForeignKeyField(Script)
    order = ForeignKeyField(Order, null=True, index=False)
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class SizeTable(Edited):
    shop = ForeignKeyField(Shop, null=True, index=False)
    name = TextField(unique=True)
    measures = text()
    rows = text()
    note = text()


class BuyerJoin(Table):
    kept = ForeignKeyField(Buyer)
    joined = ForeignKeyField(Buyer, backref="joined_to")
    reason = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    undone_by = ForeignKeyField(Person, null=True, index=False)
    undone_at = millis()


class CareRule(Edited):
    kind = word()
    title = text()
    script = ForeignKeyField(Script, null=True, index=False)
    tag = text()
    day = CharField(default="", max_length=10, constraints=[SQL("DEFAULT ''")])
    days = number()
    paused_at = millis()


class CareContact(Table):
    rule = ForeignKeyField(CareRule, index=False)
    buyer = ForeignKeyField(Buyer)
    order = ForeignKeyField(Order, null=True, index=False)
    skipped = small()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


TABLES = [
    Review, ReviewStep, OwnRating, Complaint, ComplaintStep, PointEntry, Script, ScriptUse,
    SizeTable, BuyerJoin, CareRule, CareContact,
]  # fmt: skip
COLUMNS = {
    "contact": {
        "review_id": "INTEGER REFERENCES review (id)",
        "complaint_id": "INTEGER REFERENCES complaint (id)",
    },
    "product": {"size_table_id": "INTEGER REFERENCES size_table (id)"},
    "buyer": {
        "birthday": "VARCHAR(10) NOT NULL DEFAULT ''",
        "no_care_at": "MOMENT",
        "no_care_reason": "TEXT NOT NULL DEFAULT ''",
    },
}
"""Columns that older tables get."""
KNOWN = [Shop, Person, Buyer, Order, Case]
INDEXES = [
    "CREATE INDEX review_open ON review (due_at) WHERE closed_at IS NULL",
    "CREATE INDEX review_at ON review (at)",
    "CREATE INDEX review_bad ON review (buyer_id) WHERE kind <> 'good' AND deleted_at IS NULL",
    "CREATE INDEX orders_to_rate ON orders (done_at) WHERE done_at IS NOT NULL",
    "CREATE INDEX complaint_open ON complaint (due_at) WHERE closed_at IS NULL",
    "CREATE INDEX complaint_at ON complaint (opened_at)",
    "CREATE UNIQUE INDEX buyer_joined ON buyer_join (joined_id) WHERE undone_at IS NULL",
    "CREATE INDEX care_contact_at ON care_contact (at)",
    "CREATE INDEX refund_payee ON refund (payee) WHERE payee <> ''",
    "CREATE INDEX refund_account ON refund (payee_account) WHERE payee_account <> ''",
    "CREATE INDEX buyer_birthday ON buyer (birthday) WHERE birthday <> ''",
    "CREATE INDEX contact_review ON contact (review_id) WHERE review_id IS NOT NULL",
    "CREATE INDEX contact_complaint ON contact (complaint_id) WHERE complaint_id IS NOT NULL",
]


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the new tables, then give the old ones their new columns."""
    with db.bind_ctx([*TABLES, *KNOWN]):
        db.create_tables(TABLES, safe=False)
    moment = "INTEGER" if isinstance(db, SqliteDatabase) else "BIGINT"
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind.replace('MOMENT', moment)}")
    for statement in INDEXES:
        db.execute_sql(statement)
