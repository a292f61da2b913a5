"""Boxes, cases, refunds, evidence, and the days of the intake. Frozen: later changes are steps of their own."""

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


class Shop(Table):
    pass


class Person(Table):
    pass


class Buyer(Table):
    pass


class Order(Table):
    class Meta:
        table_name = "orders"


class OrderLine(Table):
    pass


class Variant(Table):
    pass


class Case(Edited):
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    kind = word()
    state = word()
    source = word()
    reason = word()
    blame = word()
    cover = word()
    freight = fen()
    amount = fen()
    wanted = text()
    asked = text()
    verified = text()
    proposed = text()
    agreed = text()
    done = text()
    person = ForeignKeyField(Person, null=True, index=False)
    opened_by = ForeignKeyField(Person, index=False)
    opened_at = millis(null=False)
    due_at = millis()
    platform_due = millis()
    refund_no = TextField(default="", index=True)
    carrier = text()
    waybill = TextField(default="", index=True)
    sent_at = millis()
    received_at = millis()
    approved_at = millis()
    early_by = ForeignKeyField(Person, null=True, index=False)
    early_at = millis()
    early_reason = text()
    replacement = ForeignKeyField(Order, null=True, index=False, backref="replaces")
    questions = number()
    answer_by = millis()
    call_at = millis()
    called_by = ForeignKeyField(Person, null=True, index=False)
    called_at = millis()
    solved = small()
    satisfied = small()
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()
    outcome = text()

    class Meta:
        table_name = "cases"


class CaseItem(Table):
    case = ForeignKeyField(Case)
    line = ForeignKeyField(OrderLine, null=True, index=False)
    title = text()
    sku = text()
    properties = text()
    quantity = number(1)
    received = number()


class CaseStep(Table):
    case = ForeignKeyField(Case)
    step = word()
    came_from = word()
    went_to = word()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


class Refund(Edited):
    order = ForeignKeyField(Order)
    case = ForeignKeyField(Case, null=True)
    kind = word()
    reason = text()
    amount = fen()
    freight = fen()
    channel = word()
    payee = text()
    payee_account = text()
    payee_checked_by = ForeignKeyField(Person, null=True, index=False)
    payee_checked_at = millis()
    fee = fen()
    fee_by = word()
    state = word()
    due_at = millis()
    asked_by = ForeignKeyField(Person, index=False)
    asked_at = millis(null=False)
    approved_by = ForeignKeyField(Person, null=True, index=False)
    approved_at = millis()
    decision = text()
    above = small()
    paid_by = ForeignKeyField(Person, null=True, index=False)
    paid_at = millis()
    reference = text()
    refund_no = text()
    note = text()


class Evidence(Table):
    kind = word()
    record_id = number()
    hash = CharField(max_length=64)
    name = text()
    media = word()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    removed_at = millis()
    removed_by = ForeignKeyField(Person, null=True, index=False)

    class Meta:
        indexes = ((("kind", "record_id"), False),)


class Box(Edited):
    day = CharField(max_length=10)
    number = IntegerField()
    state = word()
    shop = ForeignKeyField(Shop, null=True, index=False)
    order = ForeignKeyField(Order, null=True)
    buyer = ForeignKeyField(Buyer, null=True)
    matched_by = word()
    carrier = text()
    waybill = TextField(default="", index=True)
    sender_name = text()
    sender_phone = text()
    sender_region = text()
    sender_address = text()
    buyer_name = text()
    postage = fen()
    cash = fen()
    note = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)
    registered_at = millis()
    asker = ForeignKeyField(Person, null=True, index=False)
    ask_by = millis()
    escalated_at = millis()
    claimed_by = ForeignKeyField(Person, null=True, index=False)
    claimed_at = millis()
    proposed = ForeignKeyField(Order, null=True, index=False, backref="proposed")
    proposed_score = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    reason = text()

    class Meta:
        indexes = ((("day", "number"), True),)


class BoxItem(Edited):
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
    fault = text()
    wish = word()
    wish_to = text()
    note = text()
    good = number()
    faulty = number()
    goes_to = word()
    faulty_to = word()
    inspected_by = ForeignKeyField(Person, null=True, index=False)
    inspected_at = millis()
    approved_by = ForeignKeyField(Person, null=True, index=False)
    approved_at = millis()


class IntakeDay(Edited):
    day = CharField(max_length=10, unique=True)
    expected = fen()
    counted = fen()
    handed_by = ForeignKeyField(Person, null=True, index=False)
    handed_at = millis()
    confirmed = fen()
    confirmed_by = ForeignKeyField(Person, null=True, index=False)
    confirmed_at = millis()
    explanation = text()
    closed_by = ForeignKeyField(Person, null=True, index=False)
    closed_at = millis()
    left_open = text()
    reason = text()


class IntakeCorrection(Table):
    day = CharField(max_length=10, index=True)
    box = ForeignKeyField(Box, null=True, index=False)
    what = text()
    was = text()
    should_be = text()
    reason = text()
    person = ForeignKeyField(Person, index=False)
    at = millis(null=False)


TABLES = [Case, CaseItem, CaseStep, Refund, Evidence, Box, BoxItem, IntakeDay, IntakeCorrection]
SQLITE = {"key": "INTEGER", "moment": "INTEGER", "number": "INTEGER"}
OTHERS = {"key": "INTEGER", "moment": "BIGINT", "number": "INTEGER"}
COLUMNS = {
    "contact": {
        "case_id": "{key} REFERENCES cases (id)",
        "done_at": "{moment}",
        "done_by_id": "{key} REFERENCES person (id)",
    },
    "person": {"case_limit": "{number} NOT NULL DEFAULT 0"},
    "buyer": {"person_id": "{key} REFERENCES person (id)"},
}
INDEXES = [
    "CREATE INDEX box_unclaimed ON box (ask_by) WHERE state = 'unclaimed'",
    "CREATE INDEX box_opened ON box (day) WHERE state = 'opened'",
    "CREATE INDEX box_item_waiting ON box_item (inspected_at) WHERE approved_at IS NULL",
    "CREATE INDEX cases_open ON cases (due_at) WHERE closed_at IS NULL",
    "CREATE INDEX cases_of ON cases (person_id) WHERE closed_at IS NULL",
    "CREATE INDEX cases_opened ON cases (opened_at)",
    "CREATE INDEX case_step_at ON case_step (at)",
    "CREATE INDEX cases_calls ON cases (call_at) WHERE called_at IS NULL AND call_at IS NOT NULL",
    "CREATE INDEX refund_open ON refund (due_at) WHERE state IN ('asked', 'approved')",
    "CREATE INDEX refund_failed ON refund (asked_at) WHERE state = 'failed'",
    "CREATE INDEX refund_paid ON refund (paid_at) WHERE paid_at IS NOT NULL",
    "CREATE INDEX refund_reference ON refund (reference) WHERE reference <> ''",
    "CREATE INDEX refund_answers ON refund (refund_no) WHERE refund_no <> ''",
    "CREATE INDEX contact_due ON contact (next_at) WHERE next_at IS NOT NULL AND done_at IS NULL",
    "CREATE INDEX contact_case ON contact (case_id) WHERE case_id IS NOT NULL",
    "CREATE INDEX refund_request_open ON refund_request (requested_at) WHERE finished_at IS NULL",
    "CREATE INDEX refund_request_waybill ON refund_request (return_waybill) WHERE return_waybill <> ''",
]


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the new tables, then give the old ones their new columns."""
    with db.bind_ctx([*TABLES, Shop, Person, Buyer, Order, OrderLine, Variant]):
        db.create_tables(TABLES, safe=False)
    types = SQLITE if isinstance(db, SqliteDatabase) else OTHERS
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind.format(**types)}")
    for statement in INDEXES:
        db.execute_sql(statement)
